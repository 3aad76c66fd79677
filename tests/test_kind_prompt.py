"""Words that fill a prompt: only where a machine speaks, and only where it tells nothing else."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.trial import lint_example

IMPORTANT = "Your call is important to us"
NEXT = "Please hold for the next available agent"


def flagged(text: str, **example: str) -> list[str]:
    """What the rule flags in a text."""
    linter = Linter(built_in(), (built_in().rules["platitude"],))
    found = lint_example(linter, {"format": "text", "language": "en", "channel": "voice", "text": text, **example})
    return [finding.span.text for finding in found]


def test_a_person_who_talks_is_no_prompt_but_a_bot_is() -> None:
    assert not flagged(f"Customer: Hello?\nAgent: {IMPORTANT}.", format="transcript")
    assert flagged(f"Customer: Hello?\nBot: {IMPORTANT}.", format="transcript") == [IMPORTANT]


@pytest.mark.parametrize(("channel", "hits"), [("voice", 1), ("chat", 0), ("email", 0), ("sms", 0)])
def test_a_text_is_read_out_only_where_there_is_a_voice(channel: str, hits: int) -> None:
    assert len(flagged(f"{IMPORTANT}.", channel=channel)) == hits


def test_prompts_and_holds_of_a_flow_count_in_a_call_and_in_a_chat() -> None:
    twiml = f"<Response><Say>{IMPORTANT}.</Say><Dial>1</Dial></Response>"
    script = f"servicelint: 1\nchannel: chat\nnodes:\n  a: {{kind: human, say: {IMPORTANT}.}}\n"
    assert flagged(twiml, format="twiml") == [IMPORTANT]
    assert flagged(script, format="script", channel="chat") == [IMPORTANT]


@pytest.mark.parametrize(
    "told",
    [
        "You are number 3 in the queue.",
        "The wait is about five minutes.",
        "Or press 1 and we call you back.",
        "You can also leave a message after the tone.",
        "There are {{ callers }} callers before you.",
    ],
)
def test_a_time_a_place_in_line_or_a_choice_makes_waiting_bearable(told: str) -> None:
    assert flagged(f"{NEXT}.") == [NEXT.removeprefix("Please ")]
    assert not flagged(f"{NEXT}. {told}")


def test_waiting_information_does_not_excuse_the_phrase_itself() -> None:
    assert flagged(f"{IMPORTANT}. You are number 3 in the queue.") == [IMPORTANT]


def test_a_passage_is_flagged_once_for_each_thing() -> None:
    assert flagged(f"{NEXT}. {NEXT}. {IMPORTANT}. {IMPORTANT}.") == [NEXT.removeprefix("Please "), IMPORTANT]
