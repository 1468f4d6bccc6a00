"""In a real browser: an officer writes to many, a member reads it and declines the kind; a letter is tried."""

import io

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from unionhall.mailings import jobs
from unionhall.mailings.letters.samples import sample
from unionhall.mailings.models import Mailing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_message_reaches_a_member_who_then_declines_its_kind(open_page, cast):
    officer = open_page(lang="en", user=cast.chair)
    officer.goto(reverse("mailings:index"))
    officer.get_by_role("link", name="Write to many").first.click()
    officer.get_by_label("Union, with everything below it").fill("红星机械厂工会")
    officer.get_by_label("What kind of message is it?").select_option("course")
    officer.get_by_label("Subject in Chinese").fill("急救培训")
    officer.get_by_label("Text in Chinese").fill("{name}，{union}请您参加。")
    officer.get_by_role("button", name="Show the preview").click()
    expect(officer.locator("h1")).to_have_text("急救培训")
    mailing = Mailing.objects.get()
    jobs.prepare.func(mailing.pk)
    officer.goto(mailing.get_absolute_url())
    expect(officer.locator("main")).to_contain_text("李小明，红星机械厂工会请您参加。")
    officer.get_by_role("button", name="Send it to 2 people").click()
    expect(officer.locator("main")).to_contain_text("being sent")
    jobs.send.func(mailing.pk)
    officer.goto(mailing.get_absolute_url())
    expect(officer.get_by_role("row", name="李小明")).to_contain_text("sent")

    phone = open_page(size="phone", lang="en", user=cast.worker.user)
    phone.goto(reverse("notifications:index"))
    phone.get_by_role("link", name="急救培训").click()
    expect(phone.locator("main")).to_contain_text("李小明，红星机械厂工会请您参加。")
    phone.get_by_role("button", name="No more of this kind").click()
    expect(phone.locator("main")).to_contain_text("You get no more of this kind.")
    phone.get_by_role("link", name="Change what I am told").click()
    expect(phone.locator('[name="mailings/course-in_app"]')).not_to_be_checked()


def test_a_template_is_uploaded_and_tried_on_one_member(open_page, cast, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    file = tmp_path / "letter.docx"
    file.write_bytes(io.BytesIO(sample("en")).getvalue())
    officer = open_page(lang="en", user=cast.chair)
    officer.goto(reverse("mailings:upload"))
    officer.get_by_label("Name").fill("Invitation")
    officer.locator('input[type="file"]').set_input_files(file)
    officer.get_by_role("button", name="Upload").click()
    expect(officer.locator("h1")).to_have_text("Invitation")
    officer.get_by_label("Member").fill("李小明")
    officer.get_by_role("button", name="Show the letter").click()
    expect(officer.locator("main")).to_contain_text("Dear 李小明,")
