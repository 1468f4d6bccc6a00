"""People of the sample on their way into a union, and members between two unions."""

import random
from datetime import date, timedelta

from unionhall.accounts.models import User
from unionhall.members.applying import actions as applying
from unionhall.members.applying.models import Application, Way
from unionhall.members.inviting import actions as inviting
from unionhall.members.inviting.models import Invitation, Known
from unionhall.members.models import Person, Spell
from unionhall.members.transfers import actions as transfers
from unionhall.organisations.models import Organisation
from unionhall.site.sample.people import name_for, number_for
from unionhall.site.sample.self_service import account

DAY = timedelta(days=1)
# union, employment, workplace, way, days ago
WISHES = (
    ("GH001", "合同制", "运河精密机械厂", Way.PHONE, 1),
    ("GH001", "劳务派遣", "运河精密机械厂，装配线", Way.PHONE, 4),
    ("GH001", "合同制", "运河精密机械厂", Way.PAPER, 9),
    ("GH002", "合同制", "", Way.PAPER, 3),
    ("LH001", "新就业形态", "外卖平台，骑手", Way.PHONE, 2),
    ("LH001", "新就业形态", "网约车平台，司机", Way.PHONE, 16),
    ("LH002", "新就业形态", "快递公司，派件", Way.PHONE, 6),
    ("LH001", "灵活就业", "社区超市", Way.PHONE, 12),
    ("GH003", "合同制", "", Way.PAPER, 20),
)


def bring(officers: dict[str, User], *, dice: random.Random, on: date) -> None:
    """Applications that wait, were admitted and were not; transfers on either side."""
    by = officers["organisation-officer"]
    rows = [_wish(order, wish, by, dice, on) for order, wish in enumerate(WISHES)]
    applying.admit(rows[7], resolution="联合工会委员会2026年第6号", from_on=on, by=by, on=on)
    applying.refuse_application(
        rows[8], reason="已不在本单位工作，请向新单位工会申请", by=by, on=on
    )
    _move(by, on)


def _wish(order: int, wish, by: User, dice: random.Random, on: date) -> Application:
    union, employment, workplace, way, days = wish
    sex = dice.choice(["female", "male"])
    born = on - timedelta(days=dice.randint(20 * 365, 45 * 365))
    day = on - days * DAY
    return applying.apply(
        Organisation.objects.get(code=union),
        name=name_for(dice, sex),
        phone=f"198100000{order:02}",
        id_number=number_for(dice, born, sex, 490 + order),
        employment=employment,
        workplace=workplace,
        way=way,
        by=by if way == Way.PAPER else None,
        on=day,
    )


def _move(by: User, on: date) -> None:
    units = {code: Organisation.objects.get(code=code) for code in ("GH001", "GH004")}
    spells = Spell.objects.filter(
        organisation__code__startswith="GH",
        until_on=None,
        from_on__lt=on - 30 * DAY,
        person__user=None,
    ).exclude(organisation__in=units.values())
    rows = list(spells.select_related("person", "organisation").order_by("pk")[30:34])
    asked = [
        transfers.ask(spell, units[to], reason=why, by=by, on=on - days * DAY)
        for spell, to, why, days in (
            (rows[0], "GH001", "调到运河精密机械厂工作", 2),
            (rows[1], "GH001", "换了单位", 8),
            (rows[2], "GH004", "夫妻团聚，换到滨江上班", 14),
            (rows[3], "GH001", "换了单位", 20),
        )
    ]
    for transfer in (asked[1], asked[2]):
        transfers.release(transfer, by=by, on=on - 3 * DAY)
    transfers.receive(asked[2], by=by, on=on - DAY)
    transfers.refuse_transfer(asked[3], reason="本人仍在本单位上班，请核实", by=by, on=on - 9 * DAY)


def invite(people: list[Person], by: User, *, on: date) -> None:
    """Unions that ask for members of others: waiting, agreed, declined, and one that found nobody."""
    _invited("GH004", people[0], "本人已到我单位设备部上班", by, on - 2 * DAY)
    agreed = _invited("GH003", people[4], "本人已调到客服中心", by, on - 6 * DAY)
    if agreed:
        inviting.agree_invitation(agreed, by=account(people[4]), on=on - 4 * DAY)
    declined = _invited("GH001", people[5], "听说本人换到运河精密机械厂", by, on - 9 * DAY)
    if declined:
        inviting.decline_invitation(
            declined, reason="还没有换单位", by=account(people[5]), on=on - 7 * DAY
        )
    inviting.invite(
        Organisation.objects.get(code="LH001"),
        name="孟凡",
        known_by=Known.PHONE,
        number="19810000099",
        reason="现在跑外卖，原单位工会不详",
        by=by,
        on=on - 3 * DAY,
    )


def _invited(code: str, person: Person, why: str, by: User, on: date) -> Invitation | None:
    """An invitation, unless the register has no number of theirs, or they are in that union."""
    union = Organisation.objects.get(code=code)
    if not person.phone or person.spells.filter(organisation=union).exists():
        return None
    return inviting.invite(
        union,
        name=person.name,
        known_by=Known.PHONE,
        number=person.phone,
        reason=why,
        by=by,
        on=on,
    )
