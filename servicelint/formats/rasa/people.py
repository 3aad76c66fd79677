"""How Rasa projects call a hand-off to a person: Rasa itself has no word for it, only conventions for names."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_HAND_OFF = re.compile(r"\b(?:hand ?(?:off|over)|live ?(?:agent|chat)|take ?over|escalat(?:e|ion))\b")
_PERSON = re.compile(
    r"\b(?:human|agent|operator|person|representative|advis[eo]r|staff|support|specialist|consultant|operatore|umano"
    r"|consulente|uman|operatorul|agente|asesor|humano|operador|atendente|conseiller|humain|mitarbeiter|berater"
    r"|operatora|operatoru)s?\b"
)
_BRINGS = re.compile(
    r"\b(?:transfer(?:red|ring)?|connect(?:ing)?|talk|speak|chat|forward|route|redirect|switch|trasferisci|trasferimento"
    r"|passa|parla|transfera|vorbeste|transferir|conectar|hablar|falar|transferer|parler|verbinden|weiterleiten"
    r"|perevod|perevedi|pozvat)\b"
)
_NOT_YET = re.compile(
    r"\b(?:ask|options?|offer|confirm|check|validate|no|not|deny|denied|declined?|cancel(?:led)?|reject(?:ed)?|would"
    r"|wouldve|unavailable|fail(?:ed|ure)?|error|closed|never|abort)\b"
)


def hands_over(name: str) -> bool:
    """Whether what is called so hands over to a person, rather than asks about it or refuses it."""
    words = " ".join(_WORDS.findall(name)).lower()
    brings = _HAND_OFF.search(words) or (_PERSON.search(words) and _BRINGS.search(words))
    return bool(brings) and not _NOT_YET.search(words)
