"""The actions of a dialog: what each says, asks, decides and calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.formats.bot_framework.conditions import bare, read, variable
from servicelint.formats.bot_framework.lg import EXPRESSION
from servicelint.formats.bot_framework.library import Library
from servicelint.model import NodeKind, Passage, Trigger
from servicelint.syntax.dialog_copy import passage
from servicelint.syntax.dialogs import Action, Branch, Comparison, Jump, Option, Question, Retry
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Array, Object, Scalar, String, Value
from servicelint.syntax.wordings import Words

_JUMPS: dict[str, Jump] = {
    "begindialog": "call",
    "replacedialog": "replace",
    "repeatdialog": "repeat",
    "gotoaction": "goto",
    "enddialog": "end",
    "canceldialog": "end",
    "cancelalldialogs": "cancel",
    "breakloop": "break",
    "continueloop": "continue",
}
_STAYS: dict[str, NodeKind] = {
    "sendhandoffactivity": "human",
    "telephony.calltransfer": "human",
    "beginskill": "elsewhere",
    "continueconversation": "elsewhere",
    "throwexception": "end",
}
_SAYS = frozenset({"sendactivity", "updateactivity"})
_WAITS = frozenset({"endturn"})
_SILENT = frozenset(
    {"setproperty", "setproperties", "deleteproperty", "deleteproperties", "editarray", "editactions", "httprequest"}
    | {"logaction", "traceactivity", "debugbreak", "deleteactivity", "getactivitymembers", "getconversationmembers"}
    | {"getconversationreference", "signoutuser", "codeaction", "initproperty", "continueconversationlater"}
    | {"telephony.pauserecording", "telephony.resumerecording", "telephony.startrecording", "telemetrytrackevent"}
)
_RETRIES: dict[str, Trigger] = {"unrecognizedPrompt": "no-match", "invalidPrompt": "no-match"}
_PROMPTS = ("prompt", "activity")
_JOINED = re.compile(r"foreach\.value\.id\b.*!=.*recipient\.id\b", re.IGNORECASE)
_SHOWN: tuple[str, ...] = ("title", "text")
_YES, _NO = frozenset({"true", "yes"}), frozenset({"false", "no"})


@dataclass(frozen=True, eq=False)
class Reading:
    """What is known while a dialog is read: its name, and the texts that it calls."""

    dialog: str
    library: Library

    def actions(self, listed: tuple[Value, ...]) -> tuple[Action, ...]:
        """The actions of a list in order, without those that are switched off."""
        return tuple([self._action(item) for item in _opened(listed)])

    def _action(self, item: Object) -> Action:
        kind, own = kind_of(item), _id(item)
        marked = item.string("$kind") or item.string("$type")
        span = marked.span if marked else item.span
        if kind in _SAYS:
            return self._say(item, own)
        if kind.endswith("input") or kind in ("ask", "qnamakerdialog") or kind in _WAITS:
            return self._question(item, own, kind)
        if kind == "ifcondition":
            return Action(own, "branch", span, branches=tuple(self._either(item)))
        if kind == "switchcondition":
            return Action(own, "branch", span, branches=tuple(self._cases(item)))
        if kind in ("foreach", "foreachpage"):
            return Action(own, "loop", span, branches=(Branch(self.actions(item.items("actions")), span),))
        if kind in _JUMPS:
            target = item.text("dialog") or item.text("actionId")
            return Action(own, "jump", span, jump=_JUMPS[kind], target=bare(target).strip("'\""))
        if kind in _SILENT or (kind == "emitevent" and not hands_over(item.text("eventName"))):
            return Action(own, "pass", span)
        called = hands_over(kind.rpartition(".")[2]) or kind == "emitevent" or hands_over(_shown_name(item))
        return Action(own, "stay", span, kind=_STAYS.get(kind, "human" if called else "unknown"))

    def _say(self, item: Object, own: str) -> Action:
        activity = item.string("activity")
        words, person = self._words(activity, own)
        span = activity.span if activity else item.span
        if person:
            return Action(own, "stay", span, words, kind="human")
        return Action(own, "speak", span, words, unheard=not words and activity is not None and self._untold(activity))

    def _untold(self, activity: String) -> bool:
        """Whether an activity calls a template that no file has: those that say nothing are there."""
        names = [found[1].partition("(")[0].strip() for found in EXPRESSION.finditer(activity.value)]
        return any(self.library.find(name, locale, self.dialog) is None for name in names for locale in self.library.locales)

    def _words(self, activity: String | None, own: str) -> tuple[Words, bool]:
        if activity is None or not activity.pieces:
            return {}, False
        return self.library.words(activity.pieces, self.dialog, f"{self.dialog}/{own}")

    def _question(self, item: Object, own: str, kind: str) -> Action:
        prompt = next((item.string(key) for key in _PROMPTS if item.string(key)), None)
        owner = f"{self.dialog}/{own}"
        words, _ = self._words(prompt, own)
        if kind == "oauthinput":
            signs = [found for key in _SHOWN if (string := item.string(key)) for found in self._copy(owner, string)]
            words = self.library.offering(words, tuple(signs))
        choices = item.members.get("choices") if kind == "choiceinput" else None
        listed = choices.items if isinstance(choices, Array) else ()
        shown = bool(listed) and item.text("style").lower() != "none"
        offered = [found for choice in listed for found in self._option(choice, owner)]
        labels = tuple([label for _, passages in offered for label in passages])
        options = tuple([option for option, _ in offered]) if offered else tuple(_yes_or_no(item, kind))
        given_up, _ = self._words(item.string("defaultValueResponse"), f"{own}/default")
        question = Question(
            variable(item.text("property")),
            options,
            shown,
            tuple(self._retries(item, own)),
            given_up,
            open=not _is_false(item.members.get("allowInterruptions")),
        )
        span = choices.span if shown and choices else prompt.span if prompt else item.span
        asked = self.library.offering(words, labels) if shown else words
        unheard = not words and prompt is not None and bool(prompt.value.strip())
        return Action(own, "ask", span, asked, unheard, question=question)

    def _retries(self, item: Object, own: str) -> Iterator[Retry]:
        for key, trigger in _RETRIES.items():
            prompt = item.string(key)
            words, _ = self._words(prompt, f"{own}/{key}")
            if prompt is not None and words:
                yield Retry(key, trigger, words, prompt.span)

    def _option(self, choice: Value, owner: str) -> Iterator[tuple[Option, tuple[Passage, ...]]]:
        """A choice with the passage of its label: the title of its button, else its value."""
        value = choice.string("value") if isinstance(choice, Object) else choice
        action = choice.object("action") if isinstance(choice, Object) else None
        label = (action.string("title") if action else None) or value
        if not isinstance(label, String) or not label.value.strip():
            return
        others = choice.items("synonyms") if isinstance(choice, Object) else ()
        names = [string.value for string in (label, value, *others) if isinstance(string, String)]
        passages = tuple(passage(owner, label.pieces, "option", EXPRESSION))
        if passages:
            found = frozenset(name.strip().casefold() for name in names)
            yield Option(passages[0].text, found, label.span), passages

    def _copy(self, owner: str, string: String) -> Iterator[Passage]:
        yield from passage(owner, string.pieces, "reply", EXPRESSION)

    def _either(self, item: Object) -> Iterator[Branch]:
        condition = item.string("condition")
        span = condition.span if condition else item.span
        yield Branch(self.actions(item.items("actions")), span, read(item.text("condition")))
        otherwise = item.members.get("elseActions")
        if isinstance(otherwise, Array) and otherwise.items:
            yield Branch(self.actions(otherwise.items), otherwise.span, otherwise=True)

    def _cases(self, item: Object) -> Iterator[Branch]:
        compared = variable(item.text("condition"))
        for case in item.items("cases"):
            if isinstance(case, Object):
                value = case.members.get("value")
                condition = Comparison(compared, frozenset({_plain(value).casefold()}))
                yield Branch(self.actions(case.items("actions")), value.span if value else case.span, condition)
        otherwise = item.members.get("default")
        if isinstance(otherwise, Array) and otherwise.items:
            yield Branch(self.actions(otherwise.items), otherwise.span, otherwise=True)


def _opened(listed: tuple[Value, ...]) -> Iterator[Object]:
    """The actions that are switched on; a welcome, which loops over everybody who joined, as the customer gets it."""
    for item in listed:
        if not isinstance(item, Object) or _is_off(item):
            continue
        welcomes = kind_of(item) == "foreach" and "membersadded" in item.text("itemsProperty").lower()
        if welcomes or (kind_of(item) == "ifcondition" and _JOINED.search(item.text("condition"))):
            yield from _opened(item.items("actions"))
        else:
            yield item


def kind_of(item: Object) -> str:
    """The kind of an object in lower case, without the maker's name: `Microsoft.SendActivity` is `sendactivity`."""
    return (item.text("$kind") or item.text("$type")).removeprefix("Microsoft.").lower()


def _id(item: Object) -> str:
    """The name of an action: its own, else the designer's, else its place."""
    designer = item.object("$designer")
    line, column = item.span.source.position(item.span.start)
    return item.text("id") or (designer.text("id") if designer else "") or f"{kind_of(item)}:{line}:{column}"


def _shown_name(item: Object) -> str:
    designer = item.object("$designer")
    return designer.text("name") if designer else ""


def _is_off(item: Object) -> bool:
    off = item.members.get("disabled")
    return isinstance(off, Scalar) and off.value is True


def _is_false(value: Value | None) -> bool:
    return isinstance(value, Scalar | String) and str(value.value).lower().lstrip("=") == "false"


def _plain(value: Value | None) -> str:
    return bare(str(value.value)).strip("'\"") if isinstance(value, Scalar | String) else ""


def _yes_or_no(item: Object, kind: str) -> Iterator[Option]:
    if kind == "confirminput":
        yield Option("yes", _YES, item.span)
        yield Option("no", _NO, item.span)
