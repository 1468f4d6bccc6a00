"""In a real browser: a sheet is previewed, chosen from, brought in, and taken back."""

import pytest
from playwright.sync_api import expect

from unionhall.exchange import jobs
from unionhall.exchange.models import Import
from unionhall.exchange.tests.sheets import xlsx
from unionhall.members.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD = ("姓名", "手机号", "部门")


def test_a_sheet_changes_and_adds_members_and_is_taken_back(open_page, cast):
    worker = cast.worker
    content = xlsx(
        [
            HEAD,
            (worker.name, worker.phone, "三车间"),
            ("周晓燕", "19900000021", "一车间"),
            ("吴强", "1", ""),
        ]
    )
    page = open_page(lang="en", user=cast.register_officer)
    page.goto("/imports/upload/")
    page.locator("input[type=file]").set_input_files(
        {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_label("Into which union").select_option("U-PLANT")
    page.get_by_role("button", name="Check the sheet").click()
    expect(page.locator("main")).to_contain_text("Checking the rows")
    importing = Import.objects.get()
    jobs.check.func(importing.pk)

    page.goto(f"/imports/{importing.pk}/?fate=changes")
    expect(page.locator("tbody").first).to_contain_text("Department: – → 三车间")
    page.get_by_label("Department (1)").check()
    page.get_by_role("button", name="Bring in what is ticked").click()
    expect(page.locator("main")).to_contain_text("Adding the rows")
    jobs.apply.func(importing.pk)
    worker.refresh_from_db()
    assert (worker.department, Person.objects.filter(name="周晓燕").count()) == ("三车间", 1)

    page.goto(f"/imports/{importing.pk}/")
    expect(page.locator("main")).to_contain_text("1 added, 1 changed")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Download what was left over").click()
    assert fetched.value.suggested_filename == "名册 - left over.xlsx"
    page.get_by_role("button", name="Undo the import").click()
    expect(page.locator("main")).to_contain_text("Taking the rows back")
    jobs.undo.func(importing.pk, cast.register_officer.pk)
    page.goto(f"/imports/{importing.pk}/")
    expect(page.locator("main")).to_contain_text("The register stands as it did")
    worker.refresh_from_db()
    assert (worker.department, Person.objects.filter(name="周晓燕").count()) == ("", 0)
