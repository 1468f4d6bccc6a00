"""Appointing people and ending their mandates; what may not be held at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.organisations import actions, signals
from unionhall.organisations.bars import copy_bars
from unionhall.organisations.models import Mandate, OfficeBar, Organisation
from unionhall.organisations.offices import OFFICES, Bar, bars
from unionhall.organisations.queries import held_by

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def zhao(person):
    return person("zhao", name="赵敏")


@pytest.fixture
def qian(person):
    return person("qian", name="钱进")


def test_appoint_gives_an_office_and_is_recorded(works, zhao, secretary, on):
    mandate = actions.appoint(zhao, works, "chair", from_on=on, by=secretary, on=on)
    assert (mandate.user, mandate.organisation, mandate.office) == (zhao, works, "chair")
    assert held_by(zhao, on=on) == ((mandate.pk, "chair", works.path),)
    last = trail(works)[-1]
    assert (last.verb, last.chain, last.by) == ("organisations.appointed", works.chain, secretary)
    assert last.facts["mandate"] == mandate.pk


def test_a_mandate_begins_and_ends_by_itself(works, zhao, on):
    actions.appoint(zhao, works, "chair", from_on=on + DAY, until_on=on + 3 * DAY, by=None, on=on)
    held = [bool(held_by(zhao, on=on + days * DAY)) for days in range(5)]
    assert held == [False, True, True, False, False]


def test_it_belongs_to_the_body_in_force(works, zhao, on):
    body = actions.open_body(works, "committee", years=3, from_on=on, by=None, on=on)
    assert actions.appoint(zhao, works, "chair", from_on=on, by=None, on=on).body == body


def test_appoint_is_refused(works, street, group, zhao, secretary, person, on):
    left = person("left", is_active=False)
    for user, unit, office, from_on, until_on in (
        (zhao, works, "emperor", on, None),
        (zhao, group, "chair", on, None),  # a group has a leader only
        (left, works, "chair", on, None),
        (secretary, works, "chair", on, None),  # nobody appoints himself
        (zhao, works, "chair", on, on),  # ends as it begins
        (zhao, works, "chair", date(2020, 1, 1), None),  # before the union existed
    ):
        with pytest.raises(Refused):
            actions.appoint(
                user, unit, office, from_on=from_on, until_on=until_on, by=secretary, on=on
            )
    actions.close(group, by=None, on=on)
    with pytest.raises(Refused):
        actions.appoint(zhao, group, "group_leader", from_on=on, by=secretary, on=on)
    assert Mandate.objects.count() == 0


@pytest.mark.parametrize("office", ["chair", "vice_chair", "treasurer", "women_officer"])
def test_an_auditor_may_not_be_what_he_audits(works, zhao, on, office):
    actions.appoint(zhao, works, "auditor", from_on=on, by=None, on=on)
    with pytest.raises(Refused) as refusal:
        actions.appoint(zhao, works, office, from_on=on, by=None, on=on)
    assert refusal.value.citation.rule == "cn.org.audit_barred"
    assert "赵敏" in refusal.value.reason


def test_incompatible_offices_may_follow_each_other_and_stand_in_different_unions(
    works, street, zhao, on
):
    actions.appoint(zhao, works, "auditor", from_on=on, until_on=on + DAY, by=None, on=on)
    actions.appoint(zhao, works, "treasurer", from_on=on + DAY, by=None, on=on)
    actions.appoint(zhao, street, "auditor", from_on=on, by=None, on=on)
    assert Mandate.objects.count() == 3


def test_there_is_one_chair_at_a_time(works, zhao, qian, on):
    mandate = actions.appoint(zhao, works, "chair", from_on=on, by=None, on=on)
    with pytest.raises(Refused):
        actions.appoint(qian, works, "chair", from_on=on + 30 * DAY, by=None, on=on)
    actions.end_mandate(mandate, by=None, on=on + DAY)
    actions.appoint(qian, works, "chair", from_on=on + DAY, by=None, on=on + DAY)
    assert [office for _, office, _ in held_by(qian, on=on + DAY)] == ["chair"]


def test_nobody_holds_one_office_twice_but_several_may_hold_it(works, zhao, qian, on):
    actions.appoint(zhao, works, "vice_chair", from_on=on, by=None, on=on)
    actions.appoint(qian, works, "vice_chair", from_on=on, by=None, on=on)
    with pytest.raises(Refused):
        actions.appoint(zhao, works, "vice_chair", from_on=on + DAY, by=None, on=on)


def test_a_mandate_called_off_before_it_began_stands_in_nobodys_way(works, zhao, qian, on):
    mandate = actions.appoint(zhao, works, "chair", from_on=on + 9 * DAY, by=None, on=on)
    actions.end_mandate(mandate, by=None, on=on)
    assert mandate.until_on == mandate.from_on
    actions.appoint(qian, works, "chair", from_on=on, by=None, on=on)
    assert [held_by(zhao, on=on + days * DAY) for days in (0, 9, 10)] == [(), (), ()]
    assert set(works.mandates.past(on=on)) == {mandate}


def test_end_mandate_takes_the_rights_that_very_day(works, zhao, secretary, on):
    mandate = actions.appoint(zhao, works, "chair", from_on=on, by=secretary, on=on)
    assert len(held_by(zhao, on=on + DAY)) == 1
    actions.end_mandate(mandate, by=secretary, on=on + DAY)
    assert [len(held_by(mandate.user, on=on + days * DAY)) for days in (0, 1)] == [1, 0]
    assert trail(works)[-1].verb == "organisations.mandate_ended"


def test_an_end_can_lie_ahead(works, zhao, on):
    mandate = actions.appoint(zhao, works, "chair", from_on=on, by=None, on=on)
    actions.end_mandate(mandate, by=None, on=on, until_on=on + 5 * DAY)
    assert [mandate.holds(on=on + days * DAY) for days in (4, 5)] == [True, False]


def test_end_mandate_is_refused(works, zhao, on):
    mandate = actions.appoint(zhao, works, "chair", from_on=on, by=None, on=on)
    with pytest.raises(Refused):
        actions.end_mandate(mandate, by=None, on=on, until_on=on - DAY)
    actions.end_mandate(mandate, by=None, on=on + DAY)
    for later in (on + DAY, on + 2 * DAY):
        with pytest.raises(Refused):
            actions.end_mandate(mandate, by=None, on=later)
    assert Mandate.objects.get().until_on == on + DAY


def test_news_of_mandates_is_sent(works, zhao, on):
    heard = []
    began = lambda **news: heard.append(("begun", news["mandate"].office))  # noqa: E731
    ended = lambda **news: heard.append(("ended", news["mandate"].until_on))  # noqa: E731
    signals.mandate_begun.connect(began)
    signals.mandate_ended.connect(ended)
    try:
        mandate = actions.appoint(zhao, works, "chair", from_on=on, by=None, on=on)
        actions.end_mandate(mandate, by=None, on=on + DAY)
    finally:
        signals.mandate_begun.disconnect(began)
        signals.mandate_ended.disconnect(ended)
    assert heard == [("begun", "chair"), ("ended", on + DAY)]


def test_what_a_person_holds_is_asked_once(works, zhao, on, django_assert_num_queries):
    actions.appoint(zhao, works, "chair", from_on=on, by=None, on=on)
    with django_assert_num_queries(1):
        assert len(held_by(zhao, on=on)) == len(held_by(zhao, on=on)) == 1
    with django_assert_num_queries(1):
        held_by(zhao, on=on + DAY)


def test_a_closed_account_holds_nothing(works, zhao, on):
    actions.appoint(zhao, works, "chair", from_on=on, by=None, on=on)
    zhao.is_active = False
    assert held_by(zhao, on=on) == ()


INSERT = """INSERT INTO organisations_mandate (user_id, organisation_id, office, from_on, until_on)
    VALUES (%s, %s, %s, %s, %s)"""


def insert(user, unit, office, from_on, until_on=None):
    """Write a mandate past every act and model; answer whether the database let it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, [user.pk, unit.pk, office, from_on, until_on])
    except IntegrityError as error:
        if "barred_offices" not in str(error):
            raise
        return False
    return True


def test_the_database_itself_refuses_incompatible_offices(works, street, zhao, qian, on):
    assert insert(zhao, works, "treasurer", on)
    assert not insert(zhao, works, "auditor", on + 400 * DAY)
    assert not insert(zhao, works, "treasurer", on - 3 * DAY, on + DAY)
    assert insert(zhao, works, "auditor", on - 3 * DAY, on)
    assert insert(qian, works, "auditor", on)
    assert insert(zhao, street, "auditor", on)
    assert insert(zhao, works, "auditor", on + DAY, on + DAY)  # never in force


def test_the_database_itself_refuses_a_second_chair(works, zhao, qian, on):
    assert insert(zhao, works, "chair", on, on + 3 * DAY)
    assert not insert(qian, works, "chair", on + 2 * DAY)
    assert insert(qian, works, "chair", on + 3 * DAY)


def test_the_database_itself_refuses_to_turn_a_mandate_into_a_barred_one(works, zhao, qian, on):
    insert(zhao, works, "treasurer", on)
    insert(qian, works, "auditor", on)
    insert(zhao, works, "auditor", on - 9 * DAY, on)
    for change in (
        ("UPDATE organisations_mandate SET user_id = %s WHERE office = 'treasurer'", [qian.pk]),
        ("UPDATE organisations_mandate SET until_on = NULL WHERE until_on IS NOT NULL", []),
        (
            "UPDATE organisations_mandate SET from_on = %s WHERE user_id = %s AND office = 'treasurer'",
            [on - DAY, zhao.pk],
        ),
    ):
        with (
            pytest.raises(IntegrityError, match="barred_offices"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(*change)


def test_the_database_refuses_an_end_before_the_beginning(works, zhao, on):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(zhao, works, "chair", on, on - DAY)


def test_the_guards_stand_after_all_migrations():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {name for (name,) in cursor.fetchall()}
    guards = {name for name in names if name.startswith("organisations_refuse_barred_offices")}
    assert len(guards) == (1 if connection.vendor == "postgresql" else 2)


def test_the_table_of_barred_pairs_follows_the_file():
    wanted = {tuple(bar) for bar in bars()}
    rows = OfficeBar.objects.values_list("office", "other", "by_anybody")
    assert set(rows) == wanted
    OfficeBar.objects.filter(office="auditor").delete()
    copy_bars()
    assert set(rows.all()) == wanted


def test_every_pair_is_barred_both_ways():
    assert {Bar(bar.other, bar.office, bar.by_anybody) for bar in bars()} == bars()
    assert Bar("treasurer", "auditor", False) in bars()
    assert {bar.office for bar in bars() if bar.by_anybody} == {
        "chair",
        "organiser",
        "group_leader",
    }


PERIOD = st.tuples(st.integers(0, 8), st.integers(0, 8) | st.none())
SOME = st.lists(st.tuples(st.sampled_from(sorted(OFFICES)), st.integers(0, 1), PERIOD), max_size=9)


class ActAndDatabaseAgree(TestCase):
    """The action's readable refusal and the database's guard are the same rule."""

    @settings(max_examples=60, deadline=None)
    @given(SOME)
    def test_what_the_act_allows_and_refuses_the_database_does_too(self, wishes):
        start = date(2026, 1, 1)
        users = [User.objects.create(username=f"u{n}", name=f"u{n}") for n in range(2)]
        unit = actions.add("enterprise_union", None, "W", "W", by=None, on=start)
        twin = Organisation.objects.create(
            code="T", name="T", kind="enterprise_union", path="999999/", opened_on=start
        )
        for office, who, (begin, length) in wishes:
            if office not in unit.kind_facts.offices:
                continue
            from_on = start + begin * DAY
            until_on = None if length is None else from_on + (length + 1) * DAY
            try:
                actions.appoint(
                    users[who], unit, office, from_on=from_on, until_on=until_on, by=None, on=start
                )
                allowed = True
            except Refused:
                allowed = False
            assert insert(users[who], twin, office, from_on, until_on) == allowed
