"""In a real browser: a dispute from its intake to a mediation agreement that is fulfilled."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from unionhall.core.clock import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write_down(page, title: str, **fields) -> None:
    """Unfold a step, fill it in and write it down."""
    fold = page.locator("details", has=page.locator("summary", has_text=title)).first
    fold.locator("summary").click()
    for label, value in fields.items():
        name = label.replace("_", " ")
        if value is True:
            fold.get_by_role("checkbox", name=name).check()
        else:
            fold.get_by_role("textbox", name=name).fill(value)
    fold.locator("button[type=submit]").press("Enter")


def test_a_dispute_goes_from_intake_to_a_fulfilled_agreement(open_page, cast):
    page = open_page(lang="en", user=cast.rights_officer)
    page.goto(f"{reverse('disputes:open')}?person={cast.worker.uid}")
    page.get_by_label("Employer").fill("红星机械厂")
    page.get_by_label("What it is about").fill("没有给经济补偿")
    page.get_by_label("Since when does").fill(str(today() - timedelta(days=40)))
    page.get_by_label("Claim").select_option("severance")
    page.get_by_label("Amount").fill("6000")
    page.get_by_role("button", name="Open the dispute").click()
    expect(page.locator("h1")).to_have_text("红星机械厂")

    write_down(page, "Name who acts for the workers", Account_of_the_officer="rights-officer")
    expect(page.locator("ol.trail")).to_contain_text("named who acts for the workers")
    fold = page.locator("details", has=page.locator("summary", has_text="Ask for mediation")).first
    fold.locator("summary").click()
    fold.get_by_label("Who mediates").select_option("union")
    fold.locator("button[type=submit]").press("Enter")
    expect(page.locator("ol.trail")).to_contain_text("Ask for mediation")
    write_down(page, "Mediation is taken on", Mediators="丁仲")
    expect(page.locator("ol.trail")).to_contain_text("Mediation is taken on")
    write_down(page, "A mediation agreement is signed", What_was_agreed="一次付清", Signed=True)
    expect(page.locator("ol.trail")).to_contain_text("A mediation agreement is signed")
    page.locator("#id_instalment_amount").fill("6000")
    page.locator("#id_instalment_due_on").fill(str(today()))
    page.get_by_role("button", name="Add the instalment").click()
    page.get_by_role("button", name="It was paid").click()
    expect(page.locator("ol.trail")).to_contain_text("All is fulfilled")

    phone = open_page(size="phone", lang="en", user=cast.worker.user)
    phone.goto(reverse("disputes:my_disputes"))
    phone.get_by_role("link", name="红星机械厂").click()
    expect(phone.locator("main")).to_contain_text("Fulfilled")
    expect(phone.locator("main")).to_contain_text("Paid")
