"""What the tests of confidential requests start from."""

import pytest

from unionhall.cases import my_actions
from unionhall.cases.confidential import actions
from unionhall.cases.models import Case, Draft, Topic
from unionhall.core.clock import today


def brought(person, *, concern="harassment", about=(), text="组长多次动手动脚") -> Case:
    draft = Draft.objects.create(
        person=person,
        text=text,
        topic=Topic.DISCIPLINE,
        concern=concern,
        about=[user.pk for user in about],
    )
    return my_actions.submit(draft, by=person.user, on=today())


@pytest.fixture
def case(cast) -> Case:
    """Kept to named persons from its first moment."""
    return brought(cast.worker)


@pytest.fixture
def ordinary(cast) -> Case:
    """Taken on by the desk officer of the enterprise union."""
    from unionhall.cases import actions as handling

    made = brought(cast.worker, concern="", text="加班费没有发")
    handling.accept(made, by=cast.plant_desk_officer, on=today())
    return made


@pytest.fixture
def marked(ordinary, cast) -> Case:
    """Made confidential by the desk officer who handles it."""
    actions.mark(ordinary, concern="retaliation", by=cast.plant_desk_officer, on=today())
    return ordinary
