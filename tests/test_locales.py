"""What a path says about the language of its copy, and where it had better say nothing."""

from __future__ import annotations

import pytest

from servicelint.syntax.locales import of_path, tag


@pytest.mark.parametrize(
    ("path", "language"),
    [
        # gettext
        ("locale/it/LC_MESSAGES/django.po", "it"),
        ("locale/sr@latin/LC_MESSAGES/shop.po", "sr-Latn"),
        ("locale/br/LC_MESSAGES/shop.po", "br"),
        ("locale/pt_BR.UTF-8/LC_MESSAGES/shop.po", "pt-BR"),
        ("po/it.po", "it"),
        ("plugins/shop/languages/shop-it_IT.po", "it-IT"),
        ("languages/shop-de_DE_formal.po", "de-DE"),
        # Rails, Symfony, Laravel, Angular, TYPO3
        ("it.yml", "it"),
        ("config/locales/devise.ro.yml", "ro"),
        ("translations/messages+intl-icu.ru.yaml", "ru"),
        ("translations/messages.it.xlf", "it"),
        ("lang/it/passwords.php", "it"),
        ("resources/lang/it.json", "it"),
        ("Language/de.locallang.xlf", "de"),
        ("Language/it.locallang.xlf", "it"),
        ("app/views/mailer/welcome.it.html.erb", "it"),
        # Android, Apple, Flutter, Java
        ("res/values-it/strings.xml", "it"),
        ("res/values-pt-rBR/strings.xml", "pt-BR"),
        ("res/values-b+sr+Latn/strings.xml", "sr-Latn"),
        ("res/values-in/strings.xml", "id"),
        ("res/values-fil/strings.xml", "fil"),
        ("res/values-en-rUS-night/strings.xml", "en-US"),
        ("App/it.lproj/Localizable.strings", "it"),
        ("App/zh-Hans.lproj/Localizable.strings", "zh-Hans"),
        ("lib/l10n/app_it.arb", "it"),
        ("i18n/messages_it.properties", "it"),
        ("messages_pt_BR.properties", "pt-BR"),
        # shops and packs
        ("i18n/it_IT.csv", "it-IT"),
        ("it_IT.csv", "it-IT"),
        ("es-MX.json", "es-MX"),
        ("es-419.json", "es-419"),
        ("mails/ru/x.html", "ru"),
        ("mails/it/x.html", "it"),
        ("modules/reminder/mails/no/x.html", "no"),
        ("mails/gb/order.html", "en-GB"),
        ("mails/us/order.html", "en-US"),
        ("mails/br/order.html", "pt-BR"),
        ("mails/uk/order.html", "uk"),
        ("locales/br.json", "br"),
        ("lang/cn.json", "zh-CN"),
        ("_locales/it/messages.json", "it"),
        ("email-templates/it/order.html", "it"),
        ("translations/it-IT/Shop.xlf", "it-IT"),
        # pages and mails
        ("emails/welcome/ru/body.html", "ru"),
        ("ru/emails/welcome.html", "ru"),
        ("docs/de/faq.md", "de"),
        ("about.it.md", "it"),
        ("order_ru.html", "ru"),
        ("order-pt-br.html", "pt-BR"),
        ("messages_it.json", "it"),
        ("lang-it.json", "it"),
        ("site/it-it/faq.html", "it-IT"),
        ("C:\\shop\\mails\\it\\order.html", "it"),
        # the name speaks before its folders
        ("mails/en/order.it.html", "it"),
        ("locales/en/it/order.html", "en"),
    ],
)
def test_a_path_that_follows_a_convention_tells_the_language(path: str, language: str) -> None:
    assert of_path(path) == language


@pytest.mark.parametrize(
    "path",
    [
        # folders that are words, departments, countries, languages of computers
        *(f"{folder}/order.html" for folder in ("in", "no", "is", "it", "to", "my", "id", "br", "gb", "us", "hr-it", "to-do")),
        "emails/in/order.html",
        "it/templates/laptop.html",
        "home/it/projects/order.html",
        "src/de/shop/Mail.html",
        # names that end in a word
        *(f"emails/{name}.html" for name in ("buy_it", "sign-in", "contact_us", "verify_id", "opt-in", "faq_uk", "follow-up")),
        "user_id.json",
        "how-to.md",
        "my.html",
        "no.txt",
        "no-reply.txt",
        "no.reply.html",
        "id.card.html",
        "README.md",
        "report.pl",
        "app.min.js",
        "Greeting.lu.dialog",
        # what is not a language in its place
        "res/values/strings.xml",
        "res/values-v21/strings.xml",
        "res/values-car/strings.xml",
        "res/values-sw600dp/strings.xml",
        "App/Base.lproj/Main.strings",
        "LC_MESSAGES/django.po",
        "locale/django.pot",
        "lang/messages.json",
        "mails/themes/modern/order.twig",
        "",
        "/",
    ],
)
def test_a_path_that_could_mean_something_else_says_nothing(path: str) -> None:
    assert of_path(path) == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("it", "it"),
        ("it_IT.UTF-8", "it-IT"),
        ("PT-br", "pt-BR"),
        ("sr@latin", "sr-Latn"),
        ("zh_hant_TW", "zh-Hant-TW"),
        ("ca@valencia", "ca"),
        (" ru ", "ru"),
        ("iw", "he"),
        ("fil", "fil"),
        ("xx", ""),
        ("LANGUAGE", ""),
        ("", ""),
    ],
)
def test_locales_become_tags(written: str, expected: str) -> None:
    assert tag(written) == expected
