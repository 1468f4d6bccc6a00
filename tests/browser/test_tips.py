"""In a real browser, on a phone without scripts: a report without a name, its question and its answer."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from unionhall.tips.models import Tip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_worker_reports_without_a_name_and_answers_a_question(open_page, cast):
    page = open_page(size="phone", scripts=False)
    page.goto(f"{reverse('tips:choose')}?lang=en")
    page.get_by_label("The union of the workplace").fill("红星")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="红星机械厂工会").click()
    expect(page.locator(".who-sees")).to_contain_text("周建国")
    page.get_by_label("What happened?").fill("三号车间的通风坏了")
    page.get_by_label(re.compile("周建国")).check()
    page.get_by_role("button", name="Send").click()
    receipt = page.locator("#receipt").inner_text()
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", receipt)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["language"]  # the test's own
    tip = Tip.objects.get()
    assert list(tip.left_out.all()) == [cast.chair]

    officer = open_page(lang="en", user=cast.rights_officer)
    officer.goto(reverse("tips:index"))
    officer.get_by_role("link", name=tip.number).click()
    expect(officer.locator("main")).to_contain_text("三号车间的通风坏了")
    officer.get_by_role("button", name="Take it up").click()
    officer.locator("summary", has_text="Ask a question").click()
    officer.locator("#id_ask_text").fill("从哪一天开始？")
    officer.get_by_role("button", name="Ask", exact=True).click()
    expect(officer.locator("main")).to_contain_text("Asked. They find it with their receipt.")

    page.get_by_role("link", name="I have written it down").click()
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("main")).to_contain_text("从哪一天开始？")
    expect(page.locator("main")).to_contain_text("A question waits for you")
    page.get_by_label("What do you want to say?").fill("上个月八号")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("Sent. Come back with your receipt")

    officer.reload()
    expect(officer.locator("main")).to_contain_text("上个月八号")
    officer.locator("summary", has_text="Answer: what was found").click()
    officer.locator("#id_answer_text").fill("已修好")
    officer.get_by_role("button", name="Answer", exact=True).click()
    expect(officer.locator("main")).to_contain_text("Answered. They find it")
    page.goto(f"{reverse('tips:read')}?lang=en")
    page.get_by_label("Your receipt").fill(receipt.replace(" ", ""))
    page.get_by_role("button", name="Open").click()
    expect(page.locator("main")).to_contain_text("已修好")


def test_whoever_is_signed_in_is_nobody_on_these_pages(open_page, cast):
    page = open_page(size="phone", user=cast.worker.user)
    page.goto(reverse("tips:choose"))
    expect(page.locator("h1")).to_have_text("匿名反映")
    assert cast.worker.name not in page.content()
    page.goto(f"{reverse('tips:write', args=['U-PLANT'])}?lang=en")
    page.get_by_role("link", name="Send it one level higher instead").click()
    expect(page.locator(".who-sees")).to_contain_text("江城市总工会")
