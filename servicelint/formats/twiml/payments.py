"""The prompts of <Pay>: what is asked one after the other, and what a caller hears who was silent or mistaken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Protocol

from servicelint.formats.twiml.words import Words
from servicelint.model import NodeKind, Trigger
from servicelint.syntax.steps import Step, Steps
from servicelint.syntax.xml import Element

_PROCESSING = "payment-processing"


class Call(Protocol):
    """What of a call a payment needs."""

    words: Words
    steps: Steps
    at: Step | None
    over: bool

    def step(self, element: Element, kind: NodeKind, name: str = "") -> Step: ...

    def address(self, element: Element, default: str = "") -> str: ...


def follow(call: Call, element: Element) -> None:
    """The steps of a payment: a question for each datum, with what is said after silence or a wrong entry."""
    prompts = element.elements("Prompt")
    if not prompts:
        call.step(element, "ask")
    for name, group in groupby(sorted(_firsts(prompts), key=lambda pair: pair[0]), key=lambda pair: pair[0][1]):
        for _, prompt in group:
            step = call.step(prompt, "say" if name == _PROCESSING else "ask")
            _speak(call, step, prompt)
            for again in prompts:
                if _retries(again) and _same(again, prompt):
                    _retry(call, step, again)
    if goes := call.address(element):
        at = call.at
        if at is not None:
            call.steps.join(at.id, goes, "always", at.span)
        call.over = True


def _firsts(prompts: tuple[Element, ...]) -> Iterator[tuple[tuple[int, str], Element]]:
    """The prompts that ask first, in the order in which their data are asked for."""
    order = {name: number for number, name in enumerate(dict.fromkeys(_datum(prompt) for prompt in prompts))}
    for prompt in prompts:
        if not _retries(prompt):
            yield (order[_datum(prompt)], _datum(prompt)), prompt


def _retry(call: Call, step: Step, prompt: Element) -> None:
    """What is said after a failed attempt, and the way back to the question."""
    span = call.words.place(prompt.tag)
    again = call.steps.begin(f"Prompt:{span.line}", "say", span)
    _speak(call, again, prompt)
    kinds = prompt.get("errorType").split() or ["attempt"]
    triggers: dict[Trigger, None] = dict.fromkeys("no-input" if kind == "timeout" else "no-match" for kind in kinds)
    for trigger in triggers:
        call.steps.join(step.id, again.id, trigger, span)
    call.steps.join(again.id, step.id, "always", span)


def _speak(call: Call, step: Step, prompt: Element) -> None:
    passages = tuple([found for say in prompt.elements("Say") for found in call.words.spoken(say)])
    step.says = [passages] if passages else []
    step.unheard = bool(prompt.elements("Play")) and not passages


def _datum(prompt: Element) -> str:
    return prompt.get("for")


def _retries(prompt: Element) -> bool:
    """Whether it speaks after a failed attempt only."""
    attempts = prompt.get("attempt").split()
    return bool(prompt.get("errorType")) or bool(attempts and "1" not in attempts)


def _same(again: Element, first: Element) -> bool:
    """Whether a prompt speaks after this question failed: the same datum, of a card that both are for."""
    cards, others = set(again.get("cardType").split()), set(first.get("cardType").split())
    return _datum(again) == _datum(first) and (not cards or not others or bool(cards & others))
