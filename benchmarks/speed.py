"""How fast servicelint is, measured side by side in one run: `python benchmarks/speed.py`. Run by hand; asserts nothing.

Starts are medians of whole processes, as multiples of `python -c "import click"`; dialogue is words a second on one core,
with and without the first compilation of phrases. Run it against an installed wheel: a checkout reads its rules from a cache.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from servicelint.discover import Unit
from servicelint.model import Bundle, Source

RUNS = 21
CONVERSATIONS = 2500
FILES = {
    "clean": "Dear Anna,\n\nyour parcel left our house this morning. It is with you tomorrow.\n",
    "a policy": "Dear Anna,\n\nper our policy we cannot refund the tickets you bought.\n",
    "a policy and a promise": "Dear Anna,\n\nper our policy we cannot refund you. Someone will contact you soon.\n",
}
TURNS = (
    ("customer", "Hello, I ordered a lamp last week and it still has not arrived. Could you tell me where it is?"),
    ("agent", "Good morning! I am sorry to hear that. Let me look at your order, one moment please."),
    ("customer", "Of course, the number is 40217. I need it before the weekend, we are moving house."),
    ("agent", "Thank you. Your lamp left our house on Tuesday, and the carrier will bring it tomorrow before noon."),
    ("customer", "That is great to know. Can I also change the phone number on the parcel?"),
    ("agent", "I have changed it for you. The driver now calls the new number half an hour before arriving."),
    ("customer", "Perfect, thank you so much for your help!"),
    ("agent", "You are very welcome. Enjoy the new house, and the light in it!"),
    ("customer", "One more thing, may I send it back if it does not fit?"),
    ("agent", "You have thirty days to send it back, and the label is in the parcel. Someone will contact you soon."),
)


def median(run: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds, the median of several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def side_by_side(commands: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Seconds of whole processes by name, medians; the runs take turns, so that a slow phase of the machine hits all."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=False)
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def starts(folder: Path) -> None:
    """Short files, clean and with findings, beside the import of click."""
    for name, text in FILES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    lint = (sys.executable, "-m", "servicelint", "check", "--no-progress")
    commands: dict[str, Sequence[str]] = {"import click": (sys.executable, "-c", "import click")}
    commands |= {name: (*lint, str(folder / f"{name}.txt")) for name in FILES}
    taken = side_by_side(commands)
    for name, seconds in taken.items():
        print(f"{name:<29} {seconds * 1000:6.0f} ms  {seconds / taken['import click']:.1f}")


def dialogue() -> None:
    """Words of support dialogue a second, parsed and linted with all rules in this process."""
    from servicelint.library import built_in
    from servicelint.lint import Linter
    from servicelint.run import lint_all

    turns = [{"role": role, "text": text} for role, text in TURNS]
    lines = [json.dumps({"id": str(number), "turns": turns}) for number in range(CONVERSATIONS)]
    words = CONVERSATIONS * sum(len(text.split()) for _, text in TURNS)
    linter = Linter(built_in(), tuple(built_in().rules.values()))

    def lint(text: str) -> int:
        return len(lint_all([unit("talk.jsonl", text)], linter)[0].findings)

    def report(name: str, seconds: float, count: int) -> None:
        print(f"{name:<29} {count / seconds:9,.0f} words/s")

    first = median(lambda: lint("\n".join(lines)), runs=1)
    report(f"{words:,} words, first time", first, words)
    report(f"{words:,} words, again", median(lambda: lint("\n".join(lines)), runs=5), words)


def real(paths: Sequence[str]) -> None:
    """Words a second over real JSONL files, where some are named."""
    from servicelint.library import built_in
    from servicelint.lint import Linter
    from servicelint.run import lint_all

    linter = Linter(built_in(), tuple(built_in().rules.values()))
    units = [unit(path, Path(path).read_text(encoding="utf-8")) for path in paths]
    words = sum(_words(line) for own in units for line in own.bundle.sources[0].text.splitlines())
    seconds = median(lambda: lint_all(units, linter), runs=7)
    print(f"{f'{words:,} real words':<29} {words / seconds:9,.0f} words/s")


def unit(path: str, text: str) -> Unit:
    """One file of conversations, ready to be linted."""
    return Unit("conversation", Bundle((Source(path, text),)))


def _words(line: str) -> int:
    """The words that are said in a conversation."""
    return sum(len(turn["text"].split()) for turn in json.loads(line)["turns"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        starts(Path(scratch))
    dialogue()
    if sys.argv[1:]:
        real(sys.argv[1:])
