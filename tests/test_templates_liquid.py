"""Liquid, read with the family of Jinja: the tags that are its own."""

from __future__ import annotations

import pytest
from test_templates import shown, slots

from servicelint.syntax.templates import family_of


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("{% if a %}A{% elsif b %}B{% else %}C{% endif %}", ["A", "B", "C"]),
        ("{%- unless paid -%} Pay {%- else -%} Paid {%- endunless -%}", ["Paid", "Pay"]),
        (
            "{% case way %}\n{% when 'post' %}By post{% when 'shop', 'hub' %}Here{% else %}Soon{% endcase %}",
            ["By post", "Here", "Soon"],
        ),
        ("{% case way %}{% when 'post' %}By post{% endcase %}!", ["By post!", "!"]),
        ("{% for line in lines %}{{ line }}{% else %}none{% endfor %}", ["{{ line }}", "none"]),
        ("{% capture title %}Thank you{% endcapture %}", ["Thank you"]),
        ("{% echo 'We reply.' %}{% echo x | upcase %}", ["We reply.{% echo x | upcase %}"]),
        ("{{ 'We reply.' | t: name: x }}{{ 'Bye' | upcase }}", ["We reply.Bye"]),
    ],
)
def test_every_branch_is_read(written: str, readings: list[str]) -> None:
    assert family_of(written) == "jinja"
    assert shown(written) == readings


def test_the_cases_of_nunjucks_are_still_arms_of_their_switch() -> None:
    assert shown("{% switch x %}{% case 1 %}A{% case 2 %}B{% default %}C{% endswitch %}") == ["A", "B", "C"]


@pytest.mark.parametrize(
    "written",
    [
        "{% # don't show %}",
        "{% assign greeting = 'Hello' %}",
        "{%- liquid\n  assign x = 1\n  if x\n    echo 'no'\n  endif -%}",
        "{% render 'footer', name: 'x' %}",
        "{% comment %}{% if x %} don't {% endcomment %}",
        '{% schema %}{"name": "Mail"}{% endschema %}',
        "{% style %}.a { color: red }{% endstyle %}",
    ],
)
def test_comments_assignments_and_settings_show_nothing(written: str) -> None:
    assert shown(f"a{written}b{{{{ it's }}}}") == ["ab{{ it's }}"]


def test_a_value_with_a_default_is_one_slot() -> None:
    assert slots('Hi {{ customer.first_name | default: "there" }} {% if x %}{% endif %}') == ["customer.first_name"]


def test_a_brace_and_a_number_sign_of_a_style_swallow_no_copy() -> None:
    assert shown("@media{#outlook a{x:0}} Hello {{ name }} {# note #} bye") == ["@media{#outlook a{x:0}} Hello {{ name }}  bye"]
