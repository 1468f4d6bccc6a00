"""Members of the sample who look after their own files: changes they propose, and what came of them."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from unionhall.accounts.models import User
from unionhall.members.changes import actions as changes
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.models import Person

DAY = timedelta(days=1)
# union, which of its members, fields, reason, days ago
WISHES: tuple[tuple[str, int, dict[str, Any], str, int], ...] = (
    ("GH001", 0, {"department": "质检科"}, "上月从装配线调到质检科", 2),
    ("GH001", 4, {"employment": "合同制", "department": "装配车间"}, "劳务派遣转为合同制", 6),
    ("GH001", 5, {"works_since": date(2016, 7, 1)}, "入厂日期写错了一年", 1),
    ("GH001", 6, {"education": "本科", "department": "设备科"}, "自考毕业，调到设备科", 4),
    ("GH002", 2, {"department": "门诊护理部"}, "轮岗", 3),
    ("GH002", 3, {"is_migrant": False}, "户口已迁入本市", 11),
    ("GH003", 1, {"department": "客服中心"}, "部门合并后更名", 8),
    ("GH003", 2, {"employment": "退休返聘"}, "上月办了退休，单位返聘", 5),
)


def bring(officers: dict[str, User], *, password: str, on: date) -> list[Person]:
    """Proposals that wait, were approved, approved in part and refused; the people whose they are."""
    by = officers["organisation-officer"]
    hashed = make_password(password)
    people = [_member(union, place, told, hashed) for union, place, told, *_rest in WISHES]
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


def _member(union: str, place: int, told: dict, hashed: str) -> Person:
    """A member of the union with an account, of whom nothing of this is written down already.

    The first of the first union is the sample's worker.
    """
    rows = Person.objects.filter(
        spells__organisation__code=union, spells__until_on=None, died_on=None
    )
    for field, value in told.items():
        rows = rows.exclude(**{field: value})
    person = rows.order_by("pk")[place]
    if person.user is None:
        person.user = User.objects.create(
            username=f"member-{person.pk}", name=person.name, password=hashed
        )
        person.save(update_fields=["user"])
    return person
