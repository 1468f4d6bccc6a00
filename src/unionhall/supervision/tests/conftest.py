from datetime import date, timedelta

import pytest
from tests import cast as stage

from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Division, Employer
from unionhall.supervision import actions, hazards, inspections, letters

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture(autouse=True)
def told_at_once(settings, tmp_path):
    """Files lie in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def on():
    """The day of the tests' acts, a Monday."""
    return date(2026, 6, 1)


@pytest.fixture
def employer(cast, on):
    """The employer of the plant's union."""
    made = Employer(name="红星机械厂", kept_by=cast.units.district)
    organisations.add_employer(made, by=None, on=on)
    type(cast.units.plant).objects.filter(pk=cast.units.plant.pk).update(employer=made)
    cast.units.plant.refresh_from_db()
    return made


@pytest.fixture
def in_zhejiang(cast):
    """The district lies in Zhejiang, whose own rules hold there."""
    county = Division.objects.create(code="330105", name="拱墅区", level="county")
    type(cast.units.district).objects.filter(pk=cast.units.district.pk).update(division=county)
    cast.units.district.refresh_from_db()


@pytest.fixture
def planned(cast, employer, on):
    """An inspection by two rights officers of the district."""
    return inspections.plan(
        cast.units.district,
        employer=employer,
        planned_on=on + timedelta(days=2),
        supervisors=[cast.rights_officer, cast.second_rights_officer],
        by=cast.rights_officer,
        on=on,
    )


@pytest.fixture
def matter(cast, employer, on):
    """A matter of the district against the employer, with one finding."""
    return actions.begin(
        cast.units.district,
        employer=employer,
        subject="pay",
        text="三月加班工资没有发",
        affected=12,
        by=cast.rights_officer,
        on=on,
    )


@pytest.fixture
def finding(matter):
    return matter.findings.get()


@pytest.fixture
def write(cast, on):
    """A function that issues a letter."""

    def issued(matter, rung="reminder", *, day=None, **told):
        told = {"addressee": "红星机械厂", "text": "请补发加班工资。"} | told
        return letters.issue(matter, rung=rung, **told, by=cast.rights_officer, on=day or on)

    return issued


@pytest.fixture
def hazard(cast, employer, on):
    """A hazard that a member of the plant reported."""
    return hazards.report_hazard(
        cast.worker, place="二车间", text="安全出口堆满货物", by=cast.worker.user, on=on
    )
