"""A dialplan and its lists of recordings as one document: where callers begin, what they hear, where they get."""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.formats.asterisk import prompts
from servicelint.formats.asterisk.applications import SPECIAL
from servicelint.formats.asterisk.dialplan import dialplan
from servicelint.formats.asterisk.speech import Speech
from servicelint.formats.asterisk.walk import Walk
from servicelint.model import Bundle, Document, Message, Problem, Source, Span
from servicelint.syntax.calls import Step, made
from servicelint.syntax.names import names
from servicelint.syntax.recordings import Recordings
from servicelint.syntax.spoken import passage

_EXPECTED = "There is no dialplan in this file; expected exten => lines under a [context], or a list of `name: words`."


def read(bundle: Bundle, format_id: str, lists: list[Source]) -> Document:
    """The dialplan of a bundle and the `lists` of what its recordings say."""
    told = [prompt for source in lists for prompt in prompts.prompts(source)]
    recordings = Recordings(bundle)
    for prompt in told:
        recordings.add(prompt.name, prompt.pieces, prompt.language)
    files = names(bundle.sources)
    problems: list[Problem] = []
    plan = dialplan((source for source in bundle.sources if source not in lists), problems)
    problems += (Problem(Span(source, 0, 0), _EXPECTED) for source in lists if not prompts.sniff(source))
    walk = Walk(plan, Speech(recordings, files, plan.variables))
    starts = list(_starts(walk))
    messages, flows = made(walk.call, starts, bundle, tuple(_listed(told, files, bundle)))
    languages = {prompt.language for prompt in told}
    return Document(
        bundle, format_id, messages, flows, tuple(problems), language=languages.pop() if len(languages) == 1 else ""
    )


def _starts(walk: Walk) -> Iterator[tuple[str, Step]]:
    """Every extension a caller may begin with, what is behind it read; then what no call at hand comes to."""
    begun = []
    for context in walk.plan.contexts.values():
        for extension in context.extensions.values():
            if extension.dialled not in SPECIAL and not context.name.startswith("macro-"):
                begun.append((f"{context.name}/{extension.name}", extension, walk.start(context.name, extension.name)))
    for context in walk.plan.contexts.values():
        for extension in context.extensions.values():
            for priority in sorted(extension.steps):
                if extension.name != "h" and (id(extension), priority) not in walk.visited:
                    walk.beside(context.name, extension, priority)
    for name, extension, step in begun:
        if id(extension) not in walk.subroutines:
            yield name, step


def _listed(told: list[prompts.Prompt], files: dict[str, str], bundle: Bundle) -> Iterator[Message]:
    """The lines of the lists that were asked for, each a message."""
    for prompt in told:
        if prompt.pieces and (not bundle.named or prompt.pieces[0].span.source.path in bundle.named):
            said = passage(files[prompt.pieces[0].span.source.path], prompt.pieces, prompt.language)
            if said is not None:
                yield Message(said.id, "company", "voice", (said,), bot=True)
