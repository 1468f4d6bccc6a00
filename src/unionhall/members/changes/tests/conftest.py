from datetime import date

import pytest
from tests import cast as stage

from unionhall.members.changes import actions
from unionhall.members.models import Person

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)


@pytest.fixture
def propose(cast, on):
    """A function with which the plant's worker changes their file: `propose(name="李晓明")`."""

    def do(reason="与身份证一致", files=(), version=None, by=None, **changes):
        person = Person.objects.get(pk=cast.worker.pk)
        return actions.propose_changes(
            person,
            changes,
            version=person.version if version is None else version,
            reason=reason,
            files=files,
            by=by or person.user,
            on=on,
        )

    return do


@pytest.fixture
def proposed(propose):
    """A proposal of two fields."""
    return propose(name="李晓明", department="总装车间").proposal
