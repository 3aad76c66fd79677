"""One object a finding, each on a line of its own, with the keys of the JSON report: for streams, `jq` and data frames.

Everything outside ASCII is escaped: the output survives every encoding and lone surrogates.
"""

from __future__ import annotations

import json
from typing import TextIO

from servicelint.reports import Run, Style, fields

NAME = "jsonl"


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes a line for each finding; a clean run writes nothing."""
    for finding in run.findings:
        out.write(json.dumps(fields(finding, run.owners.get(finding.path, ""))) + "\n")
