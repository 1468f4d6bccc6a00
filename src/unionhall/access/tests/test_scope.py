"""A scope is what mandates allow on today's tree; lists and objects cannot disagree about it."""

import json
from datetime import date, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from unionhall.access.grants import ABILITIES, GRANTS, load, offices_with
from unionhall.access.matrix import matrix
from unionhall.access.scope import Scope, ScopedQuerySet, can, own, public, requires, scope, topmost
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.organisations import actions
from unionhall.organisations.models import Employer, Mandate, Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.organisations.toml import BadData

DAY = timedelta(days=1)


def walk(request):
    return HttpResponse("in")


def asked_by(user):
    request = RequestFactory().get("/some/page/")
    request.user = user
    return request


# What offices may do


def test_grants_name_only_known_offices_and_abilities():
    assert set(GRANTS) == set(OFFICES)
    assert set().union(*GRANTS.values()) <= set(ABILITIES)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t["grants"]["chair"].append("cases.dream"),
        lambda t: t["grants"].update(emperor=[]),
        lambda t: t["grants"].pop("chair"),
        lambda t: t["abilities"]["cases.view"].pop("en"),
        lambda t: t.update(roles={}),
    ],
)
def test_a_spoilt_grants_file_does_not_load(spoil):
    tables = {
        "abilities": {"cases.view": {"zh": "看", "en": "see"}},
        "grants": {office: ["cases.view"] for office in OFFICES},
    }
    load(tables)
    spoil(tables)
    with pytest.raises(BadData):
        load(tables)


def test_only_the_rights_officer_sees_restricted_requests():
    assert offices_with("cases.view_restricted") == {"rights_officer"}


def test_an_administrator_sees_neither_members_nor_requests():
    seen = {ability.partition(".")[0] for ability in GRANTS["administrator"]}
    assert seen & {"members", "cases", "history"} == set()


def test_nobody_has_an_ability_that_is_not_declared(person_of):
    with pytest.raises(KeyError):
        scope(person_of(), "cases.dream")
    with pytest.raises(KeyError):
        requires("cases.dream")


def test_the_matrix_says_what_the_grants_say():
    table = matrix()
    said = {
        office.code: {row.ability.code for row in table.rows if row.granted[place]}
        for place, office in enumerate(table.offices)
    }
    assert said == GRANTS


@pytest.mark.parametrize("option", ["--json", None])
def test_the_matrix_is_printed(option):
    out = StringIO()
    call_command("access_matrix", *filter(None, [option]), stdout=out)
    if option:
        granted = json.loads(out.getvalue())
        assert {office: set(abilities) for office, abilities in granted.items()} == GRANTS
    else:
        lines = out.getvalue().splitlines()
        restricted = [line for line in lines if line.startswith("cases.view_restricted")]
        assert [line.count("●") for line in restricted] == [1]


# Where


@pytest.fixture
def person_of(db):
    """Makes a user with mandates: person_of(("chair", unit), …)."""

    def make(*mandates, from_on=date(2026, 1, 1), until_on=None):
        user = User.objects.create(username=f"u{User.objects.count()}", name="某")
        for office, unit in mandates:
            Mandate.objects.create(
                user=user, organisation=unit, office=office, from_on=from_on, until_on=until_on
            )
        return user

    return make


def test_a_scope_reaches_from_ones_organisation_down(units, person_of):
    user = person_of(("chair", units.district))
    found = scope(user, "cases.view")
    assert [unit for unit in vars(units).values() if found.covers(unit)] == [
        units.district,
        units.street,
        units.plant,
        units.shop,
    ]
    assert set(Organisation.objects.filter(found.q(""))) == {
        units.district,
        units.street,
        units.plant,
        units.shop,
    }


def test_an_empty_scope_is_false_and_finds_nothing(units, person_of):
    found = scope(person_of(("treasurer", units.city)), "cases.view")
    assert (bool(found), found.paths, found.covers(units.city)) == (False, (), False)
    assert list(Organisation.objects.within(found)) == []
    assert found.q() == Q(pk__in=[])


def test_mandates_inside_one_another_count_once(units, person_of):
    user = person_of(
        ("chair", units.district), ("vice_chair", units.plant), ("chair", units.stranger)
    )
    found = scope(user, "cases.view")
    assert found.paths == tuple(sorted([units.district.path, units.stranger.path]))
    assert Organisation.objects.within(found).filter(code="U-PLANT").count() == 1


def test_rights_begin_and_end_by_themselves(units, person_of):
    user = person_of(("chair", units.plant), from_on=today() + DAY, until_on=today() + 3 * DAY)
    held = [bool(scope(user, "cases.view", on=today() + days * DAY)) for days in range(5)]
    assert held == [False, True, True, False, False]
    assert not scope(user, "cases.view")


def test_rights_follow_todays_tree(units, person_of):
    user = person_of(("chair", units.district))
    assert can(user, "cases.view", units.plant)
    actions.move(units.plant, units.elsewhere, by=user, on=today())
    assert not can(user, "cases.view", units.plant)
    assert not can(user, "cases.view", units.plant, on=today() - 300 * DAY)


def test_neither_strangers_nor_the_unknown_may_do_anything(units, person_of):
    assert not scope(AnonymousUser(), "cases.view")
    user = person_of(("chair", units.city))
    user.is_active = False
    assert not scope(user, "cases.view")


def test_a_token_may_name_fewer_abilities(units, person_of):
    user = person_of(("chair", units.city))
    user.limited_to = {"cases.view"}
    allowed = [bool(scope(user, ability)) for ability in ("cases.view", "cases.accept")]
    assert allowed == [True, False]


def test_one_query_serves_a_whole_request(units, person_of, django_assert_num_queries):
    user = person_of(("chair", units.district))
    with django_assert_num_queries(1):
        found = scope(user, "cases.view")
        found.also("cases.accept")
        assert can(user, "members.view", units.plant)
        assert not can(user, "members.view", units.stranger)


def test_a_scope_is_frozen_and_compares_by_what_it_allows(units, person_of):
    user = person_of(("chair", units.district))
    found = scope(user, "cases.view")
    assert found == Scope("cases.view", (units.district.path,))
    with pytest.raises(AttributeError):
        found.paths = ("1/",)


class Row:
    """A row of some app above: its list is scoped by its organisation."""

    _default_manager = SimpleNamespace(all=lambda: ScopedQuerySet(Mandate))

    def __init__(self, organisation):
        self.organisation = organisation


def test_can_answers_for_rows_as_their_list_does(units, person_of):
    user = person_of(("chair", units.district))
    rows = [Row(units.plant), Row(units.stranger)]
    assert [can(user, "duties.view", row) for row in rows] == [True, False]
    mandates = [
        Mandate.objects.create(user=user, organisation=unit, office="auditor", from_on=today())
        for unit in (units.plant, units.stranger)
    ]
    assert [can(user, "employers.manage", mandate) for mandate in mandates] == [True, False]
    employers = [
        Employer.objects.create(name="甲", kept_by=units.plant),
        Employer.objects.create(name="乙", kept_by=units.stranger),
    ]
    assert [can(user, "employers.manage", employer) for employer in employers] == [True, False]


PATHS = st.lists(
    st.lists(st.integers(1, 12), min_size=1, max_size=4).map(
        lambda steps: "".join(f"{step}/" for step in steps)
    ),
    max_size=8,
)


@given(PATHS, PATHS)
def test_the_topmost_paths_cover_what_all_of_them_cover(paths, others):
    top = topmost(paths)
    assert list(top) == sorted(set(top))
    assert [p for p in top for q in top if p != q and p.startswith(q)] == []
    for other in others:
        assert other.startswith(top) == any(other.startswith(path) for path in paths)


TREES = st.lists(st.integers(0, 30), min_size=1, max_size=14)
HELD = st.lists(
    st.tuples(
        st.integers(0, 13),
        st.sampled_from(sorted(OFFICES)),
        st.integers(-2, 2),
        st.integers(1, 3) | st.none(),
    ),
    max_size=6,
)


class ListsAndObjectsAgree(TestCase):
    """For random trees and mandates: what a list shows is what one may open."""

    @settings(max_examples=60, deadline=None)
    @given(TREES, HELD, st.sampled_from(sorted(ABILITIES)))
    def test_scope_and_can_never_disagree(self, parents, held, ability):
        units = grown(parents)
        user = User.objects.create(username="u", name="u")
        granted = set()
        for place, office, start, length in held:
            unit = units[place % len(units)]
            from_on = today() + start * DAY
            until_on = None if length is None else from_on + length * DAY
            if not clash(unit, from_on, until_on):
                Mandate.objects.create(
                    user=user, organisation=unit, office=office, from_on=from_on, until_on=until_on
                )
        for mandate in Mandate.objects.select_related("organisation"):
            if mandate.holds(on=today()) and ability in GRANTS[mandate.office]:
                granted |= {u.pk for u in units if u.path.startswith(mandate.organisation.path)}
        found = scope(user, ability)
        assert set(Organisation.objects.within(found).values_list("pk", flat=True)) == granted
        assert {unit.pk for unit in units if can(user, ability, unit)} == granted
        assert {unit.pk for unit in units if found.covers(unit)} == granted
        assert bool(found) == bool(granted)


def grown(parents):
    """A forest of units: each hangs below an earlier one, or below none."""
    units = []
    for number, parent in enumerate(parents):
        above = units[parent % len(units)] if units and parent % 5 else None
        unit = Organisation(code=str(number), name="x", kind="county", opened_on=date(2026, 1, 1))
        unit.parent, unit.path = above, f"new{number}/"
        unit.save()
        unit.path = f"{above.path if above else ''}{unit.pk}/"
        unit.save()
        units.append(unit)
    return units


def clash(unit, from_on, until_on):
    """Whether anything overlaps there already, which the database's guard might refuse."""
    others = unit.mandates.unfinished(on=from_on)
    return (others.filter(from_on__lt=until_on) if until_on else others).exists()


# Doors


@pytest.mark.django_db
def test_requires_lets_in_with_the_scope_and_answers_404_otherwise(units, person_of):
    view = requires("cases.accept")(lambda request: request.scope)
    user = person_of(("chair", units.plant))
    assert view.ability == "cases.accept"
    assert view(asked_by(user)).paths == (units.plant.path,)
    with pytest.raises(Http404):
        view(asked_by(person_of(("auditor", units.plant))))
    sent_away = view(asked_by(AnonymousUser()))
    assert sent_away.status_code == 302
    assert sent_away.url.endswith("?next=/some/page/")


@pytest.mark.django_db
def test_own_lets_in_whoever_is_signed_in(person_of):
    view = own(walk)
    assert view.own is True
    assert view(asked_by(person_of())).content == b"in"
    assert view(asked_by(AnonymousUser())).status_code == 302
    limited = person_of()
    limited.limited_to = {"cases.view"}
    with pytest.raises(Http404):
        view(asked_by(limited))


def test_public_lets_in_anybody():
    view = public(lambda request: HttpResponse("in"))
    assert (view.public, view(asked_by(AnonymousUser())).content) == (True, b"in")


def test_the_tags_show_a_button_to_those_who_may_press_it(units, person_of):
    template = Template(
        '{% load access %}{% can "cases.accept" unit as may %}{{ may }} {% can_anywhere "cases.accept" %}'
    )
    user = person_of(("chair", units.plant))
    said = [
        template.render(Context({"request": asked_by(user), "unit": unit}))
        for unit in (units.plant, units.shop)
    ]
    assert said == ["True True", "False True"]
