"""Genesys Architect: what callers and chatters get, in whole examples, small flows, expressions, broken and real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CORPUS, ROOT

from servicelint.discover import read
from servicelint.flows.metrics import metrics
from servicelint.formats import genesys_architect
from servicelint.formats.genesys_architect.expressions import readings
from servicelint.model import Bundle, Document, Flow, Node, Source
from servicelint.model.pieces import faults, text_of, verbatim
from servicelint.syntax.escape import escape

EXAMPLES = ROOT / "examples" / "genesys-architect"


def load(path: Path) -> Document:
    return genesys_architect.parse(Bundle((read(path),)))


def parse(body: str, kind: str = "inboundCall") -> Document:
    lines = "\n".join(f"  {line}" for line in body.strip("\n").splitlines())
    return genesys_architect.parse(Bundle((Source("flow.yaml", f"{kind}:\n  name: f\n{lines}\n"),)))


def said(expression: str) -> list[str]:
    """The readings of an expression, a slot by its name in angle brackets."""
    found = readings((verbatim(Source("x", expression), 0, len(expression)),))
    return ["".join(f"<{piece.name}>" if piece.kind == "slot" else piece.text for piece in reading) for reading in found]


def heard(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def ways(flow: Flow, node: str) -> dict[str, str]:
    return {edge.on: edge.target for edge in flow.edges if edge.source == node}


def node(flow: Flow, name: str) -> Node:
    return next(node for node in flow.nodes if node.id == name)


class TestExamples:
    def test_a_shop_says_its_texts_at_their_lines(self) -> None:
        document = load(EXAMPLES / "shop.yaml")
        assert (document.language, document.problems) == ("de-de", ())
        assert [(message.node, message.passages[0].span.line) for message in document.messages] == [
            ("start", 11),
            ("error", 19),
            ("Main_10", 25),
            ("Delivery_14", 32),
            ("Main_10/Rückgabe/Hinweis", 49),
            ("Main_10/Beratung", 60),
            ("Main_10/Beratung/failure", 62),
            ("Hours_11/Geschlossen", 76),
            ("Track_12/Bestellnummer", 91),
            ("Track_12/Stand", 101),
        ]
        assert heard(document)[3] == (
            "Möchten Sie wissen, wo Ihr Paket ist, drücken Sie die 1. Zum Hauptmenü drücken Sie die Sterntaste."
        )
        assert document.messages[-1].passages[0].slots == ("ToAudioDate(Task.Day)",)
        assert not any("nur für das Team" in text for text in heard(document))

    def test_its_menus_lead_where_their_keys_say(self) -> None:
        (flow,) = load(EXAMPLES / "shop.yaml").flows
        assert node(flow, "Main_10").announced == ("1", "2", "0")
        assert ways(flow, "Main_10") == {"1": "Delivery_14", "2": "Main_10/Rückgabe/Hinweis", "0": "Main_10/Beratung"}
        assert node(flow, "Delivery_14").announced == ("1", "*")
        assert ways(flow, "Delivery_14") == {"1": "Delivery_14/Paket", "*": "Main_10", "0": "Main_10/Beratung"}
        figures = metrics(flow)
        assert (figures.menu_depth, figures.choices_to_human) == (2, 1)
        assert figures.human == ("Main_10/Beratung", "error/queue")
        assert ways(flow, "Main_10/Beratung") == {"error": "Main_10/Beratung/failure"}
        assert ways(flow, "Track_12/Bestellnummer") == {"no-match": "Track_12/Zum Menü", "always": "Track_12/Stand"}

    def test_a_template_of_a_bot_is_read_with_its_placeholders(self) -> None:
        document = load(EXAMPLES / "clinica-bot.yaml")
        (flow,) = document.flows
        assert (document.problems, flow.id, flow.voice) == ((), "{{bot_name}}", False)
        question = [message for message in document.messages if message.node == "Default Bot_10/Motivo"]
        assert [(message.variant, message.passages[0].shown) for message in question] == [
            ("1", "Hola, Flow.Name. ¿En qué podemos ayudarle?"),
            ("2", "Hola. ¿En qué podemos ayudarle?"),
        ]
        assert 'Escriba, por ejemplo, "pedir cita".' in heard(document)
        assert "Tenemos hora el Slot.Day a las diez." in heard(document)
        assert not any("quiero pedir cita" in text for text in heard(document))

    def test_training_phrases_are_what_a_reply_answers(self) -> None:
        document = load(EXAMPLES / "clinica-bot.yaml")
        answers = {message.node: message.in_reply_to for message in document.messages if message.in_reply_to}
        assert answers == {
            "Default Bot_10/Cita": ("quiero pedir cita", "necesito hora el lunes"),
            "Default Bot_10/Recepción": ("quiero hablar con alguien",),
        }
        (flow,) = document.flows
        assert ways(flow, "Default Bot_10/Motivo") == {
            "Pedir cita": "Default Bot_10/Huecos",
            "Recepción": "Default Bot_10/Recepción",
            "no-input": "Default Bot_10/Motivo/noInput",
        }
        assert metrics(flow).human == ("Default Bot_10/Recepción",)


class TestExpressions:
    @pytest.mark.parametrize(
        ("expression", "expected"),
        [
            ('"I am here"', ["I am here"]),
            ('Append("Hi ", Flow.Name, ".")', ["Hi <Flow.Name>."]),
            ('"Hi " + ToString(Flow.Name) + "!"', ["Hi <Flow.Name>!"]),
            ('MakeCommunication("One.",\n "Two.")', ["One. Two."]),
            ('MakeCommunication("One. ", "Two.")', ["One. Two."]),
            ('ToAudioTTS("Say \\"yes\\", then\\nwait")', ['Say "yes", then\nwait']),
            (
                'Append(ToAudioTTS("Wait"), ToAudioNumber(Flow.N), ToAudioTTS("minutes"))',
                ["Wait <ToAudioNumber(Flow.N)> minutes"],
            ),
            ('AudioPlaybackOptions(ToAudioTTS("Hello"), true)', ["Hello"]),
            ('If(Flow.New == "yes", "Welcome", "Welcome back")', ["Welcome", "Welcome back"]),
            ('Append("A", If(IsNotSetOrEmpty("x"), "", " "), "B")', ["A B"]),
            ('If(Flow.A, If(Flow.B, "1", "2"), "3")', ["1", "3"]),
            ("Flow.Greeting", ["<Flow.Greeting>"]),
            ("Prompt.Welcome", ["<Prompt.Welcome>"]),
            ('Flow.Intent == "Order status"', ['<Flow.Intent == "Order status">']),
            ('Unknown("not said")', ['<Unknown("not said")>']),
            ("Flow.Names[2]", ["<Flow.Names[2]>"]),
            ('("Hello")', ["Hello"]),
            ("", [""]),
        ],
    )
    def test_an_expression_says_its_texts_and_nothing_else(self, expression: str, expected: list[str]) -> None:
        assert said(expression) == expected

    @pytest.mark.parametrize("broken", ['Append("a', 'Append("a", ', "If(", ")", '"a" + ', "((((", '"a" "b"', ",", "+"])
    def test_a_broken_expression_is_no_crash(self, broken: str) -> None:
        assert isinstance(said(broken), list)

    def test_places_survive_two_levels_of_quotes(self) -> None:
        document = parse('initialGreeting:\n  exp: "ToAudioTTS(\\"Caf\\u00e9 \\\\\\"Uno\\\\\\" 🙂\\")"')
        (passage,) = document.messages[0].passages
        assert passage.text == 'Café "Uno" 🙂'
        assert list(faults(passage)) == []
        assert passage.place(6, 9).text == "Uno"

    def test_a_fix_inside_an_expression_keeps_it_whole(self) -> None:
        (quoted,) = parse('initialGreeting:\n  exp: "ToAudioTTS(\\"Sure\\")"').messages[0].passages
        assert escape('"Yes"', quoted.carrier) == '\\\\\\"Yes\\\\\\"'
        (single,) = parse("initialGreeting:\n  exp: 'ToAudioTTS(\"Sure\")'").messages[0].passages
        assert escape('"Yes"', single.carrier) is None
        assert escape("Yes", single.carrier) == "Yes"


TASK = """
startUpRef: "/inboundCall/tasks/task[T_1]"
tasks:
  - task:
      name: T
      refId: T_1
      actions:
"""


def task(actions: str) -> Flow:
    return parse(TASK + "\n".join(f"        {line}" for line in actions.strip("\n").splitlines())).flows[0]


class TestFlows:
    def test_a_key_that_is_stored_and_compared_makes_a_menu(self) -> None:
        flow = task("""
- collectInput:
    name: ask
    inputData: {var: Task.Key}
    inputAudio: {tts: For a visit press 1. For results press 2.}
- switch:
    name: which
    evaluate:
      firstTrue:
        default:
          actions: [{disconnect: {name: bye}}]
        cases:
          - case: {value: {exp: Task.Key == "1"}, actions: [{transferToAcd: {name: desk}}]}
          - case: {value: {exp: Task.Key == "2"}, actions: [{playAudio: {name: results, audio: {tts: Ready.}}}]}
""")
        assert node(flow, "T_1/ask").kind == "menu"
        assert node(flow, "T_1/ask").announced == ("1", "2")
        assert ways(flow, "T_1/ask") == {"1": "T_1/desk", "2": "T_1/results", "no-match": "T_1/bye"}
        assert metrics(flow).choices_to_human == 1

    def test_a_decision_on_one_key_leaves_the_others_to_what_comes_next(self) -> None:
        flow = task("""
- collectInput: {name: ask, inputData: {var: Task.Key}, inputAudio: {tts: Press 1 for a call back.}}
- decision:
    name: d
    condition: {exp: Task.Key == "1"}
    outputs:
      "yes": {actions: [{createCallback: {name: callback}}]}
- disconnect: {name: bye}
""")
        assert ways(flow, "T_1/ask") == {"1": "T_1/callback", "no-match": "T_1/bye"}
        assert node(flow, "T_1/callback").kind == "human"

    def test_loops_calls_and_branches_come_back(self) -> None:
        flow = task("""
- loop:
    name: l
    outputs:
      loop:
        actions:
          - decision:
              name: d
              outputs:
                "yes": {actions: [{loopExit: {name: out}}]}
- callTask: {name: c, targetTaskRef: "/inboundCall/tasks/task[U_2]"}
- disconnect: {name: end}
""")
        assert {(edge.source, edge.target) for edge in flow.edges if edge.source.startswith("T_1/")} >= {
            ("T_1/l", "T_1/d"),
            ("T_1/d", "T_1/out"),
            ("T_1/d", "T_1/l"),
            ("T_1/out", "T_1/c"),
            ("T_1/l", "T_1/c"),
            ("T_1/c", "U_2"),
        }

    def test_unknown_actions_may_lead_to_a_person_and_go_on(self) -> None:
        flow = task("- callBotFlow: {name: bot}\n- juggle: {name: j, audio: {tts: Hop.}}\n- disconnect: {name: end}")
        assert [node(flow, name).kind for name in ("T_1/bot", "T_1/j", "T_1/end")] == ["unknown", "unknown", "end"]
        assert ways(flow, "T_1/bot") == {"always": "T_1/j"}

    def test_a_whisper_that_is_set_for_agents_is_left_out(self) -> None:
        document = parse(
            TASK + "        - setWhisperAudio: {name: w, audio: {tts: New caller}}\n        - disconnect: {name: e}"
        )
        assert document.messages == ()

    def test_a_default_choice_answers_silence_and_a_spoken_one_has_its_name(self) -> None:
        flow = parse("""
menus:
  - menu:
      name: M
      refId: M_1
      audio: {tts: Say sales or press 2.}
      choices:
        - menuTransferToAcd: {name: Sales, speechRecTerms: {en-us: [sale]}}
        - menuDisconnect: {name: Bye, refId: Bye_2, dtmf: digit_2}
      defaultChildMenuRef: "./choices/menuDisconnect[Bye_2]"
""").flows[0]
        assert ways(flow, "M_1") == {"Sales": "M_1/Sales", "2": "Bye_2", "no-input": "Bye_2"}
        assert node(flow, "M_1").announced == ("Sales", "2")

    def test_who_waits_in_a_queue_may_be_answered(self) -> None:
        document = parse(
            "startUpTaskActions:\n  - holdMusic: {name: h}\nsettingsErrorHandling: {errorHandling: {disconnect: {none: true}}}",
            "inqueueCall",
        )
        (flow,) = document.flows
        assert node(flow, "answered").kind == "elsewhere"
        assert node(flow, "startUpTask/h").unheard


class TestTemplates:
    @pytest.mark.parametrize(
        "line", ["tts: {{greeting}} and welcome", "tts: Hello {{name}}", 'tts: "{{name}}: hello"', "tts: {{a}}-{{b}} hi"]
    )
    def test_a_placeholder_may_stand_anywhere(self, line: str) -> None:
        (passage,) = parse(f"initialGreeting:\n  {line}").messages[0].passages
        assert passage.shown == line.removeprefix("tts: ").strip('"')
        assert passage.slots
        assert list(faults(passage)) == []

    def test_a_placeholder_alone_is_unheard(self) -> None:
        document = parse("initialGreeting:\n  tts: {{greeting}}")
        assert (document.messages, document.problems) == ((), ())
        assert node(document.flows[0], "start").unheard


class TestRecognition:
    @pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
    def test_the_examples_are_recognised_with_either_line_end(self, path: Path) -> None:
        source = read(path)
        assert genesys_architect.sniff(source) > 0.9
        windows = Source(source.path, source.text.replace("\n", "\r\n"))
        assert genesys_architect.sniff(windows) > 0.9
        assert heard(genesys_architect.parse(Bundle((windows,)))) == heard(load(path))

    @pytest.mark.parametrize(
        "text",
        [
            "version: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - hi\n",
            "bot:\n  name: x\n  token: y\n",
            "workflow:\n  jobs:\n    - build\n",
            "on: push\njobs:\n  a:\n    steps: []\n",
            "{}",
            "",
        ],
    )
    def test_other_files_are_left_to_others(self, text: str) -> None:
        assert genesys_architect.sniff(Source("a.yaml", text)) == 0


class TestBroken:
    def test_a_broken_file_is_a_problem_at_its_place(self) -> None:
        text = 'inboundCall:\n  name: x\n  startUpRef: "a\n  menus: [\n'
        (problem,) = genesys_architect.parse(Bundle((Source("a.yaml", text),))).problems
        assert problem.span.line == 3

    @pytest.mark.parametrize("text", ["inboundCall:\n", "- a\n", "", "inboundCall: text\n"])
    def test_a_file_without_a_flow_says_so(self, text: str) -> None:
        (problem,) = genesys_architect.parse(Bundle((Source("a.yaml", text),))).problems
        assert "expected" in problem.what

    @pytest.mark.parametrize(
        "body",
        [
            "menus: 3",
            "menus: [1, {menu: 2}, {menu: {choices: [1, {}]}}]",
            "tasks: [{task: {name: x, actions: [1, {a: 1}, {}]}}]",
            "startUpRef: [1]\nstates: [{state: {refId: s, actions: {a: b}}}]",
            "tasks: [{task: {name: x, actions: [{switch: {evaluate: {firstTrue: 1}}}, {decision: {outputs: 2}}]}}]",
            "tasks: [{task: {refId: a, actions: [{callTask: {targetTaskRef: 't[a]'}}]}}]",
            "settingsErrorHandling: {errorHandling: 1}",
            "settingsNaturalLanguageUnderstanding: {nluDomainVersion: {intents: [1, {utterances: [2]}]}}",
        ],
    )
    def test_odd_shapes_are_no_crash(self, body: str) -> None:
        document = parse(body)
        assert document.messages == ()
        assert len(document.flows) == 1


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_real_flows_are_read_without_problems() -> None:
    for path in sorted((CORPUS / "genesys_archy").rglob("*.yaml")):
        document = load(path)
        assert genesys_architect.sniff(read(path)) > 0.5, path
        assert document.problems == (), path
        assert document.messages, path


def test_the_text_of_a_reading_is_the_text_of_its_pieces() -> None:
    expression = 'Append("a", "b")'
    (reading,) = readings((verbatim(Source("x", expression), 0, len(expression)),))
    assert text_of(reading) == "ab"
