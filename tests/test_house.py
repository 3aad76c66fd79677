"""The house keeps its shape: imports point one way, rooms stay small, and nothing heavy is loaded for a clean file."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "servicelint"
LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(layer.split())
    for layer in (
        "__main__",
        "cli",
        "lsp",
        "trial mending applied starter profile_page",
        "pages",
        "reports pictures explain rendered signoff screen",
        "run fix excerpt chart score",
        "suppress baseline since",
        "lint discover",
        "language terminal config clock ui offers",
        "parts",
        "profiles",
        "library layers",
        "written",
        "rules parse",
        "kinds formats allowances",
        "acts flows mistakes cache globs ignored writing own",
        "syntax",
        "model",
        "__init__",
    )
)
"""From the edge inward; a room may import from its own layer's own folder and from layers below."""
PLUGINS = ("formats", "kinds", "pictures", "reports")
SOURCES = sorted(PACKAGE.rglob("*.py"))


def room(module: str) -> str:
    """The room of a module: the folder or file right under the package."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def layer(name: str) -> int:
    return next(index for index, rooms in enumerate(LAYERS) if name in rooms)


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("servicelint"):
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if is_module(name) else node.module for name in whole}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("servicelint")}
    return found


def is_module(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_imports_point_one_way(path: Path) -> None:
    own = room(module_of(path))
    for module in imports(path):
        other = room(module)
        if other != own and other != "__init__":
            assert layer(own) < layer(other), f"{module_of(path)} imports {module}"


@pytest.mark.parametrize("folder", PLUGINS)
def test_plugins_never_import_each_other(folder: str) -> None:
    for path in (PACKAGE / folder).rglob("*.py"):
        parts = module_of(path).split(".")
        for module in imports(path):
            others = module.split(".")
            if room(module) == folder and len(others) > 2 and len(parts) > 2:
                assert others[2] == parts[2], f"{module_of(path)} imports {module}"


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_a_file_stays_small_and_opens_with_its_purpose(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 355
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "Dear Anna,\n\nyour parcel left our house this morning. It is with you tomorrow.\n"),
        ("a.html", "<html><body><p>Dear {{ first_name }}, your order is on its way.</p></body></html>\n"),
        ("a.jsonl", '{"turns": [{"role": "customer", "text": "Thanks!"}, {"role": "agent", "text": "My pleasure!"}]}\n'),
        ("b.jsonl", '{"turns": [{"role": "customer", "text": "Thanks!"}, {"role": "agent", "text": "Sure thing!"}]}\n'),
    ],
)  # fmt: skip
def test_linting_a_file_without_yaml_loads_nothing_heavy(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    script = (
        "import sys; sys.argv = ['servicelint', 'check', sys.argv[1]]\n"
        "from servicelint import cli, library\n"
        "library.built_in()\n"  # fills the cache of a checkout, as the wheel has it packed
        "for name in [n for n in sys.modules if n.split('.')[0] in HEAVY]: del sys.modules[name]\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print(sorted({n.split('.')[0] for n in sys.modules} & HEAVY), file=sys.stderr)\n"
    )
    heavy = "HEAVY = {'spacy', 'numpy', 'pydantic', 'ruamel', 'turbohtml', 'networkx', 'pathspec'}\n"
    done = subprocess.run(
        [sys.executable, "-c", heavy + script, str(tmp_path / name)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert done.stderr.strip() == "[]"
