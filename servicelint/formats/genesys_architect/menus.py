"""Menus of call flows: their prompts, the key of each choice, and what it does."""

from __future__ import annotations

from servicelint.formats.genesys_architect.actions import act, lay
from servicelint.formats.genesys_architect.actions import kind as kind_of
from servicelint.formats.genesys_architect.layout import ENDED, Layout, Scope, only, reference
from servicelint.model import Edge
from servicelint.syntax.steps import Step
from servicelint.syntax.yaml import Node, Scalar, at, entries, items, word

_SIGNS = {"star": "*", "pound": "#", "hash": "#"}


def lay_menu(layout: Layout, menu: Step, body: Node, parent: str = "") -> None:
    """Lays out a menu and its choices; `parent` is the menu above it."""
    layout.parents[menu.id] = parent
    layout.speak(menu, at(body, "audio"))
    for item in items(at(body, "choices")):
        found = only(item)
        if found is not None:
            _lay_choice(layout, menu, *found, reference(at(body, "defaultChildMenuRef")))


def _lay_choice(layout: Layout, menu: Step, key: Scalar, body: Node, default: str) -> None:
    label = _key(body) or (word(at(body, "name")) if _spoken(body) else "")
    target = _target(layout, menu, key, body)
    if label:
        layout.join(menu, target, "option", key.span, label)
        if word(at(body, "globalDtmf")) == "true" and _key(body):
            layout.everywhere.append(Edge(menu.id, target, "option", key.span, label))
    if default and default in (word(at(body, "refId")), word(at(body, "name"))):
        layout.join(menu, target, "no-input", key.span)


def _target(layout: Layout, menu: Step, key: Scalar, body: Node) -> str:
    """The step that a choice leads to: the menu or task it names, or a step of its own."""
    does = key.value.removeprefix("menu")
    action = does[:1].lower() + does[1:]
    match action:
        case "previousMenu":
            return layout.parents.get(menu.id) or menu.id
        case "repeatMenu":
            return menu.id
    name = word(at(body, "refId")) or f"{menu.id}/{word(at(body, 'name')) or key.value}"
    if at(body, "choices") is not None:
        step = layout.begin(name, "menu", key.span)
        lay_menu(layout, step, body, menu.id)
        return step.id
    scope = Scope(name, f"{name}{ENDED}", menu.id)
    actions = items(at(body, "task", "actions")) or items(at(body, "actions"))
    if actions:
        return lay(layout, actions, scope)
    step = layout.begin(name, "say" if action == "task" else kind_of(action), key.span)
    act(layout, step, action, body, scope)
    return step.id


def _key(body: Node) -> str:
    """The key of a choice: `digit_1`, `star`, `pound`."""
    written = word(at(body, "dtmf")).removeprefix("digit_")
    return _SIGNS.get(written, written)


def _spoken(body: Node) -> bool:
    """Whether a choice can be said."""
    return any(key.value.lower().startswith("speechrecterm") and entries(value) for key, value in entries(body))
