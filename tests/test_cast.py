"""The cast is the same in every test, whatever the tests before did to it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.built_once import built_once
from tests.cast import build_cast
from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.history.models import Entry
from unionhall.history.verify import verify
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list]:
    """All rows of all tables."""
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(map(repr, cursor.fetchall()))
        return rows


def fields(cast) -> dict[str, dict]:
    """Every field of everybody and of every unit."""
    things = {**vars(cast), **{f"unit {name}": unit for name, unit in vars(cast.units).items()}}
    del things["units"]
    return {
        name: {
            field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields
        }
        for name, thing in things.items()
    }


def as_next_test(look):
    """What a test sees that starts with the cast, and is rolled back at its end."""
    with transaction.atomic():
        seen = look(built_once(build_cast))
        transaction.set_rollback(True)
    return seen


def test_the_kept_cast_is_the_built_one_row_by_row_and_field_by_field():
    with clock.standing_at(clock.now()):  # a moment nothing was kept of yet
        built, kept = (as_next_test(lambda cast: (everything(), fields(cast))) for _ in range(2))
    assert kept == built


def test_the_kept_history_verifies_and_goes_on(cast):
    length = Entry.objects.count()
    organisations.rename(cast.units.plant, "红星机器厂工会", by=None, on=clock.today())
    assert Entry.objects.count() == length + 1
    # Nothing was committed, so nothing is anchored; the chains and triggers are in order.
    assert {finding.kind for finding in verify()} == {"anchors"}


def test_what_one_test_changes_the_next_does_not_see():
    def change(cast):
        cast.chair.name = cast.units.plant.name = "changed"
        cast.worker.user.name = "changed"
        cast.chair.save()
        cast.worker.user.save()
        del cast.vice_chair
        User.objects.filter(username="auditor").update(name="changed")

    before = as_next_test(lambda cast: (everything(), fields(cast), cast.worker.user.name))
    as_next_test(change)
    after = as_next_test(lambda cast: (everything(), fields(cast), cast.worker.user.name))
    assert after == before


def test_where_rows_stand_already_it_is_built_beside_them():
    as_next_test(fields)  # so that it is kept
    first = User.objects.create_user(username="first", name="first")
    cast = built_once(build_cast)
    assert User.objects.get(pk=first.pk).name == "first"
    assert first.pk not in {cast.chair.pk, cast.worker.user_id}


def test_another_day_has_its_own():
    as_next_test(fields)  # so that today's is kept
    tomorrow = clock.now() + timedelta(days=1)
    with clock.standing_at(tomorrow):
        built_once(build_cast)
    assert set(Entry.objects.values_list("at", flat=True)) == {tomorrow}
