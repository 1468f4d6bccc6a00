"""Everything an officer does often, without a mouse; and how each reader sets the page for themselves."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import WORDS, brought
from unionhall.cases import actions
from unionhall.core.clock import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer(open_page, cast):
    """The desk of the district's rights officer."""
    return open_page(lang="en", user=cast.rights_officer)


def test_a_request_is_found_taken_on_asked_about_and_answered_by_keys_alone(officer, cast):
    brought(cast.worker, "The first request.")
    case = brought(cast.worker)
    press = officer.keyboard.press
    officer.goto("/cases/?show=new")
    for key in ("j", "j", "Enter"):
        press(key)
    expect(officer.locator("h1")).to_have_text(WORDS)
    press("a")
    expect(officer.locator("#act-accept input:checked")).to_be_focused()
    press("Enter")
    expect(officer.locator("#case .state").first).to_have_text("In hand")

    press("q")
    expect(officer.locator("#act-ask textarea")).to_be_focused()
    officer.keyboard.type("Have you kept the time sheets? j k a ?")
    for key in ("Tab", "Tab", "Enter"):
        press(key)
    expect(officer.locator("#case .state").first).to_have_text("Waiting for the worker")

    press("p")
    officer.keyboard.type("The plant pays on Friday.")
    for key in ("Tab", "Tab", "Enter"):
        press(key)
    expect(officer.locator("#case .state").first).to_have_text("Answered, to be confirmed")
    press("u")
    expect(officer.locator("[data-rows] tbody tr")).to_have_count(1)
    case.refresh_from_db()
    assert (case.handler, case.answer) == (cast.rights_officer, "The plant pays on Friday.")


@pytest.mark.parametrize(
    ("key", "dialog"),
    [("r", "act-reply"), ("q", "act-ask"), ("e", "act-extend"), ("n", "act-note")],
)
def test_a_key_opens_its_form_at_the_first_field_and_escape_puts_it_away(
    officer, cast, key, dialog
):
    case = brought(cast.worker)
    actions.accept(case, by=cast.rights_officer, on=today())
    officer.goto(case.get_absolute_url())
    officer.keyboard.press(key)
    first = officer.locator(f"#{dialog} .field").first
    expect(first.locator("textarea, input")).to_be_focused()
    officer.keyboard.press("Escape")
    expect(officer.locator(f"#{dialog}")).to_be_hidden()


def test_h_hands_over_and_j_and_k_walk_through_the_list(officer, cast):
    first, second = brought(cast.worker, "The first request."), brought(cast.worker)
    officer.goto(first.get_absolute_url())
    officer.keyboard.press("j")
    expect(officer.locator("h1")).to_have_text(second.title)
    officer.keyboard.press("k")
    expect(officer.locator("h1")).to_have_text(first.title)
    officer.keyboard.press("h")
    expect(officer.locator("h1")).to_have_text(f"Hand over: {first.title}")


def test_the_help_tells_each_key_of_a_request(officer, cast):
    case = brought(cast.worker)
    officer.goto(case.get_absolute_url())
    officer.keyboard.press("?")
    expect(officer.locator("#keys [data-keys-here] kbd")).to_have_text(
        ["u", "k", "j", "a", "x", "h", "n"]
    )


def test_slash_finds_a_worker_from_anywhere(officer, cast):
    case = brought(cast.worker)
    officer.goto("/desk/")
    officer.keyboard.press("/")
    officer.keyboard.type("李小明")
    officer.keyboard.press("Enter")
    expect(officer.locator("main")).to_contain_text("李小明")
    expect(officer).not_to_have_url(re.compile("/desk/"))
    officer.goto("/desk/")
    officer.keyboard.press("/")
    officer.keyboard.type(case.number)
    officer.keyboard.press("Enter")
    expect(officer.locator("main")).to_contain_text(WORDS)


def test_language_and_theme_stay_as_the_reader_chose_them(open_page, cast):
    page = open_page(size="phone", user=cast.worker.user)
    page.goto("/me/")
    expect(page.locator(".ask a")).to_have_text("找工会")
    page.locator(".top .language button").click()
    expect(page.locator(".ask a")).to_have_text("Ask the union")
    page.locator(".top [data-theme-switch]").click()
    page.locator(".places a").nth(1).click()
    expect(page.locator("h1")).to_have_text("My requests")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_printed_request_is_the_request_and_nothing_to_click(officer, cast):
    case = brought(cast.worker, "The wages of May came late.\nThose of June have not come.")
    actions.accept(case, by=cast.rights_officer, on=today())
    officer.goto(case.get_absolute_url())
    officer.emulate_media(media="print")
    for shown in ("h1", ".words", ".trail", ".facts"):
        expect(officer.locator(f"#case {shown}").first).to_be_visible()
    for hidden in (".acts", ".top", "#side", ".neighbours"):
        expect(officer.locator(hidden)).to_be_hidden()


def test_a_visitor_signs_in_and_out_by_keys(open_page, cast):
    user = cast.rights_officer
    user.set_password("gonghui-2026")
    user.save()
    page = open_page(lang="en")
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.locator("input[name=login]").fill(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type("gonghui-2026")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("My desk")
