"""Due dates under the rules themselves, worked out by hand on paper calendars."""

from datetime import date

import pytest
from django.utils.translation import override

from unionhall.core.errors import Citation, Refused
from unionhall.rulebook import deadlines
from unionhall.rulebook.book import book
from unionhall.rulebook.deadlines import Event, NoPeriod, due
from unionhall.rulebook.rules import ExpiredRule, MissingRule


def on(text):
    return date.fromisoformat(text)


BY_HAND = [
    # Spring Festival 2026: off 15–23 February, worked Saturdays 14 and 28.
    ("cn.pet.notify_15d", None, "2026-02-06", "2026-02-24"),  # 21 is a holiday
    ("cn.pet.notify_15d", None, "2026-02-13", "2026-02-28"),  # a Saturday, but worked
    ("cn.pet.notify_15d", None, "2026-02-14", "2026-03-02"),  # Sunday 1 March
    ("cn.pet.transfer_objection_5wd", None, "2026-02-12", "2026-02-26"),  # 13, 14, 24, 25, 26
    ("cn.pet.transfer_objection_5wd", None, "2026-02-15", "2026-02-28"),  # 24–28
    # National Day 2026: off 1–7 October, worked Sunday 20 September and Saturday 10 October.
    ("cn.pet.notify_15d", None, "2026-09-16", "2026-10-08"),  # 1 October
    ("cn.pet.notify_15d", None, "2026-09-25", "2026-10-10"),  # a Saturday, but worked
    ("cn.pet.notify_15d", None, "2026-09-26", "2026-10-12"),  # Sunday 11
    ("cn.pet.transfer_objection_5wd", None, "2026-09-18", "2026-09-24"),  # 20–24
    ("cn.pet.transfer_objection_5wd", None, "2026-09-30", "2026-10-13"),  # 8, 9, 10, 12, 13
    ("cn.zj.sup.reply_15wd", None, "2026-09-18", "2026-10-15"),
    # Labour Day, Qingming
    ("cn.aid.decide_7d_assign_3d", None, "2026-04-27", "2026-05-06"),  # 4 May; off until 5
    ("cn.aid.decide_7d_assign_3d", "assign_days", "2026-04-03", "2026-04-07"),  # 6 April
    ("cn.pet.decide_60_30", None, "2026-01-05", "2026-03-06"),
    ("cn.pet.decide_60_30", None, "2026-03-02", "2026-05-06"),  # 1 May
    # Months and years
    ("cn.elec.chair_vacancy", None, "2023-11-30", "2024-02-29"),  # leap year
    ("cn.elec.chair_vacancy", None, "2025-11-30", "2026-02-28"),  # a Saturday, but worked
    ("cn.elec.chair_vacancy", None, "2025-12-31", "2026-03-31"),
    ("cn.sh.org.found_6_months", None, "2025-08-31", "2026-02-28"),
    ("cn.disp.limit_1y", None, "2024-02-29", "2025-02-28"),
    ("cn.disp.limit_1y", None, "2025-10-01", "2026-10-08"),  # 1 October
    ("cn.disp.limit_wages_after_end", "after_termination_years", "2025-05-31", "2026-06-01"),
    ("cn.disp.injury_30d_1y", "employer_days", "2026-05-20", "2026-06-22"),  # 19 June, Dragon Boat
    ("cn.disp.injury_30d_1y", "union_years", "2025-06-19", "2026-06-22"),
    # Counted back, not moved
    ("cn.lay.mass_layoff", "days_before", "2026-03-31", "2026-03-01"),  # a Sunday
    ("cn.disp.hearing_notice_5d", None, "2026-10-12", "2026-09-29"),  # 10, 9, 8, 30, 29
    ("cn.disp.hearing_notice_5d", "postpone_working_days", "2026-10-12", "2026-10-08"),
    ("cn.mrc.notice", None, "2026-02-28", "2026-02-14"),  # 27, 26, 25, 24, 14
]


@pytest.mark.parametrize(("rule", "part", "start", "expected"), BY_HAND)
def test_a_date_worked_out_by_hand(rule, part, start, expected):
    found = due(rule, start=on(start), part=part)
    assert (found.due_on, found.provisional) == (on(expected), False)


@pytest.mark.parametrize(
    ("rule", "start", "expected", "provisional"),
    [
        ("own.request.accept_2wd", "2026-12-29", "2026-12-31", False),
        ("own.request.accept_2wd", "2026-12-30", "2027-01-01", True),
        ("cn.pet.notify_15d", "2026-12-16", "2026-12-31", False),
        ("cn.pet.notify_15d", "2026-12-17", "2027-01-01", True),
        ("cn.disp.limit_1y", "2026-01-15", "2027-01-15", True),
        ("cn.disp.accept_5d", "2026-12-28", "2027-01-04", True),
    ],
)
def test_dates_beyond_the_last_announced_year_are_provisional(rule, start, expected, provisional):
    found = due(rule, start=on(start))
    assert (found.due_on, found.provisional) == (on(expected), provisional)


PARTS = {
    "own.call.attempts_3": ["min"],
    "own.pattern.repeat": ["within_months", "quiet_months"],
    "own.watch.check_ins": ["first_days", "second_days", "third_days"],
    "cn.pet.review_30_30": ["request_days", "answer_days"],
    "cn.pet.recheck_30_30": ["request_days", "answer_days"],
    "cn.lay.mass_layoff": ["days_before"],
    "cn.disp.injury_30d_1y": ["employer_days", "union_years"],
    "cn.disp.limit_wages_after_end": ["after_termination_years"],
    "cn.disp.files_10_5y": ["award_years", "other_years"],
    "cn.disp.mediator_term": ["years_min"],
    "cn.elec.term_extension": ["months_max"],
    "cn.mrc.first_session_report": ["reply_days"],
    "cn.bj.org.reply_15": ["employer_days", "authority_working_days"],
    "cn.prov.sup.reply_15wd": ["employer_working_days", "authority_filing_working_days"],
    "cn.qd.aid.days": ["submit_working_days", "approve_working_days"],
}


def test_rules_without_a_main_period_are_those_whose_parts_must_be_named():
    found = {}
    for rule in book().rules.values():
        try:
            deadlines.period(rule)
        except NoPeriod:
            if parts := deadlines.parts_of(rule):
                found[rule.id] = parts
    assert found == PARTS


@pytest.mark.parametrize("rule", sorted(PARTS))
def test_a_missing_part_is_answered_with_the_parts(rule):
    with pytest.raises(NoPeriod) as error:
        due(rule, start=on("2026-03-02"))
    assert str(error.value).rstrip("。.").endswith(", ".join(PARTS[rule]))


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("cn.pet.decide_60_30", ["days", "extension_days_max"]),
        ("cn.disp.med_review_decide_5d", ["working_days", "extension_working_days"]),
        ("cn.disp.hearing_notice_5d", ["working_days", "postpone_working_days"]),
        ("cn.disp.injury_decision_60_15", ["days", "clear_days"]),
        ("cn.aid.decide_7d_assign_3d", ["days", "assign_days"]),
    ],
)
def test_the_first_part_is_the_main_period(rule, parts):
    found = deadlines.parts_of(book().rules[rule])
    assert (found, due(rule, start=on("2026-03-02")).part) == (parts, parts[0])


def test_every_period_in_the_book_can_be_counted():
    for rule in book().rules.values():
        for part in deadlines.parts_of(rule):
            start = rule.from_on or on("2016-06-01")
            found = due(rule.id, start=start, part=part)
            back = rule.params[part].counts_back
            assert (found.due_on < start) is back, (rule.id, part)


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("cn.disp.accident_report_1h", None),  # hours
        ("cn.disp.accident_report_1h", "per_level_hours"),
        ("cn.org.term_primary", None),  # three or five years
        ("cn.calc.arbitration_working_days", None),  # a list of numbers
        ("cn.calc.arbitration_working_days", "calendar_days"),
        ("cn.aid.urgent_7d", None),  # a threshold
        ("cn.pet.end", None),
        ("cn.pet.notify_15d", "form"),
    ],
)
def test_what_is_no_period_is_refused_in_words(rule, part):
    with pytest.raises(NoPeriod):
        due(rule, start=on("2026-03-02"), part=part)


def test_an_unknown_part_is_answered_with_those_there_are():
    with override("en"), pytest.raises(MissingRule) as error:
        due("cn.pet.review_30_30", start=on("2026-03-02"), part="days")
    assert str(error.value) == (
        "“cn.pet.review_30_30” has no parameter “days”; it has: request_days, answer_days."
    )


def test_the_term_of_local_federations_is_one_period_of_five_years():
    assert due("cn.org.term_local", start=on("2023-03-01")).due_on == on("2028-03-01")


def test_a_start_before_the_rule_was_in_force_has_no_date():
    with pytest.raises(ExpiredRule):
        due("cn.pet.notify_15d", start=on("2022-04-30"))


def test_a_province_s_rule_does_not_hold_in_another():
    with pytest.raises(MissingRule):
        due("cn.zj.sup.reply_15wd", start=on("2026-03-02"), jurisdiction="CN-BJ")


def test_a_date_carries_its_citation():
    with override("zh-hans"):
        found = due("cn.pet.notify_15d", start=on("2026-03-02"))
    assert found.citation == Citation(
        "cn.pet.notify_15d", "信访工作条例（中共中央、国务院2022，2022-05-01施行）", "第二十三条"
    )


# Extensions


def test_an_extension_adds_to_the_period_before_it_is_moved():
    events = [Event("extend", on("2026-03-01"), 30)]
    found = due("cn.pet.decide_60_30", start=on("2026-01-05"), events=events)
    assert found.reckoning.ends_on == on("2026-04-05")  # Qingming, off until 6
    assert found.due_on == on("2026-04-07")


def test_extensions_together_stay_within_what_the_rule_allows():
    events = [Event("extend", on("2026-02-01"), 20), Event("extend", on("2026-03-01"), 11)]
    with override("en"), pytest.raises(Refused) as refusal:
        due("cn.pet.decide_60_30", start=on("2026-01-05"), events=events)
    assert refusal.value.reason == (
        "This period can be extended by at most 30 days; 31 were asked for."
    )
    assert refusal.value.citation.rule == "cn.pet.decide_60_30"
    assert refusal.value.citation.article == "Art. 34"


def test_a_working_day_period_is_extended_by_working_days():
    events = [Event("extend", on("2026-03-03"), 5)]
    found = due("cn.disp.med_review_decide_5d", start=on("2026-03-02"), events=events)
    assert found.due_on == on("2026-03-16")


def test_a_period_the_rule_does_not_extend_is_not_extended():
    with pytest.raises(Refused):
        due(
            "cn.pet.notify_15d",
            start=on("2026-03-02"),
            events=[Event("extend", on("2026-03-03"), 1)],
        )


def test_an_extension_belongs_to_the_main_period():
    with pytest.raises(Refused):
        due(
            "cn.pet.decide_60_30",
            part="extension_days_max",
            start=on("2026-03-02"),
            events=[Event("extend", on("2026-03-03"), 1)],
        )


def test_where_both_parties_may_agree_an_extension_has_no_limit():
    events = [Event("extend", on("2026-03-03"), 100)]
    found = due("cn.disp.med_15d", start=on("2026-03-02"), events=events)
    assert found.reckoning.ends_on == on("2026-06-25")


@pytest.mark.parametrize("days", [0, -3])
def test_an_extension_needs_a_number_of_days(days):
    with pytest.raises(ValueError):
        due(
            "cn.pet.decide_60_30",
            start=on("2026-03-02"),
            events=[Event("extend", on("2026-03-03"), days)],
        )


# Pauses


def test_a_pause_moves_the_end_by_its_days():
    events = [Event("pause", on("2026-03-10")), Event("resume", on("2026-03-17"))]
    found = due("cn.pet.notify_15d", start=on("2026-03-02"), events=events)
    assert found.reckoning.ends_on == on("2026-03-24")  # 17 and 7
    assert found.paused_on is None


def test_a_pause_of_so_many_days_needs_no_resumption():
    events = [Event("pause", on("2026-03-10"), days=7)]
    found = due("cn.pet.notify_15d", start=on("2026-03-02"), events=events)
    assert found.reckoning.ends_on == on("2026-03-24")


def test_an_open_pause_is_told_and_moves_nothing_yet():
    found = due(
        "cn.pet.notify_15d", start=on("2026-03-02"), events=[Event("pause", on("2026-03-10"))]
    )
    assert (found.due_on, found.paused_on) == (on("2026-03-17"), on("2026-03-10"))


def test_events_are_taken_in_order_of_their_days():
    events = [Event("resume", on("2026-03-17")), Event("pause", on("2026-03-10"))]
    found = due("cn.pet.notify_15d", start=on("2026-03-02"), events=events)
    assert found.reckoning.ends_on == on("2026-03-24")


def test_what_is_not_paused_cannot_resume():
    with pytest.raises(ValueError):
        due("cn.pet.notify_15d", start=on("2026-03-02"), events=[Event("resume", on("2026-03-10"))])


def test_what_is_paused_cannot_be_paused_again():
    twice = [Event("pause", on("2026-03-10"), days=7), Event("pause", on("2026-03-12"))]
    with pytest.raises(ValueError):
        due("cn.pet.notify_15d", start=on("2026-03-02"), events=twice)


def test_a_period_counted_back_is_neither_paused_nor_extended():
    with pytest.raises(ValueError):
        due(
            "cn.lay.mass_layoff",
            part="days_before",
            start=on("2026-03-31"),
            events=[Event("pause", on("2026-03-10"), days=7)],
        )


# What a reader sees


def test_the_reckoning_of_working_days_names_what_was_skipped_and_what_was_worked():
    with override("en"):
        found = due("cn.pet.transfer_objection_5wd", start=on("2026-02-12")).reckoning
        assert [(run.first.day, run.last.day, run.why) for run in found.skipped] == [
            (15, 23, "Spring Festival")
        ]
        assert found.made_up == [on("2026-02-14")]
        assert found.lines == [
            "Counted from Thu 12 Feb 2026; that day is not counted.",
            "5 working days.",
            "Not counted: Sun 15 Feb 2026 to Mon 23 Feb 2026 Spring Festival.",
            "Counted although at a weekend, because worked: Sat 14 Feb 2026.",
        ]


def test_the_reckoning_of_calendar_days_tells_what_the_end_was_moved_past():
    found = due("cn.pet.notify_15d", start=on("2026-02-06")).reckoning
    assert (found.ends_on, found.due_on) == (on("2026-02-21"), on("2026-02-24"))
    assert [(run.first.day, run.last.day) for run in found.skipped] == [(21, 23)]
    with override("en"):
        assert found.lines == [
            "Counted from Fri 6 Feb 2026; that day is not counted.",
            "15 calendar days.",
            "The end, Sat 21 Feb 2026, is no working day; it moves past "
            "Sat 21 Feb 2026 to Mon 23 Feb 2026 Spring Festival to Tue 24 Feb 2026.",
        ]


def test_days_left_are_working_days_and_negative_when_missed():
    found = due("cn.pet.notify_15d", start=on("2026-02-06"))  # 24 February
    assert found.left(on("2026-02-13")) == 2  # 14 and 24
    assert found.left(on("2026-02-24")) == 0
    assert found.left(on("2026-02-26")) == -2
