"""A YAML file held against a model: the values, typed, or every mistake in it with its place. For rules and configurations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from servicelint.mistakes import Mistake, did_you_mean
from servicelint.model import Problem, Source, Span, Unreadable
from servicelint.syntax import yaml

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Texts = Annotated[dict[Language, str], Field(min_length=1)]
"""One text a language."""
Channel = Literal["voice", "chat", "email", "sms"]
Model = TypeVar("Model", bound=BaseModel)
_EXPECTED = {
    "list_type": "expected a list, such as [one, two]",
    "dict_type": "expected keys with values, such as key: value",
    "model_type": "expected keys with values, such as key: value",
    "string_type": "expected one word or text",
}
"""What was expected, in words for people who do not know Python."""


class Strict(BaseModel):
    """A model that knows all the keys that may be written."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def load(source: Source) -> yaml.Node:
    """The root of a YAML file that holds one document; Mistake where it cannot be read."""
    try:
        roots = yaml.load(source)
    except Unreadable as failure:
        raise Mistake([failure.problem]) from None
    if len(roots) != 1:
        raise Mistake(
            [
                Problem(
                    Span(source, 0, 0),
                    "This file is empty; expected settings."
                    if not roots
                    else "Only one document may stand here; take out the `---`.",
                )
            ]
        )
    repeated = list(yaml.repeated(roots[0]))
    if repeated:
        raise Mistake(repeated)
    return roots[0]


def checked(root: yaml.Node, model: type[Model]) -> Model:
    """The tree as the model has it; Mistake lists everything in it that does not fit, each at its place."""
    try:
        return model.model_validate(plain(root))
    except ValidationError as failure:
        raise Mistake([_problem(root, error, model) for error in failure.errors()]) from None


def plain(node: yaml.Node) -> Any:
    """The tree as Python's own values; every scalar is text (an empty plain one is None), types are the model's work."""
    match node:
        case yaml.Mapping():
            return {key.value: plain(value) for key, value in node.entries}
        case yaml.Sequence():
            return [plain(item) for item in node.items]
        case yaml.Scalar(value="", style=""):
            return None
        case yaml.Scalar():
            return node.value


def place(root: yaml.Node, path: Sequence[str | int]) -> Span:
    """Where the value under a path of keys and indexes stands; the nearest thing above it where there is none."""
    node, span = root, root.span
    for step in path:
        if isinstance(node, yaml.Mapping):
            entry = next(((key, value) for key, value in node.entries if key.value == step), None)
            if entry is None:
                continue
            node, span = entry[1], entry[0].span if not isinstance(entry[1], yaml.Scalar) else entry[1].span
        elif isinstance(node, yaml.Sequence) and isinstance(step, int):
            node = node.items[step]
            span = node.span
    return span


def places(root: yaml.Node) -> dict[str, tuple[int, int]]:
    """Line and column of every key and item by its path (`files/0/path`), and of a scalar under a key with `=` behind."""
    found: dict[str, tuple[int, int]] = {}

    def walk(node: yaml.Node, path: str) -> None:
        for key, value in yaml.entries(node):
            found[path + key.value] = key.span.source.position(key.span.start)
            if isinstance(value, yaml.Scalar):
                found[f"{path}{key.value}="] = value.span.source.position(value.span.start)
            walk(value, f"{path}{key.value}/")
        for index, item in enumerate(yaml.items(node)):
            found[f"{path}{index}"] = item.span.source.position(item.span.start)
            walk(item, f"{path}{index}/")

    walk(root, "")
    return found


def key_place(root: yaml.Node, path: Sequence[str | int]) -> Span:
    """Where the last key of a path stands."""
    node: yaml.Node | None = root
    for step in path[:-1]:
        if isinstance(node, yaml.Mapping):
            node = node.get(str(step)) or node
        elif isinstance(node, yaml.Sequence) and isinstance(step, int):
            node = node.items[step]
    return next((key.span for key, _ in yaml.entries(node) if key.value == path[-1]), place(root, path))


def _problem(root: yaml.Node, error: Any, model: type[BaseModel]) -> Problem:
    path = [step for step in error["loc"] if step != "[key]"]
    if error["type"] == "extra_forbidden":
        return Problem(
            key_place(root, path),
            f"“{path[-1]}” is no key here; {did_you_mean(str(path[-1]), _keys(model, path[:-1]))}",
        )
    if error["type"] == "missing":
        return Problem(place(root, path[:-1]), f"“{path[-1]}” is missing here; expected it beside the other keys")
    what = _EXPECTED.get(error["type"]) or error["msg"].removeprefix("Value error, ").replace("Input should be ", "expected ")
    given = error["input"] if isinstance(error["input"], str) else ""
    return Problem(place(root, path), f"“{given}” does not fit; {what}" if given and "expected" in what else what)


def _keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that may stand under a path of the model."""
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        fields = getattr(current, "model_fields", {})
        found = next((info for name, info in fields.items() if step in (name, info.alias)), None)
        current = _inner(found.annotation) if found else None
    return [info.alias or name for name, info in getattr(current, "model_fields", {}).items()]


def _inner(annotation: Any) -> Any:
    """The model inside `list[M]`, `M | None` and the like."""
    if hasattr(annotation, "model_fields"):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _inner(part))), None)


def source(path: Path) -> Source:
    """A rule file as text; Mistake where it cannot be read."""
    try:
        return Source(path.as_posix(), path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as failure:
        raise Mistake([f"{path}:1:1: this is no UTF-8 text (byte {failure.start}); save it as UTF-8"]) from None
    except OSError as failure:
        raise Mistake([f"{path}: it cannot be read: {failure.strerror}"]) from None
