"""A union sets a value of its own where the rule allows it; dates that hang on it follow."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.access_examples import SHORTER, by_law, case
from tests.interface import call, told

from unionhall.core.clock import today
from unionhall.duties import recompute
from unionhall.duties.by_laws import queries
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.organisations.models import Division, Organisation
from unionhall.rulebook import rules
from unionhall.rulebook.actions import end_by_law, set_by_law
from unionhall.rulebook.models import ByLaw

pytestmark = pytest.mark.django_db
RULE, FIXED = "cn.pet.notify_15d", "cn.disp.suit_15d"
DAY = timedelta(days=1)


def page(rule=RULE, union="U-PLANT") -> str:
    return reverse("by_laws:set_by_law", args=[rule]) + (f"?union={union}" if union else "")


def days_in(unit) -> int:
    place = queries.jurisdiction_of(unit, on=today())
    return rules.value(RULE, "days", on=today(), jurisdiction=place)


def test_an_officer_sets_a_value_and_the_rule_s_page_shows_it(cast, signed_in, english):
    client = signed_in(cast.chair)
    answer = client.post(page(), SHORTER)
    address = reverse("rulebook:rule", args=[RULE])
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#local")
    assert [days_in(unit) for unit in (cast.units.plant, cast.units.shop)] == [10, 15]
    shown = client.get(address).content.decode()
    assert [part in shown for part in ("红星机械厂工会", "第12号决议", "尽快告知")] == [True] * 3
    (entry,) = trail(ByLaw.objects.get())
    assert (entry.verb, entry.by) == ("by_law_set", cast.chair)
    assert {name: entry.facts[name] for name in ("union", "value", "source", "reason")} == {
        "union": "U-PLANT",
        "value": 10,
        "source": "第12号决议",
        "reason": "尽快告知",
    }


def test_a_value_of_the_district_holds_in_every_union_below(cast, signed_in):
    signed_in(cast.register_officer).post(page(union="330101"), SHORTER)
    units = cast.units
    found = [days_in(unit) for unit in (units.district, units.plant, units.stranger)]
    assert found == [10, 10, 15]


def test_the_page_tells_the_law_what_holds_here_and_who_may_set_it(cast, signed_in, english):
    by_law(cast)
    client = signed_in(cast.chair)
    here = client.get(page(), headers={"accept-language": "en"}).context["here"][0]
    assert (here.written, here.here, here.may_be_set) == ("15 days", "10 days", True)
    (own,) = client.get(page()).context["own"]
    assert own.row.source == "第12号决议"
    assert client.get(page(union="U-SHOP")).context["own"] == []


def test_what_the_rule_does_not_allow_is_refused_with_its_article_and_kept_as_typed(
    cast, signed_in, english
):
    client = signed_in(cast.chair)
    answer = client.post(page(), SHORTER | {"value": "20"}, headers={"accept-language": "en"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert [part in shown for part in ("Art. 23", "may shorten it", 'value="20"')] == [True] * 3
    assert not ByLaw.objects.exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"value": "ten"}, 409),
        ({"value": "0"}, 409),
        ({"value": "[5, 10]"}, 409),
        ({"value": "Infinity"}, 409),
        ({"value": "１０"}, 302),
        ({"value": ""}, 422),
        ({"source": ""}, 422),
        ({"reason": ""}, 422),
        ({"param": "nonsense"}, 422),
        ({"from_on": today() - DAY}, 409),
        ({"until_on": today()}, 409),
        ({"from_on": "x"}, 422),
    ],
)
def test_what_is_no_value_or_says_too_little_is_refused(cast, signed_in, change, status):
    answer = signed_in(cast.chair).post(page(), SHORTER | change)
    assert answer.status_code == status
    assert ByLaw.objects.exists() is (status == 302)


def test_what_is_fixed_offers_no_form_and_refuses(cast, signed_in):
    client = signed_in(cast.chair)
    assert client.get(page(FIXED)).context["may_be_set"] is False
    assert (
        page(FIXED, "") not in client.get(reverse("rulebook:rule", args=[FIXED])).content.decode()
    )
    body = SHORTER | {"organisation": "U-PLANT", "value": 14}
    name = next(iter(rules.written(FIXED).params))
    sent = call(cast.chair, "POST", f"/rules/{FIXED}/set-by-law", body | {"param": name})
    assert told(sent)[0::2] == (409, FIXED)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("chair", True),
        ("register_officer", True),
        ("plant_chair", True),
        ("vice_chair", False),
        ("rights_officer", False),
        ("administrator", False),
        ("worker", False),
    ],
)
def test_the_rule_s_page_leads_there_whoever_may(cast, signed_in, who, sees):
    client = signed_in(getattr(cast, who))
    shown = client.get(reverse("rulebook:rule", args=[RULE])).content.decode()
    assert (page(union="") in shown) is sees
    assert client.get(page(union="")).status_code == (302 if sees else 404)


@pytest.mark.parametrize("union", ["U-STRANGER", "3301", "NONE", "330101002"])
def test_unions_out_of_reach_are_not_there(cast, signed_in, union):
    client = signed_in(cast.chair)
    assert [
        client.get(page(union=union)).status_code,
        client.post(page(union=union), SHORTER).status_code,
    ] == [404, 404]
    body = SHORTER | {"organisation": "U-STRANGER"}
    assert told(call(cast.chair, "POST", f"/rules/{RULE}/set-by-law", body))[0] == 404
    asked = call(cast.chair, "GET", f"/rules/{RULE}/in/U-STRANGER")
    assert told(asked)[0] == 404
    assert not ByLaw.objects.exists()


def test_a_rule_of_another_province_does_not_hold_here(cast, signed_in):
    place = Division.objects.create(code="330101000000", name="东湖区", level="county")
    Organisation.objects.filter(pk=cast.units.district.pk).update(division=place)
    client, rule = signed_in(cast.chair), "cn.sh.org.women_25"
    answer = client.get(page(rule))
    assert (answer.status_code, answer.context["may_be_set"]) == (200, False)
    assert answer.context["missing"]
    told = SHORTER | {"param": "min_women_members", "value": 20}
    assert client.post(page(rule), told).status_code == 409
    assert not ByLaw.objects.exists()


def test_without_a_union_the_page_begins_with_one_s_highest(cast, signed_in):
    for answer in (
        signed_in(cast.chair).get(page(union="")),
        signed_in(cast.chair).post(page(union="")),
    ):
        assert (answer.status_code, answer["Location"]) == (302, page(union="330101"))


def test_unknown_rules_are_not_found(cast, signed_in):
    assert signed_in(cast.chair).get(page("cn.pet.unknown")).status_code == 404
    body = SHORTER | {"organisation": "U-PLANT"}
    assert told(call(cast.chair, "POST", "/rules/cn.pet.unknown/set-by-law", body))[0] == 404


def test_open_duties_follow_the_value_at_the_next_minute_of_the_clock(cast, signed_in):
    case(cast)
    duty = Duty.objects.get()
    assert duty.rule == RULE
    recompute.recompute_if_changed(on=today())
    signed_in(cast.chair).post(page(), SHORTER)
    assert recompute.recompute_if_changed(on=today()) == 1
    before, duty = duty.due_on, Duty.objects.get()
    assert duty.due_on < before
    assert duty.events.get().kind == "recompute"
    assert recompute.recompute_if_changed(on=today()) == 0


def test_a_value_is_ended_and_the_general_one_holds_again(cast, signed_in):
    key, client = by_law(cast)["pk"], signed_in(cast.chair)
    recompute.recompute_if_changed(on=today())
    address = reverse("by_laws:end_by_law", args=[key])
    assert client.get(address).status_code == 200
    assert client.post(address, {"until_on": today()}).status_code == 409
    assert client.post(address, {"until_on": "x"}).status_code == 422
    assert client.post(address, {"until_on": today() + DAY}).status_code == 302
    assert ByLaw.objects.get().until_on == today() + DAY
    assert client.post(address, {"until_on": today() + 2 * DAY}).status_code == 409


def test_an_end_before_another_that_has_ended_is_noticed_by_the_clock(cast):
    row = ByLaw.objects.get(**by_law(cast))
    other = set_by_law(
        *(RULE, "days", 9),
        jurisdiction="CN/U-SHOP",
        source="x",
        from_on=today(),
        until_on=today() + 9 * DAY,
        by=None,
        on=today(),
    )
    before = recompute.fingerprint()
    end_by_law(row, until_on=today() + DAY, by=None, on=today())
    assert other.until_on > today() + DAY
    assert recompute.fingerprint() != before


def test_over_the_interface_a_value_is_set_shown_and_ended(cast):
    body, path = SHORTER | {"organisation": "U-PLANT"}, f"/rules/{RULE}"
    made = call(cast.chair, "POST", f"{path}/set-by-law", body)
    assert made.status_code == 201
    here = call(cast.chair, "GET", f"{path}/in/U-PLANT").json()[0]
    assert (here["may_be_set"], "10" in here["here"], "15" in here["written"]) == (True,) * 3
    (local,) = call(None, "GET", path).json()["local"]
    assert (local["who"], local["reason"]) == ("红星机械厂工会", "尽快告知")
    longer = call(cast.chair, "POST", f"{path}/set-by-law", body | {"value": 20})
    assert told(longer)[0::2] == (409, RULE)
    end = f"/rules/by-laws/{made.json()['id']}/end"
    tomorrow = {"until_on": today() + DAY}
    assert told(call(cast.stranger_chair, "POST", end, tomorrow))[0] == 404
    assert call(cast.chair, "POST", end, tomorrow).status_code == 200


@pytest.mark.parametrize("value", [None, {}, 1e400, [[1]] * 3, "", True, 10**30, -1, 1.5])
def test_over_the_interface_no_nonsense_is_set(cast, value):
    sent = SHORTER | {"organisation": "U-PLANT", "value": value}
    assert told(call(cast.chair, "POST", f"/rules/{RULE}/set-by-law", sent))[0] in (400, 409, 422)
    assert not ByLaw.objects.exists()


@pytest.mark.parametrize(
    ("value", "status"),
    [([[1, 25, 3, 5], [26, 0, 7, 9]], 302), ([["a", 2, 3, 4]], 409), ([[1, 2, 3]], 409), (5, 409)],
)
def test_a_scale_is_set_whole_or_not_at_all(cast, signed_in, value, status):
    rule = "cn.elec.committee_size_2016"
    told = SHORTER | {"param": "scale", "value": str(value).replace("'", '"')}
    assert signed_in(cast.chair).post(page(rule), told).status_code == status
    assert signed_in(cast.chair).get(page(rule)).status_code == 200
