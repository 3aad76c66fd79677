"""How long all flow rules take on a large flow, in how much memory, and how both grow.

    python benchmarks/flows.py [NODES …]      default: 1000 10000

Each size is linted as `check` lints it, in a process of its own: processor seconds (other work on the machine does not
count), the median of several runs, and the greatest memory. A flow has three edges a node: menus in menus, retries, returns,
ways to people, ends and places that no way leads to.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
from itertools import accumulate
from time import process_time

from servicelint.config import Config, choose
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Bundle, Document, Edge, Flow, Message, Node, Passage, Piece, Source, Span
from servicelint.model.flow import NodeKind, Trigger
from servicelint.run import calm

RUNS = 9
EDGES = 3
KINDS: tuple[NodeKind, ...] = ("menu", "menu", "menu", "say", "say", "say", "ask", "human", "elsewhere", "end")
FAILURES: tuple[Trigger, ...] = ("no-input", "no-match", "error")
TEXT = "Welcome. For orders, press 1. For returns, press 2. Please enter your account number. We did not hear you."


def flow(size: int, run: int = 0) -> Document:
    """A document with one flow of so many nodes, drawn with a fixed seed; each run says something else, since texts that
    were just read are remembered."""
    chance = random.Random(size)
    told = [f"{TEXT} This is place {number} of {run}." for number in range(size)]
    source = Source("flow", "\n".join(told))
    starts = [0, *accumulate(len(text) + 1 for text in told)]
    kinds: list[NodeKind] = ["menu", *chance.choices(KINDS, k=size - 1)]
    names = [f"n{number}" for number in range(size)]
    nodes, messages = [], []
    for number, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        place = Span(source, starts[number], starts[number] + 1)
        says = (name,) if kind != "end" else ()
        nodes.append(Node(name, kind, place, says, ("1", "2") if kind == "menu" else (), timeout=5.0))
        passage = Passage(
            name, (Piece(told[number], Span(source, starts[number], starts[number] + len(told[number]))),), "prompt", "en"
        )
        messages.append(Message(name, "company", "voice", (passage,), name, bot=True))
    edges = [edge for number in range(size) for edge in _leaving(number, kinds, chance, source)]
    made = Flow("large", "n0", tuple(nodes), tuple(edges))
    return Document(Bundle((source,)), "script", tuple(messages), (made,))


def _leaving(number: int, kinds: list[NodeKind], chance: random.Random, source: Source) -> list[Edge]:
    """Three ways that leave a node: mostly onward to a near one, sometimes back, sometimes far."""
    size, found = len(kinds), []
    for index in range(EDGES):
        far = chance.random()
        target = (number * 2 + index + 1) if far < 0.5 else chance.randrange(size) if far < 0.8 else number - index - 1
        place = Span(source, number, number + 1)
        waits = kinds[number] in ("menu", "ask")
        trigger: Trigger = (
            "option" if waits and index < 2 else FAILURES[index] if waits else ("always", "condition", "error")[index]
        )
        label = str(index + 1) if trigger == "option" else ""
        found.append(Edge(f"n{number}", f"n{target % size}", trigger, place, label))
    return found


def measure(size: int) -> None:
    """Prints seconds and megabytes for one size."""
    library = built_in()
    rules = tuple([rule for rule in choose(library, Config(), ["all"]) if rule.scope == "flow"])
    linter = Linter(library, rules)
    linter.lint(flow(50))  # loads kinds and packs
    calm()
    times = []
    for run in range(RUNS):
        document = flow(size, run)
        start = process_time()
        found = linter.lint(document)
        times.append(process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size} {EDGES * size} {len(rules)} {len(found)} {statistics.median(times)} {peak}")


def main(sizes: list[int]) -> None:
    print("  nodes   edges  rules  findings   seconds      MB")
    took = []
    for size in sizes:
        told = subprocess.run([sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True)
        nodes, edges, rules, found, seconds, peak = told.stdout.split()
        took.append(float(seconds))
        print(f"{nodes:>7} {edges:>7} {rules:>6} {found:>9} {float(seconds):9.3f} {float(peak):7.0f}")
    if len(took) > 1:
        print(f"growth from the first to the last: {took[-1] / took[0]:.1f}-fold")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
