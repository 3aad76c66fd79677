"""Comments that allow findings, in the comment syntax of every format that has one."""
# ruff: noqa: E501 (small files, a line each)

from __future__ import annotations

import pytest
from allowed import ABOUT, left

POLICY = "It is our policy to close at eight."
ALLOW = "servicelint: allow policy-wording: the law asks for these words"

FILES = {
    "html": ("a.html", f"<html><body>\n<!-- {ALLOW} -->\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n</body></html>\n"),
    "html in the paragraph": ("a.html", f"<p><!-- {ALLOW} -->{POLICY}</p><p>{POLICY}</p>\n"),
    "html behind": ("a.html", f"<p>{POLICY}</p> <!-- {ALLOW} -->\n<p>{POLICY}</p>\n"),
    "html over two lines": ("a.html", f"<!--\n  {ALLOW}\n-->\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "jinja": ("a.html.j2", f"<p>Dear {{{{ name }}}},</p>\n{{# {ALLOW} #}}\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "jinja trimmed": ("a.html.j2", f"<p>Dear {{{{ name }}}},</p>\n{{#- {ALLOW} -#}}\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "django": ("a.html", f"{{% comment %}}{ALLOW}{{% endcomment %}}\n<p>{POLICY}</p>\n<p>{POLICY} {{{{ name }}}}</p>\n"),
    "liquid": ("a.liquid", f"<p>{{{{ name }}}}</p>\n{{%- comment -%}} {ALLOW} {{%- endcomment -%}}\n<p>{POLICY}</p><p>{POLICY}</p>\n"),
    "liquid in a line": ("a.liquid", f"<p>{{{{ name }}}}</p>\n{{% # {ALLOW} %}}\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "handlebars": ("a.hbs", f"<p>{{{{name}}}}</p>\n{{{{!-- {ALLOW} --}}}}\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "mustache": ("a.mustache", f"<p>{{{{name}}}}</p>\n{{{{! {ALLOW} }}}}\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "blade": ("a.blade.php", f"<p>{{{{ $name }}}}</p>\n{{{{-- {ALLOW} --}}}}\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "erb": ("a.html.erb", f"<p><%= @name %></p>\n<%# {ALLOW} %>\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "freemarker": ("a.ftl", f"<p>${{name}}</p>\n<#-- {ALLOW} -->\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "go": ("a.gohtml", f"<p>{{{{.Name}}}}</p>\n{{{{/* {ALLOW} */}}}}\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "php page": ("a.phtml", f"<p><?= $name ?></p>\n<?php // {ALLOW} ?>\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "php page, block": ("a.phtml", f"<p><?= $name ?></p>\n<?php /* {ALLOW} */ ?>\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n"),
    "text template": ("a.txt.j2", f"Dear {{{{ name }}}},\n\n{{# {ALLOW} #}}\n{POLICY}\n\n{POLICY}\n"),
    "mjml": (
        "a.mjml",
        f"<mjml><mj-body><mj-section><mj-column>\n<!-- {ALLOW} -->\n<mj-text>{POLICY}</mj-text>\n"
        f"<mj-text>{POLICY}</mj-text>\n</mj-column></mj-section></mj-body></mjml>\n",
    ),
    "markdown": ("a.md", f"# Hours\n\n<!-- {ALLOW} -->\n\n{POLICY}\n\n{POLICY}\n"),
    "markdown, a link to nowhere": ("a.md", f"# Hours\n\n[//]: # ({ALLOW})\n\n{POLICY}\n\n{POLICY}\n"),
    "markdown, a quoted title": ("a.md", f'# Hours\n\n[comment]: # "{ALLOW}"\n\n{POLICY}\n\n{POLICY}\n'),
    "front matter": ("a.md", f"---\n# {ALLOW}\nsubject: {POLICY}\n---\n\n{POLICY}\n"),
    "voicexml": (
        "a.vxml",
        f'<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml">\n<form><block>\n<!-- {ALLOW} -->\n<prompt>{POLICY}</prompt>\n'
        f"</block></form>\n<form><block><prompt>{POLICY}</prompt></block></form>\n</vxml>\n",
    ),
    "twiml": ("a.xml", f"<Response>\n<!-- {ALLOW} -->\n<Say>{POLICY}</Say>\n<Say>{POLICY}</Say>\n</Response>\n"),
    "aiml": (
        "a.aiml",
        f'<aiml version="2.0">\n<!-- {ALLOW} -->\n<category><pattern>HOURS</pattern><template>{POLICY}</template></category>\n'
        f"<category><pattern>LATE</pattern><template>{POLICY}</template></category>\n</aiml>\n",
    ),
    "freeswitch": (
        "a.xml",
        '<include><context name="a"><extension name="b"><condition field="destination_number" expression="^1$">\n'
        f'<!-- {ALLOW} -->\n<action application="speak" data="flite|kal|{POLICY}"/>\n'
        f'<action application="speak" data="flite|kal|{POLICY}"/>\n</condition></extension></context></include>\n',
    ),
    "xliff": (
        "a.xlf",
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="it" target-language="en" '
        'datatype="plaintext" original="a"><body>\n'
        f'<!-- {ALLOW} -->\n<trans-unit id="1"><source>Chiudiamo alle otto.</source><target>{POLICY}</target></trans-unit>\n'
        f'<trans-unit id="2"><source>Chiudiamo.</source><target>{POLICY}</target></trans-unit>\n</body></file></xliff>\n',
    ),
    "android": (
        "res/values/strings.xml",
        f'<resources>\n<!-- {ALLOW} -->\n<string name="email_hours">{POLICY}</string>\n'
        f'<string name="email_late">{POLICY}</string>\n</resources>\n',
    ),
    "rasa": (
        "domain.yml",
        f'version: "3.1"\nresponses:\n  # {ALLOW}\n  utter_hours:\n  - text: {POLICY}\n  utter_late:\n  - text: {POLICY}\n',
    ),
    "rasa, folded": (
        "domain.yml",
        f'version: "3.1"\nresponses:\n  utter_hours:\n  # {ALLOW}\n  - text: >\n      Good evening!\n      {POLICY}\n  - text: {POLICY}\n',
    ),
    "rasa, behind": (
        "domain.yml",
        f'version: "3.1"\nresponses:\n  utter_hours:\n  - text: {POLICY}  # {ALLOW}\n  - text: {POLICY}\n',
    ),
    "rasa, behind the head of a block": (
        "domain.yml",
        f'version: "3.1"\nresponses:\n  utter_hours:\n  - text: |  # {ALLOW}\n      {POLICY}\n  - text: {POLICY}\n',
    ),
    "copilot studio": (
        "a.mcs.yml",
        "kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRecognizedIntent\n  id: main\n  actions:\n"
        f"    # {ALLOW}\n    - kind: SendActivity\n      id: a\n      activity: {POLICY}\n"
        f"    - kind: SendActivity\n      id: b\n      activity: {POLICY}\n",
    ),
    "genesys": (
        "a.yaml",
        "inboundCall:\n  name: Town hall\n  startUpRef: /inboundCall/tasks/task[main]\n  tasks:\n    - task:\n        name: Main\n"
        "        refId: main\n        actions:\n"
        f"          # {ALLOW}\n          - playAudio:\n              name: First\n              audio:\n                tts: {POLICY}\n"
        f"          - playAudio:\n              name: Second\n              audio:\n                tts: {POLICY}\n"
        "          - disconnect:\n              name: Bye\n",
    ),
    "script": (
        "a.yml",
        "servicelint: 1\nlanguage: en\nchannel: voice\nentry: hours\nnodes:\n"
        f"  # {ALLOW}\n  hours:\n    say: {POLICY}\n    go: late\n  late:\n    kind: ask\n    say: {POLICY}\n    go: end\n",
    ),
    "strings, yaml": ("locales/en.yml", f"en:\n  mailer:\n    # {ALLOW}\n    hours: {POLICY}\n    late: {POLICY}\n"),
    "properties": ("messages_en.properties", f"# {ALLOW}\nemail.hours={POLICY}\nemail.late={POLICY}\n"),
    "properties, other mark": ("messages_en.properties", f"! {ALLOW}\nemail.hours={POLICY}\nemail.late={POLICY}\n"),
    "ios": (
        "en.lproj/Localizable.strings",
        f'/* {ALLOW} */\n"email.hours" = "{POLICY}";\n"email.late" = "{POLICY}";\n',
    ),
    "ios, line": (
        "en.lproj/Localizable.strings",
        f'// {ALLOW}\n"email.hours" = "{POLICY}";\n"email.late" = "{POLICY}";\n',
    ),
    "php strings": ("lang/en/emails.php", f"<?php\nreturn [\n    // {ALLOW}\n    'hours' => '{POLICY}',\n    'late' => '{POLICY}',\n];\n"),
    "php strings, hash": ("lang/en/emails.php", f"<?php\nreturn [\n    'hours' => '{POLICY}', # {ALLOW}\n    'late' => '{POLICY}',\n];\n"),
    "po": (
        "en.po",
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'# {ALLOW}\n#: shop.py:1\nmsgid "hours"\nmsgstr "{POLICY}"\n\nmsgid "late"\nmsgstr "{POLICY}"\n',
    ),
    "asterisk": (
        "extensions.conf",
        f"[main]\n; {ALLOW}\nexten => s,1,Swift({POLICY})\nexten => s,2,Swift({POLICY})\n",
    ),
    "jaicp": (
        "main.sc",
        f"theme: /\n    state: Hours\n        q!: hours\n        // {ALLOW}\n        a: {POLICY}\n"
        f"    state: Late\n        q!: late\n        a: {POLICY}\n",
    ),
    "rivescript": ("a.rive", f"! version = 2.0\n\n// {ALLOW}\n+ hours\n- {POLICY}\n\n+ late\n- {POLICY}\n"),
    "chatscript": ("a.top", f"topic: ~shop ( shop )\n# {ALLOW}\nu: ( hours ) {POLICY}\nu: ( late ) {POLICY}\n"),
    "lg": ("a.lg", f"> {ALLOW}\n# Hours\n- {POLICY}\n\n# Late\n- {POLICY}\n"),
    "macros, html inside json": (
        "macros.json",
        '{"macros": [{"title": "Hours", "actions": [{"field": "comment_value_html", '
        f'"value": "<!-- {ALLOW} --><p>{POLICY}</p><p>{POLICY}</p>"}}]}}]}}\n',
    ),
    "cloudformation": (
        "a.yaml",
        "Resources:\n"
        + "".join(
            f"{comment}  {name}:\n    Type: AWS::Connect::ContactFlow\n    Properties:\n      Type: CONTACT_FLOW\n      Name: {name}\n"
            '      Content: |\n        {"Version": "2019-10-30", "StartAction": "a", "Actions": [\n'
            '        {"Identifier": "a", "Type": "MessageParticipant", "Parameters": {"Text": "'
            f'{POLICY}"}}, "Transitions": {{"NextAction": "b"}}}},\n'
            '        {"Identifier": "b", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]}\n'
            for name, comment in (("Hours", f"  # {ALLOW}\n"), ("Late", ""))
        ),
    ),
    "terraform": (
        "a.tf",
        "".join(
            f'{comment}resource "aws_connect_contact_flow" "{name}" {{\n  name = "{name}"\n  type = "CONTACT_FLOW"\n  content = <<JSON\n'
            '{"Version": "2019-10-30", "StartAction": "a", "Actions": [\n'
            '{"Identifier": "a", "Type": "MessageParticipant", "Parameters": {"Text": "'
            f'{POLICY}"}}, "Transitions": {{"NextAction": "b"}}}},\n'
            '{"Identifier": "b", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}]}\n'
            "JSON\n}\n"
            for name, comment in (("hours", f"// {ALLOW}\n"), ("late", ""))
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_comment_allows_what_follows_it_and_nothing_else(name: str) -> None:
    path, text = FILES[name]
    bare, _ = left(path, text.replace(ALLOW, "a word to colleagues"))
    assert [finding.rule for finding in bare].count("policy-wording") == 2, [finding.rule for finding in bare]
    found, allowed = left(path, text)
    policy = [finding for finding in found if finding.rule == "policy-wording"]
    assert [finding.span.start > text.rindex(POLICY) for finding in policy] == [True]
    assert allowed == 1
    assert [finding.rule for finding in found if finding.rule in ABOUT] == []
