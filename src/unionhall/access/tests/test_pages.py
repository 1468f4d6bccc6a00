"""Pages of organisations: everybody sees what their office reaches, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.history.actions import act, record
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.organisations import actions, panels
from unionhall.organisations.models import Coverage, Division, Employer, Mandate, Organisation

pytestmark = pytest.mark.django_db


def page(name, *args, **query):
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"organisations:{name}", args=args) + (f"?{text}" if text else "")


def text_of(response):
    return response.content.decode()


def test_the_tree_begins_where_ones_office_is(cast, signed_in):
    shown = text_of(signed_in(cast.chair).get(page("index")))
    assert [name in shown for name in ("东湖区总工会", "江城市总工会</a>", "西河区总工会")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "工会"}, ["东湖区总工会", "北山街道总工会", "惠民超市工会", "红星机械厂工会"]),
        ({"q": "330101"}, ["东湖区总工会", "北山街道总工会"]),
        ({"kind": "enterprise_union"}, ["惠民超市工会", "红星机械厂工会"]),
        ({"q": "江滨"}, []),
    ],
)
def test_search_stays_within_ones_reach(cast, signed_in, query, found):
    response = signed_in(cast.chair).get(page("index", **query))
    assert sorted(unit.name for unit in response.context["page"]) == sorted(found)


def test_closed_ones_are_shown_when_asked_for(cast, signed_in):
    unit = actions.add("group", cast.units.plant, "G", "一组", by=None, on=today())
    actions.close(unit, by=None, on=today())
    client = signed_in(cast.chair)
    found = [
        [row.code for row in client.get(page("index", q="一组", **more)).context["page"]]
        for more in ({}, {"closed": "on"})
    ]
    assert found == [[], ["G"]]
    below = [
        [
            row.code
            for row in client.get(page("detail", cast.units.plant.pk, **more)).context["page"]
        ]
        for more in ({}, {"closed": "1"})
    ]
    assert below == [[], ["G"]]


def test_the_page_of_a_unit_shows_its_offices_places_and_what_lies_below(cast, signed_in):
    body = actions.open_body(
        cast.units.district, "committee", years=5, from_on=today(), by=None, on=today()
    )
    response = signed_in(cast.chair).get(page("detail", cast.units.district.pk))
    shown = text_of(response)
    assert (response.status_code, body.title in shown, "周建国" in shown) == (200, True, True)
    assert [unit.name for unit in response.context["page"]] == ["北山街道总工会"]
    assert len(response.context["held"]) == 10
    # The city lies above the chair's office: named, but not to be opened.
    assert ("江城市总工会" in shown, cast.units.city.get_absolute_url() in shown) == (True, False)


def test_mandates_stand_by_time(cast, signed_in):
    district, day = cast.units.district, timedelta(days=1)
    user = User.objects.create(username="n", name="新人")
    for office, from_on, until_on in (
        ("desk_officer", today() + day, None),
        ("treasurer", today() - 9 * day, today()),
        ("rights_officer", today() + day, today() + day),
    ):
        Mandate.objects.create(
            user=user, organisation=district, office=office, from_on=from_on, until_on=until_on
        )
    context = signed_in(cast.chair).get(page("detail", district.pk)).context
    assert [m.office for m in context["coming"]] == ["desk_officer"]
    assert sorted(m.office for m in context["past"]) == ["rights_officer", "treasurer"]


def test_apps_above_add_their_figures(cast, signed_in, monkeypatch):
    monkeypatch.setattr(panels, "_panels", [])
    panels.panel(lambda unit, user, on: panels.Line("会员数", f"{unit.code}: 42", "/members/"))
    panels.panel(lambda unit, user, on: None)
    shown = text_of(signed_in(cast.chair).get(page("detail", cast.units.plant.pk)))
    assert '<a href="/members/">U-PLANT: 42</a>' in shown


def test_buttons_are_shown_to_those_who_may_press_them(cast, signed_in):
    shown = {
        officer: page("rename", cast.units.plant.pk)
        in text_of(signed_in(getattr(cast, officer)).get(page("detail", cast.units.plant.pk)))
        for officer in ("chair", "desk_officer", "administrator", "plant_chair", "auditor")
    }
    assert shown == {
        "chair": True,
        "desk_officer": False,
        "administrator": True,
        "plant_chair": True,
        "auditor": False,
    }


def test_add(cast, signed_in):
    units = cast.units
    client = signed_in(cast.chair)
    assert client.get(page("add", units.street.pk)).status_code == 200
    wish = {"kind": "enterprise_union", "name": "新厂工会", "code": "NEW", "on": today()}
    response = client.post(page("add", units.street.pk), wish)
    new = Organisation.objects.get(code="NEW")
    assert (response.status_code, response.url) == (302, new.get_absolute_url())
    assert (new.parent, trail(new)[0].by) == (units.street, cast.chair)
    again = client.post(page("add", units.street.pk), wish)
    assert again.status_code == 409
    assert ("NEW" in text_of(again), "新厂工会" in text_of(again)) == (True, True)
    assert client.post(page("add", units.street.pk), wish | {"kind": "city"}).status_code == 422
    assert client.post(page("add", units.elsewhere.pk), wish).status_code == 404


def test_rename(cast, signed_in):
    client = signed_in(cast.chair)
    where = page("rename", cast.units.plant.pk)
    assert "红星机械厂工会" in text_of(client.get(where))
    wish = {"name": "红星重工工会", "short_name": "红星", "on": today()}
    assert client.post(where, wish).status_code == 302
    cast.units.plant.refresh_from_db()
    assert (cast.units.plant.name, str(cast.units.plant)) == ("红星重工工会", "红星")
    assert client.post(where, wish).status_code == 409
    assert signed_in(cast.desk_officer).post(where, wish).status_code == 404


def test_correct_ties_a_union_to_its_employer(cast, signed_in):
    employer = Employer.objects.create(name="红星机械厂", kept_by=cast.units.district)
    foreign = Employer.objects.create(name="江滨电子厂", kept_by=cast.units.elsewhere)
    client = signed_in(cast.chair)
    where = page("correct", cast.units.plant.pk)
    assert client.get(where).status_code == 200
    assert client.post(where, {"employer": foreign.name}).status_code == 422
    assert client.post(where, {"employer": employer.name, "division": "9"}).status_code == 422
    for code in ("330101001", "330102001"):
        Division.objects.create(code=code, name="北山街道", level="township")
    Division.objects.create(code="330101002", name="南屏街道", level="township")
    tied = {"employer": employer.name}
    assert client.post(where, tied | {"division": "北山街道"}).status_code == 422
    for typed, code in (("330101001", "330101001"), ("南屏街道", "330101002")):
        assert client.post(where, tied | {"division": typed}).status_code == 302
        cast.units.plant.refresh_from_db()
        assert (cast.units.plant.employer, cast.units.plant.division_id) == (employer, code)
    assert employer.name in text_of(client.get(page("detail", cast.units.plant.pk)))


def test_move(cast, signed_in):
    client = signed_in(cast.chair)
    other = actions.add(
        "township", cast.units.district, "T2", "南屏街道总工会", by=None, on=today()
    )
    where = page("move", cast.units.plant.pk)
    found = client.get(where + "?q=街道").context["places"]
    assert {unit.code for unit in found} == {"T2", "330101001"}
    assert client.get(where + "?q=西河").context["places"] == []
    where += "?q=街道"
    refused = client.post(where, {"to": cast.units.street.pk, "on": today()})
    assert refused.status_code == 409
    # What was not found within one's reach cannot be chosen.
    for place in (cast.units.elsewhere.pk, cast.units.district.pk, "x"):
        assert client.post(where, {"to": place, "on": today()}).status_code == 422
    assert client.post(where, {"to": other.pk, "on": today()}).status_code == 302
    cast.units.plant.refresh_from_db()
    assert cast.units.plant.parent == other


def test_close(cast, signed_in):
    client = signed_in(cast.chair)
    refused = client.post(page("close", cast.units.street.pk), {"on": today()})
    assert (refused.status_code, "红星机械厂工会" in text_of(refused)) == (409, True)
    unit = actions.add("group", cast.units.plant, "G", "一组", by=None, on=today())
    assert client.get(page("close", unit.pk)).status_code == 200
    assert client.post(page("close", unit.pk), {"on": today()}).status_code == 302
    unit.refresh_from_db()
    assert unit.closed_on == today()


@act
def record_something_else(organisation, person):
    """What other apps write into an organisation's chain, some of it not for everybody's eyes."""
    record(organisation.chain, "cases.submitted", by=person.user, subject=("cases.case", 1))
    record(organisation.chain, "cases.submitted", by=person.user, subject=organisation)


def test_history_tells_what_happened_in_sentences(cast, signed_in):
    plant = cast.units.plant
    actions.rename(plant, "红星重工工会", by=cast.chair, on=today())
    record_something_else(plant, cast.worker)
    shown = text_of(signed_in(cast.chair).get(page("history", plant.pk)))
    assert ("cases.submitted" in shown, "李小明" in shown) == (False, False)
    assert [words in shown for words in ("红星重工工会", "周建国", "杨伟")] == [True] * 3
    assert signed_in(cast.desk_officer).get(page("history", plant.pk)).status_code == 404
    assert signed_in(cast.chair).get(page("history", cast.units.stranger.pk)).status_code == 404


def test_appoint_somebody_who_was_found(cast, signed_in):
    client = signed_in(cast.chair)
    where = page("appoint", cast.units.shop.pk)
    assert client.get(where).context["people"] == []
    found = client.get(where + "?q=何平").context["people"]
    assert [person["user"] for person in found] == [cast.plant_desk_officer]
    assert Entry.objects.filter(verb="searched", by=cast.chair).count() == 1
    wish = {"office": "treasurer", "from_on": today()}
    chosen = wish | {"user": cast.plant_desk_officer.pk}
    # Nobody can be appointed who was not found by the whole name or number.
    assert client.post(where, chosen).status_code == 422
    assert client.post(where + "?q=何", chosen).status_code == 422
    assert client.post(where + "?q=何平", chosen).status_code == 302
    mandate = Mandate.objects.get(organisation=cast.units.shop, office="treasurer")
    assert mandate.user == cast.plant_desk_officer
    refused = client.post(where + "?q=何平", chosen | {"office": "auditor"})
    assert refused.status_code == 409
    assert "何平" in text_of(refused)


def test_appoint_somebody_new_opens_an_account_with_the_office_or_not_at_all(cast, signed_in):
    client = signed_in(cast.chair)
    where = page("appoint", cast.units.shop.pk) + "?new=1"
    assert client.get(where).status_code == 200
    wish = {"name": "新干部", "phone": "138 0013 8000", "office": "chair", "from_on": today()}
    assert client.post(where, wish).status_code == 409  # there is a chair already
    assert not User.objects.filter(name="新干部").exists()
    assert client.post(where, wish | {"phone": "123"}).status_code == 409
    assert client.post(where, wish | {"office": "treasurer"}).status_code == 302
    user = User.objects.get(name="新干部")
    assert (user.phone, user.has_usable_password()) == ("13800138000", False)
    assert [m.office for m in user.mandates.all()] == ["treasurer"]
    again = client.post(where, wish | {"office": "desk_officer"})
    assert again.status_code == 409


def test_appoint_is_out_of_scope_elsewhere(cast, signed_in):
    client = signed_in(cast.chair)
    assert client.get(page("appoint", cast.units.stranger.pk)).status_code == 404
    assert signed_in(cast.desk_officer).get(page("appoint", cast.units.shop.pk)).status_code == 404


def test_end_mandate(cast, signed_in):
    mandate = Mandate.objects.get(user=cast.plant_desk_officer)
    client = signed_in(cast.chair)
    where = page("end_mandate", mandate.pk)
    assert "何平" in text_of(client.get(where))
    assert client.post(where, {"on": today() - timedelta(days=1)}).status_code == 409
    assert client.post(where, {"on": today()}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.until_on == today()
    assert client.post(where, {"on": today()}).status_code == 409
    foreign = Mandate.objects.get(user=cast.stranger_chair)
    assert client.get(page("end_mandate", foreign.pk)).status_code == 404
    assert signed_in(cast.auditor).get(where).status_code == 404


def test_bodies(cast, signed_in):
    client = signed_in(cast.chair)
    where = page("open_body", cast.units.plant.pk)
    assert client.get(where).status_code == 200
    wish = {"kind": "committee", "years": 3, "from_on": today()}
    assert client.post(where, wish | {"years": 4}).status_code == 422
    assert client.post(where, wish).status_code == 302
    assert client.post(where, wish).status_code == 409
    body = cast.units.plant.bodies.get()
    assert (body.term, body.until_on) == (1, body.from_on.replace(year=body.from_on.year + 3))
    ending = page("end_body", body.pk)
    assert client.get(ending).status_code == 200
    assert client.post(ending, {"on": today()}).status_code == 302
    assert client.post(ending, {"on": today()}).status_code == 409
    assert signed_in(cast.stranger_chair).get(ending).status_code == 404


def test_employers(cast, signed_in):
    client = signed_in(cast.chair)
    assert client.get(page("add_employer")).status_code == 200
    wish = {"name": "红星机械厂", "credit_code": " 91350100m000100y43 ", "workers": 120}
    assert client.post(page("add_employer"), wish | {"credit_code": "123"}).status_code == 422
    assert client.post(page("add_employer"), wish).status_code == 302
    employer = Employer.objects.get()
    assert (employer.credit_code, employer.kept_by) == ("91350100M000100Y43", cast.units.district)
    assert client.post(page("add_employer"), wish).status_code == 409
    shown = client.get(page("employers", q="红星")).context["page"]
    assert [row.name for row in shown] == ["红星机械厂"]
    assert list(client.get(page("employers", q="9999")).context["page"]) == []
    where = page("employer", employer.pk)
    assert client.post(where, wish | {"name": "红星重工"}).status_code == 302
    employer.refresh_from_db()
    assert employer.name == "红星重工"
    assert [entry.verb for entry in trail(employer)] == ["employers.added", "employers.corrected"]
    stranger = signed_in(cast.stranger_chair)
    assert stranger.get(where).status_code == 404
    assert list(stranger.get(page("employers")).context["page"]) == []
    assert signed_in(cast.treasurer).get(page("employers")).status_code == 404


def test_an_employer_is_seen_by_those_above_its_union(cast, signed_in):
    employer = Employer.objects.create(name="红星机械厂")
    Organisation.objects.filter(pk=cast.units.plant.pk).update(employer=employer)
    seen = {
        officer: signed_in(getattr(cast, officer)).get(page("employer", employer.pk)).status_code
        for officer in ("plant_chair", "street_chair", "chair", "shop_chair", "stranger_chair")
    }
    assert seen == {
        "plant_chair": 200,
        "street_chair": 200,
        "chair": 200,
        "shop_chair": 404,
        "stranger_chair": 404,
    }


def test_a_joint_union_gathers_employers(cast, signed_in):
    client = signed_in(cast.chair)
    joint = actions.add("joint_union", cast.units.street, "J", "商圈联合工会", by=None, on=today())
    employer = Employer.objects.create(name="小面馆", kept_by=cast.units.street)
    where = page("begin_coverage", joint.pk)
    assert client.get(where).status_code == 200
    assert client.post(where, {"employer": "无此店", "on": today()}).status_code == 422
    assert client.post(where, {"employer": "小面馆", "on": today()}).status_code == 302
    assert client.post(where, {"employer": "小面馆", "on": today()}).status_code == 409
    coverage = Coverage.objects.get()
    assert "小面馆" in text_of(client.get(page("detail", joint.pk)))
    assert "商圈联合工会" in text_of(client.get(page("employer", employer.pk)))
    ending = page("end_coverage", coverage.pk)
    assert signed_in(cast.stranger_chair).get(ending).status_code == 404
    client = signed_in(cast.chair)
    assert client.get(ending).status_code == 200
    assert client.post(ending, {"on": today()}).status_code == 302
    assert client.post(ending, {"on": today()}).status_code == 409
    wrong = client.post(
        page("begin_coverage", cast.units.plant.pk), {"employer": "小面馆", "on": today()}
    )
    assert wrong.status_code == 409
    assert "小面馆" in text_of(client.get(page("history", joint.pk)))


def test_matrix_and_why(cast, signed_in):
    client = signed_in(cast.desk_officer)
    shown = text_of(client.get(reverse("access:matrix")))
    assert ("cases.view_restricted" in shown, "organisations.manage" in shown) == (True, True)
    assert signed_in(cast.worker).get(reverse("access:matrix")).status_code == 404
    assert signed_in(cast.worker).get(reverse("access:why")).status_code == 200


def test_why_names_the_mandate_that_lets_one_in(cast, signed_in):
    plant = cast.units.plant
    client = signed_in(cast.chair)
    where = reverse("access:why")
    reason = client.get(where, {"url": plant.get_absolute_url() + "?x=1"}).context["reason"]
    assert (reason.allowed, reason.ability.code, reason.organisation) == (
        True,
        "organisations.view",
        plant,
    )
    assert [m.user for m in reason.mandates] == [cast.chair]
    asked = {"ability": "cases.accept", "organisation": plant.code}
    response = client.get(where, asked)
    assert [m.office for m in response.context["reason"].mandates] == ["chair"]
    assert "东湖区总工会" in text_of(response)


def test_why_tells_nothing_of_what_one_may_not_see(cast, signed_in):
    client = signed_in(cast.chair)
    where = reverse("access:why")
    stranger = cast.units.stranger
    answers = [
        client.get(where, asked).context["reason"]
        for asked in (
            {"url": stranger.get_absolute_url()},
            {"url": page("detail", 999999)},
            {"url": "/nowhere/"},
            {"ability": "cases.accept", "organisation": stranger.code},
            {"ability": "cases.accept", "organisation": "NOTHING"},
            {"ability": "cases.view_restricted"},
        )
    ]
    assert len(set(map(repr, answers))) == 1
    assert (answers[0].allowed, answers[0].organisation) == (False, None)
    shown = text_of(client.get(where, {"url": stranger.get_absolute_url()}))
    assert stranger.name not in shown


def test_why_knows_public_and_own_pages(cast, signed_in):
    client = signed_in(cast.worker)
    doors = [
        client.get(reverse("access:why"), {"url": url}).context["reason"].door
        for url in (reverse("account_login"), reverse("access:why"))
    ]
    assert doors == ["public", "own"]
    assert client.get(reverse("access:why"), {"url": "elsewhere"}).context["reason"] is None


@pytest.mark.parametrize("where", ["index", "employers", "appoint", "move"])
def test_a_search_for_what_no_name_contains_finds_nothing(cast, signed_in, where):
    named = [cast.units.plant.pk] if where in ("appoint", "move") else []
    response = signed_in(cast.chair).get(page(where, *named) + "?q=%00")
    assert response.status_code == 200


def test_lists_of_many_cost_as_many_queries_as_lists_of_few(
    cast, signed_in, django_assert_max_num_queries
):
    for number in range(60):
        actions.add(
            "enterprise_union",
            cast.units.street,
            f"X{number:03}",
            f"厂{number}",
            by=None,
            on=today(),
        )
    client = signed_in(cast.chair)
    for where in (
        page("index"),
        page("index", q="厂"),
        page("detail", cast.units.street.pk),
        page("employers"),
    ):
        client.get(where)
        with django_assert_max_num_queries(14):
            response = client.get(where)
        assert response.status_code == 200
    response = client.get(page("detail", cast.units.street.pk))
    assert len(response.context["page"]) == 50
    second = client.get(cast.units.street.get_absolute_url() + response.context["after"])
    codes = [unit.code for page in (response, second) for unit in page.context["page"]]
    assert codes == ["U-PLANT", "U-SHOP", *(f"X{number:03}" for number in range(60))]
