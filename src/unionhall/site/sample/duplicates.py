"""Members of the sample who stand in the register twice, as such files come about."""

from datetime import date
from typing import Any

from unionhall.accounts.models import User
from unionhall.members import actions
from unionhall.members.duplicates import finding
from unionhall.members.models import Spell
from unionhall.organisations.models import Organisation

# Added again by hand, without the ID number: another character, another order, in Latin letters.
TWINS = (
    ("王伟", "王玮", "male", date(1986, 3, 12), "13900000881", "装配车间"),
    ("李秀兰", "秀兰李", "female", date(1979, 11, 2), "13900000882", "后勤"),
    ("陈海燕", "Chen Haiyan", "female", date(1991, 7, 25), "13900000883", "质检"),
)


def repeat(officers: dict[str, User], *, on: date) -> None:
    """Enter a few people twice, in two unions, and find the pairs."""
    by = officers["organisation-officer"]
    first = Organisation.objects.get(code="GH001")
    held = Spell.objects.filter(organisation__parent=first.parent).exclude(organisation=first)
    second = held.order_by("organisation__code").first()
    there = second.organisation if second else first
    for one, other, sex, birth_on, phone, department in TWINS:
        same: dict[str, Any] = {
            "sex": sex,
            "birth_on": birth_on,
            "phone": phone,
            "from_on": on,
            "by": by,
            "on": on,
        }
        actions.add(first, name=one, department=department, **same)
        actions.add(there, name=other, **same)
    finding.find(first)
