"""Nothing is passed on without the worker's word or a ground on record, and nothing stays after it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from tests.access_examples import PNG

from unionhall.cases import actions as cases
from unionhall.cases import my_actions as my_cases
from unionhall.cases.models import Case, Message
from unionhall.cases.referrals import actions, clock, my_actions, owed, queries, receiving
from unionhall.cases.referrals.models import Referral
from unionhall.cases.routing import Desk
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.notifications.models import Message as Notice
from unionhall.organisations import estate

pytestmark = pytest.mark.django_db


def told(person) -> list[str]:
    user = getattr(person, "user", person)
    found = Notice.objects.in_app().filter(receiver=user, template__contains="referral")
    return list(found.order_by("pk").values_list("template", flat=True))


def owes(row) -> list[tuple[str, str]]:
    duties = Duty.objects.about(row).open().select_related("held_at")
    return [(duty.kind, duty.held_at.name) for duty in duties.order_by("pk")]


def test_the_worker_is_asked_and_nothing_is_passed_before(cast, referred):
    row = referred()
    assert (row.state, told(cast.worker)) == ("proposed", ["cases/referral_asked"])
    assert owes(row) == [(owed.ASK, "东湖区总工会")]
    assert list(queries.received_by(cast.city_rights_officer, on=today())) == []
    with pytest.raises(Refused) as refused:
        actions.send(row, by=cast.rights_officer, on=today())
    assert refused.value.citation.rule == "own.referral.agree_14d"


def test_agreed_and_sent_the_desk_reads_it_and_owes_an_answer(cast, sent):
    row = sent()
    assert list(queries.received_by(cast.city_rights_officer, on=today())) == [row]
    assert list(queries.received_by(cast.stranger_rights_officer, on=today())) == []
    assert owes(row) == [(owed.ANSWER, "江城市总工会")]
    assert told(cast.city_rights_officer) == ["cases/referral_received"]
    assert told(cast.worker) == ["cases/referral_asked", "cases/referral_passed"]
    assert (row.consent_way, row.consent_by) == ("page", cast.worker.user)


def test_it_is_taken_up_and_answered(cast, sent):
    row = sent()
    receiving.take_up(row, by=cast.city_rights_officer, on=today())
    assert Duty.objects.about(row).open().get().holder == cast.city_rights_officer
    receiving.answer(row, text="已约谈企业", by=cast.city_rights_officer, on=today())
    assert (row.state, row.answer, owes(row)) == ("answered", "已约谈企业", [])
    assert told(cast.rights_officer) == [
        "cases/referral_agreed",
        "cases/referral_taken_up",
        "cases/referral_answered",
    ]
    with pytest.raises(Refused):
        receiving.answer(row, text="x", by=cast.city_rights_officer, on=today())
    assert [entry.verb.removeprefix("cases.referral_") for entry in trail(row)] == [
        "proposed",
        "agreed",
        "sent",
        "taken_up",
        "answered",
    ]


def test_sent_back_it_is_read_no_longer(cast, sent):
    row = sent()
    receiving.send_back(row, reason="不属本级", by=cast.city_rights_officer, on=today())
    assert (row.state, row.why_ended, owes(row)) == ("sent_back", "不属本级", [])
    assert list(queries.received_by(cast.city_rights_officer, on=today())) == []
    assert told(cast.rights_officer)[-1] == "cases/referral_sent_back"


def test_declined_nothing_happens_and_it_cannot_be_sent(cast, referred):
    row = referred()
    my_actions.decline(row, by=cast.worker.user, on=today())
    assert (row.state, owes(row)) == ("declined", [])
    for act in (actions.send, actions.make_link):
        with pytest.raises(Refused):
            act(row, by=cast.rights_officer, on=today())
    with pytest.raises(Refused):
        my_actions.agree(row, by=cast.worker.user, on=today())


@pytest.mark.parametrize("stage", ["agreed", "sent", "taken_up", "answered"])
def test_revoked_at_any_time_access_ends_at_once(cast, referred, sent, stage):
    row = referred() if stage == "agreed" else sent()
    if stage == "agreed":
        my_actions.agree(row, by=cast.worker.user, on=today())
    if stage in ("taken_up", "answered"):
        receiving.take_up(row, by=cast.city_rights_officer, on=today())
    if stage == "answered":
        receiving.answer(row, text="x", by=cast.city_rights_officer, on=today())
    my_actions.revoke(row, by=cast.worker.user, on=today())
    assert (row.state, owes(row)) == ("revoked", [])
    assert list(queries.received_by(cast.city_rights_officer, on=today())) == []
    over = told(cast.city_rights_officer)[-1:]
    assert over == ([] if stage == "agreed" else ["cases/referral_over"])
    with pytest.raises(Refused):
        actions.send(row, by=cast.rights_officer, on=today())


def test_the_receiver_is_told_of_the_end_without_content(cast, sent):
    row = sent()
    my_actions.revoke(row, by=cast.worker.user, on=today())
    notice = Notice.objects.get(receiver=cast.city_rights_officer, template="cases/referral_over")
    assert (notice.facts, notice.url) == ({}, "/referrals/")


def test_only_the_worker_themself_decides(cast, referred):
    row = referred()
    for act in (my_actions.agree, my_actions.decline, my_actions.revoke):
        with pytest.raises(Refused):
            act(row, by=cast.colleague.user, on=today())


def test_a_consent_by_telephone_is_written_down_with_its_paper(cast, referred):
    row = referred(ask=False)
    assert told(cast.worker) == []
    paper = SimpleUploadedFile("同意书.png", PNG, content_type="image/png")
    actions.record_consent(
        row,
        way="paper",
        given_on=today(),
        how="本人到窗口签字",
        file=paper,
        by=cast.rights_officer,
        on=today(),
    )
    assert (row.state, row.is_hidden) == ("consented", False)
    assert Attachment.objects.of(row).count() == 1
    assert told(cast.worker) == ["cases/referral_told"]


@pytest.mark.parametrize(("way", "days"), [("page", 0), ("telephone", 1), ("telephone", -1)])
def test_a_consent_cannot_be_made_up(cast, referred, way, days):
    row = referred()
    with pytest.raises(Refused):
        actions.record_consent(
            row,
            way=way,
            given_on=today() + timedelta(days=days),
            how="x",
            by=cast.rights_officer,
            on=today(),
        )


def test_on_a_legal_ground_the_worker_is_told_at_once(cast, referred):
    row = referred()
    actions.rest_on_ground(
        row, ground="duty", text="某法第一条", by=cast.rights_officer, on=today()
    )
    assert (row.state, told(cast.worker)[-1]) == ("consented", "cases/referral_told")
    with pytest.raises(Refused) as refused:
        my_actions.revoke(row, by=cast.worker.user, on=today())
    assert "legal ground" in str(refused.value) or "法定理由" in str(refused.value)


def test_in_danger_the_worker_s_pages_show_nothing_until_they_are_told(cast, referred):
    row = referred(ask=False)
    told_of = {"by": cast.rights_officer, "on": today()}
    with pytest.raises(Refused):
        actions.rest_on_ground(row, ground="duty", text="x", hidden=True, **told_of)
    actions.rest_on_ground(row, ground="life", text="家中有暴力威胁", hidden=True, **told_of)
    actions.send(row, **told_of)
    assert (told(cast.worker), list(queries.of_worker(cast.worker.user))) == ([], [])
    assert (owed.TELL, "东湖区总工会") in owes(row)
    assert {entry.person for entry in trail(row)} == {""}
    actions.tell(row, **told_of)
    assert told(cast.worker) == ["cases/referral_told"]
    assert list(queries.of_worker(cast.worker.user)) == [row]
    with pytest.raises(Refused):
        actions.tell(row, **told_of)


def test_a_ground_needs_its_law_and_facts(cast, referred):
    with pytest.raises(Refused):
        actions.rest_on_ground(
            referred(), ground="other", text=" ", by=cast.rights_officer, on=today()
        )


def test_the_database_keeps_the_promise(referred):
    row = referred()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=row.pk).update(state="sent")


def test_what_officers_noted_among_themselves_is_never_passed(cast, case, referred):
    note = Message.objects.get(kind="note")
    with pytest.raises(Refused):
        referred(messages=[note])
    reply = Message.objects.get(kind="message")
    assert list(referred(messages=[reply]).messages.all()) == [reply]


def test_only_one_to_the_same_receiver_is_under_way(cast, referred, partner):
    referred()
    with pytest.raises(Refused):
        referred()
    referred(to=partner)


def test_it_goes_to_a_desk_that_may_read_it(cast, referred):
    for desk in (
        Desk(cast.units.city, "chair"),
        Desk(cast.units.district, "chair"),
        Desk(cast.units.stranger, "rights_officer"),
    ):
        with pytest.raises(Refused):
            referred(to=desk)
    row = referred(to=Desk(cast.units.elsewhere, "rights_officer"))
    assert (row.to_organisation.code, row.to_office) == ("330102", "rights_officer")


def test_a_restricted_request_goes_only_where_such_are_read(cast, case, referred, partner):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    case.refresh_from_db()
    with pytest.raises(Refused) as refused:
        referred(to=Desk(cast.units.street, "chair"))
    assert refused.value.citation.rule == "cn.pet.no_leak"
    row = referred()
    my_actions.agree(row, by=cast.worker.user, on=today())
    actions.send(row, by=cast.rights_officer, on=today())
    assert list(queries.received_by(cast.city_rights_officer, on=today())) == [row]
    outside = referred(to=partner)
    with pytest.raises(Refused):
        actions.rest_on_ground(outside, ground="duty", text="x", by=cast.rights_officer, on=today())


def test_of_a_restricted_one_no_other_desk_there_reads(cast, case, sent):
    row = sent(to=Desk(cast.units.street, "chair"))
    assert list(queries.received_by(cast.street_chair, on=today())) == [row]
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert list(queries.received_by(cast.street_chair, on=today())) == []


def test_a_body_outside_reads_by_a_link_that_ends(cast, sent, partner):
    row = sent(to=partner)
    assert owes(row) == [(owed.CHASE, "东湖区总工会")]
    first = actions.make_link(row, by=cast.rights_officer, on=today())
    second = actions.make_link(row, by=cast.rights_officer, on=today())
    assert (queries.by_link(first), queries.by_link(second)) == (None, row)
    assert second not in row.link_digest
    assert row.link_until >= today() + timedelta(days=14)
    assert queries.holds(row, on=row.link_until)
    assert not queries.holds(row, on=row.link_until + timedelta(days=1))
    actions.note_answer(row, text="已立案", by=cast.rights_officer, on=today())
    assert (row.state, owes(row)) == ("answered", [])
    my_actions.revoke(row, by=cast.worker.user, on=today())
    assert not queries.holds(row, on=today())


def test_a_desk_of_a_union_needs_no_link_and_answers_itself(cast, sent):
    row = sent()
    with pytest.raises(Refused):
        actions.make_link(row, by=cast.rights_officer, on=today())
    with pytest.raises(Refused):
        actions.note_answer(row, text="x", by=cast.rights_officer, on=today())


def test_time_ends_what_nobody_answered_or_needs(cast, referred, sent, partner):
    silent, row = referred(to=partner), sent()
    receiving.answer(row, text="x", by=cast.city_rights_officer, on=today())
    assert clock.end_lapsed(on=today() + timedelta(days=14)) == 0
    assert clock.end_lapsed(on=today() + timedelta(days=29)) == 1
    silent.refresh_from_db()
    assert (silent.state, owes(silent)) == ("ended", [])
    assert clock.end_lapsed(on=today() + timedelta(days=60)) == 1
    row.refresh_from_db()
    assert row.state == "ended"


def test_a_request_taken_back_is_read_by_no_receiver(cast, case, sent):
    row = sent()
    my_cases.withdraw(case, by=cast.worker.user, on=today())
    assert list(queries.received_by(cast.city_rights_officer, on=today())) == []
    assert clock.end_lapsed(on=today()) == 1
    row.refresh_from_db()
    assert row.state == "ended"


def test_an_ended_request_is_not_referred(cast, case, referred):
    my_cases.withdraw(case, by=cast.worker.user, on=today())
    with pytest.raises(Refused):
        referred()


def test_of_two_clicks_one_wins(cast, sent):
    row = sent()
    other = Referral.objects.get(pk=row.pk)
    receiving.take_up(row, by=cast.city_rights_officer, on=today())
    with pytest.raises(Refused):
        receiving.take_up(other, by=cast.city_rights_officer, on=today())


def test_nobody_handles_a_referral_of_their_own(cast, sent):
    row = sent()
    with pytest.raises(Refused):
        receiving.take_up(row, by=cast.worker.user, on=today())


def test_the_directory_holds_each_body_once(cast, partner):
    told_of = {"kind": "court", "name": partner.name, "contact": "x", "by": None, "on": today()}
    with pytest.raises(Refused):
        actions.add_partner(cast.units.district, **told_of)
    actions.end_partner(partner, by=cast.rights_officer, on=today())
    with pytest.raises(Refused):
        actions.end_partner(partner, by=cast.rights_officer, on=today())
    assert actions.add_partner(cast.units.district, **told_of).pk != partner.pk


def test_a_body_of_another_federation_s_directory_is_not_offered(cast, case, referred):
    other = actions.add_partner(
        cast.units.elsewhere, kind="court", name="西河法院", contact="x", by=None, on=today()
    )
    assert other not in queries.partners_for(case)
    with pytest.raises(Refused):
        referred(to=other)


def test_handing_the_request_over_leaves_the_referral_with_its_receiver(cast, case, sent):
    row = sent()
    cases.hand_over(
        case, to_organisation=cast.units.street, reason="x", by=cast.rights_officer, on=today()
    )
    assert owes(row) == [(owed.ANSWER, "江城市总工会")]


def test_what_was_referred_to_a_union_that_ends_goes_back(cast, case, sent, partner):
    row = sent(to=Desk(cast.units.street, "chair"))
    kept = actions.add_partner(
        cast.units.street, kind="court", name="街道法庭", contact="x", by=None, on=today()
    )
    twice = actions.add_partner(
        cast.units.street, kind="court", name=partner.name, contact="x", by=None, on=today()
    )
    handing = estate.Handing(cast.units.street, cast.units.district, cast.chair, today())
    parts = {part.name: part for part in estate.parts()}
    counted = [parts[name].count(handing) for name in ("referrals", "partners")]
    handed = [parts[name].hand(handing) for name in ("referrals", "partners")]
    assert (counted, handed) == ([1, 2], [1, 2])
    for one in (row, kept, twice):
        one.refresh_from_db()
    assert (row.state, owes(row), told(cast.rights_officer)[-1]) == (
        "ended",
        [],
        "cases/referral_ended",
    )
    assert (kept.organisation, kept.ended_on, twice.ended_on) == (
        cast.units.district,
        None,
        today(),
    )


def test_what_a_union_that_ends_owes_for_its_referrals_goes_on(cast, case, referred):
    row = referred()
    handing = estate.Handing(cast.units.district, cast.units.city, cast.chair, today())
    assert next(part for part in estate.parts() if part.name == "referrals").hand(handing) == 0
    assert owes(row) == [(owed.ASK, "江城市总工会")]
