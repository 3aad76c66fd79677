"""Scripts are read with their menus and messages, and whatever does not belong is told at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

import servicelint
from servicelint.flows.metrics import menus, metrics
from servicelint.formats import script
from servicelint.formats.script.shape import CHANNELS, KEYS, KINDS, RESERVED, SPEAKERS
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples" / "script").glob("*.yml"))
SCHEMA = json.loads((Path(servicelint.__file__).parent / "data" / "schemas" / "script.json").read_text(encoding="utf-8"))


def read(text: str, path: str = "x.yml") -> Document:
    return script.parse(Bundle((Source(path, text),)))


def example(name: str) -> Document:
    return read((ROOT / "examples" / "script" / name).read_text(encoding="utf-8"), name)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_recognised_and_read_without_fault(path: Path) -> None:
    source = Source(path.name, path.read_text(encoding="utf-8"))
    document = script.parse(Bundle((source,)))
    assert script.sniff(source) == 1
    assert document.problems == ()
    assert [fault for message in document.messages for passage in message.passages for fault in faults(passage)] == []


@pytest.mark.parametrize("path", [*EXAMPLES, ROOT / "docs" / "script.md"], ids=lambda path: path.stem)
def test_examples_and_documentation_are_valid_by_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = [part.partition("```")[0] for part in text.split("```yaml\n")[1:]] if path.suffix == ".md" else [text]
    for block in blocks:
        data = YAML(typ="safe").load(block)
        data.setdefault("servicelint", 1)
        assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []
        assert read(block if "servicelint: 1" in block else f"servicelint: 1\n{block}").problems == ()


def test_the_schema_and_the_reader_know_the_same_keys() -> None:
    assert tuple(SCHEMA["properties"]) == KEYS["script"]
    for what in ("menu", "node", "option", "failure", "message"):
        assert tuple(SCHEMA["$defs"][what]["properties"]) == KEYS[what]
    assert tuple(SCHEMA["$defs"]["channel"]["enum"]) == CHANNELS
    assert tuple(SCHEMA["$defs"]["node"]["properties"]["kind"]["enum"]) == KINDS
    assert tuple(SCHEMA["$defs"]["message"]["properties"]["speaker"]["enum"]) == SPEAKERS
    assert all(target in SCHEMA["$defs"]["target"]["description"] for target in RESERVED)


def test_the_bank_is_four_menus_deep_without_a_person() -> None:
    (flow,) = example("bank-it.yml").flows
    found = metrics(flow)
    assert (found.menu_depth, found.choices_to_human, found.human) == (4, None, ())
    assert [(menu.node, menu.announced, menu.wired) for menu in menus(flow)] == [
        ("benvenuto", ("1", "2"), ("1", "2")),
        ("privati", ("1", "2", "3"), ("1", "2", "3")),
        ("carte", ("1", "2"), ("1", "2")),
        ("blocco", ("1", "2"), ("1", "2")),
    ]


def test_the_clinic_offers_a_person_with_one_key() -> None:
    document = example("clinic-en.yml")
    (flow,) = document.flows
    found = metrics(flow)
    assert (found.choices_to_human, found.human, flow.voice) == (1, ("reception",), True)
    reception = next(message for message in document.messages if message.id == "reception")
    assert (reception.passages[0].role, reception.passages[0].slots) == ("hold", ("callers", "minutes"))
    assert not any("keypad" in passage.text for message in document.messages for passage in message.passages)


def test_the_shop_speaks_russian_in_chat_and_mail() -> None:
    document = example("shop-ru.yml")
    messages = {message.id: message for message in document.messages}
    assert (document.language, document.flows[0].voice) == ("ru", False)
    assert (messages["thanks"].channel, messages["thanks"].in_reply_to[0]) == ("chat", "Спасибо!")
    assert [passage.role for passage in messages["delay"].passages] == ["subject", "paragraph", "paragraph"]
    assert messages["пока"].in_reply_to == ("Нет, спасибо",)


def test_a_key_in_the_prompt_without_an_option_is_announced_and_an_option_without_words_is_not() -> None:
    (flow,) = read(
        "servicelint: 1\nmenus:\n  main:\n    prompt: Press 1 for sales or 2 for service.\n"
        "    options: [{key: 1, go: human}, {key: 3, go: end}]\n"
    ).flows
    (menu,) = menus(flow)
    assert (menu.announced, menu.wired) == (("1", "2"), ("1", "3"))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("servicelint: 2\nmessages: {a: Hello}", 1, "version 1"),
        ("servicelint: 1\nmenu: {}", 2, 'did you mean "menus"?'),
        ("servicelint: 1\nchannel: telephone\nmessages: {a: Hello}", 2, "expected one of chat, email, sms, voice"),
        ("servicelint: 1\nmenus:\n  - main", 3, "under its own id"),
        ("servicelint: 1\nnodes:\n  a: {kind: hello}", 3, "expected one of"),
        ("servicelint: 1\nnodes:\n  a: {go: hunan}", 3, 'did you mean "human"?'),
        ("servicelint: 1\nnodes:\n  a: {say: {b: c}}", 3, "Quote the text"),
        ("servicelint: 1\nmenus:\n  a:\n    options: [{key: 1}]", 4, '"go"'),
        ("servicelint: 1\nmenus:\n  a:\n    options: [{go: end}]", 4, '"key" or "say"'),
        ("servicelint: 1\nentry: mian\nmenus:\n  main: {prompt: Hello}", 2, 'did you mean "main"?'),
        ("servicelint: 1\nmessages:\n- id: a", 3, 'add "text"'),
        ("servicelint: 1\nmenus: {a: {prompt: x}}\nnodes: {a: {say: y}}", 3, "another id"),
        ("servicelint: 1\nnodes: {human: {say: y}}", 2, "target of its own"),
        ("servicelint: 1\nmessages: {a: Hello, a: Bye}", 2, "second time"),
        ("- servicelint: 1", 1, "with keys"),
        ("# nothing", 1, "begin with"),
    ],
)
def test_what_does_not_belong_is_told_at_its_place(text: str, line: int, words: str) -> None:
    (problem,) = read(text).problems
    assert (problem.span.line, words in problem.what) == (line, True), problem.what


@pytest.mark.parametrize("text", ["name: CI\non: push\n", "en:\n  servicelint: 1\n", "version: 1\nservicelint: 1\n"])
def test_other_yaml_is_no_script(text: str) -> None:
    assert script.sniff(Source("x.yml", text)) == 0
