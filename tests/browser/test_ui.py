"""The components in a real browser: drawn, driven by keyboard, without a complaint."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import listen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FRAMES = [
    "/ui/",
    "/ui/frames/desk/",
    "/ui/frames/phone/",
    "/ui/frames/letter/",
    "/ui/frames/alone/",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_frame_is_accessible_and_complains_of_nothing(open_page, faults, lang, size, theme):
    page = open_page(size=size, theme=theme, lang=lang)
    found = {}
    for path in FRAMES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        found[path] = faults(page)
    assert found == {path: [] for path in FRAMES}


def test_the_page_that_listens_hears_a_violation_of_the_policy(browser, live_server):
    page = browser.new_page()
    heard = listen(page)
    page.route(
        "**/violates",
        lambda route: route.fulfill(
            body="<!doctype html><title>x</title><p style='color:red'>x</p><script>1</script>",
            headers={
                "content-type": "text/html",
                "content-security-policy": "default-src 'self'",
            },
        ),
    )
    page.goto(f"{live_server.url}/violates")
    page.wait_for_timeout(100)
    page.close()
    assert [line.split(" ")[1] for line in heard if line.startswith("CSP:")] == [
        "style-src-attr",
        "script-src-elem",
    ]


def test_charts_are_drawn_as_svg_with_their_table_below(page):
    page.goto("/ui/#piece-chart")
    expect(page.locator("#piece-chart .chart-picture svg")).to_have_count(5)
    table = page.locator("#piece-chart .chart-table").first
    expect(table.locator("table")).to_be_hidden()
    table.locator("summary").click()
    expect(table.locator("table")).to_be_visible()


def test_a_chart_takes_the_colours_of_the_other_theme(page):
    page.goto("/ui/#piece-chart")
    bar = page.locator("#piece-chart .chart-picture").first.locator("svg path[fill='#2f6db0']")
    expect(bar.first).to_be_attached()
    page.click("[data-theme-switch]")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(bar).to_have_count(0)


def test_the_chosen_theme_is_kept_for_the_next_page(page):
    page.goto("/ui/")
    page.click("[data-theme-switch]")
    page.goto("/ui/frames/desk/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_rule_opens_and_closes_by_keyboard(page):
    page.goto("/ui/#piece-rule")
    mark = page.locator("#piece-rule .pop-rule")
    panel = page.locator("#piece-rule .pop-panel")
    mark.focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(mark).to_be_focused()


def test_slash_searches_and_question_mark_tells_the_keys_of_this_page(page):
    page.goto("/ui/frames/desk/")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys [data-keys-here] kbd")).to_have_text(["t", "p", "n"])


def test_j_and_k_walk_the_rows_and_stop_at_the_ends(page):
    page.goto("/ui/frames/desk/")
    rows = page.locator("[data-rows] tbody tr")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_have_class("is-here")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class("is-here")
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_class("is-here")
    expect(rows.nth(0).locator("a")).to_be_focused()


def test_links_are_boosted_and_back_leads_back(page):
    page.goto("/ui/")
    page.evaluate("window.same = true")
    page.click("a[href='/ui/frames/desk/']")
    expect(page).to_have_title("诉求 · 职工之家")
    assert page.evaluate("[window.same, document.body.className]") == [True, "desk"]
    expect(page.locator("main")).to_be_focused()
    page.go_back()
    expect(page).to_have_title("组件 · 职工之家")


def test_a_page_that_is_not_there_is_shown_whole(page):
    page.goto("/ui/")
    page.evaluate("document.querySelector('.specimen-index a').href = '/ui/frames/nowhere/'")
    page.evaluate("htmx.process(document.body, true)")
    page.click(".specimen-index a")
    expect(page.locator("h1")).to_have_text("这里什么也没有")
    assert len(page.heard) == 1
    assert "404" in page.heard.pop()


def test_a_part_that_the_answer_lacks_brings_the_whole_answer(page):
    page.goto("/ui/")
    page.evaluate(
        """() => {
          const link = document.querySelector('.specimen-index a');
          link.href = '/ui/frames/phone/';
          link.setAttribute('hx-target', '#piece-due');
          link.setAttribute('hx-select', '#piece-due');
          htmx.process(document.body, true);
        }"""
    )
    page.click(".specimen-index a")
    expect(page.locator("body")).to_have_class("phone")
    expect(page).to_have_url(re.compile("/ui/frames/phone/$"))


def test_a_part_is_renewed_where_it_stands(page):
    page.goto("/ui/")
    page.evaluate(
        """() => {
          document.querySelector('#piece-money > h2').textContent = 'old';
          const link = document.querySelector('.specimen-index a[href="#piece-money"]');
          link.href = '/ui/';
          link.setAttribute('hx-target', '#piece-money');
          link.setAttribute('hx-select', '#piece-money');
          htmx.process(document.body, true);
          window.kept = document.querySelector('#piece-due');
        }"""
    )
    page.click(".specimen-index a[href='/ui/']")
    expect(page.locator("#piece-money > h2")).to_have_text("money")
    assert page.evaluate("window.kept.isConnected")


def test_without_a_connection_it_says_so(page):
    page.goto("/ui/")
    page.context.set_offline(True)
    page.click("a[href='/ui/frames/desk/']")
    expect(page.locator("#messages")).to_contain_text("网络不通")
    page.context.set_offline(False)
    page.heard.clear()


def test_what_is_typed_is_kept_until_it_is_sent(page):
    page.goto("/ui/frames/alone/")
    page.evaluate("document.querySelector('main form').dataset.draft = 'sample'")
    page.fill("main input[name=phone]", "13800138000")
    page.wait_for_timeout(600)
    assert page.evaluate("Object.keys(localStorage)") == ["draft::sample"]
    page.evaluate("document.querySelector('main input[name=phone]').value = ''")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('htmx:after:swap', { detail: { ctx: {} } }))"
    )
    expect(page.locator("main input[name=phone]")).to_have_value("13800138000")
    with page.expect_response("**/alone/?phone=13800138000"):
        page.click("main form .btn-primary")
    expect(page.locator("main input[name=phone]")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_the_side_opens_over_the_page_on_a_phone(open_page):
    page = open_page(size="phone")
    page.goto("/ui/frames/desk/")
    expect(page.locator("#side")).to_be_hidden()
    page.click(".top-menu")
    expect(page.locator("#side")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#side")).to_be_hidden()


def test_without_scripts_the_page_still_works(open_page):
    page = open_page(scripts=False)
    page.goto("/ui/")
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
    page.click("a[href='/ui/frames/desk/']")
    expect(page).to_have_title("诉求 · 职工之家")
    page.click(".language button")
    expect(page).to_have_title("Requests · Unionhall")


def test_tables_stand_as_rows_on_a_phone(open_page):
    page = open_page(size="phone")
    page.goto("/ui/frames/desk/")
    cell = page.locator("[data-rows] tbody tr").first.locator("td").first
    assert cell.evaluate("(cell) => getComputedStyle(cell, '::before').content") == '"状态"'
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_paper_only_what_matters_remains(page):
    page.goto("/ui/frames/desk/")
    page.emulate_media(media="print")
    for hidden in (".top", "#side", ".filters", ".tabs", ".pager"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_dark_page_is_printed_light_with_the_tables_of_its_charts(open_page):
    page = open_page(theme="dark")
    page.goto("/ui/")
    expect(page.locator("#piece-chart .chart-picture svg")).to_have_count(5)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "light"
    expect(page.locator(".chart-table[open]")).to_have_count(5)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (
        page.evaluate("document.documentElement.dataset.bsTheme ?? 'as the system'")
        == "as the system"
    )
    expect(page.locator(".chart-table[open]")).to_have_count(0)


def test_panels_do_not_leave_the_window(open_page):
    for size in ("desk", "phone"):
        page = open_page(size=size)
        page.goto("/ui/#piece-due")
        page.click("#piece-due .pop-due")
        box = page.locator("#piece-due .pop-panel").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"]
        assert box["y"] + box["height"] <= page.viewport_size["height"]
