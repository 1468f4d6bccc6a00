"""Labour disputes of the sample: one at every stage, a collective one, one whose limitation is near."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from unionhall.accounts.models import User
from unionhall.disputes import actions, committees, moving, opening, paying
from unionhall.disputes.models import Dispute
from unionhall.members.models import Spell
from unionhall.organisations.models import Organisation

DAY = timedelta(days=1)
MEDIATED = ("ask_mediation", "accept")
AGREED = (*MEDIATED, "record_session", "agree")
NEEDED: dict[str, dict[str, Any]] = {
    "ask_mediation": {"venue": "union"},
    "accept": {"mediators": ["顾明远", "蒋丽", "范志勇"]},
    "record_session": {"text": "双方各自说明了经过，单位承认拖欠，希望分期。"},
    "agree": {"text": "单位分两期付清，逾期一次性支付余款。", "copies": 3, "signed": True},
    "withdraw": {"text": "单位已经补发，不再主张"},
    "end": {"text": "仲裁请求没有得到支持，职工不再起诉"},
}
# What it is about, claim, yuan, days since the worker knew, steps with how many days ago each was.
LIVES = (
    ("入职半年没有签书面合同", "double", 36000, 200, ()),
    ("周末加班没有加班费", "overtime", 8600, 60, (("consult", 3),)),
    ("辞退没有给经济补偿", "severance", 21000, 350, (("consult", 12), ("note_refusal", 6))),
    ("拖欠三个月工资", "wages", 15600, 95, (("ask_mediation", 2),)),
    ("违法解除劳动合同", "damages", 42000, 80, (("ask_mediation", 9), ("accept", 7))),
    ("少缴社会保险", "insurance", None, 150, (("ask_mediation", 30), ("accept", 28), ("fail_mediation", 14))),
    ("工伤医疗费没有报销", "injury_medical", 9800, 120, (("apply_arbitration", 4),)),
    ("二倍工资差额", "double", 28000, 160, (("apply_arbitration", 21), ("note_accepted", 18), ("note_copies", 15))),
    ("违法解除，请求赔偿", "damages", 54000, 240, (("apply_arbitration", 70), ("note_accepted", 66), ("note_award", 5))),
    ("扣发绩效工资", "wages", 6400, 90, (("consult", 40), ("withdraw", 30))),
    ("请求恢复劳动关系", "return", None, 300, (("apply_arbitration", 120), ("note_accepted", 116), ("note_award", 60), ("end", 40))),
)  # fmt: skip


def bring(officers: dict[str, User], *, on: date) -> None:
    """A dozen disputes of members of the first unions."""
    by = officers["rights-officer"]
    spells = list(
        Spell.objects.filter(until_on=None, organisation__code__in=["GH001", "GH002", "GH003"])
        .select_related("person", "organisation")
        .order_by("pk")[:40]
    )
    if len(spells) < 40:
        return
    _committee(spells[0].organisation, by, on)
    for spell, (text, kind, amount, known, steps) in zip(spells[1:], LIVES, strict=False):
        row = _opened(spell, text, kind, amount, known, by, on)
        for act, ago in steps:
            _step(row, act, by, on - ago * DAY)
    _agreed(spells[0], by, on)
    _collective(spells[20:32], by, on)


def _opened(spell, text, kind, amount, known, by, on, ended=None) -> Dispute:
    row = opening.open_dispute(
        spell.person,
        organisation=spell.organisation,
        employer=spell.organisation.name.removesuffix("工会"),
        text=text,
        known_on=on - known * DAY,
        employment_ended_on=ended,
        kind=kind,
        amount=None if amount is None else Decimal(amount),
        by=by,
        on=on - min(known, 130) * DAY,
    )
    return opening.represent(row, by, by=by, on=row.opened_on)


def _step(row: Dispute, act: str, by: User, day: date) -> None:
    getattr(actions, act)(row, **NEEDED.get(act, {}), by=by, on=day)


def _committee(union: Organisation, by: User, on: date) -> None:
    committees.form_committee(
        union,
        workers=["顾明远", "蒋丽"],
        employer=["秦浩", "范志勇"],
        chair="顾明远",
        chair_is="union_member",
        from_on=on - 200 * DAY,
        until_on=on + 600 * DAY,
        by=by,
        on=on,
    )


def _agreed(spell, by: User, on: date) -> None:
    """The worker of the sample: agreed, one instalment paid, one missed, one to come."""
    row = _opened(spell, "离职后拖欠工资和经济补偿", "severance", 18000, 75, by, on)
    for act, ago in zip(AGREED, (60, 58, 50, 47), strict=True):
        _step(row, act, by, on - ago * DAY)
    dues = (on - 30 * DAY, on - 5 * DAY, on + 20 * DAY)
    first, second, _last = (
        paying.add_instalment(row, amount=Decimal(6000), due_on=day, by=by, on=on - 46 * DAY)
        for day in dues
    )
    paying.note_paid(first, by=by, on=on - 30 * DAY)
    paying.note_missed(second, reason="单位称账户被冻结", by=by, on=on - 4 * DAY)


def _collective(spells, by: User, on: date) -> None:
    """Twelve workers with one claim each and three who speak for all; interrupted once."""
    row = _opened(spells[0], "全班组高温津贴没有发放", "wages", 1200, 140, by, on)
    rows = [row.claimants.get()]
    for spell in spells[1:]:
        claimant = opening.add_claimant(row, spell.person, by=by, on=row.opened_on)
        opening.add_claim(claimant, kind="wages", amount=Decimal(1200), by=by, on=row.opened_on)
        rows.append(claimant)
    opening.choose_representatives(row, rows[:3], by=by, on=row.opened_on)
    moving.move_limitation(
        row, "interrupt", day=on - 50 * DAY, text="班组代表书面要求补发", by=by, on=on - 50 * DAY
    )
    _step(row, "consult", by, on - 2 * DAY)
