"""How fast the editor server is, as an editor meets it: `python benchmarks/editor.py`. Run by hand; asserts nothing.

Starts the installed command, speaks the Language Server Protocol with it over pipes, and prints medians: from the start of
the process to its answer to `initialize`, from opening a script to its diagnostics, and from a key pressed in a script of
500 lines to the diagnostics, the pause that the server waits for more keys included. On Linux the server's own work
(processor time) is told beside, since it says more than the clock where a machine is busy.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any, cast

STARTS = 9
KEYS = 41
LINES = 500
CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {"didSave": True, "dynamicRegistration": True},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "codeDescriptionSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}}},
        "codeLens": {},
    },
    "workspace": {"workspaceFolders": True, "workspaceEdit": {"documentChanges": True}},
}


class Editor:
    """The least that an editor is: it starts the server, sends messages and waits for what comes back."""

    def __init__(self, folder: Path) -> None:
        command = (sys.executable, "-m", "servicelint", "lsp")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.number = 0
        uri = folder.as_uri()
        self.ask("initialize", {"processId": None, "rootUri": uri, "capabilities": CAPABILITIES})

    def tell(self, method: str, params: Any, **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        pipe = cast("IO[bytes]", self.process.stdin)
        pipe.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        pipe.flush()

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.tell(method, params, id=self.number)
        return self.wait(lambda message: message.get("id") == self.number and "method" not in message)

    def wait(self, wanted: Any) -> Any:
        """The next message that is wanted; others are let by."""
        pipe = cast("IO[bytes]", self.process.stdout)
        while True:
            length = 0
            while header := pipe.readline().strip():
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            message = json.loads(pipe.read(length))
            if wanted(message):
                return message

    def diagnostics(self, version: int) -> list[Any]:
        """What is found in that version of the text."""
        told = self.wait(lambda message: message.get("params", {}).get("version") == version)
        return cast("list[Any]", told["params"]["diagnostics"])

    def work(self) -> float:
        """Seconds of processor time that the server has taken so far; 0 where the system does not tell."""
        told = Path(f"/proc/{self.process.pid}/stat")
        if not told.exists():
            return 0.0
        user, system = told.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(10)


def spare(number: int) -> tuple[str, str, str]:
    return f"  goodbye-{number}:", "    kind: end", "    say: Thank you for calling, and have a good crossing."


def script() -> str:
    """A script of a telephone service, long as the large ones are: menus of three levels, and what is said at their ends."""
    lines = ["servicelint: 1", "language: en", "channel: voice", "entry: menu-0", "menus:"]
    count = LINES // 9 - 1
    for number in range(count):
        further = [f"menu-{child}" if child < count else "end" for child in range(number * 3 + 1, number * 3 + 4)]
        lines += [
            f"  menu-{number}:",
            "    prompt: >-",
            "      Thank you for calling the harbour.",
            "      Our ferries leave at eight, at noon and at six.",
            "    options:",
            f'      - {{key: 1, say: "For timetables, press 1.", go: {further[0]}}}',
            f'      - {{key: 2, say: "To change a ticket, press 2.", go: {further[1]}}}',
            f'      - {{key: 3, say: "For what was lost, press 3.", go: {further[2]}}}',
            '      - {key: 0, say: "To speak with one of us, press 0.", go: agent}',
        ]
    lines += ["nodes:"]
    lines += [line for number in range((LINES - len(lines) - 3) // 3) for line in spare(number)]
    lines += ["  agent:", "    kind: human", "    say: Per our policy, someone will contact you soon."]
    return "\n".join(lines) + "\n"


def starts(folder: Path) -> tuple[float, float]:
    """Seconds from the start of the process to its first answer, and of work till then."""
    times, work = [], []
    for _ in range(STARTS):
        begun = time.perf_counter()
        editor = Editor(folder)
        times.append(time.perf_counter() - begun)
        work.append(editor.work())
        editor.end()
    return statistics.median(times), statistics.median(work)


def keys(folder: Path, name: str, text: str) -> None:
    """Opens a text, presses keys in it, and reports how long each took to be found out about."""
    editor = Editor(folder)
    before = editor.work()
    editor.tell("initialized", {})
    uri = (folder / name).as_uri()
    begun = time.perf_counter()
    editor.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
    found = len(editor.diagnostics(1))
    report(
        f"{name}, {len(text.splitlines())} lines, {found} findings: opened", time.perf_counter() - begun, editor.work() - before
    )
    times, before = [], editor.work()
    line = text.count("\n") - 1
    column = len(text.splitlines()[line])
    for version in range(2, KEYS + 2):
        place = {"line": line, "character": column + version - 2}
        change = {"range": {"start": place, "end": place}, "text": "x"}
        named = {"uri": uri, "version": version}
        begun = time.perf_counter()
        editor.tell("textDocument/didChange", {"textDocument": named, "contentChanges": [change]})
        editor.diagnostics(version)
        times.append(time.perf_counter() - begun)
    report(f"{name}: key to diagnostics, median of {KEYS}", statistics.median(times), (editor.work() - before) / KEYS)
    editor.end()


def report(name: str, seconds: float, work: float) -> None:
    print(f"{name:<48} {seconds * 1000:6.0f} ms, {work * 1000:5.0f} ms of work")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        Editor(home).end()  # fills the caches of a checkout
        report(f"start to answer, median of {STARTS}", *starts(home))
        keys(home, "script.yaml", script())
        keys(home, "mail.txt", "\n".join(line.strip() for line in script().splitlines()))
