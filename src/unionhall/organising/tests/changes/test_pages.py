"""The pages of changes: what is asked, what it would mean, and what has happened."""

import pytest
from django.urls import reverse

from unionhall.cases import actions as cases
from unionhall.cases.models import Topic
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Organisation
from unionhall.organising.changes.models import Change

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def seen_in(answer) -> str:
    return answer.context["seen"]


def test_a_merger_in_two_steps(cast, signed_in, on):
    client, url = (
        signed_in(cast.street_chair),
        reverse("union_changes:merge", args=[cast.units.plant.pk]),
    )
    told = {"others": "惠民超市工会", "new_kind": "joint_union"}
    looked = client.post(url, told, headers=ENGLISH)
    assert looked.status_code == 200
    assert Change.objects.count() == 0
    assert "What it would mean" in looked.content.decode()
    done = client.post(url, told | {"seen": seen_in(looked), "resolution": "1"})
    made = Change.objects.get()
    assert done["Location"] == made.get_absolute_url()
    page = client.get(made.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "ended by it" in page
    cast.units.shop.refresh_from_db()
    assert cast.units.shop.closed_on == on
    unit = client.get(cast.units.shop.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "Last change" in unit
    assert "merger" in client.get(reverse("union_changes:index"), headers=ENGLISH).content.decode()


def test_departments_go_into_a_new_union(cast, signed_in):
    type(cast.worker).objects.filter(pk=cast.worker.pk).update(department="装配车间")
    client, url = (
        signed_in(cast.street_chair),
        reverse("union_changes:split", args=[cast.units.plant.pk]),
    )
    told = {
        "departments": ["装配车间"],
        "new_name": "装配厂工会",
        "new_code": "ZP1",
        "new_kind": "enterprise_union",
    }
    looked = client.post(url, told)
    client.post(url, told | {"seen": seen_in(looked), "resolution": "1"})
    union = Organisation.objects.get(code="ZP1")
    assert [spell.person.name for spell in union.spells.all()] == ["李小明"]


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("change", {"name": "新名称", "kind": "enterprise_union"}),
        ("move", {"to": "330101"}),
        ("dissolve", {"into": "U-PLANT"}),
    ],
)
def test_every_way_works_in_two_steps(way, told, cast, signed_in):
    client, url = signed_in(cast.chair), reverse(f"union_changes:{way}", args=[cast.units.shop.pk])
    assert client.get(url).status_code == 200
    looked = client.post(url, told)
    done = client.post(url, told | {"seen": seen_in(looked), "resolution": "1"})
    assert (done.status_code, Change.objects.get().way) == (302, way)


def test_without_a_resolution_it_is_asked_for_again(cast, signed_in):
    client, url = (
        signed_in(cast.chair),
        reverse("union_changes:dissolve", args=[cast.units.shop.pk]),
    )
    looked = client.post(url, {"into": "U-PLANT"})
    again = client.post(url, {"into": "U-PLANT", "seen": seen_in(looked), "resolution": ""})
    assert (again.status_code, Change.objects.count()) == (422, 0)


def test_what_has_changed_meanwhile_is_told_with_status_409(cast, signed_in):
    client, url = (
        signed_in(cast.chair),
        reverse("union_changes:dissolve", args=[cast.units.shop.pk]),
    )
    again = client.post(url, {"into": "U-PLANT", "seen": "x", "resolution": "1"}, headers=ENGLISH)
    assert again.status_code == 409
    assert "Something has changed since you looked" in again.content.decode()


@pytest.mark.parametrize("typed", ["", "NOTHING", "U-STRANGER"])
def test_what_is_not_in_reach_cannot_be_merged(typed, cast, signed_in):
    client, url = (
        signed_in(cast.street_chair),
        reverse("union_changes:merge", args=[cast.units.plant.pk]),
    )
    assert client.post(url, {"others": typed, "new_kind": "joint_union"}).status_code == 422


def test_a_union_does_not_change_itself(cast, signed_in):
    client = signed_in(cast.shop_chair)
    for name in ("begin", "merge", "split", "dissolve", "move", "change"):
        url = reverse(f"union_changes:{name}", args=[cast.units.shop.pk])
        assert client.get(url).status_code == 404


def test_how_many_requests_there_are_is_not_told_to_whom_may_not_read_them(cast, signed_in, on):
    cases.take_down(cast.shop_worker, topic=Topic.PAY, text="欠薪", by=cast.shop_chair, on=on)
    url = reverse("union_changes:dissolve", args=[cast.units.shop.pk])
    told = {"into": "U-PLANT"}
    counts = {
        who: next(
            row["count"]
            for row in signed_in(getattr(cast, who)).post(url, told).context["found"]
            if str(row["label"]) in ("Open requests", "办理中的诉求")
        )
        for who in ("register_officer", "chair")
    }
    assert counts == {"register_officer": None, "chair": 1}


def test_no_union_ends_by_its_own_officers_through_one_below_it(cast, signed_in, on):
    below = organisations.add(
        "enterprise_union", cast.units.plant, "SUB", "分厂工会", by=None, on=on
    )
    client, url = signed_in(cast.plant_chair), reverse("union_changes:merge", args=[below.pk])
    assert client.get(url).status_code == 200
    told = {"others": "U-PLANT", "new_kind": "enterprise_union"}
    assert client.post(url, told).status_code == 422
