"""Memberships of the sample that rest or end: kept, retired, suspended, withdrawn, expelled, after a death."""

from datetime import date, timedelta

from unionhall.accounts.models import User
from unionhall.members.card import actions as cards
from unionhall.members.models import Spell
from unionhall.members.standing import leaving, rests

DAY = timedelta(days=1)


def rest(officers: dict[str, User], *, on: date) -> None:
    """Let a few members of the first unions come to what happens to members in a year."""
    by = officers["organisation-officer"]
    spells = Spell.objects.filter(
        organisation__code__startswith="GH",
        until_on=None,
        person__user=None,
        from_on__lt=on - 200 * DAY,
    )
    row = iter(spells.select_related("person", "organisation").order_by("pk")[5:30])
    for cause, days, reason in (
        ("unemployed", 90, "合同到期未续签，正在找工作"),
        ("leave", 60, "产假后续休育儿假"),
        ("seconded", 150, "派往湖州项目部两年"),
    ):
        rests.keep(
            next(row), cause=cause, from_on=on - days * DAY,
            until_on=on + 120 * DAY if cause == "leave" else None, reason=reason, by=by, on=on,
        )  # fmt: skip
    for days in (400, 35, 10):
        rests.retire(next(row), from_on=on - min(days, 190) * DAY, keeps=True, by=by, on=on)
    rests.retire(next(row), from_on=on - 30 * DAY, keeps=False, by=by, on=on)
    rests.suspend(
        next(row), from_on=on - 20 * DAY, until_on=on + 70 * DAY, reason="在选举中冒用他人名义签名",
        resolution="基层委员会2026年第4号", by=by, on=on,
    )  # fmt: skip
    for days in (12, 2):
        leaving.withdraw(next(row), asked_on=on - days * DAY, by=by, on=on)
    leaving.expel(
        next(row), until_on=on - 5 * DAY, resolved_on=on - 6 * DAY,
        resolution="基层委员会2026年第5号", reason="因盗窃罪被判处有期徒刑", by=by, on=on,
    )  # fmt: skip
    leaving.note_death(next(row).person, died_on=on - 40 * DAY, by=by, on=on)


def give_cards(officers: dict[str, User], *, on: date) -> None:
    """The worker of the sample has a card; one more has been revoked and replaced."""
    by = officers["organisation-officer"]
    first = Spell.objects.filter(
        organisation__code="GH001", until_on=None, from_on__lt=on - 60 * DAY
    )
    people = [spell.person for spell in first.select_related("person").order_by("pk")[:3]]
    for person in people:
        cards.issue(person, by=by, on=on - 40 * DAY)
    lost = people[1].cards.get()
    cards.revoke(lost, reason="手机遗失", by=by, on=on - 3 * DAY)
    cards.issue(people[1], by=by, on=on - 3 * DAY)
