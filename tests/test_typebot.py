"""Typebots: paragraphs whole across bold and links, buttons as menus, and the edges of every version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import typebot
from servicelint.model import Bundle, Document, Flow, Source, Unreadable
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "typebot" / "assistenza.json"


def read(text: str) -> Document:
    return typebot.parse(Bundle((Source("bot.json", text),)))


def example() -> Document:
    return read(EXAMPLE.read_text(encoding="utf-8"))


def bot(*blocks: dict[str, Any], edges: list[Any] | None = None) -> str:
    groups = [{"id": "g", "title": "G", "blocks": list(blocks)}]
    return json.dumps({"version": "6", "groups": groups, "edges": edges or [], "variables": []})


def text(name: str, words: str) -> dict[str, Any]:
    return {"id": name, "type": "text", "content": {"richText": [{"type": "p", "children": [{"text": words}]}]}}


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def test_it_is_known_by_its_groups_edges_and_blocks() -> None:
    assert typebot.sniff(Source("x.json", EXAMPLE.read_text(encoding="utf-8"))) >= 0.9
    assert not typebot.sniff(Source("x.json", '{"groups": [], "edges": [], "variables": []}'))
    assert not typebot.sniff(Source("x.json", '{"nodes": [{"type": "text"}], "edges": []}'))


def test_paragraphs_are_whole_and_stand_where_they_are_written() -> None:
    first, fault, *_ = example().messages
    assert [(passage.span.line, passage.role, passage.shown) for passage in first.passages] == [
        (34, "reply", "Ciao 👋 sono l'assistente di Rete Chiara."),
        (42, "reply", "Come posso aiutarti?"),
        (63, "option", "Internet non va"),
        (68, "option", "La mia bolletta"),
        (73, "option", "Parlare con un operatore"),
    ]
    assert fault.passages[1].shown == "Puoi dirmi il numero della linea? Lo trovi sulla prima pagina della bolletta."
    at = fault.passages[1].text.index("bolletta")
    assert fault.passages[1].place(at, at + 8).text == "bolletta"
    assert fault.in_reply_to == ("Internet non va",)


def test_variables_lists_and_labels_of_inputs_are_read() -> None:
    document = example()
    known = next(message for message in document.messages if message.id == "Guasto noto")
    assert known.passages[0].slots == ("Nome",)
    assert [passage.shown for passage in known.passages[1:3]] == [
        "Ti avvisiamo con un SMS appena è tutto a posto.",
        "Per oggi non paghi nulla.",
    ]
    roles = {passage.shown: passage.role for message in document.messages for passage in message.passages}
    assert (roles["Es. 06 1234567"], roles["Invia"], roles["L'ultima"], roles["Marzo e aprile"]) == (
        "item", "button", "option", "item",
    )  # fmt: skip


def test_only_copy_is_read_and_every_place_is_exact() -> None:
    document = example()
    passages = [passage for message in document.messages for passage in message.passages]
    assert [fault for passage in passages for fault in faults(passage)] == []
    words = " ".join(shown(document))
    assert not [code for code in ("https", "guasto noto", "abc123", "Benvenuto", "Assistenza", "clx0") if code in words]


def test_buttons_are_menus_and_live_chat_is_a_person() -> None:
    (flow,) = example().flows
    first = menus(flow)[0]
    assert first.wired == first.announced == ("Internet non va", "La mia bolletta", "Parlare con un operatore")
    told = metrics(flow)
    assert (told.human, told.choices_to_human) == (("Operatore/2",), 1)
    assert ("no-match", "Guasto/2: retry") in ways(flow, "Guasto/2")
    assert ways(flow, "Guasto/4") == [("condition", "Guasto noto"), ("condition", "Operatore")]
    assert ways(flow, "Guasto noto/4") == [("always", "Benvenuto")]
    assert not flow.voice


def test_a_button_without_an_edge_goes_on_to_the_next_block_and_the_last_block_ends() -> None:
    choice = {"id": "c", "type": "choice input", "items": [{"id": "i", "content": "Ok"}]}
    (flow,) = read(bot(text("a", "Ready?"), choice, text("b", "Thanks!"))).flows
    assert ways(flow, "G") == [("Ok", "G/3")]
    assert ways(flow, "G/3") == [("always", "end")]


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ({"type": "Redirect", "options": {"url": "https://wa.me/390612345"}}, "human"),
        ({"type": "Redirect", "options": {"url": "https://shop.example/cart"}}, "elsewhere"),
        ({"type": "Typebot link", "options": {"typebotId": "other"}}, "elsewhere"),
        ({"type": "some new block"}, "unknown"),
        ({"type": "Set variable"}, "say"),
    ],
)
def test_blocks_that_lead_out_or_are_unknown_widen_the_flow(block: dict[str, Any], kind: str) -> None:
    (flow,) = read(bot({"id": "x", **block})).flows
    assert flow.nodes[0].kind == kind


def test_the_oldest_versions_keep_steps_in_blocks_and_texts_as_html() -> None:
    steps = [{"id": "s1", "type": "text", "content": {"html": "<div>Hi <b>there</b> &amp; welcome</div><div>Ready?</div>"}},
             {"id": "s2", "type": "choice input", "items": [{"id": "i1", "content": "Yes"}]}]  # fmt: skip
    last = {"id": "s3", "type": "text", "content": {"plainText": "Good."}}
    blocks = [{"id": "b1", "title": "One", "steps": steps}, {"id": "b2", "title": "Two", "steps": [last]}]
    edges = [{"id": "e", "from": {"blockId": "b1", "stepId": "s2", "itemId": "i1"}, "to": {"blockId": "b2"}}]
    document = read(json.dumps({"blocks": blocks, "edges": edges, "variables": []}))
    assert shown(document) == ["Hi there & welcome", "Ready?", "Yes", "Good."]
    assert [fault for message in document.messages for one in message.passages for fault in faults(one)] == []
    assert ways(document.flows[0], "One") == [("Yes", "Two")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_escapes_and_emoji_keep_their_places(newline: str) -> None:
    written = bot(text("a", "One \U0001f600 {{User name}}\n“two”")).replace('{"id": "a"', '\n{"id": "a"')
    (message,) = read(written.replace("\n", newline)).messages
    (passage,) = message.passages
    assert passage.text == "One 😀 \ufffc\n“two”"
    assert (passage.slots, passage.span.line) == (("User name",), 2)
    assert list(faults(passage)) == []


@pytest.mark.parametrize(("text", "line"), [('{"groups": [\n{"id": "g"', 2), ("", 1), ('{"edges": [,]}', 1)])
def test_broken_files_say_where(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as failure:
        read(text)
    assert failure.value.problem.span.line == line


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"edges": [], "groups": [1]}', '{"edges": [{}], "groups": [{"blocks": [{}]}]}',
     '{"edges": [{"from": {}, "to": {}}], "groups": [{"blocks": [{"type": "choice input", "items": [3, {}]}]}]}',
     '{"edges": [], "groups": [{"blocks": [{"type": "text", "content": {"richText": [{"children": "x"}]}}]}]}'],
)  # fmt: skip
def test_what_is_not_as_expected_is_passed_over(text: str) -> None:
    assert shown(read(text)) == []
