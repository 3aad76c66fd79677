"""Canned replies of help desks: what the customer gets, whichever export it stands in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servicelint.formats import macros
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults
from servicelint.parse import parse as read
from servicelint.parse import recognise

EXAMPLES = Path(__file__).parents[1] / "examples" / "macros"
Told = tuple[str, str, list[str]]


def parse(written: str, path: str = "replies.json", **settings: str) -> Document:
    document = macros.parse(Bundle((Source(path, written),), settings=tuple(settings.items())))
    assert [fault for m in document.messages for p in m.passages for fault in faults(p)] == []
    assert all(message.speaker == "company" for message in document.messages)
    return document


def told(document: Document) -> list[Told]:
    return [(m.id, m.channel, [passage.shown for passage in m.passages]) for m in document.messages]


def export(value: Any) -> list[Told]:
    """What is read of a value written as JSON, which must be known by its content."""
    written = json.dumps(value, ensure_ascii=False)
    assert recognise(Source("export.json", written)) == "macros"
    return told(parse(written))


def example(name: str) -> Document:
    written = (EXAMPLES / name).read_text(encoding="utf-8")
    assert recognise(Source(name, written)) == "macros"
    return parse(written, name)


def test_a_macro_is_read_without_what_it_does_for_staff() -> None:
    document = example("zendesk-macros.json")
    assert told(document) == [
        (
            "Refund::Sent",
            "email",
            [
                "Your refund for order {{ticket.custom_field_42}}",
                "Dear {{ticket.requester.first_name}},",
                "we have sent your refund today. It is on your account by {{ticket.due_date}}.",
                "Thank you for telling us about the broken shade – we have changed the packing.",
            ],
        ),
        (
            "Address::Ask",
            "email",
            [
                "Dear {{ticket.requester.first_name}},",
                "please tell us:",
                "the street and the number",
                "the name on the bell",
                "We send the parcel the same day.",
            ],
        ),
    ]
    first, second = document.messages
    assert [passage.role for passage in first.passages] == ["subject", "paragraph", "paragraph", "paragraph"]
    assert first.passages[1].slots == ("ticket.requester.first_name",)
    assert {passage.carrier for passage in first.passages[1:]} == {"quoted"}
    assert {passage.carrier for passage in second.passages} == {"json"}


def test_every_word_of_a_macro_is_found_where_it_is_written() -> None:
    _, second = example("zendesk-macros.json").messages
    item = second.passages[3]
    assert (item.role, item.span.text) == ("item", "the name on the bell")
    assert item.verbatim(0, len(item.text))
    first = example("zendesk-macros.json").messages[0].passages[3]
    at = first.text.index("–")
    assert first.place(at, at + 1).text == "&ndash;"


def test_dynamic_content_is_a_message_for_each_language_that_is_switched_on() -> None:
    assert told(example("zendesk-dynamic-content.json")) == [
        ("Opening hours/1", "email", ["We are here from 9 am to 6 pm, Monday to Saturday."]),
        ("Opening hours/22", "email", ["Siamo qui dalle 9 alle 18, dal lunedì al sabato."]),
    ]


def test_of_two_forms_the_one_with_its_placeholders_is_read() -> None:
    assert told(example("intercom-macros.json")) == [
        ("Order on its way", "chat", ['Hi {{user.name|fallback:\\"there\\"}}, your order left our house this morning.'])
    ]
    (message,) = example("gorgias-macros.json").messages
    assert message.passages[1].shown == "your order is with the courier. It arrives tomorrow before noon."
    assert message.passages[0].language == "en"


def test_a_table_of_replies_is_read_in_any_order_of_its_columns() -> None:
    document = example("saved-replies.csv")
    assert document.problems == ()
    assert told(document) == [
        (
            "Thank you",
            "email",
            [
                "Dear {{ customer.first_name }},",
                'thank you for your order. It leaves our house today, and the "follow" link is in the next mail.',
            ],
        ),
        ("Reso", "email", ["Gentile cliente, l'etichetta per il reso è in allegato. Rimborsiamo l'importo entro venerdì."]),
    ]
    assert [m.passages[0].language for m in document.messages] == ["en", "it"]
    assert document.messages[0].passages[0].carrier == "csv-quoted"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            [{"id": 5, "title": "Reset", "content": "Use", "content_html": "<p>Hi,</p><p>use this</p>", "folder_id": 1}],
            [("Reset", "email", ["Hi,", "use this"])],
        ),
        ({"canned_response": {"id": 5, "title": "Reset", "content": "Use this."}}, [("Reset", "email", ["Use this."])]),
        ({"_embedded": {"saved-replies": [{"id": 1, "name": "Hi", "text": "Yes<br>you"}]}}, [("Hi", "email", ["Yes\nyou"])]),
        ({"id": 1, "name": "Hi", "text": "<p>Hello</p>", "chatText": "Hello!"}, [("Hi", "email", ["Hello"])]),
        (
            {"_results": [{"id": "rsp_1", "name": "Late", "subject": "Sorry", "body": "<p>Today.</p>",
                           "is_available_for_all_inboxes": True}]},
            [("Late", "email", ["Sorry", "Today."])],
        ),
        ([{"id": 1, "account_id": 2, "short_code": "hi", "content": "Hello 😀 {{contact.name}}"}],
         [("hi", "chat", ["Hello 😀 {{contact.name}}"])]),
        ({"data": [{"shortcut_id": "s1", "bang": "hello", "text": "Hello!", "tag": "T"}]}, [("hello", "chat", ["Hello!"])]),
        ({"results": [{"id": 3, "name": "Price", "body": "<p>It is €5.</p>", "shortcut": "price"}]},
         [("Price", "email", ["It is €5."])]),
        ([{"title": "What is it?", "response": "A lamp, %{ticket.name}.", "notes": "Say no more."}],
         [("What is it?", "email", ["A lamp, %{ticket.name}."])]),
        ([{"name": "hours", "keywords": "h", "content": "We open at 9.", "note": "old", "active": True}],
         [("hours", "email", ["We open at 9."])]),
        ({"saved_replies": [{"name": "Hi", "blocks": [{"type": "paragraph", "text": "One"},
                                                      {"type": "unorderedList", "items": ["Two", "Three"]}]}]},
         [("Hi", "email", ["One", "Two", "Three"])]),
        ({"macro": {"title": "Hi", "actions": [{"field": "comment_value", "value": ["channel:chat", "Hello"]}]}},
         [("Hi", "chat", ["Hello"])]),
        ([{"title": "Hi", "actions": [{"field": "comment_value", "value": "{% if a %}One{% else %}Two{% endif %}"}]}],
         [("Hi", "email", ["One"]), ("Hi", "email", ["Two"])]),
    ],
)  # fmt: skip
def test_each_help_desk_s_export_is_read(value: Any, expected: list[Told]) -> None:
    assert export(value) == expected


@pytest.mark.parametrize(
    "macro",
    [
        {"actions": [{"field": "comment_value", "value": "No"}, {"field": "comment_mode_is_public", "value": "false"}]},
        {"actions": [{"field": "comment_value", "value": "No"}, {"field": "comment_mode_is_public", "value": [False]}]},
        {"actions": [{"field": "side_conversation", "value": "No"}, {"field": "comment_value", "value": " "}]},
        {"active": False, "actions": [{"field": "comment_value", "value": "No"}]},
    ],
)
def test_what_no_customer_gets_is_no_copy(macro: dict[str, Any]) -> None:
    seen = {"title": "Yes", "actions": [{"field": "comment_value", "value": "Yes"}]}
    assert export({"macros": [{"title": "x", **macro}, seen]}) == [("Yes", "email", ["Yes"])]


def test_a_placeholder_that_staff_fill_in_is_text() -> None:
    document = parse('[{"short_code": "hi", "content": "Dear [Customer Name],"}]')
    assert document.messages[0].passages[0].slots == ()
    assert told(document) == [("hi", "chat", ["Dear [Customer Name],"])]


def test_replies_of_one_title_are_told_apart() -> None:
    written = '{"canned_responses": [{"title": "Hi", "body": "One"}, {"title": "Hi", "body": "Two"}]}'
    assert [m.id for m in parse(written).messages] == ["Hi", "Hi (2)"]


@pytest.mark.parametrize(
    "value",
    [
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "Post", "content_html": "<p>Hi</p>"}]},
        {"intents": [{"tag": "hi", "patterns": ["hi"], "responses": ["Hello"]}]},
        {"_results": [{"id": "msg_1", "subject": "Hi", "body": "<p>Mail</p>", "recipients": []}]},
        {"data": [{"name": "A", "body": "text"}]},
        [{"name": "A", "text": "b"}],
        {"replies": [{"id": 1, "text": "A comment", "author": "x"}]},
        {"triggers": [{"title": "T", "actions": [{"field": "notification_user", "value": ["x", "s", "b"]}]}]},
        {"Print": {"prefix": "log", "body": ["console.log()"], "description": "x"}},
        {"snippets": {"a": 1}, "title": "x"},
        {"scripts": {"macro": "make"}, "name": "x"},
    ],
)
def test_other_json_is_left_alone(value: Any) -> None:
    assert recognise(Source("other.json", json.dumps(value))) != "macros"


@pytest.mark.parametrize(
    ("path", "header", "expected"),
    [
        ("a.csv", "Macro name,Body", "macros"),
        ("a.csv", "title;response;notes", "macros"),
        ("a.csv", "folder\ttitle\tcontent", "macros"),
        ("macros.csv", "Title,Content", "macros"),
        ("a.csv", "title,content", None),
        ("a.csv", "name,comment,rating", None),
        ("a.csv", "folder,subject,from,title,body", None),
        ("a.csv", "title,text,label,category", None),
        ("a.csv", "id,turn,role,text", "conversation"),
        ("macros.csv", "shortcut,keystroke", None),
    ],
)
def test_a_table_is_known_by_its_header(path: str, header: str, expected: str | None) -> None:
    assert recognise(Source(path, f"{header}\n")) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Hi,<p>Hello</p>,en,,", ["Hello"]),
        ('Hi,"Hello, you",en,true,public', ["Hello, you"]),
        ("Hi,No,en,false,", []),
        ("Hi,No,en,,internal note", []),
        ("Hi,,en,,", []),
    ],
)
def test_a_row_is_a_reply_unless_no_customer_gets_it(row: str, expected: list[str]) -> None:
    document = parse(f"Macro,Reply,Language,Active,Comment type\r\n{row}\r\n", "a.csv")
    assert [passage.shown for m in document.messages for passage in m.passages] == expected


def test_a_broken_row_is_a_problem_and_the_others_are_read() -> None:
    document = parse('Macro,Reply\nA,One\nB,Two,three\nC,"Four\n', "a.csv")
    assert [m.passages[0].shown for m in document.messages] == ["One"]
    assert [problem.span.line for problem in document.problems] == [3, 4]


def test_a_broken_export_is_known_and_says_where_it_stopped() -> None:
    written = '{"macros": [{"title": "A", "actions": [{"field": "comment_value", "value": "Hi"}'
    source = Source("a.json", written)
    assert recognise(source) == "macros"
    (problem,) = read("macros", Bundle((source,))).problems
    assert "JSON ends" in problem.what


def test_the_configuration_has_the_last_word_on_the_channel() -> None:
    document = parse('[{"short_code": "hi", "content": "Hello"}]', channel="sms", language="en")
    assert (document.language, document.messages[0].channel) == ("en", "sms")
