from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests import cast as stage

from unionhall.disputes import actions, committees, opening

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
DAY = timedelta(days=1)
CONSULTED = ("consult",)
MEDIATING = ("ask_mediation", "accept")
AGREED = (*MEDIATING, "agree")
ARBITRATING = ("apply_arbitration", "note_accepted")
AWARDED = (*ARBITRATING, "note_award")
# What a step needs besides its day.
NEEDED = {
    "ask_mediation": {"venue": "union"},
    "accept": {"mediators": ["丁仲"]},
    "record_session": {"text": "双方陈述"},
    "agree": {"text": "分两期付清", "copies": 3, "signed": True},
    "ask_review": {"together": True},
    "ask_confirmation": {"together": True},
    "set_hearing": {"hearing_on": date(2026, 7, 20)},
    "withdraw": {"text": "已另行解决"},
    "end": {"text": "单位注销"},
}


@pytest.fixture
def on():
    """The day of the tests' acts: a Monday."""
    return date(2026, 6, 1)


@pytest.fixture
def opened(cast, on):
    """A function that opens a dispute of the plant's worker, represented by the rights officer."""

    def make(kind="severance", amount=Decimal("12000"), **told):
        known = told.pop("known_on", date(2026, 3, 2))
        row = opening.open_dispute(
            cast.worker,
            organisation=cast.units.plant,
            employer="红星机械厂",
            text="解除劳动合同没有给经济补偿",
            known_on=known,
            kind=kind,
            amount=amount,
            **told,
            by=cast.rights_officer,
            on=on,
        )
        return opening.represent(row, cast.rights_officer, by=cast.rights_officer, on=on)

    return make


@pytest.fixture
def go(cast, on):
    """A function that takes steps of a dispute, one after the other, all on one day."""

    def gone(row, *acts, day=None, **told):
        for act in acts:
            needed = NEEDED.get(act, {}) | told
            getattr(actions, act)(row, **needed, day=day, by=cast.rights_officer, on=on)
        return row

    return gone


@pytest.fixture
def formed(cast, on):
    """A function that enters the plant's mediation committee."""

    def make(**told):
        told = {
            "workers": ["甲一", "甲二"],
            "employer": ["乙一", "乙二"],
            "chair": "甲一",
            "chair_is": "union_member",
            "from_on": on,
            "until_on": date(2028, 6, 1),
        } | told
        return committees.form_committee(cast.units.plant, **told, by=cast.plant_chair, on=on)

    return make
