"""Go templates: which copy each branch and definition shows, and what is a value or a key."""

from __future__ import annotations

import pytest
from test_templates import names, read, shown, slots

from servicelint.syntax.templates import family_of


@pytest.mark.parametrize(
    "written",
    [
        "{{ if .Name }}Dear {{ .Name }}{{ else }}Dear customer{{ end }}",
        "{{with .Name}}Dear {{ .Name }}{{else}}Dear customer{{end}}",
        "{{ if not .Name }}Dear customer{{ else }}Dear {{ .Name }}{{ end }}",
        '{{- if ne .Name "}}" -}} Dear {{ .Name }} {{- else -}} Dear customer {{- end -}}',
    ],
)
def test_a_greeting_with_a_fallback_has_two_readings(written: str) -> None:
    assert family_of(written) == "go"
    assert shown(written) == ["Dear {{ .Name }}", "Dear customer"]


def test_every_arm_of_a_chain_is_read() -> None:
    assert shown('{{if eq .A "x"}}A{{else if .B}}B{{else with .C}}C{{else}}D{{end}}!') == ["A!", "B!", "C!", "D!"]


def test_a_loop_is_read_once_and_not_at_all() -> None:
    assert shown("{{range $i, $line := .Lines}}- {{$line}} {{else}}none{{end}}") == ["- {{$line}} ", "none"]
    assert names("{{range $i, $line := .Lines}}x{{end}}")[0] == "`.Lines`"


def test_ends_belong_to_the_innermost_branch() -> None:
    assert set(shown("{{if .A}}a{{range .B}}b{{end}}c{{end}}d")) == {"abcd", "acd", "d"}


def test_definitions_of_other_languages_are_readings_of_their_own() -> None:
    written = (
        '{{define "en-US"}}Hello {{.Name}}{{end}}\n{{/* next */}}{{define "de"}}Hallo {{.Name}}{{end}}\n'
        '{{- if eq .lang "de"}}{{template "de" .}}{{else}}{{template "en-US" .}}{{end}}'
    )
    copy = {text.strip() for text in shown(written)}
    assert copy == {"Hello {{.Name}}", "Hallo {{.Name}}"}


def test_a_subject_stands_with_the_plain_body_and_with_the_html_body() -> None:
    written = '{{define "subject"}}Hi{{end}}{{define "plainBody"}}Plain{{end}} {{define "htmlBody"}}<p>HTML</p>{{end}}'
    assert shown(written) == ["HiPlain ", "Hi<p>HTML</p>"]


def test_other_definitions_and_blocks_are_read_where_they_stand() -> None:
    assert shown('{{define "head"}}A{{if .X}}B{{end}}{{end}}{{block "body" .}}C{{end}}') == ["ABC", "AC"]


@pytest.mark.parametrize(
    "written",
    [
        "{{/* note */}}",
        "{{- /* {{ .X }} isn't shown */ -}}",
        '{{ $x := printf "%s, %s" .A .B }}',
        "{{$i = 1}}",
        '{{ template "footer" . }}',
        "{{break}}",
    ],
)
def test_comments_assignments_and_other_templates_show_nothing(written: str) -> None:
    assert shown(f"a{written}b{{{{ .Y }}}}") == ["ab{{ .Y }}"]


@pytest.mark.parametrize(
    ("written", "copy"),
    [
        ('{{ "We will reply." }}', "We will reply."),
        ("{{ `We will reply.` | safeHTML }}", "We will reply."),
        ('{{ T "We will reply." }}', "We will reply."),
        ('{{ .Locale.Tr "We will reply." | html }}', "We will reply."),
        ('{{ i18n "We will reply." }}', "We will reply."),
    ],
)
def test_copy_in_quotation_marks_is_read_in_place(written: str, copy: str) -> None:
    (reading,) = read(written, "go")
    assert [piece.text for piece in reading.pieces] == [copy]
    assert reading.pieces[0].span.start == written.index(copy)


def test_a_format_is_copy_with_its_verbs_as_slots_unless_it_is_only_verbs() -> None:
    assert shown('{{ printf "You have %d days" .Days }}{{ .X }}') == ["You have %d days{{ .X }}"]
    assert slots('{{ printf "You have %d days" .Days }}{{ .X }}') == ["%d", "X"]
    assert slots('{{ printf "%.2f" .Total }}{{ .X }}') == ['printf "%.2f" .Total', "X"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{{ .Customer.FirstName | html }}", "Customer.FirstName"),
        ("{{- $order -}}", "order"),
        ("{{ $.Site }}", "Site"),
        ("{{.}}", "."),
        ('{{ T "greeting" }}', 'T "greeting"'),
        ('{{ .locale.Tr "mail.hi_user_x" .Name }}', '.locale.Tr "mail.hi_user_x" .Name'),
        ('{{ index .Identity "id" }}', 'index .Identity "id"'),
    ],
)
def test_values_and_keys_are_slots(written: str, name: str) -> None:
    (reading,) = read(f"a {written} b", "go")
    assert [piece.name for piece in reading.pieces if piece.kind == "slot"] == [name]


def test_white_space_control_needs_a_space_beside_the_dash() -> None:
    assert shown("a {{- .X -}} b {{ .Y }}") == ["a{{- .X -}}b {{ .Y }}"]
    assert shown("a {{-3}} b {{ .Y }}") == ["a {{-3}} b {{ .Y }}"]


def test_braces_can_be_written_as_text() -> None:
    assert shown('{{ "{{" }}x}} {{ .Y }}') == ["{{x}} {{ .Y }}"]


def test_plain_braces_and_other_languages_stay_with_their_readers() -> None:
    assert family_of("Hi {{ name }}") == "jinja"
    assert family_of("{{#each items}}{{.}}{{/each}}") == "handlebars"
    assert family_of("{% if a %}{{ b }}{% endif %}") == "jinja"
    assert family_of("Hi {{ .Name }}") == "go"


def test_a_lone_quotation_mark_swallows_no_copy() -> None:
    assert shown('{{ .X " }} copy {{ .Y }}"') == ['{{ .X " }} copy {{ .Y }}"']


def test_what_never_closes_loses_nothing() -> None:
    assert shown("{{ if .A }}a{{ else }}b")[:2] == ["a", "b"]
    assert shown("{{ end }}a{{ else }}b{{ .X }}") == ["ab{{ .X }}"]
    assert shown("{{ if .A }}a{{ .X")[0] == "a{{ .X"
