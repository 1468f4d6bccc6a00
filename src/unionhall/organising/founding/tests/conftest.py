from datetime import date

import pytest
from django.core.cache import cache
from tests import cast as stage

from unionhall.accounts.sms import MemoryGateway
from unionhall.core.residentid import check_character
from unionhall.organising.founding import actions, approving

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture(autouse=True)
def sent_at_once(settings, db):
    """Messages are sent at once and kept in a list."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.SMS_GATEWAY = "unionhall.accounts.sms.MemoryGateway"
    MemoryGateway.sent.clear()
    cache.clear()


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)


def number(order: int, *, woman: bool = False) -> str:
    """A well-formed ID number, another one for each order."""
    first = f"110101199003{order % 28 + 1:02}{order // 28 % 50:02}{2 if woman else 1}"
    return first + check_character(first)


@pytest.fixture
def prepared(cast, on):
    """A preparation group below the street's federation."""
    return actions.prepare(
        cast.units.street,
        kind="enterprise_union",
        name="新光电器厂工会",
        workplace="新光电器厂",
        initiative="workers",
        by=cast.street_chair,
        on=on,
    )


@pytest.fixture
def enrol(cast, on):
    """A function that puts so many on a roll, some of them women, and elects the first ones."""

    def put(founding, count, *offices, women=0):
        rows = [
            actions.add_founder(
                founding,
                name=f"发起人{order}",
                phone=f"137{order:08}",
                id_number=number(order, woman=order < women),
                by=cast.street_chair,
                on=on,
            )
            for order in range(count)
        ]
        for row, office in zip(rows, offices, strict=False):
            actions.elect(row, office, by=cast.street_chair, on=on)
        return rows

    return put


@pytest.fixture
def bring(cast, on):
    """A function that applies for a founding."""

    def brought(founding, leading="committee", **told):
        told = {"years": 3, "elected_on": on} | told
        return actions.apply(founding, leading=leading, **told, by=cast.street_chair, on=on)

    return brought


@pytest.fixture
def approve(cast, on):
    """A function that approves."""

    def approved(founding, **told):
        told = {"code": "XG001", "resolution": "街工〔2026〕5号", "by": cast.street_chair} | told
        return approving.approve(founding, **told, on=on)

    return approved
