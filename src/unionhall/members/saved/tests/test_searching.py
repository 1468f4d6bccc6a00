"""Whom a search finds: always within the reader's scope, and the same for list, file and interface."""

import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from tests.cast import joined
from tests.interface import call, told

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.exchange.exports import jobs, store
from unionhall.exchange.exports.models import Export
from unionhall.history.models import Entry
from unionhall.members.models import Person, Spell
from unionhall.members.roster.actions import import_now
from unionhall.members.saved import actions, fields, queries
from unionhall.members.saved.models import SavedSearch
from unionhall.members.saved.sentence import sentence
from unionhall.members.saved.tests.test_grammar import SEARCHES

pytestmark = pytest.mark.django_db
SAVE = reverse("members:save_search")
NO_PHONE = {"match": "all", "of": [{"field": "phone", "test": "missing"}]}
EVERYBODY = {"欧阳雪", "李小明", "张华", "刘芳"}


def names(cast, *of, who=None, match="all", on=None, negated=False) -> set[str]:
    """Whom the conditions find for somebody who sees all unions of the district."""
    data = {"match": match, "of": list(of), "not": negated}
    search = SavedSearch(conditions=data)
    found = queries.queryset(
        search, scope(who or cast.register_officer, "members.view"), on or today()
    )
    return set(found.values_list("person__name", flat=True))


def one(field, test, value=None) -> dict:
    return {"field": field, "test": test} | ({} if value is None else {"value": value})


def test_never_without_and_expired(cast):
    on = today()
    joined("王无话", cast.units.plant, account=False)
    User.objects.filter(pk=cast.colleague.user_id).update(last_login=timezone.now())
    held = {"from_on": on - timedelta(days=400), "until_on": on - timedelta(days=9)}
    unit, office = cast.units.plant, "women_officer"
    cast.worker.user.mandates.create(organisation=unit, office=office, **held)
    assert names(cast, one("phone", "missing")) == {"王无话"}
    assert names(cast, one("account", "without")) == {"王无话"}
    assert names(cast, one("sign_in", "never")) == {"王无话", "李小明", "刘芳"}
    assert names(cast, one("sign_in", "last_days", 2)) == {"张华"}
    assert names(cast, one("sign_in", "longer_ago", 2)) == {"王无话", "李小明", "刘芳"}
    assert names(cast, one("office", "expired", "women_officer")) == {"李小明"}
    assert names(cast, one("office", "expired", "chair")) == set()
    assert names(cast, one("office", "never_held", "")) == {"王无话", "张华", "刘芳"}
    assert names(cast, one("office", "holds", "")) == set()


def test_facts_of_person_and_membership(cast):
    facts = {"birth_on": date(1970, 5, 1), "department": "一车间", "is_migrant": True}
    Person.objects.filter(pk=cast.worker.pk).update(sex="male", education="大专", **facts)
    Spell.objects.filter(person=cast.colleague).update(from_on=today() - timedelta(days=5))
    assert names(cast, one("age", "at_least", 50)) == {"李小明"}
    assert names(cast, one("age", "under", 50)) == set()
    assert names(cast, one("sex", "missing")) == {"张华", "刘芳"}
    assert names(cast, one("education", "is_not", "大专")) == {"张华", "刘芳"}
    assert names(cast, one("department", "contains", "车间")) == {"李小明"}
    assert names(cast, one("is_migrant", "unknown")) == {"张华", "刘芳"}
    assert names(cast, one("from_on", "last_days", 7)) == {"张华"}
    assert names(cast, one("birth_on", "before", "1980-01-01")) == {"李小明"}
    assert names(cast, one("unit", "outside", "U-PLANT")) == {"刘芳"}
    assert names(cast, one("unit_kind", "is", "enterprise_union")) == {"李小明", "张华", "刘芳"}
    assert names(cast, one("begun_by", "is_not", "import")) == set()


def test_fifty_on_the_birthday_and_not_the_day_before(cast):
    Person.objects.filter(pk=cast.worker.pk).update(birth_on=date(1976, 2, 29))
    fifty = one("age", "at_least", 50)
    assert names(cast, fifty, on=date(2026, 2, 28)) == set()
    assert names(cast, fifty, on=date(2026, 3, 1)) == {"李小明"}


def test_by_the_roster_they_came_with(cast):
    sheet = "姓名,手机号\n赵新,19900000031\n".encode()
    told = {"organisation": cast.units.plant, "on": today(), "by": cast.register_officer}
    import_now(sheet, "春季花名册.csv", **told)
    assert names(cast, one("roster", "contains", "春季")) == {"赵新"}
    assert names(cast, one("roster", "without")) == {"李小明", "张华", "刘芳"}


def test_all_any_and_not(cast):
    Person.objects.filter(pk=cast.worker.pk).update(sex="male")
    male, shop = one("sex", "is", "male"), one("unit", "within", "U-SHOP")
    assert names(cast, male, shop) == set()
    assert names(cast, male, shop, match="any") == {"李小明", "刘芳"}
    assert names(cast, male, shop, match="any", negated=True) == {"张华"}
    nested = {"match": "any", "not": True, "of": [male, shop]}
    assert names(cast, one("phone", "given"), nested) == {"张华"}


def test_no_search_leaves_the_readers_scope(cast):
    assert names(cast) == EVERYBODY - {"欧阳雪"}
    elsewhere = one("unit", "within", "U-STRANGER")
    assert names(cast, elsewhere) == set()
    assert names(cast, elsewhere, who=cast.stranger_chair) == {"欧阳雪"}
    assert names(cast, one("phone", "missing"), negated=True, who=cast.shop_chair) == {"刘芳"}


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=SEARCHES)
def test_whoever_is_not_found_is_found_by_the_contrary(cast, data):
    held = scope(cast.register_officer, "members.view")
    node = fields.read(data)
    if not list(node.conditions()):
        return
    contrary = fields.read({"match": "all", "not": True, "of": [node.plain()]})
    base = Spell.objects.filter(held.q("organisation"))
    found = base.filter(queries.condition(node, on=today())).count()
    others = base.filter(queries.condition(contrary, on=today())).count()
    assert found + others == base.count()
    assert sentence(node, status="all", where="区")


def saved(cast, name="没有手机号", who=None, **more) -> SavedSearch:
    who = who or cast.register_officer
    unit = who.mandates.get().organisation
    told = {"conditions": NO_PHONE, "by": who, "on": today()} | more
    return actions.save_search(unit, name=name, **told)


def test_the_list_and_the_file_show_what_the_search_finds(cast, signed_in):
    joined("王无话", cast.units.plant)
    search = saved(cast)
    client = signed_in(cast.register_officer)
    page = client.get(reverse("members:index"), {"saved": search.pk}).content.decode()
    assert ("王无话" in page, "李小明" in page) == (True, False)
    told = {"reason": "补登手机号", "format": "csv", "columns": ["unit"]}
    client.post(f"{reverse('members:export')}?saved={search.pk}", told)
    jobs.make.func(Export.objects.get().pk)
    text = b"".join(store.pieces(Export.objects.get().uid)).decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()[2:]] == ["王无话"]
    # Among the hits of a search typed into the list as well.
    found = client.post(
        f"{reverse('members:index')}?saved={search.pk}", {"q": "李", "saved": search.pk}
    )
    assert "李小明" not in found.content.decode()


def test_a_search_that_is_gone_shows_nobody_rather_than_everybody(cast, signed_in):
    search = saved(cast)
    actions.remove_search(search, by=cast.register_officer, on=today())
    page = signed_in(cast.register_officer).get(reverse("members:index"), {"saved": search.pk})
    assert "李小明" not in page.content.decode()


def test_a_shared_search_is_seen_on_its_line_and_finds_whom_each_may_see(cast, signed_in):
    joined("王无话", cast.units.plant)
    joined("马无话", cast.units.shop, account=False)
    search = saved(cast, is_shared=True)
    page = signed_in(cast.shop_chair).get(reverse("members:search", args=[search.pk]))
    assert "惠民超市工会" in page.content.decode()
    shop = scope(cast.shop_chair, "members.view")
    assert [s.person.name for s in queries.queryset(search, shop, today())] == ["马无话"]
    stranger = signed_in(cast.stranger_chair).get(reverse("members:search", args=[search.pk]))
    assert stranger.status_code == 404
    mine = saved(cast, name="自用")
    alone = signed_in(cast.chair).get(reverse("members:search", args=[mine.pk]))
    assert alone.status_code == 404


def test_only_its_owner_changes_it_and_of_two_pages_one_wins(cast):
    search = saved(cast, is_shared=True)
    facts = {"name": "新名", "conditions": NO_PHONE, "status": "all", "is_shared": True}
    with pytest.raises(Refused):
        actions.change_search(search, version=1, **facts, by=cast.chair, on=today())
    changed = actions.change_search(
        search, version=1, **facts, by=cast.register_officer, on=today()
    )
    assert (changed.name, changed.version) == ("新名", 2)
    with pytest.raises(Refused):
        actions.change_search(search, version=1, **facts, by=cast.register_officer, on=today())
    with pytest.raises(Refused):
        actions.remove_search(search, by=cast.chair, on=today())
    verbs = Entry.objects.filter(subject_type="members.savedsearch").values_list("verb", flat=True)
    assert sorted(verbs) == ["members.search_changed", "members.search_saved"]


def test_two_searches_of_one_name_are_refused(cast):
    saved(cast)
    with pytest.raises(Refused), transaction.atomic():
        saved(cast)


def test_it_is_said_in_both_languages(cast):
    data = {"match": "all", "of": [one("phone", "missing"), one("sign_in", "never")]}
    node = fields.read(data)
    told = {"status": "held", "where": "红星机械厂工会"}
    with override("en"):
        assert sentence(node, **told) == (
            "Members of 红星机械厂工会 who have no mobile number written down and have never signed in"
        )
    with override("zh-hans"):
        assert sentence(node, **told) == "红星机械厂工会中没有登记手机号，且从未登录过的会员"
        nested = fields.read({"match": "any", "not": True, "of": [one("sex", "is", "female")]})
        assert sentence(nested, **told) == "红星机械厂工会中不满足（性别为女）的会员"


def test_the_page_puts_a_search_together_without_scripts(cast, signed_in):
    joined("王无话", cast.units.plant)
    client = signed_in(cast.register_officer)
    sent = {"g0": "1", "g0-add": "phone:missing", "do": "add:0", "status": "held"}
    page = client.post(SAVE, sent).content.decode()
    assert 'name="g0-0-what" value="phone:missing"' in page
    sent = {"g0": "1", "g0-0-what": "phone:missing", "g0-1-what": "age:under"}
    sent |= {"g0-1-value": "x", "status": "held"}
    assert client.post(SAVE, sent | {"do": "look"}).status_code == 422
    sent |= {"g0-1-what": "unit:within", "g0-1-value": "U-PLANT"}
    looked = client.post(SAVE, sent | {"do": "look"}).content.decode()
    assert ("王无话" in looked, SavedSearch.objects.count()) == (True, 0)
    assert client.post(SAVE, sent | {"do": "save"}).status_code == 422
    answer = client.post(SAVE, sent | {"do": "save", "name": "厂里没手机号的"})
    search = SavedSearch.objects.get()
    assert answer["Location"] == reverse("members:search", args=[search.pk])
    change = reverse("members:change_search", args=[search.pk])
    assert 'value="unit:within"' in client.get(change).content.decode()
    again = {"g0": "1", "g0-0-what": "phone:missing", "do": "save", "name": "改"}
    again |= {"version": 1, "status": "held"}
    client.post(change, again)
    search = SavedSearch.objects.get()
    assert (search.name, search.conditions) == ("改", NO_PHONE)


def test_groups_are_added_and_taken_out(cast, signed_in):
    client = signed_in(cast.register_officer)
    sent = {"g0": "1", "g0-0-what": "phone:missing", "match": "any", "do": "group"}
    assert 'name="g1"' in client.post(SAVE, sent).content.decode()
    sent |= {"g1": "1", "g1-0-what": "account:without", "g1-not": "1", "do": "ungroup:0"}
    page = client.post(SAVE, sent).content.decode()
    kept = re.findall(r'name="g(\d)-0-what" value="([^"]*)"', page)
    assert (kept, 'value="1" selected' in page) == ([("0", "account:without")], True)
    sent |= {"do": "remove:1:0"}
    assert 'name="g1-0-what"' not in client.post(SAVE, sent).content.decode()


def test_a_program_saves_counts_changes_and_removes(cast, english):
    officer = cast.register_officer
    made = call(officer, "POST", "/members/searches", {"name": "x", "conditions": NO_PHONE})
    assert made.status_code == 201
    key = made.json()["id"]
    assert call(officer, "GET", f"/members/searches/{key}").json()["count"] == 0
    wrong = {"name": "y", "conditions": {"of": [{"field": "salary", "test": "is"}]}}
    assert told(call(officer, "POST", "/members/searches", wrong))[0] == 409
    changed = {"name": "z", "conditions": {}, "version": 1}
    assert call(officer, "PUT", f"/members/searches/{key}", changed).json()["name"] == "z"
    assert call(officer, "DELETE", f"/members/searches/{key}").status_code == 204
    known = {field["field"] for field in call(officer, "GET", "/members/searches/fields").json()}
    assert {"phone", "sign_in", "office", "unit", "roster"} <= known
