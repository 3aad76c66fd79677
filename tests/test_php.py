"""PHP without running it: what has a name, texts with their places, computed parts as slots, broken lines with a reason."""

from __future__ import annotations

import pytest

from servicelint.model import Problem, Source
from servicelint.model.passage import SLOT, Passage
from servicelint.model.pieces import faults
from servicelint.syntax import php
from servicelint.syntax.php import Array, Named, Text


def read(code: str) -> tuple[list[Named], list[Problem]]:
    problems: list[Problem] = []
    return list(php.named(Source("a.php", f"<?php\n{code}"), problems)), problems


def value(code: str) -> php.Value:
    found, problems = read(f"$x = {code};")
    assert problems == []
    return found[0].value


def text(code: str) -> Text:
    found = value(code)
    assert isinstance(found, Text), found
    assert not found.pieces or list(faults(Passage("p", found.pieces))) == []
    return found


def plain(found: php.Value) -> object:
    if isinstance(found, Array):
        return {key: plain(item) for key, item in found.items}
    return found.text if isinstance(found, Text) else None


@pytest.mark.parametrize(
    ("code", "meant", "written"),
    [
        (r"'it\'s \\ \n $x'", r"it's \ \n $x", "single"),
        (r'"a\n\t\"b\" \$5 \x41 \101 \u{1F600} \q"', 'a\n\t"b" $5 A A 😀 \\q', "double"),
        ('"Hi $name, {$order->no} {$a["k"]} $l[0] $o->p ${x}!"', f"Hi {SLOT}, {SLOT} {SLOT} {SLOT} {SLOT} {SLOT}!", "double"),
        ("'a' . $b . 'c' . SHOP . f(')') . 'd'", f"a{SLOT}c{SLOT}{SLOT}d", "single"),
        ("'a' . \"\\n\" . 'b'", "a\nb", "mixed"),
        ("'a' . PHP_EOL . 'b'", "a\nb", "single"),
        ("sprintf('Dear %s', $x)", "Dear %s", "single"),
        ("('a' . 'b') // c", "ab", "single"),
        ("'a' /* . 'x' */ . # no\n 'b'", "ab", "single"),
        ("<<<EOT\nHi $x,\n  \"you\" \\\"\nEOT", f'Hi {SLOT},\n  "you" \\"', "heredoc"),
        ("<<<'EOT'\nHi $x\nEOT", "Hi $x", "nowdoc"),
        ("<<<EOT\n    Hi\n      $x y\n\n    EOT", f"Hi\n  {SLOT} y\n", "heredoc"),
        ("<<<EOT\nEOT", "", "heredoc"),
        ("'two\nlines'", "two\nlines", "single"),
    ],
)  # fmt: skip
def test_a_text_says_what_php_makes_of_it(code: str, meant: str, written: str) -> None:
    found = text(code)
    assert (found.text, found.written) == (meant, written)


def test_slots_are_called_as_they_are_written() -> None:
    found = text('"{$order->number} of $shop[name]" . $this->at(1)')
    assert [piece.name for piece in found.pieces if piece.kind == "slot"] == ["order->number", "shop[name]", "this->at(1)"]


def test_parts_of_a_joined_text_stand_where_they_are_written() -> None:
    found = text("'Ciao ' .\n  $nome .\n  \", 🎉 a presto\"")
    assert [piece.span.text for piece in found.pieces] == ["Ciao ", "$nome", ", 🎉 a presto"]


@pytest.mark.parametrize("code", ["$a ? 'b' : 'c'", "$a ?? 'b'", "new Mail('a')", "fn($x) => 'a'", "-1", "[1] + ['a']", "null"])
def test_what_only_a_program_knows_is_no_text(code: str) -> None:
    assert isinstance(value(code), php.Computed)


def test_arrays_keep_their_keys_and_count_the_rest() -> None:
    code = "array('a' => 'x', \"b\" => [1 => 'y', 'z', K::A => 'w',], 'm', ...['n'], 5 => f('p', ['q' => 'r']))"
    assert plain(value(code)) == {"a": "x", "b": {"1": "y", "0": "z", "K::A": "w"}, "0": "m", "1": {"0": "n"}, "5": None}


def test_merged_arrays_are_one() -> None:
    assert plain(value("array_merge($x, array('a' => 'b'), ['c' => 'd'])")) == {"a": "b", "c": "d"}


def test_everything_that_has_a_name_is_found_with_what_it_belongs_to() -> None:
    found, problems = read(
        "namespace A { use B; #[C('x')]\n"
        "abstract class Mail extends D implements E {\n"
        "  const X = 'cx', Y = 'cy';\n"
        "  private static ?string $subject = 'ps';\n"
        "  public function getBody(string $a = 'no', $b = [1]): string { $c = 'v'; $c .= 'w'; return 'rb'; }\n"
        "  abstract function named(): string;\n"
        "} }\n"
        "$lang['a']['b'] = 'l'; $m->Subject = 'ms'; self::$text = 'st'; define('D', 'dd'); if ($q == 'r') { $s = Mail::class; }"
    )
    assert problems == []
    listed = [(named.kind, named.owner, named.name, plain(named.value), named.added) for named in found]
    assert listed == [
        ("constant", ("Mail",), ("X",), "cx", False),
        ("constant", ("Mail",), ("Y",), "cy", False),
        ("property", ("Mail",), ("subject",), "ps", False),
        ("function", ("Mail",), ("getBody",), None, False),
        ("variable", ("Mail", "getBody"), ("c",), "v", False),
        ("variable", ("Mail", "getBody"), ("c",), "w", True),
        ("return", ("Mail", "getBody"), (), "rb", False),
        ("function", ("Mail",), ("named",), None, False),
        ("variable", (), ("lang", "a", "b"), "l", False),
        ("property", (), ("Subject",), "ms", False),
        ("variable", (), ("text",), "st", False),
        ("define", (), ("D",), "dd", False),
        ("variable", (), ("s",), None, False),
    ]


@pytest.mark.parametrize(
    ("code", "place", "says", "left"),
    [
        ("return [\n'a' => 'x',\n'b' => 'l'ordine',\n'c' => 'z',\n];", (4, 10), "ends the text", {"a": "x", "c": "z"}),
        ("return [\n'a' => 'x,\n'b' => 'y',\n'c' => 'z',\n];", (3, 8), "runs on", {"b": "y", "c": "z"}),
        ("return [\n'a' => 'x' 'y',\n'c' => 'z',\n];", (3, 10), "ends the text", {"c": "z"}),
        ("return [\n'a' => 'x',\n'b' => \"y", (4, 8), "never closed", {"a": "x"}),
        ("return [\n'a' => 'x',\n", (2, 8), "never closed; expected a ]", {"a": "x"}),
        ("return ['a' => 'x', 'b' => <<<T\nabc\n", (2, 28), "a line that begins with T", {"a": "x"}),
    ],
)
def test_a_broken_line_is_told_with_its_place_and_the_rest_is_read(
    code: str, place: tuple[int, int], says: str, left: dict[str, str]
) -> None:
    found, problems = read(code)
    assert [problem.span.source.position(problem.span.start) for problem in problems] == [place]
    assert says in problems[0].what
    assert problems[0].what.endswith(".")
    assert plain(found[0].value) == left


@pytest.mark.parametrize("code", ["[" * 5000, "'" * 4001, "(" * 5000, "$a[" * 3000, "<<<A\n" * 500, '"{$' * 3000, "/*" * 5000])
def test_hostile_code_ends_in_a_problem_or_nothing(code: str) -> None:
    found, problems = read(f"$x = {code}")
    assert len(problems) <= 20
    assert len(found) <= 5000


@pytest.mark.parametrize(
    ("code", "is_template"),
    [
        ("<?php $a = 'b';", False),
        ("<?php $a = '?> <p>';\n?>\n", False),
        ("<?php $a = 1; // x ?>\n<p>Hi</p>", True),
        ("<p><?= $a ?></p>", True),
        ("<?= $a ?>", True),
        ("<?php echo 1; ?>\n<?php echo 2;", False),
    ],
)
def test_a_file_that_writes_outside_its_tags_is_a_template(code: str, is_template: bool) -> None:
    assert php.is_template(Source("a.php", code)) is is_template
