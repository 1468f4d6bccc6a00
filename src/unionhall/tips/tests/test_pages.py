"""The reporter's pages: no cookie, no address, no plain word at rest, and a clear answer to anything."""

import logging
import re

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.history.models import Entry
from unionhall.tips import ceilings, receipts, reporting, stamps
from unionhall.tips.models import Said, State, Tip, TipFile
from unionhall.tips.tests.conftest import WORDS
from unionhall.tips.tests.test_cleaning import picture

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"
AGENT = "VerySpecialBrowser/1.0"


@pytest.fixture
def outside():
    """A browser with an address, a session of somebody and a habit of telling where it comes from."""
    return Client(
        REMOTE_ADDR=ADDRESS,
        HTTP_USER_AGENT=AGENT,
        HTTP_X_FORWARDED_FOR=ADDRESS,
        HTTP_REFERER="http://workplace.example/",
        HTTP_ACCEPT_LANGUAGE="en",
        raise_request_exception=False,
    )


def form_for(client, code="U-PLANT", level=0) -> dict:
    page = client.get(reverse("tips:write", args=[code]) + f"?level={level}").content.decode()
    return {"stamp": re.search(r'name="stamp" value="([^"]+)"', page)[1]}


def send(client, **told):
    return client.post(
        reverse("tips:write", args=["U-PLANT"]), {"text": WORDS, **form_for(client), **told}
    )


def receipt_in(answer) -> str:
    return re.search(r'id="receipt">([\d ]{19})<', answer.content.decode())[1]


def ticket_in(answer) -> str:
    return re.search(r'name="ticket" value="([^"]+)"', answer.content.decode())[1]


def test_a_report_is_sent_and_read_by_its_receipt(cast, outside):
    sent = send(outside)
    assert sent.status_code == 200
    shown = outside.post(reverse("tips:read"), {"receipt": receipt_in(sent)})
    assert WORDS in shown.content.decode()
    added = outside.post(reverse("tips:add"), {"ticket": ticket_in(shown), "text": "第二句话"})
    assert "第二句话" in added.content.decode()
    assert [row.kind for row in Said.objects.all()] == ["report", "added"]


def test_no_answer_sets_a_cookie_or_may_be_kept_or_tells_where_one_was(cast, outside, signed_in):
    signed_in(cast.worker)
    with_session = Client(HTTP_ACCEPT_LANGUAGE="en")
    with_session.force_login(cast.worker.user)
    before = dict(with_session.cookies)
    for client in (outside, with_session):
        sent = send(client)
        shown = client.post(reverse("tips:read"), {"receipt": receipt_in(sent)})
        answers = [
            client.get(reverse("tips:choose"), {"q": "红星"}),
            client.get(reverse("tips:limits")),
            client.get(reverse("tips:read")),
            client.get(reverse("tips:add")),
            client.get("/report/nothing/"),
            client.get("/report"),
            client.post(reverse("tips:read"), {"receipt": "1"}),
            client.get(reverse("tips:write", args=["U-PLANT"])),
            sent,
            shown,
        ]
        for answer in answers:
            assert not answer.cookies
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "script" not in answer.headers["Content-Security-Policy"]
            assert cast.worker.name not in answer.content.decode()
    assert dict(with_session.cookies) == before


def test_pages_need_no_script_and_nothing_from_elsewhere(cast, outside):
    for url in (reverse("tips:choose"), reverse("tips:write", args=["U-PLANT"])):
        page = outside.get(url).content.decode()
        assert "<script" not in page
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', page) == []


def test_no_log_holds_an_address_a_browser_or_a_word(cast, outside, caplog):
    caplog.set_level(logging.DEBUG)
    sent = send(outside)
    receipt = receipt_in(sent)
    shown = outside.post(reverse("tips:read"), {"receipt": receipt})
    outside.post(reverse("tips:add"), {"ticket": ticket_in(shown), "text": "第二句话"})
    outside.get("/report/nothing/")
    outside.delete(reverse("tips:read"))
    outside.post(reverse("tips:read"), {"receipt": "1"})
    told = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    for secret in (ADDRESS, AGENT, "workplace.example", WORDS, "第二句话", receipt):
        assert secret not in told


def test_the_address_is_gone_before_a_view_or_an_error_sees_it(cast, outside, monkeypatch):
    seen = {}

    def fails(*args, **kwargs):
        raise RuntimeError("anything")

    def keep(record):
        if request := getattr(record, "request", None):
            seen.update(request.META)
        return True

    monkeypatch.setattr("unionhall.tips.public_views.recipients.levels", fails)
    logger = logging.getLogger("django.request")
    logger.addFilter(keep)
    try:
        answer = outside.get(reverse("tips:write", args=["U-PLANT"]))
    finally:
        logger.removeFilter(keep)
    assert answer.status_code == 500
    assert seen["REMOTE_ADDR"] == ""
    assert ADDRESS not in str(seen)
    assert AGENT not in str(seen)


def everything_kept() -> list[tuple[str, bytes]]:
    """Every value of every table, as bytes."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        for row in model._default_manager.values_list():
            for value in row:
                data = (
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                )
                found.append((model._meta.label, data))
    return found


def test_neither_words_nor_receipt_nor_file_stand_in_any_table_or_file(
    cast, outside, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    photo = SimpleUploadedFile("李小明的手机.jpg", picture(), "image/jpeg")
    sent = send(outside, files=[photo])
    receipt = receipt_in(sent)
    shown = outside.post(reverse("tips:read"), {"receipt": receipt})
    outside.post(
        reverse("tips:name"),
        {"ticket": ticket_in(shown), "name": "姓李的人", "phone": "13977778888", "agreed": "on"},
    )
    assert TipFile.objects.count() == 1
    secret = receipts.secret_of(receipts.digits_of(receipt))
    kept = everything_kept()
    assert any(label == "tips.Said" for label, _data in kept)
    hidden = [WORDS, receipt, receipt.replace(" ", ""), "李小明的手机", "姓李的人", "13977778888"]
    for needle in [*map(str.encode, hidden), ADDRESS.encode(), b"\xff\xd8\xff", secret.root]:
        assert [label for label, data in kept if needle in data] == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_file_comes_back_by_the_ticket_and_not_without(cast, outside):
    sent = send(outside, files=[SimpleUploadedFile("a.jpg", picture(), "image/jpeg")])
    shown = outside.post(reverse("tips:read"), {"receipt": receipt_in(sent)})
    url = reverse("tips:file", args=[TipFile.objects.get().uid])
    got = outside.post(url, {"ticket": ticket_in(shown)})
    assert (got.content[:3], got.headers["Content-Disposition"]) == (
        b"\xff\xd8\xff",
        'attachment; filename="1.jpg"',
    )
    assert outside.post(url, {"ticket": "x"}).status_code == 302
    other = send(outside)
    theirs = outside.post(reverse("tips:read"), {"receipt": receipt_in(other)})
    assert outside.post(url, {"ticket": ticket_in(theirs)}).status_code == 404


def without_typed(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


def test_every_wrong_receipt_gets_the_same_answer_after_the_same_work(
    cast, outside, sent, monkeypatch, on
):
    tip, receipt = sent
    worked, derive = [], receipts.secret_of
    monkeypatch.setattr(
        receipts, "secret_of", lambda typed: worked.append(len(typed)) or derive(typed)
    )
    reporting.withdraw(tip, on=on)
    pages = set()
    for typed in ("0", "1234 5678 9012 3456", "abc", "9" * 40, receipt):
        answer = outside.post(reverse("tips:read"), {"receipt": typed})
        pages.add((answer.status_code, without_typed(answer.content.decode())))
    assert len(pages) == 1
    assert len(worked) == 5


def test_guessing_is_slowed_down_by_caller_and_a_right_one_is_not_counted(cast, outside, sent):
    _tip, receipt = sent
    for _time in range(ceilings.WRONG_BY_ONE + 5):
        assert outside.post(reverse("tips:read"), {"receipt": receipt}).status_code == 200
    for _time in range(ceilings.WRONG_BY_ONE):
        assert outside.post(reverse("tips:read"), {"receipt": "1"}).status_code == 404
    assert outside.post(reverse("tips:read"), {"receipt": receipt}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.9")
    assert elsewhere.post(reverse("tips:read"), {"receipt": receipt}).status_code == 200


def test_sending_is_slowed_down_and_what_was_typed_stays(cast, outside, monkeypatch):
    monkeypatch.setattr(ceilings, "SENT_BY_ONE", 1)
    assert send(outside).status_code == 200
    again = send(outside, text="第二份")
    assert (again.status_code, "第二份" in again.content.decode()) == (429, True)
    assert Tip.objects.count() == 1


def test_a_caller_is_no_longer_known_in_the_next_hour(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(ceilings, "time", lambda: clock[0])
    hourly = ceilings.Hourly()
    first = [hourly.mark(ADDRESS) for _again in range(2)]
    clock[0] += 3600 * 5
    old_salt = hourly.salt
    hourly.mark(ADDRESS)
    assert first[0] == first[1]
    assert hourly.salt != old_salt


def test_a_form_of_another_site_or_of_nobody_sends_nothing(cast, outside):
    url, told = reverse("tips:write", args=["U-PLANT"]), {"text": WORDS}
    assert outside.post(url, told).status_code == 409
    assert outside.post(url, {**told, "stamp": stamps.new("U-SHOP")}).status_code == 409
    foreign = {**told, **form_for(outside)}
    assert outside.post(url, foreign, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert not Tip.objects.exists()


def test_a_ticket_is_over_after_half_an_hour(sent, monkeypatch):
    secret = receipts.secret_of(sent[1])
    ticket = receipts.ticket_of(secret)
    assert receipts.secret_in(ticket) == secret
    monkeypatch.setattr(receipts, "LASTS", -1)
    assert receipts.secret_in(receipts.ticket_of(secret)) is None


def test_leaving_out_by_the_form_takes_only_people_of_the_level(cast, outside):
    refused = send(outside, leave_out=[cast.city_rights_officer.pk])
    assert (refused.status_code, Tip.objects.count()) == (422, 0)
    assert send(outside, leave_out=[cast.chair.pk]).status_code == 200
    assert list(Tip.objects.get().left_out.all()) == [cast.chair]


def test_the_reporter_sees_who_opened_it_and_every_opening_is_recorded(cast, outside, signed_in):
    sent = send(outside)
    signed_in(cast.rights_officer).get(Tip.objects.get().get_absolute_url())
    shown = outside.post(reverse("tips:read"), {"receipt": receipt_in(sent)}).content.decode()
    read = Entry.objects.get(subject_type="tips.tip", is_read=True)
    assert read.by == cast.rights_officer
    assert shown.count(f"· {cast.rights_officer}") == 1


def test_the_list_and_notices_hold_no_word_of_it(cast, sent, signed_in):
    client = signed_in(cast.rights_officer)
    for url in (reverse("tips:index"), reverse("notifications:index"), reverse("duties:inbox")):
        page = client.get(url).content.decode()
        assert sent[0].number in page
        assert WORDS not in page


def test_an_officer_asks_answers_and_takes_over(cast, outside, signed_in):
    receipt = receipt_in(send(outside))
    tip = Tip.objects.get()
    client, at = (
        signed_in(cast.rights_officer),
        lambda verb: reverse(f"tips:{verb}", args=[tip.number]),
    )
    client.post(at("accept"))
    client.post(at("ask"), {"text": "哪个车间？"})
    shown = outside.post(reverse("tips:read"), {"receipt": receipt})
    assert "哪个车间？" in shown.content.decode()
    outside.post(
        reverse("tips:name"),
        {"ticket": ticket_in(shown), "name": "李小明", "phone": "13900000001", "agreed": "on"},
    )
    client.post(at("take_over"), {"topic": "pay", "text": WORDS})
    tip.refresh_from_db()
    assert tip.state == State.CLOSED
    case = apps.get_model("cases.Case").objects.get()
    assert (case.person, case.is_restricted) == (cast.worker, True)


ANYTHING = st.one_of(st.text(max_size=200), st.just(""), st.just(WORDS))
BYTES = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=40).map(lambda end: b"%PDF-1.4\n" + end + b"%%EOF"),
    st.binary(max_size=40).map(lambda end: b"PK\x03\x04" + end),
    st.integers(0, 400).map(lambda cut: picture()[:cut]),
    st.just(picture()),
)
GENTLE = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@GENTLE
@given(
    text=ANYTHING,
    files=st.lists(BYTES, max_size=3),
    out=st.lists(ANYTHING, max_size=2),
    name=ANYTHING,
)
def test_anything_sent_has_a_clear_answer_and_nothing_half_done(
    cast, outside, text, files, out, name
):
    ceilings.hourly.counts.clear()
    before = (Tip.objects.count(), Said.objects.count(), TipFile.objects.count())
    uploads = [SimpleUploadedFile(name or "x", data) for data in files]
    answer = send(outside, text=text, files=uploads, leave_out=out)
    assert answer.status_code in (200, 409, 422)
    after = (Tip.objects.count(), Said.objects.count(), TipFile.objects.count())
    if answer.status_code == 200:
        assert after == (before[0] + 1, before[1] + 1, before[2] + len(files))
        shown = outside.post(reverse("tips:read"), {"receipt": receipt_in(answer)})
        assert shown.status_code == 200
    else:
        assert after == before
        assert "field-error" in answer.content.decode() or "refusal" in answer.content.decode()


@GENTLE
@given(receipt=ANYTHING, ticket=ANYTHING, query=ANYTHING, level=ANYTHING)
def test_anything_typed_elsewhere_has_a_clear_answer(cast, outside, receipt, ticket, query, level):
    ceilings.hourly.counts.clear()
    answers = [
        outside.post(reverse("tips:read"), {"receipt": receipt}),
        outside.post(reverse("tips:add"), {"ticket": ticket, "text": query}),
        outside.post(reverse("tips:withdraw"), {"ticket": ticket, "sure": level}),
        outside.get(reverse("tips:choose"), {"q": query, "lang": level}),
        outside.get(reverse("tips:write", args=["U-PLANT"]), {"level": level}),
        outside.post(reverse("tips:write", args=["U-PLANT"]), {"stamp": ticket, "text": query}),
    ]
    assert {answer.status_code for answer in answers} <= {200, 302, 404, 409, 422}
    assert not Tip.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"\x00\xff", b"--x\r\nContent-Disposition: form-data"]
)
def test_a_broken_body_has_a_clear_answer(cast, outside, body):
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "x"):
        answer = outside.generic(
            "POST", reverse("tips:write", args=["U-PLANT"]), body, content_type=kind
        )
        assert answer.status_code in (400, 409, 422)


def test_files_too_large_are_refused_before_they_are_read(cast, outside):
    answer = outside.post(
        reverse("tips:write", args=["U-PLANT"]), {"text": "x"}, CONTENT_LENGTH=str(10**9)
    )
    assert answer.status_code == 413
