"""How actions, flows and intents are called that hand a customer over to a person: platforms have few words of their own
for it, builders have conventions. Names only, never what customers read."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_HAND_OFF = re.compile(
    r"\b(?:hand ?(?:off|over)|live ?(?:agent|chat|person|support)|take ?over|escalat(?:e[ds]?|ion|ing)|human escalation"
    r"|(?:passaggio|inoltro|trasferimento|paso|derivacion|traspaso|transferencia|transfert|perevod|vorbire)"
    r" (?:a |al |con |de |an? |la |na |cu )?(?:operat\w+|agent\w*|uman\w*|human\w*|person\w*|asesor\w*|atendente)"
    r"|transfer(?:ir|encia)? llamada|pasar llamada|transferir atendimento|(?:inoltr\w*|trasferi\w*) chiamata)\b"
)
_PERSON = re.compile(
    r"\b(?:human|agent|operator|person|representative|rep|advis[eo]r|staff|specialist|consultant|operatore|umano"
    r"|consulente|uman|operatorul|agente|asesor|humano|operador|atendente|conseiller|humain|mitarbeiter|berater"
    r"|operatora|operatoru|persona|pessoa|mensch)s?\b"
)
_BRINGS = re.compile(
    r"\b(?:transfer(?:red|ring)?|connect(?:ing)?|talk|speak|chat|call|reach|contact|forward|route|redirect|switch|need"
    r"|trasferisci|trasferimento|passa|parla(?:re)?|contattare|transfera|vorbeste|transferir|conectar|hablar|falar"
    r"|contactar|transferer|parler|verbinden|weiterleiten|sprechen|perevod|perevedi|pozvat)\b"
)
_FILLERS = re.compile(r"\b(?:live|real|a|an|the|with|to|request|want|customer|support|service|help|desk|un|una|con)\b")
_NOT_YET = re.compile(
    r"\b(?:ask|options?|offer|confirm(?:ation)?|check|validate|no|not|deny|denied|declined?|cancel(?:led)?"
    r"|reject(?:ed)?|would|wouldve|unavailable|fail(?:ed|ure)?|error|closed|never|abort)\b"
)


_DESK = re.compile(
    r"\b(?:customer (?:care|services?|support)|assistenza clienti|servizio clienti|relatii clienti|serviciul? clienti"
    r"|servicio al cliente|atencion al cliente|service clients?|kundenservice|kundendienst|atendimento"
    r"|служб\w+ поддержки|поддержка клиентов|оператор\w*|специалист\w*)\b"
)
"""What companies call the place where people answer."""


def names_person(label: str) -> bool:
    """Whether an option of this label offers people to talk to: "Customer care", "Talk to an agent"."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", label.lower()) if not unicodedata.combining(letter))
    return bool(_DESK.search(plain)) or asks_for_person(label)


def asks_for_person(name: str) -> bool:
    """Whether an intent of this name is the wish for a person: `Operator`, `human.agent`, `talk_to_a_person`."""
    words = " ".join(_WORDS.findall(name)).lower()
    named = bool(_PERSON.search(words)) and not _FILLERS.sub("", _PERSON.sub("", words)).strip()
    return named or hands_over(name)


def hands_over(name: str) -> bool:
    """Whether what is called so hands over to a person, rather than asks about it or refuses it."""
    words = " ".join(_WORDS.findall(name)).lower()
    brings = _HAND_OFF.search(words) or (_PERSON.search(words) and _BRINGS.search(words))
    return bool(brings) and not _NOT_YET.search(words)
