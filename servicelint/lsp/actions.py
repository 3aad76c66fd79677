"""What an editor offers to do about findings: fix one, allow one, make all the safe fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from servicelint.config import NAMES
from servicelint.lsp import FIX_ALL, allow
from servicelint.lsp.buffers import uri_of
from servicelint.lsp.desk import Checked, Desk
from servicelint.lsp.diagnostics import diagnostic, findings_at
from servicelint.lsp.places import offset, span_range
from servicelint.lsp.words import say
from servicelint.model import Edit, Finding, Source, Span

QUICK = str(types.CodeActionKind.QuickFix.value)
Action = types.CodeAction


@dataclass(frozen=True)
class Client:
    """What the editor at the other end counts in and can do. `text` is what stands in a file, `uri` its address,
    `home` the folder where a first configuration would go."""

    encoding: str
    text: Callable[[Path], str]
    uri: Callable[[str], str]
    home: Path | None
    versioned: bool = False
    creates: bool = False


def actions(checked: Checked, params: types.CodeActionParams, desk: Desk, client: Client) -> list[Action]:
    """What is offered at a place, of the kinds that are asked for."""
    only = params.context.only
    source = checked.buffer.source
    start, end = (offset(source, at, client.encoding) for at in (params.range.start, params.range.end))
    found: list[Action] = []
    if checked.document is None:
        return found
    if _wanted(only, QUICK):
        for finding in findings_at(checked, Span(source, start, end)):
            found += _about(finding, checked, desk, client)
    if _wanted(only, FIX_ALL):
        found += _fix_all(checked, desk, client)
    return found


def _wanted(only: Sequence[str | types.CodeActionKind] | None, kind: str) -> bool:
    """Whether a kind, or one that it belongs to, is asked for."""
    asked = [one.value if isinstance(one, types.CodeActionKind) else one for one in only or ()]
    return not asked or any(kind == one or kind.startswith(f"{one}.") or not one for one in asked)


def _about(finding: Finding, checked: Checked, desk: Desk, client: Client) -> Iterator[Action]:
    ui = checked.setup.linter.ui if checked.setup.linter else "en"
    shown = [diagnostic(finding, checked, client.encoding, client.uri)]
    if finding.fix:
        safe = finding.fix.safe
        title = finding.fix.title if safe else say(ui, "unsafe", title=finding.fix.title)
        edit = _edit(finding.fix.edits, checked, client)
        yield Action(title, types.CodeActionKind.QuickFix, shown, is_preferred=safe or None, edit=edit)
    comment = allow.comment(finding, checked, desk)
    if comment:
        title, edit = say(ui, "allow", rule=finding.rule), _insert(comment, checked, client)
    else:
        offered = _entry(finding, checked, client)
        if offered is None:
            return
        title, edit = say(ui, "allow-entry", rule=finding.rule, file=offered[0]), offered[1]
    yield Action(title, types.CodeActionKind.QuickFix, shown, edit=edit)


def _entry(finding: Finding, checked: Checked, client: Client) -> tuple[str, types.WorkspaceEdit] | None:
    """The name of the configuration, and an entry in it; a first one is made where the editor can do that."""
    file = checked.setup.config.path
    if file is None and (client.home is None or not client.creates):
        return None
    path = file.absolute() if file else (client.home or Path()) / NAMES[0]
    insertion = allow.entry(finding, Source(path.as_posix(), client.text(path) if file else ""))
    if insertion is None:
        return None
    if file:
        return path.name, _insert(insertion, checked, client)
    start = types.Position(0, 0)
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri_of(path))
    made = types.CreateFile(uri_of(path), options=types.CreateFileOptions(ignore_if_exists=True))
    text = types.TextDocumentEdit(identifier, [types.TextEdit(types.Range(start, start), insertion.text)])
    return path.name, types.WorkspaceEdit(document_changes=[made, text])


def _fix_all(checked: Checked, desk: Desk, client: Client) -> Iterator[Action]:
    """All safe fixes, made until none is left, as the command line makes them."""
    source, mended = checked.buffer.source, desk.mend(checked)
    text = mended.texts.get(source) if mended else None
    if mended is None or text is None:
        return
    once = [edit for finding in mended.rounds[0] if finding.fix for edit in finding.fix.edits]
    alone = len(mended.rounds) == 1 and all(edit.span.source is source for edit in once)
    whole = [Edit(Span(source, 0, len(source.text)), text)]
    ui = checked.setup.linter.ui if checked.setup.linter else "en"
    yield Action(say(ui, "fix-all"), FIX_ALL, edit=_edit(once if alone else whole, checked, client))


def _insert(insertion: allow.Insertion, checked: Checked, client: Client) -> types.WorkspaceEdit:
    place = Span(insertion.source, insertion.at, insertion.at)
    return _edit([Edit(place, insertion.text)], checked, client)


def _edit(edits: Iterable[Edit], checked: Checked, client: Client) -> types.WorkspaceEdit:
    """Changes as the editor makes them, file by file."""
    by_file: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        written = types.TextEdit(span_range(edit.span, client.encoding), edit.text)
        by_file.setdefault(client.uri(edit.span.source.path), []).append(written)
    if not client.versioned:
        return types.WorkspaceEdit(changes=by_file)
    versions = {checked.buffer.uri: checked.buffer.version}
    documents = [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, versions.get(uri)), made)
        for uri, made in by_file.items()
    ]
    return types.WorkspaceEdit(document_changes=documents)
