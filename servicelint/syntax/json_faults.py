"""What is wrong with a text that is no JSON, and what to write instead."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError
from typing import NoReturn, Protocol

from servicelint.model import Span, Unreadable

_SPACE = re.compile(r"[ \t\n\r]*").match
_CONTROL = {"\n": ("A line end", r"\n"), "\r": ("A line end", r"\r"), "\t": ("A tab", r"\t")}
_A_VALUE = "a value: a string in double quotes, a number, {…} or […]"
_BARE_WORD = re.compile(r"[^\s,:\[\]{}\"]{1,20}").match


class Sheet(Protocol):
    """A text whose offsets have places."""

    @property
    def text(self) -> str: ...

    def span(self, start: int, end: int) -> Span: ...


def fail(sheet: Sheet, at: int, what: str) -> NoReturn:
    """Says what is wrong at an offset."""
    raise Unreadable(sheet.span(at, min(at + 1, len(sheet.text))), what)


def fail_string(sheet: Sheet, at: int, failure: JSONDecodeError) -> NoReturn:
    """Says why the string that opens at an offset cannot be read, at the place of the fault."""
    text = sheet.text
    if failure.msg.startswith("Unterminated"):
        fail(sheet, at, 'This string is never closed; expected a " at its end.')
    if failure.msg.startswith("Invalid control"):
        where = next(index for index in range(at + 1, len(text)) if text[index] < " ")
        name, written = _CONTROL.get(text[where], ("A control character", f"\\u{ord(text[where]):04x}"))
        fail(sheet, where, f'{name} inside a string is written {written}; or is a " missing before it?')
    where = text.rfind("\\", at, failure.pos + 1)
    fail(sheet, where, r"No such escape; expected one of \" \\ \/ \b \f \n \r \t or \u and four hexadecimal digits.")


def fail_key(sheet: Sheet, at: int) -> NoReturn:
    """Says that no key stands at an offset where one should."""
    if sheet.text.startswith("}", at):
        fail(sheet, at, "Expected another key after the comma; take the comma away if this was the last.")
    fail_value(sheet, at, 'a key in double quotes, as in {"key": "value"}')


def fail_after(sheet: Sheet, at: int, bracket: str, whole: str) -> NoReturn:
    """Says that neither a comma nor the closing bracket follows a value."""
    at = _SPACE(sheet.text, at).end()  # type: ignore[union-attr]  # it always matches
    if at == len(sheet.text):
        fail(sheet, at, f"The JSON ends inside an {whole}; expected a comma or {bracket}.")
    fail_value(sheet, at, f"a comma or {bracket} after the value")


def fail_value(sheet: Sheet, at: int, expected: str = _A_VALUE) -> NoReturn:
    """Says what stands where something else was expected."""
    text = sheet.text
    if at >= len(text):
        fail(sheet, at, f"The JSON ends too early; expected {expected}.")
    if text.startswith(("//", "/*", "#"), at):
        fail(sheet, at, f"JSON has no comments; expected {expected}.")
    if text.startswith("'", at):
        fail(sheet, at, f"JSON has no single quotes; expected {expected}.")
    found = _BARE_WORD(text, at)
    fail(sheet, at, f"Expected {expected}, not {found[0] if found else text[at]!r}.")
