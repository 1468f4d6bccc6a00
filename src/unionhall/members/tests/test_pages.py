import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import joined

from unionhall.core.clock import today
from unionhall.history.models import Entry
from unionhall.members import queries
from unionhall.members.models import Person, Spell

pytestmark = pytest.mark.django_db
LIST = reverse("members:index")


def rows(answer):
    """The names a list shows."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', answer.content.decode())


def links(answer, rel):
    found = re.search(rf'href="([^"]*)" rel="{rel}"', answer.content.decode())
    return found and LIST + found[1].replace("&amp;", "&")


def test_the_list_shows_the_members_of_my_unions_by_name(cast, signed_in):
    answer = signed_in(cast.register_officer).get(LIST)
    assert (answer.status_code, rows(answer)) == (200, ["李小明", "刘芳", "张华"])
    assert rows(signed_in(cast.plant_chair).get(LIST)) == ["李小明", "张华"]
    assert rows(signed_in(cast.stranger_chair).get(LIST)) == ["欧阳雪"]


@pytest.mark.parametrize("who", ["administrator", "worker"])
def test_whoever_may_see_no_member_gets_404(who, cast, signed_in):
    assert signed_in(getattr(cast, who)).get(LIST).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get(LIST).status_code == 302


def test_the_list_narrows_to_a_unit_and_what_lies_below(cast, signed_in):
    client = signed_in(cast.register_officer)
    assert rows(client.get(LIST, {"unit": "U-SHOP"})) == ["刘芳"]
    assert rows(client.get(LIST, {"unit": "330101001"})) == ["李小明", "刘芳", "张华"]


def test_where_there_are_many_units_one_is_named(cast, signed_in, monkeypatch):
    monkeypatch.setattr(queries, "MOST_UNITS", 1)
    client = signed_in(cast.register_officer)
    answer = client.get(LIST, {"unit": "惠民超市"})
    assert rows(answer) == ["刘芳"]
    assert re.search('name="unit"[^>]*value="惠民超市工会"', answer.content.decode())


def test_a_unit_outside_the_scope_is_as_good_as_none(cast, signed_in):
    answer = signed_in(cast.register_officer).get(LIST, {"unit": "U-STRANGER"})
    assert rows(answer) == ["李小明", "刘芳", "张华"]
    answer = signed_in(cast.register_officer).get(LIST, {"unit": "江滨"})
    assert rows(answer) == ["李小明", "刘芳", "张华"]


def test_the_list_narrows_by_sex_employment_and_membership(cast, signed_in, yesterday):
    Person.objects.filter(pk=cast.worker.pk).update(sex="male", employment="劳务派遣")
    Spell.objects.filter(person=cast.colleague).update(until_on=yesterday)
    client = signed_in(cast.register_officer)
    assert rows(client.get(LIST, {"sex": "male"})) == ["李小明"]
    assert rows(client.get(LIST, {"employment": "劳务派遣"})) == ["李小明"]
    assert rows(client.get(LIST)) == ["李小明", "刘芳"]
    assert rows(client.get(LIST, {"status": "ended"})) == ["张华"]
    assert rows(client.get(LIST, {"status": "all"})) == ["李小明", "刘芳", "张华"]
    before = (yesterday - timedelta(days=1)).isoformat()
    assert rows(client.get(LIST, {"on": before})) == ["李小明", "刘芳", "张华"]
    assert rows(client.get(LIST, {"status": "ended", "on": before})) == []


def test_who_left_for_another_union_stands_in_no_list_of_the_old_one(cast, signed_in, yesterday):
    Spell.objects.filter(person=cast.worker).update(until_on=yesterday)
    Spell.objects.create(
        person=cast.worker, organisation=cast.units.stranger, from_on=yesterday, name_key=""
    )
    client = signed_in(cast.plant_chair)
    long_ago = (today() - timedelta(days=400)).isoformat()
    for query in ({}, {"status": "ended"}, {"status": "all"}, {"on": long_ago}):
        assert rows(client.get(LIST, query)) == ["张华"] * (query != {"status": "ended"})
    assert client.get(reverse("members:person", args=[cast.worker.pk])).status_code == 404
    client = signed_in(cast.stranger_chair)
    assert rows(client.get(LIST)) == ["李小明", "欧阳雪"]


def test_sorting(cast, signed_in, yesterday):
    Spell.objects.filter(person=cast.colleague).update(from_on=yesterday)
    client = signed_in(cast.register_officer)
    assert rows(client.get(LIST, {"order": "joined"}))[0] == "张华"
    assert rows(client.get(LIST, {"order": "unit"})) == ["李小明", "张华", "刘芳"]


@pytest.mark.parametrize("order", ["name", "joined", "unit"])
def test_pages_follow_one_another_and_name_nobody(order, cast, units, signed_in):
    for number in range(107):
        joined(f"孙{chr(0x4E00 + number)}", units.plant, account=False)
    client, address, seen = signed_in(cast.plant_chair), f"{LIST}?order={order}", []
    while address:
        answer = client.get(address)
        seen += rows(answer)
        assert not re.search("sun|孙|%E5%AD%99", address)
        address = links(answer, "next")
    assert (len(seen), len(set(seen))) == (109, 109)
    assert rows(client.get(links(answer, "prev"))) == seen[50:100]


def open_first(client, answer):
    href = re.search(r'<th scope="row"><a href="([^"]*)"', answer.content.decode())[1]
    return client.get(href.replace("&amp;", "&"))


def walk(client, answer, key):
    """The names of files from one to the next until the list's end."""
    found = []
    while True:
        text = answer.content.decode()
        found.append(re.search("<h1>([^<]*)</h1>", text)[1])
        link = re.search(rf'href="([^"]*)" data-key="{key}"', text)
        beyond = client.get(link[1].replace("&amp;", "&"), follow=True)
        if beyond.request["PATH_INFO"] == LIST:
            assert "列表到头了。" in beyond.content.decode()
            return found, answer
        answer = beyond


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["李小明", "刘芳", "张华"]),
        ({"order": "joined"}, ["张华", "刘芳", "李小明"]),
        ({"order": "unit"}, ["李小明", "张华", "刘芳"]),
        ({"unit": "U-PLANT"}, ["李小明", "张华"]),
        ({"q": "l"}, ["李小明", "刘芳"]),
        ({"q": "xm"}, ["李小明"]),
    ],
)
def test_from_a_file_one_goes_to_the_next_in_the_list_and_back(query, names, cast, signed_in):
    Spell.objects.filter(person=cast.colleague).update(from_on=today())
    Spell.objects.filter(person=cast.shop_worker).update(from_on=today() - timedelta(days=1))
    client = signed_in(cast.register_officer)
    there, last = walk(client, open_first(client, client.get(LIST, query)), "j")
    back, _first = walk(client, last, "k")
    assert (there, back) == (names, names[::-1])


def test_whoever_left_is_marked_in_the_list(cast, signed_in, yesterday):
    client = signed_in(cast.plant_chair)
    assert client.get(LIST, {"status": "all"}).content.count(b"row-note") == 0
    Spell.objects.filter(person=cast.colleague).update(until_on=yesterday)
    assert client.get(LIST, {"status": "all"}).content.count(b"row-note") == 1


def test_columns_are_chosen(cast, signed_in):
    answer = signed_in(cast.plant_chair).get(LIST, {"columns": ["phone", "sex"]})
    assert re.findall(r'<th scope="col">([^<]*)</th>', answer.content.decode())[1:] == [
        "性别",
        "手机号",
    ]
    assert b"139****0001" in answer.content
    assert b"13900000001" not in answer.content


def test_unreadable_filters_are_as_good_as_none(cast, signed_in):
    odd = {"on": "2026-13-45", "sex": "x", "order": "y", "columns": "z", "at": "!", "s": "!!"}
    assert rows(signed_in(cast.plant_chair).get(LIST, odd)) == ["李小明", "张华"]


def test_a_search_is_one_entry_and_no_address_tells_what_was_typed(cast, signed_in):
    client = signed_in(cast.plant_chair)
    answer = client.post(LIST, {"q": "李小"})
    assert rows(answer) == ["李小明"]
    entry = Entry.objects.get(verb="searched")
    assert (entry.by, entry.chain, entry.subject_type) == (
        cast.plant_chair, cast.units.plant.chain, "members",
    )  # fmt: skip
    assert "李小" not in entry.facts_text
    pushed = answer["HX-Push-Url"]
    assert not re.search("李|%E6%9D%8E", pushed)
    assert rows(client.get(pushed)) == ["李小明"]
    assert Entry.objects.filter(verb="searched").count() == 1


@pytest.mark.parametrize(
    "typed", ["\x00", "w\x00ang", "%", "\\", "'; DROP", "·", "１", "𠮷", "x" * 500]
)
def test_any_text_can_be_searched_for(typed, cast, signed_in):
    answer = signed_in(cast.plant_chair).post(LIST, {"q": typed})
    assert (answer.status_code, rows(answer)) == (200, [])


def test_a_search_by_address_is_recorded_too(cast, signed_in):
    assert rows(signed_in(cast.plant_chair).get(LIST, {"q": "lxm"})) == ["李小明"]
    assert Entry.objects.filter(verb="searched").count() == 1


def test_a_search_finds_nobody_outside_the_scope(cast, signed_in):
    answer = signed_in(cast.shop_chair).post(LIST, {"q": "李小明"})
    assert rows(answer) == []
    assert b"empty-note" in answer.content


def test_hits_can_be_narrowed_further(cast, signed_in):
    client = signed_in(cast.register_officer)
    pushed = client.post(LIST, {"q": "1390", "unit": ""})["HX-Push-Url"]
    pushed = client.post(LIST, {"q": "l"})["HX-Push-Url"]
    assert rows(client.get(pushed)) == ["李小明", "刘芳"]
    assert rows(client.get(f"{pushed}&unit=U-SHOP")) == ["刘芳"]


def test_a_members_page_shows_the_file_and_records_the_reading_once(cast, signed_in):
    client, url = signed_in(cast.plant_chair), reverse("members:person", args=[cast.worker.pk])
    answer = client.get(url)
    text = answer.content.decode()
    assert ("李小明" in text, "13900000001" in text, "红星机械厂工会" in text) == (True,) * 3
    assert "no-store" in answer["Cache-Control"]
    client.get(url)
    entry = Entry.objects.get(verb="opened")
    assert (entry.by, entry.subject_id, entry.person) == (
        cast.plant_chair, str(cast.worker.pk), str(cast.worker.uid),
    )  # fmt: skip


@pytest.mark.parametrize(
    "who", ["shop_chair", "stranger_chair", "stranger_register_officer", "administrator"]
)
@pytest.mark.parametrize("page", ["person", "log", "correct"])
def test_a_file_outside_the_scope_does_not_exist(page, who, cast, signed_in):
    url = reverse(f"members:{page}", args=[cast.worker.pk])
    assert signed_in(getattr(cast, who)).get(url).status_code == 404
    assert not Entry.objects.filter(verb="opened").exists()


def test_the_page_names_the_offices_that_may_open_the_file(cast, signed_in):
    url = reverse("members:person", args=[cast.worker.pk])
    text = signed_in(cast.plant_chair).get(url).content.decode()
    readers = re.findall("<li>([^<]*)</li>", text[text.index("who-sees") :])
    assert readers[0] == "红星机械厂工会 主席"
    assert "东湖区总工会 组织部干部" in readers
    assert not [reader for reader in readers if "江滨" in reader or "系统管理员" in reader]


def test_the_log_tells_who_opened_the_file_with_the_office(cast, signed_in):
    url = reverse("members:person", args=[cast.worker.pk])
    signed_in(cast.plant_chair).get(url)
    log = reverse("members:log", args=[cast.worker.pk])
    text = signed_in(cast.register_officer).get(log).content.decode()
    assert "杨伟（红星机械厂工会 主席）" in text


def test_the_log_keeps_from_a_union_who_above_it_opened_the_file(cast, signed_in):
    """The rights officer's reading could betray a request that was kept from this union."""
    signed_in(cast.rights_officer).get(reverse("members:person", args=[cast.worker.pk]))
    log = reverse("members:log", args=[cast.worker.pk])
    assert "王敏" not in signed_in(cast.plant_chair).get(log).content.decode()
    assert "王敏" in signed_in(cast.chair).get(log).content.decode()


def test_my_card_shows_my_file_and_who_looked(cast, signed_in):
    signed_in(cast.register_officer).get(reverse("members:person", args=[cast.worker.pk]))
    answer = signed_in(cast.worker).get(reverse("members:me"))
    text = answer.content.decode()
    assert ("李小明" in text, "红星机械厂工会" in text) == (True, True)
    assert "陈志强（东湖区总工会 组织部干部）" in text
    assert "张华" not in text


def test_whoever_is_in_no_register_has_no_card(cast, signed_in):
    assert signed_in(cast.administrator).get(reverse("members:me")).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("index", 12), ("person", 15)])
def test_pages_ask_the_database_few_questions(
    name, most, cast, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast.register_officer)
    url = LIST if name == "index" else reverse("members:person", args=[cast.worker.pk])
    with django_assert_max_num_queries(most):
        assert client.get(url).status_code == 200


def test_a_search_asks_the_database_few_questions(cast, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.register_officer)
    for typed in ("王", "小明", "lxm", "lixiaoming", "xian", "5678", "110000200401142619"):
        with django_assert_max_num_queries(17):
            assert client.post(LIST, {"q": typed}).status_code == 200
