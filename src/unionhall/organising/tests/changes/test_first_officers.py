"""A union that a merger or a division makes has officers from its first day, or the higher union owes them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests import cast as stage

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.members.models import Person
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Organisation
from unionhall.organising.changes import owed
from unionhall.organising.changes.models import Change
from unionhall.organising.changes.plans import FirstOfficer, New

from .test_pages import ENGLISH, seen_in

english = stage.english
pytestmark = pytest.mark.django_db
NEW = New("joint_union", "北山联合工会", "U-NEW")
MERGED = {"others": "U-SHOP", "new_name": NEW.name, "new_code": NEW.code, "new_kind": NEW.kind}


def made() -> Organisation:
    return Organisation.objects.get(code=NEW.code)


def offices() -> dict[str, str]:
    return {row.office: row.user.name for row in made().mandates.all()}


def test_whoever_is_named_holds_the_office_from_the_day_of_the_merger(cast, carry_out, on):
    officers = (
        FirstOfficer(cast.worker.pk, "chair"),
        FirstOfficer(cast.shop_worker.pk, "auditor"),
    )
    carry_out("merge", cast.units.plant, cast.units.shop, new=NEW, officers=officers)
    assert offices() == {"chair": "李小明", "auditor": "刘芳"}
    assert {(row.from_on, row.until_on) for row in made().mandates.all()} == {(on, None)}
    assert not Duty.objects.open().filter(kind=owed.KIND).exists()


def test_who_has_no_account_is_given_one_for_their_telephone(cast, carry_out):
    Person.objects.filter(pk=cast.worker.pk).update(user=None)
    officers = (FirstOfficer(cast.worker.pk, "chair"),)
    carry_out(
        "split", cast.units.plant, new=NEW, persons=frozenset({cast.worker.pk}), officers=officers
    )
    assert User.objects.get(person=cast.worker).phone == cast.worker.phone
    assert offices() == {"chair": "李小明"}


def test_who_cannot_sign_in_is_not_appointed(cast, carry_out):
    Person.objects.filter(pk=cast.worker.pk).update(user=None, phone="")
    officers = (FirstOfficer(cast.worker.pk, "chair"),)
    with pytest.raises(Refused):
        carry_out("merge", cast.units.plant, cast.units.shop, new=NEW, officers=officers)
    assert not Change.objects.exists()


@pytest.mark.parametrize("named", [(), (("auditor"),)])
def test_where_nobody_leads_the_higher_union_owes_it_until_somebody_does(
    named, cast, carry_out, on
):
    officers = tuple(FirstOfficer(cast.worker.pk, office) for office in named)
    change = carry_out("merge", cast.units.plant, cast.units.shop, new=NEW, officers=officers)
    duty = Duty.objects.open().get(kind=owed.KIND)
    assert (duty.organisation, duty.subject_id, duty.rule) == (
        cast.units.street,
        change.pk,
        owed.RULE,
    )
    assert duty.due_on >= on + timedelta(days=15)
    union, by = made(), cast.street_chair
    organisations.appoint(cast.shop_chair, union, "treasurer", from_on=on, by=by, on=on)
    assert Duty.objects.open().filter(pk=duty.pk).exists()
    organisations.appoint(cast.plant_chair, union, "chair", from_on=on, by=by, on=on)
    assert not Duty.objects.open().filter(pk=duty.pk).exists()


def test_the_inbox_says_whose_first_officers_are_owed(cast, carry_out, english):
    change = carry_out("merge", cast.units.plant, cast.units.shop, new=NEW)
    title, url = owed.titles([change.pk], cast.street_chair)[change.pk]
    assert (title, url) == (f"First officers of {NEW.name}", made().get_absolute_url())
    assert owed.titles([change.pk], cast.stranger_chair) == {}


def test_a_union_that_ends_owes_itself_no_officers(cast, carry_out):
    carry_out("merge", cast.units.plant, cast.units.shop, new=NEW)
    third = organisations.add(
        "joint_union", cast.units.street, "U-3", "第三工会", by=None, on=cast.units.street.opened_on
    )
    carry_out("merge", made(), into=third)
    assert not Duty.objects.open().filter(kind=owed.KIND).exists()


def test_first_officers_are_members_who_go_and_offices_of_the_new_union(cast, carry_out):
    shops, worker = cast.units.shop, cast.worker.pk
    for officers in (
        (FirstOfficer(cast.stranger_worker.pk, "chair"),),
        (FirstOfficer(worker, "desk_officer"),),
        (FirstOfficer(worker, "chair"), FirstOfficer(cast.colleague.pk, "chair")),
    ):
        with pytest.raises(Refused):
            carry_out("merge", cast.units.plant, shops, new=NEW, officers=officers)
    with pytest.raises(Refused):
        carry_out("merge", shops, into=cast.units.plant, officers=(FirstOfficer(worker, "chair"),))
    assert not Change.objects.exists()


def test_one_who_may_not_hold_two_offices_at_once_stops_the_whole_merger(cast, carry_out):
    officers = tuple(FirstOfficer(cast.worker.pk, office) for office in ("treasurer", "auditor"))
    with pytest.raises(Refused) as refused:
        carry_out("merge", cast.units.plant, cast.units.shop, new=NEW, officers=officers)
    assert (refused.value.citation is not None, Change.objects.count()) == (True, 0)


def test_the_page_shows_first_officers_before_and_appoints_them_after(cast, signed_in):
    client = signed_in(cast.street_chair)
    url = reverse("union_changes:merge", args=[cast.units.plant.pk])
    told = MERGED | {"first_chair": "张华 0002", "first_auditor": "刘芳"}
    looked = client.post(url, told, headers=ENGLISH)
    assert [name for _office, name in looked.context["seats"]] == ["张华", "刘芳"]
    assert "First officers of the new union" in looked.content.decode()
    client.post(url, told | {"seen": seen_in(looked), "resolution": "1"})
    assert offices() == {"chair": "张华", "auditor": "刘芳"}


def test_the_page_says_that_the_higher_union_will_owe_them(cast, signed_in):
    client = signed_in(cast.street_chair)
    url = reverse("union_changes:merge", args=[cast.units.plant.pk])
    page = client.post(url, MERGED, headers=ENGLISH).content.decode()
    assert "the higher union owes its first officers by a day" in page


@pytest.mark.parametrize("typed", ["无此人", "马超", "张华 9999"])
def test_a_name_that_is_not_one_of_those_who_go_is_asked_for_again(typed, cast, signed_in):
    client = signed_in(cast.street_chair)
    url = reverse("union_changes:merge", args=[cast.units.plant.pk])
    assert client.post(url, MERGED | {"first_chair": typed}).status_code == 409


def test_the_interface_appoints_them_too(cast, signed_in):
    client, url = signed_in(cast.street_chair), "/api/v1/union-changes/unions/U-PLANT/merge"
    told = {
        "others": ["U-SHOP"],
        "new": {"name": NEW.name, "code": NEW.code, "kind": NEW.kind},
        "officers": [{"person": cast.worker.pk, "office": "chair"}],
    }
    looked = client.post(url, told, content_type="application/json").json()
    assert looked["officers"] == told["officers"]
    told |= {"seen": looked["seen"], "resolution": "1"}
    assert client.post(url, told, content_type="application/json").status_code == 200
    assert offices() == {"chair": "李小明"}
