"""A request on its way, as worker and officers live through it in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from unionhall.cases import actions, my_actions
from unionhall.cases.models import Case, Draft, Topic
from unionhall.core.clock import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Overtime of three months is unpaid."


@pytest.fixture
def worker(open_page, cast):
    """The worker's phone."""
    return open_page(size="phone", lang="en", user=cast.worker.user)


@pytest.fixture
def officer(open_page, cast):
    """The desk of the district's rights officer."""
    return open_page(lang="en", user=cast.rights_officer)


def brought(person, text: str = WORDS, *, restricted: bool = False) -> Case:
    """A request that arrived before the test begins."""
    draft = Draft.objects.create(
        person=person, text=text, topic=Topic.PAY, is_restricted=restricted
    )
    return my_actions.submit(draft, by=person.user, on=today())


def answered(case: Case, by) -> Case:
    """A request with the union's answer."""
    actions.accept(case, by=by, on=today())
    actions.propose_closing(case, answer="The plant pays on Friday.", by=by, on=today())
    return case


def refused(page, status: int) -> None:
    """The browser's console told of a refusal, as it should; anything else stays a complaint."""
    told = [line for line in page.heard if f"status of {status}" in line]
    assert len(told) == 1
    page.heard.remove(told[0])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_request_goes_from_the_phone_to_an_answer_and_its_rating(open_page, cast, scripts):
    worker = open_page(size="phone", lang="en", user=cast.worker.user, scripts=scripts)
    officer = open_page(lang="en", user=cast.rights_officer, scripts=scripts)
    number = steps.ask_the_union(worker, WORDS, topic="pay", files=[steps.photo()])
    assert steps.state(worker) == "Received"

    officer.goto("/desk/")
    officer.get_by_role("link", name=WORDS).click()
    expect(officer.locator("#case .number")).to_have_text(number)
    expect(officer.get_by_role("link", name="payslip.jpg")).to_be_visible()
    steps.act(officer, "accept")
    steps.act(officer, "ask", text="Have you kept the time sheets?")
    assert steps.state(officer) == "Waiting for the worker"

    worker.goto("/me/")
    worker.get_by_role("link", name=re.compile(WORDS)).click()
    expect(worker.get_by_text("Have you kept the time sheets?")).to_be_visible()
    worker.locator("#write textarea").fill("Yes, for all three months.")
    worker.locator("#write .btn-primary").click()
    expect(worker.locator(".trail-mine .trail-body").last).to_have_text(
        "Yes, for all three months."
    )

    officer.reload()
    expect(officer.get_by_text("Yes, for all three months.")).to_be_visible()
    steps.act(officer, "propose_closing", answer="The plant pays the overtime on Friday.")

    worker.reload()
    expect(worker.locator("#decide .words")).to_have_text("The plant pays the overtime on Friday.")
    worker.get_by_label("Satisfied", exact=True).check()
    worker.get_by_role("button", name="Yes, it is settled").click()
    expect(worker.locator("#case .state")).to_have_text("Closed")
    officer.reload()
    assert steps.state(officer) == "Closed"
    case = Case.objects.get(number=number)
    assert (case.is_solved, case.satisfaction, case.handler) == (True, 3, cast.rights_officer)


def test_what_is_not_solved_goes_up_and_lies_on_the_desk_there(open_page, worker, cast):
    case = answered(brought(cast.worker), cast.rights_officer)
    before = case.organisation
    worker.goto(case.my_url)
    worker.get_by_text("No, it is not solved").click()
    worker.get_by_label("What is still not right?").fill("Friday has passed and nothing came.")
    worker.get_by_role("button", name="Ask the level above").click()
    expect(worker.locator("#case .state")).to_have_text("Under review one level up")
    case.refresh_from_db()
    assert (before, case.organisation) == (cast.units.plant, cast.units.street)

    above = open_page(lang="en", user=cast.street_chair)
    above.goto("/desk/")
    duty = above.locator("section[aria-labelledby=duties] tbody tr").filter(has_text=WORDS)
    duty.get_by_role("link").click()
    expect(above.get_by_text("Friday has passed and nothing came.")).to_be_visible()
    steps.act(above, "accept")
    assert steps.state(above) == "In hand"


def test_a_restricted_request_does_not_exist_for_the_enterprise_chair(open_page, worker, cast):
    number = steps.ask_the_union(worker, WORDS, readers="federation")
    expect(worker.locator(".who-sees")).not_to_contain_text("红星机械厂工会")
    chair = open_page(lang="en", user=cast.plant_chair)
    for address in (
        "/desk/",
        "/cases/",
        "/cases/?show=new",
        f"/cases/?q={number}",
        "/cases/?q=李小明",
        "/cases/dashboard/",
        "/duties/",
        "/me/notifications/",
    ):
        chair.goto(address)
        shown = chair.content().replace(f"q={number}", "").replace(f'value="{number}"', "")
        assert (WORDS in shown, number in shown) == (False, False), address
    chair.goto(f"/cases/{number}/")
    expect(chair.locator("#case")).to_have_count(0)
    refused(chair, 404)

    officer = open_page(lang="en", user=cast.rights_officer)
    officer.goto(f"/cases/{number}/")
    expect(officer.get_by_text("only the rights officer reads it")).to_be_visible()


def test_a_call_is_taken_down_and_the_worker_finds_it_on_the_phone(open_page, worker, cast):
    window = open_page(lang="en", user=cast.desk_officer)
    window.goto("/desk/")
    window.get_by_role("link", name="Take down a request").click()
    window.locator("#find").fill("李小明")
    window.locator("#find").press("Enter")
    window.get_by_role("link", name="李小明").click()
    window.locator("[name=channel]").select_option("telephone")
    window.locator("[name=topic]").select_option("safety")
    window.locator("[name=text]").fill("The ventilation is broken for a week.")
    window.get_by_role("button", name="Take down").click()
    expect(window.locator("#case h1")).to_have_text("The ventilation is broken for a week.")

    worker.goto("/me/requests/")
    worker.get_by_role("link", name=re.compile("ventilation")).click()
    expect(worker.locator(".trail-by").first).to_have_text("林静 (东湖区总工会职工服务窗口)")


def test_a_request_is_handed_to_the_city_and_the_worker_is_told(officer, worker, cast):
    case = brought(cast.worker)
    actions.accept(case, by=cast.rights_officer, on=today())
    officer.goto(case.get_absolute_url())
    officer.get_by_role("link", name="Hand over", exact=True).click()
    officer.locator("[name=to]").select_option(label="江城市总工会")
    officer.locator("[name=reason]").fill("The plant belongs to a city group.")
    officer.locator("main .btn-primary").click()
    expect(officer.locator("h1")).to_have_text("Requests")
    worker.goto(case.my_url)
    expect(worker.locator(".trail")).to_contain_text("handed the request over to 江城市总工会")
    worker.goto("/me/notifications/")
    expect(worker.locator("main")).to_contain_text(case.number)


def test_the_worker_takes_a_request_back(worker, cast):
    case = brought(cast.worker)
    worker.goto(case.my_url)
    worker.get_by_text("Take the request back").click()
    worker.get_by_role("button", name="Take it back").click()
    expect(worker.locator("#case .state")).to_have_text("Withdrawn")


def test_of_two_officers_the_second_learns_why_and_keeps_what_was_written(open_page, officer, cast):
    case = brought(cast.worker)
    officer.goto(case.get_absolute_url())
    form = steps.begin(officer, "refuse")
    form.locator("[name=reason]").fill("Not a matter of the union.")
    form.locator("[name=instead]").fill("The labour inspection.")
    actions.accept(case, by=cast.second_rights_officer, on=today())
    form.locator(".btn-primary").click()
    expect(officer.locator(".refusal")).to_contain_text("this request is now “In hand”")
    expect(officer.locator(".typed .words")).to_have_text(
        ["Not a matter of the union.", "The labour inspection."]
    )
    refused(officer, 409)


def test_a_refused_act_comes_back_open_with_the_reason_and_what_was_typed(officer, cast):
    case = brought(cast.worker)
    actions.accept(case, by=cast.rights_officer, on=today())
    officer.goto(case.get_absolute_url())
    form = steps.begin(officer, "extend")
    form.locator("[name=days]").fill("300")
    form.locator("[name=reason]").fill("The wage office is still checking.")
    form.locator(".btn-primary").click()
    refusal = officer.locator("dialog:modal .refusal")
    expect(refusal).to_be_visible()
    expect(officer.locator("dialog:modal [name=reason]")).to_have_value(
        "The wage office is still checking."
    )
    refused(officer, 409)
    officer.locator("dialog:modal [name=days]").fill("20")
    officer.locator("dialog:modal .btn-primary").click()
    expect(officer.locator("dialog:modal")).to_have_count(0)
    expect(officer.locator(".trail")).to_contain_text("added 20 days")


def test_a_file_of_a_wrong_kind_is_refused_and_the_topic_kept(worker, cast):
    steps.write(worker, WORDS)
    worker.locator("input[name=topic][value=pay]").check()
    wrong = {"name": "payslip.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
    worker.locator("input[name=files]").set_input_files([wrong])
    worker.locator(".actions .btn-primary").click()
    expect(worker.locator(".refusal h2")).to_have_text("The file was not taken")
    expect(worker.locator("input[value=pay]")).to_be_checked()
    refused(worker, 409)


def test_going_back_after_an_act_shows_the_list_and_forward_the_request_as_it_is(officer, cast):
    case = brought(cast.worker)
    officer.goto("/cases/?show=new")
    officer.get_by_role("link", name=WORDS).click()
    expect(officer.locator("h1")).to_have_text(case.title)
    steps.act(officer, "accept")
    officer.locator("[data-key=u]").click()
    expect(officer).to_have_url(re.compile(r"/cases/\?show=new$"))
    expect(officer.locator(".tab.is-current, .tabs [aria-current]")).to_have_text(
        "Not yet taken on"
    )
    officer.go_back()
    expect(officer.locator("h1")).to_have_text(case.title)
    expect(officer.locator("#case .state").first).to_have_text("In hand")


def test_an_unsent_question_is_there_when_one_comes_back(officer, cast):
    case = brought(cast.worker)
    actions.accept(case, by=cast.rights_officer, on=today())
    officer.goto(case.get_absolute_url())
    steps.begin(officer, "ask").locator("textarea").fill("Who signed the")
    officer.keyboard.press("Escape")
    officer.goto("/desk/")
    officer.goto(case.get_absolute_url())
    expect(steps.begin(officer, "ask").locator("textarea")).to_have_value("Who signed the")


def test_the_first_step_is_kept_on_the_phone_before_it_is_sent(worker, cast):
    worker.goto("/me/requests/new/1/")
    worker.locator("textarea").fill("On the bus I began to wri")
    worker.goto("/me/")
    worker.goto("/me/requests/new/1/")
    expect(worker.locator("textarea")).to_have_value("On the bus I began to wri")


def test_a_worker_who_reads_the_rule_behind_a_date_finds_the_way_home(worker, cast):
    case = brought(cast.worker)
    worker.goto(case.my_url)
    worker.locator(".next .pop-rule").click()
    worker.get_by_role("link", name="Read the rule").click()
    expect(worker).to_have_url(re.compile("/rules/"))
    worker.locator(".places a").first.click()
    expect(worker.locator("h1")).to_have_text("Hello, 李小明")


def test_errors_stand_at_the_field_in_the_words_of_the_page(worker, cast):
    worker.goto("/me/requests/new/1/")
    worker.locator("main .btn-primary").click()
    expect(worker.locator(".field-error")).to_have_text("Please fill this in.")
    expect(worker.locator("textarea")).to_have_attribute("aria-invalid", "true")
    worker.heard[:] = [line for line in worker.heard if "422" not in line]


def test_a_form_that_came_back_leaves_an_address_that_can_be_reloaded(officer, cast):
    case = brought(cast.worker)
    actions.accept(case, by=cast.rights_officer, on=today())
    officer.goto(case.get_absolute_url())
    officer.locator("[data-opens=act-reply]").click()
    officer.locator("dialog[open] .btn-primary").click()
    expect(officer.locator("dialog[open] .field-error")).to_be_visible()
    assert officer.reload().status == 200
    officer.heard[:] = [line for line in officer.heard if "422" not in line]


def test_the_files_chosen_are_named_beside_the_button(worker):
    worker.goto("/me/requests/new/1/")
    worker.locator("textarea").fill("The wages of May came late.")
    worker.locator("main .btn-primary").click()
    chosen = worker.locator(".file-names")
    expect(chosen).to_have_text("none chosen yet")
    worker.locator("input[type=file]").set_input_files(
        {"name": "slip.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    expect(chosen).to_have_text("slip.pdf")
