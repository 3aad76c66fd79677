"""What the page says beside the findings, in the languages that findings are told in."""

from __future__ import annotations

from collections.abc import Mapping

_EN = {
    "report": "Service report",
    "skip": "Skip to the findings",
    "sections": "Sections",
    "colours": "Colours",
    "auto": "as the system",
    "light": "light",
    "dark": "dark",
    "clean": "Nothing to fix: your customers are in good hands.",
    "nothing": "No file was checked.",
    "checked": "Files checked",
    "touched": "with findings",
    "suppressed": "Suppressed",
    "score": "Score",
    "of 100": "{score} of 100",
    "qualities": "The nine qualities",
    "quality": "Quality",
    "words": "Words",
    "rules": "Rules",
    "rule": "Rule",
    "about": "What it is about",
    "source": "Source",
    "files": "Files",
    "file": "File",
    "flows": "Flows",
    "findings": "Findings",
    "count": "Findings",
    "errors": "Errors",
    "warnings": "Warnings",
    "hints": "Hints",
    "error": "error",
    "warning": "warning",
    "hint": "hint",
    "how": "How the score is made",
    "formula": (
        "A quality scores 100 × {half} / ({half} + burden). Its burden is the weight of its findings in 1,000 "
        "words of the company; fewer than {few} words count as {few}. The total is half the mean of the qualities "
        "and half the worst of them."
    ),
    "others": "Files without a finding: {count}",
    "skipped": "Left out",
    "sampled": "Messages read in a sample of their branches",
    "hidden": "The score also counts findings that this report leaves out: {count}",
    "severity": "Severity",
    "filter": "Filter the findings",
    "search": "Search",
    "all": "all",
    "clear": "Clear filters",
    "node": "At: {node}",
    "shown": "Shown: {shown} of {all}",
    "none": "No finding matches these filters.",
    "fold": "Fold all files",
    "unfold": "Unfold all files",
    "only": "Show only: {name}",
    "why": "Why",
    "instead": "Instead",
    "better": "Better",
    "fix": "Fix",
    "trail": "The way there",
    "copy": "Copy: {words}",
    "copied": "Copied: {words}",
    "in flow": "In the picture: {node}",
    "choose": "Choose a marked node to see what was found there.",
    "nodes": "Findings by node",
    "size": "Nodes: {nodes}",
    "picture": "Picture of the flow {name}",
    "undrawn": "Flows without a finding, not drawn here: {count}",
    "large": "Too large to read on a page. Draw it with: {command}",
    "by": "Made by servicelint {version}",
}
_IT = {
    "report": "Rapporto sul servizio",
    "skip": "Vai alle segnalazioni",
    "sections": "Sezioni",
    "colours": "Colori",
    "auto": "come il sistema",
    "light": "chiari",
    "dark": "scuri",
    "clean": "Nulla da correggere: i suoi clienti sono in buone mani.",
    "nothing": "Nessun file controllato.",
    "checked": "File controllati",
    "touched": "con segnalazioni",
    "suppressed": "Soppresse",
    "score": "Punteggio",
    "of 100": "{score} su 100",
    "qualities": "Le nove qualità",
    "quality": "Qualità",
    "words": "Parole",
    "rules": "Regole",
    "rule": "Regola",
    "about": "Di che cosa si tratta",
    "source": "Fonte",
    "files": "File",
    "file": "File",
    "flows": "Flussi",
    "findings": "Segnalazioni",
    "count": "Segnalazioni",
    "errors": "Errori",
    "warnings": "Avvisi",
    "hints": "Consigli",
    "error": "errore",
    "warning": "avviso",
    "hint": "consiglio",
    "how": "Come si calcola il punteggio",
    "formula": (
        "Il punteggio di una qualità è 100 × {half} / ({half} + carico). Il carico è il peso delle sue "
        "segnalazioni su 1.000 parole dell’azienda; meno di {few} parole contano come {few}. Il totale è per metà "
        "la media delle qualità e per metà la peggiore."
    ),
    "others": "File senza segnalazioni: {count}",
    "skipped": "Tralasciati",
    "sampled": "Messaggi letti su un campione dei loro rami",
    "hidden": "Il punteggio conta anche segnalazioni che questo rapporto non mostra: {count}",
    "severity": "Gravità",
    "filter": "Filtra le segnalazioni",
    "search": "Cerca",
    "all": "tutte",
    "clear": "Togli i filtri",
    "node": "Nodo: {node}",
    "shown": "Visibili: {shown} di {all}",
    "none": "Nessuna segnalazione corrisponde a questi filtri.",
    "fold": "Chiudi tutti i file",
    "unfold": "Apri tutti i file",
    "only": "Mostra solo: {name}",
    "why": "Perché",
    "instead": "Invece",
    "better": "Meglio",
    "fix": "Modifica",
    "trail": "Il percorso",
    "copy": "Copia: {words}",
    "copied": "Copiato: {words}",
    "in flow": "Nel disegno: {node}",
    "choose": "Scelga un nodo segnato per vedere che cosa vi è stato trovato.",
    "nodes": "Segnalazioni per nodo",
    "size": "Nodi: {nodes}",
    "picture": "Disegno del flusso {name}",
    "undrawn": "Flussi senza segnalazioni, qui non disegnati: {count}",
    "large": "Troppo grande per una pagina. Per disegnarlo: {command}",
    "by": "Creato da servicelint {version}",
}
_RO = {
    "report": "Raport despre servicii",
    "skip": "Salt la constatări",
    "sections": "Secțiuni",
    "colours": "Culori",
    "auto": "ca sistemul",
    "light": "deschise",
    "dark": "închise",
    "clean": "Nimic de corectat: clienții dumneavoastră sunt pe mâini bune.",
    "nothing": "Niciun fișier verificat.",
    "checked": "Fișiere verificate",
    "touched": "cu constatări",
    "suppressed": "Suprimate",
    "score": "Scor",
    "of 100": "{score} din 100",
    "qualities": "Cele nouă calități",
    "quality": "Calitate",
    "words": "Cuvinte",
    "rules": "Reguli",
    "rule": "Regulă",
    "about": "Despre ce este vorba",
    "source": "Sursă",
    "files": "Fișiere",
    "file": "Fișier",
    "flows": "Fluxuri",
    "findings": "Constatări",
    "count": "Constatări",
    "errors": "Erori",
    "warnings": "Avertismente",
    "hints": "Sugestii",
    "error": "eroare",
    "warning": "avertisment",
    "hint": "sugestie",
    "how": "Cum se calculează scorul",
    "formula": (
        "Scorul unei calități este 100 × {half} / ({half} + povară). Povara este ponderea constatărilor ei la "
        "1.000 de cuvinte ale companiei; sub {few} de cuvinte se socotesc {few}. Totalul este pe jumătate media "
        "calităților și pe jumătate cea mai slabă dintre ele."
    ),
    "others": "Fișiere fără constatări: {count}",
    "skipped": "Lăsate deoparte",
    "sampled": "Mesaje citite pe un eșantion al ramurilor lor",
    "hidden": "Scorul ține seama și de constatări pe care acest raport nu le arată: {count}",
    "severity": "Gravitate",
    "filter": "Filtrați constatările",
    "search": "Căutare",
    "all": "toate",
    "clear": "Fără filtre",
    "node": "Nod: {node}",
    "shown": "Afișate: {shown} din {all}",
    "none": "Nicio constatare nu corespunde acestor filtre.",
    "fold": "Închide toate fișierele",
    "unfold": "Deschide toate fișierele",
    "only": "Arată doar: {name}",
    "why": "De ce",
    "instead": "În schimb",
    "better": "Mai bine",
    "fix": "Corecție",
    "trail": "Traseul",
    "copy": "Copiază: {words}",
    "copied": "Copiat: {words}",
    "in flow": "În schemă: {node}",
    "choose": "Alegeți un nod marcat ca să vedeți ce s-a constatat acolo.",
    "nodes": "Constatări pe noduri",
    "size": "Noduri: {nodes}",
    "picture": "Schema fluxului {name}",
    "undrawn": "Fluxuri fără constatări, care nu sunt desenate aici: {count}",
    "large": "Prea mare pentru o pagină. Se desenează cu: {command}",
    "by": "Realizat de servicelint {version}",
}
_RU = {
    "report": "Отчёт о сервисе",
    "skip": "К замечаниям",
    "sections": "Разделы",
    "colours": "Цвета",
    "auto": "как в системе",
    "light": "светлые",
    "dark": "тёмные",
    "clean": "Исправлять нечего: ваши клиенты в надёжных руках.",
    "nothing": "Ни один файл не проверен.",
    "checked": "Проверено файлов",
    "touched": "с замечаниями",
    "suppressed": "Подавлено",
    "score": "Оценка",
    "of 100": "{score} из 100",
    "qualities": "Девять качеств",
    "quality": "Качество",
    "words": "Слова",
    "rules": "Правила",
    "rule": "Правило",
    "about": "О чём оно",
    "source": "Источник",
    "files": "Файлы",
    "file": "Файл",
    "flows": "Сценарии",
    "findings": "Замечания",
    "count": "Замечания",
    "errors": "Ошибки",
    "warnings": "Предупреждения",
    "hints": "Советы",
    "error": "ошибка",
    "warning": "предупреждение",
    "hint": "совет",
    "how": "Как считается оценка",
    "formula": (
        "Оценка качества — 100 × {half} / ({half} + нагрузка). Нагрузка — вес замечаний на 1000 слов компании; "
        "меньше {few} слов считается за {few}. Общая оценка: наполовину среднее всех качеств, наполовину худшее из"
        " них."
    ),
    "others": "Файлы без замечаний: {count}",
    "skipped": "Пропущено",
    "sampled": "Сообщения, у которых прочитана часть сочетаний ветвей",
    "hidden": "В оценке учтены и замечания, которых нет в этом отчёте: {count}",
    "severity": "Важность",
    "filter": "Отбор замечаний",
    "search": "Поиск",
    "all": "все",
    "clear": "Снять отбор",
    "node": "Узел: {node}",
    "shown": "Показано: {shown} из {all}",
    "none": "Под этот отбор не подходит ни одно замечание.",
    "fold": "Свернуть все файлы",
    "unfold": "Развернуть все файлы",
    "only": "Показать только: {name}",
    "why": "Почему",
    "instead": "Как надо",
    "better": "Лучше",
    "fix": "Правка",
    "trail": "Путь",
    "copy": "Скопировать: {words}",
    "copied": "Скопировано: {words}",
    "in flow": "На схеме: {node}",
    "choose": "Выберите отмеченный узел, чтобы увидеть замечания к нему.",
    "nodes": "Замечания по узлам",
    "size": "Узлов: {nodes}",
    "picture": "Схема сценария {name}",
    "undrawn": "Сценарии без замечаний, здесь не показаны: {count}",
    "large": "Слишком велико для страницы. Нарисовать: {command}",
    "by": "Создано программой servicelint {version}",
}
WORDS: Mapping[str, Mapping[str, str]] = {"en": _EN, "it": _IT, "ro": _RO, "ru": _RU}

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
