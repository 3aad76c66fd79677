"""The channel by which words reach the customer, as configurations and headers name it."""

from __future__ import annotations

from typing import get_args

from servicelint.model import Channel

_KNOWN: dict[str, Channel] = {
    **{known: known for known in get_args(Channel)},
    "call": "voice",
    "e-mail": "email",
    "ivr": "voice",
    "letter": "email",
    "mail": "email",
    "phone": "voice",
    "text": "sms",
    "webchat": "chat",
}


def channel(*names: str | None, default: Channel) -> Channel:
    """The first name that is given (`unknown` if it names no channel we know), `default` when none is."""
    given = next((name for name in names if name), None)
    return default if given is None else _KNOWN.get(given.strip().lower(), "unknown")
