"""Texts that Terraform variables hold for Studio flows: `chat_greeting_message = "…"` in `flow_vars`, in locals.

A variables file is configuration with copy in it: what is copy is told by the variable's name and by how it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.model import Bundle, Channel, Message, Passage, Role, Source, Unreadable
from servicelint.model.pieces import strip, text_of
from servicelint.syntax import json, literals
from servicelint.syntax.channels import channel
from servicelint.syntax.templates import readings

_OF_FLOWS = re.compile(r"\b\w*flow_vars\b\s*[=:]|\bstudio_\w*(?:vars|variables|texts|messages)\b\s*[=:]")
_RESOURCE = re.compile(r"\btwilio_studio_flows?(?:_v2)?\b|studio[-_]flows?\b")
_MESSAGE_NAME = re.compile(
    r"(?:^|_)(?:message|msg|greeting|welcome|text|body|say|prompt|closing|goodbye|bye|reply|question|menu|intro|notice"
    r"|consent|error|wait|hold|prequeue|blocked|closed|busy|unavailable|options?|announcement|disclaimer|thanks?"
    r"|thank_you|apology|confirmation|instructions?|reminder|farewell|invalid|retry)(?:_|\d|$)",
    re.I,
)
_SETTING_NAME = re.compile(
    r"(?:^|_)(?:url|uri|sid|id|arn|name|from|sender|regex|pattern|timezone|language|locale|number|phone|path|file"
    r"|templatefile|domain|attributes|skills?|workers|schedule|rule|identity|type|location|region|version|source)s?(?:_|$)",
    re.I,
)
_STAFF_NAME = re.compile(r"(?:^|_)(?:description|comment|label|note|title|friendly_name|query|filter|expression)s?$", re.I)
_CODE = re.compile(r"==|!=|&&|\|\||\bHAS\b|\bIN \[|\bsum\(|^\w+=\w+;|^\s*[{\[<]|^\w+://\S+$|^[/.]\S*$")
_WORD = re.compile(r"(?<!\S)[^\w\s]*[^\W\d_]+(?:[-'’][^\W\d_]+)*(?![\w])")
"""A word of people: letters only, so that no identifier is one."""
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4,}")
_SENTENCE = re.compile(r"[.!?…。！？।።]['\"”»)]?(?:\s|$)")
_SOME_WORDS = 4
_VOICE = re.compile(r"(?:^|_)(?:voice|ivr|call|phone|say|play)(?:_|$)", re.I)
_SMS = re.compile(r"(?:^|_)sms(?:_|$)", re.I)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z]{2,4})?")


def sniff(source: Source) -> bool:
    """Whether it holds variables of Studio flows, some of which read like messages."""
    if not (_OF_FLOWS.search(source.text) or (_RESOURCE.search(source.text) and "templatefile" in source.text)):
        return False
    try:
        return any(True for _ in _copy(source))
    except Unreadable:
        return True


def messages(source: Source, bundle: Bundle) -> Iterator[Message]:
    """Every variable that is copy, as a message of its own: which widget sends it stands in another file."""
    languages = _languages(source)
    taken: dict[str, int] = {}
    for entry, value in _copy(source):
        place = ".".join([*(name for name in entry.keys if name), entry.key])
        taken[place] = taken.get(place, 0) + 1
        name = place if taken[place] == 1 else f"{place}-{taken[place]}"
        by = _channel((*entry.keys, entry.key), bundle)
        language = languages.get(entry.braces[-1] if entry.braces else -1, "") if by == "voice" else ""
        for reading in readings(value.pieces, "jinja"):
            variant = reading.name or None
            own = f"{name} ({variant})" if variant else name
            role: Role = "prompt" if by == "voice" else "reply"
            passage = Passage(own, strip(reading.pieces), role, language, carrier="quoted")
            if _WORD.search(passage.text):
                yield Message(own, "company", by, (passage,), variant=variant, bot=True)


def _copy(source: Source) -> Iterator[tuple[literals.Entry, json.String]]:
    for entry in literals.entries(source, "hcl"):
        if source.text[entry.value : entry.value + 1] == '"' or source.text.startswith("<<", entry.value):
            value = literals.read_at(source, entry.value, "hcl")
            name = entry.keys[-1] if entry.key == "default" and entry.keys else entry.key
            if isinstance(value, json.String) and _reads_as_copy(name, value):
                yield entry, value


def _reads_as_copy(name: str, value: json.String) -> bool:
    """A sentence is copy whatever the name, unless the name is for staff; a few words need the name of a message."""
    text = text_of(value.pieces).strip()
    if _CODE.search(text) or _STAFF_NAME.search(name):
        return False
    words = len(_WORD.findall(text))
    ended, long = bool(_SENTENCE.search(text)), words >= _SOME_WORDS or bool(_NO_SPACES.search(text))
    if long and ended:
        return True
    if _SETTING_NAME.search(name) and not name.lower().endswith(("message", "text", "greeting", "prompt")):
        return False
    return (words > 1 or (ended and words > 0)) if _MESSAGE_NAME.search(name) else words >= 2 * _SOME_WORDS


def _languages(source: Source) -> dict[int, str]:
    """The language that is set beside other variables, by the brace they stand in."""
    found: dict[int, str] = {}
    for entry in literals.entries(source, "hcl"):
        if entry.key.endswith("language") and entry.braces and source.text[entry.value : entry.value + 1] == '"':
            value = literals.read_at(source, entry.value, "hcl")
            tag = _LANGUAGE.fullmatch(value.value) if isinstance(value, json.String) else None
            if tag:
                found[entry.braces[-1]] = tag[1]
    return found


def _channel(names: tuple[str, ...], bundle: Bundle) -> Channel:
    """By the variable's own name, else by what it stands in."""
    for name in reversed(names):
        if _SMS.search(name):
            return "sms"
        if _VOICE.search(name):
            return "voice"
        if re.search(r"chat|whatsapp|facebook|instagram|messenger", name, re.I):
            break
    return channel(bundle.setting("channel"), default="chat")
