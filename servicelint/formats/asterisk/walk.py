"""Follows calls through Asterisk's dialplan, step by step, and into subroutines."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from servicelint.formats.asterisk.applications import ASKS, AWAY, ENDS, PEOPLE, SILENT, SPECIAL
from servicelint.formats.asterisk.conf import split
from servicelint.formats.asterisk.dialplan import Action, Dialplan, Extension
from servicelint.formats.asterisk.speech import ENGINES, PLAYS, SCRIPTS, VALUES, Speech
from servicelint.formats.asterisk.targets import Frame, State, Target, branches, equals, filled, target, template
from servicelint.model import Span, Trigger, Unhandled
from servicelint.syntax.calls import Call, Step
from servicelint.syntax.pace import figure

_LOCAL = re.compile(r"^Local/(?P<number>[^@/&,]+)(?:@(?P<context>[^/&,]+))?", re.I)
_SILENCE = re.compile(r"(?<![\w/])silence/(\d+)")
_KEYS = re.compile(r"[0-9*#]{1,2}")
DEEPEST = 4
"""Subroutines that call each other are followed to this depth."""
MOST = 20_000
"""So many steps are followed, subroutines counted once for each call; what comes after is taken to be unknown."""


class Walk:
    """Makes a step of every state of a call that can be come to. `subroutines` are the starts that were called."""

    def __init__(self, plan: Dialplan, speech: Speech) -> None:
        self.call = Call()
        self.plan = plan
        self.subroutines: set[int] = set()
        self.visited: set[tuple[int, int]] = set()
        self._speech = speech
        self._steps: dict[State, Step] = {}
        self._left: deque[tuple[State, Extension]] = deque()

    def start(self, context: str, number: str) -> Step:
        """The step where a call to a number begins, all that follows from it read."""
        extension = self.plan.extension(context, number)
        first = State(context, number, min(extension.steps) if extension else 1)
        step = self._at(first, self.plan.contexts[context].span)
        self._follow()
        return step

    def beside(self, context: str, extension: Extension, priority: int) -> None:
        """Reads a step that no call at hand comes to."""
        self._at(State(context, extension.name, priority), extension.span)
        self._follow()

    def _follow(self) -> None:
        while self._left:
            state, extension = self._left.popleft()
            self.visited.add((id(extension), state.priority))
            self._act(extension.steps[state.priority], state, extension, self._steps[state])

    def _at(self, state: State, span: Span) -> Step:
        """The step of a state; where the dialplan has none, what Asterisk does instead."""
        if state in self._steps:
            return self._steps[state]
        name = f"{state.context},{state.number},{state.priority}"
        extension = self.plan.extension(state.context, state.number)
        if extension is None:
            self._steps[state] = step = self._missing(state, name, span)
        elif state.priority in extension.steps and len(self._steps) < MOST:
            self._steps[state] = step = self.call.begin(name, "say", extension.steps[state.priority].span)
            self._left.append((state, extension))
        elif state.priority in extension.steps:
            step = self.call.place("…", "unknown", span)
        elif state.frame and state.frame.macro and state.frame.back:
            return self._at(state.frame.back, span)
        else:
            self._steps[state] = step = self.call.begin(name, "end", span)
        return step

    def _missing(self, state: State, name: str, span: Span) -> Step:
        """A number that a context does not answer is invalid; a context that no file has is elsewhere."""
        known = any(True for _ in self.plan.around(state.context))
        invalid = self.plan.extension(state.context, "i") if known and state.number != "i" else None
        if invalid is not None:
            return self._at(State(state.context, "i", 1, state.frame), span)
        open_ = not known or any(context.elsewhere for context in self.plan.around(state.context))
        return self.call.begin(name, "elsewhere" if open_ else "end", span)

    def _next(self, state: State) -> State:
        return state._replace(priority=state.priority + 1)

    def _values(self, state: State) -> dict[str, str]:
        """The variables whose values are known here."""
        values = {**self.plan.variables, "CONTEXT": state.context}
        if not state.number.startswith("_"):
            values["EXTEN"] = state.number
        return values | dict(state.frame.arguments if state.frame else ())

    def _act(self, action: Action, state: State, extension: Extension, step: Step) -> None:
        """Does what an action does to a call that is at a step, and leads on from there."""
        step.says += self._speech.said(action, self._values(state))
        if action.app in PLAYS:
            step.wait(sum(map(float, _SILENCE.findall(action.inside))))
        onward = self._next(state)
        match action.app:
            case "goto":
                self._jump(step, target(action.inside), state, action.span)
            case "gotoif" | "gotoiftime" | "gosubif" | "macroif" | "execif" | "execiftime":
                self._branch(action, state, extension, step)
            case "gosub" | "macro":
                self._subroutine(action.app, action.inside, action.span, state, step)
            case "return" | "macroexit":
                back = state.frame.back if state.frame else None
                self._lead(step, back, action.span) if back else self._end(step, action.span)
            case "read" | "waitexten" | "readexten":
                self._listen(action, state, extension, step)
            case "background" | "backgrounddetect" if self._waits(action, onward, extension):
                self._dialled(step, action.arg(3) or state.context)
            case _:
                self._other(action, state, step)

    def _other(self, action: Action, state: State, step: Step) -> None:
        app, onward = action.app, self._next(state)
        if app == "dial" and (inner := _LOCAL.match(filled(action.arg(0), self._values(state)))):
            self._jump(step, Target(inner["context"] or state.context, inner["number"], "1"), state, action.span)
        elif app in PEOPLE:
            step.kind = "human"
            if app == "dial":
                step.rings = self._ringing(action, state)
            self._lead(step, onward, action.span, "error")
            for number in ("o", "a") if app == "voicemail" else ():
                if self.plan.extension(state.context, number):
                    self._lead(step, State(state.context, number, 1, state.frame), action.span, "condition")
        elif app in ENDS or app in AWAY:
            step.kind = "end" if app in ENDS else "elsewhere"
        else:
            speaks = app in ENGINES or app in VALUES or app in PLAYS
            step.answers = app == "answer"
            if app == "wait":
                step.pause = step.rings = figure(filled(action.arg(0), self._values(state))) or 0.0
            known = speaks or app in SILENT or (app in SCRIPTS and step.says)
            step.kind = "ask" if app in ASKS else "say" if known else "unknown"
            self._lead(step, onward, action.span)

    def _ringing(self, action: Action, state: State) -> float:
        """The seconds that a telephone rings, 0 where the files do not tell: a number that is passed on as it was dialled,
        or worked out from it, is nobody's yet, and music (`m`) or an announcement to the caller is no ringing."""
        values = self._values(state)
        to, seconds, how = (filled(action.arg(index), values) for index in range(3))
        passed_on = any(name in to for name in ("${EXTEN", "${ARG", "${DNID"))
        dialled = state.number.startswith("_") and ("${" in to or "EXTEN" in action.arg(0))
        music = "m" in re.sub(r"\([^()]*\)", "", how)
        return 0.0 if passed_on or dialled or music else figure(seconds) or 0.0

    def _lead(self, step: Step, state: State, span: Span, trigger: Trigger = "always", label: str = "") -> None:
        self.call.lead(step, self._at(state, span), span, trigger, label)

    def _end(self, step: Step, span: Span) -> None:
        self.call.lead(step, self.call.begin(f"{step.id}: end", "end", span), span)

    def _jump(self, step: Step, to: Target, state: State, span: Span, trigger: Trigger = "always", label: str = "") -> None:
        """Leads to where a jump goes; to every extension that fits where a value decides, to the unknown otherwise."""
        found = list(self._places(to, state))
        if not found:
            self.call.lead(
                step, self.call.place(f"{step.id}: {','.join(filter(None, to))}", "unknown", span), span, trigger, label
            )
        several: Trigger = trigger if trigger != "always" or len(found) == 1 else "condition"
        for place in found:
            self._lead(step, place, span, several, label)

    def _places(self, to: Target, state: State) -> Iterator[State]:
        """The states that a jump may lead to."""
        values = self._values(state)
        context = filled(to.context, values) or state.context
        number = filled(to.number, values) or state.number
        if "${" in context:
            return
        numbers = [number] if "${" not in number else self._fitting(context, number)
        for each in numbers:
            extension = self.plan.extension(context, each)
            priority = self._priority(filled(to.priority, values), state, extension)
            if priority is not None:
                yield State(context, each, priority, state.frame)

    def _priority(self, written: str, state: State, extension: Extension | None) -> int | None:
        if re.fullmatch(r"\d+", written):
            return int(written)
        if found := re.fullmatch(r"[ns]?\+(\d+)", written):
            return state.priority + int(found[1])
        if written in ("", "s") or "${" in written:
            return None
        if extension is None:
            return 1
        return extension.labels.get(written)

    def _fitting(self, context: str, number: str) -> list[str]:
        """The extensions of a context that a name with values in it may come to: `s-${DIALSTATUS}`."""
        if number.startswith("${") and number.endswith("}") and number.count("${") == 1:
            return []
        pattern = ".+".join(re.escape(part) for part in re.split(r"\$\{[^{}]*\}", number))
        names = dict.fromkeys(name for here in self.plan.around(context) for name in here.extensions)
        return [name for name in names if re.fullmatch(pattern, name)]

    def _branch(self, action: Action, state: State, extension: Extension, step: Step) -> None:
        """Both ways of a condition; without a way of its own a call goes on with the next step."""
        found = branches(action)
        for way in (found.then, found.otherwise):
            if way is None:
                self._lead(step, self._next(state), action.span, "condition")
                continue
            written = action.inside[slice(*way)]
            if action.app in ("gotoif", "gotoiftime"):
                self._jump(step, target(written), state, action.span, "condition")
                continue
            inner = action.part(*way)
            does = self.call.begin(f"{step.id}: {written.strip()}", "say", action.span)
            self.call.lead(step, does, action.span, "condition")
            if action.app in ("gosubif", "macroif"):
                self._subroutine(action.app.removesuffix("if"), written, action.span, state, does)
            elif inner is not None:
                self._act(inner, state, extension, does)
            else:
                self._lead(does, self._next(state), action.span)

    def _subroutine(self, app: str, written: str, span: Span, state: State, step: Step) -> None:
        """Goes into a subroutine, whose return leads to the next step."""
        to, arguments = _called(app, filled(written, self._values(state)))
        depth = state.frame.depth + 1 if state.frame else 1
        places = [place for place in self._places(to, state) if self.plan.extension(place.context, place.number)]
        if depth > DEEPEST or not places:
            step.kind = "say" if places else "unknown"
            self._lead(step, self._next(state), span)
            return
        frame = Frame(self._next(state), arguments, app == "macro", depth)
        for place in places:
            self.subroutines.add(id(self.plan.extension(place.context, place.number)))
            self._lead(step, place._replace(frame=frame), span, "always" if len(places) == 1 else "condition")

    def _waits(self, action: Action, onward: State, extension: Extension) -> bool:
        """Whether a recording that may be interrupted is all that a caller is asked to answer: the steps end with it,
        or it is played over and over."""
        following = extension.steps.get(onward.priority)
        if following is None:
            return True
        to = target(following.inside) if following.app == "goto" else None
        if to is None or to.number not in ("", extension.name):
            return False
        goes = int(to.priority) if to.priority.isdigit() else extension.labels.get(to.priority, onward.priority)
        return goes < onward.priority and not to.context

    def _listen(self, action: Action, state: State, extension: Extension, step: Step) -> None:
        step.kind = "ask"
        if action.app == "waitexten":
            step.timeout = figure(action.arg(0))
            self._dialled(step, state.context)
            return
        step.timeout = figure(action.arg(5)) if action.app == "read" else None
        rest = self._answers(action.arg(0).strip('"'), state, extension, step)
        menu = bool(self.call.options(step))
        step.kind = "menu" if menu else "ask"
        self._lead(step, rest, action.span, "no-match" if menu else "always")

    def _dialled(self, step: Step, context: str) -> None:
        """The extensions of a context are what a caller may dial; `i` and `t` answer what is wrong, and silence."""
        step.kind = "ask"
        for key, number, span in self._numbers(context):
            self.call.press(step, key, self._at(State(context, number, 1), span), span)
        if self.call.options(step):
            step.kind = "menu"
            step.span = self.plan.contexts[context].span if context in self.plan.contexts else step.span
        triggers: tuple[tuple[str, Trigger], ...] = (("i", "no-match"), ("t", "no-input"))
        for name, trigger in triggers:
            found = self.plan.extension(context, name) or self.plan.extension(context, "e")
            if found is not None and not found.name.startswith("_"):
                self._lead(step, State(context, found.name, 1), found.span, trigger)
            elif step.kind == "menu":
                step.unhandled.append(Unhandled(trigger, step.span))
        if any(here.elsewhere for here in self.plan.around(context)):
            other = self.call.place(f"{context}: switch", "elsewhere", step.span)
            self.call.lead(step, other, step.span, "condition")

    def _numbers(self, context: str) -> Iterator[tuple[str, str, Span]]:
        """What may be dialled in a context: the key or number, the extension's name, its place; the nearest counts."""
        seen: set[str] = set()
        for here in self.plan.around(context):
            for extension in here.extensions.values():
                name = extension.dialled
                if name in SPECIAL or name in seen or 1 not in extension.steps or not re.match(r"[0-9*#_]", name):
                    continue
                seen.add(name)
                if (single := re.fullmatch(r"_\[([0-9*#-]+)\]", name)) is None:
                    yield name, extension.name, extension.span
                    continue
                for key in filter(re.compile(f"[{single[1]}]").match, "1234567890*#"):
                    if key not in seen:
                        seen.add(key)
                        yield key, key, extension.span

    def _answers(self, variable: str, state: State, extension: Extension, step: Step) -> State:
        """Leads from a step that read keys to where the conditions on them lead; the state where these end."""
        at = self._next(state)
        while (action := extension.steps.get(at.priority)) is not None:
            if action.app == "goto" and f"${{{variable}}}" in action.inside:
                self._chosen(target(action.inside), variable, at, step, action.span)
            if action.app in ("gotoif", "execif") and self._answered(action, variable, at, step):
                other = branches(action).otherwise
                if other is not None:
                    return next(self._places(target(action.inside[slice(*other)]), at), at)
            elif action.app not in SILENT:
                break
            at = self._next(at)
        return at

    def _answered(self, action: Action, variable: str, state: State, step: Step) -> bool:
        """Whether a condition asks only for keys that were read; then each leads where it says."""
        found = branches(action)
        values = equals(found.condition, variable)
        inner = action.part(*found.then) if action.app == "execif" and found.then else None
        jumps = inner.app == "goto" and not found.otherwise if inner else action.app == "gotoif"
        if values is None or found.then is None or not jumps:
            return False
        to = target(inner.inside if inner else action.inside[slice(*found.then)])
        for value in values:
            trigger: Trigger = "option" if value else "no-input"
            if not value or _KEYS.fullmatch(value):
                self._jump(step, to, state, action.span, trigger, value)
            else:
                self._jump(step, to, state, action.span, "condition")
        return True

    def _chosen(self, to: Target, variable: str, state: State, step: Step, span: Span) -> None:
        """A jump to an extension whose name holds the key that was read."""
        if variable not in to.number:
            return
        context = filled(to.context, self._values(state)) or state.context
        for key, number in template(filled(to.number, self._values(state)), variable):
            extension = self.plan.extension(context, number)
            if extension is not None and not extension.name.startswith("_"):
                self._jump(step, Target(context, number, to.priority), state, span, "option", key)


def _called(app: str, written: str) -> tuple[Target, tuple[tuple[str, str], ...]]:
    """Where a subroutine begins, and its arguments by their names: `Macro(name,a,b)`, `Gosub(context,s,1(a,b))`."""
    if app == "macro":
        name, *values = [written[start:end].strip() for start, end in split(written, "," if "," in written else "|")]
        to = Target(f"macro-{name}", "s", "1")
    else:
        found = re.search(r"(?<!\$)\((?P<values>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*$", written)
        to = target(written[: found.start()] if found else written)
        values = [value.strip() for value in found["values"].split(",")] if found else []
    return to, tuple((f"ARG{number}", value) for number, value in enumerate(values, 1))
