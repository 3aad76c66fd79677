"""The actions of a topic: what each says, asks, decides and calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servicelint.formats.copilot_studio import copy
from servicelint.formats.copilot_studio.conditions import read, variable
from servicelint.model import NodeKind, Passage, Trigger
from servicelint.syntax.dialogs import Action, Branch, Jump, Option, Question, Retry, offering
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.wordings import Version, Words, joined
from servicelint.syntax.yaml import Node, Scalar, at, items, word

_JUMPS: dict[str, Jump] = {
    "begindialog": "call",
    "redirecttotopic": "call",
    "gototopic": "replace",
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
    "transferconversation": "human",
    "transferconversationv2": "human",
    "endconversation": "end",
    "invokeskillaction": "elsewhere",
    "beginskill": "elsewhere",
}
_SAYS = frozenset({"sendactivity", "sendmessage"})
_GENERATES = frozenset({"searchandsummarizecontent", "searchandsummarizewithcustommodel", "answerquestionwithai"})
_ASKS = frozenset({"csatquestion", "oauthinput", "adaptivecardprompt", "waitforconnectortrigger"})
_PROGRAMS = frozenset({"invokeflowaction", "invokeaction", "invokeactionv2", "invokeconnectoraction", "httprequestaction"})
_SILENT = frozenset(
    {"setvariable", "settextvariable", "setmultiplevariables", "resetvariable", "clearvariable", "clearallvariables"}
    | {"edittable", "edittablev2", "parsevalue", "parsejsonvalue", "logcustomtelemetryevent", "createsearchquery"}
    | {"searchknowledgesources", "deleteactivity", "updateactivity", "getactivitymembers", "getconversationmembers"}
    | {"invokeaibuildermodelaction", "invokecustommodelaction", "invokeprompt", "signoutuser", "emitevent"}
    | {"recognizeintent", "invokehttpaction", "httprequest", "disconnectednodecontainer", "computevalue"}
)
_RETRIES: dict[str, Trigger] = {
    "unrecognizedPrompt": "no-match",
    "invalidPrompt": "no-match",
    "retryPrompt": "no-match",
    "silencePrompt": "no-input",
}
_YES, _NO = frozenset({"true", "yes"}), frozenset({"false", "no"})


@dataclass(frozen=True, eq=False)
class Reading:
    """What is known while a topic is read: its name, the names of all topics and the items of the lists that stand in
    files of their own, both by their names in lower case."""

    topic: str
    topics: Mapping[str, str]
    lists: Mapping[str, tuple[Node, ...]]

    def actions(self, node: Node | None) -> tuple[Action, ...]:
        """The actions of a list, in order."""
        return tuple([self._action(item) for item in items(node)])

    def _action(self, node: Node) -> Action:
        kind = at(node, "kind")
        name, span = word(kind).lower(), kind.span if kind else node.span
        line, _ = node.span.source.position(node.span.start)
        own = word(at(node, "id")) or f"{word(kind)}:{line}"
        if name in _SAYS:
            return self._speak(node, own)
        if name == "question":
            return self._question(node, own, f"{self.topic}/{own}")
        if name in _ASKS:
            words = self._form(node, f"{self.topic}/{own}")
            return Action(own, "ask", span, words, unheard=not words)
        if name in _GENERATES:
            return Action(own, "speak", span, unheard=True)
        if name in ("conditiongroup", "condition"):
            return Action(own, "branch", span, branches=tuple(self._branches(node)))
        if name in ("foreach", "foreachpage"):
            return Action(own, "loop", span, branches=(Branch(self.actions(at(node, "actions")), span),))
        if name in _JUMPS:
            return Action(own, "jump", span, jump=_JUMPS[name], target=self._target(node, _JUMPS[name]))
        person = name in _PROGRAMS and hands_over(f"{word(at(node, 'displayName'))} {_last(word(at(node, 'flowId')))}")
        if name in _SILENT or (name in _PROGRAMS and not person):
            return Action(own, "pass", span)
        return Action(own, "stay", span, kind=_STAYS.get(name, "human" if person else "unknown"))

    def _speak(self, node: Node, own: str) -> Action:
        said = at(node, "activity") or at(node, "message")
        words = copy.words(said, f"{self.topic}/{own}")
        return Action(own, "speak", said.span if said else node.span, words, unheard=not words and copy.is_computed(said))

    def _target(self, node: Node, jump: Jump) -> str:
        """The action or topic that a jump names."""
        if jump == "goto":
            return word(at(node, "actionId"))
        return self._called(at(node, "dialog") or at(node, "topicSchemaName") or at(node, "topicId"))

    def _called(self, node: Node | None) -> str:
        """The name of the topic that is called, as its file has it."""
        name = _last(word(node))
        return self.topics.get(name.casefold(), name)

    def _question(self, node: Node, own: str, owner: str) -> Action:
        prompt, entity = at(node, "prompt"), at(node, "entity")
        shown = _is_list(entity)
        found = list(self._options(entity, owner)) if shown else []
        options = tuple([option for option, _ in found]) if shown else tuple(_yes_or_no(entity))
        labels = tuple([passage for _, passages in found for passage in passages])
        words = copy.words(prompt, owner)
        heard = variable(word(at(node, "variable")) or word(at(node, "property")))
        voice = at(node, "voiceInputSettings")
        question = Question(
            heard,
            options,
            shown,
            tuple(self._retries(node, owner)),
            fallback=self._called(at(node, "fallbackDialogOnInvalidEntity")),
            silence=self._called(at(voice, "fallbackDialogOnSilence")),
            open=word(at(node, "interruptionPolicy", "allowInterruption")).lower() != "false",
        )
        span = options[0].span if shown and options else prompt.span if prompt else node.span
        asked = offering(words, labels)
        unheard = not words and copy.is_computed(prompt)
        return Action(own, "ask", span, asked, unheard, question=question)

    def _retries(self, node: Node, owner: str) -> Iterator[Retry]:
        for key, trigger in _RETRIES.items():
            found = at(node, key) or at(node, "voiceInputSettings", key)
            words = copy.words(found, f"{owner}: {key}")
            if found is not None and words:
                yield Retry(key, trigger, words, found.span)

    def _options(self, entity: Node | None, owner: str) -> Iterator[tuple[Option, tuple[Passage, ...]]]:
        """The items of a list, with the passages of their labels."""
        definition = at(entity, "definition") or entity
        listed = items(at(definition, "items")) or self.lists.get(_last(word(at(entity, "entityId"))).casefold(), ())
        for item in listed:
            label = at(item, "displayName") or at(item, "id") or item
            if isinstance(label, Scalar) and label.value.strip():
                names = [word(at(item, "id")), label.value, *map(word, items(at(item, "values")))]
                passages = copy.labelled(label, owner)
                shown = passages[0].text if passages else label.value
                yield Option(shown, frozenset(name.strip().casefold() for name in names if name), label.span), passages

    def _branches(self, node: Node) -> Iterator[Branch]:
        for branch in items(at(node, "conditions")):
            condition = at(branch, "condition")
            span = condition.span if condition else branch.span
            yield Branch(self.actions(at(branch, "actions")), span, read(word(condition)))
        otherwise = at(node, "elseActions")
        if otherwise is not None:
            yield Branch(self.actions(otherwise), otherwise.span, otherwise=True)

    def _form(self, node: Node, owner: str) -> Words:
        """What a card or a request to sign in shows."""
        shown = copy.card(at(node, "card") or at(node, "cardContent"), owner)
        texts = [copy.text(at(node, key), owner, role) for key, role in copy.CARD_TEXTS]
        parts = tuple([part for part in texts if part])
        return joined(shown, {Version(): parts}) if parts and shown else shown or ({Version(): parts} if parts else {})


def _is_list(entity: Node | None) -> bool:
    kinds = (word(at(entity, "kind")), word(at(entity, "definition", "kind")))
    return any("ClosedListEntity" in kind for kind in kinds)


def _yes_or_no(entity: Node | None) -> Iterator[Option]:
    if "Boolean" in (word(entity) or word(at(entity, "kind"))) and entity is not None:
        yield Option("yes", _YES, entity.span)
        yield Option("no", _NO, entity.span)


def _last(name: str) -> str:
    """The name of a topic, list or action without the agent's: `cr1_shop.topic.Orders` is `Orders`."""
    return name.strip().rpartition(".topic.")[2].rpartition(".entity.")[2]
