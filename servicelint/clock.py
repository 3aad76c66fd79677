"""How long each rule takes. Knows no rule; the linter tells it which one is at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from servicelint.model import Finding, Hit


@dataclass
class Clock:
    """Takes the time of each rule, in seconds. A rule that is the first to look for an act pays for those after it."""

    seconds: dict[str, float] = field(default_factory=dict)
    whole: float = 0.0
    _since: float = 0.0

    def __enter__(self) -> None:
        self._since = perf_counter()

    def __exit__(self, *_: object) -> None:
        self.whole += perf_counter() - self._since

    def timed(self, rule: str, hits: Iterator[Hit]) -> Iterator[Hit]:
        """The hits as they come, the time of their making noted under the rule."""
        while True:
            start = perf_counter()
            hit = next(hits, None)
            self.seconds[rule] = self.seconds.get(rule, 0.0) + perf_counter() - start
            if hit is None:
                return
            yield hit

    def table(self, findings: Iterable[Finding]) -> Iterator[str]:
        """A line a rule, the slowest first, and what is left: making texts ready and looking at their words."""
        counts = Counter(finding.rule for finding in findings)
        own = sorted(self.seconds.items(), key=lambda item: (-item[1], item[0]))
        rest = self.whole - sum(self.seconds.values())
        longest = max(map(len, (*self.seconds, "(making ready)")))
        yield f"{'rule':{longest}}  {'ms':>8}  {'share':>5}  findings"
        for rule, seconds in [*own, ("(making ready)", rest)]:
            share = seconds / self.whole if self.whole else 0.0
            yield f"{rule:{longest}}  {1000 * seconds:8.1f}  {share:5.0%}  {counts[rule] or ''}".rstrip()
