"""What the editor shows beside findings, in the languages in which findings are told."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "unsafe": "{title} (please check it)",
        "allow": "Allow {rule} here; you say why",
        "allow-entry": "Allow {rule} in {file}; you say why",
        "fix-all": "Make all safe fixes of servicelint",
        "depth": "depth {n}",
        "options": "{n} options",
        "option": "1 option",
        "seconds": "{n} s",
        "mistake": "servicelint: {line}",
    },
    "it": {
        "unsafe": "{title} (da verificare)",
        "allow": "Consentire {rule} qui, con un motivo",
        "allow-entry": "Consentire {rule} in {file}, con un motivo",
        "fix-all": "Applicare tutte le correzioni sicure di servicelint",
        "depth": "livello {n}",
        "options": "{n} opzioni",
        "option": "1 opzione",
        "seconds": "{n} s",
        "mistake": "servicelint: {line}",
    },
    "ro": {
        "unsafe": "{title} (de verificat)",
        "allow": "Permiteți {rule} aici, cu un motiv",
        "allow-entry": "Permiteți {rule} în {file}, cu un motiv",
        "fix-all": "Faceți toate corecturile sigure ale servicelint",
        "depth": "nivelul {n}",
        "options": "{n} opțiuni",
        "option": "o opțiune",
        "seconds": "{n} s",
        "mistake": "servicelint: {line}",
    },
    "ru": {
        "unsafe": "{title} (проверьте)",
        "allow": "Разрешить {rule} здесь, указав причину",
        "allow-entry": "Разрешить {rule} в {file}, указав причину",
        "fix-all": "Внести все безопасные исправления servicelint",
        "depth": "уровень {n}",
        "options": "вариантов: {n}",
        "option": "вариантов: 1",
        "seconds": "{n} с",
        "mistake": "servicelint: {line}",
    },
}


def say(ui: str, key: str, **facts: object) -> str:
    """A text in the reader's language."""
    return WORDS.get(ui, WORDS["en"])[key].format(**facts)
