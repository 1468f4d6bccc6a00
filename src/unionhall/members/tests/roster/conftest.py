from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from tests.cast import LONG_AGO, cast, units  # noqa: F401

from unionhall.accounts.models import User
from unionhall.exchange.tests.sheets import xlsx
from unionhall.members.roster import actions
from unionhall.organisations import actions as organisations

SHEETS = Path(__file__).parent / "sheets"
ON = date(2026, 11, 21)
HEAD = ("姓名", "身份证号", "手机号", "部门", "入会时间")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def officer(units):  # noqa: F811
    """Who keeps the district's register."""
    user = User.objects.create_user(username="officer", name="陈志强", language="en")
    organisations.appoint(
        user, units.district, "organisation_officer", from_on=LONG_AGO, by=None, on=ON
    )
    return user


@pytest.fixture
def bring(units):  # noqa: F811
    """Import rows (or a whole file) at once: bring([...]) → report and import."""

    def importing(what, *, unit=None, on=ON, head=HEAD, by=None):
        content = what if isinstance(what, bytes) else xlsx([head, *what])
        return actions.import_now(
            content, "roster.xlsx", organisation=unit or units.plant, on=on, by=by, by_label="test"
        )

    return importing
