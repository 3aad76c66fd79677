"""Where things stand on the page: an id for every finding, file and rule, the same in every run over the same files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from servicelint.model import Finding

_OTHER = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class NodeLink:
    """A node of a picture: its id on the page and what it is called."""

    id: str
    label: str


@dataclass(frozen=True)
class Anchors:
    """The ids of the page: `findings` in the order of the run, `files` and `rules` by name; `nodes` by finding."""

    findings: tuple[str, ...]
    files: Mapping[str, str]
    rules: Mapping[str, str]
    nodes: Mapping[int, tuple[NodeLink, ...]] = field(default_factory=dict)


def anchors(findings: Sequence[Finding], nodes: Mapping[int, tuple[NodeLink, ...]]) -> Anchors:
    """A link to a finding still leads to it after another run: its id is made of its fingerprint."""
    return Anchors(
        tuple(_unique("f", [finding.fingerprint for finding in findings])),
        _named("file", sorted({finding.path for finding in findings})),
        _named("rule", sorted({finding.rule for finding in findings})),
        nodes,
    )


def _named(kind: str, names: Sequence[str]) -> dict[str, str]:
    return dict(zip(names, _unique(kind, names), strict=True))


def _unique(kind: str, names: Iterable[str]) -> list[str]:
    """Ids of plain letters and digits; of equal ones the second gets a number."""
    seen: Counter[str] = Counter()
    ids = []
    for name in names:
        plain = f"{kind}-{_OTHER.sub('-', name).strip('-')}"
        seen[plain] += 1
        ids.append(plain if seen[plain] == 1 else f"{plain}--{seen[plain]}")
    return ids
