"""The flow language (version 2019-10-30): actions with parameters and transitions, as the console exports them today."""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.formats.amazon_connect import copy
from servicelint.formats.amazon_connect.blocks import Block, Part, Way
from servicelint.model import Passage, Problem, Role, Span, Trigger
from servicelint.model.passage import Carrier
from servicelint.syntax import json
from servicelint.syntax.pace import figure

_PARTS: dict[str, Part] = {
    "MessageParticipant": "speak",
    "MessageParticipantIteratively": "loop",
    "GetParticipantInput": "ask",
    "ConnectParticipantWithLexBot": "bot",
    "DisconnectParticipant": "end",
    "TransferContactToQueue": "human",
    "TransferContactToAgent": "human",
    "DequeueContactAndTransferToQueue": "human",
    "TransferParticipantToThirdParty": "human",
    "CreateCallbackContact": "human",
    "TransferToFlow": "elsewhere",
    "EndFlowExecution": "elsewhere",
    "EndFlowModuleExecution": "elsewhere",
    "InvokeFlowModule": "unknown",
    "Compare": "decide",
    "InvokeLambdaFunction": "pass",
    "DistributeByPercentage": "decide",
    "Loop": "decide",
    "Wait": "decide",
}
_SILENT = ("Update", "Check", "Get", "Create", "Start", "Stop", "Tag", "UnTag", "Untag", "Associate", "Load", "Set")
_TEXTS = ("Text", "SSML")
_RECORDINGS = ("PromptId", "Media")
_FAILURES: dict[str, Trigger] = {
    "InputTimeLimitExceeded": "no-input",
    "NoMatchingCondition": "no-match",
    "InvalidPhoneNumber": "no-match",
}
_ENTERED = ("$.StoredCustomerInput", "$.Lex.IntentName", "$.Lex.Intent")
_ENDS_HERE = ("TransferContactToQueue", "TransferContactToAgent", "TransferToFlow", "DequeueContactAndTransferToQueue")
"""Actions after which the flow goes on only when they fail."""


def blocks(root: json.Object, carrier: Carrier, heard: bool, problems: list[Problem]) -> Iterator[Block]:
    """Every action; without its texts where no customer hears them."""
    for action in root.items("Actions"):
        if not isinstance(action, json.Object) or not action.text("Identifier"):
            problems.append(Problem(action.span, 'An action is an object with an "Identifier", a "Type" and "Transitions".'))
        else:
            yield _block(action, carrier, heard)


def _block(action: json.Object, carrier: Carrier, heard: bool) -> Block:
    name, kind = action.text("Identifier"), action.text("Type")
    parameters = action.object("Parameters") or action
    part = _part(kind, parameters)
    spoken = _spoken(name, part, parameters, carrier) if heard else []
    compared = parameters.text("ComparisonValue").strip()
    return Block(
        name,
        part,
        spoken[0].span if spoken else _span(action),
        tuple(spoken),
        heard and _recorded(parameters),
        tuple(_ways(action, kind, part)),
        part == "decide" and compared in _ENTERED and _equals(action),
        figure(parameters.text("InputTimeLimitSeconds")),
    )


def _part(kind: str, parameters: json.Object) -> Part:
    if kind == "GetParticipantInput" and ("LexV2Bot" in parameters.members or "LexBot" in parameters.members):
        return "bot"
    return _PARTS.get(kind, "pass" if kind.startswith(_SILENT) else "unknown")


def _span(action: json.Object) -> Span:
    """Where the action is named."""
    named = action.string("Type") or action.string("Identifier")
    return named.span if named else action.span


def _spoken(name: str, part: Part, parameters: json.Object, carrier: Carrier) -> list[Passage]:
    role: Role = "hold" if part == "loop" else "prompt"
    texts = [(found, key) for holder in _holders(parameters) for key in _TEXTS if (found := holder.string(key))]
    passages: list[Passage] = []
    for number, (text, key) in enumerate(texts, 1):
        own = name if len(texts) == 1 else f"{name}/{number}"
        passages += copy.passages(own, text, carrier, role, marked=key == "SSML")
    return passages


def _holders(parameters: json.Object) -> list[json.Object]:
    """Where texts stand: the parameters themselves, and each message of a loop."""
    return [parameters, *(message for message in parameters.items("Messages") if isinstance(message, json.Object))]


def _recorded(parameters: json.Object) -> bool:
    """Whether it plays something whose words, or some of them, are not in the file."""
    holders = _holders(parameters)
    texts = [text for holder in holders for key in _TEXTS if (text := holder.string(key))]
    return any(key in holder.members for holder in holders for key in _RECORDINGS) or any(map(copy.unheard, texts))


def _ways(action: json.Object, kind: str, part: Part) -> Iterator[Way]:
    transitions = action.object("Transitions")
    if transitions is None:
        return
    conditions = [item for item in transitions.items("Conditions") if isinstance(item, json.Object)]
    errors = [item for item in transitions.items("Errors") if isinstance(item, json.Object)]
    asks = part in ("ask", "bot") and bool(conditions)
    for condition in conditions:
        yield from _way(condition, _chosen(part), _operand(condition))
    failed = {error.text("ErrorType"): error for error in errors}
    onward = transitions.string("NextAction")
    whatever = part == "bot" and not conditions and "NoMatchingCondition" in failed
    """A bot without conditions goes on by this way whatever was said."""
    if onward and kind not in _ENDS_HERE and not whatever and not (conditions and "NoMatchingCondition" in failed):
        yield Way("no-match" if asks else "condition" if conditions else "always", onward.value, onward.span)
    for name, error in failed.items():
        if part in ("speak", "pass") and onward and error.text("NextAction") == onward.value:
            continue
        yield from _way(error, "always" if whatever and name == "NoMatchingCondition" else _failure(part, name))


def _way(holder: json.Object, trigger: Trigger, label: str = "") -> Iterator[Way]:
    target = holder.string("NextAction")
    if target:
        yield Way(trigger, target.value, target.span, label)


def _chosen(part: Part) -> Trigger:
    return "option" if part == "ask" else "intent" if part == "bot" else "condition"


def _failure(part: Part, name: str) -> Trigger:
    if part in ("ask", "bot"):
        return _FAILURES.get(name, "error")
    return "condition" if name == "NoMatchingCondition" else "error"


def _equals(action: json.Object) -> bool:
    """Whether every condition names one value."""
    transitions = action.object("Transitions")
    conditions = transitions.items("Conditions") if transitions else ()
    inner = [item.object("Condition") for item in conditions if isinstance(item, json.Object)]
    return all(condition is not None and condition.text("Operator") == "Equals" for condition in inner)


def _operand(condition: json.Object) -> str:
    """What a condition compares with: a key, an intent."""
    inner = condition.object("Condition")
    operands = inner.items("Operands") if inner else ()
    return next((item.value.strip() for item in operands if isinstance(item, json.String)), "")
