"""PHP as templates hold it: its atoms, and which of the well-known functions show or translate what they are given.

Laravel, WordPress, Symfony, Magento, PrestaShop, Drupal, Yii and gettext; Blade and plain PHP templates both read it.
"""

from __future__ import annotations

import re

from servicelint.syntax.templates.atoms import Call, Language

STRING = r"""(?:'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+")"""

ATOM = re.compile(
    rf"""
      \s+ | (?://|\#(?!\[))(?:(?!\?>)[^\r\n])* | /\*(?:[^*]|\*(?!/))*+\*/
    | (?P<string>{STRING})
    | (?P<word>(?:\?->|->|::)?[$@&\\]*+[^\W\d]\w*+(?:(?:\?->|->|::|\\)\$?[^\W\d]\w*+)*+)
    | (?P<label>(?!))
    | (?P<mark>\?\?|\?:|\|\||&&|=>|[=!]==?|\d+(?:\.\d+)?|(?!/\*)[^'"])
    """,
    re.VERBOSE | re.DOTALL,
)
"""A comment ends before `?>` as PHP itself has it; a quotation mark or a comment that never closes matches nothing."""

_VALUE = r"\{\$[^{}\"]*\}|\$\{\w+\}|\$[^\W\d]\w*(?:->[^\W\d]\w*|\[\w+\])?"

_PLAIN = (
    "e esc_html esc_attr esc_textarea escapeHtml escapeHtmlAttr htmlspecialchars htmlentities html_entity_decode wp_kses"
    " wp_kses_post wpautop wptexturize nl2br strip_tags trim ucfirst ucwords strtoupper strtolower mb_strtoupper print"
    " HtmlString"
)
_TRANSLATED = (
    "__ _e _x _ex esc_html__ esc_html_e esc_html_x esc_attr__ esc_attr_e esc_attr_x _ gettext lang trans translate t l"
)
_OTHERS = (
    "render include include_once require require_once view partial insert getChildHtml getBlockHtml wc_get_template"
    " get_header get_footer get_template_part do_action"
)

PHP = Language(
    atom=ATOM,
    value=_VALUE,
    joins=(".",),
    calls={
        **dict.fromkeys(_PLAIN.split(), Call()),
        **dict.fromkeys(_TRANSLATED.split(), Call((0,), "translated")),
        **dict.fromkeys(("sprintf", "printf", "vsprintf", "vprintf"), Call((0,), "formatted")),
        **dict.fromkeys(("_n", "_nx", "ngettext"), Call((0,), "plural")),
        **dict.fromkeys(_OTHERS.split(), Call((), "other template")),
        "apply_filters": Call((1,)),
        "Yii::t": Call((1,), "translated"),
        "$this->Html->link": Call(),
        "Html::a": Call(),
    },
    replaced=r"(?<![\w:]):[^\W\d]\w*|(?<!\w)[@%!][^\W\d]\w*(?<!%[sd])%?|%\d+(?![\d$])",
)
"""`replaced`: `:name` of Laravel, `%name%` of Symfony and PrestaShop, `@name` of Drupal, `%1` of Magento."""
