"""The rules that come with the product, and folders of files that do not go together."""

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from unionhall.rulebook import places
from unionhall.rulebook.book import DATA, book, read
from unionhall.rulebook.explain import _words
from unionhall.rulebook.schema import Malformed


@pytest.fixture(scope="module")
def rules():
    return book().rules


def test_the_topics_hold_what_they_should(rules):
    # What the software promises itself is counted by test_a_service_promise_moves_only_in_the_worker_s_favour.
    assert Counter(rule.topic for rule in rules.values() if rule.topic != "service") == {
        "calculation": 5,
        "organisation": 114,
        "disputes": 57,
        "petitions": 12,
        "legal-aid": 10,
    }


def test_every_jurisdiction_is_a_known_place(rules):
    unknown = {r.jurisdiction for r in rules.values()} - places.known().keys()
    assert unknown == {places.ANYWHERE}


def test_what_this_slice_uses_is_stated_plainly_in_both_languages(rules):
    used = ("calculation", "organisation", "petitions", "legal-aid", "disputes", "service")
    assert [
        r.id for r in rules.values() if r.topic in used and not (r.plain.zh and r.plain.en)
    ] == []


SPELLED = {1: "一 one once", 2: "两 two twice", 3: "三 three", 4: "四 four", 5: "五 five"} | {
    6: "六 six",
    7: "七 seven",
    Fraction(1, 2): "一半 half",
    Fraction(1, 3): "三分之一 third",
    Fraction(2, 3): "三分之二 thirds",
}
COMPARED = {">": "超过|more than", ">=": "至少|以上|at least", "<=": "不超过|at most"}


def says(text: str, number: int | Fraction) -> bool:
    """Is the number in the text, in digits or spelled in either language?"""
    digits = rf"(?<![\d,.]){number}(?![\d.,]*\d)"
    return bool(re.search("|".join([digits, *SPELLED.get(number, "").split()]), text))


def test_statements_on_organisation_name_the_numbers_their_rules_fix(rules):
    fixed = [
        (rule, number)
        for rule in rules.values()
        if rule.topic == "organisation"
        for param in rule.params.values()
        for value in param.values
        for number in (value.value if isinstance(value.value, tuple) else (value.value,))
        if type(number) in (int, Fraction)
    ]
    assert len(fixed) == 62
    assert [
        (rule.id, number)
        for rule, number in fixed
        if not (says(rule.plain.zh, number) and says(rule.plain.en, number))
    ] == []


def test_statements_on_disputes_name_the_numbers_their_rules_fix(rules):
    fixed = [
        (rule, number)
        for rule in rules.values()
        if rule.topic == "disputes"
        for param in rule.params.values()
        for value in param.values
        for number in (value.value if isinstance(value.value, tuple) else (value.value,))
        if type(number) in (int, Fraction)
    ]
    assert len(fixed) == 59
    assert [
        (rule.id, number)
        for rule, number in fixed
        for title, plain in ((rule.title.zh, rule.plain.zh), (rule.title.en, rule.plain.en))
        if not says(f"{title} {plain}", number)
    ] == []


def test_statements_on_disputes_are_not_the_titles_again(rules):
    ours = [rule for rule in rules.values() if rule.topic == "disputes"]
    assert [
        rule.id for rule in ours if rule.plain.zh == rule.title.zh or rule.plain.en == rule.title.en
    ] == []


def test_statements_on_organisation_compare_as_their_rules_do(rules):
    compared = [
        (rule, COMPARED[param.operator])
        for rule in rules.values()
        if rule.topic == "organisation"
        for param in rule.params.values()
        if param.operator
    ]
    assert len(compared) == 13
    assert [
        rule.id
        for rule, words in compared
        for text in (rule.plain.zh, rule.plain.en)
        if not re.search(words, text)
    ] == []


def test_statements_on_organisation_say_when_the_text_was_not_seen(rules):
    doubt = re.compile("核对|没见到|只见到|not been|check it|retold")
    ours = [rule for rule in rules.values() if rule.topic == "organisation"]
    silent = {
        rule.id
        for rule in ours
        for text in (rule.plain.zh, rule.plain.en)
        if not doubt.search(text)
    }
    assert silent == {rule.id for rule in ours if rule.seen}


def test_plain_statements_are_short(rules):
    assert [r.id for r in rules.values() if len(r.plain.zh) > 90 or len(r.plain.en) > 260] == []


def test_titles_fit_a_line(rules):
    assert [r.id for r in rules.values() if len(r.title.zh) > 45 or len(r.title.en) > 115] == []


def test_no_english_title_or_statement_holds_chinese(rules):
    chinese = re.compile("[一-鿿]")
    mixed = [
        r.id
        for r in rules.values()
        for text in (re.sub("（.*?）|\\(.*?\\)|'.*?'", "", r.title.en), r.plain.en)
        if chinese.search(text)
    ]
    assert mixed == []


def test_a_rule_whose_text_was_not_seen_binds_nobody(rules):
    unseen = [rule for rule in rules.values() if not rule.seen]
    assert len(unseen) == 23
    assert [rule.id for rule in unseen if rule.binds] == []
    assert [r.id for r in rules.values() if r.evidence in ("memory", "older_text") and r.seen] == []


def test_no_service_promise_binds(rules):
    assert [r.id for r in rules.values() if r.topic == "service" and r.binds] == []


def test_what_the_software_sets_itself_is_not_called_law_nor_promise(rules):
    for rule in (rule for rule in rules.values() if rule.evidence == "default"):
        assert (rule.law.name.zh, rule.article, rule.binds) == (
            "本软件的默认期限（不是法律；法律没有规定）",
            "",
            False,
        )
        assert ("不是法律规定的" in rule.plain.zh, "No law sets this" in rule.plain.en) == (
            True,
            True,
        ), rule.id


def test_a_service_promise_moves_only_in_the_worker_s_favour(rules):
    ways = {
        r.id: p.overlay for r in rules.values() if r.topic == "service" for p in r.params.values()
    }
    assert ways == {
        "own.request.accept_2wd": "may_shorten",
        "own.dispute.check_instalment_1wd": "fixed",
        "own.request.first_reply": "may_shorten",
        "own.request.reply_3wd": "may_shorten",
        "own.request.confirm_7d": "may_lengthen",
        "own.request.level_above_5wd": "may_shorten",
        "own.request.handed_over_1wd": "may_shorten",
        "own.request.emergency_access_24h": "may_shorten",
        "own.first_sign_in.decide_3wd": "may_shorten",
        "own.membership.withdraw_30d": "may_shorten",
        "own.organisation.re_election_90d": "fixed",
        "own.organisation.form_body_90d": "may_shorten",
        "own.organisation.decide_founding_15wd": "may_shorten",
        "own.organisation.help_founding_10wd": "may_shorten",
        "own.organisation.first_officers_15wd": "may_shorten",
        "own.membership.release_10wd": "may_shorten",
        "own.membership.answer_invitation_15wd": "may_shorten",
        "own.membership.receive_10wd": "may_shorten",
        "own.membership.decide_application_15wd": "may_shorten",
        "own.membership.card_90d": "may_shorten",
        "own.membership.decide_changes_10wd": "may_shorten",
        "own.membership.announce_withdrawal_10wd": "may_shorten",
        "own.membership.file_expulsion_10wd": "may_shorten",
        "own.erasure.decide_15wd": "may_shorten",
        "own.import.second_officer_1000": "may_lower",
        "own.import.second_word_3wd": "may_shorten",
        "own.mailings.second_officer": "may_shorten",
        "own.organising.next_step_1wd": "fixed",
        "own.founding.forget_roll_365d": "may_shorten",
        "own.history.forget_searches_730d": "may_shorten",
        "own.supervision.two_supervisors": "may_lower",
        "own.supervision.reminder_10wd": "may_shorten",
        "own.supervision.opinion_15wd": "may_shorten",
        "own.supervision.recommendation_20wd": "may_shorten",
        "own.supervision.follow_up_10wd": "may_shorten",
        "own.supervision.tell_hazard_2wd": "may_shorten",
        "own.supervision.planned_day_1wd": "fixed",
        "own.tip.accept_3wd": "may_shorten",
        "own.tip.answer_20wd": "may_shorten",
        "own.tip.silent_30d": "may_lengthen",
        "own.tip.destroy_90d": "fixed",
        "own.legal_aid.look_after_20wd": "may_shorten",
        "own.petition.representatives_5": "may_change",
        "own.urgent.tell_general_24h": "may_shorten",
        "own.urgent.tell_serious_4h": "may_shorten",
        "own.urgent.tell_grave_2h": "may_shorten",
        "own.urgent.lead_1d": "may_shorten",
        "own.legal_aid.give_papers_10wd": "may_shorten",
        "own.referral.agree_14d": "may_shorten",
        "own.referral.answer_15wd": "may_shorten",
        "own.referral.link_14d": "may_shorten",
        "own.referral.tell_30d": "may_shorten",
        "own.referral.close_30d": "may_shorten",
        "own.watch.check_ins": "may_change",
        "own.watch.silent_7d": "may_shorten",
        "own.watch.call_2wd": "may_shorten",
        "own.watch.forget_365d": "may_shorten",
        "own.call.return_1wd": "may_shorten",
        "own.call.attempts_3": "may_raise",
        "own.call.forget_180d": "may_shorten",
        "own.mail.look_1wd": "may_shorten",
        "own.mail.forget_90d": "may_shorten",
        "own.request.simple_10wd": "may_shorten",
        "own.request.ordinary_30d": "may_shorten",
        "own.request.hard_60d": "may_shorten",
        "own.request.money_came_3wd": "may_shorten",
        "own.pattern.repeat": "may_change",
        "own.pattern.decide_15wd": "may_shorten",
    }


def test_time_limits_of_workers_cannot_be_moved(rules):
    limits = ("cn.disp.limit_1y", "cn.disp.suit_15d", "cn.disp.injury_30d_1y", "cn.sup.lsi_2y")
    moved = [p.overlay for rule in limits for p in rules[rule].params.values()]
    assert set(moved) == {"fixed"}
    assert rules["cn.pet.review_30_30"].params["request_days"].overlay == "fixed"


def test_a_women_workers_committee_may_be_asked_for_earlier_never_later(rules):
    ways = {
        r.id: p.overlay
        for r in rules.values()
        for p in r.params.values()
        if "women" in p.name and p.unit in ("member", "employee")
    }
    assert ways == {
        "cn.org.women_committee_10": "may_lower",
        "cn.org.women_committee_charter": "may_lower",
        "cn.sh.org.women_25": "may_lower",
        "cn.bj.org.women_25": "may_lower",
        "cn.cq.org.women_10": "may_lower",
        "cn.ha.org.women_10": "may_lower",
    }


def test_what_the_text_only_permits_binds_nobody(rules):
    permitted = (
        "below_threshold_options",
        "women_committee_statute",
        "township_federation",
        "fulltime_chair_200",
        "extraordinary_meeting",
    )
    assert [rule for rule in permitted if rules[f"cn.org.{rule}"].binds] == []


def test_every_name_and_code_word_has_words_in_both_languages(rules):
    words = _words()
    params = [p for r in rules.values() for p in r.params.values()]
    spelled = re.compile(r"[a-z>A-Z_0-9]+")
    code = {
        word
        for p in params
        for v in p.values
        if p.unit in ("text", "list")
        for word in ((v.value,) if isinstance(v.value, str) else v.value)
        if spelled.fullmatch(word)
    }
    assert {p.name for p in params} - words["param"].keys() == set()
    assert code - words["word"].keys() == set()
    assert {p.base for p in params if p.base} - words["base"].keys() == set()


@pytest.mark.parametrize(
    ("rule", "param", "value"),
    [
        ("cn.pet.notify_15d", "days", 15),
        ("cn.pet.office_15d", "days", 15),
        ("cn.pet.decide_60_30", "extension_days_max", 30),
        ("cn.pet.transfer_objection_5wd", "working_days", 5),
        ("cn.pet.group_reps_5", "max", 5),
        ("cn.org.committee_min_members", "min_members", 25),
        ("cn.org.term_primary", "years", (3, 5)),
        ("cn.disp.award_45_15", "days", 45),
        ("cn.zj.sup.reply_15wd", "working_days", 15),
    ],
)
def test_numbers_stand_as_in_the_law(rules, rule, param, value):
    assert rules[rule].params[param].values[-1].value == value


def test_articles_hold_no_remarks(rules):
    assert [r.id for r in rules.values() if re.search("[()（）]", r.article)] == []


LAW = '[law.act]\nzh = "某法"\nen = "Act"\nurl = ""\n'
RULE = """[[rule]]
id = "x.answer"
kind = "deadline"
title.zh = "答复"
title.en = "Answer"
force = "must"
law = "act"
article = ""
seen = true
evidence = "full_text"
[rule.param.days]
unit = "day"
overlay = "may_shorten"
values = [{ value = 15 }]
"""


def write(folder: Path, name: str, *parts: str, place: str = "CN") -> None:
    head = f'schema = "unionhall-rulebook/1"\njurisdiction = "{place}"\ntopic = "petitions"\n'
    (folder / name).write_text("\n".join([head, LAW, *parts]), encoding="utf-8")


def overlay(value: object, *, rule="x.answer", param="days") -> str:
    return f'[[overlay]]\nrule = "{rule}"\nparam = "{param}"\nlaw = "act"\nvalues = [{{ value = {value} }}]'


def test_a_place_s_file_moves_a_value_the_allowed_way(tmp_path):
    write(tmp_path, "CN.toml", RULE)
    write(tmp_path, "CN-ZJ.toml", overlay(10), place="CN-ZJ")
    (found,) = read([tmp_path]).overlays["x.answer", "days"]
    assert (found.place, found.value.value) == ("CN-ZJ", 10)


@pytest.mark.parametrize(
    "moved",
    [
        overlay(20),  # longer
        overlay('"ten"'),
        overlay(10, rule="x.unknown"),
        overlay(10, param="weeks"),
    ],
)
def test_a_place_s_file_that_moves_it_otherwise_fails_loading(tmp_path, moved):
    write(tmp_path, "CN.toml", RULE)
    write(tmp_path, "CN-ZJ.toml", moved, place="CN-ZJ")
    with pytest.raises(Malformed):
        read([tmp_path])


def test_a_rule_written_twice_fails_loading(tmp_path):
    write(tmp_path, "a.toml", RULE)
    write(tmp_path, "b.toml", RULE)
    with pytest.raises(Malformed):
        read([tmp_path])


def test_a_reference_to_no_rule_fails_loading(tmp_path):
    write(tmp_path, "a.toml", RULE.replace("seen = true", 'seen = true\nsee = ["x.nowhere"]'))
    with pytest.raises(Malformed):
        read([tmp_path])


def test_a_file_that_is_no_toml_fails_loading_by_name(tmp_path):
    (tmp_path / "broken.toml").write_text("[[rule", encoding="utf-8")
    with pytest.raises(Malformed) as error:
        read([tmp_path])
    assert str(error.value).partition(":")[0] == "broken.toml"


def test_an_installation_adds_its_own_files_to_the_product_s(tmp_path):
    write(tmp_path, "own.toml", RULE)
    assert len(read([DATA, tmp_path]).rules) == len(book().rules) + 1
