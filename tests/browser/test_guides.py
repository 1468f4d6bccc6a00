"""What the guides tell, done on the sample federation; with PICTURES=1 their pictures are taken on the way."""

import gzip
import os
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser import steps
from unionhall.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# English pictures are `name.png`, Chinese ones `name.zh-Hans.png`.
LANGUAGES = ["en", "zh-hans"] if os.environ.get("PICTURES") else ["zh-hans"]
MATTER = {
    "en": "The ventilation in the grinding shop has been broken for two weeks.",
    "zh-hans": "打磨车间的通风坏了两个星期，粉尘很大，报修没有人来。",
}
QUESTION = {
    "en": "Since which day, and who was told?",
    "zh-hans": "请问是从哪天坏的？向谁报修过？",
}
REPLY = {
    "en": "Since 3 November. I told the shift leader twice.",
    "zh-hans": "11月3日起，向班长报过两次。",
}
ANSWER = {
    "en": "The plant repaired the ventilation yesterday; the dust was measured and lies below the limit.",
    "zh-hans": "除尘设备昨天已经修好，区总工会会同企业做了检测，粉尘浓度合格。",
}
ANY = re.compile(".")
CALL = {
    "en": "Night shifts of twelve hours for three weeks.",
    "zh-hans": "连续三周上十二小时夜班，没有休息日。",
}


@pytest.fixture
def federation(transactional_db):
    """The sample federation; only for pictures as large as that of `make run`."""
    size = {} if os.environ.get("PICTURES") else {"members": 900, "requests": 160}
    call_command("sample", **size)


@pytest.fixture
def sit_down(open_page, federation, lang, picture):
    """`sit_down("rights-officer")` → a page of that sample sign-in; its `keep(name)` takes a picture."""

    def sit(username: str, *, size: str = "desk"):
        page = open_page(size=size, lang=lang, user=User.objects.get(username=username))
        ending = "" if lang == "en" else ".zh-Hans"

        def keep(name: str) -> None:
            page.wait_for_load_state("networkidle")
            picture(page, f"{name}{ending}")

        page.keep = keep
        return page

    return sit


def opened(page, selector: str) -> None:
    """Follow a link in the page's content, and wait until its page has arrived."""
    before = page.url
    page.locator(f"main {selector}").first.click()
    expect(page).not_to_have_url(before)
    heading(page)


def heading(page, text: str | re.Pattern = ANY) -> None:
    """The page's heading stands."""
    expect(page.locator("main h1")).to_have_text(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_worker_and_the_officer_do_what_their_guides_tell(sit_down, lang):
    worker, officer = sit_down("worker", size="phone"), sit_down("rights-officer")
    number = _brings(worker, lang)
    _handles(officer, number, lang)
    worker.goto(f"/me/requests/{number}/")
    worker.keep("worker-question")
    worker.locator("#write textarea").fill(REPLY[lang])
    worker.locator("#write .btn-primary").click()
    expect(worker.locator(".trail-mine .trail-body").last).to_have_text(REPLY[lang])
    _answers(officer, lang)
    _judges(worker, number, lang)


def _brings(worker, lang: str) -> str:
    worker.goto("/me/")
    worker.keep("worker-home")
    steps.write(worker, MATTER[lang])
    expect(worker.locator("input[name=topic]").first).to_be_visible()
    worker.go_back()
    worker.keep("worker-words")
    worker.goto("/me/requests/new/2/")
    worker.locator("input[value=safety]").check()
    worker.locator("input[name=files]").set_input_files([steps.photo("workshop.jpg")])
    worker.keep("worker-topic")
    worker.locator(".actions .btn-primary").click()
    worker.locator("input[value=federation]").check()
    worker.keep("worker-readers")
    number = steps.send(worker, readers="federation")
    worker.keep("worker-sent")
    return number


def _handles(officer, number: str, lang: str) -> None:
    officer.goto("/desk/")
    officer.keep("desk")
    officer.goto("/cases/?show=new")
    heading(officer)
    officer.keep("inbox")
    officer.goto(f"/cases/{number}/")
    officer.keep("request")
    officer.keyboard.press("?")
    officer.keep("keys")
    officer.keyboard.press("Escape")
    steps.act(officer, "accept")
    steps.begin(officer, "ask").locator("textarea").fill(QUESTION[lang])
    officer.keep("ask")
    officer.locator("#act-ask .btn-primary").click()
    expect(officer.locator("form[action*='/ask/']")).to_have_count(0)


def _answers(officer, lang: str) -> None:
    officer.reload()
    request = officer.url
    opened(officer, "a[href*='/hand-over/']")
    officer.keep("hand-over")
    officer.goto(request)
    steps.begin(officer, "extend").locator("[name=days]").fill("20")
    officer.keep("more-time")
    officer.keyboard.press("Escape")
    steps.begin(officer, "propose_closing").locator("textarea").fill(ANSWER[lang])
    officer.keep("answer")
    officer.locator("#act-propose-closing .btn-primary").click()
    expect(officer.locator("form[action*='/propose-closing/']")).to_have_count(0)


def _judges(worker, number: str, lang: str) -> None:
    worker.goto(f"/me/requests/{number}/")
    expect(worker.locator("#decide .words")).to_have_text(ANSWER[lang])
    worker.keep("worker-answer")
    worker.locator("details:has(form[action*='ask-review']) summary").click()
    worker.locator("form[action*='ask-review']").scroll_into_view_if_needed()
    worker.keep("worker-not-solved")
    worker.locator("input[name=satisfaction][value='3']").check()
    worker.locator("#decide .btn-primary").click()
    expect(worker.locator("#decide")).to_have_count(0)
    worker.goto("/me/card/")
    heading(worker)
    worker.keep("worker-card")
    readers = worker.locator("section[aria-labelledby=reads]")
    expect(readers).to_contain_text(User.objects.get(username="rights-officer").name)
    readers.evaluate("(section) => section.scrollIntoView()")
    worker.keep("worker-reads")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_window_the_register_and_the_administrator_do_what_their_guides_tell(sit_down, lang):
    _takes_down(sit_down("desk-officer"), lang)
    _keeps_the_register(sit_down("organisation-officer"))
    _reads_figures(sit_down("chair"))
    _administers(sit_down("administrator"))


def _takes_down(window, lang: str) -> None:
    window.goto("/cases/take-down/?q=王")
    window.keep("take-down-find")
    opened(window, "[data-rows] a")
    window.locator("[name=channel]").select_option("telephone")
    window.locator("[name=topic]").select_option("hours")
    window.locator("[name=text]").fill(CALL[lang])
    window.keep("take-down")
    window.locator("main .btn-primary").click()
    heading(window, re.compile(CALL[lang][:20]))


def _keeps_the_register(register) -> None:
    register.goto("/members/?q=王")
    register.keep("members")
    opened(register, "[data-rows] a")
    register.keep("member")
    opened(register, "a[href$='/correct/']")
    register.keep("correct")


def _reads_figures(chair) -> None:
    chair.goto("/cases/dashboard/")
    expect(chair.locator(".chart-picture svg").first).to_be_visible()
    chair.keep("dashboard")


def _administers(administrator) -> None:
    administrator.goto("/")
    heading(administrator)
    administrator.keep("unions")
    opened(administrator, "[data-rows] a")
    administrator.keep("union")
    union = administrator.url
    for act in ("add", "appoint"):
        administrator.goto(union)
        opened(administrator, f"a[href$='/{act}/']")
        administrator.keep(f"union-{act}")
    administrator.goto("/access/")
    administrator.keep("matrix")
    administrator.goto("/access/tokens/")
    administrator.keep("tokens")


@pytest.mark.parametrize("lang", ["zh-hans"])
def test_pages_are_light_on_the_line(sit_down, lang):
    worker, officer = sit_down("worker", size="phone"), sit_down("rights-officer")
    assert _weight(worker, "/me/")["all"] <= 150_000
    pages = ["/desk/", "/cases/", "/duties/", "/members/", "/organisations/", "/rules/"]
    weights = {path: _weight(officer, path) for path in pages}
    assert {path: told["page"] for path, told in weights.items() if told["page"] > 10_000} == {}
    chair = sit_down("chair")
    assert _weight(chair, "/cases/dashboard/")["all"] <= 350_000


def _weight(page, path: str) -> dict[str, int]:
    """Bytes over the line, gzipped: the page alone and with all it fetches on a first visit."""
    answers = []

    def note(answer) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", note)
    sizes = [len(gzip.compress(answer.body(), 6)) for answer in answers if answer.status == 200]
    return {"page": sizes[0], "all": sum(sizes)}
