"""An officer takes fields from a sheet for people who are registered already, and can give them back."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.core.errors import Refused
from unionhall.exchange import actions as exchange
from unionhall.exchange import store
from unionhall.exchange.adding import Stale
from unionhall.exchange.choices import Choices
from unionhall.exchange.models import Import, Line
from unionhall.exchange.tests.sheets import xlsx
from unionhall.history.actions import erase_person_key
from unionhall.history.models import Entry
from unionhall.members import actions as members
from unionhall.members import search
from unionhall.members.models import Person, Spell, Token
from unionhall.members.roster import actions, changing
from unionhall.members.roster.story import changed_by_imports
from unionhall.members.sealing import open_id
from unionhall.members.tests.roster.conftest import HEAD, ON
from unionhall.members.tests.roster.test_importing import GANG, MIN, PHONED, changed, stage

pytestmark = pytest.mark.django_db
MOVED = {"phone": "19900007777", "department": "三车间"}


def take(importing, *fields, by=None, **more):
    """Choose the fields and apply."""
    actions.choose(importing, Choices(fields, **more), by=by, on=ON)
    return exchange.apply(importing, by=by, on=ON)


def counted(importing) -> dict:
    return {fate: number for fate, number in importing.counts.items() if number}


def entries(name: str) -> dict:
    return Entry.objects.filter(verb=f"members.{name}").latest("pk").facts


class TestTaking:
    def test_without_a_word_the_register_keeps_what_it_has(self, units, bring):
        bring([MIN])
        importing = stage(units, changed(MIN, **MOVED))
        assert counted(importing) == {"changes": 1}
        with pytest.raises(Refused, match="nothing to add"):
            exchange.apply(importing, by=None, on=ON)
        assert Person.objects.get().phone == MIN[2]

    def test_the_chosen_fields_are_taken_and_the_others_kept(self, units, bring, officer):
        bring([MIN, GANG])
        importing = stage(units, changed(MIN, **MOVED), changed(GANG, department="实验室"))
        assert importing.differs == {"phone": 1, "department": 2}
        take(importing, "department", by=officer)
        told = dict(Person.objects.values_list("name", "department"))
        assert told == {"王敏": "三车间", "李刚": "实验室"}
        assert Person.objects.get(name="王敏").phone == MIN[2]
        assert entries("imported") | {"digest": "", "file": ""} == {
            "file": "",
            "rows": importing.counts,
            "added": 0,
            "digest": "",
            "changed": 2,
            "choices": {"fields": ["department"], "left": [], "rows_left": 0},
        }

    def test_whoever_is_changed_is_found_by_the_new_and_no_longer_by_the_old(self, units, bring):
        bring([MIN])
        take(stage(units, changed(MIN, name="王晓敏", **MOVED)), "name", "phone")
        person = Person.objects.get()
        assert (person.name, person.name_key, person.version) == ("王晓敏", "wang xiao min", 2)
        tokens = Token.objects.filter(spell__person=person)
        assert {row.token for row in tokens} == search.tokens_of("王晓敏", "19900007777", MIN[1])
        assert set(tokens.values_list("name_key", flat=True)) == {"wang xiao min"}
        assert Spell.objects.get().name_key == "wang xiao min"

    def test_a_missing_id_number_is_filled_in_with_what_it_tells(self, units, bring):
        bring([PHONED])
        number = "110000198706196781"
        take(stage(units, changed(PHONED, number=number)), "id_number")
        person = Person.objects.get()
        assert (open_id(person), person.sex, person.birth_on) == (
            number,
            "female",
            date(1987, 6, 19),
        )

    def test_what_the_register_s_own_number_tells_cannot_be_taken(self, units, bring):
        bring([MIN])
        head = [*HEAD[:4], "出生日期"]
        importing = actions.upload(
            xlsx([head, ["王敏", "", MIN[2], "三车间", "1990-01-01"]]),
            "a.xlsx",
            organisation=units.plant,
            by=None,
            on=ON,
        )
        exchange.stage(importing, store.read(importing.uid))
        assert importing.differs == {"department": 1}

    def test_the_days_of_a_membership_are_no_field_to_take(self, units, bring):
        bring([MIN])
        importing = stage(units, changed(MIN, joined="2014-01-01"))
        assert importing.differs == {}
        with pytest.raises(Refused, match="cannot change this: joined_on"):
            actions.choose(importing, Choices(("joined_on",)), by=None, on=ON)

    def test_new_people_can_be_left_out_while_others_are_changed(self, units, bring):
        bring([MIN])
        importing = stage(units, changed(MIN, department="三车间"), GANG)
        take(importing, "department", fates=frozenset({"accepted"}))
        assert list(Person.objects.values_list("name", "department")) == [("王敏", "三车间")]

    def test_single_rows_are_left_out(self, units, bring):
        bring([MIN])
        importing = stage(units, changed(MIN, department="三车间"), GANG, PHONED)
        take(importing, "department", rows=frozenset({(0, 2), (0, 4)}))
        assert set(Person.objects.values_list("name", "department")) == {
            ("王敏", "二车间"),
            ("李刚", "研发中心"),
        }

    def test_of_a_file_corrected_meanwhile_nothing_is_overwritten(self, units, bring, officer):
        bring([MIN])
        importing = stage(units, changed(MIN, **MOVED), GANG)
        person = Person.objects.get()
        members.correct(person, {"department": "一车间"}, version=1, reason="x", by=officer, on=ON)
        with pytest.raises(Stale, match="register has changed"):
            take(importing, "department")
        assert [(p.name, p.department) for p in Person.objects.all()] == [("王敏", "一车间")]

    def test_of_a_file_corrected_in_the_very_moment_nothing_is_overwritten(
        self, units, bring, monkeypatch
    ):
        bring([MIN])
        importing = stage(units, changed(MIN, **MOVED), GANG)
        make = changing.Change.make

        def overtaken(self):
            made = make(self)
            Person.objects.update(version=7, department="一车间")
            return made

        monkeypatch.setattr(changing.Change, "make", overtaken)
        with pytest.raises(Stale, match="register has changed"):
            take(importing, "department")
        importing.refresh_from_db()
        assert (importing.state, Line.objects.filter(what="change").count()) == ("ready", 0)
        assert Person.objects.get().department == "二车间"

    def test_at_once_from_the_command_line_too(self, units, bring):
        bring([MIN])
        report, importing = actions.import_now(
            xlsx([HEAD, changed(MIN, **MOVED), GANG]),
            "a.xlsx",
            organisation=units.plant,
            on=ON,
            by=None,
            fields=("phone",),
        )
        assert (report.counts["changes"], importing.lines.count()) == (1, 2)
        person = Person.objects.get(name="王敏")
        assert (person.phone, person.department) == ("19900007777", "二车间")

    def test_the_queries_grow_by_the_batch_and_not_by_the_row(
        self, units, bring, django_assert_max_num_queries
    ):
        people = [
            (f"赵{'甲乙丙丁戊己庚辛壬癸'[n]}", "", f"1990000{n:04}", "旧", "") for n in range(10)
        ]
        bring(people)
        importing = stage(units, *(changed(row, department="新") for row in people))
        with django_assert_max_num_queries(40):
            take(importing, "department")
        assert set(Person.objects.values_list("department", flat=True)) == {"新"}


class TestToldAndTakenBack:
    def test_the_person_reads_what_a_sheet_changed_and_what_was_taken_back(
        self, units, bring, officer
    ):
        bring([MIN])
        importing = take(stage(units, changed(MIN, **MOVED)), "phone", "department", by=officer)
        person = Person.objects.get()
        (line,) = changed_by_imports(person)
        assert (line["by_label"], line["sentence"], line["body"]) == (
            "陈志强 (东湖区总工会 Organisation officer)",
            "brought the file in line with a sheet",
            "Department: 二车间 → 三车间; Mobile number: 199****3215 → 199****7777",
        )
        exchange.undo(importing, by=officer, on=ON)
        bodies = [line["body"] for line in changed_by_imports(person)]
        assert bodies[1] == "Department: 三车间 → 二车间; Mobile number: 199****7777 → 199****3215"

    def test_the_person_reads_whose_word_brought_a_large_sheet_in(
        self, units, bring, officer, monkeypatch
    ):
        monkeypatch.setattr(actions, "second_from", lambda unit, *, on: 1)
        bring([MIN])
        sheet = xlsx([HEAD, changed(MIN, **MOVED)])
        told = {"organisation": units.plant, "on": ON, "by": None, "fields": ("phone",)}
        actions.import_approved(sheet, "a.xlsx", **told, approved_by=officer)
        assert [line["sentence"] for line in changed_by_imports(Person.objects.get())] == [
            "approved the sheet as second officer",
            "brought the file in line with a sheet",
        ]

    def test_the_old_values_are_readable_nowhere_in_the_database(self, units, bring):
        bring([MIN])
        take(stage(units, changed(MIN, **MOVED)), "phone", "department")
        sealed = bytes(Line.objects.get(what="change").sealed)
        assert [text.encode() in sealed for text in (MIN[2], MIN[3], "三车间")] == [False] * 3

    def test_undoing_gives_everybody_their_old_values(self, units, bring):
        bring([MIN, PHONED])
        before = list(Person.objects.order_by("pk").values("name", "phone", "department", "sex"))
        tokens = set(Token.objects.values_list("token", "spell_id", "name_key"))
        importing = take(
            stage(
                units,
                changed(MIN, name="王晓敏", **MOVED),
                changed(PHONED, number="110000198706196781"[:17] + "1"),
                changed(PHONED, number="110000199505172809"),
                GANG,
            ),
            *("name", "phone", "department", "id_number"),
        )
        assert set(Person.objects.values_list("name", flat=True)) >= {"王晓敏"}
        done = exchange.undo(importing, by=None, on=ON)
        assert (done["restored"], Person.objects.count()) == (2, 2)
        after = list(Person.objects.order_by("pk").values("name", "phone", "department", "sex"))
        assert after == before
        assert set(Token.objects.values_list("token", "spell_id", "name_key")) == tokens
        assert Person.objects.exclude(id_index=None).count() == 1

    def test_whoever_was_edited_since_is_kept_and_named(self, units, bring, officer):
        bring([MIN, GANG])
        rows = [changed(row, department="新") for row in (MIN, GANG)]
        importing = take(stage(units, *rows), "department")
        person = Person.objects.get(name="王敏")
        members.correct(
            person, {"department": "夜班"}, version=person.version, reason="x", by=officer, on=ON
        )
        done = exchange.undo(importing, by=officer, on=ON)
        assert done == {"removed": 0, "restored": 1, "changed": 1}
        told = dict(Person.objects.values_list("name", "department"))
        assert told == {"王敏": "夜班", "李刚": "研发中心"}
        assert [(line.row, line.kept) for line in importing.lines.exclude(kept="")] == [
            (2, "changed")
        ]

    def test_another_field_edited_since_does_not_hinder(self, units, bring, officer):
        bring([MIN])
        importing = take(stage(units, changed(MIN, department="新")), "department")
        person = Person.objects.get()
        members.correct(
            person, {"remark": "x"}, version=person.version, reason="x", by=officer, on=ON
        )
        exchange.undo(importing, by=officer, on=ON)
        person.refresh_from_db()
        assert (person.department, person.remark) == ("二车间", "x")

    def test_what_was_erased_is_not_brought_back(self, units, bring):
        bring([MIN])
        importing = take(stage(units, changed(MIN, department="新")), "department")
        person = Person.objects.get()
        erase_person_key(str(person.uid))
        assert [line["body"] for line in changed_by_imports(person)] == [""]
        assert exchange.undo(importing, by=None, on=ON)["restored"] == 0

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        words=st.lists(st.sampled_from(["", "甲", "乙"]), min_size=3, max_size=3),
        fields=st.sets(st.sampled_from(["department", "remark", "education"])),
    )
    def test_taking_and_undoing_leaves_everything_as_it_was(self, units, bring, words, fields):
        Line.objects.all().delete()
        Import.objects.all().delete()
        Token.objects.all().delete()
        Spell.objects.all().delete()
        Person.objects.all().delete()
        head = ["姓名", "手机号", "部门", "备注", "学历"]
        bring([("王敏", "19900003215", "旧", "旧", "旧")], head=head)
        sheet = xlsx([head, ["王敏", "19900003215", *words]])
        _report, importing = actions.import_now(
            sheet, "a.xlsx", organisation=units.plant, on=ON, by=None, fields=tuple(fields)
        )
        names = ("department", "remark", "education")
        taken = {name: said for name, said in zip(names, words, strict=True) if name in fields}
        expected = {name: taken.get(name) or "旧" for name in names}
        assert Person.objects.values(*names).get() == expected
        assert (importing is None) == (set(expected.values()) == {"旧"})
        if importing:
            exchange.undo(importing, by=None, on=ON)
        assert set(Person.objects.values_list(*names).get()) == {"旧"}


def test_a_week_later_a_choice_that_nobody_applied_is_gone_with_its_sheet(units):
    importing = stage(units, MIN)
    actions.choose(importing, Choices(("phone",)), by=None, on=ON)
    Import.objects.update(at=importing.at - timedelta(days=2))
    assert exchange.dismiss_abandoned(on=ON) == 1
