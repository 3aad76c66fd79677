"""The states of a bot over all its files, and what the customer says to get to each. What happens in them is for the layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from servicelint.formats.jaicp.tags import Line, Tag, read, tags
from servicelint.model import Bundle, Problem, Source, Span

ROOT = "/"
_TRIGGERS = ("q", "intent", "event", "e", "eg")
_START = re.compile(r"\$regex<[\^/]*/?start\$?>|\$?\*?/?start", re.IGNORECASE)
_PLAIN = re.compile(r"[^\W_][^*$<>{}\[\]()|~\\/]*")
_ONE_OF = re.compile(r"\(([^()\[\]{}]+)\)")


@dataclass(frozen=True, eq=False)
class Trigger:
    """What leads to the state `target` when it is heard: a pattern, an intent, or an event; `phrases` are the customer's
    own words, where they are told."""

    on: Literal["said", "intent", "event"]
    name: str
    target: str
    span: Span
    phrases: tuple[str, ...] = ()


@dataclass(eq=False)
class Place:
    """A state. `heard` is what leads away while the dialog stands in it or below it, `here` what does so only in it."""

    path: str
    parent: str
    tag: Tag
    heard: list[Trigger] = field(default_factory=list)
    here: list[Trigger] = field(default_factory=list)

    @property
    def modal(self) -> bool:
        """Whether nothing but its own triggers is listened for."""
        return self.tag.parameters.get("modal") == "true"


@dataclass(eq=False)
class Script:
    """All states by path; what is heard everywhere is in `heard`. `entry` is where a dialog begins."""

    span: Span
    places: dict[str, Place] = field(default_factory=dict)
    heard: list[Trigger] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entry: str = ROOT
    coded: bool = False

    def resolve(self, target: str, at: str) -> str:
        """The path that a target means when it is written in the state `at`."""
        target = target.strip().strip('"')
        if target.startswith("/"):
            path = _path(target)
            inside = _path(f"{self._theme(at)}/{path}")
            return inside if path not in self.places and inside in self.places else path
        steps = [step for step in at.split("/") if step]
        for step in target.split("/"):
            if step == "..":
                steps = steps[:-1]
            elif step not in ("", "."):
                steps.append(step)
        beside = _path(f"{at.rpartition('/')[0]}/{target}")
        path = _path("/".join(steps))
        return beside if path not in self.places and beside in self.places else path

    def _theme(self, at: str) -> str:
        while at in self.places:
            at = self.places[at].parent
        return at


def gather(bundle: Bundle) -> Script:
    """The states of all files of a bot."""
    script = Script(Span(bundle.sources[0], 0, 0))
    for source in bundle.sources:
        script.coded = script.coded or bool(re.search(r"\.js\b|transition|targetState", source.text))
        _file(script, source)
    for place in script.places.values():
        for trigger in tags(place.tag.line.below):
            _trigger(script, place, trigger)
    if script.entry == ROOT and not script.heard:
        script.entry = next(iter(script.places), ROOT)
    return script


def _file(script: Script, source: Source) -> None:
    for tag in tags(read(source)):
        if tag.name == "theme":
            if not script.places:
                script.span = tag.span
            _states(script, tag.line.below, _path(tag.value))
        elif tag.name == "state":
            _states(script, [tag.line], ROOT)


def _states(script: Script, lines: list[Line], parent: str) -> None:
    for tag in tags(lines):
        if tag.name != "state":
            continue
        if not tag.value.strip("/"):
            script.problems.append(Problem(tag.span, "This state has no name; expected state: Name."))
            continue
        path = _path(f"{parent}/{tag.value}")
        script.places.setdefault(path, Place(path, parent, tag))
        _states(script, tag.line.below, path)


def _trigger(script: Script, place: Place, tag: Tag) -> None:
    """Takes down where a trigger is heard: everywhere with `!`, otherwise where the dialog stands in the state above, or
    in the state itself where it leads on from there."""
    kind = tag.name.rstrip("!")
    if kind not in _TRIGGERS or not tag.value:
        return
    parameters = tag.parameters
    target = script.resolve(parameters["toState"], place.path) if "toState" in parameters else place.path
    trigger = Trigger(_on(kind), _name(kind, tag), target, tag.span, tuple(_phrases(kind, tag)))
    if tag.name.endswith("!"):
        script.heard.append(trigger)
        if kind == "q" and script.entry == ROOT and _START.fullmatch(tag.value):
            script.entry = place.path
        return
    context = script.resolve(parameters["fromState"], place.path) if "fromState" in parameters else place.parent
    where = script.places.get(place.path if "toState" in parameters else context)
    if where is None:
        script.heard.append(trigger)
    elif parameters.get("onlyThisState") == "true":
        where.here.append(trigger)
    else:
        where.heard.append(trigger)


def _on(kind: str) -> Literal["said", "intent", "event"]:
    return "intent" if kind == "intent" else "event" if kind == "event" else "said"


def _name(kind: str, tag: Tag) -> str:
    return tag.value.strip("/") or tag.value if kind in ("intent", "event") else tag.value


def _phrases(kind: str, tag: Tag) -> Iterator[str]:
    """The words of a pattern that stands for itself or for one of a few words; those of an example."""
    if kind not in ("q", "e", "eg"):
        return
    words = tag.value.strip("* ")
    choice = _ONE_OF.fullmatch(words)
    for part in choice[1].replace("|", "/").split("/") if choice else [words]:
        if _PLAIN.fullmatch(part.strip("* ")):
            yield part.strip("* ")


def _path(written: str) -> str:
    return ROOT + "/".join(step.strip() for step in written.split("/") if step.strip())
