"""Who speaks, by the word that stands before a turn: the names of the roles in the languages that are read.

Roles only: what people say belongs in the acts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from servicelint.model import Speaker


class Voice(NamedTuple):
    """Who a turn is spoken by; `bot` where a program speaks for the company."""

    speaker: Speaker
    bot: bool = False


UNKNOWN = Voice("unknown")

# In the order en, it, ro, ru, es, fr, de, pt; a name that languages share stands once.
_PEOPLE = """
agent, human agent, live agent, support agent, company, rep, representative, support, support team, staff, advisor,
adviser, operator, employee, consultant, specialist, customer service, customer support, customer care, helpdesk, help
desk, service desk, call center, call centre, receptionist, dispatcher, csr, manager, admin, administrator, agente,
operatore, operatrice, azienda, addetto, addetta, consulente, impiegato, impiegata, assistenza, assistenza clienti,
servizio clienti, supporto, centralino, centralinista, agentă, operatoare, operatorul, companie, compania, firmă,
firma, consultantă, angajat, angajată, suport, asistență clienți, relații clienți, serviciul clienți, dispecer,
reprezentant, reprezentantă, агент, оператор, сотрудник, сотрудница, компания, фирма, консультант, специалист,
менеджер, поддержка, служба поддержки, техподдержка, представитель, администратор, диспетчер, продавец, operador,
operadora, asesor, asesora, empresa, representante, soporte, atención al cliente, servicio al cliente, empleado,
empleada, conseiller, conseillère, téléconseiller, téléconseillère, opérateur, opératrice, entreprise, assistance,
service client, service clients, représentant, représentante, employé, employée, agentin, mitarbeiter, mitarbeiterin,
berater, beraterin, kundenberater, kundenberaterin, unternehmen, kundenservice, kundendienst, kundenbetreuer,
kundenbetreuerin, atendente, suporte, atendimento, apoio ao cliente, funcionário, funcionária, assessor, assessora
"""
_PROGRAMS = """
bot, chatbot, chat bot, voicebot, voice bot, robot, assistant, virtual assistant, virtual agent, ai, ai assistant,
ai agent, system, ivr, auto reply, autoreply, model, assistente, assistente virtuale, sistema, risponditore, asistent,
asistentă, asistent virtual, asistentă virtuală, sistem, бот, чат-бот, чатбот, робот, ассистент, помощник,
виртуальный ассистент, виртуальный помощник, голосовой помощник, система, автоответчик, asistente, asistente virtual,
assistant virtuel, assistante, assistante virtuelle, système, serveur vocal, assistent, assistentin, robô
"""
_CUSTOMERS = """
customer, client, user, end user, caller, visitor, guest, patient, passenger, subscriber, buyer, shopper, consumer,
human, requester, cliente, utente, chiamante, visitatore, visitatrice, ospite, paziente, passeggero, passeggera,
abbonato, abbonata, acquirente, clientă, clientul, clienta, utilizator, utilizatoare, apelant, apelantă, vizitator,
vizitatoare, pacient, pacientă, abonat, abonată, cumpărător, pasager, клиент, клиентка, пользователь,
пользовательница, покупатель, покупательница, посетитель, посетительница, абонент, гость, пациент, пациентка,
заказчик, звонящий, пассажир, usuario, usuaria, visitante, llamante, huésped, pasajero, pasajera, comprador,
utilisateur, utilisatrice, appelant, appelante, visiteur, visiteuse, patiente, abonné, abonnée, usager, kunde, kundin,
nutzer, nutzerin, benutzer, benutzerin, anrufer, anruferin, besucher, besucherin, patientin, gast, usuário, usuária,
utilizador, utilizadora, hóspede, passageiro
"""
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[#№]?\d+")
_BETWEEN = re.compile(r"[\s_\-]+")


def _fold(name: str) -> str:
    """The name without accents, case, hyphens and underscores."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return _BETWEEN.sub(" ", "".join([letter for letter in letters if not unicodedata.combining(letter)])).strip()


def _names(listed: str) -> list[str]:
    return [_fold(name) for name in listed.split(",")]


_VOICES: dict[str, Voice] = {
    **dict.fromkeys(_names(_PEOPLE), Voice("company")),
    **dict.fromkeys(_names(_PROGRAMS), Voice("company", bot=True)),
    **dict.fromkeys(_names(_CUSTOMERS), Voice("customer")),
}


@lru_cache(maxsize=1024)
def voice(label: str) -> Voice:
    """Who a label such as `Agent`, `chat_bot`, `Cliente 2` or `Оператор (Анна)` names; UNKNOWN when it is no role.

    The role may also stand in the brackets: `Anna (agent)`.
    """
    found = _VOICES.get(_fold(_NOTE.sub(" ", label)))
    if found is None and label.rstrip().endswith(")"):
        found = _VOICES.get(_fold(label[label.rfind("(") + 1 : label.rfind(")")]))
    return found or UNKNOWN
