"""PHP as a carrier of strings: files of texts are read whole, code only where it holds a mail."""

from __future__ import annotations

import pytest
from conftest import ROOT

from servicelint.formats import strings
from servicelint.formats.strings.carriers import php
from servicelint.formats.strings.entry import Entry
from servicelint.model import Bundle, Problem, Source
from servicelint.model.pieces import faults, text_of
from servicelint.parse import recognise
from servicelint.syntax.escape import escape

EXAMPLES = ROOT / "examples" / "strings"


def entries(code: str, path: str = "lang/it/shop.php") -> list[Entry]:
    source = Source(path, code)
    assert php.sniff(source) > 0
    problems: list[Problem] = []
    found = php.read(source, problems)
    assert problems == []
    return list(found.entries)


def told(found: list[Entry]) -> dict[str, str]:
    return {".".join(entry.key): text_of(entry.pieces) for entry in found}


def test_an_array_that_is_returned_is_read_under_its_keys() -> None:
    source = Source("lang/it/orders.php", (EXAMPLES / "lang/it/orders.php").read_text(encoding="utf-8"))
    document = strings.parse(Bundle((source,)))
    assert (document.language, document.problems) == ("it", ())
    delay = next(message for message in document.messages if message.id == "delay")
    assert delay.passages[0].role == "subject"
    assert delay.passages[-1].shown == "I fioristi di config('app.name')"
    assert [message.variant for message in document.messages if message.id == "choice"] == ["{1}", "[2,*]"]
    assert document.messages[0].passages[0].slots == ("name",)


def test_the_subject_and_the_message_of_a_class_are_one_mail_and_its_name_is_no_copy() -> None:
    source = Source("RepairFinished.php", (EXAMPLES / "RepairFinished.php").read_text(encoding="utf-8"))
    assert recognise(source) == "strings"
    (mail,) = strings.parse(Bundle((source,))).messages
    assert (mail.id, mail.channel) == ("RepairFinished", "email")
    assert mail.passages[0].role == "subject"
    assert mail.passages[2].shown == "Your bicycle is ready. You can fetch it until 7\u00a0pm today, or any day this week."
    assert "Repair finished" not in " ".join(passage.text for passage in mail.passages)
    assert [list(faults(passage)) for passage in mail.passages] == [[]] * len(mail.passages)


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("<?php\n$_['text_a'] = 'Grazie per l\\'ordine';\n$_['text_b'] = 'A presto';\n$_['c'] = 'Totale:';",
         {"text_a": "Grazie per l'ordine", "text_b": "A presto", "c": "Totale:"}),
        ("<?php\nif (!defined('IN')) { exit; }\n$lang = array_merge($lang, array('A' => 'Grazie', 'B' => array(1 => 'Uno')));",
         {"A": "Grazie", "B.1": "Uno"}),
        ("<?php\ndefine('A', 'La tua password');\ndefine('B', 'Ciao,' . \"\\n\" . 'a presto da ' . SHOP);\ndefine('C','Qui');",
         {"A": "La tua password", "B": "Ciao,\na presto da \ufffc", "C": "Qui"}),
    ],
)  # fmt: skip
def test_the_ways_in_which_shops_keep_their_texts(code: str, read: dict[str, str]) -> None:
    assert told(entries(code)) == read


def test_a_mail_that_a_function_puts_together_is_read_without_what_else_stands_there() -> None:
    code = (
        "<?php function send($u) { $mail = new Mailer(); $mail->Subject = 'Reset your password';\n"
        '$mail->Body = "<p>Hello {$u[\'name\']}, choose a new one.</p>"; $mail->Body .= "<p>Bye</p>";\n'
        "$mail->AltBody = 'Hello, choose a new one.'; $mail->ContentType = 'text/html charset';\n"
        "$message = 'It could not be sent at all'; throw new E('No mail was sent'); }"
    )
    assert told(entries(code, "src/reset.php")) == {
        "send.Subject": "Reset your password",
        "send.Body": "<p>Hello \ufffc, choose a new one.</p><p>Bye</p>",
    }


@pytest.mark.parametrize(
    "code",
    [
        "<?php return ['driver' => 'smtp', 'host' => env('H'), 'from' => ['address' => 'a@example.org', 'name' => 'Shop']];",
        "<?php class NotFound extends Exception { protected $message = 'The order was not found anywhere'; }",
        "<?php class NotFoundException { protected $message = 'The order was not found in the mail'; }",
        "<?php class A { private $text = 'Some words in a text'; }",
        "<?php function a() { $subject = 'x'; $body = file_get_contents('b'); }",
        "<?php class Report { public $subject = 'The subject'; public $messageType = 'Some type of it'; }",
        "<?php return ['a' => 'A', 'b' => 'B', 'c' => 'C', 'd' => 'D'];",
        "<?php define('DB_HOST', 'localhost'); define('DB_NAME', 'shop'); define('DEBUG', true);",
        "<?php $lang['a'] = 'Some words'; $lang['b'] = 'Other words'; $lang['c'] = 'More words'; ?>\n<p>Hi</p>",
        "<p>No code at all</p>",
        "",
    ],
)
def test_code_settings_and_templates_are_left_alone(code: str) -> None:
    assert php.sniff(Source("src/a.php", code)) == 0


def test_an_interface_of_mails_is_known_and_has_nothing_to_read() -> None:
    code = "<?php\ninterface MailTemplate { public static function getSubject(); public static function getMessage(); }"
    assert php.sniff(Source("src/MailTemplate.php", code)) == 0.5
    assert entries(code, "src/MailTemplate.php") == []


def test_a_fix_is_written_as_the_quotes_around_it_ask() -> None:
    single, double, heredoc = entries(
        "<?php class OrderMail { const SUBJECT = 'Your order is here'; const TEXT = \"It is on its way to you\";\n"
        "const HTML = <<<X\n<p>It is on its way to you</p>\nX; }", "src/OrderMail.php"
    )  # fmt: skip
    assert escape("it's", single.carrier) == "it\\'s"
    assert escape('say "hi"', double.carrier) is None
    assert heredoc.carrier == "plain"


def test_line_ends_of_windows_and_emoji_keep_their_places() -> None:
    found = entries("<?php\r\nreturn [\r\n  'a' => 'Ciao 👋 a tutti',\r\n  'b' => 'Riga uno\r\nriga due',\r\n];\r\n")
    assert [entry.pieces[0].span.text for entry in found] == ["Ciao 👋 a tutti", "Riga uno\r\nriga due"]
    assert found[1].pieces[0].span.line == 4


def test_a_missing_apostrophe_costs_one_line() -> None:
    problems: list[Problem] = []
    source = Source(
        "lang/it/a.php", "<?php return [\n'a' => 'Tutto bene',\n'b' => 'manca l'altro',\n'c' => 'Di nuovo bene',\n];"
    )
    assert [entry.key for entry in php.read(source, problems).entries] == [("a",), ("c",)]
    assert [problem.span.line for problem in problems] == [3]
