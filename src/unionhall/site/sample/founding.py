"""Unions of the sample on their way, and two small ones that were merged into a joint union."""

import random
from datetime import date, timedelta

from unionhall.accounts.models import User
from unionhall.core.residentid import check_character
from unionhall.members.models import Sex
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.changes import actions as changes
from unionhall.organising.changes.models import Way
from unionhall.organising.changes.plans import Plan, consequences, seal
from unionhall.organising.founding import actions, approving
from unionhall.organising.founding.models import Founding, Initiative, Leading
from unionhall.site.sample.federation import credit_code
from unionhall.site.sample.people import name_for

DAY = timedelta(days=1)
COMMITTEE = ("chair", "auditor", "vice_chair", "treasurer")


def bring(officers: dict[str, User], *, dice: random.Random, on: date) -> None:
    """One founding waits, one is in preparation, one was refused, one approved; a merger has happened."""
    by, streets = officers["organisation-officer"], _streets()
    _waiting(streets[3], by, dice, on)
    _preparing(streets[5], by, dice, on)
    _refused(streets[7], by, dice, on)
    _approved(streets[9], by, dice, on)
    _merged(by, on)


def _streets() -> list[Organisation]:
    return list(Organisation.objects.filter(kind="township").order_by("code"))


def _waiting(street: Organisation, by: User, dice: random.Random, on: date) -> None:
    row = _prepared(
        street,
        "云栖包装材料有限公司",
        "enterprise_union",
        by,
        dice,
        on - 34 * DAY,
        employer=True,
    )
    _enrol(row, 31, (*COMMITTEE, "women_officer"), by, dice, on - 20 * DAY, women=14)
    actions.apply(
        row,
        leading=Leading.COMMITTEE,
        years=3,
        elected_on=on - 8 * DAY,
        kin_declared=True,
        by=by,
        on=on - 6 * DAY,
    )


def _preparing(street: Organisation, by: User, dice: random.Random, on: date) -> None:
    row = _prepared(
        street,
        "网约配送员",
        "joint_union",
        by,
        dice,
        on - 11 * DAY,
        workplace="外卖、快递平台，配送员",
    )
    _enrol(row, 9, (), by, dice, on - 4 * DAY, women=2, employment="新就业形态")


def _refused(street: Organisation, by: User, dice: random.Random, on: date) -> None:
    row = _prepared(
        street,
        "青枫家具店",
        "enterprise_union",
        by,
        dice,
        on - 60 * DAY,
        employer=True,
    )
    _enrol(row, 6, ("organiser",), by, dice, on - 50 * DAY, women=3)
    actions.apply(
        row,
        leading=Leading.ORGANISER,
        elected_on=on - 48 * DAY,
        kin_declared=True,
        by=by,
        on=on - 47 * DAY,
    )
    actions.refuse(
        row,
        reason="当选的组织员是店主的妻子，请重新选举后再申请",
        rule="cn.org.kin_barred",
        by=by,
        on=on - 38 * DAY,
    )


def _approved(street: Organisation, by: User, dice: random.Random, on: date) -> None:
    row = _prepared(
        street,
        "同心社区便利店",
        "joint_union",
        by,
        dice,
        on - 45 * DAY,
        workplace="社区便利店、小餐馆",
        initiative=Initiative.HIGHER,
    )
    _enrol(row, 12, ("organiser",), by, dice, on - 30 * DAY, women=7)
    actions.apply(row, leading=Leading.ORGANISER, elected_on=on - 22 * DAY, by=by, on=on - 21 * DAY)
    approving.approve(row, code="LH004", resolution="区工组〔2026〕17号", by=by, on=on - 12 * DAY)


def _merged(by: User, on: date) -> None:
    """Two employers with few workers each are gathered by the joint union of their street."""
    units = {unit.code: unit for unit in Organisation.objects.filter(code__in=MERGED)}
    if len(units) < len(MERGED):
        return
    into = units.pop("LH003")
    plan = Plan(Way.MERGE, tuple(units[code] for code in sorted(units)), into=into)
    changes.merge(
        plan,
        resolution="区工组〔2026〕21号",
        reason="两家单位职工人数少，合并后统一开展工作",
        seen=seal(plan, consequences(plan, on=on)),
        by=by,
        on=on,
    )


MERGED = ("GH032", "GH037", "LH003")


def _prepared(
    street: Organisation,
    name: str,
    kind: str,
    by: User,
    dice: random.Random,
    on: date,
    *,
    employer: bool = False,
    workplace: str = "",
    initiative: str = Initiative.WORKERS,
) -> Founding:
    made = None
    if employer:
        made = Employer(
            name=f"杭州{name}",
            credit_code=credit_code(dice),
            division=street.division,
            workers=dice.randint(8, 60),
            kept_by=street,
        )
        organisations.add_employer(made, by=None, on=on)
    ending = "工会" if employer else "联合工会"
    return actions.prepare(
        street,
        kind=kind,
        name=f"{name}{ending}",
        workplace=workplace,
        employer=made,
        initiative=initiative,
        by=by,
        on=on,
    )


def _enrol(
    row: Founding,
    count: int,
    offices: tuple[str, ...],
    by: User,
    dice: random.Random,
    on: date,
    *,
    women: int,
    employment: str = "合同制",
) -> None:
    """Founders of whom the first are women; who was elected comes first, too."""
    for order in range(count):
        sex = Sex.FEMALE if order < women else Sex.MALE
        number = _number(dice, on, sex, row.pk * 40 + order)
        founder = actions.add_founder(
            row,
            name=name_for(dice, sex),
            phone=f"1982{row.pk:03}{order:04}",
            id_number=number,
            employment=employment,
            by=by,
            on=on,
        )
        if order < len(offices):
            actions.elect(founder, offices[order], by=by, on=on)


def _number(dice: random.Random, on: date, sex: str, order: int) -> str:
    """An ID number under another code that no district has, so that no member of the sample bears it."""
    born = on - timedelta(days=dice.randint(20 * 365, 50 * 365))
    tail = order % 500 * 2 + (0 if sex == Sex.FEMALE else 1)
    first = f"119900{born:%Y%m%d}{tail:03}"
    return first + check_character(first)
