"""A large import waits for a second officer; what is left over comes back as a sheet; columns are remembered."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.duties.by_laws.actions import set_by_law
from unionhall.duties.models import Duty
from unionhall.exchange import actions as exchange
from unionhall.exchange import jobs, store
from unionhall.exchange.choices import Choices
from unionhall.exchange.models import Import, RememberedColumns
from unionhall.exchange.rest import rest_of
from unionhall.exchange.tests.sheets import xlsx
from unionhall.history.models import Entry
from unionhall.members.models import Person
from unionhall.members.roster import actions, clock, owed
from unionhall.members.tests.roster.conftest import HEAD, LONG_AGO, ON
from unionhall.members.tests.roster.test_importing import GANG, MIN, PHONED, changed, stage
from unionhall.notifications.models import Message
from unionhall.organisations import actions as organisations
from unionhall.rulebook.rules import written

pytestmark = pytest.mark.django_db
WRONG = ("吴强", "110000199001011121", "", "", "")


@pytest.fixture
def second(units):
    """Another officer of the register, one level up."""
    user = User.objects.create_user(username="second", name="何静", language="en")
    organisations.appoint(
        user, units.city, "organisation_officer", from_on=LONG_AGO, by=None, on=ON
    )
    return user


@pytest.fixture
def from_two(units, officer):
    """The union wants a second officer's word from two rows on."""
    set_by_law(
        written(owed.THRESHOLD),
        "rows",
        2,
        unit=units.district,
        from_on=ON,
        source="常委会 2026 年第 3 次会议",
        by=officer,
        on=ON,
    )


def told() -> list[tuple]:
    """Who was told what of an import, in the app."""
    rows = Message.objects.filter(channel="in_app", template__startswith="members/import_")
    return [(row.receiver, row.template) for row in rows.order_by("pk")]


def state(importing) -> str:
    importing.refresh_from_db()
    return importing.state


def duties() -> list:
    return list(Duty.objects.filter(kind=owed.SECOND).values_list("office_at__code", "office"))


def test_how_many_rows_act_is_told_as_it_will_be(units, bring):
    bring([MIN])
    bring([GANG], unit=units.shop)
    importing = stage(units, changed(MIN, department="新"), GANG, PHONED, WRONG)
    ways = [
        Choices(),
        Choices(("department",)),
        Choices(rows=frozenset({(0, 4)})),
        Choices(fates=frozenset({"same_person"})),
        Choices(("department",), fates=frozenset({"accepted"})),
    ]
    found = []
    for choices in ways:
        actions.choose(importing, choices, by=None, on=ON)
        found.append(actions.acting(importing))
    assert found == [2, 3, 1, 1, 2]


class TestSecondOfficer:
    def test_the_rule_says_from_how_many_rows_on(self, units, from_two):
        assert actions.second_from(units.plant, on=ON) == 2
        assert actions.second_from(units.city, on=ON) == 1000

    def test_a_small_one_is_applied_by_one_officer(self, units, officer, second, from_two):
        importing = stage(units, MIN)
        assert actions.apply(importing, by=officer, on=ON)
        assert (state(importing), duties()) == ("applying", [])

    def test_a_large_one_waits_and_somebody_else_has_the_duty(
        self, units, officer, second, from_two
    ):
        importing = stage(units, MIN, GANG)
        assert not actions.apply(importing, by=officer, on=ON)
        assert (state(importing), importing.asked_by, Person.objects.count()) == (
            "asked",
            officer,
            0,
        )
        assert duties() == [(units.city.code, "organisation_officer")]
        assert Entry.objects.get(verb="members.import_asked").by == officer

    def test_the_second_officer_approves_and_it_is_brought_in(
        self, units, officer, second, from_two
    ):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        actions.approve(importing, by=second, on=ON)
        jobs.apply.func(importing.pk)
        assert (state(importing), importing.applied_by, Person.objects.count()) == (
            "applied",
            second,
            2,
        )
        assert Duty.objects.filter(kind=owed.SECOND, fulfilled_by=second).count() == 1

    @pytest.mark.parametrize("who", ["officer", "second"])
    def test_neither_who_asked_nor_who_brought_it_approves(
        self, units, officer, second, from_two, who
    ):
        chair = User.objects.create_user(username="chair")
        organisations.appoint(chair, units.city, "chair", from_on=LONG_AGO, by=None, on=ON)
        importing = actions.upload(
            xlsx([HEAD, MIN, GANG]), "a.xlsx", organisation=units.plant, by=second, on=ON
        )
        exchange.stage(importing, store.read(importing.uid))
        actions.apply(importing, by=officer, on=ON)
        with pytest.raises(Refused, match="must be another one"):
            actions.approve(importing, by={"officer": officer, "second": second}[who], on=ON)
        assert (state(importing), duties()) == ("asked", [(units.city.code, "chair")])

    def test_where_there_is_nobody_else_it_says_what_to_do(self, units, officer, from_two):
        importing = stage(units, MIN, GANG)
        with pytest.raises(Refused, match="none on the way up") as refused:
            actions.apply(importing, by=officer, on=ON)
        assert refused.value.instead == "Let the union above appoint one, or divide the sheet."
        assert (state(importing), Duty.objects.count()) == ("ready", 0)

    def test_it_is_sent_back_with_a_reason_and_its_officer_is_told(
        self, units, officer, second, from_two
    ):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        with pytest.raises(Refused, match="needs a reason"):
            actions.send_back(importing, reason=" ", by=second, on=ON)
        actions.send_back(importing, reason="部门都空着", by=second, on=ON)
        assert (state(importing), importing.problem["reason"]) == ("ready", "部门都空着")
        assert Message.objects.filter(receiver=officer, channel="in_app").count() == 1
        assert Duty.objects.open().filter(kind=owed.SECOND).count() == 0

    def test_whoever_asked_takes_it_back_without_a_word(self, units, officer, second, from_two):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        actions.send_back(importing, reason="", by=officer, on=ON)
        assert (state(importing), importing.problem) == ("ready", {})

    def test_of_two_who_answer_one_is_told(self, units, officer, second, from_two):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        other = Import.objects.get(pk=importing.pk)
        actions.approve(importing, by=second, on=ON)
        with pytest.raises(Refused, match="has already applied"):
            actions.send_back(other, reason="x", by=second, on=ON)

    def test_what_was_laid_before_somebody_cannot_be_changed_meanwhile(
        self, units, officer, second, from_two
    ):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        with pytest.raises(Refused, match="second officer already"):
            actions.choose(importing, Choices(("phone",)), by=officer, on=ON)

    def test_when_the_register_moved_on_its_officer_looks_again(
        self, units, officer, second, from_two, bring
    ):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        bring([MIN])
        actions.approve(importing, by=second, on=ON)
        jobs.apply.func(importing.pk)
        assert (state(importing), importing.asked_by) == ("ready", None)
        assert (importing.counts["accepted"], importing.counts["unchanged"]) == (1, 1)
        assert importing.problem["reason"].startswith("The register has changed")
        assert told() == [
            (officer, "members/import_came_back"),
            (second, "members/import_not_applied"),
        ]

    def test_what_came_back_is_kept_for_a_week_more(self, units, officer, second, from_two, bring):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        bring([MIN])
        actions.approve(importing, by=second, on=ON)
        Import.objects.update(at=now() - timedelta(days=6), asked_at=now() - timedelta(days=6))
        jobs.apply.func(importing.pk)
        clock.dismiss(now() + timedelta(days=2))
        assert state(importing) == "ready"
        Import.objects.update(asked_at=now() - timedelta(days=8))
        clock.dismiss(now())
        assert state(importing) == "dismissed"

    def test_what_was_sent_back_late_is_not_dismissed_at_once(
        self, units, officer, second, from_two
    ):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        Import.objects.update(at=now() - timedelta(days=3), asked_at=now() - timedelta(days=3))
        actions.send_back(importing, reason="部门都空着", by=second, on=ON)
        clock.dismiss(now())
        assert state(importing) == "ready"

    def test_what_one_officer_applied_alone_tells_nobody_when_it_is_stale(
        self, units, officer, bring
    ):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        bring([MIN])
        jobs.apply.func(importing.pk)
        assert (state(importing), told()) == ("ready", [])

    def test_what_nobody_answered_for_a_week_is_dismissed_and_owed_no_more(
        self, units, officer, second, from_two
    ):
        importing = stage(units, MIN, GANG)
        actions.apply(importing, by=officer, on=ON)
        Import.objects.update(at=now() - timedelta(days=2))
        clock.dismiss(now())
        assert state(importing) == "asked"
        Import.objects.update(asked_at=now() - timedelta(days=8))
        clock.dismiss(now())
        assert (state(importing), Duty.objects.open().filter(kind=owed.SECOND).count()) == (
            "dismissed",
            0,
        )


def cells(content: bytes) -> list[list]:
    sheet = load_workbook(io.BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


class TestLeftOver:
    def test_refused_rows_and_those_left_out_stand_in_it_with_what_to_do(self, units, bring):
        bring([GANG])
        importing = stage(units, MIN, WRONG, changed(GANG, department="新"), PHONED)
        actions.choose(importing, Choices(rows=frozenset({(0, 5)})), by=None, on=ON)
        exchange.apply(importing, by=None, on=ON)
        note, head, *rows = cells(store.read_rest(importing.uid))
        assert "名册.xlsx" in note[0]
        assert head[:5] == ["Name", "ID number", "Mobile number", "Department", "Joined on"]
        assert [(row[0], row[1], row[-3][:20], row[-1]) for row in rows] == [
            ("吴强", WRONG[1], "The ID number cannot", 3),
            ("李刚", GANG[1], "Already a member her", 4),
            ("何超", None, "Left out.", 5),
        ]

    def test_mended_it_is_brought_as_the_next_import(self, units):
        importing = stage(units, MIN, WRONG, changed(PHONED, phone="123"))
        exchange.apply(importing, by=None, on=ON)
        content = store.read_rest(importing.uid)
        book = load_workbook(io.BytesIO(content))
        book.active["C4"] = "19900001648"
        stream = io.BytesIO()
        book.save(stream)
        made = actions.upload(
            stream.getvalue(), "rest.xlsx", organisation=units.plant, by=None, on=ON
        )
        report = exchange.stage(made, stream.getvalue())
        assert report.counts | {"unchanged": 0} == {
            "accepted": 1,
            "same_person": 0,
            "changes": 0,
            "unchanged": 0,
            "refused": 1,
        }
        exchange.apply(made, by=None, on=ON)
        assert set(Person.objects.values_list("name", "phone")) == {
            ("王敏", MIN[2]),
            ("何超", "19900001648"),
        }

    def test_where_nothing_is_left_there_is_no_sheet(self, units):
        importing = stage(units, MIN)
        assert rest_of(importing) == b""
        exchange.apply(importing, by=None, on=ON)
        assert importing.rest_until is None
        with pytest.raises(FileNotFoundError):
            store.read_rest(importing.uid)

    def test_it_is_sealed_and_gone_after_three_days(self, units, settings):
        importing = stage(units, MIN, WRONG)
        exchange.apply(importing, by=None, on=ON)
        (file,) = settings.MEDIA_ROOT.glob("imports/*.rest")
        # Not "PK" anywhere: two bytes turn up by chance in what is sealed.
        sealed = file.read_bytes()
        assert (sealed.startswith(b"PK"), b"xl/workbook.xml" in sealed) == (False, False)
        clock.forget(now())
        assert store.read_rest(importing.uid)
        Import.objects.update(rest_until=now() - timedelta(minutes=1))
        clock.forget(now())
        with pytest.raises(FileNotFoundError):
            store.read_rest(importing.uid)
        assert Import.objects.get().rest_until is None

    def test_formulas_in_it_are_harmless(self, units):
        importing = stage(units, MIN, changed(WRONG, department="@SUM(1)"))
        row = cells(rest_of(importing))[2]
        assert row[3] == "'@SUM(1)"


class TestRememberedColumns:
    HEADINGS = ("代号甲", "姓名", "代号乙")

    def chosen(self, units, officer, *, unit=None, headings=None):
        content = xlsx([headings or self.HEADINGS, ["19900003215", "王敏", "三车间"]])
        importing = actions.upload(
            content, "a.xlsx", organisation=unit or units.plant, by=officer, on=ON
        )
        exchange.stage(importing, content)
        return importing

    def test_the_next_sheet_of_that_form_is_read_like_the_last(self, units, officer):
        first = self.chosen(units, officer)
        assert first.sheets[0]["columns"] == {"name": 1}
        columns = {"name": 1, "phone": 0, "department": 2}
        actions.choose_columns(first, {"Sheet1": columns}, by=officer, on=ON)
        second = self.chosen(units, officer)
        assert second.sheets[0]["columns"] == columns
        assert second.sheets[0]["remembered"] != ""

    def test_another_form_and_another_union_s_are_not(self, units, officer):
        first = self.chosen(units, officer)
        actions.choose_columns(first, {"Sheet1": {"name": 1, "phone": 0}}, by=officer, on=ON)
        other = self.chosen(units, officer, headings=("代号乙", "姓名", "代号甲"))
        elsewhere = self.chosen(units, officer, unit=units.shop)
        read = [each.sheets[0]["columns"] for each in (other, elsewhere)]
        assert read == [{"name": 1}, {"name": 1}]

    def test_what_is_chosen_for_one_sheet_goes_before(self, units, officer):
        first = self.chosen(units, officer)
        actions.choose_columns(first, {"Sheet1": {"name": 1, "phone": 0}}, by=officer, on=ON)
        actions.choose_columns(
            self.chosen(units, officer), {"Sheet1": {"name": 1, "remark": 2}}, by=officer, on=ON
        )
        assert RememberedColumns.objects.get().columns == {"name": 1, "remark": 2}

    def test_no_heading_is_kept_in_the_clear(self, units, officer):
        first = self.chosen(units, officer)
        actions.choose_columns(first, {"Sheet1": {"name": 1}}, by=officer, on=ON)
        row = RememberedColumns.objects.get()
        assert (len(row.headings), "代号" in row.headings) == (64, False)
