"""VoiceXML: what callers may press or say, and where that leads."""

from __future__ import annotations

import pytest
from voicexml_samples import FIELD, heard, node, parse, ways


class TestOptions:
    def test_a_menu_may_number_its_choices(self) -> None:
        (flow,) = parse(
            "<menu dtmf='true'><choice next='a.vxml'>one</choice><choice dtmf='0' next='b.vxml'>two</choice>"
            "<choice next='c.vxml'>three</choice></menu>"
        ).flows
        assert ways(flow) == {"1": "a.vxml", "0": "b.vxml", "2": "c.vxml"}
        assert {node.kind for node in flow.nodes} == {"menu", "elsewhere"}

    def test_labels_are_wired_where_there_are_no_keys_and_announced_by_enumerating(self) -> None:
        (flow,) = parse("<menu><prompt>Say <enumerate/></prompt><choice next='a.vxml'> Your\n bill </choice></menu>").flows
        assert (node(flow).announced, ways(flow)) == (("Your bill",), {"Your bill": "a.vxml"})

    @pytest.mark.parametrize(
        ("inside", "kind", "options"),
        [
            ("<option dtmf='1' value='a'>A</option><option dtmf='2'>B</option>", "menu", ["1", "2"]),
            (
                "<grammar mode='dtmf'><rule><one-of><item>1</item><item>2</item></one-of></rule></grammar>",
                "menu",
                ["1", "2"],
            ),
            ("<grammar>[dtmf-1 dtmf-star]</grammar>", "menu", ["1", "*"]),
            ("<prompt>Tea or coffee?</prompt><grammar>tea | coffee</grammar>", "menu", ["tea", "coffee"]),
            ("<prompt>What else?</prompt><grammar>tea | coffee</grammar>", "ask", []),
            ("<prompt>Press 1 or 2.</prompt><grammar src='keys.grxml'/>", "menu", ["1", "2"]),
            ("<prompt>Enter your 4 digits.</prompt><grammar src='keys.grxml'/>", "ask", []),
        ],
    )
    def test_a_field_is_a_menu_where_it_offers_a_choice(self, inside: str, kind: str, options: list[str]) -> None:
        (flow,) = parse(FIELD.format(inside)).flows
        assert node(flow).kind == kind
        assert [edge.label for edge in flow.edges if edge.trigger == "option"] == options

    @pytest.mark.parametrize(
        ("attributes", "keys"),
        [("type='boolean'", ("1", "2")), ("type='boolean?y=7;n=9'", ("7", "9")), ("type='digits'", ())],
    )
    def test_yes_and_no_are_keys(self, attributes: str, keys: tuple[str, ...]) -> None:
        body = f"<form id='f'><field name='x' {attributes}><prompt>Is that right?</prompt></field></form>"
        (flow,) = parse(body).flows
        assert node(flow).announced == keys
        assert tuple(edge.label for edge in flow.edges if edge.trigger == "option") == keys

    def test_an_answer_leads_where_the_conditions_on_it_say(self) -> None:
        (flow,) = parse(
            FIELD.format(
                "<option dtmf='1' value='a'/><option dtmf='2' value='b'/><option dtmf='3' value='c'/><filled>"
                "<if cond=\"x == 'a'\"><goto next='a.vxml'/><elseif cond=\"x == 'b' || later\"/><goto next='b.vxml'/>"
                "<else/><exit/></if></filled>"
            )
        ).flows
        assert (ways(flow)["1"], ways(flow)["2"]) == ("a.vxml", "b.vxml")
        assert {edge.target for edge in flow.edges if edge.source == ways(flow)["3"]} == {"b.vxml", "1.vxml#f/x:end"}

    def test_a_spoken_label_announces_the_key_that_does_the_same(self) -> None:
        (flow,) = parse(
            "<menu><prompt>Say bill, or press 2 for sales.</prompt><choice dtmf='1' next='a'>bill</choice>"
            "<choice dtmf='2' next='b'>sales</choice></menu>"
        ).flows
        assert node(flow).announced == ("1", "2")

    def test_what_cannot_be_heard_is_taken_to_announce_the_rest(self) -> None:
        prompts = "<prompt>For bills press 1.</prompt>{}<choice dtmf='1' next='a'/><choice dtmf='2' next='b'/>"
        told, untold = (
            parse(f"<menu>{prompts.format(more)}</menu>").flows[0] for more in ("", "<prompt><audio src='x.wav'/></prompt>")
        )
        assert (node(told).announced, node(told).unheard) == (("1",), False)
        assert (node(untold).announced, node(untold).unheard) == (("1", "2"), True)

    def test_links_are_options_wherever_a_caller_is_heard(self) -> None:
        (flow,) = parse(
            "<link dtmf='0' next='#help'/><link next='bye.vxml'><grammar>goodbye</grammar></link>"
            "<menu id='m'><choice dtmf='1' next='#help'/></menu><form id='help'><block>Hi.</block></form>"
        ).flows
        assert ways(flow) == {"1": "1.vxml#help/block1", "0": "1.vxml#help/block1", "goodbye": "bye.vxml"}


class TestFlow:
    def test_documents_that_do_not_lead_to_each_other_are_flows_of_their_own(self) -> None:
        document = parse(*["<form><block>Hi.</block></form>"] * 2, "<form><block><goto next='2.vxml'/></block></form>")
        assert [flow.id for flow in document.flows] == ["1.vxml", "3.vxml"]

    def test_addresses_that_only_the_running_program_knows_are_unknown(self) -> None:
        (flow,) = parse("<form><block>Hi.<goto expr='next + 1'/></block></form>").flows
        assert [node.kind for node in flow.nodes] == ["say", "unknown"]

    def test_an_address_that_is_written_as_an_expression_is_known(self) -> None:
        document = parse("<form><block>Hi.<goto expr=\"'#b'\"/></block></form><form id='b'><block>Bye.</block></form>")
        assert heard(document) == [["Hi.", "Bye."]]
        assert [node.kind for node in document.flows[0].nodes] == ["end", "say"]

    def test_a_form_that_ends_ends_the_call(self) -> None:
        (flow,) = parse("<form><block>Hi.</block></form>").flows
        assert [(edge.on, edge.target) for edge in flow.edges] == [("always", "1.vxml#form1:end")]

    def test_a_missing_handler_stays_missing(self) -> None:
        (flow,) = parse(FIELD.format("<noinput>Still there?</noinput><grammar src='x'/>")).flows
        assert {edge.trigger for edge in flow.edges if edge.source == flow.entry} == {"no-input", "always"}

    def test_inner_handlers_go_before_outer_ones_of_the_same_count(self) -> None:
        document = parse(
            "<noinput>outer</noinput><noinput count='3'>third <exit/></noinput>"
            + FIELD.format("<noinput>inner</noinput><grammar src='x'/>")
        )
        spoken = {message.node: message.passages[0].text for message in document.messages}
        silent = [edge.target for edge in document.flows[0].edges if edge.trigger == "no-input"]
        assert [spoken[target] for target in silent] == ["inner", "third"]

    @pytest.mark.parametrize("dest", ["dest='tel:+10000000000'", "destexpr='agent'", "dest='sip:x@y.example' type='blind'"])
    def test_a_transfer_is_a_person(self, dest: str) -> None:
        (flow,) = parse(f"<form id='f'><transfer name='t' {dest}><prompt>One moment.</prompt></transfer></form>").flows
        assert [(node.kind, len(node.messages)) for node in flow.nodes] == [("human", 1)]

    def test_clearing_a_field_asks_it_again(self) -> None:
        (flow,) = parse(
            "<form id='f'><field name='a' type='digits'/><field name='b' type='boolean'><filled>"
            "<if cond='!b'><clear namelist='a b'/></if></filled></field></form>"
        ).flows
        assert ways(flow, "1.vxml#f/b") == {"1": "1.vxml#f:end", "2": "1.vxml#f/a"}

    def test_a_subdialog_comes_back(self) -> None:
        (flow,) = parse(
            "<form id='f'><subdialog src='#s'><filled>Thanks.</filled></subdialog></form>"
            "<form id='s'><block>Wait.<return/></block></form>"
        ).flows
        assert ways(flow, "1.vxml#s/block1") == {"always": "1.vxml#f/subdialog1:filled"}

    def test_an_application_root_lends_its_handlers_and_links(self) -> None:
        document = parse(
            "<noinput>Still there?</noinput><link dtmf='0' next='#p'/><form id='p'><transfer dest='tel:+10000000000'/></form>",
            "<menu id='m'><choice dtmf='1' next='x'/></menu>",
            head='<vxml application="1.vxml">',
        )
        assert ways(document.flows[1])["0"] == "1.vxml#p/transfer1"
        assert [message.node for message in document.messages] == ["2.vxml#m:noinput"]
