from datetime import date

import pytest
from tests import cast as stage

from unionhall.cases.models import Case
from unionhall.petitions import actions, bringing

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
HANDLED = ("accept",)
ANSWERED = (*HANDLED, "answer")
IN_REVIEW = (*ANSWERED, "ask_review")
REVIEWED = (*IN_REVIEW, "answer_review")
IN_RECHECK = (*REVIEWED, "ask_recheck")
# Who takes a step in the tests: the street's chair, then the levels above, and the petitioner.
BY = {
    "ask_review": "worker",
    "ask_recheck": "worker",
    "answer_review": "rights_officer",
    "answer_recheck": "city_rights_officer",
    "hold_hearing": "city_rights_officer",
    "end_hearing": "city_rights_officer",
}
NEEDED = {"pass_to": {"to": "区住建局"}}


@pytest.fixture
def on():
    """The day of the tests' acts: a Monday."""
    return date(2026, 6, 1)


@pytest.fixture
def received(cast, on):
    """A function that receives a petition of the plant's worker, complaining about the plant's union."""

    def make(matter="complaint", **told):
        if matter in ("complaint", "denunciation") and "about_officer" not in told:
            told.setdefault("about", cast.units.plant)
        told = {"organisation": cast.units.plant, "by": cast.worker.user, "on": on} | told
        return bringing.receive(
            told.pop("person", cast.worker), matter=matter, text="困难补助没有公示", **told
        )

    return make


@pytest.fixture
def go(cast, on):
    """A function that takes steps of a petition, one after the other, all on one day."""

    def gone(row, *acts, day=None, **told):
        for act in acts:
            who = getattr(cast, BY.get(act, "street_chair"))
            needed = {"text": "依据调查"} | NEEDED.get(act, {}) | told
            getattr(actions, act)(row, **needed, by=getattr(who, "user", who), on=day or on)
        return row

    return gone


@pytest.fixture
def request_of_worker(cast, on) -> Case:
    """A request of the plant's worker."""
    from unionhall.cases.actions import take_down

    return take_down(cast.worker, topic="pay", text="欠薪", by=cast.desk_officer, on=on)
