"""The keys that a prompt announces: "press 1", "premi due", "нажмите решётку", in the order they are said.

Knows how the verbs, numbers and signs of a telephone keypad sound in a few languages, and nothing of formats or flows.
All languages are read at once, because prompts mix them ("For English press 1, para español oprima el 2").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple


class Announced(NamedTuple):
    """One key as it is said: `key` is 0 to 99, `*` or `#`; `start` and `end` are offsets of the key's own words."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Keypad:
    """How one language speaks of keys. Words are regular expressions without groups; diacritics do not matter.

    `press` are verbs that only keys follow, `choose` verbs that other things follow as well; `around` are the words
    between verb and key. `after` are verbs that follow the key. Numbers are in order from zero.
    """

    press: str
    choose: str
    around: str
    numbers: str
    star: str
    hash: str
    after: str = ""


KEYPADS = (
    Keypad(
        press=r"press(?:ing)?|dial|push|hit|touch|punch",
        choose=r"select|choose|pick|enter|type|reply|send|text",
        around=r"or|say|and|the|a|on|key|number|digit|button|option|marked|simply|just|now|please|with|in",
        numbers="zero one two three four five six seven eight nine",
        star=r"star|asterisk",
        hash=r"pound(?: sign)?|hash(?: sign| mark)?|number sign|octothorpe",
    ),
    Keypad(
        press=r"prem(?:i|a|ere|ete|ano|endo|uto)|schiacc(?:i|ia|iare)|digit(?:i|a|are|ate|ando)|compon(?:i|ga|ete|gano)",
        choose=r"selezion(?:i|a|are|ate|ando)|scegl(?:i|iere|iete)|scelga|risponda|rispondi|scriv[ai]|invi[ai]?",
        around=r"o|oppure|dica|il|la|lo|l|su|sul|tasto|cifra|numero|pulsante|opzione|semplicemente|ora|quindi|pure",
        numbers="zero uno due tre quattro cinque sei sette otto nove",
        star=r"asterisco|stelletta",
        hash=r"cancelletto|diesis",
    ),
    Keypad(
        press=r"apas(?:a|ati|and)|tast(?:ati|eaza|ezi|and)|form(?:ati|eaza|and)|apelati",
        choose=r"select(?:ati|eaza)|alege(?:ti)?|introduce(?:ti)?|raspunde(?:ti)?|scrie(?:ti)?|trimite(?:ti)?",
        around=r"sau|pe|la|tasta|cifra|numarul|butonul|clapeta|optiunea|acum|simplu|cu|va rugam",
        numbers="zero unu|una doi|doua trei patru cinci sase sapte opt noua",
        star=r"steluta|stea|asterisc(?:ul)?",
        hash=r"diez(?:ul)?",
    ),
    Keypad(
        press=r"(?:на)?жм(?:ите|и|ете|ем)|наж(?:ать|ав|имайте|имая)|наб(?:ерите|ери|ирайте|рав|рать)|жмите",
        choose=r"выб(?:ерите|ери|рать|рав)|введите|введи|ответьте|отправьте|напишите",
        around=r"или|скажите|на|в|клавишу|кнопку|цифру|цифрой|номер|вариант|пожалуйста|просто|знак|символ|сейчас",
        numbers=(
            "ноль|нуль|нолик один|единицу|единица два|двойку три|тройку четыре|четверку пять|пятерку"
            " шесть|шестерку семь|семерку восемь|восьмерку девять|девятку"
        ),
        star=r"звездочк[уаой]+|звездой?",
        hash=r"решетк[уаой]+|диез",
    ),
    Keypad(
        press=r"(?:pul[sc]|opri[m]|presion|apriet)(?:e|a|ar|ando|en)|marque|marca(?:r|ndo)?|tecle[ea]r?|digit(?:e|ar)",
        choose=r"selec+ion(?:e|a|ar)|elij[ao]|elige|escoj[ao]|escoge|ingrese|responda|responde|escriba|escribe|envi[ea]",
        around=r"o|diga|el|la|en|tecla|numero|digito|boton|opcion|ahora|por favor|simplemente|signo|de",
        numbers="cero uno dos tres cuatro cinco seis siete ocho nueve",
        star=r"asterisco|estrella",
        hash=r"almohadilla|numeral|gato|michi|(?:tecla|signo) (?:de )?numero",
    ),
    Keypad(
        press=r"appuyez|appuyer|appuie|tapez|taper|pressez|presser|compos(?:ez|er)|faites",
        choose=r"selectionnez|choisissez|entrez|repondez|envoyez|ecrivez|saisissez",
        around=r"ou|dites|sur|la|le|l|touche|chiffre|numero|bouton|option|maintenant|simplement|puis|du|de",
        numbers="zero un deux trois quatre cinq six sept huit neuf",
        star=r"etoile|asterisque",
        hash=r"diese|carre",
    ),
    Keypad(
        press=r"druck(?:en|e|t)?|wahl(?:en|e|t)|tipp(?:en|e|t)|betatigen",
        choose=r"antworten|senden|schreiben",
        around=r"sie|oder|sagen|bitte|die|den|das|auf|taste|ziffer|zahl|nummer|einfach|jetzt|nun|mit|der",
        numbers="null eins zwei|zwo drei vier funf sechs sieben acht neun",
        star=r"stern(?:chen)?(?:taste)?",
        hash=r"raute(?:n?taste)?|doppelkreuz(?:taste)?",
        after=r"drucken|wahlen|tippen",
    ),
    Keypad(
        press=r"pression(?:e|ar|ando)|prima|tecl(?:e|ar)|digit(?:e|ar)|disque|discar|apert(?:e|ar)|marque|carregue",
        choose=r"selecion(?:e|ar)|escolha|responda|envie|escreva",
        around=r"ou|diga|o|a|em|no|na|tecla|numero|digito|botao|opcao|agora|por favor|simplesmente",
        numbers="zero um|uma dois|duas tres quatro cinco seis sete oito nove",
        star=r"asterisco|estrela",
        hash=r"jogo da velha|cardinal|sustenido|cerquilha|tralha|hashtag",
    ),
)
AND = r"and|or|e|o|ed|oppure|si|sau|iar|и|или|а|y|u|ou|et|und|oder"
FOR = r"for|to|if|per|se|pentru|ca|daca|для|чтобы|если|para|pour|fur|um|zu|wenn"
_COUNTED = (
    r"of|de|dei|degli|delle|del|di|din|dintre|dos|das|des|der|из|more|other|another|altro|altra|otro|autre"
    r"|(?:digit|key|time|minute|second|hour|day|number|button|option)s?|cifre|volte|ori|раза?|цифры?|tast[oi]|tecla"
    r"|touche|tasta|taste|bouton|boton|botao|buton|pulsante|numero|opzione|opcion"
)
_ENDED = (
    r"(?<!to )(?:enter|type|key in)|followed by|then|when (?:you are |you're )?(?:done|finished)|poi"
    r"|inserisca|inserisci|seguit[oa]|introduceti|introdu|urmat\w*|apoi|введите|затем|ingrese|introduzca|luego|saisissez|entrez|suivie?|puis"
    r"|geben sie|gefolgt|dann|digite (?:o|a|su|seu|sua|novamente)|seguid[oa]|depois"
)
_MORE = r"more|greater|piu|mas|mai mult\w*|plus|mehr|mais|более|больше|несколько"
GAP = r"[\s\"'“”„«»‘(\[:]{1,3}"
CLOSED = r"[\"'”»)\]]?"
_DIGIT = r"(?<![\w$#*.,+-])\d{1,2}(?![.,:/ \xa0]\d|-?\w|%)"
_ENDS = rf"(?={CLOSED}\s*(?:[,;:!?…\n–—-]|\.(?!\d)|$|(?:{AND}|{FOR}|now|ora|acum|сейчас)\b(?!\s+(?:{_MORE})\b)))"
BASE_LETTERS = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xE0, 0x250)} | {
    ord("ё"): "е",
    ord("’"): "'",
}


@lru_cache(maxsize=4096)
def announced_keys(text: str) -> tuple[Announced, ...]:
    """Every key that the text announces, in the order said; a key said twice comes twice.

    A number that is dialled (`1 800 …`), typed (`a 4 digit code`) or counted (`one of our agents`) is no key, nor is
    the sign that ends what is typed or recorded (`enter your code, then press #`).
    """
    plain = text.replace("İ", "i").lower().translate(BASE_LETTERS)
    said = {key.start: key for key in _said(plain)}
    if not said:
        return ()
    found = {key.start: key for key in _implied(plain, said[min(said)])} | said
    return tuple([found[start] for start in sorted(found)])


def _said(plain: str) -> Iterator[Announced]:
    """The keys that a verb announces, with those that are listed after it (`press 1, 2 or 3`)."""
    for match in _with_verb().finditer(plain):
        key = _announced(match, match.lastgroup or "")
        if key.key in "*#" and re.search(rf"\b(?:{_ENDED})\b[^.!?]*\Z", plain[: match.end()]):
            continue
        yield key
        while more := _listed().match(plain, key.end):
            key = _announced(more, "key")
            yield key


def _implied(plain: str, first: Announced) -> Iterator[Announced]:
    """The keys whose verb is left out: `press 1 for sales, 2 for service`, `for sales press 1, for service, 2`."""
    leads = re.compile(rf"{CLOSED}\s+(?:{FOR})\b").match(plain, first.end)
    for match in (_key_then_purpose() if leads else _purpose_then_key()).finditer(plain, first.end):
        yield from (_announced(match, name) for name, words in match.groupdict().items() if words)


def _announced(match: re.Match[str], group: str) -> Announced:
    return Announced(key_of(match[group]), *match.span(group))


@cache
def key_of(words: str) -> str:
    """The key that digits or words stand for. No word means two keys, so one look-up serves all languages."""
    if words in "*#" or words.isdigit():
        return words
    for keypad in KEYPADS:
        for number, forms in enumerate(keypad.numbers.split()):
            if words in forms.split("|"):
                return str(number)
    return "*" if any(re.fullmatch(keypad.star, words) for keypad in KEYPADS) else "#"


def key_words(keypads: tuple[Keypad, ...]) -> str:
    """A pattern for a key as these languages write and say it."""
    numbers = "|".join("|".join(keypad.numbers.split()) for keypad in keypads)
    signs = "|".join(rf"{keypad.star}|{keypad.hash}" for keypad in keypads)
    return rf"{_DIGIT}|[*#](?![\w*#])|\b(?:{numbers})\b(?!\s+(?:{_COUNTED})\b)|\b(?:{signs})\b"


@cache
def _with_verb() -> re.Pattern[str]:
    return re.compile("|".join(way for number, keypad in enumerate(KEYPADS) for way in _ways(f"key{number}_", keypad)))


def _ways(name: str, keypad: Keypad) -> Iterator[str]:
    """How a verb and its key follow each other in one language; the key is the group that begins with `name`."""
    between, key = rf"(?:{GAP}(?:{keypad.around})\b){{0,5}}", key_words((keypad,))
    yield rf"\b(?:{keypad.press})\b{between}{GAP}(?P<{name}pressed>{key})"
    yield rf"\b(?:{keypad.choose})\b{between}{GAP}(?P<{name}chosen>{key}){_ENDS}"
    if keypad.after:
        yield rf"\b(?:{keypad.around})\b{GAP}(?P<{name}before>{key}){CLOSED}\s+(?:{keypad.after})\b"


@cache
def _listed() -> re.Pattern[str]:
    return re.compile(rf"{CLOSED}(?:\s*,(?:\s*(?:{AND})\b)?|\s+(?:{AND})\b){GAP}(?P<key>{key_words(KEYPADS)}){_ENDS}")


@cache
def _key_then_purpose() -> re.Pattern[str]:
    key = key_words(KEYPADS)
    return re.compile(
        rf"(?:[,;.:!?\n–—-]|\b(?:{AND})\b){GAP}(?:(?:the|il|el|la|le|die|o)\s)?(?P<key>{key})"
        rf"(?:\s(?:{AND})\s(?P<second>{key}))?{CLOSED}\s+(?:{FOR})\b"
    )


@cache
def _purpose_then_key() -> re.Pattern[str]:
    around = "|".join(keypad.around for keypad in KEYPADS)
    verbs = "|".join(rf"{keypad.press}|{keypad.choose}" for keypad in KEYPADS)
    return re.compile(
        rf"\b(?:{FOR})\s(?:(?!\b(?:{verbs})\b)[^.;!?\n]){{2,80}}?(?:(?:,|\s[–—-])\s(?:(?:{around})\s){{0,3}}|\s(?=\d))"
        rf"(?P<key>{key_words(KEYPADS)}){_ENDS}(?!\W*(?:{verbs})\b)"
    )
