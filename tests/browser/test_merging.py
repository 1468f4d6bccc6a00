"""In a real browser: an officer makes one file of two, and two again."""

import pytest
from playwright.sync_api import expect

from unionhall.members.models import Duplicate, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_files_become_one_and_two_again(open_page, cast):
    first, second = sorted([cast.worker, cast.colleague], key=lambda person: person.pk)
    pair = Duplicate.objects.create(first=first, second=second, score=80)
    page = open_page(lang="en", user=cast.register_officer)
    page.goto(pair.get_absolute_url())
    page.get_by_role("link", name="Make one file of them").click()
    page.get_by_role("group", name="Which file stays?").get_by_label("李小明").check()
    page.get_by_label("Why is this one person?").fill("同一人登记两次")
    page.get_by_role("button", name="Make one file").click()
    expect(page.locator("main")).to_contain_text("It can be undone here.")
    gone = Person.objects.get(merged_into__isnull=False)

    page.goto(gone.get_absolute_url())
    expect(page.locator("h1")).to_have_text("李小明")
    page.get_by_role("link", name="was taken up into this one").click()
    page.get_by_role("button", name="Make two files again").click()
    expect(page.locator("main")).to_contain_text("Two files again, as they were.")
    assert Person.objects.filter(merged_into__isnull=False).count() == 0
