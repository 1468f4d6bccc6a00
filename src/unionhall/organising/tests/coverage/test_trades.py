"""The members of a trade union across the tree: counted once each, and only counted."""

from datetime import date

import pytest
from django.urls import reverse
from tests.cast import joined
from tests.interface import call

from unionhall.core.clock import today
from unionhall.members.models import Spell
from unionhall.organisations import actions
from unionhall.organising.coverage.trades import members_line, members_with_affiliates

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(units):
    """An industrial union of the city; the plant is affiliated to it, and has seven members."""
    made = actions.add("industrial", units.city, "IND", "机械工会", by=None, on=date(2021, 1, 1))
    for n in range(7):
        joined(f"钱{n}", units.plant, f"1360000{n:04}", account=False)
    actions.affiliate(units.plant, made, by=None, on=today())
    return made


def test_members_of_affiliated_unions_count(units, trade):
    assert members_with_affiliates(trade, on=today()) == 7


def test_whoever_is_in_two_of_its_unions_counts_once(units, trade):
    actions.affiliate(units.shop, trade, by=None, on=today())
    both = Spell.objects.filter(organisation=units.plant).first().person
    Spell.objects.create(person=both, organisation=units.shop, from_on=date(2025, 1, 1))
    joined("孙", units.shop, "13600009999", account=False)
    assert members_with_affiliates(trade, on=today()) == 8


def test_a_union_that_is_in_the_subtree_and_affiliated_counts_once(units, trade):
    below = actions.add("industrial", trade, "SUB", "铸造工会", by=None, on=date(2021, 1, 1))
    foundry = actions.add(
        "enterprise_union", below, "F", "铸造厂工会", by=None, on=date(2021, 1, 1)
    )
    joined("孙", foundry, "13600009999", account=False)
    actions.affiliate(units.shop, below, by=None, on=today())
    joined("周", units.shop, "13600009998", account=False)
    assert members_with_affiliates(trade, on=today()) == 9


def test_few_members_are_not_told(units, english):
    made = actions.add("industrial", units.city, "IND", "机械工会", by=None, on=date(2021, 1, 1))
    assert members_line(made, None, today()) is None
    actions.affiliate(units.shop, made, by=None, on=today())
    joined("孙", units.shop, "13600009999", account=False)
    assert members_line(made, None, today()).value == "<5"


def test_its_page_shows_the_figure_and_the_unions_but_opens_no_file(cast, trade, signed_in):
    actions.appoint(cast.auditor, trade, "chair", from_on=date(2022, 1, 1), by=None, on=today())
    cast.auditor.mandates.filter(organisation=cast.units.district).update(until_on=today())
    client = signed_in(cast.auditor)
    shown = client.get(
        reverse("organisations:detail", args=[trade.pk]), headers={"accept-language": "en"}
    )
    text = shown.content.decode()
    assert "红星机械厂工会" in text
    assert "Members, affiliated unions included" in text
    assert "files are open only to those" in text
    assert reverse("organisations:detail", args=[cast.units.plant.pk]) not in text
    assert (
        client.get(reverse("organisations:detail", args=[cast.units.plant.pk])).status_code == 404
    )
    person = Spell.objects.filter(organisation=cast.units.plant).first().person_id
    assert client.get(reverse("members:person", args=[person])).status_code == 404


def test_an_officer_affiliates_and_either_side_ends_it(cast, signed_in):
    made = actions.add(
        "industrial", cast.units.elsewhere, "IND", "机械工会", by=None, on=date(2021, 1, 1)
    )
    client, plant = signed_in(cast.chair), cast.units.plant
    url = reverse("organisations:affiliate", args=[plant.pk])
    sent = {"to": "nowhere", "on": today().isoformat()}
    assert client.get(url).status_code == 200
    assert client.post(url, sent).status_code == 422
    assert client.post(url, sent | {"to": "U-SHOP"}).status_code == 422
    assert client.post(url, sent | {"to": "IND"}).status_code == 302
    assert client.post(url, sent | {"to": "IND"}).status_code == 409
    affiliation = plant.affiliations.get()
    page = client.get(reverse("organisations:detail", args=[plant.pk])).content.decode()
    end = reverse("organisations:disaffiliate", args=[affiliation.pk])
    assert end in page
    client = signed_in(cast.stranger_register_officer)
    assert client.get(end).status_code == 200
    assert client.post(end, {"on": today().isoformat()}).status_code == 302
    assert not made.affiliates.unfinished(on=today()).exists()


def test_a_stranger_affiliates_nobody(cast, trade, signed_in):
    client = signed_in(cast.stranger_register_officer)
    assert (
        client.get(reverse("organisations:affiliate", args=[cast.units.shop.pk])).status_code == 404
    )
    answer = call(
        cast.stranger_register_officer, "POST", "/organisations/U-SHOP/affiliate", {"to": "IND"}
    )
    assert answer.status_code == 404
