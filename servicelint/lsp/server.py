"""What the editor asks and tells, handed on to the session; the only room that knows the protocol's messages.

The editor waits for the answer to its first message: what lints is loaded behind that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from servicelint import __version__
from servicelint.lsp import FIX_ALL, NAME

if TYPE_CHECKING:
    from servicelint.lsp.session import Session

WATCHED = "**/*.{yaml,yml}"
"""Configurations and rules; a glob as editors know them."""


def make() -> LanguageServer:
    """A server that waits for its editor."""
    server = LanguageServer(NAME, __version__, types.TextDocumentSyncKind.Incremental)
    first: list[types.InitializeParams] = []

    @cache
    def session() -> Session:
        from servicelint.lsp.session import Session

        return Session(server, first[0])

    _life(server, session, first)
    _texts(server, session)
    _questions(server, session)
    return server


def serve() -> None:
    """Speaks with the editor by standard input and output, until it says goodbye. Nothing else may write there."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    make().start_io(sys.stdin.buffer, out)


def _life(server: LanguageServer, session: Callable[[], Session], first: list[types.InitializeParams]) -> None:
    @server.feature(types.INITIALIZE)
    def begin(params: types.InitializeParams) -> None:
        first[:] = [params]

    @server.feature(types.INITIALIZED)
    def began(_: types.InitializedParams) -> None:
        session().warm()
        if session().watches:
            watch = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED)])
            wish = types.Registration("servicelint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, watch)
            server.client_register_capability(types.RegistrationParams([wish]))

    @server.feature(types.SHUTDOWN)
    def end(*_: object) -> None:
        session().end()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files(_: types.DidChangeWatchedFilesParams) -> None:
        session().check_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def settings(_: types.DidChangeConfigurationParams) -> None:
        session().check_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(_: types.DidChangeWorkspaceFoldersParams) -> None:
        session().check_all()


def _texts(server: LanguageServer, session: Callable[[], Session]) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        session().open(params.text_document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        session().change(params.text_document.uri, params.text_document.version, list(params.content_changes))

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(_: types.DidSaveTextDocumentParams) -> None:
        session().check_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session().close(params.text_document.uri)

    for method in (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE):
        del server.protocol.fm.builtin_features[method]  # these keep the text in pygls' own way, see buffers


def _questions(server: LanguageServer, session: Callable[[], Session]) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def page(params: types.HoverParams) -> types.Hover | None:
        from servicelint.lsp.diagnostics import hover

        checked = await session().checked(params.text_document.uri)
        return hover(checked, params.position, session().encoding, session().markdown) if checked else None

    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    async def offers(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        from servicelint.lsp.actions import actions

        checked = await session().checked(params.text_document.uri)
        return await session().at_desk(actions, checked, params, session().desk, session().client) if checked else None

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions())
    async def figures(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        from servicelint.lsp.lenses import lenses

        checked = await session().checked(params.text_document.uri)
        if checked is None or checked.document is None or checked.setup.linter is None:
            return None
        return lenses(checked.document, checked.buffer.source, checked.setup.linter.ui, session().encoding)
