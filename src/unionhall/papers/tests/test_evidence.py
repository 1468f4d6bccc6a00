"""The list of evidence: what came, from whom, when; its order, what was given back, and its paper."""

import io
from datetime import timedelta

import pytest
from docx import Document
from tests import access_examples as examples

from unionhall.cases.trail import story
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents import store
from unionhall.documents.actions import attach
from unionhall.documents.tests.made import PDF, upload
from unionhall.history.queries import trail
from unionhall.papers import actions as papers
from unionhall.papers import kinds
from unionhall.papers.evidence import actions
from unionhall.papers.evidence.models import Item

pytestmark = pytest.mark.django_db
TOLD = {"source": "李小明", "way": "hand", "form": "original"}


@pytest.fixture
def add(case, cast):
    def put(name="劳动合同", subject=None, **told):
        told = {**TOLD, "handed_on": today(), "by": cast.rights_officer, "on": today()} | told
        return actions.add_item(subject or case, name=name, **told)

    return put


def order(subject) -> list[str]:
    return [item.name for item in Item.objects.of(subject)]


def test_items_stand_in_the_order_they_came_and_can_be_moved(case, cast, add):
    first, _second, third = add("合同"), add("工资条"), add("手机")
    told = {"by": cast.rights_officer, "on": today()}
    actions.move_item(third, case, up=True, **told)
    assert order(case) == ["合同", "手机", "工资条"]
    actions.move_item(first, case, up=False, **told)
    assert order(case) == ["手机", "合同", "工资条"]
    third.refresh_from_db()
    actions.move_item(third, case, up=True, **told)
    assert order(case) == ["手机", "合同", "工资条"]
    assert [item.place for item in Item.objects.of(case)] == [1, 2, 3]


def test_a_file_is_listed_once_with_its_checksum_and_outlives_the_file(case, cast, add):
    file = attach(case, upload(PDF, "合同.pdf"), by=cast.worker.user)
    item = add(attachment=file, form="file")
    assert item.sha256 == file.sha256
    with pytest.raises(Refused):
        add("又一次", attachment=file, form="file")
    file.delete()
    item.refresh_from_db()
    assert (item.attachment, item.sha256) == (None, file.sha256)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"source": ""},
        {"way": "pigeon"},
        {"form": "dream"},
        {"form": "file"},
        {"handed_on": today() + timedelta(days=1)},
    ],
)
def test_what_cannot_be_is_refused(add, wrong):
    with pytest.raises(Refused):
        add(**wrong)
    assert not Item.objects.exists()


def test_a_thing_is_given_back_once_and_to_somebody(case, cast, add, english):
    item = add("手机", form="device", handed_on=today() - timedelta(days=2))
    told = {"by": cast.rights_officer, "on": today()}
    for to, day in (
        (" ", today()),
        ("李小明", today() + timedelta(days=1)),
        ("李小明", today() - timedelta(days=3)),
    ):
        with pytest.raises(Refused):
            actions.return_item(item, case, to=to, returned_on=day, **told)
    actions.return_item(item, case, to="李小明", returned_on=today(), **told)
    with pytest.raises(Refused) as refused:
        actions.return_item(item, case, to="张华", returned_on=today(), **told)
    assert refused.value.reason == "It has been given back already."
    file = attach(case, upload(PDF, "合同.pdf"), by=cast.worker.user)
    with pytest.raises(Refused):
        actions.return_item(
            add("合同", attachment=file, form="file"), case, to="x", returned_on=today(), **told
        )


def test_a_struck_item_stays_to_be_seen_and_is_changed_no_more(case, cast, add):
    item, _other = add("错的"), add("对的")
    told = {"by": cast.rights_officer, "on": today()}
    actions.strike_item(item, case, reason="不属于本案", **told)
    assert order(case) == ["对的"]
    assert [row.name for row in Item.objects.struck_too(case)] == ["对的", "错的"]
    for act, more in (
        (actions.strike_item, {"reason": "x"}),
        (actions.move_item, {"up": True}),
        (actions.return_item, {"to": "x", "returned_on": today()}),
    ):
        with pytest.raises(Refused):
            act(item, case, **more, **told)


def test_what_was_said_wrongly_is_put_right(case, cast, add):
    item = add()
    told = {"name": "劳动合同（2023年）", "source": "单位", "handed_on": today(), "way": "post"}
    told |= {"form": "copy", "pages": 4, "by": cast.rights_officer, "on": today()}
    actions.correct_item(item, case, **told)
    item.refresh_from_db()
    assert (item.name, item.source, item.way, item.form, item.pages) == (
        "劳动合同（2023年）", "单位", "post", "copy", 4,
    )  # fmt: skip


def test_the_record_tells_of_the_place_and_not_of_the_name(case, add, english):
    add("李小明的诊断书")
    step = story(trail(case), [], for_worker=False)[-1]
    assert (step.sentence, step.body) == ("put evidence on the list", "No. 1")


@pytest.mark.parametrize("language", ["zh", "sides"])
def test_the_list_is_issued_as_a_paper_with_a_row_for_each(case, cast, add, language):
    kind = kinds.kind("cases.evidence_list")
    with pytest.raises(Refused):
        papers.issue(kind, case, language=language, by=cast.rights_officer, on=today())
    add("合同 #1 $x$", proves="存在劳动关系", pages=3)
    add("工资条")
    paper = papers.issue(kind, case, language=language, by=cast.rights_officer, on=today())
    word = Document(io.BytesIO(store.read(paper.files[0].uid)))
    table = word.tables[-1]
    assert [row.cells[1].text for row in table.rows][1:] == ["合同 #1 $x$", "工资条"]
    assert [row.cells[0].text for row in table.rows][1:] == ["1", "2"]


def test_a_dispute_lists_the_files_of_its_request_too(cast, case, add):
    from unionhall.disputes import opening

    file = attach(case, upload(PDF, "合同.pdf"), by=cast.worker.user)
    dispute = opening.open_dispute(
        cast.worker, organisation=cast.units.district, case=case, employer="红星机械厂", text="x",
        known_on=today(), kind="wages", amount=1, by=cast.rights_officer, on=today(),
    )  # fmt: skip
    assert kinds.subject("disputes.dispute").files(dispute) == [file]
    add(subject=dispute, attachment=file, form="file")
    assert (order(dispute), order(case)) == (["劳动合同"], [])


def test_the_pages_do_what_the_acts_do(case, cast, signed_in):
    file = attach(case, upload(PDF, "合同.pdf"), by=cast.worker.user)
    officer = signed_in(cast.rights_officer)
    page = f"/evidence/request/{case.number}/"
    told = {"name": "合同", "source": "李小明", "handed_on": str(today()), "way": "hand"}
    officer.post(f"{page}add/", {**told, "form": "file", "file": str(file.uid)})
    officer.post(f"{page}add/", {**told, "name": "手机", "form": "device", "file": ""})
    assert officer.post(f"{page}add/", {**told, "form": "file", "file": ""}).status_code == 409
    assert officer.post(f"{page}add/", {"name": "x"}).status_code == 422
    paper, phone = Item.objects.of(case)
    shown = officer.get(page).content.decode()
    assert file.sha256[:16] in shown
    officer.post(f"/evidence/items/{phone.uid}/up")
    assert order(case) == ["手机", "合同"]
    officer.post(
        f"/evidence/items/{phone.uid}/return", {"to": "李小明", "returned_on": str(today())}
    )
    officer.post(f"/evidence/items/{paper.uid}/strike", {"reason": "重复"})
    officer.post(
        f"/evidence/items/{phone.uid}/correct", {**told, "name": "旧手机", "form": "device"}
    )
    shown = officer.get(page).content.decode()
    assert ("旧手机" in shown, "已退还" in shown, "重复" in shown) == (True, True, True)


def test_who_may_not_read_the_request_sees_no_list_of_it(case, cast, signed_in, add):
    item = add()
    stranger = signed_in(cast.stranger_rights_officer)
    assert stranger.get(f"/evidence/request/{case.number}/").status_code == 404
    assert stranger.get(f"/evidence/items/{item.uid}/correct").status_code == 404
    assert stranger.post(f"/evidence/items/{item.uid}/strike", {"reason": "x"}).status_code == 404
    # No list is kept of legal aid.
    aid = examples.legal_aid(cast)
    assert signed_in(cast.rights_officer).get(f"/evidence/legal-aid/{aid.pk}/").status_code == 404
