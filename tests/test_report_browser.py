"""The page as its readers use it, in a real Chromium: with a mouse, with the keyboard, on paper, without a script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from report_pages import HOSTILE, big, clean, hostile, many, page, shop

from servicelint.reports import Run
from servicelint.terminal import clean as printable

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip(
    "playwright.sync_api", reason="the browser's driver is missing: pip install 'servicelint[test]'"
)
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing: pip install 'servicelint[test]'")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed: apt-get install chromium")

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => window.violations.push(event.violatedDirective));
"""
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Run], Path]:
    """Where the page of a run lies as a file."""
    folder = tmp_path_factory.mktemp("pages")

    def written(run: Run) -> Path:
        path = folder / f"{len(list(folder.iterdir()))}.html"
        path.write_text(page(run), encoding="utf-8", newline="\n")
        return path

    return written


@pytest.fixture
def visit(browser: Any, pages: Callable[[Run], Path]) -> Iterator[Open]:
    """Opens the page of a run. At the end: it asked for nothing but itself, broke no rule of its policy, and had no error."""
    opened: list[tuple[Any, list[str], list[str], str]] = []

    def visiting(run: Run, hash: str = "", width: int = 1400, **context: Any) -> Any:
        context.setdefault("viewport", {"width": width, "height": 900})
        sheet = browser.new_context(**context).new_page()
        asked: list[str] = []
        wrong: list[str] = []
        sheet.on("request", lambda request: asked.append(request.url))
        sheet.on("console", lambda message: wrong.append(message.text))
        sheet.on("pageerror", lambda failure: wrong.append(str(failure)))
        sheet.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        sheet.add_init_script(WATCH)
        url = pages(run).as_uri()
        sheet.goto(url + hash)
        opened.append((sheet, asked, wrong, url))
        return sheet

    yield visiting
    for sheet, asked, wrong, url in opened:
        scripted = sheet.evaluate("window.violations !== undefined")
        assert not scripted or sheet.evaluate("window.violations") == []
        assert {address.partition("#")[0] for address in asked} == {url}
        assert wrong == []
        sheet.context.close()


def shown(sheet: Any) -> list[str]:
    """The rules of the findings that can be seen, in their order."""
    return [one.get_attribute("data-rule") for one in sheet.locator(".finding").all() if one.is_visible()]


def focused(sheet: Any) -> str:
    return str(sheet.evaluate("document.activeElement.id"))


def said(sheet: Any) -> str:
    """What a screen reader is told."""
    return str(sheet.locator("#shown").inner_text())


def tells(sheet: Any, words: str) -> None:
    """Waits until a screen reader is told this."""
    playwright.expect(sheet.locator("#shown")).to_contain_text(words)


def address(sheet: Any) -> str:
    return str(sheet.evaluate("decodeURIComponent(location.hash)"))


class TestFilters:
    def test_all_findings_are_shown_at_first(self, visit: Open) -> None:
        sheet = visit(shop())
        assert len(shown(sheet)) == 10
        assert said(sheet) == "Shown: 10 of 10"
        assert address(sheet) == ""

    def test_a_severity_is_switched_off_and_on_again(self, visit: Open) -> None:
        sheet = visit(shop())
        errors = sheet.get_by_role("button", name=re.compile("Errors"))
        errors.click()
        assert errors.get_attribute("aria-pressed") == "false"
        assert said(sheet) == "Shown: 5 of 10"
        assert "no-human-exit" not in shown(sheet)
        assert sheet.locator(".finding.error:visible").count() == 0
        errors.click()
        assert said(sheet) == "Shown: 10 of 10"

    def test_quality_rule_and_file_narrow_together_and_their_counts_follow(self, visit: Open) -> None:
        sheet = visit(shop())
        sheet.locator("select[name=quality]").select_option("accessibility")
        assert shown(sheet) == ["key-first", "no-human-exit", "no-human-exit"]
        options = sheet.locator("select[name=rule] option").all_inner_texts()
        assert {"no-human-exit (2)", "key-first (1)", "sure-reply (0)"} <= set(options)
        sheet.locator("select[name=rule]").select_option("no-human-exit")
        sheet.locator("select[name=file]").select_option("ivr/main.vxml")
        assert shown(sheet) == ["no-human-exit"]
        assert sheet.locator("details.file:visible").count() == 1
        assert said(sheet) == "Shown: 1 of 10"

    def test_words_are_searched_in_messages_sources_and_paths(self, visit: Open) -> None:
        sheet = visit(shop())
        for words, rules in {
            "BRUSHES": ["sure-reply"],
            "плачу": [],
            "ближайшее время": ["vague-commitment"],
            "why": ["bare-hold", "no-human-exit"],
            "refused.html": ["policy-wording", "vague-commitment"],
        }.items():
            sheet.locator("input[name=q]").fill(words)
            sheet.wait_for_function(
                "words => decodeURIComponent(location.hash.replaceAll('+', ' ')) === '#q=' + words", arg=words
            )
            assert shown(sheet) == rules, words

    def test_no_match_is_said_and_one_click_shows_all_again(self, visit: Open) -> None:
        sheet = visit(shop(), "#q=nowhere")
        assert shown(sheet) == []
        assert sheet.locator("#nothing").is_visible()
        assert said(sheet) == "No finding matches these filters."
        sheet.get_by_role("button", name="Clear filters").click()
        assert len(shown(sheet)) == 10
        assert not sheet.locator("#nothing").is_visible()
        assert address(sheet) == ""

    def test_a_link_shows_what_its_sender_saw(self, visit: Open) -> None:
        sheet = visit(shop())
        sheet.get_by_role("button", name=re.compile("Hints")).click()
        sheet.locator("select[name=quality]").select_option("honesty")
        sheet.locator("input[name=q]").fill("does not")
        tells(sheet, "Shown: 1 of")
        seen, link = shown(sheet), sheet.evaluate("location.hash")
        assert seen
        other = visit(shop(), link)
        assert shown(other) == seen
        assert other.locator("input[name=q]").input_value() == "does not"
        assert other.locator("select[name=quality]").input_value() == "honesty"
        assert other.get_by_role("button", name=re.compile("Hints")).get_attribute("aria-pressed") == "false"

    @pytest.mark.parametrize("link", ["#severity=", "#quality=nonsense", "#node=nowhere&rule=%", "#%E0%A4%A", "#a=b=c&&"])
    def test_a_broken_link_breaks_nothing(self, visit: Open, link: str) -> None:
        sheet = visit(shop(), link)
        assert said(sheet) in ("Shown: 10 of 10", "No finding matches these filters.")

    def test_a_link_to_a_finding_wins_over_filters_and_folds(self, visit: Open) -> None:
        sheet = visit(shop(), "#severity=hint")
        sheet.get_by_role("button", name="Fold all files").click()
        assert shown(sheet) == []
        target = sheet.locator(".finding.error").first
        sheet.evaluate("id => { location.hash = id }", target.get_attribute("id"))
        target.wait_for(state="visible")
        assert target.is_visible()
        assert said(sheet) == "Shown: 10 of 10"

    def test_a_quality_and_a_rule_of_the_overview_filter(self, visit: Open) -> None:
        sheet = visit(shop())
        sheet.locator("table.qualities").get_by_role("button", name="courtesy").click()
        assert set(shown(sheet)) == {"sure-reply"}
        sheet.locator("table.rules").get_by_role("button", name="bare-hold").click()
        assert shown(sheet) == ["bare-hold"]
        assert focused(sheet) == "findings"

    def test_files_fold_and_unfold_together(self, visit: Open) -> None:
        sheet = visit(shop())
        sheet.get_by_role("button", name="Fold all files").click()
        assert shown(sheet) == []
        sheet.get_by_role("button", name="Unfold all files").click()
        assert len(shown(sheet)) == 10

    def test_five_thousand_findings_filter_to_the_right_ones(self, visit: Open) -> None:
        sheet = visit(many(5000))
        sheet.locator("select[name=quality]").select_option("knowledge")
        assert said(sheet) == "Shown: 1666 of 5000"
        sheet.locator("input[name=q]").fill("finding 4997 ")
        tells(sheet, "Shown: 1 of")
        assert sheet.locator(".finding:not([hidden])").count() == 1


class TestPictures:
    def test_a_click_leads_from_a_finding_to_its_node_and_back(self, visit: Open) -> None:
        sheet = visit(shop())
        exit_ = sheet.locator('.finding[data-rule="cliche"]')
        exit_.get_by_role("link", name=re.compile("In the picture")).click()
        node = sheet.locator(".picture .current")
        assert focused(sheet) == node.get_attribute("id") == exit_.get_attribute("data-nodes")
        assert node.is_visible()
        node.click()
        assert focused(sheet) == exit_.get_attribute("id")
        assert "current" in (exit_.get_attribute("class") or "")
        assert shown(sheet) == ["cliche", "no-human-exit"]  # all that was found at this node
        assert sheet.get_by_role("button", name=re.compile("At: Our site")).is_visible()
        sheet.get_by_role("button", name=re.compile("At: Our site")).click()
        assert len(shown(sheet)) == 10

    def test_a_folded_picture_unfolds_for_its_node(self, visit: Open) -> None:
        sheet = visit(shop())
        sheet.evaluate("document.querySelector('details.drawn').open = false")
        sheet.locator(".finding .to-node").first.click()
        assert sheet.locator(".picture .current").is_visible()

    def test_a_node_without_findings_changes_nothing(self, visit: Open) -> None:
        sheet = visit(clean())
        sheet.locator(".picture [data-node]").first.click()
        assert sheet.locator("h1").is_visible()

    def test_a_big_flow_is_walked_part_by_part(self, visit: Open) -> None:
        sheet = visit(big())
        assert sheet.locator(".picture").count() > 2
        group = sheet.locator(".picture").first.locator("a:has(.group)").first
        part = group.get_attribute("href")
        group.click()
        assert address(sheet) == part
        playwright.expect(sheet.locator(part)).to_be_in_viewport()
        assert len(shown(sheet)) == 9  # no filter: the reader only looks around
        last = sheet.locator(".finding").last
        last.locator(".to-node").first.click()
        playwright.expect(sheet.locator(".picture .current")).to_be_in_viewport()
        sheet.keyboard.press("Enter")
        assert focused(sheet) == last.get_attribute("id")

    def test_a_wide_picture_begins_at_its_beginning(self, visit: Open) -> None:
        sheet = visit(shop(), width=390)
        frame = sheet.locator(".picture").first
        assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
        inside = "frame => { const [a, b] = [frame, frame.querySelector('.entry')].map(e => e.getBoundingClientRect());"
        assert frame.evaluate(inside + " return b.left < a.right && b.right > a.left; }")

    def test_a_link_to_a_node_shows_its_findings(self, visit: Open) -> None:
        sheet = visit(shop())
        name = sheet.locator('.finding[data-rule="bare-hold"]').get_attribute("data-nodes")
        assert shown(visit(shop(), f"#node={name}")) == ["bare-hold"]


class TestKeyboard:
    def test_the_first_stop_skips_to_the_findings(self, visit: Open) -> None:
        sheet = visit(shop())
        sheet.keyboard.press("Tab")
        assert sheet.locator(":focus").inner_text() == "Skip to the findings"
        sheet.keyboard.press("Enter")
        assert focused(sheet) == "findings"

    def test_a_slash_begins_a_search_and_is_a_letter_within_it(self, visit: Open) -> None:
        sheet = visit(shop())
        sheet.keyboard.press("/")
        sheet.keyboard.type("a/b")
        assert sheet.locator("input[name=q]").input_value() == "a/b"

    def test_from_search_to_finding_to_node_and_back_without_a_mouse(self, visit: Open) -> None:
        sheet = visit(shop())
        sheet.keyboard.press("/")
        sheet.keyboard.type("say why")
        tells(sheet, "Shown: 1 of")
        for _ in range(20):
            sheet.keyboard.press("Tab")
            if "to-node" in (sheet.locator(":focus").get_attribute("class") or ""):
                break
        sheet.keyboard.press("Enter")
        node = sheet.locator(".picture :focus")
        assert node.get_attribute("data-node")
        outline = node.evaluate("element => getComputedStyle(element.querySelector('.shape')).strokeWidth")
        assert float(outline.removesuffix("px")) >= 3
        sheet.keyboard.press("Enter")
        assert sheet.locator(":focus").get_attribute("data-rule") == "bare-hold"

    def test_every_stop_can_be_seen(self, visit: Open) -> None:
        sheet = visit(shop())
        stops = set()
        for _ in range(200):
            sheet.keyboard.press("Tab")
            state = sheet.evaluate(
                "() => { const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);"
                " return [at.outerHTML.slice(0, 200), box.width > 0 && box.height > 0,"
                " style.outlineStyle !== 'none' || !!at.closest('svg')]; }"
            )
            if state[0].startswith("<body") or state[0] in stops:
                break
            stops.add(state[0])
            assert state[1:] == [True, True], state[0]
        assert len(stops) > 40


class TestHostile:
    def test_no_word_from_outside_runs_or_becomes_an_element(self, visit: Open) -> None:
        sheet = visit(hostile())
        sheet.wait_for_timeout(200)
        assert sheet.evaluate("window.hit") is None
        assert sheet.locator("script").count() == 1
        assert sheet.locator("img, b:not(#filters b), bdo, iframe, svg[onload], [onmouseover], [onerror]").count() == 0
        assert sheet.locator("a[href^=javascript]").count() == 0
        assert sheet.locator(".finding").count() == 2 * len(HOSTILE)

    def test_hostile_words_are_read_as_they_were_written(self, visit: Open) -> None:
        sheet = visit(hostile())
        texts = sheet.locator(".finding h4 bdi").all_text_contents()
        for evil in HOSTILE:
            assert f"Not {printable(evil)}" in texts

    def test_hostile_names_can_be_filtered_by_and_shared(self, visit: Open) -> None:
        sheet = visit(hostile())
        for index in range(1, sheet.locator("select[name=file] option").count()):
            sheet.locator("select[name=file]").select_option(index=index)
            assert sheet.locator(".finding:visible").count() >= 1
            link = sheet.evaluate("location.hash")
            assert visit(hostile(), link).locator("select[name=file]").evaluate("list => list.selectedIndex") == index
            if index == 4:
                break

    def test_the_policy_stops_what_would_get_past_the_escaping(self, browser: Any, pages: Callable[[Run], Path]) -> None:
        sheet = browser.new_page()
        arrived: list[str] = []
        sheet.on("requestfinished", lambda request: arrived.append(request.url))
        sheet.goto(pages(shop()).as_uri())
        sheet.evaluate(
            """() => {
            for (const [name, text] of [["script", "window.hit = 1"], ["style", "body { display: none }"]]) {
              const evil = document.createElement(name);
              evil.textContent = text;
              document.body.append(evil);
            }
            const evil = document.createElement("div");
            evil.innerHTML = '<img src="x" onerror="window.hit = 1">';
            document.body.append(evil);
            }"""
        )
        sheet.wait_for_timeout(200)
        assert sheet.evaluate("window.hit") is None
        assert sheet.locator("h1").is_visible()
        assert len(arrived) == 1
        sheet.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
class TestAxe:
    def test_the_page_has_no_violation(self, visit: Open, colours: str) -> None:
        sheet = visit(shop(), color_scheme=colours)
        sheet.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        assert violations(sheet) == []

    def test_nor_filtered_to_a_node_nor_to_nothing(self, visit: Open, colours: str) -> None:
        sheet = visit(shop(), color_scheme=colours)
        sheet.locator(".picture .found").first.click()
        assert violations(sheet) == []
        assert violations(visit(shop(), "#severity=hint&q=nowhere", color_scheme=colours)) == []

    def test_nor_on_a_narrow_screen_nor_in_a_clean_run_nor_in_russian(self, visit: Open, colours: str) -> None:
        assert violations(visit(shop("ru"), width=390, color_scheme=colours)) == []
        assert violations(visit(clean(), color_scheme=colours)) == []
        assert violations(visit(big(), color_scheme=colours)) == []

    def test_nor_with_hostile_input(self, visit: Open, colours: str) -> None:
        assert violations(visit(hostile(), color_scheme=colours)) == []


def violations(sheet: Any) -> list[str]:
    """What axe objects to, with the elements."""
    found = axe.Axe().run(sheet).response["violations"]
    return [f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}" for one in found for node in one["nodes"]]


class TestColours:
    def test_the_switch_goes_from_the_systems_colours_to_light_to_dark_and_is_kept(self, visit: Open) -> None:
        sheet = visit(shop(), color_scheme="dark")
        ground = "getComputedStyle(document.body).backgroundColor"
        card = "getComputedStyle(document.querySelector('.flow .say .shape')).fill"
        switch = sheet.locator("#theme")
        dark = sheet.evaluate(ground), sheet.evaluate(card)
        assert switch.inner_text() == "Colours: as the system"
        switch.click()
        light = sheet.evaluate(ground), sheet.evaluate(card)
        assert switch.inner_text() == "Colours: light"
        assert all(one != other for one, other in zip(dark, light, strict=True))
        sheet.reload()
        assert (sheet.evaluate(ground), sheet.evaluate(card)) == light
        switch.click()
        assert (sheet.evaluate(ground), sheet.evaluate(card)) == dark


class TestScreens:
    @pytest.mark.parametrize("width", [320, 390, 768, 1400])
    @pytest.mark.parametrize("language", ["en", "ru"])
    def test_nothing_but_pictures_scrolls_sideways(self, visit: Open, width: int, language: str) -> None:
        for run in (shop(language), hostile()):
            sheet = visit(run, width=width)
            assert sheet.evaluate("document.documentElement.scrollWidth") <= width

    def test_without_a_script_everything_is_there_and_no_dead_control_is_seen(self, visit: Open) -> None:
        sheet = visit(shop(), java_script_enabled=False)
        assert sheet.locator(".finding:visible").count() == 10
        assert sheet.locator("button:visible, input:visible, select:visible").count() == 0
        assert sheet.locator(".picture svg").is_visible()
        link = sheet.locator("table.files a").last
        link.click()
        assert sheet.url.endswith(link.get_attribute("href"))
        why = sheet.locator(".finding .why").first
        why.locator("summary").click()
        assert why.locator("p").is_visible()


class TestPaper:
    @pytest.mark.parametrize("scripted", [True, False])
    def test_everything_is_unfolded_and_no_control_is_printed(self, visit: Open, scripted: bool) -> None:
        sheet = visit(shop(), java_script_enabled=scripted, color_scheme="dark")
        sheet.emulate_media(media="print")
        assert sheet.locator(".finding:visible").count() == 10
        for inner in (".finding .why p", ".finding .trail li", ".picture svg", "section > details p:not(.choose)"):
            assert all(one.is_visible() for one in sheet.locator(inner).all()), inner
        assert sheet.locator(".sections, #filters select, #filters input, .to-node, #fold").locator("visible=true").count() == 0
        assert sheet.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

    def test_the_folds_are_as_before_after_printing(self, visit: Open) -> None:
        sheet = visit(shop())
        before = sheet.locator("details[open]").count()
        assert len(sheet.pdf()) > 10_000
        assert sheet.locator("details[open]").count() == before

    def test_paper_says_what_was_filtered(self, visit: Open) -> None:
        sheet = visit(shop(), "#severity=hint")
        sheet.emulate_media(media="print")
        assert sheet.locator("#shown").is_visible()
        assert said(sheet) == "Shown: 1 of 10"


def test_better_words_are_copied_and_said(visit: Open) -> None:
    sheet = visit(shop(), permissions=["clipboard-read", "clipboard-write"])
    sheet.get_by_role("button", name="Orders: 1").click()
    tells(sheet, "Copied")
    assert sheet.evaluate("navigator.clipboard.readText()") == "Orders: 1"
    assert said(sheet) == "Copied: Orders: 1"
