"""The editor server, asked by a real client over real pipes: what an editor sees while somebody writes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from click.testing import CliRunner
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from servicelint.cli import cli

COMMAND = [sys.executable, "-m", "servicelint", "lsp"]
SECONDS = 30
"""After so long without the expected answer a test fails; it asserts no speed."""
POLICY = "per our policy"
REFUSAL = f"{POLICY} we cannot refund you, but we can change the date."
SCRIPT = "servicelint: 1\nchannel: chat\nlanguage: en\nnodes:\n  refused:\n    kind: end\n"


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND, server_env=dict(os.environ)))
async def client(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:  # type: ignore[misc]
    """A client that speaks as VS Code does, with one folder open. `watched` is what it shall watch, `told` what it is shown."""
    watched: list[object] = []

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        watched.extend(one.register_options for one in params.registrations)

    told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    def keep(params: types.PublishDiagnosticsParams) -> None:
        lsp_client.diagnostics[params.uri] = params.diagnostics
        told.put_nowait(params)

    lsp_client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = keep
    lsp_client.watched, lsp_client.told = watched, told  # type: ignore[attr-defined]
    await lsp_client.initialize_session(
        types.InitializeParams(client_capabilities("visual-studio-code"), root_uri=tmp_path.as_uri(), locale="en-GB")
    )
    yield
    await lsp_client.shutdown_session()


def uri(path: Path) -> str:
    return path.as_uri()


async def found(client: LanguageClient, address: str, version: int | None = None) -> Sequence[types.Diagnostic]:
    """The diagnostics of a file that come next, of that version where one is given."""
    async with asyncio.timeout(SECONDS):
        while True:
            told = await client.told.get()  # type: ignore[attr-defined]
            if told.uri == address and version in (None, told.version):
                return list(told.diagnostics)


async def opened(client: LanguageClient, path: Path, text: str, language: str = "plaintext") -> Sequence[types.Diagnostic]:
    """Opens a text under a path and waits for what is found in it."""
    item = types.TextDocumentItem(uri(path), language, 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return await found(client, uri(path), 1)


async def typed(client: LanguageClient, path: Path, version: int, *changes: tuple[types.Range | None, str]) -> Any:
    """Changes an open text (a range, or None for all of it) and waits for what is found then."""
    made = [
        types.TextDocumentContentChangePartial(place, text) if place else types.TextDocumentContentChangeWholeDocument(text)
        for place, text in changes
    ]
    named = types.VersionedTextDocumentIdentifier(version, uri(path))
    client.text_document_did_change(types.DidChangeTextDocumentParams(named, made))
    return await found(client, uri(path), version)


def place(line: int, start: int, end: int) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, end))


def rules(diagnostics: Sequence[types.Diagnostic]) -> list[str]:
    return [str(one.code) for one in diagnostics]


def after(text: str, edits: Sequence[types.TextEdit]) -> str:
    """The text with edits made, as an editor makes them: places are in UTF-16 units."""
    lines = text.splitlines(keepends=True) or [""]
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]

    def offset(position: types.Position) -> int:
        line = lines[position.line] if position.line < len(lines) else ""
        units = line.encode("utf-16-le")[: position.character * 2]
        return starts[min(position.line, len(lines))] + len(units.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


async def offered(client: LanguageClient, path: Path, where: types.Range, *only: str) -> list[types.CodeAction]:
    """The code actions at a place."""
    context = types.CodeActionContext([], only=list(only) or None)
    asked = types.CodeActionParams(types.TextDocumentIdentifier(uri(path)), where, context)
    return [one for one in await client.text_document_code_action_async(asked) or [] if isinstance(one, types.CodeAction)]


def edits_of(action: types.CodeAction) -> dict[str, Sequence[types.TextEdit]]:
    """What an action changes, by file."""
    assert action.edit is not None
    changes: dict[str, Sequence[types.TextEdit]] = dict(action.edit.changes or {})
    for change in action.edit.document_changes or []:
        if isinstance(change, types.TextDocumentEdit):
            changes[change.text_document.uri] = [edit for edit in change.edits if isinstance(edit, types.TextEdit)]
    return changes


@pytest.mark.asyncio
async def test_findings_stand_where_an_editor_counts_them(client: LanguageClient, tmp_path: Path) -> None:
    told = await opened(client, tmp_path / "a.txt", f"Dear Anna,\r\n\r\n🎉🎉 {REFUSAL}\r\n")
    (one,) = [one for one in told if one.code == "policy-wording"]
    assert one.range == place(2, 5, 5 + len(POLICY))
    assert (one.severity, one.source) == (types.DiagnosticSeverity.Error, "servicelint")
    assert POLICY in one.message


@pytest.mark.asyncio
async def test_what_is_typed_is_looked_at_at_once_and_closing_takes_it_away(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert await opened(client, path, "🎉 Your parcel is here.\r\nGoodbye.\r\n") == []
    told = await typed(client, path, 2, (place(0, 2, 2), f" {POLICY},"))
    assert [(one.code, one.range) for one in told] == [("policy-wording", place(0, 3, 3 + len(POLICY)))]
    told = await typed(client, path, 3, (place(1, 0, 0), "ö\r\n"), (place(0, 3, 3 + len(POLICY)), "so"))
    assert told == []
    assert rules(await typed(client, path, 4, (None, f"{REFUSAL}"))) == ["policy-wording"]
    client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri(path))))
    assert await found(client, uri(path)) == []


@pytest.mark.asyncio
async def test_a_line_separator_ends_no_line_of_an_editor(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    await opened(client, path, "One\u2028two\x0cthree\nfour\n")
    told = await typed(client, path, 2, (place(1, 0, 4), f"Sorry, {POLICY}, we cannot do it."))
    assert [one.range for one in told if one.code == "policy-wording"] == [place(1, 7, 7 + len(POLICY))]


@pytest.mark.parametrize(
    ("name", "text", "rule", "where"),
    [
        ("ro.txt", "Bună ziua,\n\nconform politicii noastre nu vă putem rambursa biletul.\n", "policy-wording", 2),
        ("ru.txt", "Здравствуйте, Анна!\n\nСогласно нашей политике мы не возвращаем деньги за билет.\n", "policy-wording", 2),
    ],
)
@pytest.mark.asyncio
async def test_copy_in_other_letters_is_read(
    client: LanguageClient, tmp_path: Path, name: str, text: str, rule: str, where: int
) -> None:
    told = await opened(client, tmp_path / name, text)
    assert (rule, where) in [(one.code, one.range.start.line) for one in told]


@pytest.mark.asyncio
async def test_what_is_no_copy_is_met_with_silence(client: LanguageClient, tmp_path: Path) -> None:
    assert await opened(client, tmp_path / "a.py", f'print("{POLICY} we cannot refund you")\n', "python") == []
    assert await opened(client, tmp_path / "b.bin", "\x00\x01", "binary") == []
    assert await opened(client, tmp_path / "c.txt", "") == []


@pytest.mark.asyncio
async def test_hovering_shows_the_rules_page(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    await opened(client, path, f"🎉 {REFUSAL}\n")
    named = types.TextDocumentIdentifier(uri(path))
    page = await client.text_document_hover_async(types.HoverParams(named, types.Position(0, 5)))
    assert page is not None
    assert isinstance(page.contents, types.MarkupContent)
    assert page.contents.kind == types.MarkupKind.Markdown
    assert page.contents.value.startswith("# policy-wording")
    assert page.range == place(0, 3, 3 + len(POLICY))
    assert await client.text_document_hover_async(types.HoverParams(named, types.Position(0, 60))) is None


@pytest.mark.asyncio
async def test_a_quick_fix_gives_clean_text(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "chat.md"
    text = "**Customer:** 🎉 Thanks a lot!\n**Agent:** Sure thing!\n"
    (one,) = await opened(client, path, text, "markdown")
    fix, allow = await offered(client, path, one.range, "quickfix")
    assert fix.kind == types.CodeActionKind.QuickFix
    fixed = after(text, edits_of(fix)[uri(path)])
    assert "Sure thing" not in fixed
    assert await typed(client, path, 2, (None, fixed)) == []
    assert "allow" in allow.title.lower()


@pytest.mark.asyncio
async def test_safe_fixes_are_preferred_and_others_ask_to_be_checked(client: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "servicelint.yaml").write_text(
        "say: [{instead-of: log in, use: sign in}]\nfiles: [{path: ivr/*, channel: voice}]\n", encoding="utf-8"
    )
    (tmp_path / "ivr").mkdir()
    text = "Please log in first.\n"
    for path, safe in ((tmp_path / "mail.txt", True), (tmp_path / "ivr" / "welcome.txt", False)):
        (one,) = [one for one in await opened(client, path, text) if one.code == "unapproved-word"]
        fix = (await offered(client, path, one.range, "quickfix"))[0]
        assert bool(fix.is_preferred) is safe
        assert fix.title.endswith("(please check it)") is not safe
        assert after(text, edits_of(fix)[uri(path)]) == "Please sign in first.\n"


@pytest.mark.asyncio
async def test_all_safe_fixes_are_made_at_once(client: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "servicelint.yaml").write_text("say: [{instead-of: log in, use: sign in}]\n", encoding="utf-8")
    path, text = tmp_path / "a.txt", "Log in, 🎉 then log in.\r\nLog in again.\r\n"
    await opened(client, path, text)
    (action,) = await offered(client, path, place(0, 0, 0), "source.fixAll")
    assert action.kind == "source.fixAll.servicelint"
    assert after(text, edits_of(action)[uri(path)]) == "Sign in, 🎉 then sign in.\r\nSign in again.\r\n"
    assert await offered(client, path, place(0, 0, 0), "refactor") == []


@pytest.mark.parametrize(
    ("name", "text", "comment"),
    [
        ("a.html", f"<html><body>\n  <p>{REFUSAL}</p>\n</body></html>\n", "  <!-- servicelint: allow"),
        ("a.yaml", f"{SCRIPT}    say: {REFUSAL}\n", "    # servicelint: allow"),
        ("b.yaml", f"{SCRIPT}    say: |\n      Hello.\n      {REFUSAL}\n", "    # servicelint: allow"),
    ],
)
@pytest.mark.asyncio
async def test_allowing_writes_a_comment_and_leaves_the_copy(
    client: LanguageClient, tmp_path: Path, name: str, text: str, comment: str
) -> None:
    path = tmp_path / name
    (one,) = [one for one in await opened(client, path, text) if one.code == "policy-wording"]
    allow = (await offered(client, path, one.range, "quickfix"))[-1]
    changed = after(text, edits_of(allow)[uri(path)])
    (line,) = [line for line in changed.splitlines() if "servicelint: allow" in line]
    assert line.startswith(f"{comment} policy-wording: ")
    assert changed.replace(f"{line}\n", "") == text


@pytest.mark.asyncio
async def test_what_bears_no_comment_is_allowed_in_the_configuration(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "reply.txt"
    (one,) = await opened(client, path, f"{REFUSAL}\n")
    allow = (await offered(client, path, one.range, "quickfix"))[-1]
    assert "servicelint.yaml" in allow.title
    (edits,) = [own for address, own in edits_of(allow).items() if address.endswith("servicelint.yaml")]
    assert after("", edits) == 'allow:\n  - {rules: policy-wording, path: "reply.txt", words: "per our policy", reason: ""}\n'


@pytest.mark.asyncio
async def test_menus_show_their_figures(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "menu.yaml"
    text = (
        "servicelint: 1\nchannel: voice\nlanguage: en\nmenus:\n  main:\n    prompt: Welcome to the ferry.\n    options:\n"
        '      - {key: 1, say: "For tickets, press 1.", go: tickets}\n      - {key: 0, say: "For us, press 0.", go: human}\n'
        "  tickets:\n    prompt: Tickets.\n    options:\n"
        '      - {key: 1, say: "To buy one, press 1.", go: end}\n      - {key: 2, say: "To change one, press 2.", go: end}\n'
        '      - {key: 0, say: "For a person, press 0.", go: human}\n'
    )
    await opened(client, path, text, "yaml")
    shown = await client.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri(path))))
    titles = [(lens.range.start.line, lens.command.title) for lens in shown or [] if lens.command]
    assert [(line, title.split(", ")[:2]) for line, title in titles] == [
        (4, ["depth 1", "2 options"]),
        (9, ["depth 2", "3 options"]),
    ]


@pytest.mark.asyncio
async def test_a_mistake_in_the_configuration_is_shown_where_it_stands(client: LanguageClient, tmp_path: Path) -> None:
    config, path = tmp_path / "servicelint.yaml", tmp_path / "a.txt"
    config.write_text("language: en\nignored: [menu-depth]\n", encoding="utf-8")
    item = types.TextDocumentItem(uri(path), "plaintext", 1, f"{REFUSAL}\n")
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    (mistake,) = await found(client, uri(config))
    assert mistake.range.start == types.Position(1, 0)
    assert "did you mean “ignore”?" in mistake.message
    async with asyncio.timeout(SECONDS):
        while not client.messages:
            await client.wait_for_notification(types.WINDOW_SHOW_MESSAGE)
    assert "servicelint.yaml:2:1" in client.messages[0].message
    config.write_text("language: en\nignore: [menu-depth]\n", encoding="utf-8")
    event = types.FileEvent(uri(config), types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await found(client, uri(config)) == []
    assert rules(client.diagnostics[uri(path)]) == ["policy-wording"]


@pytest.mark.asyncio
async def test_a_configuration_is_checked_while_it_is_written(client: LanguageClient, tmp_path: Path) -> None:
    config = tmp_path / "servicelint.yaml"
    config.write_text("language: en\n", encoding="utf-8")
    assert await opened(client, config, "language: en\n", "yaml") == []
    named = types.VersionedTextDocumentIdentifier(2, uri(config))
    change = types.TextDocumentContentChangePartial(place(0, 0, 8), "langage")
    client.text_document_did_change(types.DidChangeTextDocumentParams(named, [change]))
    async with asyncio.timeout(SECONDS):
        while not (told := await found(client, uri(config))):
            pass
    assert [(one.range.start, one.code) for one in told] == [(types.Position(0, 0), "configuration")]


@pytest.mark.asyncio
async def test_the_editor_is_asked_to_watch_settings_and_rules(client: LanguageClient, tmp_path: Path) -> None:
    await opened(client, tmp_path / "a.txt", "Hello.\n")
    assert "**/*.{yaml,yml}" in str(client.watched)  # type: ignore[attr-defined]


@pytest.mark.asyncio
async def test_a_rule_that_is_set_off_goes_away_everywhere(client: LanguageClient, tmp_path: Path) -> None:
    config, path = tmp_path / "servicelint.yaml", tmp_path / "a.txt"
    assert rules(await opened(client, path, f"{REFUSAL}\n")) == ["policy-wording"]
    config.write_text("ignore: [policy-wording]\n", encoding="utf-8")
    event = types.FileEvent(uri(config), types.FileChangeType.Created)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    assert await found(client, uri(path)) == []


@pytest.mark.asyncio
async def test_the_other_files_of_a_bot_are_read_as_they_are_in_the_editor(client: LanguageClient, tmp_path: Path) -> None:
    """What a training phrase says decides what an answer answers; both may be open and unsaved."""
    domain, nlu = tmp_path / "domain.yml", tmp_path / "nlu.yml"
    stories = tmp_path / "rules.yml"
    stories.write_text(
        'version: "3.1"\nrules:\n- rule: thanks\n  steps:\n  - intent: ask\n  - action: utter_ask\n', encoding="utf-8"
    )
    domain.write_text('version: "3.1"\nintents: [ask]\nresponses:\n  utter_ask:\n  - text: "Sure thing!"\n', encoding="utf-8")
    nlu.write_text(
        'version: "3.1"\nnlu:\n- intent: ask\n  examples: |\n    - where is it\n    - is it here\n', encoding="utf-8"
    )
    assert "sure-reply" not in rules(await opened(client, domain, domain.read_text(encoding="utf-8"), "yaml"))
    await opened(client, nlu, nlu.read_text(encoding="utf-8"), "yaml")
    named = types.VersionedTextDocumentIdentifier(2, uri(nlu))
    text = nlu.read_text(encoding="utf-8").replace("where is it", "thank you").replace("is it here", "thanks a lot")
    change = types.TextDocumentContentChangeWholeDocument(text)
    client.text_document_did_change(types.DidChangeTextDocumentParams(named, [change]))
    async with asyncio.timeout(SECONDS):
        while "sure-reply" not in rules(await found(client, uri(domain))):
            pass


def test_without_its_package_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygls", None)
    told = CliRunner().invoke(cli, ["lsp"])
    assert told.exit_code == 2
    assert 'python -m pip install "servicelint[lsp]"' in told.output


def test_the_help_names_the_page_about_editors() -> None:
    told = CliRunner().invoke(cli, ["lsp", "--help"])
    assert told.exit_code == 0
    assert "docs/editors.md" in told.output


def test_an_editor_that_goes_away_takes_the_server_with_it() -> None:
    done = subprocess.run(COMMAND, input=b"", capture_output=True, timeout=SECONDS, check=False)
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
