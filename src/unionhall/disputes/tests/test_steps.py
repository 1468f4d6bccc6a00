"""Every step of a dispute works, is refused where it does not belong, and opens and ends its duties."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from unionhall.cases import actions as cases
from unionhall.core.errors import Refused
from unionhall.disputes import actions, moving, opening, paying, queries
from unionhall.disputes.models import Dispute, Happening
from unionhall.disputes.procedure import BY_ACT, STEPS
from unionhall.disputes.tests.conftest import AGREED, ARBITRATING, AWARDED, CONSULTED, MEDIATING
from unionhall.duties.models import Duty

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Where each step can be taken: the steps before it, and the stage after it.
WAYS = {
    "consult": ((), "consulting"),
    "note_willing": (CONSULTED, "consulting"),
    "note_refusal": (CONSULTED, "unsolved"),
    "settle": (CONSULTED, "agreed"),
    "ask_mediation": ((), "asked"),
    "accept": (("ask_mediation",), "mediating"),
    "note_unwilling": (("ask_mediation",), "unsolved"),
    "record_session": (MEDIATING, "mediating"),
    "agree": (MEDIATING, "agreed"),
    "fail_mediation": (MEDIATING, "unsolved"),
    "ask_review": (AGREED, "agreed"),
    "ask_confirmation": (AGREED, "agreed"),
    "note_confirmed": ((*AGREED, "ask_review"), "agreed"),
    "waive_confirmation": (AGREED, "agreed"),
    "apply_arbitration": ((), "applied"),
    "note_accepted": (("apply_arbitration",), "arbitrating"),
    "note_not_accepted": (("apply_arbitration",), "unsolved"),
    "note_copies": (ARBITRATING, "arbitrating"),
    "note_answer": ((*ARBITRATING, "note_copies"), "arbitrating"),
    "note_panel": (ARBITRATING, "arbitrating"),
    "set_hearing": (ARBITRATING, "arbitrating"),
    "note_hearing": ((*ARBITRATING, "set_hearing"), "arbitrating"),
    "note_award": (ARBITRATING, "awarded"),
    "take_award": (AWARDED, "awarded"),
    "sue": (AWARDED, "in_court"),
    "note_judgment": ((*AWARDED, "sue"), "judged"),
    "withdraw": ((), "withdrawn"),
    "end": ((), "ended"),
}
# These two have tests of their own below: they need an instalment.
ELSEWHERE = {"ask_payment_order", "note_fulfilled"}


def open_kinds(row) -> list[str]:
    return sorted(Duty.objects.open().about(row).values_list("kind", flat=True))


def rule_of(refused) -> str:
    return refused.value.citation.rule if refused.value.citation else ""


def test_the_table_below_knows_every_step():
    assert WAYS.keys() | ELSEWHERE == BY_ACT.keys()


@pytest.mark.parametrize("act", WAYS)
def test_a_step_leads_where_the_procedure_says(act, opened, go):
    before, stage = WAYS[act]
    row = go(opened(), *before)
    go(row, act)
    row.refresh_from_db()
    assert (row.stage, row.happenings.order_by("-pk").first().act) == (stage, act)
    assert {period.kind for period in BY_ACT[act].owes} <= set(open_kinds(row))
    assert not set(BY_ACT[act].fulfils) & set(open_kinds(row)) - {p.kind for p in BY_ACT[act].owes}


@pytest.mark.parametrize("act", [act for act in WAYS if act not in ("withdraw", "end")])
def test_a_step_is_refused_where_it_does_not_belong(act, opened, go):
    row = go(opened(), "withdraw")
    with pytest.raises(Refused):
        go(row, act)
    assert list(row.happenings.values_list("act", flat=True)) == ["withdraw"]


@pytest.mark.parametrize("act", WAYS)
def test_of_two_at_once_one_wins(act, opened, go):
    row = go(opened(), *WAYS[act][0])
    other = Dispute.objects.get(pk=row.pk)
    go(row, act)
    with pytest.raises(Refused):
        go(other, act)
    assert row.happenings.filter(act=act).count() == 1


@pytest.mark.parametrize(
    ("acts", "kind", "due_on"),
    [
        (("consult",), "disputes.hear", date(2026, 6, 8)),  # 6 June is a Saturday
        (("ask_mediation",), "disputes.accept", date(2026, 6, 4)),
        (MEDIATING, "disputes.end_mediation", date(2026, 6, 16)),
        (AGREED, "disputes.confirm", date(2026, 7, 1)),
        (("apply_arbitration",), "disputes.watch_acceptance", date(2026, 6, 8)),
        (ARBITRATING, "disputes.watch_copies", date(2026, 6, 8)),
        (ARBITRATING, "disputes.watch_award", date(2026, 7, 16)),
        ((*ARBITRATING, "note_copies"), "disputes.watch_answer", date(2026, 6, 15)),
        ((*ARBITRATING, "set_hearing"), "disputes.hearing", date(2026, 7, 15)),
        (AWARDED, "disputes.sue", date(2026, 6, 16)),
    ],
)
def test_periods_are_counted_as_their_rules_say(acts, kind, due_on, opened, go):
    row = go(opened(), *acts)
    assert Duty.objects.open().about(row).get(kind=kind).due_on == due_on


def test_what_is_owed_lies_with_whoever_acts_for_the_worker(opened, go, cast, on):
    row = go(opened(), "consult")
    assert Duty.objects.about(row).get().holder == cast.rights_officer
    opening.represent(row, cast.second_rights_officer, by=cast.rights_officer, on=on)
    assert Duty.objects.about(row).get().holder == cast.second_rights_officer


def test_every_check_of_an_instalment_passes_to_the_new_officer(opened, go, cast, on):
    row = go(opened(), *AGREED)
    for days in (10, 40):
        paying.add_instalment(
            row, amount=Decimal(6000), due_on=on + days * DAY, by=cast.rights_officer, on=on
        )
    opening.represent(row, cast.second_rights_officer, by=cast.rights_officer, on=on)
    held = Duty.objects.open().about(row)
    assert [duty.holder for duty in held] == [cast.second_rights_officer] * 3


def test_whoever_may_not_handle_it_does_not_act_for_the_worker(opened, cast, on):
    with pytest.raises(Refused):
        opening.represent(opened(), cast.stranger_rights_officer, by=cast.rights_officer, on=on)


def test_nobody_handles_a_dispute_of_their_own(opened, cast, on):
    row = opened()
    with pytest.raises(Refused) as refused:
        actions.consult(row, by=cast.worker.user, on=on)
    assert refused.value.citation is None  # the rules of disputes say nothing about it


@pytest.mark.parametrize("told", [{"copies": 2}, {"signed": False}])
def test_an_agreement_is_in_three_copies_signed_and_sealed(told, opened, go):
    row = go(opened(), *MEDIATING)
    with pytest.raises(Refused) as refused:
        go(row, "agree", **told)
    assert rule_of(refused) == "cn.disp.med_copies_3"


@pytest.mark.parametrize(
    ("act", "rule", "days"),
    [
        ("ask_review", "cn.disp.med_review_15d", 16),
        ("ask_confirmation", "cn.disp.judicial_confirm_cpl", 31),
    ],
)
def test_review_and_confirmation_are_asked_together_and_in_time(
    act, rule, days, opened, go, cast, on
):
    row = go(opened(), *AGREED)
    with pytest.raises(Refused) as refused:
        go(row, act, together=False)
    assert rule_of(refused) == rule
    with pytest.raises(Refused) as refused:
        getattr(actions, act)(row, together=True, by=cast.rights_officer, on=on + days * DAY)
    assert rule_of(refused) == rule


@pytest.mark.parametrize("mediators", [[], ["丁仲", "戊和"], ["丁仲", "丁仲", "戊和"], ["李小明"]])
def test_mediators_are_one_or_an_odd_panel_and_no_party(mediators, opened, go):
    row = go(opened(), "ask_mediation")
    with pytest.raises(Refused):
        go(row, "accept", mediators=mediators)


def test_a_mediator_steps_aside_once_and_another_takes_the_place(opened, go, cast, on):
    row = go(opened(), *MEDIATING)
    told = {
        "reason": "与用人单位有亲属关系",
        "instead_of": "戊和",
        "by": cast.rights_officer,
        "on": on,
    }
    mediator = row.mediators.get()
    actions.recuse(mediator, **told)
    assert list(row.mediators.values_list("name", "recused_on")) == [("丁仲", on), ("戊和", None)]
    with pytest.raises(Refused):
        actions.recuse(mediator, **told | {"instead_of": "己平"})


def test_mediation_goes_on_longer_only_if_both_agree(opened, go, cast, on):
    row = go(opened(), *MEDIATING)
    told = {"days": 10, "reason": "等财务核算", "by": cast.rights_officer, "on": on}
    with pytest.raises(Refused) as refused:
        moving.extend(row, "disputes.end_mediation", **told)
    assert rule_of(refused) == "cn.disp.med_15d"
    duty = moving.extend(row, "disputes.end_mediation", **told, both_agree=True)
    assert duty.due_on == date(2026, 6, 26)


def test_an_award_is_extended_by_fifteen_days_at_most(opened, go, cast, on):
    row = go(opened(), *ARBITRATING)
    told = {"reason": "案情复杂", "by": cast.rights_officer, "on": on}
    with pytest.raises(Refused) as refused:
        moving.extend(row, "disputes.watch_award", days=16, **told)
    assert rule_of(refused) == "cn.disp.award_45_15"
    assert moving.extend(row, "disputes.watch_award", days=15, **told).due_on == date(2026, 7, 31)


def test_other_periods_are_not_extended(opened, go, cast, on):
    row = go(opened(), "consult")
    with pytest.raises(Refused):
        moving.extend(row, "disputes.hear", days=1, reason="x", by=cast.rights_officer, on=on)


def test_a_missed_period_stays_missed_with_its_reason(opened, go, cast, on):
    row = go(opened(), "consult")
    told = {"reason": "单位搬迁", "by": cast.rights_officer}
    with pytest.raises(Refused):
        moving.note_deadline_missed(row, "disputes.hear", **told, on=on + 7 * DAY)
    moving.note_deadline_missed(row, "disputes.hear", **told, on=on + 8 * DAY)
    duty = Duty.objects.about(row).get()
    assert (duty.fulfilled_on, duty.due_on) == (on + 8 * DAY, on + 7 * DAY)
    assert "单位搬迁" in row.happenings.get(act="missed").text


def test_what_hangs_on_a_corrected_day_is_counted_anew(opened, go, cast, on):
    row = go(opened(), *ARBITRATING)
    accepted = row.happenings.get(act="note_accepted")
    day = on - 3 * DAY
    told = {"reason": "以通知书日期为准", "by": cast.rights_officer, "on": on}
    with pytest.raises(Refused):  # it lies before the application
        moving.correct_day(accepted, day=day, **told)
    applied = row.happenings.get(act="apply_arbitration")
    moving.correct_day(applied, day=day, **told)
    with pytest.raises(Refused):  # nothing later than what followed
        moving.correct_day(applied, day=on + DAY, **told)
    moving.correct_day(accepted, day=day, reason="以通知书日期为准", by=cast.rights_officer, on=on)
    dues = dict(Duty.objects.open().about(row).values_list("kind", "due_on"))
    assert dues == {
        "disputes.watch_copies": date(2026, 6, 5),
        "disputes.watch_panel": date(2026, 6, 5),
        "disputes.watch_award": date(2026, 7, 13),
    }
    stale = Happening.objects.get(pk=accepted.pk)
    stale.on = on  # as another officer still sees it
    with pytest.raises(Refused):
        moving.correct_day(stale, day=on, reason="x", by=cast.rights_officer, on=on)


def test_a_corrected_notice_leaves_the_day_of_the_hearing(opened, go, cast, on):
    row = go(opened(), *ARBITRATING, day=on - 5 * DAY)
    go(row, "set_hearing")
    told = {"day": on - 2 * DAY, "reason": "送达回证", "by": cast.rights_officer, "on": on}
    moving.correct_day(row.happenings.get(act="set_hearing"), **told)
    duty = Duty.objects.open().about(row).get(kind="disputes.hearing")
    assert (duty.started_on, duty.due_on) == (date(2026, 7, 20), date(2026, 7, 15))


def test_a_corrected_day_keeps_what_lengthened_the_period(opened, go, cast, on):
    row = go(opened(), *ARBITRATING, day=on - 5 * DAY)
    told = {"reason": "案情复杂", "by": cast.rights_officer, "on": on}
    moving.extend(row, "disputes.watch_award", days=15, **told)
    moving.correct_day(row.happenings.get(act="note_accepted"), day=on - 4 * DAY, **told)
    duty = Duty.objects.open().about(row).get(kind="disputes.watch_award")
    assert duty.due_on == date(2026, 7, 27)  # 28 May, 45 and 15 days


def test_steps_do_not_go_back_in_time(opened, go, on):
    row = go(opened(), "consult")
    for day in (on + DAY, on - DAY):
        with pytest.raises(Refused):
            go(row, "note_refusal", day=day)


def test_after_the_limitation_one_applies_only_on_a_ground(opened, go):
    row = opened(known_on=date(2025, 3, 3))
    with pytest.raises(Refused) as refused:
        go(row, "apply_arbitration")
    assert rule_of(refused) == "cn.disp.limit_1y"
    go(row, "apply_arbitration", ground="单位一直承诺支付")
    assert row.stage == "applied"


def test_a_worker_in_employment_claims_wages_without_limit(opened, go, on):
    row = opened(kind="wages", known_on=date(2023, 3, 1))
    assert row.limitation_on is None
    assert go(row, "apply_arbitration").stage == "applied"


def test_a_refusal_to_negotiate_lets_the_year_begin_anew(opened, go, on):
    row = opened()
    assert row.limitation_on == date(2027, 3, 2)
    go(row, "consult", "note_refusal")
    assert Dispute.objects.get(pk=row.pk).limitation_on == date(2027, 6, 1)


def test_what_moves_the_limitation_is_written_down(opened, cast, on):
    row = opened()
    told = {"text": "因病不能主张权利", "by": cast.rights_officer, "on": on}
    moving.move_limitation(row, "suspend", day=date(2026, 4, 1), **told)
    assert row.limitation_on is None
    moving.move_limitation(row, "resume", day=date(2026, 4, 11), **told)
    assert row.limitation_on == date(2027, 3, 12)
    with pytest.raises(Refused):
        moving.move_limitation(row, "forget", day=on, **told)
    with pytest.raises(Refused):
        moving.move_limitation(row, "interrupt", day=on + DAY, **told)


def test_the_court_comes_after_arbitration_and_within_fifteen_days(opened, go, cast, on):
    row = go(opened(), *CONSULTED, "note_refusal")
    with pytest.raises(Refused):
        go(row, "sue")
    go(row, *ARBITRATING, "note_award")
    with pytest.raises(Refused) as refused:
        actions.sue(row, by=cast.rights_officer, on=on + 16 * DAY)
    assert rule_of(refused) == "cn.disp.suit_15d"
    assert go(row, "sue").stage == "in_court"


def test_a_notice_of_hearing_that_comes_late_is_said_so(opened, go):
    row = go(opened(), *ARBITRATING)
    go(row, "set_hearing", hearing_on=date(2026, 6, 4))
    assert row.happenings.get(act="set_hearing").text
    with pytest.raises(Refused):
        go(row, "set_hearing", hearing_on=date(2026, 6, 1))


def test_an_agreement_is_watched_until_its_last_instalment_is_paid(opened, go, cast, on):
    row = go(opened(), *AGREED)
    by = cast.rights_officer
    first, last = (
        paying.add_instalment(row, amount=Decimal(6000), due_on=on + days * DAY, by=by, on=on)
        for days in (10, 40)
    )
    assert open_kinds(row) == ["disputes.check_instalment"] * 2 + ["disputes.confirm"]
    paying.note_paid(first, by=by, on=on + 10 * DAY)
    row.refresh_from_db()
    assert row.stage == "agreed"
    paying.note_paid(last, by=by, on=on + 40 * DAY)
    row.refresh_from_db()
    assert (row.stage, open_kinds(row)) == ("fulfilled", [])
    with pytest.raises(Refused):
        paying.note_paid(last, by=by, on=on + 40 * DAY)


def test_a_missed_instalment_stays_missed_even_if_paid_later(opened, go, cast, on):
    row, by = go(opened(), *AGREED), cast.rights_officer
    one = paying.add_instalment(row, amount=Decimal(6000), due_on=on + 10 * DAY, by=by, on=on)
    with pytest.raises(Refused):
        paying.note_missed(one, reason="账户被冻结", by=by, on=on + 10 * DAY)
    paying.note_missed(one, reason="账户被冻结", by=by, on=on + 11 * DAY)
    with pytest.raises(Refused):
        paying.note_missed(one, reason="账户被冻结", by=by, on=on + 11 * DAY)
    paying.note_paid(one, by=by, on=on + 20 * DAY)
    one.refresh_from_db()
    assert (one.missed_on, one.paid_on, one.reason) == (on + 11 * DAY, on + 20 * DAY, "账户被冻结")


def test_a_payment_order_is_for_missed_money_in_a_mediation_agreement(opened, go, cast, on):
    by = cast.rights_officer
    other = go(opened(kind="hours", amount=None), *AGREED)
    with pytest.raises(Refused) as refused:
        go(other, "ask_payment_order")
    assert rule_of(refused) == "cn.disp.payment_order_wages"
    row = go(opened(), *AGREED)
    with pytest.raises(Refused):
        go(row, "ask_payment_order")
    one = paying.add_instalment(row, amount=Decimal(6000), due_on=on + 10 * DAY, by=by, on=on)
    with pytest.raises(Refused):
        go(row, "apply_arbitration")
    paying.note_missed(one, reason="没有付款", by=by, on=on + 11 * DAY)
    actions.ask_payment_order(row, by=by, on=on + 12 * DAY)
    assert row.happenings.filter(act="ask_payment_order").count() == 1


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1)])
def test_nothing_is_paid_before_it_is_agreed_nor_less_than_nought(amount, opened, go, cast, on):
    told = {"due_on": on, "by": cast.rights_officer, "on": on}
    with pytest.raises(Refused):
        paying.add_instalment(opened(), amount=Decimal(1), **told)
    with pytest.raises(Refused):
        paying.add_instalment(go(opened(), *AGREED), amount=amount, **told)


def test_a_dispute_grows_out_of_a_request_once_and_keeps_its_secrecy(cast, on):
    case = cases.take_down(
        cast.worker, topic="pay", text="欠薪", restricted=True, by=cast.rights_officer, on=on
    )
    told = {
        "organisation": case.organisation,
        "employer": "红星机械厂",
        "text": case.text,
        "known_on": on,
        "kind": "wages",
        "case": case,
        "by": cast.rights_officer,
        "on": on,
    }
    assert opening.open_dispute(cast.worker, **told).is_restricted
    with pytest.raises(Refused):
        opening.open_dispute(cast.worker, **told)
    with pytest.raises(Refused):
        opening.open_dispute(cast.colleague, **told)


def test_what_is_ahead_is_no_dispute(opened, on):
    with pytest.raises(Refused):
        opened(known_on=on + DAY)


def test_ten_workers_choose_three_to_five_who_speak_for_all(opened, cast, on):
    from tests.cast import joined

    row, by = opened(), cast.rights_officer
    rows = list(row.claimants.all())
    told = {"by": by, "on": on}
    with pytest.raises(Refused) as refused:
        opening.choose_representatives(row, rows, **told)
    assert rule_of(refused) == "cn.disp.collective_10"
    for order in range(9):
        person = joined(f"工友{order}", cast.units.plant, f"138{order:08}", account=False)
        rows.append(opening.add_claimant(row, person, **told))
    for count in (2, 6):
        with pytest.raises(Refused) as refused:
            opening.choose_representatives(row, rows[:count], **told)
        assert rule_of(refused) == "cn.disp.collective_reps_3_5"
    opening.choose_representatives(row, rows[:3], **told)
    assert row.claimants.filter(is_representative=True).count() == 3
    with pytest.raises(Refused):
        opening.add_claimant(row, rows[0].person, **told)


def test_claims_keep_what_was_won(opened, go, cast, on):
    row = opened()
    claimant = row.claimants.get()
    told = {"by": cast.rights_officer, "on": on}
    claim = opening.add_claim(claimant, kind="overtime", amount=Decimal("3000.50"), **told)
    with pytest.raises(Refused):
        opening.note_won(claim, won=Decimal(1), **told)
    with pytest.raises(Refused):
        opening.add_claim(claimant, kind="moon", **told)
    go(row, *AGREED)
    claim.refresh_from_db()
    opening.note_won(claim, won=Decimal("2500.25"), **told)
    claim.refresh_from_db()
    assert claim.won == Decimal("2500.25")


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"employer": ["乙一"]}, "cn.disp.med_committee"),
        ({"workers": [], "employer": []}, "cn.disp.med_committee"),
        ({"chair_is": "other"}, "cn.disp.med_committee"),
        ({"until_on": date(2027, 5, 31)}, "cn.disp.mediator_term"),
    ],
)
def test_a_committee_is_made_as_the_rules_say(told, rule, formed):
    with pytest.raises(Refused) as refused:
        formed(**told)
    assert rule_of(refused) == rule


def test_a_committee_mediates_while_its_term_lasts(opened, go, formed, cast, on):
    committee = formed()
    row = go(opened(), "ask_mediation", venue="committee", committee=committee)
    assert row.committee == committee
    with pytest.raises(Refused):
        go(opened(), "ask_mediation", venue="committee")
    committee.until_on = on
    with pytest.raises(Refused) as refused:
        go(opened(), "ask_mediation", venue="committee", committee=committee)
    assert rule_of(refused) == "cn.disp.mediator_term"


def test_every_rule_of_the_procedure_is_written():
    assert [step.act for step in STEPS if step.rule and step.citation is None] == []


def test_whether_an_award_is_final_is_open_until_a_minimum_wage_is_entered(
    opened, go, on, cast, settings, tmp_path
):
    settings.DATA = tmp_path
    row = go(opened(), *AWARDED)
    claim = row.claimants.get().claims.get()
    opening.note_won(claim, won=Decimal(2400), by=cast.rights_officer, on=on)
    assert [one["final"] for one in queries.claims_of(row, on=on)] == [None]
    figure = '[[CN]]\nfrom = 2026-01-01\nyuan = "200"\n'
    (tmp_path / "minimum_wages.toml").write_text(figure, encoding="utf-8")
    assert [one["final"] for one in queries.claims_of(row, on=on)] == [True]
