"""Agents of Microsoft Copilot Studio, read as one: topics with their triggers, questions, conditions and redirects."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from servicelint.formats.copilot_studio.agent import ROOT, gather
from servicelint.model import Bundle, Document, NodeKind, Source
from servicelint.syntax.channels import channel
from servicelint.syntax.dialog_flow import told
from servicelint.syntax.hand_off import hands_over

ID = "copilot-studio"
SUMMARY = "Copilot Studio agents: topics as YAML (*.mcs.yml)"
READ = "messages with their variations and spoken forms, questions with options and retries, cards, conditions, redirects"
NOT_READ = "generated answers, instructions to models, knowledge sources, what flows and connectors say"
EXTENSIONS = (".mcs.yml", ".mcs.yaml")
MENUS = True
HANDOFF = True

_TOPIC = re.compile(r"^beginDialog:[ \t]*\r?\n(?:[ \t][^\n]*\n|\r?\n)*?[ \t]+kind:[ \t]*On[A-Z]\w+", re.M)
_KIND = re.compile(
    r"^kind:[ \t]*(?:AdaptiveDialog|ClosedListEntity|RegexEntity|GptComponentMetadata|TaskDialog|AgentDialog)\b", re.M
)
_ROOT_FILES = ("agent.mcs.yml", "settings.mcs.yml", "agent.mcs.yaml", "settings.mcs.yaml")
_PARTS = frozenset({"topics", "entities", "actions", "knowledge", "variables"})
_LEVELS_UP = 4


def sniff(source: Source) -> float:
    """By the trigger that only topics have; the other parts of an agent by their names."""
    if _TOPIC.search(source.text) and "kind: AdaptiveDialog" in source.text:
        return 0.95
    if source.path.lower().endswith(EXTENSIONS):
        return 0.9
    return 0.85 if _KIND.search(source.text) and source.path.lower().endswith((".yml", ".yaml")) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the agent that `path` is of."""
    absolute = path.absolute()
    if absolute.name == "data" and ".topic." in absolute.parent.name:
        agent = absolute.parent.name.partition(".topic.")[0]
        found = _siblings(absolute.parent.parent, agent)
    else:
        found = next((_below(folder) for folder in absolute.parents[:_LEVELS_UP] if _is_root(folder)), ())
    if absolute not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(os.path.relpath(file)) for file in found])


def _is_root(folder: Path) -> bool:
    if any((folder / name).is_file() for name in _ROOT_FILES):
        return True
    return folder.name not in _PARTS and (folder / "topics").is_dir()


@lru_cache(maxsize=64)
def _below(root: Path) -> tuple[Path, ...]:
    return tuple(sorted(file for file in root.rglob("*.mcs.y*ml") if file.is_file() and "node_modules" not in file.parts))


@lru_cache(maxsize=64)
def _siblings(folder: Path, agent: str) -> tuple[Path, ...]:
    """The components of an agent in an unpacked solution, each a file `data` in a folder of its own."""
    return tuple(sorted(file for file in folder.glob("*/data") if file.parent.name.startswith(f"{agent}.")))


def parse(bundle: Bundle) -> Document:
    """One document for the whole agent."""
    agent = gather(bundle)
    problems = tuple(agent.problems)
    if ROOT not in agent.dialogs:
        return Document(bundle, ID, problems=problems, language=agent.language)
    by = channel(bundle.setting("channel"), default="chat")
    messages, flow = told("agent", agent.dialogs, ROOT, _stranger, by, bundle)
    return Document(bundle, ID, messages, (flow,), problems, language=agent.language)


def _stranger(topic: str) -> NodeKind:
    return "human" if hands_over(topic) else "elsewhere"
