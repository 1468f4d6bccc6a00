"""Who may know of a request: by name, by invitation, in an emergency; and never whom it is about."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from unionhall.cases import actions as handling
from unionhall.cases import my_actions, queries
from unionhall.cases.confidential import actions, placing, reading
from unionhall.cases.confidential.models import Tie, TieKind
from unionhall.cases.confidential.tests.conftest import brought
from unionhall.cases.models import Case, Status, Topic
from unionhall.cases.tests.test_restricted import OFFICES
from unionhall.core import clock
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties import escalation, handover
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.notifications.models import Message as Notice
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db


def readers(case, cast) -> set[str]:
    return {
        name for name in OFFICES if case in queries.readable_by(getattr(cast, name), on=today())
    }


def told(case) -> set[tuple[str, str]]:
    rows = Notice.objects.filter(subject_type="cases.case", subject_id=case.pk)
    return set(rows.values_list("receiver__username", "template"))


def named(case) -> set[tuple[str, str]]:
    return set(Tie.objects.in_force().filter(case=case).values_list("user__username", "kind"))


def verbs(case) -> list[str]:
    return [entry.verb for entry in trail(case)]


class TestBringing:
    def test_one_rights_officer_is_named_and_nobody_else_may_know(self, case, cast):
        assert named(case) == {("rights-officer", "desk")}
        assert readers(case, cast) == {"rights_officer"}
        assert (case.organisation, case.is_restricted) == (cast.units.district, True)

    def test_the_duty_is_theirs_in_person_and_nobody_else_counts_it(self, case, cast):
        (duty,) = Duty.objects.about(case)
        assert (duty.holder, duty.restricted) == (cast.rights_officer, True)
        seeing = {
            name
            for name in OFFICES
            if Duty.objects.about(case).visible_to(getattr(cast, name)).exists()
        }
        assert seeing == {"rights_officer"}

    def test_only_they_are_told_and_the_notice_says_nothing(self, case):
        assert told(case) == {("rights-officer", "cases/confidential")}
        assert {row.facts == {} for row in Notice.objects.filter(subject_id=case.pk)} == {True}

    def test_the_history_says_whom_it_was_named_to(self, case):
        assert verbs(case) == ["cases.submitted", "cases.named"]
        assert trail(case)[1].personal["to"].startswith("王敏")

    def test_it_passes_over_an_officer_it_is_about(self, cast):
        case = brought(cast.worker, about=[cast.rights_officer])
        assert named(case) == {("rights-officer", "party"), ("second-rights-officer", "desk")}
        assert readers(case, cast) == {"second_rights_officer"}

    def test_where_all_of_an_office_are_party_it_goes_one_level_up(self, cast):
        about = [cast.rights_officer, cast.second_rights_officer]
        case = brought(cast.worker, about=about)
        assert (case.organisation, readers(case, cast)) == (
            cast.units.city,
            {"city_rights_officer"},
        )

    def test_whoever_takes_it_down_may_mark_it_and_then_knows_no_more(self, cast):
        case = handling.take_down(
            cast.worker,
            topic=Topic.DISCIPLINE,
            text="骚扰",
            concern="harassment",
            by=cast.plant_desk_officer,
            on=today(),
        )
        assert readers(case, cast) == {"rights_officer"}
        handling.accept(case, by=cast.rights_officer, on=today())
        assert {user for user, _template in told(case)} == {"rights-officer", "w13900000001"}

    def test_an_officer_who_complains_is_never_named_on_it_themselves(self, cast):
        cast.worker.user = cast.rights_officer
        cast.worker.save()
        assert readers(brought(cast.worker), cast) == {"second_rights_officer"}


class TestMarking:
    def test_handler_and_one_rights_officer_are_named(self, marked, cast):
        assert named(marked) == {("plant-desk-officer", "handler"), ("rights-officer", "desk")}
        assert readers(marked, cast) == {"plant_desk_officer", "rights_officer"}

    def test_the_handler_goes_on_handling_it(self, marked, cast):
        handling.reply(marked, text="在核实", by=cast.plant_desk_officer, on=today())
        handling.propose_closing(marked, answer="已处理", by=cast.plant_desk_officer, on=today())
        assert marked.status == Status.PROPOSED

    def test_nobody_marks_it_twice(self, marked, cast):
        with pytest.raises(Refused):
            actions.mark(marked, concern="harassment", by=cast.rights_officer, on=today())

    def test_one_that_nobody_handles_leaves_the_enterprise_union(self, cast):
        case = brought(cast.worker, concern="")
        actions.mark(case, concern="harassment", by=cast.worker.user, on=today())
        assert (case.organisation, readers(case, cast)) == (
            cast.units.district,
            {"rights_officer"},
        )

    def test_all_duties_about_it_are_kept_from_figures(self, marked):
        assert set(Duty.objects.about(marked).values_list("restricted", flat=True)) == {True}


class TestLifting:
    def test_offices_read_it_again_with_the_worker_s_consent_on_record(self, marked, cast):
        actions.lift(
            marked,
            restricted=False,
            consent="11月20日电话里同意",
            by=cast.plant_desk_officer,
            on=today(),
        )
        assert {"plant_chair", "chair", "plant_desk_officer"} <= readers(marked, cast)
        assert trail(marked)[-1].personal["reason"] == "11月20日电话里同意"
        assert ("w13900000001", "cases/lifted") in told(marked)
        assert named(marked) == set()

    @pytest.mark.parametrize(
        ("who", "consent"),
        [("rights_officer", "同意"), ("chair", "同意"), ("plant_desk_officer", " ")],
    )
    def test_nobody_but_the_handler_and_never_without_consent(self, marked, cast, who, consent):
        with pytest.raises(Refused):
            actions.lift(
                marked, restricted=False, consent=consent, by=getattr(cast, who), on=today()
            )
        assert Case.objects.get(pk=marked.pk).concern == "retaliation"

    def test_nobody_locks_themselves_out_by_it(self, marked, cast):
        with pytest.raises(Refused):
            actions.lift(
                marked, restricted=True, consent="同意", by=cast.plant_desk_officer, on=today()
            )


class TestNaming:
    def test_a_further_rights_officer_acts_on_it(self, case, cast):
        actions.name(
            case, user=cast.second_rights_officer, reason="代班", by=cast.rights_officer, on=today()
        )
        assert readers(case, cast) == {"rights_officer", "second_rights_officer"}
        handling.accept(case, by=cast.second_rights_officer, on=today())
        assert case.handler == cast.second_rights_officer

    @pytest.mark.parametrize("who", ["chair", "desk_officer", "stranger_rights_officer"])
    def test_nobody_without_the_office_for_it(self, case, cast, who):
        with pytest.raises(Refused):
            actions.name(
                case, user=getattr(cast, who), reason="x", by=cast.rights_officer, on=today()
            )

    @pytest.mark.parametrize("who", ["second_rights_officer", "chair", "plant_chair"])
    def test_nobody_names_who_is_not_named(self, case, cast, who):
        with pytest.raises(Refused):
            actions.name(
                case, user=cast.city_rights_officer, reason="x", by=getattr(cast, who), on=today()
            )

    def test_un_naming_ends_access_and_the_last_one_stays(self, case, cast):
        told = {"reason": "x", "by": cast.rights_officer, "on": today()}
        actions.name(case, user=cast.second_rights_officer, **told)
        actions.unname(case, user=cast.second_rights_officer, **told)
        assert readers(case, cast) == {"rights_officer"}
        with pytest.raises(Refused):
            actions.unname(case, user=cast.rights_officer, **told)

    def test_a_duty_of_whoever_is_un_named_goes_to_somebody_named(self, case, cast):
        told = {"reason": "x", "on": today()}
        actions.name(case, user=cast.second_rights_officer, by=cast.rights_officer, **told)
        actions.unname(case, user=cast.rights_officer, by=cast.second_rights_officer, **told)
        assert readers(case, cast) == {"second_rights_officer"}
        assert Duty.objects.about(case).open().get().holder == cast.second_rights_officer


class TestInviting:
    def test_an_officer_of_any_union_reads_and_notes_and_decides_nothing(self, case, cast):
        handling.accept(case, by=cast.rights_officer, on=today())
        actions.invite(
            case, user=cast.stranger_chair, reason="熟悉此类事", by=cast.rights_officer, on=today()
        )
        assert readers(case, cast) == {"rights_officer", "stranger_chair"}
        able = {
            ability
            for ability in ("view", "note", "reply", "accept", "hand_over", "export", "invite")
            if queries.readable_by(cast.stranger_chair, f"cases.{ability}").filter(pk=case.pk)
        }
        assert able == {"view", "note"}

    def test_an_ordinary_request_is_widened_by_it(self, ordinary, cast):
        assert "stranger_chair" not in readers(ordinary, cast)
        actions.invite(
            ordinary, user=cast.stranger_chair, reason="x", by=cast.plant_desk_officer, on=today()
        )
        assert "stranger_chair" in readers(ordinary, cast)
        assert {("stranger-chair", "cases/invited"), ("w13900000001", "cases/readers_changed")} <= (
            told(ordinary)
        )

    def test_dismissing_ends_it_at_once(self, case, cast):
        on, by = today(), cast.rights_officer
        actions.invite(case, user=cast.stranger_chair, reason="x", by=by, on=on)
        actions.dismiss(case, user=cast.stranger_chair, by=by, on=on)
        assert readers(case, cast) == {"rights_officer"}
        with pytest.raises(Refused):
            actions.dismiss(case, user=cast.stranger_chair, by=by, on=on)
        actions.invite(case, user=cast.stranger_chair, reason="再请", by=by, on=on)
        assert readers(case, cast) == {"rights_officer", "stranger_chair"}

    def test_it_ends_after_its_last_day(self, case, cast):
        actions.invite(
            case,
            user=cast.stranger_chair,
            reason="x",
            until=today(),
            by=cast.rights_officer,
            on=today(),
        )
        assert "stranger_chair" in readers(case, cast)
        tomorrow = timezone.make_aware(datetime.combine(today() + timedelta(days=1), time(0, 1)))
        with clock.standing_at(tomorrow):
            assert readers(case, cast) == {"rights_officer"}

    @pytest.mark.parametrize("who", ["treasurer", "second_rights_officer"])
    def test_whom_nobody_can_invite(self, case, cast, who):
        actions.record_party(
            case, user=cast.second_rights_officer, by=cast.rights_officer, on=today()
        )
        with pytest.raises(Refused):
            actions.invite(
                case, user=getattr(cast, who), reason="x", by=cast.rights_officer, on=today()
            )

    def test_only_the_handler_invites(self, ordinary, cast):
        with pytest.raises(Refused):
            actions.invite(
                ordinary, user=cast.stranger_chair, reason="x", by=cast.plant_chair, on=today()
            )


class TestParties:
    def test_a_handler_it_is_about_is_shut_out_and_a_colleague_goes_on(self, ordinary, cast):
        actions.record_party(
            ordinary, user=cast.plant_desk_officer, by=cast.worker.user, on=today()
        )
        assert "plant_desk_officer" not in readers(ordinary, cast)
        assert ordinary.handler not in (None, cast.plant_desk_officer)
        (duty,) = Duty.objects.about(ordinary).open()
        assert duty.holder == ordinary.handler
        assert Duty.objects.about(ordinary).visible_to(cast.plant_desk_officer).count() == 0

    def test_whom_it_is_about_is_told_nothing(self, ordinary, cast):
        before = Notice.objects.filter(receiver=cast.plant_desk_officer).count()
        actions.record_party(
            ordinary, user=cast.plant_desk_officer, by=cast.worker.user, on=today()
        )
        my_actions.answer(ordinary, text="补充", by=cast.worker.user, on=today())
        assert Notice.objects.filter(receiver=cast.plant_desk_officer).count() == before

    def test_being_named_owner_and_chair_helps_nobody_it_is_about(self, case, cast):
        for kind in (TieKind.NAMED, TieKind.HANDLER, TieKind.INVITED):
            placing.tie(case, cast.second_rights_officer, kind, by=None)
        actions.record_party(
            case, user=cast.second_rights_officer, by=cast.rights_officer, on=today()
        )
        assert readers(case, cast) == {"rights_officer"}
        assert reading.knowing(case, [cast.second_rights_officer]) == []

    def test_a_named_officer_it_is_about_loses_it_to_the_next(self, case, cast):
        handling.accept(case, by=cast.rights_officer, on=today())
        actions.record_party(case, user=cast.rights_officer, by=cast.worker.user, on=today())
        assert readers(case, cast) == {"second_rights_officer"}
        assert (case.handler, case.owner) == (cast.second_rights_officer,) * 2
        assert Duty.objects.about(case).open().get().holder == cast.second_rights_officer

    def test_nobody_shuts_themselves_out(self, case, cast):
        with pytest.raises(Refused) as refused:
            actions.record_party(case, user=cast.rights_officer, by=cast.rights_officer, on=today())
        assert refused.value.citation.rule == "cn.pet.recusal"

    def test_what_the_worker_said_only_the_worker_takes_back(self, case, cast):
        actions.record_party(case, user=cast.chair, by=cast.worker.user, on=today())
        with pytest.raises(Refused):
            actions.strike_party(
                case, user=cast.chair, reason="x", by=cast.rights_officer, on=today()
            )
        actions.strike_party(case, user=cast.chair, reason="写错", by=cast.worker.user, on=today())
        assert named(case) == {("rights-officer", "desk")}

    def test_nobody_it_is_about_is_handed_it(self, case, cast):
        actions.record_party(
            case, user=cast.second_rights_officer, by=cast.rights_officer, on=today()
        )
        offered = [key for _group, keys in queries.receivers(case, on=today()) for key in keys]
        assert f"user:{cast.second_rights_officer.pk}" not in dict(offered)
        with pytest.raises(Refused):
            handling.hand_over(
                case,
                to_user=cast.second_rights_officer,
                reason="x",
                by=cast.rights_officer,
                on=today(),
            )


REASON = "受害人今晚可能有危险，指名的人都联系不上，需要马上处理"


@pytest.fixture
def city_chair(cast):
    from unionhall.accounts.models import User

    user = User.objects.create_user(username="city-chair", name="高原")
    organisations.appoint(user, cast.units.city, "chair", from_on=today(), by=None, on=today())
    return user


class TestEmergency:
    def test_a_chair_above_opens_it_for_a_day_and_all_are_told(self, case, cast, city_chair):
        opened = actions.override(
            case.number, ground="danger", reason=REASON, by=city_chair, on=today()
        )
        assert opened == case
        assert case in queries.readable_by(city_chair, on=today())
        assert verbs(case)[-1] == "cases.overridden"
        assert ("w13900000001", "cases/overridden") in told(case)
        assert Notice.objects.filter(receiver=cast.rights_officer, subject_id=case.pk).count() == 2
        with clock.standing_at(clock.now() + timedelta(hours=24, minutes=1)):
            assert case not in queries.readable_by(city_chair, on=today())

    def test_a_number_that_does_not_open_and_one_that_is_nobody_s_are_refused_alike(
        self, case, cast, city_chair
    ):
        actions.record_party(case, user=city_chair, by=cast.rights_officer, on=today())
        refusals = set()
        for number, by in [
            (case.number, city_chair),  # it is about them
            (case.number, cast.chair),  # not above where it lies
            (case.number, cast.plant_chair),
            (case.number, cast.stranger_rights_officer),
            ("20200101-ABCDE", city_chair),
            (brought(cast.worker, concern="").number, city_chair),
        ]:
            with pytest.raises(Refused) as refused:
                actions.override(number, ground="danger", reason=REASON, by=by, on=today())
            refusals.add((refused.value.reason, refused.value.instead))
        assert len(refusals) == 1
        assert Entry.objects.filter(verb="cases.override_tried").count() == 6
        assert named(case) == {("rights-officer", "desk"), ("city-chair", "party")}

    @pytest.mark.parametrize(("ground", "reason"), [("danger", "急"), ("x", REASON)])
    def test_a_ground_and_a_reason_are_needed(self, case, city_chair, ground, reason):
        with pytest.raises(Refused):
            actions.override(case.number, ground=ground, reason=reason, by=city_chair, on=today())


class TestTime:
    def test_when_the_named_officer_leaves_one_is_named_in_their_place(self, case, cast):
        handling.accept(case, by=cast.rights_officer, on=today())
        mandate = cast.rights_officer.mandates.get()
        organisations.end_mandate(mandate, until_on=today(), by=None, on=today())
        handover.hand_over(on=today())
        for one in placing.unsettled():
            placing.resettle(one, on=today())
        case.refresh_from_db()
        assert readers(case, cast) == {"second_rights_officer"}
        assert case.handler == cast.second_rights_officer
        assert Duty.objects.about(case).open().get().holder == cast.second_rights_officer

    def test_nothing_is_unsettled_that_lies_with_somebody_named(self, case, ordinary):
        assert list(placing.unsettled()) == []

    def test_a_late_duty_is_told_to_one_person_above_who_is_named_for_it(self, case, cast):
        (duty,) = Duty.objects.about(case)
        escalation.speak_up(on=duty.due_on + timedelta(days=1))
        assert readers(case, cast) == {"rights_officer", "city_rights_officer"}
        late = Notice.objects.filter(subject_type="duties.duty", subject_id=duty.pk)
        assert set(late.values_list("receiver__username", "template")) == {
            ("rights-officer", "duties/reminder"),
            ("rights-officer", "duties/overdue"),
            ("city-rights-officer", "duties/escalated"),
        } or set(late.values_list("receiver__username", "template")) == {
            ("rights-officer", "duties/overdue"),
            ("city-rights-officer", "duties/escalated"),
        }
        assert verbs(case)[-1] == "cases.named"
