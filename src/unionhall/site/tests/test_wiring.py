from datetime import UTC, datetime, timedelta

import pytest

from unionhall.notifications.clock import REGISTRY
from unionhall.site import wiring


def test_the_clock_keeps_the_house_of_every_app():
    assert {
        "access.forget_answers",
        "accounts.forget_expired",
        "cases.close_answered",
        "documents.clear_orphans",
        "duties.hand_over",
        "duties.recompute",
        "duties.speak_up",
        "exchange.remove_expired_exports",
        "history.tend",
        "members.dismiss_abandoned_imports",
        "members.forget_rests_of_imports",
        "members.lapse_invitations",
        "members.watch_bodies",
        "notifications.forget",
        "supervision.note_missed",
        "tips.close_answered",
        "tips.destroy_closed",
    } == {name for name in REGISTRY if not name.startswith("tests.")}


@pytest.mark.parametrize(("minutes", "times"), [(1, 0), (10, 1), (60, 1), (3 * 24 * 60, 1)])
def test_files_are_cleared_once_an_hour_and_after_downtime(monkeypatch, minutes, times):
    cleared = []
    monkeypatch.setattr(wiring, "clear_orphans", lambda: cleared.append(1))
    since = datetime(2026, 3, 4, 10, 50, tzinfo=UTC)
    wiring.clear_files(since + timedelta(minutes=minutes), since=since)
    assert len(cleared) == times
