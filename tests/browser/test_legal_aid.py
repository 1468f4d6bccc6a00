"""In a real browser: legal aid from the application on a phone to the result that the worker confirms."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from unionhall.core.clock import today
from unionhall.legal_aid import roster
from unionhall.legal_aid.models import Aid

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_legal_aid_from_the_application_to_the_result(open_page, cast):
    told = {"firm": "法正所", "licence": "1", "phone": "0571-1", "capacity": 3}
    told |= {"from_on": today(), "by": cast.chair, "on": today()}
    roster.add_lawyer(cast.units.district, name="方正", **told)
    phone = open_page(size="phone", lang="en", user=cast.worker.user)
    phone.goto(reverse("legal_aid:my_applications"))
    phone.get_by_role("link", name="Ask for legal aid").click()
    phone.get_by_label("Who is on the other side?").fill("红星机械厂")
    phone.get_by_label("What happened?").fill("三个月工资没有发")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("h1")).to_have_text("红星机械厂")

    desk = open_page(lang="en", user=cast.rights_officer)
    desk.goto(reverse("legal_aid:index"))
    desk.get_by_role("link", name="李小明").click()
    desk.get_by_role("button", name="Grant the aid").click()
    desk.get_by_role("link", name="Name a lawyer").click()
    desk.get_by_label("Lawyer", exact=True).select_option(index=1)
    desk.get_by_role("button", name="Name a lawyer").click()
    desk.get_by_role("link", name="Finish with the result").click()
    desk.get_by_label("What came of it?").fill("裁决全额支付")
    desk.get_by_label("Money that came back, in yuan").fill("18600.50")
    desk.get_by_role("button", name="Finish with the result").click()
    expect(desk.locator("main")).to_contain_text("The worker has not confirmed it yet.")

    phone.reload()
    phone.get_by_role("button", name="It is right").click()
    expect(phone.locator("main")).to_contain_text("You have confirmed the result.")
    assert [(one.state, one.confirmed_on) for one in Aid.objects.all()] == [("finished", today())]
