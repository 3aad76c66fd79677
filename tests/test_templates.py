"""Template languages: which copy each reading shows, where it is written, and that nothing is ever rendered."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.model import Passage, Piece, Source, Span
from servicelint.model.pieces import faults, verbatim
from servicelint.syntax.templates import Joined, Reading, Template, family_of, readings
from servicelint.syntax.templates.choices import MOST
from servicelint.syntax.templates.readings import all_families

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "emails"
MARKS = ["{{", "}}", "{%", "%}", "{#", "#}", "{{#", "{{/", "{{else}}", "{% if x %}", "{% endif %}", "{% for a in b %}"]
MARKS += [
    "{% trans ",
    "{% raw %}",
    "{% endraw %}",
    "{{{",
    "}}}",
    "{{!--",
    "--}}",
    "|trans",
    "'",
    '"',
    "\\",
    "-",
    "~",
    "{x}",
]


def read(written: str, family: str | None = None) -> list[Reading]:
    source = Source("mail.txt", written)
    found = readings((verbatim(source, 0, len(written)),), family)
    for reading in found:
        if reading.pieces:
            assert list(faults(Passage("p", reading.pieces))) == []
    return found


def template(written: str) -> Template:
    return Template(Joined([verbatim(Source("mail.txt", written), 0, len(written))]))


def shown(written: str) -> list[str]:
    return ["".join(piece.shown for piece in reading.pieces) for reading in read(written)]


def names(written: str) -> list[str]:
    return [reading.name for reading in read(written)]


def slots(written: str) -> list[str]:
    return [piece.name for piece in read(written)[0].pieces if piece.kind == "slot"]


def test_a_text_without_tags_is_one_reading_without_a_name() -> None:
    assert [(r.name, r.pieces[0].text) for r in read("Dear Ada, 5 < 6 & { }")] == [("", "Dear Ada, 5 < 6 & { }")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{{ customer.first_name|default('x')|title }}", "customer.first_name"),
        ("{{{ html }}}", "html"),
        ("{name}", "name"),
        ("{First name}", "First name"),
        ("{0}", "0"),
        ("%{name}", "name"),
        ("%(name)s", "name"),
        ("%1$s", "%1$s"),
        ("%name%", "name"),
        ("${user.name}", "user.name"),
        ("[[ name ]]", "name"),
        ("{%ticket.id%}", "ticket.id"),
        ("{% url 'account' user.id %}", "url 'account' user.id"),
        ("{{ 'mail.greeting'|trans }}", "'mail.greeting'"),
    ],
)
def test_a_placeholder_is_a_slot_that_keeps_its_name_and_shows_as_it_is_written(written: str, name: str) -> None:
    assert slots(f"Hi {written}, 20% off") == [name]
    assert shown(f"Hi {written}, 20% off") == [f"Hi {written}, 20% off"]


@pytest.mark.parametrize("written", ["20% di sconto e 30% di premio", "{ }", "a [x] b", "100%d", "{a, b}", "%20", "5 {"])
def test_what_only_looks_like_a_placeholder_stays_text(written: str) -> None:
    assert slots(written) == []


@pytest.mark.parametrize(
    "written",
    [
        "{% if name %}Dear {{ name }}{% else %}Dear customer{% endif %}",
        "{% if not name %}Dear customer{% else %}Dear {{ name }}{% endif %}",
        "{{#if name}}Dear {{ name }}{{else}}Dear customer{{/if}}",
        "{{#unless name}}Dear customer{{else}}Dear {{ name }}{{/unless}}",
        "{{#name}}Dear {{ name }}{{/name}}{{^name}}Dear customer{{/name}}",
        "{{#name}}Dear {{ name }}{{^}}Dear customer{{/name}}",
    ],
)
def test_a_greeting_with_a_fallback_has_two_readings_and_the_fallback_is_called_so(written: str) -> None:
    assert shown(written) == ["Dear {{ name }}", "Dear customer"]
    assert names(written) == ["`name`", "else of `name`"]


def test_every_arm_is_read_and_every_two_arms_are_read_together() -> None:
    written = "{% if a %}A{% elif b %}B{% else %}C{% endif %}{% if d %}D{% else %}d{% endif %}{% for e in es %}E{% endfor %}"
    found = shown(written)
    assert found[0] == "ADE"
    assert len(found) < 3 * 2 * 2
    for first, second in [*product("ABC", "Dd"), *product("ABC", ("E", "")), *product("Dd", ("E", ""))]:
        assert any(first in text and (second in text if second else "E" not in text) for text in found)


def test_names_of_readings_differ() -> None:
    written = "".join(f"{{% if {name} %}}{name}{{% endif %}}" for name in "abcdef")
    assert len(set(names(written))) == len(names(written)) > 2
    assert names(written)[0] == "`a`, `b`, `c`, …"


def test_branches_under_one_condition_agree() -> None:
    written = "{% if a %}A{% endif %}{% if b %}B{% endif %}{% if not a %}N{% endif %}{% if a %}a{% else %}n{% endif %}"
    assert all(("A" in text) == ("a" in text) for text in shown(written))
    assert "BNn" in shown(written)


def test_nested_arms_are_all_read() -> None:
    written = "{{#if a}}{{#if b}}X{{else if c}}Y{{else}}Z{{/if}}{{else}}W{{/if}}"
    assert shown(written) == ["X", "Y", "Z", "W"]


def test_a_loop_is_read_once_and_not_at_all() -> None:
    assert shown("{{#each items}}- {{this}} {{else}}none{{/each}}") == ["- {{this}} ", "none"]
    assert shown("a{% for i in items %}b{% endfor %}c") == ["abc", "ac"]


def test_many_branches_are_read_in_pairs_and_the_template_says_so() -> None:
    written = "".join(f"{{% if c{n} %}}{n}.{{% else %}}-{n}.{{% endif %}}" for n in range(12))
    made = template(written)
    assert made.sampled
    assert len(made.readings()) <= MOST == 16
    found = [set("".join(p.text for p in reading.pieces).split(".")) for reading in made.readings()]
    for one, other in combinations(range(12), 2):
        assert all(any({a, b} <= text for text in found) for a in (f"{one}", f"-{one}") for b in (f"{other}", f"-{other}"))
    assert not template("{% if a %}A{% endif %}").sampled


def test_two_values_of_one_variable_are_never_read_together() -> None:
    written = "{% if t == 'html' %}H{% endif %}{% if t == 'txt' %}T{% endif %}{% if t == 'html' %}h{% endif %}"
    assert set(shown(written)) == {"Hh", "T"} | ({""} & set(shown(written)))
    assert not template(written * 3).sampled


def test_copy_that_a_translation_puts_into_another_is_read() -> None:
    written = "{{ 'See your %label% for %day%'|trans({'%label%': 'order history'|trans({}, 'x'), '%day%': day}, 'y') }}"
    assert shown(written) == ["See your order history for %day%"]


def test_an_arm_is_read_however_many_there_are() -> None:
    written = (
        "{% if c0 %}0{% endif %}"
        + "{% if x == 0 %}[0]"
        + "".join(f"{{% elif x == {n} %}}[{n}]" for n in range(1, 40))
        + "{% endif %}"
    )
    assert all(any(f"[{n}]" in text for text in shown(written)) for n in range(40))


def test_readings_that_show_the_same_are_given_once() -> None:
    assert shown("{% if a %}{% endif %}Hello{% if b %}{# nothing #}{% endif %}") == ["Hello"]


def test_the_same_words_have_the_same_place_in_every_reading() -> None:
    first, second = read("Hello {% if a %}you{% endif %} there")
    assert first.pieces[0].span == second.pieces[0].span
    assert first.pieces[-1].span == second.pieces[-1].span


@pytest.mark.parametrize(
    ("written", "copy"),
    [
        ("{% trans 'We will reply.' %}", "We will reply."),
        ("{{ 'We will reply.'|trans({}, 'Mail', locale)|raw }}", "We will reply."),
        ('{{ _("We will reply.") }}', "We will reply."),
        ("{{ 'We will reply.' }}", "We will reply."),
        ('{{t "We will reply."}}', "We will reply."),
        ("{% set when = 'We will reply.'|trans %}", "We will reply."),
        ("{% blocktrans with a=b %}We will reply.{% endblocktrans %}", "We will reply."),
    ],
)
def test_copy_inside_braces_is_read_in_place(written: str, copy: str) -> None:
    (reading,) = read(written)
    assert [piece.text for piece in reading.pieces] == [copy]
    assert reading.pieces[0].span.start == written.index(copy)


def test_escapes_and_parameters_of_copy_inside_braces_are_understood() -> None:
    written = r"""{{ 'It isn\'t [b]%day%[/b], {name}'|trans({'%day%': day, '[b]': '<b>', '[/b]': '</b>'}) }}"""
    assert shown(written) == ["It isn't %day%, {name}"]
    assert slots(written) == ["day", "name"]


def test_a_plural_is_another_reading_but_never_nothing() -> None:
    assert shown("{% blocktrans count n=x %}one day{% plural %}{{ n }} days{% endblocktrans %}") == [
        "one day",
        "{{ n }} days",
    ]


@pytest.mark.parametrize("written", ["{# note #}", "{% comment %}{% if %}note{% endcomment %}", "{% include 'note' %}"])
def test_comments_and_silent_tags_of_jinja_show_nothing(written: str) -> None:
    assert shown(f"a{written}b{{% set x = 1 %}}") == ["ab"]


@pytest.mark.parametrize("written", ["{{! note }}", "{{!-- }} note --}}", "{{> note}}", "{{! don't }}"])
def test_comments_and_partials_of_handlebars_show_nothing(written: str) -> None:
    assert shown(f"a{written}b{{{{! it's }}}}") == ["ab"]


def test_tags_in_a_raw_block_are_text_and_its_placeholders_stay_as_written() -> None:
    assert shown("{% raw %}{% if x %} {{ y }}{% endraw %}!") == ["{% if x %} {{ y }}!"]
    assert shown(r"{{#a}}{{/a}}\{{x}}") == ["{{x}}"]


def test_white_space_control_takes_white_space_away() -> None:
    assert shown("a \r\n {%- if x -%} \n b {{- y }} c {%- endif %} d") == ["ab{{- y }} c d", "a d"]
    assert shown("a {{~#if x~}} b {{~/if}} c") == ["ab c", "a c"]


def test_a_handlebars_tag_alone_on_its_line_takes_the_line_away() -> None:
    assert shown("a\r\n  {{#if x}}\r\nb\r\n{{/if}}  \r\nc") == ["a\r\nb\r\nc", "a\r\nc"]


def test_a_tag_end_in_a_string_does_not_end_the_tag_and_a_lone_apostrophe_swallows_nothing() -> None:
    assert shown("{% if a == '%}' %}yes{% endif %}") == ["yes", ""]
    assert shown("{{ don't }} and {{ it's }} {% trans %}x{% endtrans %}") == ["{{ don't }} and {{ it's }} x"]


def test_tags_that_do_not_match_lose_no_copy() -> None:
    assert shown("{% endif %}a{% else %}b{% if x %}c") == ["abc", "ab"]
    assert shown("{% if a %}b{% endfor %}c{% endif %}d") == ["bcd", "d"]


def test_the_language_is_known_by_its_own_marks() -> None:
    assert family_of("{% if a %}{{ b }}{% endif %}") == "jinja"
    assert family_of("{{#if a}}{{b}}{{/if}}") == "handlebars"
    assert family_of("Hello {name}") is None


def test_pieces_of_another_format_keep_their_places() -> None:
    source = Source("a.json", r'"Hi {% if a %}\u00e9{% endif %}!"')
    at = source.text.index("\\")
    decoded = Piece("é", Span(source, at, at + 6), "decoded")
    first, _ = readings((verbatim(source, 1, at), decoded, verbatim(source, at + 6, len(source.text) - 1)))
    assert [(piece.text, piece.span.text) for piece in first.pieces] == [("Hi ", "Hi "), ("é", "\\u00e9"), ("!", "!")]


SIDE_EFFECTS = {
    "a.html.j2": "{{ cycler.__init__.__globals__.os.system('touch PATH') }}{% include 'PATH' %}",
    "a.twig": "{{ ['touch PATH']|filter('system') }}",
    "a.liquid": "{% include 'PATH' %}{{ 'touch PATH' | system }}",
    "a.hbs": "{{#with (lookup this 'constructor')}}{{exec 'touch PATH'}}{{/with}}{{> PATH}}",
    "a.html.erb": "<% File.write('PATH', 'x') %><%= `touch PATH` %>",
    "a.ejs": "<% require('fs').writeFileSync('PATH', 'x') %>",
    "a.blade.php": "@php file_put_contents('PATH', 'x'); @endphp {!! system('touch PATH') !!}",
    "a.phtml": "<?php file_put_contents('PATH', 'x'); ?><?= system('touch PATH') ?>",
    "a.ftl": '${"freemarker.template.utility.Execute"?new()("touch PATH")}<#include "PATH">',
    "a.gotmpl": '{{ exec "touch PATH" }}{{ template "PATH" . }}',
    "a.txt": '{{var this.getTemplateFilter().system("touch PATH")}}{{trans "Hello"}}',
    "a.po": 'msgid "a"\nmsgstr "{{ system(\'touch PATH\') }} Hello there"\n',
}


@pytest.mark.parametrize("name", SIDE_EFFECTS)
def test_a_template_with_side_effects_has_none(tmp_path: Path, name: str) -> None:
    written = tmp_path / "written"
    text = SIDE_EFFECTS[name].replace("PATH", written.as_posix())
    mail = tmp_path / "mails" / name
    mail.parent.mkdir()
    mail.write_text(text if name.endswith(".po") else f"<p>Hello</p>{text}<p>Bye</p>", encoding="utf-8")
    engines = "import sys; print({'jinja2', 'django', 'liquid', 'mako', 'chevron', 'pybars', 'genshi'} & set(sys.modules))"
    command = f"import sys; sys.argv = ['servicelint', 'extract', {str(mail)!r}]\nfrom servicelint.cli import cli\n"
    command += f"cli.main(standalone_mode=False)\n{engines}"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Hello" in done.stdout
    assert done.stdout.endswith("set()\n")
    assert not written.exists()


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=30).map("".join))
def test_no_text_breaks_a_reading(written: str) -> None:
    for family in (None, *all_families()):
        assert 1 <= len(read(written, family)) <= MOST


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real mails is not here")
def test_text_templates_of_real_mails_are_read_without_tags_left_over() -> None:
    for path in sorted(CORPUS.rglob("*.txt")):
        written = path.read_bytes().decode("utf-8-sig", "replace")
        for reading in read(written):
            copy = "".join(piece.text for piece in reading.pieces)
            assert "{%" not in copy, path
            assert "{{" not in copy, path
