"""Actions of tasks, states and bots, one after the other: what each says, takes, decides and leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from servicelint.formats.genesys_architect.layout import ENDED, Case, Layout, Scope, compared, inside, only, reference, wait
from servicelint.model import NodeKind, Span, Trigger
from servicelint.syntax.steps import Step
from servicelint.syntax.yaml import Mapping, Node, Scalar, at, entries, items, word

_SAYS = ("audio", "inputAudio", "communication", "messageBody", "question", "preTransferAudio", "preTransferCommunication")
_FAILED = ("failureTransferAudio", "failureTransferCommunication")
_RETRIES: dict[str, Trigger] = {"noInput": "no-input", "noMatch": "no-match"}
_KINDS: dict[str, NodeKind] = {
    "disconnect": "end",
    "createCallback": "human",
    "holdMusic": "say",
    "playAudio": "say",
    "playAudioOnSilence": "say",
    "communicate": "say",
    "sendResponse": "say",
    "sendAutoReply": "say",
    "decision": "say",
    "switch": "say",
    "loop": "say",
    "callTask": "say",
    "callData": "say",
    "callBridge": "say",
    "dataTableLookup": "say",
    "collectInput": "ask",
    "dialByExtension": "ask",
    "dialByName": "ask",
    "loopAnythingElse": "ask",
    "waitForInput": "ask",
}
_BEGINNINGS: tuple[tuple[str, NodeKind], ...] = (
    ("transferToFlow", "elsewhere"),
    ("transferToVoicemail", "elsewhere"),
    ("transferToGroupVoicemail", "elsewhere"),
    ("transferTo", "human"),
    ("exit", "elsewhere"),
    ("end", "elsewhere"),
    ("askFor", "ask"),
    ("set", "say"),
    ("update", "say"),
    ("get", "say"),
    ("find", "say"),
    ("clear", "say"),
    ("evaluate", "say"),
    ("add", "say"),
    ("initialize", "say"),
    ("enable", "say"),
    ("detect", "say"),
    ("flush", "say"),
    ("encrypt", "say"),
    ("decrypt", "say"),
    ("jumpTo", "say"),
    ("change", "say"),
    ("loop", "say"),
    ("previous", "say"),
    ("repeat", "say"),
)
_TRIGGERS: dict[str, Trigger] = {
    "success": "always",
    "default": "always",
    "found": "always",
    "failure": "error",
    "timeout": "error",
    "maxNoInputs": "no-input",
    "maxNoMatches": "no-match",
    "noIntent": "no-match",
}
_ANSWERS = ("yes", "no")
_OTHER = ("", "?")
"""What a condition asks for that is no comparison with a text: no key of a menu."""
_WHOLE = ({"yes", "no"}, {"success", "failure"}, {"found", "notFound"}, {"open", "closed", "holiday"})
"""Outputs that leave nothing over; where one is missing, the flow goes on with the next action."""


def lay(layout: Layout, actions: Sequence[Node], scope: Scope) -> str:
    """Lays out a list of actions, each leading on to the next; the id of the first step."""
    named = [found for found in map(only, actions) if found is not None]
    begun = [layout.begin(_name(scope, *found), kind(found[0].value), found[0].span) for found in named]
    for number, (key, body) in enumerate(named):
        after = begun[number + 1].id if number + 1 < len(begun) else scope.after
        act(layout, begun[number], key.value, body, replace(scope, after=after))
    return begun[0].id if begun else scope.after


def act(layout: Layout, step: Step, action: str, body: Node, scope: Scope) -> None:
    """What one action says, and where it leads."""
    if not action.startswith("set"):  # a whisper or hold music that is set is for agents, or plays later
        for key, value in inside(body, *_SAYS):
            layout.speak(step, value, "" if not step.says else f"/{key.value}")
        for _, destination in entries(at(body, "destination")):
            layout.speak(step, at(destination, "voicemailGreeting"), "/voicemailGreeting" if step.says else "")
    if action == "holdMusic":
        step.unheard = True
    if (target := _jump(action, body, scope)) is not None:
        layout.join(step, target, "always", step.span)
        if action != "callTask":
            return
        layout.calls.setdefault(target, []).append((scope.after, step.span))
    _branch(layout, step, action, body, scope)


def _name(scope: Scope, key: Scalar, body: Node) -> str:
    return f"{scope.container}/{word(at(body, 'name')) or key.value}"


def kind(action: str) -> NodeKind:
    """What an action is to a customer; one that is not known may be anything."""
    if action in _KINDS:
        return _KINDS[action]
    begins: list[NodeKind] = [found for beginning, found in _BEGINNINGS if action.startswith(beginning)]
    return begins[0] if begins else "unknown"


def _jump(action: str, body: Node, scope: Scope) -> str | None:
    """The step that an action goes to by its name, None where it is no jump."""
    match action:
        case "endTask":
            return f"{scope.container}{ENDED}"
        case "loopNext":
            return scope.loop or scope.after
        case "loopExit":
            return scope.leave or scope.after
        case "previousMenu" | "repeatMenu":
            return scope.menu or None
    for key, value in entries(body):
        if key.value.startswith("target") and key.value.endswith("Ref") and isinstance(value, Scalar):
            return reference(value)
    return None


def _branch(layout: Layout, step: Step, action: str, body: Node, scope: Scope) -> None:
    """The outputs of an action, and what comes after it where they leave something over."""
    taken: set[str] = set()
    triggers: set[Trigger] = set()
    for label, trigger, actions, span in _outputs(action, step.kind, body):
        inner = replace(scope, after=step.id, loop=step.id, leave=scope.after) if label == "loop" else scope
        if actions or trigger in ("option", "intent"):
            target = lay(layout, actions, inner)
            layout.join(step, target, trigger, span, label if trigger in ("option", "intent") else "")
            taken.add(label)
            triggers.add(trigger)
    if action in ("decision", "switch"):
        layout.cases[step.id] = list(_cases(layout, step, body, scope))
    if action == "collectInput":
        own = wait(body)
        step.timeout = layout.timeout if own is None else own
        layout.inputs[step.id] = word(at(body, "inputData", "var"))
    _fail(layout, step, body, scope, "failure" in taken)
    for key, trigger in _RETRIES.items():
        _retry(layout, step, at(body, key), key, trigger)
    _go_on(layout, step, action, scope, taken, triggers)


def _go_on(layout: Layout, step: Step, action: str, scope: Scope, taken: set[str], triggers: set[Trigger]) -> None:
    """Joins an action to the next one, unless it ends here or its outputs leave nothing over."""
    if step.kind in ("end", "human", "elsewhere") or action == "callTask" or "intent" in triggers:
        return
    if any(whole <= taken for whole in _WHOLE) or (action == "switch" and "default" in taken):
        return
    if action == "askForBoolean":
        for label in _ANSWERS:
            if label not in taken:
                layout.join(step, scope.after, "option", step.span, label)
    else:
        decided = triggers & {"condition", "always"} or action in ("decision", "switch", "loop")
        layout.join(step, scope.after, "condition" if decided else "always", step.span)


def _outputs(action: str, kind: NodeKind, body: Node) -> Iterator[tuple[str, Trigger, Sequence[Node], Span]]:
    """Each output with its label, what leads there, and its actions."""
    for key, value in entries(at(body, "outputs")):
        if word(at(value, "enabled")) == "false":
            continue
        if key.value in ("intents", "paths"):
            for item in items(value):
                found = only(item)
                inner = found[1] if found else item
                trigger: Trigger = "intent" if key.value == "intents" else "condition"
                yield word(at(inner, "name")), trigger, items(at(inner, "actions")), item.span
        else:
            yield key.value, _trigger(action, kind, key.value), items(at(value, "actions")), key.span
    for _, value in entries(at(body, "evaluate")):
        for item in items(at(value, "cases")):
            yield "case", "condition", items(at(item, "case", "actions")), item.span
        yield "default", "condition", items(at(value, "default", "actions")), value.span


def _trigger(action: str, kind: NodeKind, label: str) -> Trigger:
    if action == "askForBoolean" and label in _ANSWERS:
        return "option"
    if kind == "ask" and label == "failure":
        return "no-match"
    return _TRIGGERS.get(label, "condition")


def _cases(layout: Layout, step: Step, body: Node, scope: Scope) -> Iterator[Case]:
    """The ways of a decision or switch as they were joined, with what each compares."""
    targets = [edge for edge in layout.steps.leaving(step.id) if edge.trigger == "condition"]
    at_hand = {edge.span: edge.target for edge in targets}
    test = compared(at(body, "condition"))
    if test is not None:
        spans = {key.value: key.span for key, _ in entries(at(body, "outputs"))}
        for label, (variable, value) in zip(_ANSWERS, (test, ("", "")), strict=True):
            span = spans.get(label, step.span)
            yield Case(variable, value, at_hand.get(span, scope.after), span)
    for _, ways in entries(at(body, "evaluate")):
        for item in items(at(ways, "cases")):
            asked = compared(at(item, "case", "value")) or _OTHER
            yield Case(*asked, at_hand.get(item.span, scope.after), item.span)
        yield Case("", "", at_hand.get(ways.span, scope.after), ways.span)


def _fail(layout: Layout, step: Step, body: Node, scope: Scope, handled: bool) -> None:
    """What is said when a transfer fails, before what its output for failures does."""
    if step.kind not in ("human", "elsewhere"):
        return
    onward = [edge for edge in layout.steps.leaving(step.id) if edge.trigger == "error"]
    words = [value for _, value in inside(body, *_FAILED)]
    failed = layout.begin(f"{step.id}/failure", "say", step.span)
    for value in words:
        layout.speak(failed, value)
    if not failed.speaks:
        del layout.steps.steps[failed.id]
        if not handled and isinstance(at(body, "failureOutputs"), Mapping):
            layout.join(step, scope.after, "error", step.span)
        return
    for edge in onward:
        del layout.steps.edges[edge]
    layout.join(step, failed.id, "error", failed.span)
    for target in [edge.target for edge in onward] or [scope.after]:
        layout.join(failed, target, "always", failed.span)


def _retry(layout: Layout, step: Step, node: Node | None, name: str, trigger: Trigger) -> None:
    """What is said to silence, or to an answer that is not understood, before the question comes again."""
    if node is None or step.kind != "ask":
        return
    again = layout.begin(f"{step.id}/{name}", "say", step.span)
    layout.speak(again, node)
    layout.join(step, again.id, trigger, again.span)
    layout.join(again, step.id, "always", again.span)
