"""The sample's tree: a real district with its sub-districts, invented employers and their unions."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from unionhall.accounts.models import User
from unionhall.history.actions import act, record
from unionhall.organisations import actions as organisations
from unionhall.organisations import divisions
from unionhall.organisations.creditcode import check_credit_code
from unionhall.organisations.keys import next_keys
from unionhall.organisations.models import Body, Employer, Mandate, Organisation, Placement
from unionhall.organisations.rules import years_later
from unionhall.site.sample.people import WORDS, Union, name_for

DISTRICT = "330105"
FOUNDED = date(2015, 5, 1)
OFFICES = (
    "chair",
    "vice_chair",
    "rights_officer",
    "desk_officer",
    "organisation_officer",
    "treasurer",
    "auditor",
    "women_officer",
)


@dataclass
class Federation:
    """What was built, for the steps that follow."""

    district: Organisation
    streets: list[Organisation] = field(default_factory=list)
    unions: list[Union] = field(default_factory=list)
    extra: list[Union] = field(default_factory=list)
    officers: dict[str, User] = field(default_factory=dict)


def line_of(code: str) -> set[str]:
    """The codes of the divisions above and including one."""
    return {code[:2], code[:4], code[:6]}


def build(*, dice: random.Random, on: date, extra_unions: int = 0) -> Federation:
    """Found the federations, employers and unions, and appoint their officers."""
    rows = [
        row
        for row in divisions.read(divisions.PACKAGED)
        if row.code in line_of(DISTRICT) or row.parent == DISTRICT
    ]
    organisations.import_divisions(rows, by=None, on=FOUNDED)
    district = Organisation.objects.get(code=DISTRICT)
    streets = list(Organisation.objects.filter(parent=district).order_by("code"))
    federation = Federation(district, streets)
    _found_unions(federation, dice)
    if extra_unions:
        _found_in_bulk(federation, extra_unions, dice, on)
    _elect(federation, dice, on)
    _appoint(federation, dice, on)
    return federation


def _found_unions(federation: Federation, dice: random.Random) -> None:
    for order, (name, trade, women) in enumerate(WORDS["employers"]):
        street = federation.streets[order % len(federation.streets)]
        employer = Employer(
            name=f"杭州{name}",
            trade=trade,
            credit_code=credit_code(dice),
            division=street.division,
            workers=dice.randint(30, 400),
        )
        organisations.add_employer(employer, by=None, on=FOUNDED)
        union = organisations.add(
            "enterprise_union",
            street,
            f"GH{order + 1:03}",
            f"{name}工会",
            by=None,
            on=FOUNDED,
            employer=employer,
            division=street.division,
        )
        federation.unions.append(Union(union, women))
    for order, name in enumerate(WORDS["joint"]):
        street = federation.streets[(order * 5 + 2) % len(federation.streets)]
        union = organisations.add(
            "joint_union",
            street,
            f"LH{order + 1:03}",
            f"{name}联合工会",
            by=None,
            on=FOUNDED,
            division=street.division,
        )
        federation.unions.append(Union(union))


@act
def _found_in_bulk(federation: Federation, number: int, dice: random.Random, on: date) -> None:
    """Many small unions with a chair each, as one act: for samples as large as a city."""
    keys = next_keys(Organisation, number)
    units, chairs = [], []
    for order, key in enumerate(keys):
        street = federation.streets[order % len(federation.streets)]
        units.append(
            Organisation(
                pk=key,
                code=f"X{order + 1:05}",
                name=f"{street.name.removesuffix('总工会')}第{order + 1}小微企业工会",
                kind="enterprise_union",
                parent=street,
                path=f"{street.path}{key}/",
                opened_on=FOUNDED,
            )
        )
        name = name_for(dice, dice.choice(["female", "male"]))
        chairs.append(User(username=f"extra-{order + 1}-chair", name=name))
    Organisation.objects.bulk_create(units, batch_size=1000)
    Placement.objects.bulk_create(
        [
            Placement(organisation=unit, parent=unit.parent, path=unit.path, from_on=FOUNDED)
            for unit in units
        ],
        batch_size=1000,
    )
    User.objects.bulk_create(chairs, batch_size=1000)
    Mandate.objects.bulk_create(
        [
            Mandate(user=user, organisation=unit, office="chair", from_on=on - timedelta(days=400))
            for user, unit in zip(chairs, units, strict=True)
        ],
        batch_size=1000,
    )
    federation.extra += [Union(unit) for unit in units]
    record(
        federation.district.chain,
        "organisations.added",
        by=None,
        subject=federation.district,
        facts={"units": number, "sample": True},
        on=on,
    )


def _elect(federation: Federation, dice: random.Random, on: date) -> None:
    """Each union's committees in their terms; a few run out soon, and a few women's committees are missing."""
    bodies = []
    for order, union in enumerate([*federation.unions, *federation.extra]):
        years = dice.choice([3, 3, 5])
        left = timedelta(days=dice.randint(100, 300 * years))
        if order % 17 == 4:
            left = timedelta(days=dice.randint(5, 80))
        until_on = on + left
        for kind in union.organisation.kind_facts.bodies[1:]:
            if kind == "women_committee" and order % 13 == 7:
                continue
            bodies.append(
                Body(
                    organisation=union.organisation,
                    kind=kind,
                    term=2,
                    from_on=years_later(until_on, -years),
                    until_on=until_on,
                )
            )
    Body.objects.bulk_create(bodies, batch_size=1000)


def credit_code(dice: random.Random) -> str:
    """A well-formed social credit code that no register has given out (its registrar is none)."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "N0" + "000000" + "".join(dice.choice(signs) for _place in range(9))
    for sign in signs:
        try:
            check_credit_code(body + sign)
        except ValidationError:
            continue
        return body + sign
    raise ValueError(body)


def officer(federation: Federation, key: str, name: str, phone: str) -> User:
    """An account for an officer, under a key to sign in with."""
    user = User.objects.create_user(username=key, name=name, phone=phone, phone_verified=True)
    federation.officers[key] = user
    return user


def _appoint(federation: Federation, dice: random.Random, on: date) -> None:
    """Every office of the district; chair and one more in each street; chair and a few more in each union."""
    phones = iter(range(19800000001, 19899999999))

    def put(organisation, office, key, *, from_on=None, until_on=None):
        sex = dice.choice(["female", "male"])
        name = name_for(dice, "female" if office == "women_officer" else sex)
        user = officer(federation, key, name, str(next(phones)))
        start = from_on or on - timedelta(days=dice.randint(200, 1200))
        organisations.appoint(
            user,
            organisation,
            office,
            from_on=max(start, FOUNDED),
            until_on=until_on,
            by=None,
            on=on,
        )

    for office in OFFICES:
        put(federation.district, office, office.replace("_", "-"))
    put(federation.district, "rights_officer", "rights-officer-2", until_on=on + timedelta(days=12))
    put(federation.district, "administrator", "administrator")
    put(federation.district.parent, "rights_officer", "city-rights-officer")
    put(federation.district.parent, "chair", "city-chair")
    for order, street in enumerate(federation.streets, start=1):
        put(street, "chair", f"street-{order}-chair")
        put(street, dice.choice(["rights_officer", "desk_officer"]), f"street-{order}-officer")
    # One term that has ended with its successor in office, one that ends next week, one that begins then.
    for order, union in enumerate(federation.unions, start=1):
        ends = on + timedelta(days=7) if order == 3 else None
        if order == 5:
            put(
                union.organisation,
                "chair",
                "union-5-chair-before",
                from_on=on - timedelta(days=1000),
                until_on=on - timedelta(days=20),
            )
            put(union.organisation, "chair", "union-5-chair", from_on=on - timedelta(days=20))
            continue
        put(union.organisation, "chair", f"union-{order}-chair", until_on=ends)
        if order == 3:
            put(union.organisation, "chair", "union-3-chair-next", from_on=ends)
        if order % 3 == 0:
            put(union.organisation, "desk_officer", f"union-{order}-desk")
        if order % 4 == 0:
            put(union.organisation, "women_officer", f"union-{order}-women")
