"""In a real browser: a union is founded from its preparation to its first officers, and two are merged."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from unionhall.accounts.sms import MemoryGateway
from unionhall.core.clock import today
from unionhall.members.models import Spell
from unionhall.organisations.models import Organisation
from unionhall.organising.founding.tests.conftest import number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def sent_at_once(settings):
    """Messages are sent at once and kept in a list."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.SMS_GATEWAY = "unionhall.accounts.sms.MemoryGateway"
    MemoryGateway.sent.clear()


def enrol(page, name: str, phone: str, order: int) -> None:
    fold = page.locator("details", has_text="Put somebody on the roll")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Mobile number").fill(phone)
    page.get_by_label("ID number").fill(number(order))
    page.get_by_role("button", name="Put on the roll", exact=True).click()
    expect(page.locator("tbody")).to_contain_text(name)


def test_a_union_is_founded_from_preparation_to_its_first_officers(open_page, cast):
    page = open_page(lang="en", user=cast.street_chair)
    page.goto(reverse("founding:index"))
    page.get_by_role("link", name="Prepare a union").click()
    page.get_by_label("Name of the union").fill("骑手联合工会")
    page.get_by_label("Kind", exact=True).select_option("joint_union")
    page.get_by_label("Next higher union").select_option(cast.units.street.code)
    page.get_by_label("Workplace, or platform").fill("外卖平台，骑手")
    page.get_by_role("button", name="Begin the preparation").click()
    expect(page.locator("h1")).to_have_text("骑手联合工会")

    enrol(page, "罗小虎", "13700000001", 1)
    enrol(page, "江一帆", "13700000002", 2)
    page.get_by_label("罗小虎", exact=True).select_option("organiser")
    page.locator("tr", has_text="罗小虎").get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Written down.")
    page.get_by_label("Led by").select_option("organiser")
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.locator("main")).to_contain_text("waits for the higher union")

    higher = open_page(lang="en", user=cast.register_officer)
    higher.goto(reverse("founding:index"))
    higher.get_by_role("link", name="骑手联合工会").click()
    higher.get_by_label("Approval of the higher union").fill("2026 No. 5")
    higher.get_by_label("Code of the union").fill("QS001")
    higher.get_by_role("button", name="Approve", exact=True).click()
    expect(higher.locator("main")).to_contain_text("approved and founded")
    higher.get_by_role("link", name="骑手联合工会").first.click()
    expect(higher.locator("main")).to_contain_text("Organiser")
    expect(higher.locator("main")).to_contain_text("罗小虎")
    union = Organisation.objects.get(code="QS001")
    begun = Spell.objects.filter(organisation=union).values_list("begun_by", "from_on")
    assert list(begun) == [("founding", today())] * 2


def test_workers_ask_for_a_union_on_the_phone_and_are_helped(open_page, cast):
    phone = open_page(size="phone", lang="en")
    phone.goto(reverse("applying:join"))
    phone.get_by_role("link", name="No union where you work?").click()
    expect(phone.locator("h1")).to_have_text("Found a union")  # the page before asks the same
    phone.get_by_label("Your workplace").fill("顺风物流")
    phone.get_by_label("Sub-district or town").fill("北山街道")
    phone.get_by_label("Name", exact=True).fill("罗小虎")
    phone.get_by_label("Mobile number").fill("13700000001")
    phone.get_by_label("ID number").fill(number(1))
    phone.get_by_label("I want this of my own free will").check()
    phone.get_by_role("button", name="Send me a code").click()
    expect(phone.locator("h1")).to_have_text("Type the code")
    phone.get_by_label("Code").fill(re.search(r"\d{6}", MemoryGateway.sent[-1].body).group())
    phone.get_by_role("button", name="Found a union").click()
    expect(phone.locator("main")).to_contain_text("has been told and will call you")

    officer = open_page(lang="en", user=cast.street_chair)
    officer.goto(reverse("duties:inbox"))
    officer.get_by_role("link", name="顺风物流工会").click()
    expect(officer.locator("tbody")).to_contain_text("罗小虎")


def test_two_unions_are_merged_after_a_look_at_what_it_means(open_page, cast):
    page = open_page(lang="en", user=cast.street_chair)
    page.goto(cast.units.plant.get_absolute_url())
    page.get_by_role("link", name="Merge, divide, dissolve").click()
    page.get_by_role("link", name="merger").click()
    page.get_by_label("Unions to merge with it").fill("惠民超市工会")
    page.get_by_role("button", name="Show what it would mean").click()
    expect(page.locator("tr", has_text="Members")).to_contain_text("1")
    page.get_by_label("Resolution of the higher union").fill("2026 No. 8")
    page.get_by_role("button", name="Do it in one act").click()
    expect(page.locator("main")).to_contain_text("ended by it")

    phone = open_page(size="phone", lang="en", user=cast.shop_worker.user)
    phone.goto(reverse("members:me"))
    expect(phone.locator("main")).to_contain_text("红星机械厂工会")
    phone.goto(reverse("notifications:index"))
    expect(phone.locator("main")).to_contain_text("You are a member of 红星机械厂工会")
