"""What is known of a flow while its menus, tasks, states and bots are laid out as steps. Reads no action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.formats.genesys_architect.copy import Said, said
from servicelint.model import Channel, Edge, NodeKind, Role, Span, Trigger
from servicelint.syntax.pace import figure
from servicelint.syntax.steps import KEY, Step, Steps
from servicelint.syntax.yaml import Mapping, Node, Scalar, at, entries, word

_REFERENCE = re.compile(r"\[([^\[\]]*)\]\s*$")
_COMPARED = re.compile(r"\s*([\w.]+)\s*==\s*\"([^\"]*)\"\s*")
_ROLES: dict[Channel, Role] = {"voice": "prompt", "email": "paragraph"}


@dataclass(frozen=True)
class Scope:
    """Where an action stands: `after` is the step that comes when its list ends, `menu` the menu whose choice it
    serves, `loop` the loop around it with the step that follows that, `container` the task, state or bot."""

    container: str
    after: str
    menu: str = ""
    loop: str = ""
    leave: str = ""


@dataclass(frozen=True)
class Case:
    """One way of a decision: the variable and value it asks for ("" for any other), and where it leads."""

    variable: str
    value: str
    target: str
    span: Span


@dataclass
class Layout:
    """Grows as the flow is read. `calls` are the steps to come back to, by the task that is called; `inputs` the
    variable that a step stores what is entered in; `cases` the ways of each decision."""

    language: str
    channel: Channel
    steps: Steps = field(default_factory=Steps)
    parents: dict[str, str] = field(default_factory=dict)
    calls: dict[str, list[tuple[str, Span]]] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    cases: dict[str, list[Case]] = field(default_factory=dict)
    everywhere: list[Edge] = field(default_factory=list)
    """Options that every menu of the flow takes."""
    timeout: float | None = None
    """Seconds that inputs wait which say nothing else."""

    def begin(self, name: str, kind: NodeKind, span: Span) -> Step:
        return self.steps.begin(name, kind, span)

    def speak(self, step: Step, node: Node | None, part: str = "") -> None:
        """Adds what stands under a key to what a step says, and points the step there."""
        role: Role = "hold" if step.kind == "human" else _ROLES.get(self.channel, "reply")
        found: Said = said(f"{step.id}{part}", node, role, self.language)
        step.unheard = step.unheard or found.unheard
        if found.variants:
            step.says = [(*before, *own) for before in step.says or [()] for own in found.variants]
            step.span = step.says[0][0].span

    def join(self, source: Step, target: str, trigger: Trigger, span: Span, label: str = "") -> None:
        self.steps.join(source.id, target, trigger, span, label)

    def close(self) -> None:
        """Adds what only the whole flow tells: where tasks come back to, options of every menu, decisions on keys."""
        for edge in list(self.steps.edges):
            if edge.target.endswith(ENDED) and edge.target not in self.steps.steps:
                self._end(edge.target, edge.span)
        for step in list(self.steps.steps.values()):
            if step.kind == "menu":
                self._add_everywhere(step)
            if step.id in self.inputs:
                self._decide(step)

    def _end(self, name: str, span: Span) -> None:
        """The end of a task: back to its callers; else the files do not tell what the platform does."""
        callers = self.calls.get(name.removesuffix(ENDED), [])
        step = self.begin(name, "say" if callers else "elsewhere", span)
        for target, caller in callers:
            self.join(step, target, "always" if len(callers) == 1 else "condition", caller)
            if target.endswith(ENDED) and target not in self.steps.steps:
                self._end(target, caller)

    def _add_everywhere(self, step: Step) -> None:
        taken = {edge.label for edge in self.steps.leaving(step.id)}
        for edge in self.everywhere:
            if edge.label not in taken:
                self.join(step, edge.target, edge.trigger, edge.span, edge.label)

    def _decide(self, step: Step) -> None:
        """Makes a step that stores a key a menu, when the next step chooses by that key."""
        onward = [edge for edge in self.steps.leaving(step.id) if edge.trigger == "always"]
        cases = self.cases.get(onward[0].target, []) if len(onward) == 1 else []
        chosen = [case for case in cases if case.value]
        if not chosen or any(case.variable != self.inputs[step.id] or not KEY.fullmatch(case.value) for case in chosen):
            return
        del self.steps.edges[onward[0]]
        step.kind = "menu"
        for case in cases:
            self.join(step, case.target, "option" if case.value else "no-match", case.span, case.value)
        self.steps.drop(onward[0].target)


ENDED = ": end"
"""How the id of a task's end is written."""


def reference(node: Node | None) -> str:
    """The id that a pointer such as `/inboundCall/menus/menu[Main Menu_10]` names."""
    found = _REFERENCE.search(word(node))
    return found[1] if found else word(node)


def compared(node: Node | None) -> tuple[str, str] | None:
    """The variable and the text in a condition such as `Task.Choice == "1"`; None for any other."""
    found = _COMPARED.fullmatch(word(at(node, "exp")))
    return (found[1], found[2]) if found else None


def only(node: Node) -> tuple[Scalar, Node] | None:
    """The key and value of a mapping with one key, as actions, choices and cases are written."""
    found = entries(node)
    return found[0] if found else None


def wait(body: Node | None) -> float | None:
    """The seconds that an input waits for the first key; None where it does not tell."""
    return figure(word(at(body, "noEntryTimeout", "lit", "seconds")))


def inside(node: Node | None, *names: str) -> Iterator[tuple[Scalar, Node]]:
    """The members of a mapping under one of these keys."""
    for key, value in entries(node):
        if key.value in names and isinstance(value, Mapping | Scalar):
            yield key, value
