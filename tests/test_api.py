"""What each operation of the interface does."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.access_examples import (
    SHORTER,
    a_change,
    a_dispute,
    a_file_of_a_tip,
    a_founder,
    a_founding,
    a_group,
    a_hold,
    a_merge,
    a_named_tip,
    a_paper,
    a_petition,
    a_relative,
    a_silent_tip,
    a_step,
    a_step_of_a_petition,
    a_step_of_a_review,
    a_step_of_mediation,
    a_tip,
    a_tip_in_hand,
    a_transfer,
    affiliation,
    an_agreed_dispute,
    an_application,
    an_applied_founding,
    an_erasure,
    an_instalment,
    an_invitation,
    an_urgent_matter,
    asked_import,
    asked_relative,
    attachment,
    bulk,
    by_law,
    case,
    case_bulk,
    case_for_another,
    change_for_another,
    change_proposal,
    check_in,
    confidential_case,
    delegation,
    desk_handover,
    duplicate,
    duty,
    employers_list,
    evidence_item,
    export,
    feed,
    hazard,
    importing,
    inspection,
    its_group,
    its_petition,
    its_telling,
    legal_aid,
    letter_template,
    mailing,
    matter,
    my_invitation,
    notice,
    once,
    one_worker_s_case,
    paper_template,
    partner,
    phone_call,
    received_mail,
    referral,
    repeated,
    saved_search,
    saved_view,
    second_lawyer,
    sent_mailing,
    standing,
    supervision_letter,
    target,
    told_hazard,
    watched_employer,
)
from tests.access_examples import employer as an_employer
from tests.access_examples import lawyer as a_lawyer
from tests.interface import ENDPOINTS, accepted, call, ended, proposed, secret_of
from unionhall.cases import actions, my_actions
from unionhall.cases.alike import actions as ties
from unionhall.cases.bulk import actions as case_bulk_actions
from unionhall.cases.bulk.working import carry_out as carry_out_cases
from unionhall.cases.calls import actions as calling
from unionhall.cases.confidential import actions as naming
from unionhall.cases.groups import actions as grouping
from unionhall.cases.groups.models import Group
from unionhall.cases.models import Case, Draft, Topic
from unionhall.cases.outcomes import actions as outcomes
from unionhall.cases.outcomes.rules import Noted
from unionhall.cases.patterns import actions as patterns
from unionhall.cases.referrals import actions as referring
from unionhall.cases.referrals import my_actions as my_referring
from unionhall.cases.routing import Desk
from unionhall.cases.watch import my_actions as my_watching
from unionhall.core.clock import now, today
from unionhall.duties.actions import open_duty
from unionhall.duties.models import Duty
from unionhall.duties.queries import receivers
from unionhall.exchange import actions as exchange
from unionhall.history.models import Entry
from unionhall.legal_aid import actions as aiding
from unionhall.legal_aid import giving
from unionhall.mailings import actions as mailing_actions
from unionhall.members.bulk import actions as bulk_actions
from unionhall.members.bulk.working import carry_out
from unionhall.members.consents import actions as consents
from unionhall.members.duplicates import actions as duplicate_actions
from unionhall.members.erasure import actions as erasing
from unionhall.members.models import Duplicate, Person, Spell, Transfer
from unionhall.members.standing import leaving
from unionhall.members.transfers import actions as transfers
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer
from unionhall.organising.founding.models import Founder
from unionhall.rulebook.book import book
from unionhall.supervision import actions as supervision
from unionhall.urgent import actions as urgent

pytestmark = pytest.mark.django_db


def said_about_the_desk_officer(cast):
    row = confidential_case(cast)
    naming.record_party(row, user=cast.desk_officer, by=cast.worker.user, on=today())


def overdue_for_closing(cast):
    row = proposed(cast)
    type(row).objects.filter(pk=row.pk).update(due_on=today() - timedelta(days=1))
    return row


def with_outcome(cast):
    row = proposed(cast)
    noted = Noted(frozenset({"money"}), Decimal(300), 2, today())
    outcomes.note_outcome(row, noted, by=cast.rights_officer, on=today())


@once
def second_request(cast):
    told = {"topic": Topic.HOURS, "text": "排班没有提前说", "by": cast.desk_officer, "on": today()}
    return actions.take_down(cast.colleague, **told)


def an_earlier_one(cast):
    told = {"topic": Topic.PAY, "text": "工资未发", "by": cast.desk_officer, "on": today()}
    return {"other": actions.take_down(cast.worker, **told).number, "reason": "同一件事"}


def two_requests(cast):
    return {"other": second_request(cast).number, "reason": "同一份排班表"}


def linked_requests(cast):
    ties.link(case(cast), second_request(cast), reason="x", by=cast.rights_officer, on=today())


def point(cast):
    patterns.take_to_bargaining(repeated(cast), by=cast.rights_officer, on=today())


def left(cast):
    Spell.objects.filter(person=cast.worker).update(until_on=today())


def asked_to_be_erased(cast):
    left(cast)
    erasing.ask(Person.objects.get(pk=cast.worker.pk), by=cast.worker.user, on=today())


def applied(cast):
    exchange.apply(importing(cast), by=cast.register_officer, on=today())


def another_employer(cast):
    target(cast)
    Employer.objects.create(name="东湖木器厂", kept_by=cast.units.district)


def employers_entered(cast):
    exchange.apply(employers_list(cast), by=cast.register_officer, on=today())


def done_in_bulk(cast):
    made = bulk(cast)
    bulk_actions.apply(made, by=cast.register_officer, on=today())
    carry_out(made)


def done_to_cases(cast):
    made = case_bulk(cast)
    case_bulk_actions.apply(made, by=cast.rights_officer, on=today())
    carry_out_cases(made)


def owed_on_desk(cast):
    """A duty that the rights officer holds in person."""
    open_duty(
        "supervision.visit",
        subject=("supervision.matter", 1),
        organisation=cast.units.district,
        office="rights_officer",
        holder=cast.rights_officer,
        rule="own.supervision.follow_up_10wd",
        start=today(),
        by=cast.rights_officer,
        on=today(),
    )


def for_approval(cast):
    made = mailing(cast)
    type(made).objects.filter(pk=made.pk).update(state="approval")


def being_sent(cast):
    mailing_actions.send(mailing(cast), by=cast.chair, on=today())


def receiver(cast) -> str:
    return receivers(Duty.objects.get(pk=duty(cast)["pk"]), on=today())[0].key


def settled_matter(cast):
    supervision.withdraw(
        matter(cast).findings.get(), ground="x", by=cast.rights_officer, on=today()
    )


def empty_unit(cast):
    """A unit without members or units below it, which alone can be closed."""
    organisations.add("township", cast.units.district, "EMPTY", "空街道", by=None, on=today())


def appointing(cast) -> dict:
    return {
        "user": cast.plant_desk_officer.pk,
        "office": "auditor",
        "from_on": today().isoformat(),
    }


def dismissed(cast):
    pair = Duplicate.objects.get(pk=duplicate(cast)["pk"])
    duplicate_actions.dismiss(pair, reason="x", by=cast.register_officer, on=today())


def aid_wanting_papers(cast):
    aiding.ask_papers(legal_aid(cast), papers="劳动合同", by=cast.rights_officer, on=today())


def urgent_aid(cast):
    type(legal_aid(cast)).objects.update(limit_on=today())


def granted_aid(cast):
    aiding.grant(legal_aid(cast), by=cast.rights_officer, on=today())


def aid_with_lawyer(cast):
    granted_aid(cast)
    giving.assign(legal_aid(cast), lawyer=a_lawyer(cast), by=cast.rights_officer, on=today())


def refused_aid(cast):
    told = {"reason": "x", "rule": "cn.aid.acftu_scope", "by": cast.rights_officer}
    aiding.refuse(legal_aid(cast), **told, on=today())


def aid_objected_to(cast):
    refused_aid(cast)
    aiding.object_to(legal_aid(cast), objection="x", by=cast.worker.user, on=today())


def finished_aid(cast):
    aid_with_lawyer(cast)
    told = {"result": "won", "outcome": "x", "by": cast.rights_officer, "on": today()}
    giving.finish(legal_aid(cast), **told)


def one_worker_s_group(cast):
    """Begun, and nobody has joined yet."""
    row = Case.objects.get(number=its_group(cast).case.number)
    grouping.leave(row, by=cast.colleague.user, on=today())


def answered_group(cast):
    row = Case.objects.get(number=its_group(cast).case.number)
    actions.accept(row, by=cast.plant_chair, on=today())
    actions.propose_closing(row, answer="下月补发", by=cast.plant_chair, on=today())


def told_telling(cast):
    told = {"way": "telephone", "whom": "沈国华", "by": cast.plant_chair, "on": today()}
    urgent.note_told(its_telling(cast), at=now(), **told)


def membership(cast) -> Spell:
    return cast.worker.spells.get()


def withdrawn(cast):
    leaving.withdraw(membership(cast), asked_on=today(), by=cast.plant_chair, on=today())


def expelled(cast):
    told = {"until_on": today(), "resolved_on": today(), "resolution": "1", "reason": "x"}
    leaving.expel(membership(cast), **told, by=cast.plant_chair, on=today())


def dead(cast):
    leaving.note_death(cast.worker, died_on=today(), by=cast.plant_chair, on=today())


def asked_in_mine(cast):
    row = a_relative(cast)
    type(row).objects.filter(pk=row.pk).update(link="asked")


def consented(cast):
    told = {"version": 1, "by": cast.worker.user, "on": today()}
    consents.give_consent(cast.worker, "courses", **told)


def released(cast):
    row = Transfer.objects.get(pk=a_transfer(cast)["pk"])
    transfers.release(row, by=cast.plant_chair, on=today())


def an_elected_founder(cast):
    Founder.objects.filter(pk=a_founder(cast)["pk"]).update(office="organiser")


TODAY = today().isoformat()

DELEGATED = {
    "name": "张华",
    "phone": "13900000002",
    "matters": ["data"],
    "from_on": TODAY,
}

EXPELLED = {"until_on": TODAY, "resolved_on": TODAY, "resolution": "1", "reason": "x"}

# operation: (who, what must be so before, body, answer, what must be in it)
ASKED_AID = {"matter": "labour", "form": "advice", "other_side": "红星机械厂", "text": "欠薪"}


def answered_check_in(cast):
    made = check_in(cast)
    my_watching.answer(made, said="happened", by=cast.worker.user, on=today())


def proposed_now(cast):
    """An answered request without check-ins, in the place of the example's."""
    cast.__dict__.setdefault("examples", {})["check_in"] = SimpleNamespace(
        watch=SimpleNamespace(case=proposed(cast))
    )


def often_tried_call(cast):
    made = phone_call(cast)
    for n in range(3):
        calling.try_again(made, by=cast.desk_officer, on=today() - timedelta(days=n))


def proposed_referral(cast):
    return referring.refer(
        accepted(cast),
        to=Desk(cast.units.city, "rights_officer"),
        why="x",
        summary="y",
        by=cast.rights_officer,
        on=today(),
    )


def referral_outside(cast):
    """One to an outside body, sent: it takes the place of the example's."""
    case_of = accepted(cast)
    told = {"by": cast.rights_officer, "on": today()}
    made = referring.refer(case_of, to=partner(cast), why="x", summary="y", **told)
    referring.record_consent(made, way="telephone", given_on=today(), how="x", **told)
    referring.send(made, **told)
    return made


def in_place(make):
    """Let the example be what `make` makes."""

    def before(cast):
        cast.__dict__.setdefault("examples", {})["referral"] = make(cast)

    return before


def agreed_referral(cast):
    made = proposed_referral(cast)
    my_referring.agree(made, by=cast.worker.user, on=today())
    return made


def kept_back_referral(cast):
    told = {"by": cast.rights_officer, "on": today()}
    made = referring.refer(
        accepted(cast),
        to=Desk(cast.units.city, "rights_officer"),
        why="x",
        summary="y",
        ask=False,
        **told,
    )
    referring.rest_on_ground(made, ground="life", text="x", hidden=True, **told)
    return made


WORKS = {
    "cases_list": ("rights_officer", case, None, 200, {"after": ""}),
    "cases_take_down": (
        "desk_officer",
        None,
        lambda cast: {"person": str(cast.worker.uid), "topic": "pay", "text": " 欠薪 "},
        201,
        {"text": "欠薪", "organisation": "U-PLANT", "channel": "window"},
    ),
    "cases_case": ("rights_officer", case, None, 200, {"text": "上月工资未发。"}),
    "cases_accept": (
        "rights_officer",
        case,
        None,
        200,
        {"status": "accepted", "handler": "王敏"},
    ),
    "cases_refuse": (
        "rights_officer",
        case,
        {"reason": "x", "instead": "y"},
        200,
        {"status": "refused"},
    ),
    "cases_hand_over": (
        "rights_officer",
        case,
        {"organisation": "330101", "reason": "x"},
        200,
        {"organisation": "330101", "status": "received"},
    ),
    "cases_ask": ("rights_officer", accepted, {"text": "x"}, 200, {"status": "asked"}),
    "cases_reply": ("rights_officer", accepted, {"text": "x"}, 200, {"status": "accepted"}),
    "cases_note": ("rights_officer", case, {"text": "x"}, 200, {"status": "received"}),
    "cases_propose_closing": (
        "rights_officer",
        accepted,
        {"answer": "x"},
        200,
        {"status": "proposed"},
    ),
    "cases_close": ("rights_officer", overdue_for_closing, None, 200, {"status": "closed"}),
    "cases_reopen": ("rights_officer", ended, {"reason": "x"}, 200, {"status": "accepted"}),
    "cases_extend": (
        "rights_officer",
        accepted,
        {"reason": "x", "days": 5},
        200,
        {"status": "accepted"},
    ),
    "cases_set_difficulty": (
        "rights_officer",
        accepted,
        {"difficulty": "hard", "reason": "x"},
        200,
        {"difficulty": "hard"},
    ),
    "cases_outcome": ("rights_officer", with_outcome, None, 200, {"amount": "300.00"}),
    "cases_note_outcome": (
        "rights_officer",
        proposed,
        {"kinds": ["money"], "amount": "5.50", "persons": 1},
        200,
        {"kinds": ["money"], "amount": "5.50", "received_on": TODAY},
    ),
    "cases_confirm_money": ("rights_officer", with_outcome, {}, 200, {"received_on": TODAY}),
    "cases_alike": ("rights_officer", case, None, 200, {"own": [], "linked": []}),
    "cases_link": ("rights_officer", case, two_requests, 200, {"similar": []}),
    "cases_unlink": ("rights_officer", linked_requests, two_requests, 200, {"linked": []}),
    "cases_continue_in": (
        "rights_officer",
        None,
        an_earlier_one,
        200,
        {"status": "closed"},
    ),
    "cases_tell_apart": ("rights_officer", case, two_requests, 200, {"linked": []}),
    "patterns_list": ("rights_officer", repeated, None, 200, {"after": ""}),
    "patterns_proposal": ("rights_officer", repeated, None, 200, {"state": "open"}),
    "patterns_take_to_bargaining": (
        "rights_officer",
        repeated,
        {"reason": "x"},
        200,
        {"state": "taken", "road": "bargaining"},
    ),
    "patterns_decline": (
        "rights_officer",
        repeated,
        {"reason": "x"},
        200,
        {"state": "declined", "reason": "x"},
    ),
    "patterns_carry": ("rights_officer", point, None, 200, {"carried_on": TODAY}),
    "supervision_plan_for": (
        "rights_officer",
        repeated,
        lambda cast: {
            "organisation": "330101",
            "planned_on": TODAY,
            "supervisors": [cast.rights_officer.pk, cast.chair.pk],
        },
        201,
        {"state": "planned", "employer": "红星机械厂有限公司"},
    ),
    "cases_readers": ("rights_officer", case, None, 200, {"concern": "", "ties": []}),
    "cases_mark": (
        "rights_officer",
        case,
        {"concern": "harassment"},
        200,
        {"concern": "harassment", "is_restricted": True},
    ),
    "cases_lift": (
        "rights_officer",
        confidential_case,
        {"restricted": True, "consent": "电话同意"},
        200,
        {"concern": "", "is_restricted": True},
    ),
    "cases_name": (
        "rights_officer",
        confidential_case,
        lambda cast: {"user": cast.city_rights_officer.pk, "reason": "x"},
        200,
        {"concern": "harassment"},
    ),
    "cases_unname": (
        "rights_officer",
        confidential_case,
        lambda cast: {"user": cast.second_rights_officer.pk, "reason": "x"},
        200,
        {"concern": "harassment"},
    ),
    "cases_invite": (
        "rights_officer",
        confidential_case,
        lambda cast: {"user": cast.desk_officer.pk, "reason": "x", "until": str(today())},
        200,
        {"concern": "harassment"},
    ),
    "cases_dismiss": (
        "rights_officer",
        confidential_case,
        lambda cast: {"user": cast.stranger_chair.pk},
        200,
        {"concern": "harassment"},
    ),
    "cases_record_party": (
        "rights_officer",
        confidential_case,
        lambda cast: {"user": cast.treasurer.pk},
        200,
        {"concern": "harassment"},
    ),
    "cases_strike_party": (
        "rights_officer",
        confidential_case,
        lambda cast: {"user": cast.chair.pk, "reason": "写错"},
        200,
        {"concern": "harassment"},
    ),
    "cases_override": (
        "city_rights_officer",
        confidential_case,
        lambda cast: {
            "number": confidential_case(cast).number,
            "ground": "danger",
            "reason": "受害人今晚可能有危险，指名的人都联系不上，需要马上处理",
        },
        200,
        {"concern": "harassment"},
    ),
    "my_readers": ("worker", case, None, 200, {"concern": "", "ties": []}),
    "my_mark": ("worker", case, {"concern": "retaliation"}, 200, {"concern": "retaliation"}),
    "my_record_party": (
        "worker",
        case,
        lambda cast: {"user": cast.chair.pk},
        200,
        {"concern": ""},
    ),
    "my_strike_party": (
        "worker",
        said_about_the_desk_officer,
        lambda cast: {"user": cast.desk_officer.pk},
        200,
        {"concern": "harassment"},
    ),
    "cases_files": ("rights_officer", attachment, None, 200, None),
    "cases_file": ("rights_officer", attachment, None, 200, None),
    "duties_list": ("plant_chair", case, None, 200, {"after": ""}),
    "duties_detail": ("chair", duty, None, 200, {"kind": "cases.accept"}),
    "duties_receivers": ("chair", duty, None, 200, None),
    "duties_pass_on": ("chair", duty, lambda cast: {"to": receiver(cast)}, 200, {}),
    "employers_list": ("administrator", an_employer, None, 200, {"after": ""}),
    "employers_detail": ("administrator", an_employer, None, 200, {"name": "红星机械厂"}),
    "employers_add": (
        "administrator",
        None,
        {"name": "新厂", "workers": 30, "size": "small"},
        201,
        {"name": "新厂", "workers": 30, "size": "small", "organisations": []},
    ),
    "employers_correct": (
        "administrator",
        an_employer,
        {"trade": "机械"},
        200,
        {"name": "红星机械厂", "trade": "机械"},
    ),
    "imports_list": ("register_officer", importing, None, 200, {"after": ""}),
    "imports_upload": (
        "register_officer",
        None,
        {"organisation": "U-PLANT"},
        202,
        {"state": "checking", "organisation": "U-PLANT", "file": "x.csv"},
    ),
    "imports_import": ("register_officer", importing, None, 200, {"state": "ready", "kept": []}),
    "imports_preview": (
        "register_officer",
        importing,
        None,
        200,
        {"accepted": 1, "unchanged": 0, "rows": 2},
    ),
    "imports_choose_columns": (
        "register_officer",
        importing,
        {"sheet": "名册", "columns": {"name": 0}},
        202,
        {"state": "checking"},
    ),
    "erasures_list": ("register_officer", an_erasure, None, 200, {"after": ""}),
    "erasures_show": (
        "register_officer",
        an_erasure,
        None,
        200,
        {"state": "asked", "obstacles": []},
    ),
    "erasures_ask": ("register_officer", left, {"reason": "x"}, 201, {"state": "asked"}),
    "erasures_erase": ("register_officer", an_erasure, None, 200, None),
    "erasures_refuse": ("register_officer", an_erasure, {"reason": "x"}, 200, {"state": "refused"}),
    "holds_hold": ("chair", None, {"ground": "x"}, 201, {"ground": "x", "until_on": None}),
    "holds_release": ("chair", a_hold, None, 200, {"ground": "仲裁案件"}),
    "my_ask_erasure": ("worker", left, {"reason": "x"}, 201, {"state": "asked"}),
    "my_withdraw_erasure": ("worker", asked_to_be_erased, None, 200, {"state": "withdrawn"}),
    "imports_choose": (
        "register_officer",
        importing,
        {"leave": ["accepted"]},
        200,
        {"state": "ready"},
    ),
    "imports_approve": ("chair", asked_import, None, 202, {"state": "applying"}),
    "imports_send_back": ("chair", asked_import, {"reason": "x"}, 200, {"state": "ready"}),
    "imports_apply": ("register_officer", importing, None, 202, {"state": "applying"}),
    "imports_dismiss": ("register_officer", importing, None, 200, {"state": "dismissed"}),
    "imports_undo": ("register_officer", applied, None, 202, {"state": "undoing"}),
    "campaigns_list": ("chair", target, None, 200, {"after": ""}),
    "campaigns_begin": (
        "chair",
        None,
        lambda cast: {
            "name": "建会行动",
            "organisation": "330101",
            "officer": cast.register_officer.pk,
            "from_on": TODAY,
            "until_on": TODAY,
        },
        201,
        {"name": "建会行动", "organisation": "330101", "visits": 0},
    ),
    "campaigns_campaign": ("chair", target, None, 200, {"name": "建会行动", "workers": 0}),
    "campaigns_targets": ("chair", target, None, 200, {"after": ""}),
    "campaigns_choose": ("chair", another_employer, {}, 200, {"chosen": 1}),
    "campaigns_visit": (
        "chair",
        target,
        {"visited_on": TODAY, "met": "manager", "outcome": "agreed"},
        201,
        {"met": "manager", "outcome": "agreed"},
    ),
    "campaigns_give_up": (
        "chair",
        target,
        {"reason": "已停业"},
        200,
        {"state": "given_up", "reason": "已停业"},
    ),
    "legal_aid_list": ("rights_officer", legal_aid, None, 200, {"after": ""}),
    "legal_aid_take_down": (
        "rights_officer",
        None,
        lambda cast: {**ASKED_AID, "person": str(cast.worker.uid)},
        201,
        {"state": "asked", "other_side": "红星机械厂"},
    ),
    "legal_aid_show": ("rights_officer", legal_aid, None, 200, {"state": "asked"}),
    "legal_aid_grant": ("rights_officer", legal_aid, None, 200, {"state": "granted"}),
    "legal_aid_refuse": (
        "rights_officer",
        legal_aid,
        {"reason": "x", "rule": "cn.aid.acftu_scope"},
        200,
        {"state": "refused", "rule": "cn.aid.acftu_scope"},
    ),
    "legal_aid_ask_papers": (
        "rights_officer",
        legal_aid,
        {"papers": "劳动合同"},
        200,
        {"state": "papers", "papers": "劳动合同"},
    ),
    "legal_aid_give_papers": (
        "rights_officer",
        aid_wanting_papers,
        None,
        200,
        {"state": "asked", "papers": ""},
    ),
    "legal_aid_begin_urgently": (
        "rights_officer",
        urgent_aid,
        None,
        200,
        {"state": "asked", "urgent_on": TODAY},
    ),
    "legal_aid_review": (
        "city_rights_officer",
        aid_objected_to,
        {"grants": True, "answer": "x"},
        200,
        {"state": "granted", "review": "x"},
    ),
    "legal_aid_assign": (
        "rights_officer",
        granted_aid,
        lambda cast: {"lawyer": a_lawyer(cast).pk},
        200,
        {"lawyer": "方正"},
    ),
    "legal_aid_change_lawyer": (
        "rights_officer",
        aid_with_lawyer,
        lambda cast: {"lawyer": second_lawyer(cast).pk, "reason": "x"},
        200,
        {"lawyer": "乔安"},
    ),
    "legal_aid_log_work": (
        "rights_officer",
        aid_with_lawyer,
        {"day": TODAY, "kind": "talk", "hours": "1.5"},
        200,
        {"lawyer": "方正"},
    ),
    "legal_aid_add_hearing": (
        "rights_officer",
        aid_with_lawyer,
        {"day": TODAY, "place": "仲裁委"},
        200,
        {"lawyer": "方正"},
    ),
    "legal_aid_finish": (
        "rights_officer",
        aid_with_lawyer,
        {"result": "won", "outcome": "x", "recovered": "1.50"},
        200,
        {"state": "finished", "recovered": "1.50"},
    ),
    "legal_aid_end_early": (
        "rights_officer",
        aid_with_lawyer,
        {"ground": "settled", "reason": "x"},
        200,
        {"state": "ended", "ground": "settled"},
    ),
    "legal_aid_lawyers": ("rights_officer", a_lawyer, None, 200, {"after": ""}),
    "legal_aid_add_lawyer": (
        "rights_officer",
        None,
        {
            "organisation": "330101",
            "name": "方正",
            "firm": "法正所",
            "licence": "1",
            "phone": "1",
            "from_on": TODAY,
        },
        201,
        {"name": "方正", "load": 0},
    ),
    "legal_aid_end_lawyer": ("rights_officer", a_lawyer, None, 200, {"until_on": TODAY}),
    "legal_aid_note_engagement": (
        "rights_officer",
        a_lawyer,
        {"party": "红星机械厂"},
        200,
        {"name": "方正"},
    ),
    "my_legal_aid_list": ("worker", legal_aid, None, 200, {"after": ""}),
    "my_legal_aid_apply": (
        "worker",
        None,
        lambda cast: ASKED_AID,
        201,
        {"state": "asked"},
    ),
    "my_legal_aid_withdraw": ("worker", legal_aid, None, 200, {"state": "withdrawn"}),
    "my_legal_aid_hand_in": ("worker", aid_wanting_papers, None, 200, {"state": "asked"}),
    "my_legal_aid_object_to": (
        "worker",
        refused_aid,
        {"objection": "x"},
        200,
        {"state": "objected"},
    ),
    "my_legal_aid_confirm": ("worker", finished_aid, None, 200, {"confirmed_on": TODAY}),
    "campaigns_close": ("chair", target, {}, 200, {"closed_on": TODAY}),
    "supervision_list": ("rights_officer", matter, None, 200, {"after": ""}),
    "supervision_begin": (
        "rights_officer",
        None,
        lambda cast: {
            "organisation": "330101",
            "employer": watched_employer(cast).pk,
            "subject": "pay",
            "text": "加班工资没有发",
        },
        201,
        {"organisation": "330101", "employer": "红星机械厂", "closed_on": None},
    ),
    "supervision_matter": ("rights_officer", matter, None, 200, {"letters": []}),
    "supervision_find": (
        "rights_officer",
        matter,
        {"subject": "hours", "text": "每周七天", "affected": 4},
        201,
        {"state": "open", "affected": 4, "severity": 2},
    ),
    "supervision_issue": (
        "rights_officer",
        matter,
        {"rung": "reminder", "addressee": "红星机械厂", "text": "请补发"},
        201,
        {"rung": "reminder", "missed_on": None, "answer": ""},
    ),
    "supervision_answer": (
        "rights_officer",
        supervision_letter,
        {"answer": "agrees", "text": "已补发"},
        200,
        {"answer": "agrees", "answered_on": TODAY},
    ),
    "supervision_visit": (
        "rights_officer",
        matter,
        {"visited_on": TODAY, "text": "仍未补发"},
        201,
        {"text": "仍未补发"},
    ),
    "supervision_mend": ("rights_officer", matter, {"proof": "回单"}, 200, {"state": "mended"}),
    "supervision_refer": ("rights_officer", matter, {"ground": "x"}, 200, {"state": "referred"}),
    "supervision_withdraw": (
        "rights_officer",
        matter,
        {"ground": "x"},
        200,
        {"state": "withdrawn"},
    ),
    "supervision_close": ("rights_officer", settled_matter, None, 200, {"closed_on": TODAY}),
    "supervision_inspections": ("rights_officer", inspection, None, 200, {"after": ""}),
    "supervision_plan": (
        "rights_officer",
        None,
        lambda cast: {
            "organisation": "330101",
            "employer": watched_employer(cast).pk,
            "planned_on": TODAY,
            "supervisors": [cast.rights_officer.pk, cast.chair.pk],
        },
        201,
        {"state": "planned", "employer": "红星机械厂"},
    ),
    "supervision_check": (
        "rights_officer",
        inspection,
        {"item": "pay-on-time", "in_order": True},
        204,
        None,
    ),
    "supervision_sign": ("rights_officer", inspection, None, 200, {"state": "signing"}),
    "supervision_call_off": (
        "rights_officer",
        inspection,
        {"reason": "停产"},
        200,
        {"state": "called_off"},
    ),
    "hazards_list": ("plant_chair", hazard, None, 200, {"after": ""}),
    "hazards_note": (
        "plant_chair",
        None,
        {"organisation": "U-PLANT", "place": "二车间", "text": "出口堵塞"},
        201,
        {"state": "noted", "organisation": "U-PLANT"},
    ),
    "hazards_tell": ("plant_chair", hazard, {"due_on": TODAY}, 200, {"state": "told"}),
    "hazards_mend": ("plant_chair", told_hazard, {"ground": "x"}, 200, {"state": "mended"}),
    "hazards_verify": ("plant_chair", told_hazard, {"ground": "x"}, 200, {"state": "verified"}),
    "hazards_drop": ("plant_chair", hazard, {"ground": "x"}, 200, {"state": "dropped"}),
    "hazards_escalate": ("plant_chair", told_hazard, None, 200, None),
    "my_hazards": ("worker", hazard, None, 200, {"after": ""}),
    "my_report_hazard": (
        "worker",
        None,
        {"place": "二车间", "text": "出口堵塞"},
        201,
        {"state": "noted", "place": "二车间"},
    ),
    "coverage_figures": ("chair", an_employer, None, 200, {"unit": "330101", "division": ""}),
    "coverage_without": ("chair", an_employer, None, 200, {"after": ""}),
    "coverage_export": ("chair", None, {"reason": "x"}, 202, {"kind": "without_union"}),
    "employer_imports_list": ("register_officer", employers_list, None, 200, {"after": ""}),
    "employer_imports_upload": (
        "register_officer",
        None,
        {"organisation": "330101"},
        202,
        {"state": "checking", "organisation": "330101", "file": "x.csv"},
    ),
    "employer_imports_import": (
        "register_officer",
        employers_list,
        None,
        200,
        {"state": "ready", "kept": []},
    ),
    "employer_imports_preview": (
        "register_officer",
        employers_list,
        None,
        200,
        {"accepted": 1, "refused": [], "known": [], "rows": 1},
    ),
    "employer_imports_choose_columns": (
        "register_officer",
        employers_list,
        {"sheet": "名单", "columns": {"credit_code": 0, "name": 1}},
        202,
        {"state": "checking"},
    ),
    "employer_imports_apply": (
        "register_officer",
        employers_list,
        None,
        202,
        {"state": "applying"},
    ),
    "employer_imports_dismiss": (
        "register_officer",
        employers_list,
        None,
        200,
        {"state": "dismissed"},
    ),
    "employer_imports_undo": (
        "register_officer",
        employers_entered,
        None,
        202,
        {"state": "undoing"},
    ),
    "members_list": ("register_officer", None, None, 200, {"after": ""}),
    "members_search": ("register_officer", None, {"q": "李小明"}, 200, {"after": ""}),
    "members_person": ("register_officer", None, None, 200, {"name": "李小明"}),
    "members_correct": (
        "register_officer",
        None,
        {"version": 1, "reason": "x", "department": "二车间"},
        200,
        {"department": "二车间", "version": 2},
    ),
    "organisations_list": ("chair", None, None, 200, {"after": ""}),
    "organisations_add": (
        "chair",
        None,
        {"kind": "township", "parent": "330101", "code": "T2", "name": "南屏街道总工会"},
        201,
        {"code": "T2", "parent": "330101"},
    ),
    "organisations_detail": ("chair", None, None, 200, {"name": "红星机械厂工会"}),
    "organisations_rename": ("chair", None, {"name": "红星工会"}, 200, {"name": "红星工会"}),
    "organisations_move": ("chair", None, {"to": "330101"}, 200, {"parent": "330101"}),
    "organisations_affiliate": (
        "register_officer",
        affiliation,
        {"to": "TRADE"},
        200,
        {"code": "U-PLANT", "trade_parent": "TRADE"},
    ),
    "organisations_disaffiliate": (
        "register_officer",
        affiliation,
        {},
        200,
        {"code": "U-SHOP", "trade_parent": None},
    ),
    "organisations_close": ("chair", empty_unit, {}, 200, {"closed_on": today().isoformat()}),
    "organisations_mandates": ("chair", None, None, 200, None),
    "organisations_appoint": ("chair", None, appointing, 201, {"office": "auditor"}),
    "organisations_end_mandate": ("chair", None, {}, 200, {"until_on": today().isoformat()}),
    "rules_list": (None, None, None, 200, None),
    "rules_rule": (None, None, None, 200, {"id": "cn.pet.notify_15d"}),
    "rules_due": (None, None, None, 200, {"rule": "cn.pet.notify_15d"}),
    "rules_here": ("chair", None, None, 200, None),
    "rules_set_by_law": (
        "chair",
        None,
        lambda cast: SHORTER | {"organisation": "U-PLANT"},
        201,
        {"organisation": "U-PLANT", "value": 10, "until_on": None, "reason": "尽快告知"},
    ),
    "rules_end_by_law": (
        "register_officer",
        by_law,
        {"until_on": today() + timedelta(days=1)},
        200,
        {"until_on": (today() + timedelta(days=1)).isoformat()},
    ),
    "my_notices": ("worker", notice, None, 200, {"after": ""}),
    "my_notice_read": ("worker", notice, None, 200, {"kind": "cases"}),
    "my_notices_read_all": ("worker", notice, None, 204, None),
    "my_cases": ("worker", case, None, 200, {"after": ""}),
    "my_submit": (
        "worker",
        None,
        {"topic": "pay", "text": "欠薪"},
        201,
        {"text": "欠薪", "status": "received", "is_restricted": False},
    ),
    "my_case": ("worker", case, None, 200, {"text": "上月工资未发。"}),
    "my_answer": ("worker", case, {"text": "x"}, 200, {"status": "received"}),
    "my_withdraw": ("worker", case, None, 200, {"status": "withdrawn"}),
    "my_confirm": ("worker", proposed, {"satisfaction": 3}, 200, {"status": "closed"}),
    "my_files": ("worker", attachment, None, 200, None),
    "my_file": ("worker", attachment, None, 200, None),
    "my_ask_review": ("worker", proposed, {"reason": "x"}, 200, {"status": "review"}),
    "members_export": ("register_officer", None, {"reason": "x"}, 202, {"kind": "members"}),
    "cases_export": ("rights_officer", None, {"reason": "x"}, 202, {"kind": "cases"}),
    "organisations_export": ("chair", None, {"reason": "x"}, 202, {"kind": "organisations"}),
    "employers_export": ("chair", None, {"reason": "x"}, 202, {"kind": "employers"}),
    "exports_list": ("register_officer", export, None, 200, {"after": ""}),
    "exports_export": ("register_officer", export, None, 200, {"state": "ready", "rows": 3}),
    "exports_download": ("register_officer", export, None, 200, None),
    "exports_remove": ("register_officer", export, None, 200, {"state": "removed"}),
    "duplicates_list": ("register_officer", duplicate, None, 200, {"after": ""}),
    "duplicates_dismiss": ("register_officer", duplicate, {"reason": "x"}, 200, None),
    "duplicates_reconsider": ("register_officer", dismissed, None, 200, None),
    "duplicates_merge": (
        "register_officer",
        duplicate,
        {"keep": "first", "reason": "x"},
        200,
        {"reason": "x", "undone_at": None},
    ),
    "duplicates_undo_merge": ("register_officer", a_merge, None, 200, {"stays": []}),
    "members_keep": (
        "plant_chair",
        None,
        {"cause": "leave", "from_on": TODAY, "reason": "x"},
        200,
        {"name": "李小明"},
    ),
    "members_retire": ("plant_chair", None, {"from_on": TODAY, "keeps": True}, 200, {"version": 1}),
    "members_suspend": (
        "plant_chair",
        None,
        {"from_on": TODAY, "resolution": "1", "reason": "x"},
        200,
        {"version": 1},
    ),
    "members_resume": (
        "plant_chair",
        standing,
        {"until_on": TODAY, "reason": "x"},
        200,
        {"version": 1},
    ),
    "members_withdraw": ("plant_chair", None, {"asked_on": TODAY}, 200, {"version": 1}),
    "members_announce_withdrawal": (
        "plant_chair",
        withdrawn,
        {"card_back": True},
        200,
        {"version": 1},
    ),
    "members_expel": ("plant_chair", None, EXPELLED, 200, {"version": 1}),
    "members_file_expulsion": ("street_chair", expelled, None, 200, {"version": 1}),
    "members_moves": ("plant_chair", None, {"from_on": "2020-03-15"}, 200, None),
    "members_correct_spell": (
        "plant_chair",
        None,
        {"from_on": "2020-03-15", "seen_from_on": "2020-01-01", "reason": "x"},
        200,
        {"version": 1},
    ),
    "members_note_death": ("plant_chair", None, {"died_on": TODAY}, 200, {"name": "李小明"}),
    "members_retract_death": ("plant_chair", dead, {"reason": "x"}, 200, {"name": "李小明"}),
    "invitations_list": ("shop_chair", an_invitation, None, 200, {"after": ""}),
    "invitations_invite": (
        "shop_chair",
        None,
        {
            "organisation": "U-SHOP",
            "name": "李小明",
            "known_by": "phone",
            "number": "13900000001",
            "reason": "换到本店工作",
        },
        201,
        {"state": "asked"},
    ),
    "invitations_withdraw": ("shop_chair", an_invitation, None, 200, {"state": "withdrawn"}),
    "my_invitations": ("worker", an_invitation, None, 200, {}),
    "my_agree_invitation": ("worker", my_invitation, None, 200, {"state": "agreed"}),
    "my_decline_invitation": (
        "worker",
        my_invitation,
        {"reason": "x"},
        200,
        {"state": "declined"},
    ),
    "transfers_list": ("plant_chair", a_transfer, None, 200, {"after": ""}),
    "transfers_ask": ("plant_chair", None, {"to": "U-SHOP"}, 200, {"state": "asked"}),
    "transfers_release": ("plant_chair", a_transfer, None, 200, {"state": "released"}),
    "transfers_receive": ("shop_chair", released, None, 200, {"state": "received"}),
    "transfers_refuse": ("plant_chair", a_transfer, {"reason": "x"}, 200, {"state": "refused"}),
    "transfers_withdraw": ("plant_chair", a_transfer, None, 200, {"state": "withdrawn"}),
    "applications_list": ("plant_chair", an_application, None, 200, {"after": ""}),
    "applications_admit": (
        "plant_chair",
        an_application,
        {"resolution": "1", "from_on": TODAY},
        200,
        {"state": "admitted"},
    ),
    "applications_refuse": (
        "plant_chair",
        an_application,
        {"reason": "x"},
        200,
        {"state": "refused"},
    ),
    "union_changes_list": ("street_chair", a_change, None, 200, {"after": ""}),
    "union_changes_show": ("street_chair", a_change, None, 200, {"figures": []}),
    "union_changes_change": ("street_chair", None, {"name": "新名称"}, 200, {"change": None}),
    "union_changes_move": ("chair", None, {"to": "330101"}, 200, {"change": None}),
    "union_changes_merge": ("street_chair", None, {"others": ["U-PLANT"]}, 200, {"change": None}),
    "union_changes_split": (
        "street_chair",
        None,
        lambda cast: {"persons": [cast.shop_worker.pk], "into": "U-PLANT"},
        200,
        {"change": None},
    ),
    "union_changes_dissolve": ("street_chair", None, {"into": "U-PLANT"}, 200, {"change": None}),
    "disputes_list": ("rights_officer", a_dispute, None, 200, {"after": ""}),
    "disputes_open": (
        "rights_officer",
        None,
        lambda cast: {
            "person": str(cast.worker.uid),
            "employer": "红星机械厂",
            "text": "欠薪",
            "known_on": str(today()),
            "kind": "wages",
        },
        201,
        {"stage": "opened", "limitation_on": None},
    ),
    "disputes_dispute": ("rights_officer", a_dispute, None, 200, {"stage": "opened"}),
    "disputes_take": ("rights_officer", a_step, {"text": "约谈"}, 200, {"stage": "consulting"}),
    "disputes_mediate": (
        "rights_officer",
        a_step_of_mediation,
        {"mediators": ["丁仲"]},
        200,
        {"stage": "mediating"},
    ),
    "disputes_add_instalment": (
        "rights_officer",
        an_agreed_dispute,
        {"amount": "6000.00", "due_on": str(today())},
        200,
        {"stage": "agreed"},
    ),
    "disputes_move_limitation": (
        "rights_officer",
        a_dispute,
        {"move": "suspend", "day": str(today()), "text": "住院"},
        200,
        {"limitation_on": None},
    ),
    "disputes_note_paid": ("rights_officer", an_instalment, None, 200, {"stage": "fulfilled"}),
    "disputes_note_missed": (
        "rights_officer",
        an_instalment,
        {"reason": "没有付款"},
        200,
        {"stage": "agreed"},
    ),
    "my_disputes": ("worker", a_dispute, None, 200, {"after": ""}),
    "my_dispute": ("worker", a_dispute, None, 200, {"stage": "opened"}),
    "petitions_list": ("street_chair", a_petition, None, 200, {"after": ""}),
    "petitions_receive": (
        "plant_desk_officer",
        None,
        lambda cast: {"person": str(cast.worker.uid), "matter": "opinion", "text": "改善食堂"},
        201,
        {"stage": "received", "people": 1},
    ),
    "petitions_petition": ("street_chair", a_petition, None, 200, {"stage": "received"}),
    "petitions_take": ("street_chair", a_step_of_a_petition, {}, 200, {"stage": "handled"}),
    "petitions_review": (
        "rights_officer",
        a_step_of_a_review,
        {"text": "维持原答复"},
        200,
        {"stage": "reviewed"},
    ),
    "petitions_extend": (
        "street_chair",
        lambda cast: its_petition(cast, "accept"),
        {"days": 30, "reason": "案情复杂"},
        200,
        {"stage": "handled"},
    ),
    "petitions_add_petitioner": (
        "street_chair",
        a_petition,
        lambda cast: {"person": str(cast.colleague.uid)},
        200,
        {"people": 2},
    ),
    "my_petitions": ("worker", a_petition, None, 200, {"after": ""}),
    "my_petitions_bring": (
        "worker",
        None,
        {"matter": "complaint", "text": "没有公示", "about": "U-PLANT"},
        201,
        {"matter": "complaint", "channel": "online"},
    ),
    "my_petition": ("worker", a_petition, None, 200, {"stage": "received"}),
    "my_petition_ask_review": (
        "worker",
        lambda cast: its_petition(cast, "accept", "answer"),
        {"text": "没有说明金额"},
        200,
        {"stage": "in_review"},
    ),
    "my_petition_withdraw": ("worker", a_petition, None, 200, {"stage": "withdrawn"}),
    "urgent_list": ("rights_officer", an_urgent_matter, None, 200, {"after": ""}),
    "urgent_open": (
        "plant_chair",
        None,
        lambda cast: {
            "organisation": "U-PLANT",
            "kind": "heat",
            "place": "铸造车间",
            "text": "三人中暑送医",
            "learnt_at": now().isoformat(),
            "people": 3,
            "gravity": 2,
        },
        201,
        {"kind": "heat", "gravity": 2},
    ),
    "urgent_matter": ("rights_officer", an_urgent_matter, None, 200, {"listed": 1}),
    "urgent_add_line": (
        "plant_chair",
        an_urgent_matter,
        lambda cast: {"at": now().isoformat(), "text": "单位到场"},
        200,
        {"gravity": 1},
    ),
    "urgent_add_told": (
        "plant_chair",
        an_urgent_matter,
        lambda cast: {
            "at": now().isoformat(),
            "way": "telephone",
            "whom": "值班员",
            "party": "区人社局",
        },
        200,
        {"gravity": 1},
    ),
    "urgent_reassess": (
        "plant_chair",
        an_urgent_matter,
        {"gravity": 3, "people": 120, "reason": "两个车间停工"},
        200,
        {"gravity": 3, "people": 120},
    ),
    "urgent_lead": ("street_chair", an_urgent_matter, None, 200, {"lead": "沈国华"}),
    "urgent_add_affected": (
        "plant_chair",
        an_urgent_matter,
        lambda cast: {"person": str(cast.colleague.uid), "agreed": True},
        200,
        {"listed": 2},
    ),
    "urgent_end": (
        "plant_chair",
        told_telling,
        {"summary": "已复工", "lessons": "每月核对工资"},
        200,
        {"summary": "已复工"},
    ),
    "urgent_note_told": (
        "plant_chair",
        its_telling,
        lambda cast: {"at": now().isoformat(), "way": "telephone", "whom": "沈国华"},
        200,
        {"ended_at": None},
    ),
    "urgent_drop_telling": (
        "plant_chair",
        its_telling,
        {"reason": "街道正在现场"},
        200,
        {"ended_at": None},
    ),
    "cases_group": ("rights_officer", a_group, None, 200, {"kind": "group", "people": 2}),
    "cases_group_begin": (
        "rights_officer",
        one_worker_s_case,
        {"about": "夜班津贴"},
        200,
        {"kind": "group", "people": 1},
    ),
    "cases_group_add": (
        "rights_officer",
        one_worker_s_group,
        lambda cast: {"person": str(cast.colleague.uid), "agreed": True},
        200,
        {"people": 2},
    ),
    "my_group_join": (
        "colleague",
        one_worker_s_group,
        lambda cast: {"code": Group.objects.get().code, "agreed": True},
        200,
        {"people": 2},
    ),
    "my_group": ("colleague", a_group, None, 200, {"people": 2}),
    "my_group_confirm": (
        "colleague",
        answered_group,
        {"settled": True},
        200,
        {"answer": "下月补发"},
    ),
    "my_group_leave": ("colleague", a_group, None, 200, {"people": 1}),
    "foundings_list": ("street_chair", a_founding, None, 200, {"after": ""}),
    "foundings_prepare": (
        "street_chair",
        None,
        {"higher": "330101001", "kind": "joint_union", "name": "骑手联合工会"},
        201,
        {"state": "preparing", "employer": "", "founders": []},
    ),
    "foundings_founding": ("street_chair", a_founding, None, 200, {"state": "preparing"}),
    "foundings_add_founder": (
        "street_chair",
        a_founding,
        {"name": "罗小虎", "phone": "13900000078", "id_number": "110101199003072316"},
        200,
        {"state": "preparing"},
    ),
    "foundings_remove_founder": ("street_chair", a_founder, None, 200, {"founders": []}),
    "foundings_elect": (
        "street_chair",
        a_founder,
        {"office": "organiser"},
        200,
        {"lacking": []},
    ),
    "foundings_apply": (
        "street_chair",
        an_elected_founder,
        {"leading": "organiser", "elected_on": TODAY},
        200,
        {"state": "applied"},
    ),
    "foundings_withdraw": (
        "street_chair",
        a_founding,
        {"reason": "x"},
        200,
        {"state": "withdrawn"},
    ),
    "foundings_approve": (
        "street_chair",
        an_applied_founding,
        {"resolution": "1"},
        200,
        {"state": "approved", "union": "330101001-01"},
    ),
    "foundings_refuse": (
        "street_chair",
        an_applied_founding,
        {"reason": "x", "rule": "cn.org.upper_approval"},
        200,
        {"state": "refused", "rule": "cn.org.upper_approval"},
    ),
    "tips_list": ("rights_officer", a_tip, None, 200, {"after": ""}),
    "tips_tip": ("rights_officer", a_tip, None, 200, {"state": "received"}),
    "tips_file": ("rights_officer", a_file_of_a_tip, None, 200, None),
    "tips_accept": ("rights_officer", a_tip, None, 200, {"state": "accepted"}),
    "tips_ask": ("rights_officer", a_tip_in_hand, {"text": "x"}, 200, {"state": "asked"}),
    "tips_answer": ("rights_officer", a_tip_in_hand, {"text": "x"}, 200, {"state": "answered"}),
    "tips_close": ("rights_officer", a_silent_tip, None, 200, {"state": "closed"}),
    "tips_take_over": (
        "rights_officer",
        a_named_tip,
        {"topic": "pay", "text": "x"},
        200,
        {"state": "closed", "name": "李小明"},
    ),
    "changes_list": ("plant_chair", change_proposal, None, 200, {"after": ""}),
    "changes_show": ("plant_chair", change_proposal, None, 200, {"state": "proposed"}),
    "changes_files": ("plant_chair", change_proposal, None, 200, None),
    "changes_file": ("plant_chair", change_proposal, None, 200, None),
    "changes_approve": ("plant_chair", change_proposal, {}, 200, {"state": "approved"}),
    "changes_refuse": (
        "plant_chair",
        change_proposal,
        {"reason": "x"},
        200,
        {"state": "refused", "why_not": "x"},
    ),
    "my_data": ("worker", None, None, 200, {"name": "李小明", "phone": "13900000001"}),
    "my_changes": ("worker", change_proposal, None, 200, None),
    "my_propose_changes": (
        "worker",
        None,
        {"version": 1, "phone": "13900000088"},
        201,
        {"written": ["phone"], "proposal": None},
    ),
    "my_withdraw_changes": ("worker", change_proposal, None, 200, {"state": "withdrawn"}),
    "household_show": ("plant_chair", a_relative, None, 200, None),
    "household_add_relative": (
        "plant_chair",
        None,
        {"kind": "child", "name": "李乐乐", "from_on": "2020-05-01"},
        201,
        {"kind": "child", "name": "李乐乐", "until_on": None},
    ),
    "household_end_relative": (
        "plant_chair",
        a_relative,
        {"until_on": TODAY},
        200,
        {"until_on": TODAY},
    ),
    "my_household": ("worker", a_relative, None, 200, {"named": []}),
    "my_add_relative": (
        "worker",
        None,
        {"kind": "parent", "name": "李国强", "from_on": "1990-03-07"},
        201,
        {"name": "李国强", "birth_on": None},
    ),
    "my_end_relative": ("worker", a_relative, {"until_on": TODAY}, 200, {"until_on": TODAY}),
    "my_ask_link": ("worker", a_relative, {"phone": "13900000002"}, 200, {"link": "asked"}),
    "my_agree_link": ("worker", asked_relative, None, 200, {"by": "张华", "link": "agreed"}),
    "my_end_link": ("worker", asked_in_mine, None, 204, None),
    "delegations_list": ("plant_chair", delegation, None, 200, None),
    "delegations_record": ("plant_chair", None, DELEGATED | {"reason": "x"}, 409, None),
    "delegations_revoke": ("plant_chair", delegation, None, 200, {"revoked_on": TODAY}),
    "my_delegations": ("worker", delegation, None, 200, None),
    "my_give_delegation": (
        "worker",
        None,
        DELEGATED,
        201,
        {"member": "李小明", "delegate": "张华"},
    ),
    "my_revoke_delegation": ("worker", delegation, None, 200, {"revoked_on": TODAY}),
    "my_data_for": ("worker", delegation, None, 200, {"name": "张华"}),
    "my_changes_for": ("worker", delegation, None, 200, None),
    "my_propose_changes_for": (
        "worker",
        delegation,
        {"version": 1, "phone": "13900000088"},
        201,
        {"written": ["phone"]},
    ),
    "my_withdraw_changes_for": (
        "worker",
        change_for_another,
        None,
        200,
        {"state": "withdrawn", "name": "张华"},
    ),
    "consents_show": ("plant_chair", None, None, 200, None),
    "my_consents": ("worker", None, None, 200, None),
    "my_give_consent": ("worker", None, {"version": 1}, 200, None),
    "my_withdraw_consent": ("worker", consented, None, 200, None),
    "my_case_for": ("worker", case_for_another, None, 200, {"status": "received"}),
    "my_applications_for": ("worker", delegation, None, 200, None),
    "my_apply_for": (
        "worker",
        delegation,
        {"union": "U-SHOP", "id_number": "110101199003072316"},
        201,
        {"union": "U-SHOP", "state": "asked"},
    ),
    "my_bring_for": (
        "worker",
        delegation,
        {"topic": "pay", "text": "欠薪", "submission": "00000000-0000-4000-8000-000000000001"},
        201,
        None,
    ),
    "case_bulk_receivers": ("rights_officer", None, None, 200, None),
    "case_bulk_begin": (
        "rights_officer",
        case,
        lambda cast: {
            "act": "assign",
            "to": f"user:{cast.second_rights_officer.pk}",
            "reason": "x",
        },
        202,
        {"state": "checking", "to": "郑凯"},
    ),
    "case_bulk_bulk": ("rights_officer", case_bulk, None, 200, {"state": "ready"}),
    "case_bulk_lines": ("rights_officer", case_bulk, None, 200, {"after": ""}),
    "case_bulk_apply": ("rights_officer", case_bulk, None, 202, {"state": "applying"}),
    "case_bulk_dismiss": ("rights_officer", case_bulk, None, 202, {"state": "dismissed"}),
    "case_bulk_undo": ("rights_officer", done_to_cases, None, 202, {"state": "undoing"}),
    "case_views_list": ("chair", saved_view, None, 200, None),
    "case_views_save_view": (
        "chair",
        None,
        {"name": "x", "filters": {"show": "new", "topic": "pay"}},
        201,
        {"name": "x", "filters": {"show": "new", "topic": "pay"}, "count": 0},
    ),
    "case_views_change_view": (
        "rights_officer",
        saved_view,
        {"name": "y", "version": 1},
        200,
        {"name": "y", "version": 2, "is_shared": False},
    ),
    "case_views_remove_view": ("rights_officer", saved_view, None, 204, None),
    "cases_workload": ("chair", None, None, 200, None),
    "desks_desk": ("chair", None, None, 200, None),
    "desks_rehearse": ("chair", None, {"receivers": {}, "reason": "x"}, 200, None),
    "desks_hand_over_desk": (
        "rights_officer",
        owed_on_desk,
        lambda cast: {"receivers": {"duties": cast.second_rights_officer.pk}, "reason": "调任"},
        201,
        {"leaver": "王敏", "reason": "调任"},
    ),
    "desks_handover": ("chair", desk_handover, None, 200, {"leaver": "王敏"}),
    "my_calendar": ("worker", feed, None, 200, {"names_kinds": False}),
    "my_calendar_make_feed": ("worker", None, None, 201, {"names_kinds": False}),
    "my_calendar_renew_feed": ("worker", feed, None, 200, {"names_kinds": False}),
    "my_calendar_name_kinds": (
        "worker",
        feed,
        {"names_kinds": True},
        200,
        {"names_kinds": True},
    ),
    "my_calendar_withdraw_feed": ("worker", feed, None, 204, None),
    "my_notices_give_chat_address": (
        "worker",
        None,
        {"address": "feishu://abc123"},
        200,
        {"shown": "feishu://…c123", "error": ""},
    ),
    "my_notices_remove_chat_address": ("worker", None, None, 204, None),
    "searches_list": ("register_officer", saved_search, None, 200, None),
    "searches_fields": ("chair", None, None, 200, None),
    "searches_save_search": ("chair", None, {"name": "x", "conditions": {}}, 201, {"name": "x"}),
    "searches_search": ("chair", saved_search, None, 200, {"count": 0, "is_shared": True}),
    "searches_change_search": (
        "register_officer",
        saved_search,
        {"name": "y", "conditions": {}, "version": 1},
        200,
        {"name": "y", "version": 2},
    ),
    "searches_remove_search": ("register_officer", saved_search, None, 204, None),
    "bulk_begin": (
        "chair",
        None,
        {"act": "correct_department", "value": "x", "reason": "x"},
        202,
        {"state": "checking"},
    ),
    "bulk_bulk": ("register_officer", bulk, None, 200, {"state": "ready"}),
    "bulk_lines": ("register_officer", bulk, None, 200, {"after": ""}),
    "bulk_apply": ("register_officer", bulk, None, 202, {"state": "applying"}),
    "bulk_dismiss": ("register_officer", bulk, None, 202, {"state": "dismissed"}),
    "mailings_words": ("chair", None, None, 200, {}),
    "mailings_list": ("chair", mailing, None, 200, {"after": ""}),
    "mailings_write": (
        "chair",
        None,
        {"kind": "notice", "subject_zh": "x", "text_zh": "{name}"},
        202,
        {"state": "preparing"},
    ),
    "mailings_mailing": ("chair", mailing, None, 200, {"state": "ready"}),
    "mailings_log": ("vice_chair", mailing, None, 200, {"after": ""}),
    "mailings_send": ("chair", mailing, None, 202, {"state": "sending"}),
    "mailings_approve": ("vice_chair", for_approval, None, 202, {"state": "sending"}),
    "mailings_refuse_mailing": (
        "vice_chair",
        for_approval,
        {"reason": "x"},
        202,
        {"state": "refused", "why_ended": "x"},
    ),
    "mailings_cancel": ("chair", mailing, None, 202, {"state": "cancelled"}),
    "mailings_resume": ("chair", being_sent, None, 202, {"state": "sending"}),
    "letters_templates": ("chair", letter_template, None, 200, {"after": ""}),
    "letters_upload": (
        "chair",
        None,
        {"name": "通知", "organisation": "330101"},
        201,
        {"name": "通知"},
    ),
    "letters_fields": ("chair", None, None, 200, None),
    "letters_sample": ("chair", None, None, 200, None),
    "letters_template": ("plant_chair", letter_template, None, 200, {"name": "邀请函"}),
    "letters_template_file": ("chair", letter_template, None, 200, None),
    "letters_preview": (
        "chair",
        letter_template,
        lambda cast: {"spell": membership(cast).pk},
        200,
        None,
    ),
    "letters_merge": (
        "chair",
        letter_template,
        {"format": "zip", "reason": "x"},
        202,
        {"state": "waiting", "kind": "letters"},
    ),
    "letters_remove": ("chair", letter_template, None, 204, None),
    "papers_kinds": ("plant_chair", None, None, 200, None),
    "papers_about": ("plant_chair", a_paper, None, 200, None),
    "papers_issue": (
        "plant_chair",
        None,
        {"kind": "cases.acceptance", "language": "both", "values": {"handler": "杨伟"}},
        201,
        {"kind": "cases.acceptance", "language": "both", "to_worker": False},
    ),
    "papers_paper": ("plant_chair", a_paper, None, 200, {"reason": ""}),
    "papers_file": ("plant_chair", a_paper, None, 200, None),
    "papers_void": ("plant_chair", a_paper, {"reason": "写错了"}, 200, {"reason": "写错了"}),
    "papers_templates": ("chair", paper_template, None, 200, None),
    "papers_upload_template": (
        "chair",
        None,
        {"kind": "cases.acceptance", "language": "en", "organisation": "330101"},
        201,
        {"version": 1, "language": "en"},
    ),
    "papers_template_file": ("chair", paper_template, None, 200, None),
    "papers_remove_template": ("chair", paper_template, None, 204, None),
    "papers_set_series": (
        "chair",
        None,
        {"organisation": "330101", "kind": "cases.reply", "pattern": "江〔{year}〕{number}号"},
        200,
        {"pattern": "江〔{year}〕{number}号"},
    ),
    "my_paper": ("worker", a_paper, None, 200, {"to_worker": True}),
    "my_paper_file": ("worker", a_paper, None, 200, None),
    "evidence_list": ("plant_chair", evidence_item, None, 200, None),
    "evidence_add_item": (
        "plant_chair",
        None,
        {
            "name": "合同",
            "source": "李小明",
            "handed_on": today().isoformat(),
            "way": "post",
            "form": "copy",
        },
        201,
        {"name": "合同", "file": None},
    ),
    "evidence_correct_item": (
        "plant_chair",
        evidence_item,
        {
            "name": "旧手机",
            "source": "李小明",
            "handed_on": today().isoformat(),
            "way": "hand",
            "form": "device",
        },
        200,
        {"name": "旧手机"},
    ),
    "evidence_move_item": ("plant_chair", evidence_item, {"up": True}, 200, {"name": "手机"}),
    "evidence_return_item": (
        "plant_chair",
        evidence_item,
        {"to": "李小明", "returned_on": today().isoformat()},
        200,
        {"returned_to": "李小明"},
    ),
    "evidence_strike_item": (
        "plant_chair",
        evidence_item,
        {"reason": "重复"},
        200,
        {"reason": "重复"},
    ),
    "my_messages": ("worker", sent_mailing, None, 200, {"after": ""}),
    "my_message": ("worker", sent_mailing, None, 200, {"kind": "course"}),
    "my_message_decline": ("worker", sent_mailing, None, 204, None),
    "my_notices_wanted": ("worker", None, None, 200, None),
    "my_notices_choose": (
        "worker",
        None,
        {"choices": [{"kind": "mailings/course", "channel": "in_app", "wanted": False}]},
        200,
        None,
    ),
    "bulk_undo": ("register_officer", done_in_bulk, None, 202, {"state": "undoing"}),
    "check_ins_figures": ("rights_officer", check_in, None, 200, None),
    "check_ins_of": ("rights_officer", check_in, None, 200, {"state": "active"}),
    "check_ins_offer": ("rights_officer", proposed_now, None, 200, {"state": "offered"}),
    "check_ins_call": (
        "rights_officer",
        answered_check_in,
        {"was_reached": True},
        200,
        {"state": "called"},
    ),
    "my_choose_check_ins": ("worker", proposed_now, {"places": [2]}, 200, {"state": "active"}),
    "my_stop_check_ins": ("worker", check_in, None, 200, {"state": "stopped"}),
    "my_answer_check_in": ("worker", check_in, {"said": "well"}, 200, {"state": "answered"}),
    "my_move_check_in": (
        "worker",
        check_in,
        lambda cast: {"to": str(today() + timedelta(days=9))},
        200,
        {"state": "planned"},
    ),
    "my_tell_more_after_check_in": ("worker", answered_check_in, {"text": "x"}, 200, {}),
    "calls_list": ("desk_officer", phone_call, None, 200, {"after": ""}),
    "calls_take": (
        "desk_officer",
        None,
        {
            "organisation": "330101",
            "phone": "0571-1",
            "topic": "pay",
            "text": "x",
            "kind": "call_back",
        },
        201,
        {"number": "0571-1", "state": "waiting", "attempts": []},
    ),
    "calls_call": ("desk_officer", phone_call, None, 200, {"caller": "李小明"}),
    "calls_try_again": ("desk_officer", phone_call, None, 200, {"state": "waiting"}),
    "calls_return": ("desk_officer", phone_call, {"answer": "x"}, 200, {"state": "settled"}),
    "calls_end_unreached": (
        "desk_officer",
        often_tried_call,
        None,
        200,
        {"state": "unreached"},
    ),
    "calls_make_request": (
        "desk_officer",
        phone_call,
        {"topic": "pay", "text": "x"},
        201,
        {"channel": "telephone", "topic": "pay"},
    ),
    "mail_list": ("desk_officer", received_mail, None, 200, {"after": ""}),
    "mail_mail": (
        "desk_officer",
        received_mail,
        None,
        200,
        {"subject": "加班费", "files": ["考勤.png"], "left_out": []},
    ),
    "mail_make_request": (
        "desk_officer",
        received_mail,
        lambda cast: {"person": str(cast.worker.uid), "topic": "pay", "text": "x"},
        201,
        {"channel": "email", "topic": "pay"},
    ),
    "mail_attach_to": (
        "desk_officer",
        received_mail,
        lambda cast: {"number": case(cast).number},
        200,
        {"state": "attached"},
    ),
    "mail_answer": ("desk_officer", received_mail, {"text": "x"}, 200, {"state": "answered"}),
    "mail_mark_spam": ("desk_officer", received_mail, {}, 200, {"state": "spam"}),
    "referral_partners": ("chair", None, None, 200, None),
    "referral_add_partner": (
        "chair",
        None,
        {"organisation": "330101", "kind": "court", "name": "区法院", "contact": "x"},
        201,
        {"kind": "court", "organisation": "330101"},
    ),
    "referral_end_partner": ("chair", partner, None, 200, {"name": "区法院"}),
    "referrals_of": ("rights_officer", referral, None, 200, None),
    "referrals_refer": (
        "rights_officer",
        None,
        {"union": "330101001", "why": "x", "summary": "y"},
        201,
        {"state": "proposed", "summary": "y", "consent_way": ""},
    ),
    "referrals_one": ("rights_officer", referral, None, 200, {"consent_way": "paper"}),
    "referrals_record_consent": (
        "rights_officer",
        in_place(proposed_referral),
        lambda cast: {"way": "telephone", "given_on": str(today()), "how": "x"},
        200,
        {"state": "consented"},
    ),
    "referrals_rest_on_ground": (
        "rights_officer",
        in_place(proposed_referral),
        {"ground": "duty", "text": "某法第一条"},
        200,
        {"state": "consented"},
    ),
    "referrals_send": (
        "rights_officer",
        in_place(agreed_referral),
        None,
        200,
        {"state": "sent"},
    ),
    "referrals_tell": (
        "rights_officer",
        in_place(kept_back_referral),
        None,
        200,
        {"state": "consented"},
    ),
    "referrals_make_link": ("rights_officer", in_place(referral_outside), None, 200, {}),
    "referrals_note_answer": (
        "rights_officer",
        in_place(referral_outside),
        {"text": "x"},
        200,
        {"state": "answered"},
    ),
    "referrals_end": ("rights_officer", referral, {"reason": "x"}, 200, {"state": "ended"}),
    "referrals_received": ("city_rights_officer", referral, None, 200, {"after": ""}),
    "referrals_read": (
        "city_rights_officer",
        referral,
        None,
        200,
        {"summary": "上月工资未发", "name": "", "phone": ""},
    ),
    "referrals_file": ("city_rights_officer", referral, None, 200, None),
    "referrals_take_up": ("city_rights_officer", referral, None, 200, {"state": "taken_up"}),
    "referrals_send_back": (
        "city_rights_officer",
        referral,
        {"reason": "x"},
        200,
        {"state": "sent_back"},
    ),
    "referrals_answer": (
        "city_rights_officer",
        referral,
        {"text": "x"},
        200,
        {"state": "answered"},
    ),
    "my_referrals": ("worker", referral, None, 200, None),
    "my_referral": ("worker", referral, None, 200, {"consent_way": "paper"}),
    "my_agree_referral": (
        "worker",
        in_place(proposed_referral),
        None,
        200,
        {"state": "consented"},
    ),
    "my_decline_referral": (
        "worker",
        in_place(proposed_referral),
        None,
        200,
        {"state": "declined"},
    ),
    "my_revoke_referral": ("worker", referral, None, 200, {"state": "revoked"}),
}

# Where the cast's example will not do.
ELSEWHERE = {
    "letters_sample": "/mailings/templates/sample/zh",
    "organisations_close": "/organisations/EMPTY/close",
    "my_give_consent": "/me/consents/courses/give",
    "my_withdraw_consent": "/me/consents/courses/withdraw",
    "rules_rule": "/rules/cn.pet.notify_15d",
    "rules_due": "/rules/cn.pet.notify_15d/due?start=2026-03-02",
}


def test_the_table_names_every_operation():
    assert sorted(f"api:{name}" for name in WORKS) == sorted(door.name for door in ENDPOINTS)


def address(door, cast) -> str:
    name = door.name.removeprefix("api:")
    return ELSEWHERE.get(name) or door.url(cast).removeprefix("/api/v1")


@pytest.fixture(autouse=True)
def chats_allowed(settings):
    """As an operator would: else no chat address is taken."""
    settings.UNIONHALL_CHAT_SCHEMES = ("feishu",)


@pytest.mark.parametrize("door", ENDPOINTS, ids=lambda door: door.name)
def test_it_works(cast, door):
    who, before, body, status, expected = WORKS[door.name.removeprefix("api:")]
    if before:
        before(cast)
    body = body(cast) if callable(body) else body
    raw = door.sent(body) if door.file else None
    response = call(who and getattr(cast, who), door.verb, address(door, cast), body, raw=raw)
    assert response.status_code == status, response.content.decode()
    if expected is not None:
        answer = response.json()
        assert {name: answer[name] for name in expected} == expected


def test_lists_hold_what_is_in_reach_and_nothing_else(cast):
    row = case(cast)

    def found(who, path, name):
        return [item[name] for item in call(who, "GET", path).json()["items"]]

    assert found(cast.rights_officer, "/cases", "number") == [row.number]
    assert found(cast.stranger_rights_officer, "/cases", "number") == []
    assert found(cast.plant_desk_officer, "/duties", "title") == [row.title]
    assert found(cast.stranger_chair, "/duties?show=unit", "title") == []
    assert found(cast.worker, "/me/requests", "number") == [row.number]
    assert found(cast.colleague, "/me/requests", "number") == []
    assert found(cast.register_officer, "/members", "name") == ["李小明", "刘芳", "张华"]
    assert found(cast.stranger_register_officer, "/members", "name") == ["欧阳雪"]


def test_a_worker_does_not_see_the_officers_notes(cast):
    row = accepted(cast)
    actions.note(row, text="内部", by=cast.rights_officer, on=today())
    actions.reply(row, text="您好", by=cast.rights_officer, on=today())

    def texts(who, path):
        return [message["text"] for message in call(who, "GET", path).json()["messages"]]

    assert texts(cast.rights_officer, f"/cases/{row.number}") == ["内部", "您好"]
    assert texts(cast.worker, f"/me/requests/{row.number}") == ["您好"]


def test_due_dates_are_those_of_the_rulebook():
    answer = call(None, "GET", "/rules/cn.pet.notify_15d/due?start=2026-03-02").json()
    assert (answer["due_on"], answer["provisional"], answer["part"]) == (
        "2026-03-17",
        False,
        "days",
    )
    assert answer["reckoning"]


def test_a_list_comes_in_pages(cast):
    for number in range(60):
        organisations.add(
            "township", cast.units.district, f"T{number}", f"街道{number}", by=None, on=today()
        )
    first = call(cast.chair, "GET", "/organisations").json()
    second = call(cast.chair, "GET", f"/organisations?after={first['after']}").json()
    codes = [unit["code"] for unit in first["items"] + second["items"]]
    assert (len(first["items"]), len(codes), len(set(codes))) == (50, 64, 64)
    assert second["after"] == ""
    for nonsense in ("x", "0" * 600, call(None, "GET", "/rules").json()["after"]):
        again = call(cast.chair, "GET", f"/organisations?after={nonsense}").json()
        assert again == first


def test_the_rules_come_in_pages():
    found, after = [], ""
    while True:
        page = call(None, "GET", f"/rules?after={after}").json()
        found += [rule["id"] for rule in page["items"]]
        after = page["after"]
        if not after:
            break
    assert len(found) == len(set(found)) == len(book().rules)


def test_a_list_costs_the_same_however_long(cast, django_assert_max_num_queries):
    for person in (cast.worker, cast.colleague, cast.shop_worker) * 4:
        draft = Draft(person=person, topic=Topic.PAY, text="x")
        my_actions.submit(draft, by=person.user, on=today())
    for who, path, most in (
        (cast.rights_officer, "/cases", 8),
        (cast.worker, "/me/requests", 6),
        (cast.street_chair, "/duties?show=unit", 10),
        (cast.administrator, "/employers", 8),
        (cast.register_officer, "/members", 8),
    ):
        secret = secret_of(getattr(who, "user", who))
        client = Client()
        with django_assert_max_num_queries(most):
            response = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})
        assert response.status_code == 200


def test_a_search_for_requests_is_recorded(cast):
    call(cast.rights_officer, "GET", "/cases?q=李小明")
    assert [entry.verb for entry in Entry.objects.all()][-1] == "searched"


def test_a_merger_is_looked_at_and_then_carried_out(cast):
    path, told = "/union-changes/unions/U-PLANT/merge", {"others": ["U-SHOP"], "resolution": "1"}
    looked = call(cast.street_chair, "POST", path, told).json()
    assert {one["part"]: one["count"] for one in looked["figures"]} == {"members": 1, "mandates": 1}
    done = call(cast.street_chair, "POST", path, told | {"seen": looked["seen"]}).json()
    assert done["figures"] == looked["figures"]
    assert {one["code"]: one["role"] for one in done["change"]["parts"]} == {
        "U-PLANT": "kept",
        "U-SHOP": "ended",
    }
    again = call(cast.street_chair, "POST", path, told | {"seen": looked["seen"]})
    assert again.status_code == 404
