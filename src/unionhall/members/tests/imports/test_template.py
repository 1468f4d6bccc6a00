"""The empty sheet to fill in is one the import reads without being told anything."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from unionhall.exchange.columns import table_of
from unionhall.exchange.readers import read
from unionhall.members.imports.template import template_sheet
from unionhall.members.models import Person, Spell
from unionhall.members.roster.actions import import_now
from unionhall.members.roster.fields import FIELDS, VOCABULARY
from unionhall.members.tests.imports.test_pages import GOOD
from unionhall.members.tests.roster.conftest import ON

pytestmark = pytest.mark.django_db
TOLD = [field.name for field in FIELDS if not field.counts]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_column_is_recognised(language):
    with translation.override(language):
        content = template_sheet()
    layout = table_of(next(read(content, "a")), VOCABULARY).layout
    assert layout.columns == {name: at for at, name in enumerate(TOLD)}
    assert layout.unknown() == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_filled_in_from_its_drop_downs_it_is_accepted_as_it_stands(cast, language):
    with translation.override(language):
        book = load_workbook(io.BytesIO(template_sheet()))
        sheet = book.active
        lists = {
            str(told.sqref).split(":")[0][0]: told.formula1.strip('"').split(",")
            for told in sheet.data_validations.dataValidation
        }
        values = {
            "name": GOOD[0],
            "id_number": GOOD[1],
            "phone": GOOD[2],
            "joined_on": "2020-01-31",
        }
        for at, name in enumerate(TOLD):
            letter = "ABCDEFGHIJKLMN"[at]
            choices = lists.get(letter, [])
            sheet[f"{letter}2"] = values.get(name) or (choices[0] if choices else None)
        stream = io.BytesIO()
        book.save(stream)
        report, _importing = import_now(
            stream.getvalue(), "a.xlsx", organisation=cast.units.plant, on=ON, by=None
        )
    assert (report.counts["accepted"], report.refused) == (1, [])
    person = Person.objects.get(name=GOOD[0])
    assert (person.sex, person.is_migrant, person.employment) == ("female", True, "合同制")
    assert Spell.objects.get(person=person).from_on.isoformat() == "2020-01-31"


def test_numbers_keep_their_digits_because_the_columns_are_text():
    sheet = load_workbook(io.BytesIO(template_sheet())).active
    at = TOLD.index("id_number") + 1
    assert {sheet.cell(row, at).number_format for row in (2, 500, 2001)} == {"@"}


def test_an_officer_downloads_it(cast, signed_in):
    answer = signed_in(cast.register_officer).get(reverse("imports:template"))
    assert answer.content[:2] == b"PK"
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
