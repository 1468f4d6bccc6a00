"""Members of the sample who look after their own files: changes, household, delegates, consents."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from unionhall.accounts.models import User
from unionhall.members.changes import actions as changes
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.consents import actions as consents
from unionhall.members.consents.kinds import KINDS
from unionhall.members.delegates import actions as delegates
from unionhall.members.delegates.models import Delegation
from unionhall.members.households import actions as households
from unionhall.members.models import Person

DAY = timedelta(days=1)
# union, which of its members, fields, reason, days ago
WISHES: tuple[tuple[str, int, dict[str, Any], str, int], ...] = (
    ("GH001", 0, {"department": "质检科"}, "上月从装配线调到质检科", 2),
    ("GH001", 4, {"employment": "合同制", "department": "装配车间"}, "劳务派遣转为合同制", 6),
    ("GH001", 5, {"works_since": date(2019, 7, 1)}, "入厂日期与劳动合同不一致", 1),
    ("GH001", 6, {"education": "本科", "department": "设备科"}, "自考毕业，调到设备科", 4),
    ("GH002", 2, {"department": "门诊护理部"}, "轮岗", 3),
    ("GH002", 3, {"is_migrant": False}, "户口已迁入本市", 11),
    ("GH003", 1, {"department": "客服中心"}, "部门合并后更名", 8),
    ("GH003", 2, {"employment": "灵活就业"}, "改为按单计酬", 5),
)


# whose, what they are, name, since how many days, born how many days ago
RELATIVES = (
    (0, "spouse", "梁慧敏", 5200, None),
    (0, "child", "宋一诺", 3300, 3300),
    (0, "parent", "宋德明", 15000, None),
    (1, "child", "秦朗", 1500, 1500),
    (4, "child", "小米", 2700, 2700),
    (5, "parent", "陈桂珍", 14000, None),
)
# whose, kinds consented to, taken back again
WORDS_GIVEN = (
    (0, ("courses", "offers", "statistics"), ()),
    (1, ("courses", "photos"), ("photos",)),
    (2, ("offers",), ()),
    (3, ("courses", "offers", "photos", "statistics"), ()),
    (4, ("photos", "offers"), ("offers",)),
    (6, ("courses",), ()),
)


def bring(officers: dict[str, User], *, password: str, on: date) -> list[Person]:
    """Proposals that wait, were approved, approved in part and refused; the people whose they are."""
    by = officers["organisation-officer"]
    hashed = make_password(password)
    people: list[Person] = []
    for union, place, told, *_rest in WISHES:
        people.append(_member(union, place, told, hashed, people))
    made = [
        _proposed(person, told, why, on - days * DAY)
        for person, (_union, _place, told, why, days) in zip(people, WISHES, strict=True)
    ]
    changes.approve_changes(made[5], by=by, on=on - 6 * DAY)
    changes.approve_changes(
        made[1], fields=["department"], reason="请附新的劳动合同再提一次", by=by, on=on - 2 * DAY
    )
    changes.refuse_changes(made[6], reason="合并还没有发文，发文后统一更改", by=by, on=on - 3 * DAY)
    changes.withdraw_changes(made[7], by=account(people[7]), on=on - 4 * DAY)
    education = "本科" if people[0].education == "大专" else "大专"
    changes.propose_changes(
        people[0],
        {"education": education},
        version=people[0].version,
        by=account(people[0]),
        on=on - DAY,
    )
    return people


def account(person: Person) -> User:
    """The account that `bring` has seen to."""
    if person.user is None:
        raise ValueError(f"{person} signs in nowhere.")
    return person.user


def _proposed(person: Person, told: dict, why: str, on: date) -> ChangeProposal:
    came = changes.propose_changes(
        person, told, version=person.version, reason=why, by=account(person), on=on
    )
    if came.proposal is None:
        raise ValueError(f"Nothing of this waits for the union: {told}")
    return came.proposal


def settle(people: list[Person], *, on: date) -> None:
    """Their households, who acts for whom, and what they consent to."""
    for whose, kind, name, since, born in RELATIVES:
        households.add_relative(
            people[whose], kind=kind, name=name, from_on=on - since * DAY,
            birth_on=on - born * DAY if born else None,
            by=account(people[whose]), on=on - 30 * DAY,
        )  # fmt: skip
    _married(people[2], people[3], on)
    _delegated(people, on)
    for whose, kinds, taken_back in WORDS_GIVEN:
        _consented(people[whose], kinds, taken_back, on)


def _married(first: Person, second: Person, on: date) -> None:
    """Two members of one family: both files name each other."""
    made = households.add_relative(
        first,
        kind="spouse",
        name=second.name,
        from_on=on - 2400 * DAY,
        by=account(first),
        on=on - 20 * DAY,
    )
    if second.phone:
        households.ask_link(made, phone=second.phone, by=account(first), on=on - 20 * DAY)
        made.refresh_from_db()
        if made.member:
            households.agree_link(made, by=account(second), on=on - 18 * DAY)


def _delegated(people: list[Person], on: date) -> None:
    """The sample's worker acts for a colleague and lets another act; a third delegation was revoked."""
    worker, absent = people[0], people[7]
    _given(worker, people[1], ["data"], on - 12 * DAY)
    if over := _given(people[5], people[4], ["requests"], on - 40 * DAY):
        delegates.revoke_delegation(over, by=account(people[5]), on=on - 7 * DAY)
    if held := _given(absent, worker, ["data", "requests", "applications"], on - 25 * DAY):
        file = Person.objects.get(pk=absent.pk)
        changes.propose_changes(
            file,
            {"department": "客户服务部"},
            version=file.version,
            reason="部门改名，本人不用智能手机，由我代为提出",
            under=held.pk,
            by=account(worker),
            on=on - DAY,
        )


def _given(person: Person, delegate: Person, matters: list[str], on: date) -> Delegation | None:
    """A delegation, unless the register has no number of the delegate."""
    if not delegate.phone:
        return None
    return delegates.give_delegation(
        person,
        name=delegate.name,
        phone=delegate.phone,
        matters=matters,
        from_on=on,
        by=account(person),
        on=on,
    )


def _consented(person: Person, kinds, taken_back, on: date) -> None:
    day = on - 45 * DAY
    for kind in kinds:
        if shown := KINDS[kind].shown(day):
            consents.give_consent(person, kind, version=shown.number, by=account(person), on=day)
    for kind in taken_back:
        consents.withdraw_consent(person, kind, by=account(person), on=on - 8 * DAY)


def _member(union: str, place: int, told: dict, hashed: str, taken: list[Person]) -> Person:
    """A member of the union with an account, of whom nothing of this is written down already.

    The first of the first union is the sample's worker; in a small sample somebody else must do.
    """
    rows = Person.objects.filter(spells__until_on=None, died_on=None)
    rows = rows.exclude(pk__in=[person.pk for person in taken]).order_by("pk")
    for field, value in told.items():
        rows = rows.exclude(**{field: value})
    here = list(rows.filter(spells__organisation__code=union)[: place + 1])
    person = here[-1] if here else rows[0]
    if person.user is None:
        person.user = User.objects.create(
            username=f"member-{person.pk}", name=person.name, password=hashed
        )
        person.save(update_fields=["user"])
    return person
