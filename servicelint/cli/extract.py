"""`servicelint extract`: the copy as the customer hears or reads it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from servicelint import config as settings
from servicelint import signoff
from servicelint.cli import FINDINGS
from servicelint.cli.options import configuration, discovered, file_options, style, ui_language
from servicelint.config import Config
from servicelint.discover import Wish
from servicelint.flows.graph import Graph, graphs
from servicelint.flows.metrics import menus, metrics
from servicelint.language import Detector
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Document, Message, Passage
from servicelint.rendered import lines
from servicelint.run import read
from servicelint.terminal import clean


@click.command("extract", short_help="Show what the customer hears or reads, with its places.")
@click.option(
    "--format", "kind", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True, help="How it is written."
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="With csv: write the table to this file.")
@click.option("--separator", type=click.Choice(list(signoff.SEPARATORS)), default="comma", help="With csv: what parts cells.")
@click.option("--findings", "found", is_flag=True, help="With csv: what is found in each passage, in a last column.")
@click.option("--rendered", is_flag=True, help="Each message as the customer reads it, branch by branch, slots set off.")
@file_options
def command(
    paths: tuple[Path, ...], stdin_filename: str, input_format: str | None, language: str | None, config_path: Path | None,
    kind: str, output: Path | None, separator: str, found: bool, rendered: bool,
) -> int:  # fmt: skip
    """Show what the customer hears or reads in files and folders, as it was understood, with its places.

    With --rendered, each message is shown as the customer reads it, once for each way its branches are read.
    """
    if rendered and kind != "text":
        raise click.UsageError(f"--rendered is for reading and --format {kind} for programs; take one of them.")
    if kind != "csv" and (output or found):
        raise click.UsageError("--output and --findings are for the table; add --format csv.")
    config = configuration(paths, config_path)
    units = discovered(paths, config, Wish(input_format, language), stdin_filename).units
    documents = [read(unit) for unit in units]
    writers = {"json": _json, "text": _rendered if rendered else _text}
    if kind == "csv":
        _csv(documents, config, output, separator, found)
    else:
        writers[kind](documents)
    for document in documents:
        for problem in document.problems:
            line, column = problem.span.source.position(problem.span.start)
            click.echo(f"{problem.span.source.path}:{line}:{column}: {problem.what}", err=True)
    return FINDINGS if any(document.problems for document in documents) else 0


def _json(documents: Iterable[Document]) -> None:
    detector = Detector(built_in())
    shown = [_document(document, detector) for document in documents]
    click.echo(json.dumps({"version": 1, "documents": shown}, ensure_ascii=False, indent=1))


def _document(document: Document, detector: Detector) -> dict[str, Any]:
    language = detector.document(document)
    return {
        "paths": [source.path for source in document.bundle.sources],
        "format": document.format,
        "language": language,
        "messages": [_message(message, language) for message in document.messages],
        "flows": [_flow(graph) for graph in graphs(document)],
    }


def _message(message: Message, language: str) -> dict[str, Any]:
    return {
        "id": message.id,
        "speaker": message.speaker,
        "channel": message.channel,
        "node": message.node,
        "in_reply_to": list(message.in_reply_to),
        "variant": message.variant,
        "passages": [_passage(passage, language) for passage in message.passages],
    }


def _passage(passage: Passage, language: str) -> dict[str, Any]:
    span = passage.span
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {
        "id": passage.id,
        "role": passage.role,
        "language": passage.language or language,
        "text": passage.shown,
        "path": span.source.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _flow(graph: Graph) -> dict[str, Any]:
    flow = graph.flow
    return {
        "id": flow.id,
        "entry": flow.entry,
        "nodes": [
            {"id": node.id, "kind": node.kind, "path": node.span.source.path, "line": node.span.line} for node in flow.nodes
        ],
        "edges": [{"source": edge.source, "target": edge.target, "on": edge.on, "line": edge.span.line} for edge in flow.edges],
        "menus": [asdict(menu) for menu in menus(graph)],
        "metrics": asdict(metrics(graph)),
    }


def _rows(documents: Iterable[Document]) -> Iterator[tuple[Document, Message, Passage]]:
    for document in documents:
        for message in document.messages:
            for passage in message.passages:
                yield document, message, passage


def _csv(documents: Iterable[Document], config: Config, output: Path | None, separator: str, found: bool) -> None:
    """The table for sign-off; a file is written so that spreadsheets read every alphabet."""
    library = settings.library(config, built_in())
    linter = Linter(library, settings.choose(library, config), ui_language(None, config)) if found else None
    read = (signoff.Read(document, linter.lint(document) if linter else None) for document in documents)
    table = io.StringIO(newline="")
    signoff.write(read, table, Detector(library), separator, found)
    if output:
        output.write_bytes((signoff.BOM + table.getvalue()).encode("utf-8"))
    else:
        click.echo(table.getvalue().encode("utf-8"), nl=False)


def _rendered(documents: Iterable[Document]) -> None:
    wanted = style(sys.stdout)
    for document in documents:
        for line in lines(document, wanted):
            sys.stdout.write(f"{line}\n")


def _text(documents: Iterable[Document]) -> None:
    """The path once, then line by line: where it is written, what it is, what it says."""
    wanted = style(sys.stdout)
    last, home = None, ""
    for document, message, passage in _rows(documents):
        if (document.bundle, message) != last:
            variant = f", {message.variant}" if message.variant else ""
            _line(wanted.paint(f"{'' if last is None else chr(10)}{message.id} ({message.speaker}{variant})", bold=True))
            home = ""
        last = (document.bundle, message)
        place = passage.span
        if place.source.path != home:
            home = place.source.path
            _line(wanted.paint(f"  {clean(home)}", dim=True))
        first, *others = [clean(line.strip()) for line in passage.shown.split("\n")]
        role = "" if passage.role == "paragraph" else passage.role
        _line(wanted.paint(f"{place.line:>6}  {role:9} ", dim=True) + first)
        for line in others:
            _line(" " * 18 + line)


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
