"""The blocks of a contact flow, whichever export they come from, become steps: what waits, what hands over, what ends.

How a block is written belongs in `language` and `export`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from servicelint.model import NodeKind, Passage, Span, Trigger
from servicelint.syntax.steps import KEY, Steps, mentions

Part = Literal["speak", "loop", "ask", "bot", "decide", "pass", "human", "elsewhere", "end", "unknown"]
"""What a block does: `speak` says something, `loop` says it again and again until somebody answers, `ask` takes keys,
`bot` listens to words, `decide` chooses a way by what is known, `pass` does something unheard."""

_KINDS: dict[Part, NodeKind] = {"human": "human", "elsewhere": "elsewhere", "end": "end", "unknown": "unknown"}
_MOST_HOPS = 20


@dataclass(frozen=True)
class Way:
    """Where a block leads on. `label` is the key or intent of an option, the value of a condition."""

    trigger: Trigger
    target: str
    span: Span
    label: str = ""


@dataclass(frozen=True)
class Block:
    """`decides` tells that it looks at what the customer just entered or said, `timeout` how many seconds it
    waits for the first key."""

    id: str
    part: Part
    span: Span
    says: tuple[Passage, ...] = ()
    unheard: bool = False
    ways: tuple[Way, ...] = ()
    decides: bool = False
    timeout: float | None = None


@dataclass
class Blocks:
    """All blocks of the flow `name`; ids begin with `prefix`."""

    name: str
    prefix: str
    blocks: tuple[Block, ...]
    by_id: dict[str, Block] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id = {block.id: block for block in reversed(self.blocks)}

    def entry(self, start: str) -> str:
        """The id of the step where the flow begins: the first block where the file does not tell."""
        found = start if start in self.by_id or not self.blocks else self.blocks[0].id
        return self.prefix + found

    def steps(self) -> Steps:
        steps = Steps()
        idle: list[Block] = []
        for block in dict.fromkeys(self.by_id[block.id] for block in self.blocks):
            ways, passed = self._answers(block)
            idle += passed
            step = steps.begin(self.prefix + block.id, self._kind(block, ways), block.span)
            step.says = [block.says] if block.says else []
            step.unheard, step.timeout = block.unheard, block.timeout
            for way in ways:
                label = way.label if way.trigger in ("option", "intent") else ""
                steps.join(step.id, self.prefix + way.target, way.trigger, way.span, label)
            if block.part == "loop":
                self._until_answered(steps, step.id, block.span)
        for block in idle:
            steps.drop(self.prefix + block.id)
        return steps

    def _until_answered(self, steps: Steps, name: str, span: Span) -> None:
        """A loop ends when an agent takes the call, which no flow shows."""
        answered = f"{self.prefix}answered"
        if answered not in steps.steps:
            steps.begin(answered, "elsewhere", span)
        steps.join(name, answered, "always", span)

    def _answers(self, block: Block) -> tuple[tuple[Way, ...], list[Block]]:
        """The ways of a block, those of one that only stores what was entered being what decides on it next; with them
        the blocks that are passed over so."""
        if block.part not in ("ask", "bot") or any(way.trigger in ("option", "intent") for way in block.ways):
            return block.ways, []
        passed = self._decision(block)
        chosen: Trigger = "option" if block.part == "ask" else "intent"
        options = [Way(chosen, way.target, way.span, way.label) for way in passed[-1].ways if way.label] if passed else []
        if not options or (block.part == "ask" and not all(KEY.fullmatch(way.label) for way in options)):
            return block.ways, []
        others = [Way("no-match", way.target, way.span) for way in passed[-1].ways if not way.label]
        own = [way for way in block.ways if way.trigger != "always"]
        return (*options, *others, *own), passed

    def _decision(self, block: Block) -> list[Block]:
        """The blocks up to the one that decides on what was entered, when nothing is said before."""
        passed: list[Block] = []
        for _ in range(_MOST_HOPS):
            onward = {way.target for way in block.ways if way.trigger == "always"}
            found = self.by_id.get(onward.pop()) if len(onward) == 1 else None
            if found is None or found.says or found.unheard or found.part not in ("decide", "pass"):
                break
            passed.append(found)
            if found.decides:
                return passed
            block = found
        return []

    def _kind(self, block: Block, ways: tuple[Way, ...]) -> NodeKind:
        """A menu is what takes keys to choose by, or a question that names the answers that lead on."""
        if block.part not in ("ask", "bot"):
            return _KINDS.get(block.part, "say")
        labels = [way.label for way in ways if way.trigger in ("option", "intent")]
        if block.part == "ask" and labels:
            return "menu"
        said = " ".join(passage.text for passage in block.says)
        return "menu" if sum(mentions(label, said) is not None for label in dict.fromkeys(labels)) > 1 else "ask"
