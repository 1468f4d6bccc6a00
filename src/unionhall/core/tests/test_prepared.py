"""Prepared look-ups answer as the queryset does that is built anew."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.accounts.models import User
from unionhall.core.prepared import Prepared
from unionhall.organisations.models import Mandate

pytestmark = pytest.mark.django_db

named = Prepared(lambda names: User.objects.filter(username__in=names).order_by("username"))
held = Prepared(
    lambda user, on: (
        Mandate.objects.in_force(on=on)
        .filter(user=user)
        .select_related("organisation", "user")
        .order_by("pk")
    )
)
offices = Prepared(
    lambda user: Mandate.objects.filter(user=user).values_list("office", flat=True).order_by("pk")
)
since = Prepared(lambda moment: User.objects.filter(date_joined__gte=moment).order_by("pk"))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=st.lists(st.integers(0, 9), max_size=12))
def test_a_list_of_any_length_finds_just_those_in_it(db, wanted):
    for number in range(8):
        User.objects.get_or_create(username=f"u{number}")
    names = [f"u{number}" for number in wanted]
    assert named(names=names) == list(User.objects.filter(username__in=names).order_by("username"))


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_rows_with_their_relations_come_as_from_the_queryset(cast, days):
    on = date.today() + timedelta(days=days)
    for user in (cast.rights_officer, cast.plant_chair, cast.worker.user):
        found = held(user=user.pk, on=on)
        anew = Mandate.objects.in_force(on=on).filter(user=user).order_by("pk")
        assert found == list(anew)
        with CaptureQueriesContext(connection) as asked:
            assert [(row.organisation.name, row.user) for row in found] == [
                (row.organisation.name, user) for row in anew.select_related("organisation")
            ]
        assert len(asked) == 1  # of `anew`; what was prepared brought its relations along


def test_single_columns_come_as_values(cast):
    assert offices(user=cast.rights_officer.pk) == ["rights_officer"]


def test_moments_compare_as_they_do_in_the_queryset(cast):
    now = timezone.now()
    assert since(moment=now + timedelta(hours=1)) == []
    assert since(moment=now - timedelta(hours=1)) == list(User.objects.order_by("pk"))


def test_what_is_asked_is_asked_anew_each_time(cast):
    assert offices(user=cast.worker.user.pk) == []
    Mandate.objects.filter(user=cast.rights_officer).update(user=cast.worker.user)
    assert offices(user=cast.worker.user.pk) == ["rights_officer"]


def test_nothing_is_equal_to_none(cast):
    assert offices(user=None) == []
    assert named(names=[None]) == []


def test_of_an_empty_list_nobody_is_asked(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert named(names=[]) == []


def test_first_is_the_first_row_or_none(cast):
    assert named.first(names=[cast.rights_officer.username]) == cast.rights_officer
    assert named.first(names=["nobody"]) is None


def test_a_value_too_few_or_misspelt_is_an_error(cast):
    with pytest.raises(KeyError):
        held(user=cast.rights_officer.pk)


def test_a_query_counts_as_one_and_is_seen_by_whoever_listens(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        named(names=["a", "b"])


def test_after_an_error_in_a_transaction_it_goes_on(cast, transactional_db):
    """The server forgets what it prepared in a transaction that was rolled back."""
    fresh = Prepared(lambda pk: User.objects.filter(pk=pk))

    def fail():
        with transaction.atomic():
            assert fresh.first(pk=cast.rights_officer.pk) == cast.rights_officer
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert fresh.first(pk=cast.rights_officer.pk) == cast.rights_officer
