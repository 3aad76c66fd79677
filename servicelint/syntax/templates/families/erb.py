"""ERB: `<%= x %>`, `<% if x %>…<% else %>…<% end %>`, `<%# … %>`, `<%= link_to "Pay now", url %>`; blocks in braces too.

The same marks with braces for `do … end` are EJS and its kin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates import expressions
from servicelint.syntax.templates.atoms import Call, Language
from servicelint.syntax.templates.conditions import condition
from servicelint.syntax.templates.tokens import Token

MARKS = ("<%",)

_OWN = re.compile(r"<%(?:[=#%\s-]|(?:if|unless|else|end|for|each|case)\b)")
_JINJA = re.compile(r"\{%-?\s*(?:if|for|block|extends|set|trans)\b")
_TAG = re.compile(r"<%(?:%|#|==?|-(?!%>)|@)?")
_TRIM = re.compile(r"\r?\n")

_STRING = r"""
    "(?:[^"\\\#]|\\.|\#\{(?:[^{}"']|"[^"\\]*"|'[^'\\]*'|\{[^{}]*\})*+\}|\#)*+" | '(?:[^'\\]|\\.)*+' | `[^`]*`
"""
_ATOM = re.compile(
    rf"""
      \s+ | \#[^\n]* | (?://|/\*)[^\n]*
    | (?P<string>{_STRING})
    | (?P<label>[^\W\d]\w*:(?![:\w]))
    | (?P<word>(?:&?\.|::|[@$:]{{1,2}})?[^\W\d]\w*+(?:[?!](?![="'?.\d]))?(?:(?:&\.|\.|::)[^\W\d]\w*+(?:[?!](?![="'?]))?)*+)
    | (?P<mark>\|\||&&|=>|==|!=|\d+(?:\.\d+)?|[^"'`])
    """,
    re.VERBOSE | re.DOTALL,
)
_FIRST = "link_to button_to button_tag submit_tag submit link_to_unless_current raw h html_escape simple_format sanitize"
_FIRST += " auto_link strip_tags escape concat truncate button"
_SECOND = "link_to_if link_to_unless content_tag label label_tag content_for provide"
_OTHERS = "render render_to_string yield include partial content_for? image_tag inline_image_tag email_image_tag image_pack_tag"
_OTHERS += " stylesheet_link_tag javascript_include_tag csrf_meta_tags csp_meta_tag favicon_link_tag stylesheet_pack_tag"

_LANGUAGE = Language(
    atom=_ATOM,
    value=r"\#\{(?:[^{}\"']|\"[^\"\\]*\"|'[^'\\]*'|\{[^{}]*\})*+\}",
    joins=("+", "<<"),
    calls={
        **dict.fromkeys(_FIRST.split(), Call()),
        **dict.fromkeys(_SECOND.split(), Call((1,))),
        **dict.fromkeys(("mail_to", "phone_to", "sms_to"), Call((1, 0))),
        **dict.fromkeys(("t", "translate", "trans"), Call((0,), "keyed")),
        **dict.fromkeys(("_", "gettext", "s_", "__"), Call((0,), "translated")),
        **dict.fromkeys(("format", "sprintf"), Call((0,), "formatted")),
        **dict.fromkeys(("n_", "ngettext"), Call((0,), "plural")),
        **dict.fromkeys(_OTHERS.split(), Call((), "other template")),
    },
    commands=True,
    helpers=("I18n", "i18n", "helpers", "h", "f", "form"),
)

_STATEMENT = re.compile(r"[^;\r\n]+")
_BLOCK = re.compile(r"\bdo\s*+(?:\|[^|]*\|\s*+)?\Z|->\Z")
_BRACE = re.compile(r"\{\s*+(?:\|[^|]*\|\s*+)?\Z")
_OPENER = re.compile(r"(?:[\w@.,\s]*[^=!<>]=\s*)?(?P<word>if|unless|while|until|for|case|begin)\b(?P<rest>.*)", re.DOTALL)
_ARM = re.compile(r"(?P<word>else|elsif|when|in|rescue)\b(?!\s*[=.])(?P<rest>.*)", re.DOTALL)
_BRACE_ARM = re.compile(r"\}\s*else\b(?:\s*if\b(?P<rest>.*))?", re.DOTALL)
_CASE_ARM = re.compile(r"case (?P<value>[^;]*?);? when (?P<rest>.*)")
_LOOP = re.compile(
    r"(?P<items>[\w@.$()?!&\[\]:\"', ]*?)&?\.(?:each|map|times|in_groups|find_each|forEach|collect|step|upto|loop)\w*\b"
)
_FOR = re.compile(r"[\w\s,()]*?\b(?:in|of)\s+(.*)", re.DOTALL)
_PROVIDES = re.compile(r"\s*(?:content_for|provide)[\s(]")
_SHOWS = re.compile(r"\s*[^\W\d][\w.$\[\]'\"]*(?:\([^()]*\))?\s*")
_SUBSTITUTED = re.compile(r"[a-z]\w*")
_CONTROL = re.compile(r"\s*(?:if|unless|else|elsif|end|case|when|while|until|for|begin|rescue|next|break|return|do|yield)\b")


def certainty(text: str) -> float:
    """Less than a language with tags of its own for branches: `<%` stands in the scripts of others too."""
    if "<%" not in text or "%>" not in text:
        return 0.0
    return 0.5 if _JINJA.search(text) or not _OWN.search(text) else 0.86


def tokens(text: str) -> Iterator[Token]:
    at = 0
    while found := _TAG.search(text, at):
        mark = found.group()[2:]
        at = found.end()
        if mark == "%":
            yield Token("text", found.start(), at, "<%")
            continue
        end = text.find("%>", at)
        if end < 0:
            return
        trims, at = end > at and text[end - 1] in "-_", end + 2
        stop = end - 1 if trims else end
        after = _TRIM.match(text, at) if trims else None
        if mark == "#":
            yield Token("comment", found.start(), at, own_line=True)
        elif mark.startswith("=") or _is_value(text[found.end() : stop], mark, trims):
            yield from _value(text, found.start(), at, found.end(), stop)
        else:
            yield from _code(text, found.start(), at, found.end(), stop)
            continue
        if after and mark != "#":
            yield Token("tag", *after.span())
            at = after.end()


def _is_value(code: str, mark: str, trims: bool) -> bool:
    """Whether a tag without `=` shows a value all the same: `<%- x %>` of EJS, `<%x%>` of SendGrid; in ERB both are code."""
    written_so = mark == "-" or (mark == "" and _SUBSTITUTED.fullmatch(code))
    return bool(written_so and not trims and _SHOWS.fullmatch(code) and not _CONTROL.match(code))


def _value(text: str, start: int, end: int, first: int, last: int) -> Iterator[Token]:
    """`<%= … %>`: a value, copy in quotation marks, or the start of a block."""
    code = text[first:last].strip()
    if _BLOCK.search(code) or _BRACE.search(code):
        yield from _spread(start, end, list(_statements(code)) or [Token("tag", start, end)])
    else:
        yield from expressions.tokens(text, Token("tag", start, end), first, last, _LANGUAGE)


def _code(text: str, start: int, end: int, first: int, last: int) -> Iterator[Token]:
    """`<% … %>`: what it opens and closes."""
    if _PROVIDES.match(text, first, last) and not _BLOCK.search(text[first:last].strip()):
        yield from expressions.tokens(text, Token("tag", start, end), first, last, _LANGUAGE)
        return
    yield from _spread(start, end, list(_statements(text[first:last])) or [Token("tag", start, end)])


def _spread(start: int, end: int, found: list[Token]) -> Iterator[Token]:
    """The tokens of one tag: the first takes the characters of the tag, the others none."""
    for number, token in enumerate(found):
        first, last = (start, end) if number == 0 else (end, end)
        yield Token(token.kind, first, last, token.name, token.block, token.negated, token.always, own_line=number == 0)


def _statements(code: str) -> Iterator[Token]:
    """What the statements of a tag open and close beyond themselves."""
    if case := _CASE_ARM.match(" ".join(code.split())):
        yield Token("switch", 0, 0, case["value"], "end")
        yield Token("else", 0, 0, case["rest"])
        return
    waiting: list[Token] = []
    for statement in _STATEMENT.findall(code):
        token = _statement(statement.strip())
        if token is None:
            continue
        if token.kind in ("open", "switch"):
            waiting.append(token)
        elif token.kind == "close" and waiting:
            waiting.pop()
        elif not waiting:
            yield token
    yield from waiting


def _statement(words: str) -> Token | None:
    if words.startswith("#"):
        return None
    brace = _BRACE.search(words)
    if words.startswith("}"):
        return _after_brace(words)
    if re.match(r"end\b", words):
        return Token("close", 0, 0, block="end")
    if arm := _ARM.match(words):
        kept = arm["word"] in ("elsif", "when")
        return Token("else", 0, 0, _bare(arm["rest"]) if kept else "" if arm["word"] == "else" else words)
    block = "{" if brace else "end"
    if opener := _OPENER.match(words):
        done = not brace and (re.search(r"\bend\b(?:\.\w+)*\Z", words) or words.endswith("}"))
        return None if done else _opened(opener["word"], opener["rest"], block)
    if brace or _BLOCK.search(words):
        loop = _LOOP.match(words)
        return Token("open", 0, 0, loop["items"].strip() if loop else "", block, always=loop is None)
    return None


def _after_brace(words: str) -> Token:
    """`}`, `})`, `} else {`, `} else if (x) {`"""
    arm = _BRACE_ARM.match(words)
    return Token("else", 0, 0, _bare(arm["rest"] or "")) if arm else Token("close", 0, 0, block="{")


def _opened(word: str, rest: str, block: str) -> Token:
    rest = _bare(rest)
    if word == "case":
        return Token("switch", 0, 0, rest, block)
    if word == "for":
        items = _FOR.fullmatch(rest)
        return Token("open", 0, 0, items[1] if items else rest, block)
    name, negated = condition(rest) if word != "begin" else ("", False)
    return Token("open", 0, 0, name, block, negated != (word in ("unless", "until")), always=word == "begin")


def _bare(words: str) -> str:
    """A condition without the words and brackets around it."""
    words = _BLOCK.sub("", _BRACE.sub("", words)).strip().removesuffix(" then").strip()
    around = words.startswith("(") and words.endswith(")") and words.count("(") == words.count(")") == 1
    return words[1:-1].strip() if around else words
