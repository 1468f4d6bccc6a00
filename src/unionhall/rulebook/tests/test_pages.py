"""The rulebook as anybody reads it."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from unionhall.rulebook import views
from unionhall.rulebook.book import book
from unionhall.rulebook.models import ByLaw

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """A page's text, tags taken out and blanks run together."""

    def fetch(name, *args, language="zh-hans", **query):
        headers = {"accept-language": language}
        answer = client.get(reverse(f"rulebook:{name}", args=args), query, headers=headers)
        assert answer.status_code == 200
        html = answer.content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", main))).strip()

    return fetch


def rules_on(client, **query):
    """The rules a list shows, by their ids."""
    answer = client.get(reverse("rulebook:index"), query)
    return [row.rule.id for row, _place in answer.context["rows"]]


def test_both_pages_are_public():
    assert views.index.public
    assert views.rule.public


def test_every_rule_has_a_page_in_both_languages(client):
    for language in ("zh-hans", "en"):
        headers = {"accept-language": language}
        answers = [
            client.get(reverse("rulebook:rule", args=[rule]), headers=headers)
            for rule in book().rules
        ]
        assert {answer.status_code for answer in answers} == {200}


def test_a_rule_s_page_tells_a_worker_what_it_means_and_a_lawyer_where_it_stands(read):
    text = read("rule", "cn.pet.decide_60_30")
    told = (
        "受理后 60 日内办完，最多再延 30 日",
        "说了“受理”以后，60 天内要办完。",
        "应当",
        "已见原文",
        "信访工作条例（中共中央、国务院2022，2022-05-01施行）",
        "第三十四条",
        "2022年5月1日",
        "省、市和工会可以缩短，谁都不能延长。",
    )
    assert [part for part in told if part not in text] == []


def test_a_rule_s_page_reads_in_english(read):
    text = read("rule", "cn.pet.decide_60_30", language="en")
    told = ("Settle within 60 days", "Must", "Art. 34", "60 days", "1 May 2022")
    assert [part for part in told if part not in text] == []


def test_a_rule_not_seen_says_that_nothing_is_refused_on_it(read):
    text = read("rule", "cn.mrc.quorum")
    assert "未见原文" in text
    assert "不会据此拒绝任何事" in text


def test_an_ended_rule_says_so(read):
    text = read("rule", "cn.mem.application_forms")
    assert "今天不适用" in text
    assert "2016年12月11日" in text


def test_a_rule_without_article_says_so(read):
    assert "来源没有写明" in read("rule", "cn.sn.form.legal_person")


def test_the_source_is_a_link_that_tells_it_nothing_of_the_reader(client):
    answer = client.get(reverse("rulebook:rule", args=["cn.pet.notify_15d"]))
    assert answer.content.decode().count('rel="noreferrer noopener external"') == 1


def test_what_a_union_has_set_is_shown(read):
    ByLaw.objects.create(
        union="HZ-1",
        rule="cn.pet.notify_15d",
        param="days",
        value=10,
        from_on=date(2026, 1, 1),
        source="2026年第1号决议",
    )
    assert "HZ-1 期限 10 日 2026年1月1日（周四） – 2026年第1号决议" in read(
        "rule", "cn.pet.notify_15d"
    )
    assert "目前没有地方或工会另定。" in read("rule", "cn.pet.office_15d")


def test_an_unknown_rule_is_not_found(client):
    assert client.get(reverse("rulebook:rule", args=["cn.pet.unknown"])).status_code == 404


def test_a_date_is_counted_on_the_rule_s_page(client):
    url = reverse("rulebook:rule", args=["cn.pet.review_30_30"])
    answer = client.get(url, {"start": "2026-02-06", "part": "answer_days"})
    assert answer.context["due"].due_on == date(2026, 3, 9)


def test_a_date_that_cannot_be_counted_is_answered_in_words(client):
    url = reverse("rulebook:rule", args=["cn.pet.notify_15d"])
    early = client.get(url, {"start": "2020-02-06"})
    assert (early.status_code, "due" in early.context) == (200, False)
    assert early.context["no_due"]
    late = client.get(url, {"start": "9999-12-31"})
    assert (late.status_code, "due" in late.context) == (200, False)


@pytest.mark.parametrize("start", ["yesterday", "2026-02-30", ""])
def test_what_is_no_date_is_asked_again(client, start):
    answer = client.get(reverse("rulebook:rule", args=["cn.pet.notify_15d"]), {"start": start})
    assert (answer.status_code, "due" in answer.context) == (200, False)


def test_a_rule_without_period_counts_no_date(client):
    answer = client.get(reverse("rulebook:rule", args=["cn.pet.end"]), {"start": "2026-02-06"})
    assert (answer.status_code, answer.context["form"]) == (200, None)


def test_rules_are_found_by_words_in_either_language(client):
    assert rules_on(client, q="要求复查") == ["cn.pet.review_30_30"]
    assert rules_on(client, q="REVIEW petition within") == ["cn.pet.review_30_30"]
    assert rules_on(client, q="第三十四条 信访") == ["cn.pet.decide_60_30"]
    assert rules_on(client, q="cn.pet.notify") == ["cn.pet.notify_15d"]


def test_rules_are_found_by_topic(client):
    promised = [rule for rule in book().rules.values() if rule.topic == "service"]
    first = rules_on(client, topic="service")
    rest = rules_on(client, topic="service", page=2)
    assert (len(first), sorted(first + rest)) == (50, sorted(rule.id for rule in promised))
    assert len(rules_on(client, topic="petitions")) == 12


def test_a_search_without_result_says_what_to_do(read):
    assert "没有找到规则" in read("index", q="没有这样的词")


def test_the_list_goes_on_page_by_page(client):
    first, second = rules_on(client), rules_on(client, page="2")
    assert (len(first), len(second)) == (50, 50)
    assert set(first) & set(second) == set()


@pytest.mark.parametrize(
    "query", [{"topic": "weather"}, {"page": "999"}, {"page": "x"}, {"q": "x" * 500}]
)
def test_strange_questions_get_an_answer(client, query):
    assert client.get(reverse("rulebook:index"), query).status_code == 200


def test_a_rule_s_page_asks_the_database_once(client, django_assert_max_num_queries):
    client.get(reverse("rulebook:rule", args=["cn.pet.notify_15d"]))
    with django_assert_max_num_queries(1):
        client.get(reverse("rulebook:rule", args=["cn.pet.notify_15d"]))
