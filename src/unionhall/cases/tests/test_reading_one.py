"""The page of one request opens for just those in whose list it stands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.access.scope import Scope
from unionhall.cases import queries
from unionhall.cases.models import Case
from unionhall.cases.tests.test_page_answers import brought
from unionhall.core.clock import today

pytestmark = pytest.mark.django_db


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_the_scopes_a_request_is_readable_where_it_is_listed(cast, data):
    paths = st.lists(
        st.sampled_from([unit.path for unit in vars(cast.units).values()]), max_size=3
    ).map(lambda found: tuple(sorted(set(found))))
    held, restricted = Scope("", data.draw(paths)), Scope("", data.draw(paths))
    if not Case.objects.exists():
        for is_restricted in (False, True):
            case = brought(cast.worker, "事")
            Case.objects.filter(pk=case.pk).update(is_restricted=is_restricted)
    listed = set(Case.objects.readable(held, restricted))
    assert listed == {
        case
        for case in Case.objects.select_related("organisation")
        if case.is_readable(held, restricted)
    }


def test_every_office_opens_what_it_lists_and_nothing_else(cast):
    ordinary, confided = brought(cast.worker, "事"), brought(cast.worker, "密")
    Case.objects.filter(pk=confided.pk).update(is_restricted=True)
    officers = [user for user in vars(cast).values() if hasattr(user, "username")]
    assert len(officers) > 5
    for user in officers:
        listed = set(queries.readable_by(user, on=today()))
        opened = {queries.read(case.number, user, on=today()) for case in (ordinary, confided)}
        assert opened - {None} == listed, user.username
