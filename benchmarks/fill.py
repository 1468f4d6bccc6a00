"""Fill an empty database for a measurement: unions, members, requests with their duties."""

import random
from datetime import timedelta

from django.db import connection, transaction

from unionhall.cases import actions as cases
from unionhall.cases.models import Case, Draft, Status, Topic, new_number
from unionhall.core import clock
from unionhall.duties.models import Duty
from unionhall.members.models import Spell
from unionhall.site.sample import federation, people
from unionhall.site.sample.people import WORDS, Union
from unionhall.site.sample.requests import account_of

BATCH = 2000
POSTERS = 400
WITH_STORY = 400


def fill(*, members: int, unions: int, requests: int, seed: int = 7) -> None:
    """Build it; officers and the tree through the product's own acts, the mass of rows in bulk."""
    dice, on = random.Random(seed), clock.today()
    with transaction.atomic():
        built = federation.build(dice=dice, on=on, extra_unions=max(0, unions - 60))
        units = [*built.unions, *built.extra]
        each, rest = divmod(members, len(units))
        sizes = [
            (Union(union.organisation, union.women), each + (order < rest))
            for order, union in enumerate(units)
        ]
        people.fill(sizes, dice=dice, on=on)
        in_bulk(requests, dice, on)
    acted_out(dice, on)
    drafts(dice)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # else it happens while something is measured


def in_bulk(number: int, dice: random.Random, on) -> None:
    """Requests of two years, one in six still open, each with the duty it waits for."""
    spells = list(Spell.objects.in_force(on=on).values_list("person_id", "organisation_id"))
    chairs = {}
    for organisation, user in federation.Organisation.objects.filter(
        mandates__office="chair", mandates__until_on=None
    ).values_list("pk", "mandates__user"):
        chairs[organisation] = user
    district = federation.Organisation.objects.get(code=federation.DISTRICT)
    rights = district.mandates.filter(office="rights_officer").values_list("user", flat=True)[0]
    for start in range(0, number, BATCH):
        rows = [
            one(dice, on, spells, chairs, district.pk, rights)
            for _order in range(min(BATCH, number - start))
        ]
        Case.objects.bulk_create(rows)
        Duty.objects.bulk_create([duty_of(case) for case in rows if case.status in OPEN])


OPEN = (Status.RECEIVED, Status.ACCEPTED)


def one(dice: random.Random, on, spells, chairs, district: int, rights: int) -> Case:
    person, organisation = dice.choice(spells)
    handler = chairs.get(organisation)
    if handler is None:
        organisation, handler = district, rights
    is_open = dice.random() < 1 / 6
    received_on = on - timedelta(days=dice.randrange(60) if is_open else dice.randrange(60, 730))
    status = dice.choice(OPEN) if is_open else Status.CLOSED
    topic = dice.choice(Topic.values)
    return Case(
        number=unused_number(received_on),
        organisation_id=organisation,
        person_id=person,
        topic=topic,
        text=dice.choice(WORDS["requests"][topic]),
        status=status,
        handler_id=None if status == Status.RECEIVED else handler,
        received_on=received_on,
        received_at=clock.now() - timedelta(days=(on - received_on).days),
        due_on=received_on + timedelta(days=dice.choice([15, 60])),
        due_from=received_on,
        closed_on=None if is_open else received_on + timedelta(days=dice.randrange(1, 50)),
        satisfaction=None if is_open else dice.choice([1, 2, 3, 3, 3]),
    )


_used: set[str] = set()


def unused_number(received_on) -> str:
    """Among a hundred thousand written at once, two may draw the same number."""
    while (number := new_number(received_on)) in _used:
        pass
    _used.add(number)
    return number


def duty_of(case: Case) -> Duty:
    received = case.status == Status.RECEIVED
    return Duty(
        kind="cases.accept" if received else "cases.answer",
        organisation_id=case.organisation_id,
        office_at_id=case.organisation_id,
        office="chair",
        held_at_id=case.organisation_id,
        held_as="chair",
        subject_type="cases.case",
        subject_id=case.pk,
        rule="cn.pet.notify_15d" if received else "cn.pet.decide_60_30",
        jurisdiction="CN",
        started_on=case.received_on,
        opened_on=case.received_on,
        due_on=case.due_on,
    )


def acted_out(dice: random.Random, on) -> None:
    """Requests with a real story, to open one after another."""
    district = federation.Organisation.objects.get(code=federation.DISTRICT)
    desk = district.mandates.get(office="desk_officer").user
    spells = (
        Spell.objects.in_force(on=on)
        .filter(organisation__code__startswith="GH")
        .select_related("person")
    )
    for spell in spells.order_by("pk")[:WITH_STORY]:
        text = dice.choice(WORDS["requests"]["pay"])
        case = cases.take_down(spell.person, topic=Topic.PAY, text=text, by=desk, on=on)
        handler = case.organisation.mandates.in_force(on=on).filter(office="chair").first()
        if handler is None:
            continue
        cases.accept(case, by=handler.user, on=on)
        cases.ask(case, text="请把工资条发来。", by=handler.user, on=on)
        cases.reply(
            case, text="正在核实。", by=handler.user, on=on
        ) if case.status == Status.ACCEPTED else None


def drafts(dice: random.Random) -> None:
    """Workers with an account and a request ready to be sent."""
    people_ = [
        spell.person
        for spell in Spell.objects.in_force(on=clock.today())
        .select_related("person")
        .order_by("-pk")[:POSTERS]
    ]
    for person in people_:
        account_of(person)
        Draft.objects.create(
            person=person, text=dice.choice(WORDS["requests"]["safety"]), topic=Topic.SAFETY
        )
