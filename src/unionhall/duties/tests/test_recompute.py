from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from unionhall.duties import actions, recompute
from unionhall.duties.models import Duty, Reckoned
from unionhall.duties.signals import due_changed
from unionhall.duties.tests.conftest import DUE, ON
from unionhall.history.queries import trail
from unionhall.rulebook import workdays
from unionhall.rulebook.models import ByLaw

DAY = timedelta(days=1)


@pytest.fixture
def another_holiday(monkeypatch):
    """The day a duty is due on becomes a holiday."""
    known = workdays.calendar("CN")

    def announce(*days):
        changed = replace(known, off={**known.off, **dict.fromkeys(days, "x")})
        monkeypatch.setattr(workdays, "calendar", lambda place="CN": changed)

    return announce


def test_a_new_holiday_moves_the_date(officers, opened, another_holiday):
    duty = opened()
    another_holiday(DUE)
    assert recompute.recompute(on=ON) == 1
    duty.refresh_from_db()
    assert duty.due_on == DUE + DAY
    assert [(event.kind, event.due_on) for event in duty.events.all()] == [("recompute", DUE + DAY)]
    (entry,) = trail(duty)
    assert (entry.verb, entry.facts) == (
        "duties.recompute",
        {"due_on": "2026-05-07", "provisional": False},
    )


def test_what_has_lengthened_the_period_counts_again(officers, opened, another_holiday):
    duty = actions.extend(opened(), days=30, reason="x", by=officers.desk, on=ON)
    before = duty.due_on
    another_holiday(before)
    recompute.recompute(on=ON)
    duty.refresh_from_db()
    assert duty.due_on == before + DAY


def test_reckoning_again_without_a_change_changes_nothing(officers, opened):
    duty = opened()
    assert recompute.recompute(on=ON) == 0
    assert (list(duty.events.all()), trail(duty)) == ([], [])


def test_a_date_beyond_the_announced_years_is_provisional_until_they_are(
    officers, opened, monkeypatch
):
    later = date(2026, 11, 20)
    duty = opened(start=later, on=later)
    assert duty.provisional
    known = workdays.calendar("CN")
    monkeypatch.setattr(
        workdays, "calendar", lambda place="CN": replace(known, last_announced_year=2027)
    )
    assert recompute.recompute(on=later) == 1
    duty.refresh_from_db()
    assert not duty.provisional


def test_ended_duties_keep_the_date_they_were_judged_by(officers, opened, another_holiday):
    duty = opened()
    actions.fulfil(("cases.case", 1), duty.kind, by=officers.desk, on=ON)
    another_holiday(DUE)
    assert recompute.recompute(on=ON) == 0
    duty.refresh_from_db()
    assert duty.due_on == DUE


def test_the_clock_reckons_anew_only_when_the_rulebook_changed(
    officers, opened, another_holiday, monkeypatch
):
    duty = opened()
    assert recompute.recompute_if_changed(on=ON) == 0
    another_holiday(DUE)
    assert recompute.recompute_if_changed(on=ON) == 0
    monkeypatch.setattr(recompute, "_files", lambda: "another calendar")
    assert recompute.recompute_if_changed(on=ON) == 1
    assert recompute.recompute_if_changed(on=ON) == 0
    duty.refresh_from_db()
    assert duty.due_on == DUE + DAY


def test_a_by_law_changes_what_dates_depend_on(db):
    before = recompute.fingerprint()
    ByLaw.objects.create(
        union="plant",
        rule="own.request.accept_2wd",
        param="working_days",
        value=1,
        from_on=ON,
        source="r",
    )
    assert recompute.fingerprint() != before
    assert Reckoned.objects.count() == 0


def test_apps_above_learn_of_a_moved_date(officers, opened, another_holiday):
    heard = []

    def hear(sender, duty, **_more):
        heard.append((duty.pk, duty.due_on))

    duty = opened()
    another_holiday(DUE)
    due_changed.connect(hear)
    try:
        recompute.recompute(on=ON)
    finally:
        due_changed.disconnect(hear)
    assert heard == [(duty.pk, DUE + DAY)]


def test_the_command_says_how_many_dates_moved(officers, opened, another_holiday, capsys):
    for number in range(3):
        opened(number)
    another_holiday(DUE)
    call_command("duties_recompute")
    assert capsys.readouterr().out == "moved: 3\n"
    assert set(Duty.objects.values_list("due_on", flat=True)) == {DUE + DAY}
