"""The verbs of TwiML and of the dialects that share its <Response>, by what they do to the customer."""

from __future__ import annotations

from typing import Literal

Doing = Literal["say", "play", "wait", "text", "listen", "record", "pay", "human", "elsewhere", "end", "around", "quiet"]

KNOWN: dict[str, Doing] = {
    **dict.fromkeys(("Say", "Speak", "SpeakSentence"), "say"),
    **dict.fromkeys(("Play", "PlayAudio"), "play"),
    **dict.fromkeys(("Pause", "Wait"), "wait"),
    **dict.fromkeys(("Message", "Sms"), "text"),
    **dict.fromkeys(("Gather", "GetDigits", "GetInput", "AIGather"), "listen"),
    "Record": "record",
    "Pay": "pay",
    **dict.fromkeys(("Dial", "Enqueue", "Conference", "Transfer", "Forward", "Bridge", "MultiPartyCall", "Refer"), "human"),
    **dict.fromkeys(("Connect", "Redirect", "Passthru", "AI", "Assistant"), "elsewhere"),
    **dict.fromkeys(("Hangup", "Reject", "Disconnect"), "end"),
    "PreAnswer": "around",
    **dict.fromkeys(("Leave", "Start", "Stop", "Stream", "StartStream", "StopStream", "Siprec", "Transcription"), "quiet"),
    **dict.fromkeys(("StartRecording", "StopRecording", "PauseRecording", "ResumeRecording", "DTMF", "SendDtmf"), "quiet"),
    **dict.fromkeys(("Tag", "Ring", "Echo", "Parameter", "StartGather", "StopGather", "StartTranscription"), "quiet"),
}
"""What each verb does. Whatever is not listed is unknown: it may do anything."""

PEOPLE = frozenset({"Conversation", "Number", "Client", "Sip", "User", "Queue"})
"""What may stand in <Connect> and is answered by people; everything else there is a program."""

PROGRAMS = frozenset({"Application", "VirtualAgent", "Autopilot"})
"""What may stand in <Dial> and is no person."""

ADDRESSES = ("action", "gatherUrl", "recordCompleteUrl", "transferCompleteUrl", "redirectUrl", "dialCompleteUrl")
"""The attributes that name where a verb goes on."""


def does(verb: str) -> Doing | None:
    return KNOWN.get(verb)
