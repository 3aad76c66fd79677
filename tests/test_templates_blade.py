"""Blade: values, texts to translate, directives, Markdown mails, and that an address and other languages are left alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.formats import html, markdown
from servicelint.model import Bundle, Passage, Source
from servicelint.model.pieces import faults, verbatim
from servicelint.syntax.templates import Reading, family_of, readings

ROOT = Path(__file__).parents[1]
MARKS = [
    "{{",
    "}}",
    "{!!",
    "!!}",
    "{{--",
    "--}}",
    "@{{",
    "@if(",
    "@if ($a)",
    "@elseif ($b)",
    "@else",
    "@endif",
    "@foreach ($a as $b)",
]
MARKS += [
    "@endforeach",
    "@lang('",
    "')",
    "@php",
    "@endphp",
    "@section('a', '",
    "@component('mail::",
    "@endcomponent",
    "<x-mail::a>",
]
MARKS += [
    "__('",
    "$a",
    "->",
    "'",
    '"',
    "\\",
    "(",
    ")",
    " ? ",
    " : ",
    " ?? ",
    ".",
    "\r\n",
    "é",
    "😀",
    "<p>",
    "@verbatim",
    "@endverbatim",
]


def read(written: str) -> list[Reading]:
    source = Source("mail.txt", written)
    found = readings((verbatim(source, 0, len(written)),), "blade")
    for reading in found:
        if reading.pieces:
            assert list(faults(Passage("p", reading.pieces))) == []
    return found


def shown(written: str) -> list[str]:
    return ["".join(piece.shown for piece in reading.pieces) for reading in read(written)]


def slots(written: str) -> list[str]:
    return [piece.name for piece in read(written)[0].pieces if piece.kind == "slot"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{{ $user->name }}", "$user->name"),
        ("{!! $html !!}", "$html"),
        ("{{{ $x }}}", "$x"),
        ("{{ config('app.name') }}", "config('app.name')"),
        ("{{ trans('mail.hello') }}", "trans('mail.hello')"),
        ("{{ __('shop::mail.hello') }}", "__('shop::mail.hello')"),
        ("{{ __('states.' . $state) }}", "__('states.' . $state)"),
        ("{{ __('words')['hello'] }}", "__('words')['hello']"),
        ("@lang('mail.hello')", "@lang('mail.hello')"),
        ("@lang($words)", "$words"),
        ("{{ $day->format('d M Y, h:i') }}", "$day->format('d M Y, h:i')"),
        ("@json($x)", "$x"),
        ("@{{ name }}", "name"),
    ],
)
def test_a_value_is_a_slot_with_its_name(written: str, name: str) -> None:
    assert slots(f"Hi {written}!") == [name]


@pytest.mark.parametrize(
    ("written", "copy"),
    [
        ('{{ __("We will reply.") }}', "We will reply."),
        ("{{ __('Name') }}", "Name"),
        ("@lang('We will reply.')", "We will reply."),
        ("@lang( 'We will reply.', [] )", "We will reply."),
        ("{!! nl2br(e(__('We will reply.'))) !!}", "We will reply."),
        ("{{ 'We will reply.' }}", "We will reply."),
        ("{{ sprintf(__('We will reply.'), $x) }}", "We will reply."),
        ("<?= __('We will reply.') ?>", "We will reply."),
    ],
)
def test_copy_inside_a_tag_is_read_at_its_place(written: str, copy: str) -> None:
    (reading,) = read(f"({written})")
    (piece,) = [piece for piece in reading.pieces if piece.text not in "()"]
    assert (piece.text, piece.kind) == (copy, "verbatim")
    assert piece.span.start == written.index(copy) + 1


def test_names_inside_a_text_to_translate_are_slots() -> None:
    written = "{{ __('Hello :name, at 10:30 and 5: :day', ['name' => $user->name]) }}"
    assert slots(written) == ["name", "day"]
    assert shown(written) == ["Hello :name, at 10:30 and 5: :day"]
    assert shown('@lang("A \\":x\\" b\\n".\n \'c\')') == ['A ":x" b\nc']


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("@if ($a) A @elseif ($b) B @else C @endif", ["A", "B", "C"]),
        ("@if(count(array_filter(f(g($a)))) > 1) A @endif", ["A", ""]),
        ("@unless ($a) A @endunless", ["", "A"]),
        ("@isset($a) A @endisset", ["A", ""]),
        ("@empty($a) A @endempty", ["", "A"]),
        ("x @foreach ($as as $a) A @endforeach", ["x  A", "x"]),
        ("@forelse ($as as $a) A @empty B @endforelse", ["A", "B"]),
        ("@for ($i = 0; $i < 3; $i++) A @endfor", ["A", ""]),
        ("@switch($a) @case(1) A @break @case(2) B @break @default C @endswitch", ["A", "B", "C"]),
        ("@auth A @else B @endauth", ["A", "B"]),
        ("@guest A @endguest", ["A", ""]),
        ("@can('edit', $a) A @elsecan('see', $a) B @endcan", ["A", "B", ""]),
        ("@hasSection('a') A @endif", ["A", ""]),
        ("@premium A @elsepremium B @endpremium", ["A", "B", ""]),
        ("{{ $a ? 'A' : 'B' }}", ["A", "B"]),
        ("{{ $a ?? 'B' }}", ["$a", "B"]),
        ("{{ $a ?: __('B') }}", ["$a", "B"]),
        ("@if ($a) A @endforeach B @endif", ["A  B", ""]),
    ],
)
def test_every_branch_is_read(written: str, readings: list[str]) -> None:
    assert sorted(text.strip() for text in shown(written)) == sorted(readings)


def test_conditions_that_ask_for_the_same_have_the_same_name() -> None:
    for condition in ("@if (! empty($a)) A @endif", "@isset($a) A @endisset", "@if ($a) A @endif", "@if((isset($a))) A @endif"):
        assert [reading.name for reading in read(condition)] == ["`$a`", "else of `$a`"]


@pytest.mark.parametrize(
    "written",
    [
        "{{-- no @if ($x) {{ $no }} --}}",
        "@php\n $no = 'it' . \"s\";\n@endphp",
        "@php($no = 1)",
        "@extends('layouts.no')",
        "@section('content')",
        "@endsection",
        "@include('no', ['no' => 'No, no'])",
        "@yield('no')",
        "@csrf",
        "<?php $no = 'no'; ?>",
        "{{ $slot }}",
        "{!! Illuminate\\Mail\\Markdown::parse($slot) !!}",
        "@component('parts.no', ['a' => 'No, no'])",
    ],
)
def test_what_shows_nothing_is_no_copy(written: str) -> None:
    assert shown(f"a {written} b") == ["a  b"]


@pytest.mark.parametrize(
    "written", ["me@if.com", "help@lang.example ($1)", "@media (max-width: 9px)", "@@if (x)", "by @nobody", "@if"]
)
def test_an_address_and_other_words_with_at_signs_are_text(written: str) -> None:
    assert shown(f"a {written} b") == [f"a {written} b".replace("@@", "@")]


def test_what_is_verbatim_stays_as_it_is_written() -> None:
    assert shown("@verbatim{{ x }} @endverbatim!") == ["{{ x }} !"]


def test_a_section_of_one_line_is_copy_apart_from_the_rest() -> None:
    source = Source("a.blade.php", "@section('title', 'Your order')\n@section('lead', 'It left.')\n<p>Hi</p>")
    (message,) = html.parse(Bundle((source,))).messages
    assert [passage.text for passage in message.passages] == ["Your order", "It left.", "Hi"]


@pytest.mark.parametrize(
    "written",
    [
        "Below:\n@component('mail::button', ['url' => $url])\nPay now\n@endcomponent\nThanks",
        'Below:\n<x-mail::button :url="$a->b > 1">\nPay now\n</x-mail::button>\nThanks',
        "@component('mail::message')\r\nBelow:\r\n@slot('x')\r\nPay now\r\n@endslot\r\nThanks\r\n@endcomponent",
    ],
)
def test_the_components_of_a_markdown_mail_stand_apart(written: str) -> None:
    (message,) = markdown.parse(Bundle((Source("mail.md", written),))).messages
    assert [passage.text for passage in message.passages] == ["Below:", "Pay now", "Thanks"]
    assert [passage.span.text for passage in message.passages] == ["Below:", "Pay now", "Thanks"]


@pytest.mark.parametrize(
    ("written", "family"),
    [
        ("Hi {{ $user->name }}", "blade"),
        ("Hi {{ $name }}", "blade"),
        ("{{ __('Hi') }}", "blade"),
        ("{!! $x !!}", "blade"),
        ("@lang('Hi')", "blade"),
        ("<?php $a = 1; ?>@if ($a) b @endif", "blade"),
        ("{% if a %}{{ __('Hi') }}{% endif %}", "jinja"),
        ("{{ name }}", "jinja"),
        ("{{#if a}}{{ b }}{{/if}}", "handlebars"),
        ("{{ range $i, $x := .Items }}{{ $x }}{{ end }}", "go"),
        ("@media print { a } me@if.com {name}", None),
    ],
)
def test_the_language_is_known_by_its_own_marks(written: str, family: str | None) -> None:
    assert family_of(written) == family


@pytest.mark.parametrize(
    "seed",
    [
        "{{",
        "{{ '",
        "{!!",
        "{{--",
        "@{{",
        "@if(",
        "@if('",
        "@if ($x) ",
        "@foo ",
        "@if (isset( ",
        "@section('a', '",
        "@php ",
        "<x-mail::a '\"",
    ],
)
def test_hostile_text_is_read_in_time(seed: str) -> None:
    from servicelint.syntax.templates.families import blade

    start = time.monotonic()
    for written in (seed * (200_000 // len(seed)), seed + " " * 200_000 + "x )) }}", seed + "'" * 200_000 + ")"):
        blade.certainty(written)
        for _ in blade.tokens(written):
            pass
    assert time.monotonic() - start < 20


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=30).map("".join))
def test_no_text_breaks_a_reading(written: str) -> None:
    assert read(written)


def test_the_example_shows_its_copy_and_no_code() -> None:
    path = ROOT / "examples" / "html" / "rimborso-approvato.blade.php"
    messages = html.parse(Bundle((Source(str(path), path.read_text(encoding="utf-8")),))).messages
    copy = [passage.text for message in messages for passage in message.passages]
    assert "Il tuo rimborso è approvato" in copy
    assert "L'accredito arriva entro \ufffc giorni sul tuo conto." in copy
    assert not any(mark in words for words in copy for mark in ("{{", "->", "@if", "@lang", "btn", "$"))
