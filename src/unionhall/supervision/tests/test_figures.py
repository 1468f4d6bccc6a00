"""Figures of supervision: exact for who opens the matters, coarse for others."""

import pytest
from django.urls import reverse

from unionhall.supervision import figures

pytestmark = pytest.mark.django_db


def test_figures_count_findings_letters_and_hazards(cast, matter, write, hazard, on):
    write(matter)
    span = {"since": on, "until": on.replace(month=7)}
    found = figures.tables(cast.units.district, **span, exactly=True)
    sums = {name: table.total.low for name, table in found.items()}
    assert sums == dict.fromkeys(figures.NAMES, 1)


def test_small_cells_are_hidden_from_who_may_not_open_the_matters(cast, matter, on):
    span = {"since": on, "until": on.replace(month=7)}
    found = figures.tables(cast.units.district, **span, exactly=False)
    assert {cell.is_hidden for table in found.values() for _label, cell in table.rows} == {True}


@pytest.mark.parametrize(
    ("who", "status"), [("rights_officer", 200), ("register_officer", 200), ("treasurer", 404)]
)
def test_the_board_is_for_those_with_figures(cast, matter, signed_in, who, status):
    page = signed_in(getattr(cast, who)).get(reverse("supervision:board"))
    assert page.status_code == status
