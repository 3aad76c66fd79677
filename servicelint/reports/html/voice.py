"""The page's words in one language: labels, the names of the qualities, and counts with the right plural."""

from __future__ import annotations

from collections.abc import Mapping

from servicelint.reports.html.words import WORDS

_QUALITIES = {
    "care": ("premura", "grijă", "забота"),
    "courtesy": ("cortesia", "politețe", "вежливость"),
    "honesty": ("onestà", "onestitate", "честность"),
    "helpfulness": ("disponibilità", "sprijin", "готовность помочь"),
    "promptness": ("prontezza", "promptitudine", "оперативность"),
    "accessibility": ("accessibilità", "accesibilitate", "доступность"),
    "friendliness": ("cordialità", "amabilitate", "дружелюбие"),
    "knowledge": ("competenza", "competență", "знание дела"),
    "professionalism": ("professionalità", "profesionalism", "профессионализм"),
}
_COUNTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"error": ("error", "errors"), "warning": ("warning", "warnings"), "hint": ("hint", "hints")},
    "it": {"error": ("errore", "errori"), "warning": ("avviso", "avvisi"), "hint": ("consiglio", "consigli")},
    "ro": {
        "error": ("eroare", "erori", "de erori"),
        "warning": ("avertisment", "avertismente", "de avertismente"),
        "hint": ("sugestie", "sugestii", "de sugestii"),
    },
    "ru": {
        "error": ("ошибка", "ошибки", "ошибок"),
        "warning": ("предупреждение", "предупреждения", "предупреждений"),
        "hint": ("совет", "совета", "советов"),
    },
}


def quality(name: str, language: str) -> str:
    """The name of a quality in the reader's language."""
    names = dict(zip(("it", "ro", "ru"), _QUALITIES.get(name, ()), strict=False))
    return names.get(language, name)


def counted(number: int, severity: str, language: str) -> str:
    """So many errors, warnings or hints."""
    forms = _COUNTS.get(language, _COUNTS["en"])[severity]
    return f"{number} {forms[min(_form(number, language), len(forms) - 1)]}"


def _form(number: int, language: str) -> int:
    """Which plural form a number takes (Unicode CLDR's rules for whole numbers)."""
    if language == "ro":
        return 0 if number == 1 else 1 if number == 0 or 0 < number % 100 < 20 else 2
    if language == "ru" and 11 <= number % 100 <= 14:
        return 2
    if language == "ru":
        return 0 if number % 10 == 1 else 1 if 2 <= number % 10 <= 4 else 2
    return int(number != 1)


class Voice:
    """The page's words in one language, English where that language is none of ours."""

    def __init__(self, language: str) -> None:
        self.language = language if language in WORDS else "en"
        self._words = WORDS[self.language]

    def __call__(self, key: str, **facts: object) -> str:
        """The words under this key, with the facts they name."""
        return self._words[key].format(**facts) if facts else self._words[key]

    def quality(self, name: str) -> str:
        return quality(name, self.language)

    def counted(self, number: int, severity: str) -> str:
        return counted(number, severity, self.language)
