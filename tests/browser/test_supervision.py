"""In a real browser: a breach is written about, answered, mended and closed; a hazard is reported and mended."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.access_examples import watched_employer
from unionhall.core.clock import today
from unionhall.supervision.models import Hazard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_letter_of_supervision_goes_out_and_the_breach_is_mended(open_page, cast):
    watched_employer(cast)
    page = open_page(lang="en", user=cast.rights_officer)
    page.goto(reverse("supervision:begin"))
    page.get_by_label("Employer").fill("红星机械厂")
    page.get_by_label("What was found").fill("三月加班工资没有发")
    page.get_by_label("Workers affected, about").fill("12")
    page.get_by_role("button", name="Begin the matter").click()
    expect(page.locator("h1")).to_have_text("红星机械厂")

    page.get_by_role("link", name="Reminder letter").first.click()
    expect(page.get_by_label("Text of the letter")).to_have_value(
        "In supervising labour law with you, 东湖区总工会 found:\n"
        "1. 三月加班工资没有发 (workers affected: 12)\n"
        "Please look into this, put it right, and tell us in writing within 10 working days."
    )
    page.get_by_role("button", name="Issue the letter").click()
    expect(page.locator("main")).to_contain_text(f"东湖区总工会〔{today().year}〕1号")
    expect(page.locator("main")).to_contain_text("waiting for the answer")

    page.locator("summary", has_text="Record the answer").click()
    page.get_by_label("will mend, or has mended").check()
    page.get_by_label("What was answered").fill("本月补发")
    page.get_by_role("button", name="Record the answer").click()
    expect(page.locator("main")).to_contain_text("The answer has been recorded.")

    page.locator("summary", has_text="It is mended").click()
    page.get_by_label("What proves that it is mended?").fill("银行回单")
    page.get_by_role("button", name="Settle as mended").click()
    page.get_by_role("button", name="Close the matter").click()
    expect(page.locator("main")).to_contain_text("The matter is closed.")


def test_a_member_reports_a_hazard_and_reads_that_it_is_mended(open_page, cast):
    watched_employer(cast)
    phone = open_page(size="phone", lang="en", user=cast.worker.user)
    phone.goto(reverse("cases:home"))
    phone.get_by_role("link", name="Report a hazard").click()
    phone.wait_for_url(f"**{reverse('supervision:my_hazards')}")
    phone.get_by_role("link", name="Report a hazard").click()
    phone.get_by_label("What may hurt somebody?").fill("安全出口堵了")
    phone.get_by_label("Where is it?").fill("二车间")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("main")).to_contain_text("Your name is kept from the employer.")

    officer = open_page(lang="en", user=cast.plant_chair)
    officer.goto(Hazard.objects.get().get_absolute_url())
    expect(officer.locator("main")).to_contain_text("Do not tell the employer")
    officer.get_by_role("button", name="Employer told").click()
    officer.locator("summary", has_text="I saw it mended").click()
    officer.get_by_label("What did you see?").fill("通道已清空")
    officer.get_by_role("button", name="Settle as mended").click()
    expect(officer.locator("main")).to_contain_text("The hazard is settled.")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("The union saw it mended.")
