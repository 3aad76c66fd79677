"""The drill of benchmarks/fix_drill.py: every fix in every example, and in copy planted into every way to write it."""

from __future__ import annotations

import codecs
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

DRILL = runpy.run_path(str(ROOT / "benchmarks" / "fix_drill.py"))["drill"]

HTML = "<html><head><title>Order</title></head><body><p>Your order is on its way, thank you!!</p></body></html>"
PLANTED = {
    "talk.jsonl": '{"turns": [{"role": "customer", "text": "Thanks \\u2764!"}, {"role": "agent", "text": "Sure thing!"}]}\n',
    "talk.txt": "Customer: Thanks a lot!\nAgent: No problem!\n\nCustomer: Thank you!\nAgent: Np\n",
    "talk.csv": (
        'id;turn;role;text\n1;1;customer;"Thanks a lot for this; it works!"\n1;2;agent;"No problem; bye ""Anna"""\n'
        "2;1;customer;Thank you so much!\n2;2;agent;Sure thing!\n"
    ),
    "mail.txt": "Subject: Your order\n\nDear Anna,\n\nyour order is on its way!!! Thank you! !\n",
    "page.html": HTML,
    "attribute.html": "<html><body><img src='a.png' alt='Your order is on its way!!'><p>Thank you for it.</p></body></html>",
    "mail.eml": "From: a@shop.example\nSubject: Your order!!\nContent-Type: text/plain; charset=utf-8\n\nIt is on its way!!\n",
    "encoded.eml": (
        "From: a@shop.example\nSubject: Your order\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\nIt is on its way =E2=9C=93, thank you!!\n"
    ),
    "locales/en.yml": (
        "en:\n  mailer:\n    order:\n      subject: Your order is on its way!!\n      single: 'It''s on its way, thank you!!'\n"
        '      double: "It\\u2019s on its way, thank you!!"\n      literal: |\n        It is on its way.\n        Thank you!!\n'
        "      folded: >-\n        It is on its way,\n        thank you!!\n"
    ),
    "locales/en.json": '{"mailer": {"order": {"body": "It is \\"on its way\\", thank you!!", "subject": "It is here!!"}}}\n',
    "locale/en/LC_MESSAGES/app.po": (
        'msgid ""\nmsgstr "Language: en\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "order.body"\nmsgstr "Your \\"order\\" is on its way, "\n"thank you!!"\n'
    ),
    "res/values/strings.xml": (
        '<?xml version="1.0" encoding="utf-8"?>\n<resources>\n'
        '  <string name="thanks">It\\\'s on its way &amp; we thank you!!</string>\n'
        '  <string name="welcome">You are very welcome here, and thank you!!</string>\n</resources>\n'
    ),
    "en.lproj/Localizable.strings": '/* thanks */\n"thanks" = "Your \\"order\\" is on its way, thank you!!";\n',
    "lang/en/mail.php": "<?php\n\nreturn [\n    'thanks' => 'It\\'s on its way to you, thank you!!',\n];\n",
    "call.xml": '<?xml version="1.0"?>\n<Response>\n  <Say>Your order is on its way &amp; we thank you!!</Say>\n</Response>\n',
}


def windows(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def marked(data: bytes) -> bytes:
    return data if data.startswith(codecs.BOM_UTF8) or b"\0" in data else codecs.BOM_UTF8 + data


def planted(folder: Path) -> Path:
    for name, text in PLANTED.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("change", [bytes, windows, marked], ids=["as it is", "windows", "mark"])
def test_no_promise_is_broken_in_any_way_to_write_copy(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    figures: Any = DRILL([planted(tmp_path)], change)
    assert figures.faults == []
    assert figures.notes == []
    assert figures.changed == len(PLANTED) - 1, "one file is encoded, and every other has something to fix"


@pytest.mark.parametrize("change", [bytes, windows, marked], ids=["as it is", "windows", "mark"])
def test_no_promise_is_broken_in_the_examples(change: Callable[[bytes], bytes]) -> None:
    figures: Any = DRILL([ROOT / "examples"], change)
    assert figures.faults == []
    assert sum(figures.made.values()) == figures.fixable > 0
