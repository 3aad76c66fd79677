"""The plain `intents.json` of many chatbot tutorials and small bots: patterns a customer says, responses to choose from."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from servicelint.model import Bundle, Document, Passage, Piece, Problem, Source, Span
from servicelint.model.pieces import replace
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import objects, passage, texts
from servicelint.syntax.hand_off import asks_for_person
from servicelint.syntax.json import Array, Object, String, Value
from servicelint.syntax.talk import Answer, State, Talk
from servicelint.syntax.wordings import Phrase, Version

ID = "intents-json"
SUMMARY = "intents.json: what customers say and how the bot answers"
READ = (
    "Every response as a variant, with the patterns it answers; contexts that let one intent follow another; a tag "
    "that asks for a person."
)
NOT_READ = "Tags, entities, scores, the addresses behind links."
EXTENSIONS = (".json",)
MENUS = False
HANDOFF = True

_SHAPE = '{"intents": [{"tag": …, "patterns": […], "responses": […]}]}'
_NAME = ("tag", "intent", "name", "title")
_SAID = ("patterns", "utterances", "questions", "examples", "text")
_ANSWERED = ("responses", "answers", "response", "answer")
_LISTS = ("intents", "data")
_INTENT = re.compile(r"\"(?:patterns|utterances|questions|examples|text)\"\s*:\s*[\[\"]")
_RESPONSE = re.compile(r"\"(?:responses?|answers?)\"\s*:\s*(?:\"|\[\s*[\"\]]|\[\s*\{\s*\"(?:answer|text)\"\s*:\s*\")")
_BEGIN = re.compile(r"\s*(?:\{(?:[^\[\]]{0,400}?,)?\s*\"(?:intents|data)\"\s*:\s*)?\[\s*\{")
_FALLBACK = re.compile(r"(?:no[ _-]?(?:answer|match)|fall[ _-]?back|default|unknown|not[ _-]?understood|none)\b", re.IGNORECASE)
_SLOT = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}|\$?\{\s*([\w.$ ]+?)\s*\}|%\((\w+)\)s|(%s)|<([A-Z][A-Z_]+)>")
_TAG = re.compile(
    r"</?(?:a|b|br|code|div|em|h[1-6]|hr|i|img|li|ol|p|small|span|strong|u|ul)\b[^<>]*>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]\w*);"
)
_BREAK = re.compile(r"</?(?:br|div|h[1-6]|hr|li|ol|p|ul)\b", re.IGNORECASE)
_START = "start"


def sniff(source: Source) -> float:
    """By a list of intents that hold both what is said and what is answered, in plain words."""
    if not _BEGIN.match(source.text):
        return 0
    head = source.text[:100_000]
    return 0.8 if _INTENT.search(head) and _RESPONSE.search(head) and '"dialog_nodes"' not in source.text else 0


def parse(bundle: Bundle) -> Document:
    """One bot in one file."""
    source = bundle.sources[0]
    root = json.read(source)
    intents = _intents(root)
    if intents is None:
        problem = Problem(Span(source, 0, 1), f"There is no list of intents here; expected {_SHAPE}.")
        return Document(bundle, ID, problems=(problem,))
    talk = Talk()
    talk.begin(_START, "ask", Span(source, intents.start, intents.start + 1))
    language = root.text("locale") if isinstance(root, Object) else ""
    problems = [flaw for item in intents.items if (flaw := _flaw(item))]
    _join(talk, [(intent, _lay(talk, intent)) for intent in objects(intents)])
    by = channel(bundle.setting("channel"), default="chat")
    messages, flow = talk.flow("bot", _START, by)
    flows = (flow,) if len(flow.nodes) > 1 else ()
    return Document(bundle, ID, messages, flows, tuple(problems), language=bundle.setting("language") or language)


def _intents(root: Value) -> Array | None:
    if isinstance(root, Array):
        return root
    if not isinstance(root, Object):
        return None
    return next((found for key in _LISTS if isinstance(found := root.members.get(key), Array)), None)


def _flaw(item: Value) -> Problem | None:
    if isinstance(item, Object):
        return None
    return Problem(item.span, 'An intent is an object; expected {"tag": …, "patterns": […], "responses": […]}.')


def _lay(talk: Talk, intent: Object) -> State:
    """The state of an intent; one whose name asks for a person is taken to bring one."""
    name = next((intent.text(key) for key in _NAME if intent.text(key)), "") or "intent"
    label = next((string for key in _NAME if (string := intent.string(key))), None)
    state = talk.begin(name, "human" if asks_for_person(name) else "ask", (label or intent).span)
    ways = tuple([way for answer in _answers(intent) if (way := tuple(_passages(name, answer)))])
    if ways:
        state.words = {Version(): (ways,)}
    return state


def _answers(intent: Object) -> Iterator[String]:
    found = next((intent.members[key] for key in _ANSWERED if key in intent.members), None)
    yield from texts(found)
    for item in objects(found):
        answer = item.string("answer") or item.string("text")
        if answer is not None:
            yield answer


def _passages(owner: str, answer: String) -> Iterator[Passage]:
    shown = _without_tags(answer.pieces)
    changed = len(shown) != len(answer.pieces)
    yield from passage(owner, shown, "reply", _SLOT, carrier="quoted" if changed else "json")


def _without_tags(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The text as a web page shows it."""

    def unmark(found: re.Match[str], span: Span) -> Sequence[Piece]:
        if found[0].startswith("&"):
            return (Piece(html.unescape(found[0]), span, "decoded"),)
        return (Piece("\n", span, "decoded"),) if _BREAK.match(found[0]) else ()

    return replace(pieces, _TAG, unmark)


def _join(talk: Talk, laid: list[tuple[Object, State]]) -> None:
    """Where each intent is heard: where a context lets it be, else wherever the bot listens."""
    start = talk.states[_START]
    for intent, state in laid:
        wanted = {string.value for string in texts(intent.members.get("context_filter")) if string.value}
        before = [other for given, other in laid if wanted & _contexts(given)] if wanted else []
        answer = Answer(state.id, tuple(_phrases(intent)), state.id, state.span)
        if not answer.phrases and _FALLBACK.match(state.id):
            talk.join(_START, state.id, "no-match", state.span)
        else:
            for place in before or [start]:
                place.answers.append(answer)
        if state.kind == "ask":
            talk.join(state.id, _START, "condition", state.span, quiet=True)


def _contexts(intent: Object) -> set[str]:
    found = [*texts(intent.members.get("context_set")), *texts(intent.members.get("context"))]
    return {string.value for string in found if string.value}


def _phrases(intent: Object) -> Iterator[Phrase]:
    for key in _SAID:
        yield from (Phrase("", string.value.strip()) for string in texts(intent.members.get(key)) if string.value.strip())
