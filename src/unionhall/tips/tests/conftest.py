from datetime import UTC, date, datetime

import pytest
from tests import cast as stage

from unionhall.core import clock
from unionhall.tips import ceilings, recipients, reporting, stamps

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
english = stage.english
WORDS = "夜班少发加班费三个月"


@pytest.fixture(autouse=True)
def new_hour(monkeypatch):
    """Nobody has sent or tried anything within this hour."""
    monkeypatch.setattr(ceilings, "hourly", ceilings.Hourly())


@pytest.fixture(autouse=True)
def on():
    """The day of the tests' acts, on which the clock stands; thirty days on is a working day."""
    with clock.standing_at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        yield date(2026, 6, 1)


@pytest.fixture
def send(cast, on):
    """A function that sends a report about the plant; answers with the report and its receipt."""

    def sent(text=WORDS, *, leave_out=(), files=(), above=0, day=None):
        level = recipients.levels(cast.units.plant, on=on)[above]
        return reporting.send(
            cast.units.plant,
            level,
            text=text,
            leave_out=leave_out,
            files=files,
            stamp=stamps.new("U-PLANT"),
            on=day or on,
        )

    return sent


@pytest.fixture
def sent(send):
    """One report and its receipt."""
    return send()
