"""The older export of contact flows: modules with branches and parameters."""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.formats.amazon_connect import copy
from servicelint.formats.amazon_connect.blocks import Block, Part, Way
from servicelint.model import Passage, Problem, Role, Span, Trigger
from servicelint.model.passage import Carrier
from servicelint.syntax import json
from servicelint.syntax.pace import figure

_PARTS: dict[str, Part] = {
    "PlayPrompt": "speak",
    "LoopPrompts": "loop",
    "HoldCustomerAgent": "pass",
    "GetUserInput": "ask",
    "StoreUserInput": "ask",
    "Disconnect": "end",
    "Resume": "elsewhere",
    "CheckAttribute": "decide",
    "Loop": "decide",
    "Wait": "decide",
    "DistributeByPercentage": "decide",
    "InvokeExternalResource": "pass",
    "CreateCallback": "human",
}
_SILENT = ("Set", "Check", "Get", "Create", "Start", "Stop", "Associate")
_FAILURES: dict[str, Trigger] = {"Timeout": "no-input", "NoMatch": "no-match"}
_DECISIONS = ("Evaluate", "True", "False", "Looping", "Complete", "NoMatch", "Timeout")
_TEXT = "Text"
_RECORDINGS = ("AudioPrompt", "Prompt")


def blocks(root: json.Object, carrier: Carrier, heard: bool, problems: list[Problem]) -> Iterator[Block]:
    """Every module; without its texts where no customer hears them."""
    for module in root.items("modules"):
        if not isinstance(module, json.Object) or not module.text("id"):
            problems.append(Problem(module.span, 'A module is an object with an "id", a "type" and "branches".'))
        else:
            yield _block(module, carrier, heard)


def _block(module: json.Object, carrier: Carrier, heard: bool) -> Block:
    name = module.text("id")
    parameters = [item for item in module.items("parameters") if isinstance(item, json.Object)]
    part = _part(module, parameters)
    spoken = _spoken(name, part, parameters, carrier) if heard else []
    return Block(
        name,
        part,
        spoken[0].span if spoken else _span(module),
        tuple(spoken),
        heard and any(map(_recorded, parameters)),
        tuple(_ways(module, part)),
        part == "decide" and _entered(parameters) and _equals(module),
        next((figure(_written(item)) for item in parameters if item.text("name") == "Timeout"), None),
    )


def _part(module: json.Object, parameters: list[json.Object]) -> Part:
    kind = module.text("type")
    if kind == "Transfer":
        return "elsewhere" if module.text("target") == "Flow" else "human"
    if kind == "GetUserInput" and any(item.text("name").startswith(("Bot", "Lex")) for item in parameters):
        return "bot"
    return _PARTS.get(kind, "pass" if kind.startswith(_SILENT) else "unknown")


def _span(module: json.Object) -> Span:
    named = module.string("type") or module.string("id")
    return named.span if named else module.span


def _spoken(name: str, part: Part, parameters: list[json.Object], carrier: Carrier) -> list[Passage]:
    """The texts that stand in the file; those of another namespace are names of attributes."""
    kind = next((item.text("value") for item in parameters if item.text("name") == "TextToSpeechType"), "")
    role: Role = "hold" if part == "loop" else "prompt"
    texts = [item for item in parameters if item.text("name") == _TEXT and not item.text("namespace")]
    passages: list[Passage] = []
    for number, item in enumerate(texts, 1):
        text = item.string("value")
        own = name if len(texts) == 1 else f"{name}/{number}"
        if text:
            passages += copy.passages(own, text, carrier, role, "ssml" in (kind.lower(), item.text("key").lower()))
    return passages


def _recorded(parameter: json.Object) -> bool:
    """Whether a parameter is a recording, or a text that is filled in while the flow runs."""
    if parameter.text("name") != _TEXT:
        return parameter.text("name") in _RECORDINGS
    text = parameter.string("value")
    return bool(parameter.text("namespace")) or (text is not None and copy.unheard(text))


def _ways(module: json.Object, part: Part) -> Iterator[Way]:
    for branch in module.items("branches"):
        target = branch.string("transition") if isinstance(branch, json.Object) else None
        if target is not None and isinstance(branch, json.Object):
            label = _value(branch) if branch.text("condition") == "Evaluate" else ""
            yield Way(_trigger(branch.text("condition"), part), target.value, target.span, label)


def _trigger(condition: str, part: Part) -> Trigger:
    if condition == "Success":
        return "always"
    if part in ("ask", "bot"):
        chosen: Trigger = "option" if part == "ask" else "intent"
        return chosen if condition == "Evaluate" else _FAILURES.get(condition, "error")
    return "condition" if condition in _DECISIONS or condition.startswith("Check") else "error"


def _equals(module: json.Object) -> bool:
    """Whether every condition names one value."""
    branches = [item for item in module.items("branches") if isinstance(item, json.Object)]
    return all(item.text("conditionType") in ("", "Equals") for item in branches)


def _value(branch: json.Object) -> str:
    return _written(branch, "conditionValue")


def _written(holder: json.Object, key: str = "value") -> str:
    """A text or number as text, "" where there is none."""
    value = holder.members.get(key)
    if isinstance(value, json.String | json.Scalar) and value.value is not None:
        return str(value.value).strip()
    return ""


def _entered(parameters: list[json.Object]) -> bool:
    """Whether an attribute that is checked is what the customer entered, or the intent of what was said."""
    values = {item.text("name"): item.text("value") for item in parameters}
    return (values.get("Namespace"), values.get("Attribute")) in (
        ("System", "Stored customer input"),
        ("System", "StoredCustomerInput"),
        ("Lex", "IntentName"),
        ("Lex", "Intent"),
    )
