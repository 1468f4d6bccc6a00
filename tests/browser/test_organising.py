"""In a real browser: from a place without unions to a visit, and the union that is founded there."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from unionhall.core.clock import today
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Division, Employer
from unionhall.organising.campaigns.models import Target

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def listed(cast):
    """Two sub-districts, and an employer without a union in each."""
    county = Division.objects.create(code="330101", name="东湖区", level="county")
    organisations.correct(cast.units.district, division=county, employer=None, by=None, on=today())
    for number, name in enumerate(("北山街道", "南苑街道"), start=1):
        told = {"name": name, "level": "township", "parent": county}
        place = Division.objects.create(code=f"33010100{number}", **told)
        made = Employer(
            name=f"{name}印刷厂", division=place, workers=60, kept_by=cast.units.district
        )
        organisations.add_employer(made, by=None, on=today())


def test_an_officer_finds_an_employer_visits_it_and_a_union_is_founded(open_page, cast, listed):
    page = open_page(lang="en", user=cast.chair)
    page.goto(reverse("campaigns:begin"))
    page.get_by_label("Name of the campaign").fill("Winter drive")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.locator("h1")).to_have_text("Winter drive")

    page.goto(reverse("coverage:index"))
    square = page.locator(".tile", has_text="南苑街道")
    square.focus()
    there = square.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{there}")
    expect(page.get_by_role("heading", name="By place")).to_be_visible()
    expect(page.locator(".figures")).to_contain_text("Without a union")
    page.get_by_role("link", name="Employers without a union").click()
    expect(page.locator("main")).to_contain_text("南苑街道印刷厂")
    expect(page.locator("main")).not_to_contain_text("北山街道印刷厂")
    page.get_by_role("link", name="Choose 1 for a campaign").click()
    page.get_by_role("button", name="Choose them").click()
    expect(page.locator("main")).to_contain_text("1 employer was chosen.")

    page.get_by_role("link", name="南苑街道印刷厂").click()
    page.get_by_label("Whom you met").select_option("owner")
    page.get_by_label("What came of it").select_option("agreed")
    page.get_by_label("Next step on").fill(today().isoformat())
    page.get_by_label("Next step", exact=False).last.fill("Bring the papers")
    page.get_by_role("button", name="Note the visit").click()
    expect(page.locator("main")).to_contain_text("The visit has been noted.")
    expect(page.locator("h1 + p, .head-line").first).to_contain_text("employer agrees")

    target = Target.objects.get()
    told = {"employer": target.employer, "by": None, "on": today()}
    organisations.add("enterprise_union", cast.units.street, "NEW", "印刷厂工会", **told)
    page.reload()
    expect(page.locator("main")).to_contain_text("Union founded: 印刷厂工会")
