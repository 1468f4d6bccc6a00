"""In a real browser: a worker joins by the poster's QR code, and a member moves to another union."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from unionhall.accounts.sms import MemoryGateway
from unionhall.members.models import Spell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def sent_at_once(settings):
    """Messages are sent at once and kept in a list."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.SMS_GATEWAY = "unionhall.accounts.sms.MemoryGateway"
    MemoryGateway.sent.clear()


def test_a_worker_joins_by_the_poster_s_code_and_the_committee_admits(open_page, cast):
    officer = open_page(lang="en", user=cast.plant_chair)
    officer.goto(reverse("applying:poster", args=[cast.units.plant.pk]))
    address = officer.locator(".poster", has_text="/join/unions/").inner_text()

    phone = open_page(size="phone", lang="en")
    phone.goto(re.sub(r"^https?://[^/]+", "", address))
    phone.get_by_label("Name").fill("马晓燕")
    phone.get_by_label("Mobile number").fill("13700137001")
    phone.get_by_label("ID number").fill("110101199003072316")
    phone.get_by_label("How do you work?").select_option("新就业形态")
    phone.get_by_label("Workplace, or platform").fill("顺达外卖，骑手")
    phone.get_by_label("I apply of my own free will").check()
    phone.get_by_role("button", name="Send me a code").click()
    expect(phone.locator("h1")).to_have_text("Type the code")
    phone.get_by_label("Code").fill(re.search(r"\d{6}", MemoryGateway.sent[-1].body).group())
    phone.get_by_role("button", name="Apply").click()
    expect(phone.locator("main")).to_contain_text("waits for the committee")

    officer.goto(reverse("joining:index"))
    officer.get_by_role("link", name="马晓燕").click()
    officer.get_by_label("Resolution of the committee").fill("2026 No. 8")
    officer.get_by_role("button", name="Admit", exact=True).click()
    expect(officer.locator("main")).to_contain_text("The applicant has been told.")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("admitted")
    spell = Spell.objects.get(person__name="马晓燕")
    assert (spell.organisation, spell.begun_by) == (cast.units.plant, "application")


def test_a_member_moves_to_another_union_and_both_sides_say_yes(open_page, cast):
    phone = open_page(size="phone", lang="en", user=cast.worker.user)
    phone.goto(reverse("members:me"))
    phone.get_by_role("link", name="Move to another union").click()
    phone.get_by_label("New union").fill("惠民超市工会")
    phone.get_by_role("button", name="Ask for the transfer").click()
    expect(phone.locator("main")).to_contain_text("waits for the old union")

    old = open_page(lang="en", user=cast.plant_chair)
    old.goto(reverse("joining:index"))
    old.get_by_role("link", name="李小明").click()
    old.get_by_role("button", name="Release the member").click()
    expect(old.locator("main")).to_contain_text("waits for the new union")

    new = open_page(lang="en", user=cast.shop_chair)
    new.goto(reverse("joining:index"))
    new.get_by_role("link", name="李小明").click()
    expect(new.get_by_role("link", name="Open the file")).to_have_count(0)
    new.get_by_role("button", name="Receive the member").click()
    new.get_by_role("link", name="Open the file").click()
    expect(new.locator("main")).to_contain_text("Member without a break since 1 Jan 2020")

    phone.goto(reverse("members:me"))
    expect(phone.locator("main")).to_contain_text("惠民超市工会")
    rows = Spell.objects.filter(person=cast.worker).order_by("pk")
    assert [row.organisation for row in rows] == [cast.units.plant, cast.units.shop]
    assert rows[0].until_on == rows[1].from_on


def test_a_new_union_invites_a_member_who_agrees_on_the_phone(open_page, cast):
    new = open_page(lang="en", user=cast.shop_chair)
    new.goto(reverse("joining:index"))
    new.get_by_role("link", name="Invite a member").click()
    new.get_by_label("Name", exact=True).fill("李小明")
    new.get_by_label("This number, whole").fill("139 0000 0001")
    new.get_by_label("Reason").fill("换到本店工作")
    new.get_by_role("button", name="Invite", exact=True).click()
    expect(new.locator("main")).to_contain_text("waits for the person")

    phone = open_page(size="phone", lang="en", user=cast.worker.user)
    phone.goto(reverse("members:me"))
    phone.get_by_role("link", name="See it and answer").click()
    expect(phone.locator("main")).to_contain_text("换到本店工作")
    phone.get_by_role("button", name="I want to come over").click()
    expect(phone.locator("main")).to_contain_text("waits for the old union")

    old = open_page(lang="en", user=cast.plant_chair)
    old.goto(reverse("joining:index"))
    old.get_by_role("link", name="李小明").click()
    old.get_by_role("button", name="Release the member").click()
    expect(old.locator("main")).to_contain_text("waits for the new union")

    new.reload()
    new.get_by_role("link", name="红星机械厂工会").click()
    new.get_by_role("button", name="Receive the member").click()
    new.get_by_role("link", name="Open the file").click()
    expect(new.locator("main")).to_contain_text("Member without a break since 1 Jan 2020")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("transferred")
    rows = Spell.objects.filter(person=cast.worker).order_by("pk")
    assert [row.organisation for row in rows] == [cast.units.plant, cast.units.shop]
    assert rows[0].until_on == rows[1].from_on
