"""Places that wait and have no answer to silence or to something else, format by format."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicelint.config import Config
from servicelint.discover import Wish, from_text
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.run import read

RULE = built_in().rules["missing-input-handler"]


def flagged(text: str, format_id: str, name: str = "a") -> list[tuple[int, str]]:
    """Line and message of what is missing in a text of a format."""
    found = from_text(text, name, Config(root=Path("/")), Wish(format_id))
    findings = [finding for unit in found.units for finding in Linter(built_in(), (RULE,)).lint(read(unit))]
    return [(finding.span.line, finding.message) for finding in findings]


FIELD = """<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xml:lang="en">
<form id="f"><field name="n"><prompt>For yes, press 1.</prompt><option dtmf="1" value="1">yes</option>{}</field></form>
</vxml>"""


def test_a_voicexml_field_with_one_handler_leaves_the_other_to_the_platform() -> None:
    assert [line for line, _ in flagged(FIELD.format(""), "voicexml")] == [2]
    assert flagged(FIELD.format("<noinput><reprompt/></noinput>"), "voicexml") == []
    assert flagged(FIELD.format("<nomatch><reprompt/></nomatch>"), "voicexml") == []


def test_handlers_of_the_document_hold_for_all_its_fields() -> None:
    text = FIELD.format("").replace('<form id="f">', '<catch event="noinput nomatch"><reprompt/></catch><form id="f">')
    assert flagged(text, "voicexml") == []


@pytest.mark.parametrize(("after", "lines"), [("", [2]), ("<Redirect>/again</Redirect>", []), ("<Say>Goodbye.</Say>", [])])
def test_in_twiml_what_follows_a_gather_answers_silence(after: str, lines: list[int]) -> None:
    text = f'<Response>\n<Gather action="/a"><Say>For parts, press 1.</Say></Gather>{after}</Response>'
    assert [line for line, _ in flagged(text, "twiml")] == lines


def test_a_gather_that_reports_empty_answers_is_handled_elsewhere() -> None:
    text = '<Response><Gather action="/a" actionOnEmptyResult="true"><Say>For parts, press 1.</Say></Gather></Response>'
    assert flagged(text, "twiml") == []


DIALPLAN = """[main]
exten => s,1,Answer()
 same => n,Background(welcome)
 same => n,WaitExten(5)
exten => 1,1,Dial(SIP/1,20)
exten => 2,1,Dial(SIP/2,20)
{}"""


def test_in_a_dialplan_i_and_t_are_the_handlers() -> None:
    (both,) = flagged(DIALPLAN.format(""), "asterisk")
    (mistake,) = flagged(DIALPLAN.format("exten => t,1,Goto(s,2)\n"), "asterisk")
    assert "silence" in both[1]
    assert "not understood" in mistake[1]
    assert flagged(DIALPLAN.format("exten => t,1,Goto(s,2)\nexten => i,1,Goto(s,2)\n"), "asterisk") == []
