"""A file opens for just those in whose register the person stands."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.access.scope import Scope
from unionhall.core.clock import today
from unionhall.members.models import Person, Spell

pytestmark = pytest.mark.django_db


DAYS = st.tuples(st.integers(0, 20), st.integers(-3, 2), st.none() | st.integers(1, 3))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(spells=st.lists(DAYS, max_size=3), top=st.integers(0, 20))
def test_whatever_the_spells_a_person_is_within_where_the_register_says_so(cast, spells, top):
    units = list(vars(cast.units).values())
    Spell.objects.filter(person=cast.worker).delete()
    for unit, begun, days in spells:
        from_on = today() + timedelta(days=begun)
        # Where a constraint forbids the spell, the others are tried without it.
        with suppress(IntegrityError), transaction.atomic():
            Spell.objects.create(
                person=cast.worker,
                organisation=units[unit % len(units)],
                from_on=from_on,
                until_on=from_on + timedelta(days=days) if days else None,
            )
    scope = Scope("", (units[top % len(units)].path,))
    person = Person.objects.get(pk=cast.worker.pk)
    listed = Person.objects.within(scope).filter(pk=person.pk).exists()
    assert person.is_within(scope) == listed
