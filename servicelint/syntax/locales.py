"""What the path of a file says about the language of its copy.

Only the path is looked at, and only conventions that people keep: where a name could as well be a word (`sign_it.html`,
`in/`, `no/`) it says nothing, because a wrong language is worse than none. No file is opened here, no text detected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        """aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""",
    )
)
"""ISO 639-1."""

_WORDS = frozenset(
    re.findall(
        r"\w+",
        """aa am an as av be bi br ca ce ch co cr cs cu cv da dv ee el et eu fa ff fo ga gd gl ha he hi ho hr ia id ie ii ik io
    is it la lb li lo lu me mg mh mi ml mr ms mt my na nd ne ng no nr nv ny oc om or os pa pi ps qu rm rn sa sc sd se sg si
    sm sn so sr ss st su ta te th ti tk tl tn to tr ts tt tw ty uk ve vi wa wo""",
    )
)
"""Codes that names of files also use as words, abbreviations or countries. They count only where a language is due."""

_COUNTRIES = {
    "at": "de-AT", "au": "en-AU", "cn": "zh-CN", "cz": "cs-CZ", "dk": "da-DK", "gb": "en-GB", "gr": "el-GR", "hk": "zh-HK",
    "jp": "ja-JP", "mx": "es-MX", "nz": "en-NZ", "qc": "fr-CA", "rs": "sr-RS", "ua": "uk-UA", "us": "en-US", "vn": "vi-VN",
}  # fmt: skip
"""Countries (and Quebec) that stand for their language where a language is due. `uk` is not here: it is Ukrainian, and
who means the United Kingdom writes `gb`; nor is any other code that ISO 639-1 gives to a language."""
_SHOPS = {"br": "pt-BR", "si": "sl-SI", "tw": "zh-TW"}
"""Folders of mails are called by PrestaShop's codes; nobody's mails are in Breton, Sinhala or Twi under these names."""
_LEGACY = {"in": "id", "iw": "he", "ji": "yi"}
"""Java and Android still write the codes of before 1989."""

_HOMES = frozenset(
    re.findall(
        r"\w+",
        """content contents copy docs email emails i18n intl l10n lang langs language languages letters locale locales
    localization macros mail mailer mailers mails message messages nls notifications prompts replies responses sms sounds
    strings template templates texts trans translation translations""",
    )
)
"""Folders that hold a folder or a file for each language."""
_LANGUAGE_HOMES = _HOMES & frozenset(
    ("i18n", "intl", "l10n", "lang", "langs", "language", "languages", "locale", "locales", "nls", "translations")
)
"""Those of them that hold nothing else: here even `texts_it` ends in a language."""
_MAILS = frozenset(("email", "emails", "mail", "mails"))
_CATALOGUES = frozenset(
    ("arb", "ftl", "lang", "mo", "po", "pot", "properties", "resx", "strings", "stringsdict", "xlf", "xliff")
)
"""Extensions of files that are always in one language."""
_DOUBLE = frozenset(("cs", "lu", "ml", "ps", "ts"))
"""Codes that are extensions too: `Greeting.lu.dialog` is not in Luba."""
_STRUCTURED = _CATALOGUES | {"json", "php", "yaml", "yml"}
"""Extensions of files that often are."""

_TAG = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([Ll]atn|[Cc]yrl|[Hh]an[st]|[Aa]rab))?(?:[-_]([A-Za-z]{2}|\d{3}))?"
    r"(?:\.[Uu][Tt][Ff]-?8)?(?:@(latin|cyrillic|\w+)|[-_](?i:(?:in)?formal))?"
)
_ANDROID = re.compile(
    r"(?:values|raw)-(?!car\b)(?:b\+(?P<full>[a-z]{2,3}(?:\+\w+)*)|(?P<short>[a-z]{2,3}(?:-r[A-Z]{2})?))(?:-.*)?"
)
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl"}


def of_path(path: str) -> str:
    """The language that a path declares as a tag (`it`, `pt-BR`, `zh-Hans`), "" where it declares none.

    The name of the file speaks first, then its folders from the inside out.
    """
    inward = [part for part in reversed(path.replace("\\", "/").split("/")) if part]
    found = _of_name(*(*inward, "", "")[:2])
    for index in range(1, len(inward)):
        found = found or _of_folder(inward[index], inward[index + 1 : index + 3], inward[index - 1], index > 1)
    return found


def tag(text: str) -> str:
    """A locale as a language tag: `it_IT.UTF-8` is `it-IT`, `sr@latin` is `sr-Latn`; "" for what is no locale."""
    match = _TAG.fullmatch(text.strip())
    if match is None:
        return ""
    language, script, region, modifier = match.groups()
    language = _LEGACY.get(language.lower(), language.lower())
    if len(language) == 2 and language not in LANGUAGES:
        return ""
    script = (script or _SCRIPTS.get(modifier or "", "")).title()
    return "-".join(part for part in (language, script, (region or "").upper()) if part)


def _of_name(name: str, parent: str) -> str:
    """`it.yml`, `messages.it.xlf`, `it.locallang.xlf`, `app_it.arb`: what the name of a file says."""
    first, *middle = (name.rpartition(".")[0] or name).split(".")
    extension = name.rpartition(".")[2].lower()
    home = _is_home(parent)
    for part in reversed(middle):
        if (found := _short(part)) and (part not in _DOUBLE or home or extension in _STRUCTURED):
            return found
    if found := _due(first, parent) if home else _short(first):
        likely = extension in (_CATALOGUES if middle else _STRUCTURED)
        if home or likely or _plain(first):
            return found
    return _at_end(first, extension in _CATALOGUES or not _LANGUAGE_HOMES.isdisjoint(_words(parent)))


def _at_end(stem: str, due: bool) -> str:
    """`messages_pt_BR`, `order-confirmation-ru`: the language at the end of a name; `due` where one belongs there."""
    parts = re.split(r"[-_](?!(?i:(?:in)?formal)$)", stem)
    for count in (3, 2, 1):
        written = "-".join(parts[-count:])
        if len(parts) > count and (found := _short(written)):
            return found if due or _is_home(parts[-count - 1]) or _plain(written) else ""
    return ""


def _of_folder(part: str, outer: Sequence[str], inner: str, inner_is_folder: bool) -> str:
    """`it/LC_MESSAGES`, `it.lproj`, `values-it`, `pt-BR`, `mails/it`: what a folder says among its neighbours."""
    if part.endswith(".lproj"):
        return tag(part.removesuffix(".lproj"))
    if android := _ANDROID.fullmatch(part):
        return tag((android["full"] or android["short"]).replace("+", "-").replace("-r", "-"))
    if inner == "LC_MESSAGES":
        return tag(part)
    if outer and _is_home(outer[0]):
        return _due(part, outer[0])
    near = any(map(_is_home, outer)) or (inner_is_folder and _is_home(inner))
    found = _short(part)
    return found if found and (_regional(part) or (near and _plain(part))) else ""


def _due(text: str, home: str) -> str:
    """The language of a name that stands where languages stand."""
    code = text.lower()
    if code in _SHOPS and not _MAILS.isdisjoint(_words(home)):
        return _SHOPS[code]
    return _COUNTRIES.get(code) or _short(text)


def _short(text: str) -> str:
    """The tag of a locale whose language has two letters, "" for others: three letters may be anything."""
    found = tag(text)
    return found if found and len(re.split(r"[-_@.]", text)[0]) == 2 and text[:2].lower() not in _LEGACY else ""


def _plain(text: str) -> bool:
    """Whether a locale can hardly be meant as a word."""
    return text[:2].lower() not in _WORDS or _regional(text)


def _regional(text: str) -> bool:
    """Whether a locale has a script, or a region in capitals or equal to its language: `it_IT`, `zh-Hans`, `it-it`."""
    match = _TAG.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        return False
    return bool(match[2]) or not match[3].islower() or match[3] == match[1]


def _is_home(part: str) -> bool:
    return not _HOMES.isdisjoint(_words(part))


def _words(part: str) -> list[str]:
    return re.split(r"[-_. ]+", part.lower())
