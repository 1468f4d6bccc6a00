"""In a real browser: members look after their own files."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.access_examples import PNG
from unionhall.members.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_worker_proposes_a_change_the_officer_approves_and_the_worker_sees_it(open_page, cast):
    phone = open_page(size="phone", lang="en", user=cast.worker.user)
    phone.goto(reverse("members:me"))
    phone.get_by_role("link", name="Change my data").click()
    phone.get_by_label("Mobile number").fill("137 0013 7001")
    phone.get_by_label("Name", exact=True).fill("李晓明")
    phone.get_by_label("Department").fill("总装车间")
    phone.get_by_label("Why does it change?").fill("与身份证一致")
    phone.locator("input[name=proof]").set_input_files(
        {"name": "card.png", "mimeType": "image/png", "buffer": PNG}
    )
    phone.get_by_role("button", name="Save and send").click()
    expect(phone.locator("main")).to_contain_text("waits for the union")
    expect(phone.locator("main")).to_contain_text("李小明 → 李晓明")
    # The telephone number is the member's own to change.
    assert Person.objects.get(pk=cast.worker.pk).phone == "13700137001"

    officer = open_page(lang="en", user=cast.plant_chair)
    officer.goto(reverse("duties:inbox"))
    officer.get_by_role("link", name="李小明").first.click()
    expect(officer.locator("main")).to_contain_text("As the member proposes")
    expect(officer.get_by_role("link", name="card.png")).to_be_visible()
    officer.get_by_label("Choose Department").uncheck()
    officer.get_by_label("Why not the rest?").fill("请等调令")
    officer.get_by_role("button", name="Approve what is ticked").click()
    expect(officer.locator("main")).to_contain_text("approved in part")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("approved in part")
    expect(phone.locator("main")).to_contain_text("请等调令")
    phone.goto(reverse("members:me"))
    expect(phone.locator("main")).to_contain_text("李晓明")
    assert Person.objects.get(pk=cast.worker.pk).department == ""


def test_a_delegate_acts_under_a_banner_until_the_member_ends_it(open_page, cast):
    member = open_page(size="phone", lang="en", user=cast.worker.user)
    member.goto(reverse("members:me"))
    member.get_by_role("link", name="Who acts for me").click()
    member.get_by_role("link", name="Let somebody act for me").click()
    member.get_by_label("Name").fill("张华")
    member.get_by_label("Their mobile number").fill("13900000002")
    member.get_by_label("see the file and propose changes to it").check()
    member.get_by_role("button", name="Let them act for me").click()
    expect(member.locator("main")).to_contain_text("in force")

    delegate = open_page(size="phone", lang="en", user=cast.colleague.user)
    delegate.goto(reverse("delegates:my_delegates"))
    delegate.get_by_role("link", name="Act for 李小明").click()
    expect(delegate.locator("main")).to_contain_text("You act for 李小明")
    expect(delegate.get_by_role("link", name="Bring a request")).to_have_count(0)
    delegate.get_by_role("link", name="Their data").click()
    delegate.get_by_role("link", name="Change their data").click()
    expect(delegate.locator("main")).to_contain_text("You act for 李小明")
    delegate.get_by_label("Mobile number").fill("13700137001")
    delegate.get_by_role("button", name="Save and send").click()
    expect(delegate.locator("main")).to_contain_text("Their changes")

    member.reload()
    expect(member.locator("main")).to_contain_text("张华, for the member")
    member.get_by_role("button", name="Revoke the delegation").click()
    expect(member.locator("main")).to_contain_text("revoked")
    delegate.goto(reverse("delegates:my_delegates"))
    expect(delegate.get_by_role("link", name="Act for 李小明")).to_have_count(0)
    assert Person.objects.get(pk=cast.worker.pk).phone == "13700137001"
