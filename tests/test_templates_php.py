"""PHP between markup: what it shows, its branches in words and in braces, and that a file of code is no template."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.model import Passage, Source
from servicelint.model.pieces import faults, verbatim
from servicelint.syntax.html import variants
from servicelint.syntax.templates import Reading, family_of, readings

MARKS = [
    "<?php ",
    "<?= ",
    "?>",
    "<? ",
    "if ($a)",
    ": ",
    "{",
    "}",
    "else",
    "elseif ($b)",
    "endif;",
    "foreach ($a as $b)",
    "echo ",
    ";",
]
MARKS += [
    "'",
    '"',
    "\\",
    "$a",
    "->b",
    "(",
    ")",
    ".",
    ",",
    " ? ",
    "__('",
    "')",
    "printf(",
    "%s",
    "// ",
    "/*",
    "*/",
    "#",
    "\r\n",
    "é",
    "😀",
]
MARKS += ["switch ($a)", "case 1:", "default:", "endswitch;", "<p>", "</p>", "function () {", "while ($a)"]


def read(written: str) -> list[Reading]:
    source = Source("mail.php", written)
    found = readings((verbatim(source, 0, len(written)),), "php")
    for reading in found:
        if reading.pieces:
            assert list(faults(Passage("p", reading.pieces))) == []
    return found


def shown(written: str) -> list[str]:
    return ["".join(piece.text if piece.kind != "slot" else f"[{piece.name}]" for piece in one.pieces) for one in read(written)]


def copy(written: str) -> list[list[str]]:
    source = Source("mail.php", written)
    return [[passage.text for passage in one.passages] for one in variants((verbatim(source, 0, len(written)),), "m", "php")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<?= $x ?>", "[$x]"),
        ("<?php echo esc_html( $user->name ); ?>", "[$user->name]"),
        ("<?= date('d F Y', $day); ?>", "[date('d F Y', $day)]"),
        ("<?= __('mail.hello') ?>", "[__('mail.hello')]"),
        ("<?php the_title(); ?>", "[the_title()]"),
        ("<?= __('Thank you.') ?>", "Thank you."),
        ("<?php _e( 'Thank you.', 'shop' ); ?>", "Thank you."),
        ("<?php esc_html_e( 'Thank you.', 'shop' ) ?>", "Thank you."),
        ("<?= $block->escapeHtml(__('Thank you, %1', $name)) ?>", "Thank you, [1]"),
        ("<?= $this->l('Thank you.', 'module') ?>", "Thank you."),
        ("<?= Yii::t('app', 'Thank you.') ?>", "Thank you."),
        ("<?php echo apply_filters('x', __('Thank you.')); ?>", "Thank you."),
        ("<?php echo \"Dear $name, {$a->b}\\n\", 'it\\'s \\n'; ?>", "Dear [$name], [$a->b]\nit's \\n"),
        ("<?php echo 'Dear ' . $a . '.'; print('!'); ?>", "Dear [$a].!"),
        ("<?php printf( __( 'Dear %s, 100%%' ), $name ); ?>", "Dear [$name], 100%"),
        ("<?php printf(__('See %1$sour page%2$s'), '<a href=\"' . $url . '\">', '</a>'); ?>", "See our page"),
        ("<?php printf(__('By %s'), '<b>' . $name . '</b>'); ?>", "By ['<b>' . $name . '</b>']"),
    ],
)
def test_what_a_tag_shows(written: str, expected: str) -> None:
    assert shown(f"({written})") == [f"({expected})"]


def test_copy_inside_a_tag_is_read_at_its_place() -> None:
    written = "<p><?php echo '<b>' . __('Thank you.', 'shop') . '</b>'; ?></p>"
    source = Source("mail.php", written)
    (variant,) = variants((verbatim(source, 0, len(written)),), "m")
    (passage,) = variant.passages
    assert (passage.text, passage.pieces[0].kind) == ("Thank you.", "verbatim")
    assert passage.span.start == written.index("Thank")


def test_a_link_that_a_format_puts_in_is_read_apart() -> None:
    written = """<p><?php printf( __( 'Pay here: %s' ), '<a href="' . $url . '">' . __( 'Pay now' ) . '</a>' ); ?></p>"""
    assert copy(written) == [["Pay here: \ufffc", "Pay now"]]


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("<?php if ($a): ?>A<?php elseif ($b): ?>B<?php else: ?>C<?php endif; ?>", ["A", "B", "C"]),
        (
            "<?php if ($a) { ?>A<?php } elseif ($b) { ?>B<?php } else if ($c) { ?>C<?php } else { ?>D<?php } ?>",
            ["A", "B", "C", "D"],
        ),
        ("<?php foreach ($as as $a): ?>A<?php endforeach ?>", ["A", ""]),
        ("<?php foreach ($as as $a) { ?>A<?php } ?>", ["A", ""]),
        ("<?php while ($a = next($b)) : ?>A<?php endwhile; ?>", ["A", ""]),
        ("<?php for ($i = 0; $i < 3; $i++) { echo 'A'; } ?>", ["A", ""]),
        ("<?php switch ($a): case 1: ?>A<?php break; default: ?>B<?php endswitch; ?>", ["A", "B"]),
        ("<?php switch ($a) { case 'x': echo 'A'; break; case 'y': echo 'B'; } ?>", ["A", "B", ""]),
        ("<?php if ($a) echo 'A'; else echo 'B'; ?>!", ["A!", "B!"]),
        ("<?php if ($a) if ($b) echo 'A'; ?>!", ["A!", "!"]),
        ("<?php if ($a) { if ($b) { ?>A<?php } ?>B<?php } ?>", ["AB", "B", ""]),
        ("<?php echo $a ? 'A' : 'B'; ?>", ["A", "B"]),
        ("<?= $a ?? 'B' ?>", ["[$a]", "B"]),
        ("<?php printf(_n('%d day', '%d days', $n, 'shop'), $n); ?>", ["[$n] day", "[$n] days"]),
        ("<?php if (!defined('X')) exit; if ($y) { $z = 1; } else { run(); } ?>A", ["A"]),
        ("<?php do { ?>A<?php } while ($x); ?>B", ["AB"]),
        ("<?php function a() { ?>A<?php } ?>B", ["AB"]),
        ("<?php add_action('x', function () { $y = 1; ?>A<?php }); ?>B", ["AB"]),
    ],
)
def test_every_branch_is_read(written: str, readings: list[str]) -> None:
    assert sorted(shown(written)) == sorted(readings)


def test_a_reading_is_named_by_its_condition() -> None:
    assert [one.name for one in read("<?php if ( ! empty( $a ) ) : ?>A<?php endif; ?>")] == ["`$a`", "else of `$a`"]
    assert read("<?php foreach ($order->items as $item): ?>A<?php endforeach; ?>")[0].name == "`$order->items`"


@pytest.mark.parametrize(
    "written",
    [
        "<?php /* it's */ // it's ?>",
        "<?php # it's ?>",
        "<?php $a = 'no'; ?>",
        "<?php do_action( 'no', $a ); ?>",
        "<?php get_header(); ?>",
        "<?= $this->render('no') ?>",
        "<?php echo ''; ?>",
        "<?php ?>",
        "<?= ?>",
        "<?php } ?>",
        "<?php endif; ?>",
    ],
)
def test_what_shows_nothing_is_no_copy(written: str) -> None:
    assert shown(f"a{written}b") == ["ab"]


def test_the_end_of_php_is_found_behind_strings_and_before_comments_end() -> None:
    assert shown("a<?php echo '?>'; // no ?>b") == ["a?>b"]
    assert shown("a<?php $x = \"it's ?> \"; ?>b<?php echo 'c';") == ["abc"]


def test_a_quotation_mark_that_never_closes_loses_no_copy_behind_the_tag() -> None:
    assert shown('a<?php echo " ?>b<?php if ($x): ?>c') == ["abc"]


def test_a_tag_alone_on_its_line_takes_the_line_away() -> None:
    assert shown("Hi,\r\n  <?php if ($a): ?>\r\nA\r\n<?php endif; ?>\r\nB") == ["Hi,\r\nA\r\nB", "Hi,\r\nB"]


@pytest.mark.parametrize(
    ("written", "family"),
    [
        ("Hi <?= $name ?>", "php"),
        ("<?php $a = 1; ?>\n<p>Hi</p>", "php"),
        ("<?php if ($a): ?>Hi<?php endif;", "php"),
        ("<?php\nreturn ['hello' => '<p>Hi</p>'];", None),
        ("<?php\nclass A { public $b = '<p>'; }\n?>\n", None),
        ("<?xml version='1.0'?><p>Hi</p>", None),
    ],
)
def test_the_language_is_known_by_its_tags_and_a_file_of_code_is_no_template(written: str, family: str | None) -> None:
    assert family_of(written) == family


@pytest.mark.parametrize(
    "seed",
    [
        "<?php ",
        "<?= ",
        "<?php '",
        "<?php \\'",
        "<?php '\"",
        "<?php if (x) { ?>",
        "<?php /*",
        "<?php {",
        "<?php echo 'a' . ",
        "<?= $x ? ",
    ],
)
def test_hostile_text_is_read_in_time(seed: str) -> None:
    from servicelint.syntax.templates.families import php

    start = time.monotonic()
    for written in (seed * (200_000 // len(seed)), seed + " " * 200_000 + "?>", seed + "'" * 200_000 + "?>"):
        php.certainty(written)
        for _ in php.tokens(written):
            pass
    assert time.monotonic() - start < 20


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=30).map("".join))
def test_no_text_breaks_a_reading(written: str) -> None:
    assert read(written)
