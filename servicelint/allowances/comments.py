"""How comments are written, format by format, and the one that a mark stands in. The only table of comment syntaxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from servicelint.model import Source, Span

MARK = "servicelint:"
"""With this word a comment for servicelint begins."""

_BLOCKS: tuple[tuple[str, str], ...] = (
    (r"<!--", r"-->"),  # HTML, XML, Markdown
    (r"<%--", r"--%>"),  # JSP
    (r"<%!--", r"--%>"),  # HEEx
    (r"<%#", r"-?%>"),  # ERB, EJS, EEx
    (r"\{\{--", r"--\}\}"),  # Blade
    (r"\{\{~?!--", r"--~?\}\}"),  # Handlebars
    (r"\{\{~?!", r"~?\}\}"),  # Mustache
    (r"\{\{-?\s?/\*", r"\*/\s?-?\}\}"),  # Go
    (r"\{%-?\s*comment\b[^%]*%\}", r"\{%-?\s*endcomment\b[^%]*%\}"),  # Django, Liquid
    (r"\{%-?\s*#", r"-?%\}"),  # Liquid
    (r"\{#-?", r"-?#\}"),  # Jinja, Twig, Django
    (r"[<\[]#--", r"--[>\]]"),  # FreeMarker
    (r"#\*", r"\*#"),  # Velocity
    (r"\{\*", r"\*\}"),  # Smarty
    (r"/\*+", r"\*/"),  # PHP, JavaScript, .strings, Terraform
    (r"\[[^\[\]\n]+\]:[ \t]*(?:#|<>)[ \t]*\(", r"\)"),  # Markdown
    (r"\[[^\[\]\n]+\]:[ \t]*(?:#|<>)[ \t]*\"", r"\""),
)
"""Comments that say where they end. A format that does not know one of them hands it to the customer: then it is copy."""

_YAML = "rasa script genesys-architect copilot-studio .yml .yaml .template"
_TERRAFORM = ".tf .tftpl .hcl .tfvars"
_PHP = ".php .phtml .inc"
_LINES: Mapping[str, str] = {
    r"#+": f"{_YAML} {_TERRAFORM} {_PHP} po chatscript .properties .top",
    r"//+": f"{_TERRAFORM} {_PHP} jaicp rivescript .strings .js .mjs .cjs .ts .jsonc",
    r";+": "asterisk",
    r">+": "bot-framework",
    r"!+": ".properties",
    r"##+": ".vm .vtl",
}
"""Comments that end with the line, and the formats (by id) and files (by ending) that know them."""
_FRONT_MATTER = r"#+"
"""Above a page may stand its settings, in YAML."""
_PAGES = frozenset({"markdown", "html", "text", "mjml"})
_BEFORE = 80
"""Between the sign that opens a comment and the mark stand at most so many characters, all of them white."""


@dataclass(frozen=True)
class Syntax:
    """Which signs open a comment in a file. `line` may stand before the mark; `skip` are those that nothing else looks like."""

    line: re.Pattern[str] | None
    skip: re.Pattern[str]
    structured: bool
    """Whether what belongs to a line is indented under it."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its sign to its end, what it says to us, and whether it ends with its line."""

    span: Span
    said: Span
    line: bool


@cache
def syntax(format_id: str, ending: str) -> Syntax:
    """The comments of a format, in a file whose name ends so (with the dot)."""
    own = [mark for mark, known in _LINES.items() if {format_id, ending} & set(known.split())]
    lines = [*own, _FRONT_MATTER] if format_id in _PAGES else own
    line = re.compile(rf"(?:^|[ \t])({'|'.join(lines)})[ \t]*$") if lines else None
    closed = "|".join(rf"{opening}(?:(?!{closing})[\s\S])*+{closing}" for opening, closing in _BLOCKS)
    skipped = "".join(rf"|(?:{mark})[^\r\n]*" for mark in own)
    return Syntax(line, re.compile(rf"(?:\s|{closed}{skipped})*+"), bool(own) and format_id != "asterisk")


_OPENING = re.compile(f"(?:{'|'.join(f'(?P<b{n}>{opening})' for n, (opening, _) in enumerate(_BLOCKS))})\\s*$")
_CLOSING = tuple(re.compile(closing) for _, closing in _BLOCKS)


def comment_at(source: Source, at: int, known: Syntax) -> Comment | None:
    """The comment that begins with the mark at an offset; None where it stands in none."""
    text = source.text
    start = max(0, at - _BEFORE)
    opened = _OPENING.search(text[start:at])
    if opened:
        number = int((opened.lastgroup or "b0")[1:])
        closed = _CLOSING[number].search(text, at)
        end, after = (closed.start(), closed.end()) if closed else (len(text), len(text))
        return Comment(Span(source, start + opened.start(), after), _said(source, at, end), line=False)
    if known.line is None:
        return None
    line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    mark = known.line.search(text[line:at])
    if mark is None:
        return None
    end = line_end(text, at)
    php = text.find("?>", at, end)
    if php >= 0:
        return Comment(Span(source, line + mark.start(1), php + 2), _said(source, at, php), line=False)
    return Comment(Span(source, line + mark.start(1), end), _said(source, at, end), line=True)


def line_end(text: str, at: int) -> int:
    """Where the line of an offset ends, before its line end."""
    ends = [end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0]
    return min(ends, default=len(text))


def _said(source: Source, start: int, end: int) -> Span:
    return Span(source, start, start + len(source.text[start:end].rstrip()))
