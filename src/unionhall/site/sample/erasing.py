"""Former members of the sample who want their data erased, and one whose data a dispute still needs."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from unionhall.members.erasure import actions
from unionhall.members.models import Person, Spell

WORDS = ("已调往外省，不再需要。", "", "")
NEEDED = "劳动争议仲裁〔2026〕118 号，工资支付记录需留存至结案"


def ask(officers: dict, *, on: date) -> None:
    """Two ask; of a third one's data a hold stands, and the request was refused with it."""
    held = Spell.objects.filter(person=OuterRef("pk"))
    lasting = held.filter(Q(until_on=None) | Q(until_on__gt=on))
    living = Person.objects.filter(died_on=None, merged_into=None)
    people = list(living.filter(Exists(held), ~Exists(lasting)).order_by("pk")[: len(WORDS)])
    register, chair = officers["organisation-officer"], officers["chair"]
    for number, (person, words) in enumerate(zip(people, WORDS, strict=False)):
        day = on - timedelta(days=9 - 3 * number)
        left = person.memberships[0].until_on
        if left and left > day:
            day = on
        made = actions.ask(person, reason=words, by=register, on=day)
        if number == 2:
            actions.hold(person, ground=NEEDED, by=chair, on=day)
            actions.refuse_erasure(made, reason=NEEDED, by=register, on=on)
