"""An area for the cast: 东湖区 with two sub-districts, and the stranger district beside it."""

import io
import random

import pytest
from openpyxl import Workbook

from unionhall.organisations.creditcode import ALPHABET, check_character
from unionhall.organisations.models import Division

DIVISIONS = (
    ("3301", "江城市", "city", None, "city"),
    ("330101", "东湖区", "county", "3301", "district"),
    ("330101001", "北山街道", "township", "330101", "street"),
    ("330101002", "南苑街道", "township", "330101", None),
    ("330102", "西河区", "county", "3301", "elsewhere"),
)
HEAD = (
    "统一社会信用代码",
    "企业名称",
    "所属街道",
    "住所",
    "行业门类",
    "企业类型",
    "从业人数",
    "联系电话",
)


@pytest.fixture
def area(units):
    """The units of the cast with their divisions."""
    for code, name, level, parent, key in DIVISIONS:
        made = Division.objects.create(code=code, name=name, level=level, parent_id=parent)
        if key:
            unit = getattr(units, key)
            unit.division = made
            unit.save()
    return units


def credit_code(number: int) -> str:
    """A well-formed credit code that no register has given out."""
    dice = random.Random(number)
    first = "N0" + "".join(dice.choice(ALPHABET) for _place in range(15))
    return first + check_character(first)


def sheet(*rows, head=HEAD) -> bytes:
    """An xlsx with a heading and rows."""
    book, data = Workbook(), io.BytesIO()
    for row in (head, *rows):
        book.active.append(list(row))
    book.save(data)
    return data.getvalue()


def row(number: int, name: str = "", place="北山街道", address="", industry="C", **more) -> tuple:
    """A row of HEAD about an invented employer."""
    told = {"ownership": "有限责任公司(自然人投资或控股)", "workers": 80, "phone": "0571-80000000"}
    told |= more
    code = told.get("code", credit_code(number))
    name = name or f"江城第{number}公司"
    return (code, name, place, address, industry, told["ownership"], told["workers"], told["phone"])
