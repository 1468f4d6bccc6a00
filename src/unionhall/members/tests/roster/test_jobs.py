"""A worker checks, applies and undoes; whatever happens meanwhile, an import ends in one state."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.utils import translation

from unionhall.core.errors import Refused
from unionhall.exchange import actions as exchange
from unionhall.exchange import jobs, store
from unionhall.exchange.models import Import
from unionhall.exchange.tests.sheets import xlsx
from unionhall.members.models import Person, Spell
from unionhall.members.roster import actions
from unionhall.members.roster.clock import dismiss
from unionhall.members.tests.roster.conftest import HEAD, ON
from unionhall.members.tests.roster.test_importing import GANG, MIN

pytestmark = pytest.mark.django_db


def uploaded(units, officer, *people, content=None) -> Import:
    content = content or xlsx([HEAD, *people])
    return actions.upload(content, "a.xlsx", organisation=units.plant, by=officer, on=ON)


def ready(units, officer, *people) -> Import:
    importing = uploaded(units, officer, *people)
    jobs.check.func(importing.pk)
    importing.refresh_from_db()
    return importing


def state(importing) -> str:
    importing.refresh_from_db()
    return importing.state


def test_each_step_waits_for_a_worker(units, officer):
    importing = uploaded(units, officer, MIN)
    assert (state(importing), importing.is_at_work) == ("checking", True)
    jobs.check.func(importing.pk)
    assert (state(importing), importing.is_at_work) == ("ready", False)
    actions.apply(importing, by=officer, on=ON)
    assert (state(importing), Person.objects.count()) == ("applying", 0)
    jobs.apply.func(importing.pk)
    assert (state(importing), Person.objects.count()) == ("applied", 1)
    actions.undo(importing, by=officer, on=ON)
    assert (state(importing), Person.objects.count()) == ("undoing", 1)
    jobs.undo.func(importing.pk, officer.pk)
    assert (state(importing), Person.objects.count()) == ("undone", 0)


def test_a_job_that_runs_twice_works_once(units, officer):
    importing = ready(units, officer, MIN)
    actions.apply(importing, by=officer, on=ON)
    for _time in range(2):
        jobs.apply.func(importing.pk)
        jobs.check.func(importing.pk)
    assert (state(importing), Person.objects.count()) == ("applied", 1)
    actions.undo(importing, by=officer, on=ON)
    for _time in range(2):
        jobs.undo.func(importing.pk, officer.pk)
    assert state(importing) == "undone"


def test_of_two_who_click_one_is_told(units, officer):
    importing = ready(units, officer, MIN)
    actions.apply(importing, by=officer, on=ON)
    with pytest.raises(Refused, match="陈志强 has already applied"):
        actions.apply(importing, by=officer, on=ON)
    jobs.apply.func(importing.pk)
    actions.undo(Import.objects.get(), by=officer, on=ON)
    with pytest.raises(Refused, match="only once"):
        actions.undo(Import.objects.get(), by=officer, on=ON)


def test_when_the_register_moved_on_the_officer_sees_a_new_preview(units, officer, bring):
    importing = ready(units, officer, MIN, GANG)
    actions.apply(importing, by=officer, on=ON)
    bring([MIN])
    jobs.apply.func(importing.pk)
    assert state(importing) == "ready"
    assert importing.problem["reason"].startswith("The register has changed")
    assert (importing.counts["accepted"], importing.counts["unchanged"]) == (1, 1)
    actions.apply(importing, by=officer, on=ON)
    jobs.apply.func(importing.pk)
    assert (state(importing), Person.objects.count()) == ("applied", 2)


def test_why_a_sheet_cannot_be_read_is_told_in_the_officers_language(units, officer):
    importing = uploaded(units, officer, content=b"%PDF-1.7")
    with translation.override("zh-hans"):
        jobs.check.func(importing.pk)
    assert state(importing) == "failed"
    assert importing.problem["reason"] == "This file is not a sheet that can be read."


def test_columns_put_right_are_checked_again(units, officer):
    importing = uploaded(units, officer, content=xlsx([["姓名", "别名"], ["彭浩", "王敏"]]))
    jobs.check.func(importing.pk)
    actions.choose_columns(Import.objects.get(), {"Sheet1": {"name": 1}}, by=officer, on=ON)
    jobs.check.func(importing.pk)
    actions.apply(Import.objects.get(), by=officer, on=ON)
    jobs.apply.func(importing.pk)
    assert Person.objects.get().name == "王敏"


def test_names_must_stand_somewhere(units, officer):
    importing = ready(units, officer, MIN)
    with pytest.raises(Refused, match="One column must hold the names"):
        actions.choose_columns(importing, {"Sheet1": {"phone": 1}}, by=officer, on=ON)


def test_dismissed_while_it_was_checked_it_stays_dismissed(units, officer, monkeypatch):
    importing = uploaded(units, officer, MIN)
    content = store.read(importing.uid)
    Import.objects.update(state="dismissed")
    with pytest.raises(Refused, match="meanwhile"):
        exchange.stage(importing, content)
    assert (state(importing), importing.chunks.count()) == ("dismissed", 0)


def test_the_clock_dismisses_what_was_forgotten(units, officer):
    from datetime import timedelta

    from unionhall.core.clock import now

    importing = ready(units, officer, MIN)
    dismiss(now())
    assert state(importing) == "ready"
    Import.objects.update(at=now() - timedelta(hours=25))
    dismiss(now())
    assert state(importing) == "dismissed"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("people", [[MIN], [["欧阳雪", "", "", "", ""]]])
def test_two_sheets_of_the_same_people_applied_at_once(units, officer, people):
    imports = [ready(units, officer, *people) for _time in range(2)]
    start, answers = Barrier(2), []

    def run(importing):
        try:
            start.wait()
            exchange.apply(importing, by=officer, on=ON)
            answers.append("applied")
        except Refused as refusal:
            answers.append(refusal.reason)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[importing]) for importing in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(answer) > 10 for answer in answers) == [False, True]
    assert (Person.objects.count(), Spell.objects.count()) == (1, 1)
    assert sorted(state(importing) for importing in imports) == ["applied", "ready"]
