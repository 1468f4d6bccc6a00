from datetime import UTC, datetime, timedelta

import pytest

from unionhall.core.clock import standing_at
from unionhall.history.actions import act, searched
from unionhall.history.models import Entry, PersonKey
from unionhall.notifications.clock import REGISTRY
from unionhall.site import wiring


def test_the_clock_keeps_the_house_of_every_app():
    assert {
        "access.forget_answers",
        "accounts.forget_expired",
        "cases.ask_and_miss",
        "cases.close_answered",
        "cases.settle_named",
        "cases.end_referrals",
        "cases.fetch_mail",
        "cases.forget_callers",
        "cases.forget_mail",
        "cases.find_repeats",
        "documents.clear_orphans",
        "documents.scan_waiting",
        "duties.hand_over",
        "duties.recompute",
        "duties.speak_up",
        "exchange.remove_expired_exports",
        "history.forget_searches",
        "history.tend",
        "members.dismiss_abandoned_imports",
        "members.forget_rests_of_imports",
        "members.lapse_invitations",
        "members.watch_bodies",
        "notifications.forget",
        "organising.forget_founders",
        "supervision.note_missed",
        "tips.close_answered",
        "tips.destroy_closed",
        "urgent.chase_tellings",
    } == {name for name in REGISTRY if not name.startswith("tests.")}


@pytest.mark.parametrize(("minutes", "times"), [(1, 0), (10, 1), (60, 1), (3 * 24 * 60, 1)])
def test_files_are_cleared_once_an_hour_and_after_downtime(monkeypatch, minutes, times):
    cleared = []
    monkeypatch.setattr(wiring, "clear_orphans", lambda: cleared.append(1))
    since = datetime(2026, 3, 4, 10, 50, tzinfo=UTC)
    wiring.clear_files(since + timedelta(minutes=minutes), since=since)
    assert len(cleared) == times


def test_what_was_searched_for_is_forgotten_after_two_years(db, cast):
    """The history still says that somebody searched, not for what."""
    told = {"by": cast.register_officer, "what": "members"}
    for month, words in ((1, "王小丽"), (2, "李大伟")):
        with standing_at(datetime(2024, month, 20, 4, tzinfo=UTC)):
            search_once(words, **told)
    last = datetime(2026, 2, 1, 20, tzinfo=UTC)  # the second of February in China
    wiring.forget_searches(last, since=last - timedelta(minutes=1))
    assert PersonKey.objects.exclude(sealed=None).filter(name__startswith="searches:").count() == 2
    wiring.forget_searches(last, since=last - timedelta(days=1))
    assert [
        (key.name, key.sealed is None)
        for key in PersonKey.objects.filter(name__startswith="searches:").order_by("name")
    ] == [("searches:2024-01", True), ("searches:2024-02", False)]
    assert Entry.objects.filter(verb="searched").count() == 2


@act
def search_once(words, *, by, what):
    searched("organisation:1", by=by, what=what, text=words)
