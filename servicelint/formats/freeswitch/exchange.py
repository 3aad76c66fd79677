"""Follows calls through FreeSWITCH: what applications do with a caller, and where extensions and menus begin.

What a menu or an extension is made of belongs in `menus` and `dialplan`; here they are only places to go to.
"""

from __future__ import annotations

import re

from servicelint.formats.freeswitch.library import Extension, Library
from servicelint.formats.freeswitch.speech import Speech, Words
from servicelint.model import Span
from servicelint.model.pieces import cut, text_of
from servicelint.syntax.calls import Call, Step
from servicelint.syntax.pace import figure
from servicelint.syntax.spoken import Say

# fmt: off
_SILENT = frozenset("""
    answer bind_digit_action bind_meta_app block_dtmf break check_acl clear_digit_action clear_speech_cache cng_plc
    db delay_echo detect_speech digit_action_set_realm early_hangup enable_heartbeat esf_page_group eval event export
    flush_dtmf gentones group hash hold info limit limit_hash limit_execute log media_reset mkdir multiset multiunset
    park_state play_fsv pre_answer presence privacy queue_dtmf recovery_refresh record_session record_session_mask
    record_session_unmask remove_bugs rename ring_ready sched_hangup sched_transfer schedule send_display send_dtmf
    session_loglevel set set_audio_level set_global set_media_stats set_mute set_name set_profile_var set_user
    set_zombie_exec sleep soft_hold sound_test spandsp_start_dtmf start_dtmf start_dtmf_generate start_tone_detect
    stop_displace_session stop_dtmf stop_dtmf_generate stop_record_session stop_tone_detect strftime system
    system_bg tone_detect three_way unbind_meta_app unblock_dtmf unhold unset unshift verbose_events
    wait_for_answer wait_for_silence push conference_set_auto_outcall curl nibblebill odbc_query sofia_sla zrtp
    """.split())
# fmt: on
"""Applications that neither speak nor wait nor send the caller anywhere."""
_PEOPLE = frozenset({"bridge", "callcenter", "fifo", "enterprise_originate", "originate", "att_xfer", "voicemail", "page"})
_ENDS = frozenset({"hangup", "respond", "reject", "kill"})
_AWAY = frozenset({"conference", "deflect", "directory", "eavesdrop", "intercept", "park", "redirect", "rxfax", "valet_park"})
_ASKS = frozenset({"record", "record_fsv", "echo", "pickup", "wait_for_digits"})
_PLAYS = frozenset({"playback", "endless_playback", "loop_playback", "displace_session", "play_and_detect_speech"})
_LEG = re.compile(r"^(?:-(?:both|bleg|aleg)\s+)")
_NUMBER = re.compile(r"[\d*#+]+|\$\d|\$\{\w+\}")
_LOOPBACK = re.compile(r"(?:^|\])loopback/([^/,|]+)(?:/([^/,|]+))?")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_FIELD = re.compile(r"'(?:\\.|[^'])*'|\S+")
_KEYS = "123456789*0#"
_RING_TIME = re.compile(r"(?:call_timeout|originate_timeout|bridge_answer_timeout)=(\d+)$")
_RING_TIME_OF = re.compile(r"(?:call_timeout|originate_timeout|leg_timeout)=(\d+)")
_WAITING = re.compile(
    r"(?:hold_music|fifo_music|fifo_orbit_announce|cc_moh_override|(?:transfer_)?ringback)="
    r"(?=(?:file_string://)?\S*\b(?:say|phrase|tts):)"
)
_SILENCE = re.compile(r"silence_stream://(\d+)")


class Exchange:
    """Runs applications at a step of a call. `menus` and `starts` are where menus and extensions begin.

    `asked` are the steps that collected digits, by the variable that holds them, with what the platform accepts;
    `returns` are the steps that a caller comes to who leaves a menu, by the menu's name.
    """

    def __init__(self, held: Library, speech: Speech) -> None:
        self.held = held
        self.speech = speech
        self.call = Call()
        self.menus: dict[str, Step] = {}
        self.starts: dict[int, Step] = {}
        self.asked: dict[str, tuple[Step, str]] = {}
        self.returns: dict[str, list[Step]] = {}
        self._rings: dict[str, float] = {}
        self._waiting: dict[str, list[Say]] = {}

    def run(self, app: str, data: Words, span: Span, at: Step, context: str = "") -> Step | None:
        """What an application does to a caller who is at a step: the step after it, None where the caller has left."""
        name, written = app.strip().lower(), text_of(data).strip()
        match name:
            case "speak":
                at.says += self.speech.engine(data) if data else ()
            case "phrase":
                at.says += self.speech.phrase(written.partition(",")[0], span)
            case "say":
                at.says += self.speech.text(data) if data else ()
            case "read" | "play_and_get_digits":
                return self._digits(name, data, span, at)
            case "ivr":
                return self._menu(written, span, at)
            case "transfer" | "execute_extension":
                return self._transfer(_LEG.sub("", written), span, at, context, name == "execute_extension")
            case "voicemail" if written.split(" ")[0] in ("check", "check_auth"):
                return self._wait("ask", name, span, at)
            case _ if name in _PLAYS:
                played = _loops(name, data)
                at.says += self.speech.played(played) if played else ()
                at.wait(_silence(written))
            case "answer":
                at.answers = True
            case "sleep" | "set" | "export":
                self._wait_or_set(name, data, at)
            case _:
                return self._other(name, written, span, at, context)
        return at

    def menu(self, name: str) -> Step | None:
        """Where a menu begins, None where no file has it."""
        if name not in self.menus and name in self.held.menus:
            self.menus[name] = self.call.begin(name, "menu", self.held.menus[name].tag)
        return self.menus.get(name)

    def extension(self, number: str, context: str) -> Step | None:
        """Where an extension begins that answers to a number in a context."""
        for extension in self.held.extensions:
            here = not context or not extension.context or extension.context == context
            if here and extension.name != "" and _answers(extension, number):
                return self.starts.get(id(extension.element))
        return None

    def knows(self, context: str) -> bool:
        """Whether the files hold the dialplan that a number would be looked up in."""
        return any(not context or extension.context in ("", context) for extension in self.held.extensions)

    def _wait_or_set(self, name: str, data: Words, at: Step) -> None:
        """Before a call is answered a caller hears a wait as ringing; `call_timeout` tells how long bridges ring, other
        variables what is heard while they do."""
        written = text_of(data)
        if name == "sleep":
            seconds = (figure(written) or 0.0) / 1000
            if at.says or at.answers:
                at.wait(seconds)
            else:
                at.rings += seconds
        elif found := _RING_TIME.match(written):
            self._rings[at.id] = float(found[1])
        elif found := _WAITING.match(written):
            self._waiting[at.id] = list(self.speech.played(cut(data, found.end(), len(written))))

    def _other(self, name: str, written: str, span: Span, at: Step, context: str) -> Step | None:
        if name == "bridge" and (inner := _LOOPBACK.search(written)):
            return self._transfer(" XML ".join(filter(None, inner.groups())), span, at, context, False)
        if name in _PEOPLE:
            after = self._wait("human", f"{name} {written}", span, at)
            self.call.steps[after.id.removesuffix(" done")].says += self._waiting.get(at.id, ())
            if name == "bridge":
                self._ring(written, at, after)
            return after
        if name in _ENDS or name in _AWAY:
            kind = "end" if name in _ENDS else "elsewhere"
            self.call.lead(at, self.call.begin(f"{at.id}: {name}", "end" if kind == "end" else "elsewhere", span), span)
            return None
        if name in _SILENT:
            return at
        return self._wait("ask", name, span, at) if name in _ASKS else self._unknown(name, span, at)

    def _wait(self, kind: str, name: str, span: Span, at: Step) -> Step:
        """A person who may not answer, or an entry that comes to its end."""
        waits = self.call.begin(f"{at.id}: {name}", "human" if kind == "human" else "ask", span)
        after = self.call.begin(f"{waits.id} done", "say", span)
        self.call.lead(at, waits, span)
        self.call.lead(waits, after, span, "error" if kind == "human" else "always")
        return after

    def _ring(self, written: str, at: Step, after: Step) -> None:
        """How long a bridge rings where the files tell; a number that is passed on as it was dialled is nobody's yet."""
        told = [float(seconds) for seconds in _RING_TIME_OF.findall(written)]
        rings = sum(told) if told else self._rings.get(at.id)
        dialled = re.search(r"\$\d|destination_number|dialed_", written)
        if rings is not None:
            self._rings[after.id] = rings
            if not dialled:
                self.call.steps[after.id.removesuffix(" done")].rings = rings

    def _unknown(self, name: str, span: Span, at: Step) -> Step:
        """A script or a module's application: it may speak, ask or send the caller anywhere, or come back."""
        unknown = self.call.begin(f"{at.id}: {name}", "unknown", span)
        after = self.call.begin(f"{unknown.id} done", "say", span)
        self.call.lead(at, unknown, span)
        self.call.lead(unknown, after, span)
        return after

    def _menu(self, name: str, span: Span, at: Step) -> Step:
        """What follows a menu is for callers who gave up, or chose to leave it."""
        target = self.menu(name)
        after = self.call.begin(f"{at.id}: after {name}", "say", span)
        if target is None:
            target = self.call.place(f"menu {name}", "unknown", span)
            self.call.lead(target, after, span)
        self.call.lead(at, target, span)
        self.returns.setdefault(name, []).append(after)
        return after

    def _digits(self, name: str, data: Words, span: Span, at: Step) -> Step:
        """`read` and `play_and_get_digits` speak, wait for digits and, the latter, ask again where they do not fit."""
        fields = [_unquoted(data, *found.span()) for found in _FIELD.finditer(text_of(data))]
        reads = name == "read"
        sound, variable = (fields[2:3], fields[3:4]) if reads else (fields[5:6], fields[7:8])
        asks = self.call.begin(f"{at.id}: {name}", "ask", span)
        asks.says += [say for words in sound for say in self.speech.played(words)]
        wait = text_of(fields[4] if reads else fields[3]) if len(fields) > 4 else ""
        asks.timeout = seconds / 1000 if (seconds := figure(wait)) is not None else None
        self.call.lead(at, asks, span)
        after = self.call.begin(f"{asks.id} done", "say", span)
        self.call.lead(asks, after, span)
        if not reads and fields[6:7] and (wrong := list(self.speech.played(fields[6]))):
            again = self.call.begin(f"{asks.id} wrong", "say", span, wrong)
            self.call.lead(asks, again, span, "no-match")
            self.call.lead(again, asks, span)
        if variable:
            accepted = text_of(fields[8]) if not reads and fields[8:9] else ""
            self.asked[text_of(variable[0])] = (asks, accepted)
        return after

    def _transfer(self, written: str, span: Span, at: Step, context: str, back: bool) -> Step | None:
        number, _, rest = written.partition(" ")
        where = rest.split(" ")[1] if len(rest.split(" ")) > 1 else context
        if (found := _VARIABLE.search(number)) and found[1] in self.asked:
            self._chosen(number, found[1], where, span, at)
            return None
        target = self.extension(number, where)
        if target is None:
            # A number that no file answers: the telephone of somebody, as far as the files tell.
            outside = _NUMBER.fullmatch(number) and not self.knows(where)
            target = self.call.place(f"extension {written}", "human" if outside else "elsewhere", span)
        if back:
            return self._executed(target, span, at)
        self.call.lead(at, target, span)
        return None

    def _executed(self, target: Step, span: Span, at: Step) -> Step:
        """An extension that is run like a subroutine: the caller may come back from it."""
        after = self.call.begin(f"{at.id}: back", "say", span)
        self.call.lead(at, target, span)
        self.call.lead(at, after, span, "condition")
        return after

    def _chosen(self, number: str, variable: str, context: str, span: Span, at: Step) -> None:
        """Digits that were collected choose the extension: keys that different ones answer are the options of a menu."""
        asks, accepted = self.asked[variable]
        dialled = {key: number.replace(f"${{{variable}}}", key) for key in _KEYS if _fits(accepted, key)}
        found = {key: target for key, to in dialled.items() if (target := self.extension(to, context))}
        if len({step.id for step in found.values()}) > 1 or 0 < len(found) < len(dialled):
            asks.kind = "menu"
            for key, target in found.items():
                self.call.lead(asks, target, span, "option", key)
            self.call.lead(at, self.call.begin(f"{at.id}: end", "end", span), span)
        else:
            any_number = next(iter(found.values()), None)
            self.call.lead(at, any_number or self.call.place(f"extension {number}", "elsewhere", span), span)


def _silence(written: str) -> float:
    """The seconds of a silence that is played."""
    found = _SILENCE.match(written)
    return int(found[1]) / 1000 if found else 0.0


def split(written: Words) -> tuple[str, Words]:
    """An application and its data as a menu's entry holds them: `transfer 1000 XML default`."""
    text = text_of(written)
    name, _, _ = text.strip().partition(" ")
    start = text.find(name) + len(name) + 1
    return name, cut(written, start, len(text))


def _answers(extension: Extension, number: str) -> bool:
    """Whether the conditions on the dialled number fit it; an extension without such a condition answers nothing by name."""
    patterns = [
        condition.get("expression")
        for condition in extension.element.walk()
        if condition.local in ("condition", "regex")
        and condition.get("field") in ("destination_number", "${destination_number}")
    ]
    return any(_fits(pattern, number) for pattern in patterns if pattern)


def _fits(pattern: str, number: str) -> bool:
    try:
        return re.search(pattern.strip("/") if pattern.startswith("/") else pattern, number) is not None
    except re.error:
        return False


def _loops(name: str, data: Words) -> Words:
    """The file of a command that plays one; `loop_playback` may say how often before it, detection how after it."""
    text = text_of(data)
    if name == "loop_playback" and (found := re.match(r"\s*\+?\d+\s+", text)):
        return cut(data, found.end(), len(text))
    if name == "play_and_detect_speech" and (found := re.search(r"\s+detect:", text)):
        return cut(data, 0, found.start())
    return data


def _unquoted(data: Words, start: int, end: int) -> Words:
    quoted = text_of(data)[start : start + 1] == "'"
    return cut(data, start + quoted, end - quoted)
