from types import SimpleNamespace

import pytest
from tests import cast as stage

from unionhall.access.scope import scope
from unionhall.core.clock import today
from unionhall.mailings import actions, jobs
from unionhall.mailings.models import Mailing

cast, signed_in, units, english = stage.cast, stage.signed_in, stage.units, stage.english


@pytest.fixture
def write(cast):
    """A function that writes a message which a job has prepared."""

    def written(who=None, *, query="", kind="course", **words) -> Mailing:
        who = who or cast.chair
        told = {
            "subject_zh": "急救培训",
            "text_zh": "{name}：您好！{union}邀请您参加急救培训。",
            **words,
        }
        held = scope(who, "mailings.send")
        made = actions.write(held, query=query, kind=kind, **told, by=who, on=today())
        jobs.prepare.func(made.pk)
        made.refresh_from_db()
        return made

    return written


@pytest.fixture
def send():
    """A function that sends a prepared message and lets the job run."""

    def sent(mailing: Mailing) -> Mailing:
        actions.send(mailing, by=mailing.by, on=today())
        jobs.send.func(mailing.pk)
        mailing.refresh_from_db()
        return mailing

    return sent


@pytest.fixture
def few(monkeypatch):
    """From two receivers on a second officer has to agree."""
    monkeypatch.setattr("unionhall.mailings.owed.threshold", lambda mailing, *, on: 2)
    return SimpleNamespace(threshold=2)
