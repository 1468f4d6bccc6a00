"""The interface does what the pages do, within the same scope."""

import json
from datetime import timedelta

import pytest

from unionhall.core.clock import today
from unionhall.organisations import actions
from unionhall.organisations.models import Mandate, Organisation

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/organisations"


@pytest.fixture
def call(signed_in):
    def send(who, verb, path="", body=None):
        response = signed_in(who).generic(
            verb, ROOT + path, json.dumps(body or {}), "application/json"
        )
        return response.status_code, response.json()

    return send


def test_the_list_is_what_one_reaches(cast, call):
    status, page = call(cast.chair, "GET", "?kind=enterprise_union")
    assert (status, page["after"]) == (200, "")
    assert sorted(unit["code"] for unit in page["items"]) == ["U-PLANT", "U-SHOP"]
    assert call(cast.chair, "GET", "?q=%E6%B1%9F%E6%BB%A8")[1]["items"] == []


def test_one_organisation(cast, call):
    status, told = call(cast.chair, "GET", "/U-PLANT")
    assert (status, told["name"], told["parent"]) == (200, "红星机械厂工会", "330101001")
    assert call(cast.chair, "GET", "/U-STRANGER")[0] == 404


def test_add_rename_move_and_close(cast, call):
    wish = {"kind": "township", "parent": "330101", "code": "T2", "name": "南屏街道总工会"}
    status, told = call(cast.chair, "POST", "", wish)
    assert (status, told["parent"], told["opened_on"]) == (201, "330101", today().isoformat())
    assert call(cast.chair, "POST", "", wish)[0] == 409
    assert call(cast.chair, "POST", "", wish | {"parent": "330102", "code": "T3"})[0] == 404
    assert call(cast.treasurer, "POST", "", wish)[0] == 404
    assert call(cast.chair, "POST", "/T2/rename", {"name": "南屏街道工会"})[1]["name"] == (
        "南屏街道工会"
    )
    assert call(cast.chair, "POST", "/U-PLANT/move", {"to": "T2"})[1]["parent"] == "T2"
    assert call(cast.chair, "POST", "/U-PLANT/move", {"to": "330102"})[0] == 404
    status, problem = call(cast.chair, "POST", "/T2/close")
    assert (status, problem["rule"]) == (409, "cn.org.dissolution_report")
    actions.move(Organisation.objects.get(code="U-PLANT"), cast.units.street, by=None, on=today())
    assert call(cast.chair, "POST", "/T2/close")[1]["closed_on"] == today().isoformat()


def test_mandates(cast, call):
    status, told = call(cast.chair, "GET", "/U-PLANT/mandates")
    assert (status, [row["office"] for row in told]) == (200, ["chair", "desk_officer"])
    wish = {"user": cast.plant_desk_officer.pk, "office": "auditor", "from_on": str(today())}
    status, told = call(cast.chair, "POST", "/U-SHOP/appoint", wish)
    assert (status, told["person"], told["until_on"]) == (201, "何平", None)
    status, problem = call(cast.chair, "POST", "/U-SHOP/appoint", wish | {"office": "treasurer"})
    assert (status, problem["rule"]) == (409, "cn.org.audit_barred")
    # Nobody can try keys of people he has nothing to do with.
    stranger = wish | {"user": cast.stranger_chair.pk}
    assert call(cast.chair, "POST", "/U-SHOP/appoint", stranger)[0] == 404
    end = f"/mandates/{told['id']}/end"
    tomorrow = str(today() + timedelta(days=1))
    assert call(cast.stranger_chair, "POST", end)[0] == 404
    assert call(cast.chair, "POST", end, {"until_on": tomorrow})[1]["until_on"] == tomorrow
    assert Mandate.objects.get(pk=told["id"]).until_on == today() + timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "status"), [("%00", 404), ("a%00b", 404), ("%E4%B8%AD", 422), ("a%20b", 422)]
)
def test_a_code_that_is_none_finds_nothing(cast, call, code, status):
    assert call(cast.chair, "GET", f"/{code}")[0] == status
