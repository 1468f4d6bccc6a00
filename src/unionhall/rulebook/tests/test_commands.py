"""`unionhall rulebook due`, `check` and `set`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from unionhall.rulebook import book as book_module
from unionhall.rulebook.models import ByLaw


def run(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def refused(*args):
    with override("en"), pytest.raises(CommandError) as error:
        run(*args)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_due_date_as_json_has_exactly_these_keys():
    out = run("rulebook_due", "cn.pet.notify_15d", "--from", "2026-02-06", "--json")
    assert json.loads(out) == {
        "due_on": "2026-02-24",
        "provisional": False,
        "rule": "cn.pet.notify_15d",
        "citation": "信访工作条例（中共中央、国务院2022，2022-05-01施行） 第二十三条",
    }


def test_the_citation_is_chinese_whatever_the_reader_s_language():
    with override("en"):
        out = run("rulebook_due", "cn.pet.notify_15d", "--from", "2026-02-06", "--json")
    assert json.loads(out)["citation"] == (
        "信访工作条例（中共中央、国务院2022，2022-05-01施行） 第二十三条"
    )


def test_a_due_date_as_text_has_a_line_for_each():
    out = run("rulebook_due", "cn.disp.limit_1y", "--from", "2026-01-15")
    assert out.splitlines() == [
        "due_on: 2027-01-15",
        "provisional: true",
        "rule: cn.disp.limit_1y",
        "citation: 中华人民共和国劳动争议调解仲裁法（2007，2008-05-01施行） 第二十七条",
    ]


def test_a_day_before_the_rule_s_record_is_counted_and_said_to_be():
    with override("zh-hans"):
        out = run("rulebook_due", "cn.pet.notify_15d", "--from", "2019-03-01", "--json")
    told = json.loads(out)
    assert told["due_on"] == "2019-03-18"
    assert told["note"] == "本规则从2022年5月1日起才有记录；这里按当日已经施行来推算。"


def test_a_part_and_a_jurisdiction_are_named():
    out = run(
        "rulebook_due", "cn.bj.org.reply_15", "--from", "2026-03-02", "--json",
        "--part", "authority_working_days", "--jurisdiction", "CN-BJ",
    )  # fmt: skip
    assert json.loads(out)["due_on"] == "2026-03-23"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("cn.pet.end", "--from", "2026-03-02"), "“cn.pet.end” fixes no period."),
        (
            ("cn.pet.review_30_30", "--from", "2026-03-02"),
            "“cn.pet.review_30_30” has no single main period: name a part (--part): "
            "request_days, answer_days.",
        ),
        (
            ("cn.pet.notify_15d", "--from", "2026-02-30"),
            "“2026-02-30” is no date; write it as 2026-11-21.",
        ),
        (
            ("cn.pet.notify_15d", "--from", "9999-12-31"),
            "“9999-12-31” is too far away to count from.",
        ),
        (
            ("cn.disp.limit_1y", "--from", "9999-12-31"),
            "“9999-12-31” is too far away to count from.",
        ),
        (
            ("cn.pet.notify_15d", "--from", "2026-03-02", "--jurisdiction", "XX"),
            "There is no jurisdiction “XX”.",
        ),
        (
            ("cn.zj.sup.reply_15wd", "--from", "2026-03-02", "--jurisdiction", "CN-BJ"),
            "“cn.zj.sup.reply_15wd” holds in CN-ZJ, not in CN-BJ.",
        ),
        (("no.such", "--from", "2026-03-02"), "There is no rule “no.such”."),
    ],
)
def test_what_cannot_be_counted_is_said_in_one_line(args, message):
    assert refused("rulebook_due", *args) == message


def test_the_check_counts_what_it_has_loaded():
    assert run("rulebook_check").splitlines() == [
        f"rules: {len(book_module.book().rules)}",
        "not_seen: 23",
        "overlays: 0",
        "holidays_announced_until: 2026",
    ]


def test_the_check_names_what_is_wrong(tmp_path, settings):
    settings.DATA = tmp_path
    (tmp_path / "rulebook").mkdir()
    (tmp_path / "rulebook" / "local.toml").write_text('schema = "x"', encoding="utf-8")
    book_module.book.cache_clear()
    try:
        assert refused("rulebook_check") == "local.toml: jurisdiction, law, topic missing"
    finally:
        book_module.book.cache_clear()


@pytest.mark.django_db
def test_a_union_s_value_is_set_from_the_command_line():
    run(
        "rulebook_set", "cn.pet.notify_15d", "days", "10", "--jurisdiction", "CN-ZJ/HZ-1",
        "--from", "2099-01-01", "--source", "决议",
    )  # fmt: skip
    assert list(ByLaw.objects.values_list("union", "rule", "param", "value")) == [
        ("HZ-1", "cn.pet.notify_15d", "days", 10)
    ]


@pytest.mark.django_db
def test_a_value_the_rule_forbids_is_refused_with_its_article():
    message = refused(
        "rulebook_set", "cn.pet.notify_15d", "days", "20", "--jurisdiction", "CN-ZJ/HZ-1",
        "--from", "2099-01-01", "--source", "决议",
    )  # fmt: skip
    assert message == (
        "20 days cannot stand in the place of 15 days. Regulations on Petition (Xinfang) Work (2022) "
        "Art. 23 A province, city or union may shorten it; nobody may lengthen it."
    )
