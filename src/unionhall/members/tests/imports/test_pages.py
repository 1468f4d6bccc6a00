"""An officer imports a roster from the pages: checked first, applied whole, taken back."""

import io
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from unionhall.core.clock import today
from unionhall.exchange import actions as exchange
from unionhall.exchange import jobs, store
from unionhall.exchange.models import Import
from unionhall.history.queries import reads_of
from unionhall.members.imports import pages
from unionhall.members.models import Person, Spell

pytestmark = pytest.mark.django_db
HEADINGS = ["姓名", "身份证号", "手机号", "备注"]
APPLY = {"kinds": ["accepted", "same_person"], "then": "apply"}
GOOD = ["周晓燕", "110000199001011120", "19900000021", ""]
BAD = ["吴强", "110000199001011121", "", ""]


def number(first17: str) -> str:
    from unionhall.core.residentid import check_character

    return first17 + check_character(first17)


GOOD[1] = number("11000019900101112")
BAD[1] = GOOD[1][:17] + ("0" if GOOD[1][17] != "0" else "1")


def sheet(*rows, headings=HEADINGS) -> SimpleUploadedFile:
    book, data = Workbook(), io.BytesIO()
    for row in (headings, *rows):
        book.active.append(row)
    book.save(data)
    return SimpleUploadedFile("名册.xlsx", data.getvalue())


def uploaded(client, *rows, union="U-PLANT", **more) -> Import:
    sent = {"sheet": sheet(*rows, **more), "union": union, "on": "2026-11-21"}
    answer = client.post(reverse("imports:upload"), sent)
    assert answer.status_code == 302
    importing = Import.objects.latest("pk")
    jobs.check.func(importing.pk)
    importing.refresh_from_db()
    return importing


def test_a_sheet_is_checked_shown_applied_and_taken_back(cast, signed_in):
    client, before = signed_in(cast.register_officer), Person.objects.count()
    importing = uploaded(client, GOOD, BAD)
    assert (importing.state, importing.counts["accepted"], importing.counts["refused"]) == (
        "ready",
        1,
        1,
    )
    assert Person.objects.count() == before

    shown = client.get(reverse("imports:show", args=[importing.pk])).content.decode()
    assert "吴强" not in shown
    assert BAD[1] not in shown
    accepted = client.get(
        reverse("imports:show", args=[importing.pk]) + "?fate=accepted"
    ).content.decode()
    assert ("周晓燕" in accepted, GOOD[1] in accepted) == (True, False)

    client.post(reverse("imports:choose", args=[importing.pk]), APPLY)
    jobs.apply.func(importing.pk)
    importing.refresh_from_db()
    assert (importing.state, importing.applied_by) == ("applied", cast.register_officer)
    assert Spell.objects.filter(person__name="周晓燕", organisation=cast.units.plant).count() == 1
    with pytest.raises(FileNotFoundError):
        store.read(importing.uid)

    client.post(reverse("imports:undo", args=[importing.pk]))
    jobs.undo.func(importing.pk, cast.register_officer.pk)
    importing.refresh_from_db()
    assert (importing.state, Person.objects.count()) == ("undone", before)


def test_the_page_of_every_state_opens(cast, signed_in):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, GOOD, BAD)
    for state in ("checking", "ready", "applying", "failed", "dismissed"):
        Import.objects.filter(pk=importing.pk).update(state=state)
        assert client.get(reverse("imports:show", args=[importing.pk])).status_code == 200
    assert client.get(reverse("imports:index")).status_code == 200
    assert client.get(reverse("imports:upload")).status_code == 200


def test_of_two_officers_who_apply_at_once_one_is_told(cast, signed_in, english):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, GOOD)
    first = client.post(reverse("imports:choose", args=[importing.pk]), APPLY)
    second = client.post(reverse("imports:choose", args=[importing.pk]), APPLY, follow=True)
    assert first.status_code == 302
    assert len(list(second.context["messages"])) == 1


def test_a_column_that_was_not_recognised_can_be_named(cast, signed_in):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, GOOD, headings=["姓名", "身份证号", "备用栏甲", "备注"])
    address = reverse("imports:columns", args=[importing.pk, 0])
    assert "备用栏甲" in client.get(address).content.decode()
    assert client.post(address, {"name": "0", "id_number": "1", "phone": "2"}).status_code == 302
    jobs.check.func(importing.pk)
    importing.refresh_from_db()
    assert (importing.state, importing.sheets[0]["columns"]["phone"]) == ("ready", 2)


def test_refused_rows_are_downloaded_without_formulas(cast, signed_in):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, BAD)
    text = client.get(reverse("imports:refused", args=[importing.pk])).content.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert BAD[1] not in text
    assert [pages.safe(cell) for cell in ("=1+1", "@x", "好")] == ["'=1+1", "'@x", "好"]


def test_a_file_that_is_no_sheet_says_so_and_keeps_nothing(cast, signed_in):
    client = signed_in(cast.register_officer)
    sent = {"sheet": SimpleUploadedFile("a.xlsx", b"hello"), "union": "U-PLANT", "on": "2026-11-21"}
    client.post(reverse("imports:upload"), sent)
    importing = Import.objects.get()
    jobs.check.func(importing.pk)
    importing.refresh_from_db()
    assert importing.state == "failed"
    assert importing.problem["reason"] in client.get(
        reverse("imports:show", args=[importing.pk])
    ).content.decode().replace("&#x27;", "'")


def test_a_federation_without_members_of_its_own_and_a_strangers_union_are_not_offered(
    cast, signed_in
):
    client = signed_in(cast.register_officer)
    for union in ("330101", "U-STRANGER", "nonsense"):
        sent = {"sheet": sheet(GOOD), "union": union, "on": "2026-11-21"}
        assert client.post(reverse("imports:upload"), sent).status_code == 200
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "office",
    ["chair", "rights_officer", "plant_chair", "stranger_register_officer", "administrator"],
)
def test_to_everybody_else_an_import_does_not_exist(cast, signed_in, office):
    importing = uploaded(signed_in(cast.register_officer), GOOD)
    client = signed_in(getattr(cast, office))
    for name in ("show", "choose", "dismiss", "undo", "refused"):
        address = reverse(f"imports:{name}", args=[importing.pk])
        answer = client.get(address) if name in ("show", "refused") else client.post(address)
        assert answer.status_code == 404
    importing.refresh_from_db()
    assert importing.state == "ready"


def test_a_dismissed_import_leaves_no_sheet_behind(
    cast, signed_in, django_capture_on_commit_callbacks
):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, GOOD)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:dismiss", args=[importing.pk]))
    with pytest.raises(FileNotFoundError):
        store.read(importing.uid)
    assert importing.chunks.count() == 0


def test_a_member_the_sheet_tells_otherwise_of_is_a_click_away(cast, signed_in):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, ["李小明", "", cast.worker.phone, "x"])
    person = cast.worker.get_absolute_url()
    page = client.get(reverse("imports:show", args=[importing.pk]) + "?fate=changes")
    assert f'<a href="{person}">李小明</a>' in page.content.decode()


def test_no_union_is_chosen_for_an_officer_who_has_several(cast, signed_in):
    form = signed_in(cast.register_officer).get(reverse("imports:upload")).context["form"]
    assert form.fields["union"].widget.choices[0][0] == ""


def test_the_day_is_written_so_that_the_browser_shows_it(cast, signed_in):
    page = signed_in(cast.register_officer).get(reverse("imports:upload")).content.decode()
    assert f'value="{today().isoformat()}"' in page


def test_an_officer_chooses_field_by_field_what_to_take(cast, signed_in):
    client, worker = signed_in(cast.register_officer), cast.worker
    row = ["李小明", "", worker.phone, "三车间值班"]
    importing = uploaded(client, row, GOOD)
    show = reverse("imports:show", args=[importing.pk])
    page = client.get(show, headers={"accept-language": "en"}).content.decode()
    assert 'name="take" value="remark"' in page
    assert 'Remark: <span class="muted">–</span> → 三车间值班' in page
    choose = reverse("imports:choose", args=[importing.pk])
    client.post(choose, {"take": ["remark"], "then": "apply"})
    jobs.apply.func(importing.pk)
    worker.refresh_from_db()
    assert (worker.remark, Person.objects.filter(name="周晓燕").exists()) == ("三车间值班", False)
    assert "三车间值班" in client.get(f"{worker.get_absolute_url()}log/").content.decode()
    assert "三车间值班" in signed_in(worker).get(reverse("members:me")).content.decode()


def test_that_a_file_was_compared_with_a_sheet_is_told_to_the_person(cast, signed_in):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, ["李小明", "", cast.worker.phone, "x"])
    before = len(reads_of(str(cast.worker.uid)))
    for _time in range(2):
        client.get(reverse("imports:show", args=[importing.pk]))
    assert len(reads_of(str(cast.worker.uid))) == before + 1


def test_single_rows_are_left_out_and_taken_after_all(cast, signed_in):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, GOOD)
    choose = reverse("imports:choose", args=[importing.pk])
    answer = client.post(choose, {"row": "0:2", "fate": "accepted", "start": "0"})
    assert answer["Location"].endswith("?fate=accepted&start=0")
    importing.refresh_from_db()
    assert importing.choices["rows"] == [[0, 2]]
    client.post(reverse("imports:choose", args=[importing.pk]), {"row": "0:2"})
    importing.refresh_from_db()
    assert importing.choices["rows"] == []


def test_only_memberships_that_will_be_added_are_offered(monkeypatch):
    acting = [SimpleNamespace(acts=acts) for acts in (True, False, True)]
    monkeypatch.setattr(pages.staging, "rows", lambda importing, fate: iter(acting))
    importing = Import(counts={"accepted": 4, "same_person": 3}, differs={})
    assert [(one.value, one.count) for one in pages.offered(importing)] == [
        ("accepted", 4),
        ("same_person", 2),
    ]


def test_what_is_left_over_is_downloaded_before_and_after(cast, signed_in):
    client = signed_in(cast.register_officer)
    importing = uploaded(client, GOOD, BAD)
    rest = reverse("imports:rest", args=[importing.pk])
    assert client.get(rest).content[:2] == b"PK"
    client.post(reverse("imports:choose", args=[importing.pk]), APPLY)
    jobs.apply.func(importing.pk)
    answer = client.get(rest)
    assert (answer.content[:2], answer["Cache-Control"]) == (b"PK", "no-store")
    store.remove_rest(importing.uid)
    assert client.get(rest).status_code == 404


@pytest.fixture
def asked(cast, signed_in):
    """A large import that lies before a second officer."""
    importing = uploaded(signed_in(cast.register_officer), GOOD)
    exchange.ask_second(importing, by=cast.register_officer, on=today())
    return importing


def test_the_second_officer_sees_it_and_brings_it_in(cast, signed_in, asked):
    client = signed_in(cast.chair)
    page = client.get(reverse("imports:second", args=[asked.pk]) + "?fate=accepted")
    assert "周晓燕" in page.content.decode()
    assert client.post(reverse("imports:approve", args=[asked.pk])).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.applied_by) == ("applying", cast.chair)


def test_it_is_sent_back_only_with_a_reason(cast, signed_in, asked):
    client = signed_in(cast.chair)
    address = reverse("imports:send_back", args=[asked.pk])
    assert client.post(address, {"reason": " "}).status_code == 200
    client.post(address, {"reason": "部门都空着"})
    asked.refresh_from_db()
    assert (asked.state, asked.problem["by"]) == ("ready", str(cast.chair))
    page = signed_in(cast.register_officer).get(reverse("imports:show", args=[asked.pk]))
    assert "部门都空着" in page.content.decode()


def test_whoever_asked_cannot_approve_on_the_page_but_takes_it_back(cast, signed_in, asked):
    client = signed_in(cast.register_officer)
    client.post(reverse("imports:approve", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state == "asked"
    client.post(reverse("imports:take_back", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.state == "ready"


@pytest.mark.parametrize("office", ["rights_officer", "plant_desk_officer", "administrator"])
def test_to_others_an_asked_import_does_not_exist(cast, signed_in, asked, office):
    client = signed_in(getattr(cast, office))
    assert client.get(reverse("imports:second", args=[asked.pk])).status_code == 404
    assert client.post(reverse("imports:approve", args=[asked.pk])).status_code == 404


def test_what_is_not_laid_before_a_second_officer_has_no_page_for_one(cast, signed_in):
    importing = uploaded(signed_in(cast.register_officer), GOOD)
    assert (
        signed_in(cast.chair).get(reverse("imports:second", args=[importing.pk])).status_code == 404
    )
