"""Asterisk's dialplan: contexts, their extensions, and the steps of these by priority. What a step does is in `walk`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from servicelint.formats.asterisk.conf import Pair, Section, lines, split, words
from servicelint.model import Piece, Problem, Source, Span

_STEP = re.compile(r"(?P<base>\d+|n|s)(?:\+(?P<more>\d+))?(?:\((?P<label>[^()]+)\))?$")
_CALL = re.compile(r"\s*(?P<app>[\w./-]+)\s*(?:\((?P<inside>.*)\)\s*|\((?P<open>.*)|[,|]\s*(?P<old>.*))?\s*$", re.DOTALL)
_SHAPE = "This is no step of an extension; expected exten => number,priority,Application(arguments)."
_PATTERN = re.compile(r"\[([^\]]*)\]|(.)")
_CLASSES = {"x": "[0-9]", "z": "[1-9]", "n": "[2-9]", ".": ".+", "!": ".*", "-": "", " ": ""}


@dataclass(frozen=True)
class Action:
    """`App(argument,argument)`. `at` is where the arguments stand, `bounds` each of them within."""

    app: str
    source: Source
    at: tuple[int, int]
    span: Span

    @property
    def inside(self) -> str:
        return self.source.text[self.at[0] : self.at[1]]

    @property
    def bounds(self) -> list[tuple[int, int]]:
        commas = split(self.inside)
        return split(self.inside, "|") if len(commas) == 1 and "$[" not in self.inside else commas

    @property
    def args(self) -> list[str]:
        """The arguments as they are written."""
        return [self.inside[start:end].strip() for start, end in self.bounds]

    def arg(self, index: int) -> str:
        """An argument as it is written, "" where there are not so many."""
        found = self.args
        return found[index] if index < len(found) else ""

    def words(self, index: int) -> tuple[Piece, ...]:
        """The pieces of an argument, none where there are not so many."""
        bounds = self.bounds
        if index >= len(bounds):
            return ()
        start, end = bounds[index]
        return words(self.source, self.at[0] + start, self.at[0] + end)

    def part(self, start: int, end: int) -> Action | None:
        """The application that is written inside an argument, as in `ExecIf(…?Playback(x))`."""
        return action(self.source, self.at[0] + start, self.at[0] + end)


@dataclass
class Extension:
    """What happens under one number or name: steps by priority, labels of priorities. `dialled` leaves out the caller's
    number that it may ask for (`100/555`)."""

    name: str
    span: Span
    steps: dict[int, Action] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)

    @property
    def dialled(self) -> str:
        return self.name.partition("/")[0]

    def fits(self, number: str) -> bool:
        """Whether a number is answered here, by name or by pattern."""
        name = self.dialled
        if not name.startswith("_"):
            return name == number
        try:
            return re.fullmatch(_expression(name[1:]), number) is not None
        except re.error:
            return False


@dataclass
class Context:
    """`[name]`: extensions by name, the contexts that it includes, and whether another server may know more."""

    name: str
    span: Span
    extensions: dict[str, Extension] = field(default_factory=dict)
    includes: list[str] = field(default_factory=list)
    elsewhere: bool = False


@dataclass
class Dialplan:
    """All contexts by name, and the global variables."""

    contexts: dict[str, Context] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)

    def around(self, context: str) -> Iterator[Context]:
        """A context and all that it includes, nearest first."""
        seen: dict[str, None] = {}
        left = [context]
        while left:
            name = left.pop(0)
            if name in self.contexts and name not in seen:
                seen[name] = None
                yield self.contexts[name]
                left = [*self.contexts[name].includes, *left]

    def extension(self, context: str, number: str) -> Extension | None:
        """The extension that answers in a context: by name, then by pattern, then what is included."""
        for here in self.around(context):
            if number in here.extensions:
                return here.extensions[number]
            fitting = [extension for extension in here.extensions.values() if extension.fits(number)]
            if fitting:
                return min(fitting, key=lambda extension: (extension.name.startswith("_"), -len(extension.name)))
        return None


def dialplan(sources: Iterable[Source], problems: list[Problem]) -> Dialplan:
    """The dialplan that the files make together; lines that cannot be read go to `problems`."""
    plan = Dialplan()
    for source in sources:
        _read(source, plan, problems)
    return plan


def action(source: Source, start: int, end: int) -> Action | None:
    """The application that is written from `start` to `end`; the old ways `App,argument` and `App(a|b)` too.

    Asterisk takes a bracket that is never closed for closed at the end of the line.
    """
    found = _CALL.match(source.text[start:end])
    if found is None:
        return None
    at = next((found.span(way) for way in ("inside", "open", "old") if found[way] is not None), (-1, -1))
    inside = (start + at[0], start + at[1]) if at[0] >= 0 else (end, end)
    return Action(found["app"].lower(), source, inside, Span(source, start, end))


def _read(source: Source, plan: Dialplan, problems: list[Problem]) -> None:
    section, priority, extension = "", 0, ""
    for line in lines(source, problems):
        if isinstance(line, Section):
            section, extension = line.name, ""
            if section not in ("general", "globals"):
                context = plan.contexts.setdefault(section, Context(section, line.span))
                context.includes += line.bases
        elif section == "globals":
            plan.variables.setdefault(_pair(line)[0], line.value)
        elif section in plan.contexts:
            context = plan.contexts[section]
            if line.key in ("exten", "same"):
                extension, priority = _step(line, context, extension, priority, problems)
            elif line.key == "include":
                context.includes.append(line.value.split(",")[0].split("|")[0].strip())
            elif line.key in ("switch", "lswitch", "eswitch"):
                context.elsewhere = True


def _pair(line: Pair) -> tuple[str, str]:
    """A variable's name as it is written, and its value; `key` is in small letters."""
    before = line.source.text.rfind("\n", 0, line.start) + 1
    return re.split(r"\s*=", line.source.text[before : line.start].strip())[0], line.value


def _step(line: Pair, context: Context, extension: str, before: int, problems: list[Problem]) -> tuple[str, int]:
    """Adds one step; which extension and priority the next line goes on from."""
    bounds = [(0, 0), *split(line.value, most=2)] if line.key == "same" else split(line.value, most=3)
    if line.key == "exten":
        extension = line.value[slice(*bounds[0])].strip().strip('"')
    if len(bounds) < 3 or not extension:
        problems.append(Problem(line.span, _SHAPE))
        return extension, before
    written = line.value[slice(*bounds[1])].strip()
    number = _STEP.match(written)
    done = action(line.source, line.start + bounds[2][0], line.start + bounds[2][1])
    if number is None or done is None:
        if written != "hint" and line.value[slice(*bounds[2])].strip():
            problems.append(Problem(line.span, _SHAPE))
        return extension, before
    priority = int(number["base"]) if number["base"].isdigit() else before + (number["base"] == "n")
    priority += int(number["more"] or 0)
    target = context.extensions.setdefault(extension, Extension(extension, line.span))
    target.steps.setdefault(priority, done)
    if number["label"]:
        target.labels.setdefault(number["label"].strip(), priority)
    return extension, priority


def _expression(pattern: str) -> str:
    """A pattern such as `9NXX.` or `[1-3]` as a regular expression."""
    found = (
        f"[{match[1]}]" if match[1] is not None else _CLASSES.get(match[2].lower(), re.escape(match[2]))
        for match in _PATTERN.finditer(pattern)
    )
    return "".join(found)
