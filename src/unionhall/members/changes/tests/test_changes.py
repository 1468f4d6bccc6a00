"""A member changes their own file: some of it at once, the rest after the union has approved it."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.access_examples import PNG
from tests.cast import joined

from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty
from unionhall.history.queries import reads_of, trail
from unionhall.members import actions as members
from unionhall.members.changes import actions, queries
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.changes.policy import POLICY, Way
from unionhall.members.models import Person
from unionhall.members.queries import searched
from unionhall.members.sealing import open_id
from unionhall.members.tests.conftest import held, seen  # noqa: F401
from unionhall.members.transfers import actions as transfers
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NUMBER = "110101199003072316"


def file_of(cast) -> Person:
    return Person.objects.get(pk=cast.worker.pk)


def open_duties(proposal):
    rows = Duty.objects.open().about(proposal).select_related("organisation")
    return [(duty.kind, duty.organisation.code) for duty in rows]


def told_to(person):
    rows = Message.objects.in_app().filter(receiver=person.user, template="members/changes")
    return [row.facts["state"] for row in rows]


def test_the_policy_says_of_every_field_an_officer_can_correct_who_decides():
    assert set(POLICY) == {*members.CORRECTABLE, "membership_days"}
    assert POLICY["membership_days"] == Way.NEVER


def test_what_is_the_member_s_own_is_written_at_once(propose, cast, seen):  # noqa: F811
    came = propose(reason="", phone="13700137001")
    assert (came.written, came.proposal, file_of(cast).phone) == (["phone"], None, "13700137001")
    found = [row.person_id for row in searched("13700137001", seen(cast.plant_chair))]
    assert found == [cast.worker.pk]
    assert [(e.verb, e.by) for e in trail(cast.worker)] == [("members.corrected", cast.worker.user)]


def test_what_the_union_compares_waits_and_opens_a_duty(proposed, cast):
    assert file_of(cast).name == "李小明"
    assert open_duties(proposed) == [("members.approve_changes", "U-PLANT")]
    old_new = [(line.field, line.old, line.new) for line in queries.lines(proposed)]
    assert old_new == [("name", "李小明", "李晓明"), ("department", "–", "总装车间")]
    assert trail(cast.worker)[-1].verb == "members.changes_proposed"


def test_both_kinds_can_be_changed_together(propose, cast):
    came = propose(phone="13700137001", name="李晓明")
    assert (came.written, came.proposal.fields) == (["phone"], ["name"])
    assert (file_of(cast).phone, file_of(cast).name) == ("13700137001", "李小明")


@pytest.mark.parametrize("field", ["remark", "membership_days", "died_on"])
def test_some_things_are_never_the_member_s_to_change(field, propose, cast):
    object.__setattr__(cast.worker, "membership_days", "")
    with pytest.raises((Refused, AttributeError)):
        propose(**{field: "x"})
    assert not ChangeProposal.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"reason": " ", "name": "李晓明"},
        {"name": "李小明"},
        {"version": 0, "name": "李晓明"},
        {"id_number": "110101199003072317"},
        {"id_number": NUMBER, "sex": "female"},
        {"birth_on": date(2015, 1, 1)},
    ],
    ids=["no reason", "nothing new", "stale page", "no ID number", "contradiction", "a child"],
)
def test_what_cannot_be_is_refused_at_once(told, propose):
    with pytest.raises(Refused):
        propose(**told)
    assert not ChangeProposal.objects.exists()


def test_one_proposal_waits_at_a_time_and_own_fields_go_on(proposed, propose, cast):
    with pytest.raises(Refused):
        propose(employment="合同制")
    assert propose(phone="13700137001").written == ["phone"]
    assert ChangeProposal.objects.count() == 1


def test_approved_it_is_written_found_and_told(proposed, cast, on, seen):  # noqa: F811
    actions.approve_changes(proposed, by=cast.plant_chair, on=on)
    person = file_of(cast)
    assert (person.name, person.department) == ("李晓明", "总装车间")
    assert (proposed.state, open_duties(proposed)) == ("approved", [])
    assert [row.person_id for row in searched("李晓明", seen(cast.plant_chair))] == [person.pk]
    assert told_to(cast.worker) == ["approved"]
    verbs = [(entry.verb, entry.by) for entry in trail(cast.worker)]
    assert verbs[-2:] == [
        ("members.corrected", cast.plant_chair),
        ("members.changes_approved", cast.plant_chair),
    ]


def test_a_part_is_approved_with_the_reason_against_the_rest(proposed, cast, on):
    with pytest.raises(Refused):
        actions.approve_changes(proposed, fields=["department"], by=cast.plant_chair, on=on)
    told = {"fields": ["department"], "reason": "姓名与身份证不符"}
    actions.approve_changes(proposed, **told, by=cast.plant_chair, on=on)
    assert (file_of(cast).name, file_of(cast).department) == ("李小明", "总装车间")
    assert (proposed.state, proposed.approved) == ("partly", ["department"])
    assert told_to(cast.worker) == ["partly"]


@pytest.mark.parametrize("fields", [[], ["phone"]])
def test_nothing_is_approved_that_was_not_proposed(fields, proposed, cast, on):
    with pytest.raises(Refused):
        actions.approve_changes(proposed, fields=fields, reason="x", by=cast.plant_chair, on=on)
    assert ChangeProposal.objects.get().state == "proposed"


def test_refused_it_changes_nothing_and_says_why(proposed, cast, on):
    with pytest.raises(Refused):
        actions.refuse_changes(proposed, reason=" ", by=cast.plant_chair, on=on)
    actions.refuse_changes(proposed, reason="请带身份证来", by=cast.plant_chair, on=on)
    assert (file_of(cast).name, proposed.state, open_duties(proposed)) == ("李小明", "refused", [])
    assert told_to(cast.worker) == ["refused"]
    assert trail(cast.worker)[-1].personal == {"reason": "请带身份证来"}


def test_withdrawn_it_is_owed_no_longer(proposed, cast, on):
    actions.withdraw_changes(proposed, by=cast.worker.user, on=on)
    assert (proposed.state, open_duties(proposed)) == ("withdrawn", [])
    with pytest.raises(Refused):
        actions.approve_changes(proposed, by=cast.plant_chair, on=on)


def test_what_was_corrected_meanwhile_is_not_overwritten(proposed, cast, on):
    person = file_of(cast)
    members.correct(
        person, {"department": "仓库"}, version=1, reason="调岗", by=cast.plant_chair, on=on
    )
    proposed = ChangeProposal.objects.get()
    assert [line.now for line in queries.lines(proposed)] == ["", "仓库"]
    with pytest.raises(Refused, match="仓库"):
        actions.approve_changes(proposed, by=cast.plant_chair, on=on)
    assert ChangeProposal.objects.get().state == "proposed"
    told = {"fields": ["name"], "reason": "部门已更正"}
    actions.approve_changes(ChangeProposal.objects.get(), **told, by=cast.plant_chair, on=on)
    assert (file_of(cast).name, file_of(cast).department) == ("李晓明", "仓库")


def test_what_was_corrected_the_same_way_meanwhile_is_approved_all_the_same(proposed, cast, on):
    told = {"name": "李晓明", "department": "总装车间"}
    members.correct(file_of(cast), told, version=1, reason="x", by=cast.plant_chair, on=on)
    actions.approve_changes(proposed, by=cast.plant_chair, on=on)
    assert (proposed.state, file_of(cast).version) == ("approved", 2)


def test_of_two_who_decide_at_once_one_is_told(proposed, cast, on):
    other = ChangeProposal.objects.get()
    actions.approve_changes(proposed, by=cast.plant_chair, on=on)
    with pytest.raises(Refused):
        actions.refuse_changes(other, reason="x", by=cast.register_officer, on=on)
    with pytest.raises(Refused):
        actions.withdraw_changes(other, by=cast.worker.user, on=on)
    assert (file_of(cast).name, ChangeProposal.objects.get().state) == ("李晓明", "approved")


def test_an_officer_does_not_decide_on_their_own_file(cast, on):
    person = Person.objects.get(pk=joined("杨伟", cast.units.plant, account=False).pk)
    Person.objects.filter(pk=person.pk).update(user=cast.plant_chair)
    person.refresh_from_db()
    made = actions.propose_changes(
        person, {"name": "杨炜"}, version=1, reason="x", by=cast.plant_chair, on=on
    ).proposal
    for act, told in ((actions.approve_changes, {}), (actions.refuse_changes, {"reason": "x"})):
        with pytest.raises(Refused):
            act(made, **told, by=cast.plant_chair, on=on)
    actions.approve_changes(made, by=cast.register_officer, on=on)


def test_an_id_number_lies_sealed_is_written_as_ever_and_masked_once_decided(propose, cast, on):
    made = propose(id_number=NUMBER, birth_on=date(1990, 3, 7), sex="male").proposal
    assert NUMBER.encode() not in bytes(ChangeProposal.objects.get().values)
    assert [line.new for line in queries.lines(made) if line.field == "id_number"] == [
        "1101**********2316"
    ]
    actions.approve_changes(made, by=cast.plant_chair, on=on)
    assert open_id(file_of(cast)) == NUMBER
    assert NUMBER not in json.dumps(ChangeProposal.objects.get().opened())
    assert queries.lines(ChangeProposal.objects.get())[0].new == "1101**********2316"


def test_an_id_number_is_opened_for_a_reason_that_the_member_reads(propose, cast, signed_in):
    made = propose(id_number=NUMBER).proposal
    url = reverse("changes:reveal_id", args=[made.pk])
    # The chair decides, but opens no ID number.
    assert signed_in(cast.plant_chair).post(url, {"reason": "x"}).status_code == 404
    client = signed_in(cast.register_officer)
    assert NUMBER not in client.get(made.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 422
    assert NUMBER in client.post(url, {"reason": "与证件核对"}).content.decode()
    opened = [e for e in reads_of(str(cast.worker.uid)) if e.verb == "members.id_revealed"]
    assert [entry.personal for entry in opened] == [{"why": "与证件核对"}]
    actions.withdraw_changes(made, by=cast.worker.user, on=today())
    assert client.post(url, {"reason": "x"}).status_code == 409


def test_somebody_else_s_id_number_is_refused_and_the_proposal_waits_on(propose, cast, on):
    members.add(cast.units.shop, name="周七", id_number=NUMBER, from_on=on, by=None, on=on)
    made = propose(id_number=NUMBER).proposal
    with pytest.raises(Refused):
        actions.approve_changes(made, by=cast.plant_chair, on=on)
    assert (ChangeProposal.objects.get().state, open_id(file_of(cast))) == ("proposed", "")


def test_after_a_rotation_of_keys_it_still_opens(proposed):
    assert actions.reseal() == 0
    number = keyring.rotate()
    assert actions.reseal() in (0, 1)
    row = ChangeProposal.objects.get()
    assert keyring.sealed_with(row.values) == number
    assert row.opened()["name"] == ["李小明", "李晓明"]


def test_many_are_approved_together_and_those_left_out_are_named(proposed, cast, on):
    colleague = Person.objects.get(pk=cast.colleague.pk)
    other = actions.propose_changes(
        colleague, {"id_number": NUMBER}, version=1, reason="x", by=colleague.user, on=on
    ).proposal
    gone = ChangeProposal.objects.get(pk=proposed.pk)
    done, left = actions.approve_together([proposed, other, gone], by=cast.plant_chair, on=on)
    assert [row.pk for row in done] == [proposed.pk]
    assert [one.proposal.pk for one in left] == [other.pk, gone.pk]
    assert [e.verb for e in trail(cast.worker)].count("members.changes_approved") == 1


def test_it_goes_along_with_a_transfer(proposed, cast, on):
    move = transfers.ask(cast.worker.spells.get(), cast.units.shop, by=cast.worker.user, on=on)
    transfers.release(move, by=cast.plant_chair, on=on)
    transfers.receive(move, by=cast.shop_chair, on=on)
    assert open_duties(proposed) == [("members.approve_changes", "U-SHOP")]
    assert ChangeProposal.objects.get().organisation == cast.units.shop


def test_a_member_proposes_with_a_photo_sees_it_and_withdraws_it(cast, signed_in):
    client, url = signed_in(cast.worker), reverse("changes:propose")
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "remark" not in page
    body = {"version": 1, "name": "李晓明", "phone": "13900000001", "is_migrant": "unknown"}
    assert client.post(url, body | {"name": ""}).status_code == 422
    assert client.post(url, body).status_code == 409
    proof = SimpleUploadedFile("id.png", PNG, content_type="image/png")
    assert client.post(url, body | {"reason": "与身份证一致", "proof": proof}).status_code == 302
    row = ChangeProposal.objects.get()
    file = Attachment.objects.of(row).get()
    mine = reverse("changes:my_changes")
    answer = client.get(mine, headers={"accept-language": "en"}).content.decode()
    assert "李小明 → 李晓明" in answer
    assert mine in client.get(reverse("members:me")).content.decode()
    photo = reverse("changes:my_attachment", args=[row.uid, file.uid])
    withdraw = reverse("changes:my_withdraw", args=[row.uid])
    assert client.get(photo)["Content-Type"] == "image/png"
    assert signed_in(cast.colleague).get(photo).status_code == 404
    assert signed_in(cast.colleague).post(withdraw).status_code == 404
    assert signed_in(cast.worker).post(withdraw).status_code == 302
    assert ChangeProposal.objects.get().state == "withdrawn"


def test_an_officer_compares_and_approves_on_the_page_and_the_reading_is_logged(
    proposed, cast, signed_in
):
    client, show = signed_in(cast.plant_chair), proposed.get_absolute_url()
    page = client.get(show, headers={"accept-language": "en"}).content.decode()
    assert "李晓明" in page
    assert "In the file" in page
    assert [entry.by for entry in reads_of(str(cast.worker.uid))] == [cast.plant_chair]
    assert show in client.get(cast.worker.get_absolute_url()).content.decode()
    url = reverse("changes:approve_changes", args=[proposed.pk])
    client.post(url, {"fields_chosen": ["department"]})
    assert ChangeProposal.objects.get().state == "proposed"
    client.post(url, {"fields_chosen": ["department"], "reason": "姓名不符"})
    row = ChangeProposal.objects.get()
    assert (row.state, row.why_not, row.approved) == ("partly", "姓名不符", ["department"])


def test_the_ticked_ones_are_approved_from_the_list(proposed, cast, signed_in):
    client, url = signed_in(cast.plant_chair), reverse("changes:index")
    assert "李小明 → 李晓明" in client.get(url).content.decode()
    assert signed_in(cast.shop_chair).get(url).content.decode().find("李小明") == -1
    together = reverse("changes:approve_together")
    signed_in(cast.shop_chair).post(together, {"proposal": [proposed.pk]})
    assert ChangeProposal.objects.get().state == "proposed"
    signed_in(cast.plant_chair).post(together, {"proposal": [proposed.pk, "x"]})
    assert (ChangeProposal.objects.get().state, file_of(cast).name) == ("approved", "李晓明")


def test_a_stranger_neither_sees_nor_decides(proposed, cast, signed_in):
    client = signed_in(cast.stranger_chair)
    assert client.get(proposed.get_absolute_url()).status_code == 404
    for name in ("approve_changes", "refuse_changes"):
        assert client.post(reverse(f"changes:{name}", args=[proposed.pk])).status_code == 404
    # Who may read members but not correct them has no such page.
    assert signed_in(cast.rights_officer).get(reverse("changes:index")).status_code == 404


def test_the_interface_does_the_same_on_both_sides(cast, signed_in):
    def post(who, path, body=None):
        return signed_in(who).post(f"/api/v1/{path}", body or {}, content_type="application/json")

    told = {"version": 1, "name": "李晓明", "education": "大专", "reason": "与身份证一致"}
    made = post(cast.worker, "me/changes", told)
    assert (made.status_code, made.json()["written"]) == (201, ["education"])
    key, uid = made.json()["proposal"]["id"], made.json()["proposal"]["uid"]
    assert post(cast.worker, "me/changes", {"version": 1, "remark": "x"}).status_code in (409, 422)
    assert post(cast.colleague, f"me/changes/{uid}/withdraw").status_code == 404
    assert post(cast.stranger_chair, f"members/changes/{key}/approve").status_code == 404
    listed = signed_in(cast.plant_chair).get("/api/v1/members/changes").json()["items"]
    assert [line["new"] for line in listed[0]["lines"]] == ["李晓明"]
    assert post(cast.plant_chair, f"members/changes/{key}/approve").json()["state"] == "approved"
    assert post(cast.plant_chair, f"members/changes/{key}/approve").status_code == 409
    mine = signed_in(cast.worker).get("/api/v1/me/changes").json()
    assert [(row["state"], row["decided_on"]) for row in mine] == [
        ("approved", today().isoformat())
    ]
