"""The FreeSWITCH dialplan: what extensions do with a caller, by their conditions."""

from __future__ import annotations

from collections.abc import Sequence

from servicelint.formats.freeswitch.exchange import Exchange
from servicelint.formats.freeswitch.library import Extension
from servicelint.model import NodeKind
from servicelint.syntax.calls import Step
from servicelint.syntax.xml import Element

_DIALLED = ("destination_number", "${destination_number}")


def begin(exchange: Exchange) -> list[tuple[str, Step]]:
    """A step for the start of every extension, with its name."""
    starts = []
    for extension in exchange.held.extensions:
        name = "/".join(filter(None, (extension.context, extension.name or "extension")))
        start = exchange.call.begin(name, "say", extension.element.tag)
        exchange.starts[id(extension.element)] = start
        starts.append((start.id, start))
    return starts


def build(exchange: Exchange) -> None:
    """Follows the actions of every extension."""
    for extension in exchange.held.extensions:
        start = exchange.starts[id(extension.element)]
        end = _conditions(exchange, extension, extension.element.elements("condition"), [start])
        kind: NodeKind = "elsewhere" if extension.element.get("continue") == "true" else "end"
        for at in end:
            exchange.call.lead(at, exchange.call.place(f"{start.id}: {kind}", kind, extension.element.tag), at.span)


def _conditions(exchange: Exchange, extension: Extension, conditions: Sequence[Element], arriving: list[Step]) -> list[Step]:
    """The steps at which callers are after the conditions, who have not left.

    A condition that fails ends the extension unless it says otherwise; one on the dialled number is known to hold.
    """
    done: list[Step] = []
    for condition in conditions:
        breaks = condition.get("break") or "on-false"
        acted = _branch(exchange, extension, condition, "action", arriving)
        failed = list(arriving) if _open(condition) else []
        refused = _branch(exchange, extension, condition, "anti-action", failed)
        arriving = []
        for steps, stops in ((acted, ("on-true", "always")), (refused, ("on-false", "always"))):
            (done if breaks in stops else arriving).extend(steps)
    return list(dict.fromkeys((*done, *arriving)))


def _open(condition: Element) -> bool:
    """Whether a condition may fail for a caller who dialled what the extension answers to."""
    return bool(condition.get("field") or condition.get("regex") or _times(condition)) and not (
        condition.get("field") in _DIALLED and not condition.elements("anti-action")
    )


def _times(condition: Element) -> bool:
    return any(name not in ("field", "expression", "break", "require-nested") for name in condition.attributes)


def _branch(exchange: Exchange, extension: Extension, condition: Element, kind: str, arriving: Sequence[Step]) -> list[Step]:
    """The actions of one outcome of a condition, for everybody who arrives."""
    actions = condition.elements(kind)
    inner = condition.elements("condition") if kind == "action" else ()
    if not arriving:
        return []
    if not actions and not inner:
        return list(arriving)
    at: Step | None = exchange.call.begin(
        f"{arriving[0].id}: {condition.tag.line}", "say", actions[0].tag if actions else inner[0].tag
    )
    assert at is not None
    for step in arriving:
        exchange.call.lead(step, at, condition.tag, "condition" if _open(condition) else "always")
    for action in actions:
        if at is None:
            return []
        data = action.attributes.get("data")
        words = data.pieces if data else action.text()
        at = exchange.run(action.get("application"), words, action.tag, at, extension.context)
    if at is None:
        return []
    return _conditions(exchange, extension, inner, [at]) if inner else [at]
