"""The earlier mails that a reply carries along: other people's words, found by how mail programs mark them.

Gives the stretches of a text that are the writer's own; places are the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.markup import Mark, marks

Stretch = tuple[int, int]

_VERB = (
    r"wrote|writes|ha\s+scritto|scrisse|a\s+scris|пишет|писал(?:а|\(а\))?|написал(?:а|\(а\))?|a\s+écrit|escribió|escreveu"
    r"|schrieb[^:\r\n]{0,120}|napisał(?:a|\(a\))?|schreef[^:\r\n]{0,120}"
)
_BEGINS = r"On|At|In|Il|In\s+data|Le|El|Am|Em|Op|Pe|La|În|Dnia|W\s+dniu|В|\d{1,4}[.\-/ ]|[^\W\d]{2,12}\.?,\s+\d{1,2}[.\s]"
_ATTRIBUTION = re.compile(
    rf"(?:{_BEGINS})(?=[^\r\n]{{0,300}}(?:[\r\n]{{1,2}}[^\r\n]{{1,120}}){{0,2}}:)"
    rf"[^\r\n]{{0,300}}?(?:[\r\n]{{1,2}}[^\r\n]{{0,120}}?){{0,2}}?"
    rf"(?:\b(?:{_VERB})|[\w.+-]@[\w.-]{{1,200}}>)\s?:[ \t]*(?=[\r\n]|\Z)"
)
_DATED = re.compile(r"[\d@{<%\ufffc]")
_ORIGINAL = (
    r"(?:Original\s+Message|Forwarded\s+message|Messaggio\s+originale|Messaggio\s+inoltrato|Mesaj(?:ul)?\s+original"
    r"|Mesaj\s+redirec[tțţ]ionat|Исходное\s+сообщение|Пересылаемое\s+сообщение|Пересланное\s+сообщение"
    r"|Urspr(?:ü|ue)ngliche\s+Nachricht|Original-?nachricht|Message\s+d['’]origine|Message\s+original"
    r"|Mensaje\s+original|Mensagem\s+original)"
)
_MARKED = re.compile(
    rf"-{{2,}}[ \t]*{_ORIGINAL}[ \t]*-{{2,}}|(?:Begin\s+forwarded\s+message|Inizio\s+messaggio\s+inoltrato)\s?:", re.IGNORECASE
)
_FROM, _SENT = (
    r"(?:From|Da|De\s+la|De|От(?:\s+кого)?|Von|Van|Expeditor)",
    r"(?:Sent|Date|Inviato|Data|Trimis|Отправлено|Дата|Gesendet|Datum|Envoyé|Enviado(?:\s+el)?|Fecha|Verzonden)",
)
_HEADER = re.compile(rf"\*?{_FROM}\s?:\*?[ \t][^\r\n]{{1,300}}[\r\n]{{1,2}}[ \t]*\*?{_SENT}\s?:\*?[ \t]")
_LINE = re.compile(r"(?<![^\r\n])[ \t]*+(?=\S)")
_QUOTES_FOLLOW = re.compile(r"\s*>")

_QUOTE_NAMES = re.compile(
    r"(?<![\w-])(?:x_)*(?:gmail_quote(?:_container)?|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote"
    r"|zmail_extra|OutlookMessageHeader)(?![\w-])"
)
_REST_NAMES = re.compile(r"(?<![\w-])(?:x_)*(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION)(?![\w-])")
_VOID = ("br", "hr", "img", "input", "meta", "link")


def own_text(text: str) -> Iterator[Stretch]:
    """The stretches of a plain text that its writer wrote, up to the first earlier mail that is not marked by `>`.

    Lines that begin with `>` are still in them; who cuts paragraphs leaves those out.
    """
    at = 0
    for line in _LINE.finditer(text):
        begins = line.end()
        if begins < at:
            continue
        if _MARKED.match(text, begins) or _HEADER.match(text, begins):
            yield at, line.start()
            return
        told = _ATTRIBUTION.match(text, begins)
        if told is not None and _DATED.search(told[0]):
            yield at, line.start()
            if _QUOTES_FOLLOW.match(text, told.end()) is None:
                return
            at = told.end()
    yield at, len(text)


def own_html(text: str) -> Iterator[Stretch]:
    """The stretches of an HTML text that its writer wrote."""
    at, depth, name = 0, 0, ""
    for mark in marks(text):
        if mark.kind == "text" or (depth and mark.name != name):
            continue
        if depth:
            depth += 1 if mark.kind == "open" else -1
            at = mark.end
        elif mark.kind == "open" and mark.name not in _VOID and (quoted := _quotes(text, mark)):
            yield at, mark.start
            if quoted == "rest":
                return
            depth, name, at = 1, mark.name, len(text)
    if not depth:
        yield at, len(text)


def _quotes(text: str, mark: Mark) -> str:
    """Whether an element holds an earlier mail (`element`), begins one (`rest`), or does neither ("")."""
    names = " ".join([_value(text, mark, "class"), _value(text, mark, "id")])
    if _REST_NAMES.search(names):
        return "rest"
    cited = mark.name == "blockquote" and _value(text, mark, "type").lower() == "cite"
    return "element" if cited or _QUOTE_NAMES.search(names) else ""


def _value(text: str, mark: Mark, name: str) -> str:
    start, end = mark.attributes.get(name, (0, 0))
    return text[start:end]


def told_of(text: str) -> bool:
    """Whether a paragraph says no more than whose mail follows."""
    found = _ATTRIBUTION.fullmatch(text.strip())
    return found is not None and _DATED.search(text) is not None


def begins_another(text: str) -> bool:
    """Whether with this paragraph of a mail another, earlier mail begins."""
    return _MARKED.match(text) is not None or _HEADER.match(text) is not None
