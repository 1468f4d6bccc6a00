"""An import is one act: all of it or nothing, once, and it can be taken back."""

import hashlib
from datetime import date, timedelta

import pytest

from unionhall.core.errors import Refused
from unionhall.exchange import actions as exchange
from unionhall.exchange import store
from unionhall.exchange.adding import Stale
from unionhall.exchange.models import Chunk, Import, Line
from unionhall.exchange.staging import rows
from unionhall.exchange.tests.sheets import xlsx
from unionhall.history.models import Entry
from unionhall.members import actions as members
from unionhall.members import search
from unionhall.members.models import Person, Spell, Token
from unionhall.members.roster import actions, removing, words
from unionhall.members.roster.queries import members_on
from unionhall.members.sealing import id_digest, open_id
from unionhall.members.tests.roster.conftest import HEAD, ON, SHEETS
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db

MIN = ("王敏", "110000198706196781", "19900003215", "二车间", "2015-03-01")
GANG = ("李刚", "110000199505172809", "19900000957", "研发中心", "2023-06-11")
BARE = ("欧阳雪", "", "", "", "")
PHONED = ("何超", "", "19900001648", "", "")


def stage(units, *people, unit=None, on=ON):
    """An import that waits for an officer, with its preview."""
    importing = actions.upload(
        xlsx([HEAD, *people]), "名册.xlsx", organisation=unit or units.plant, by=None, on=on
    )
    exchange.stage(importing, store.read(importing.uid))
    return importing


def apply(importing, by=None):
    return exchange.apply(importing, by=by, on=ON)


def changed(row, **values):
    names = ("name", "number", "phone", "department", "joined")
    return [values.get(name, value) for name, value in zip(names, row, strict=True)]


def outcomes(report) -> list:
    """Row, outcome and what was told of it, but for what a change can be taken by."""
    return [
        (row.row, row.told[0], *row.told[2 : 3 if row.told[0] == "differs" else None])
        for row in report.same_person
    ]


class TestApplying:
    def test_a_preview_leaves_the_register_as_it_was(self, units):
        importing = stage(units, MIN, GANG)
        assert (importing.state, importing.counts["accepted"]) == ("ready", 2)
        assert (Person.objects.count(), Spell.objects.count(), Token.objects.count()) == (0, 0, 0)
        assert Entry.objects.filter(subject_type="exchange.import").count() == 0

    def test_people_who_stand_side_by_side_are_all_of_them_people(self, units):
        lines = [[*HEAD, *HEAD], [*MIN, *GANG], [*BARE, *MIN]]
        importing = actions.upload(
            xlsx(lines), "名册.xlsx", organisation=units.plant, by=None, on=ON
        )
        report = exchange.stage(importing, store.read(importing.uid))
        assert importing.counts["accepted"] == 3
        assert [(row.row, row.record.reason) for row in report.refused] == [(3, "repeated_in_file")]
        apply(importing)
        assert set(Person.objects.values_list("name", flat=True)) == {"王敏", "李刚", "欧阳雪"}

    def test_everybody_becomes_a_member_who_can_be_found(self, units):
        apply(stage(units, MIN, BARE))
        person = Person.objects.get(name="王敏")
        assert open_id(person) == MIN[1]
        assert bytes(person.id_index) == id_digest(MIN[1])
        assert person.name_key == "wang min"
        assert {
            token.token for token in Token.objects.filter(spell__person=person)
        } == search.tokens_of("王敏", "19900003215", MIN[1])
        assert list(Spell.objects.order_by("pk").values_list("from_on", "from_known")) == [
            (date(2015, 3, 1), True),
            (ON, False),
        ]

    def test_it_stands_in_the_history_once_with_a_digest_over_all_rows(self, units):
        importing = apply(stage(units, MIN, GANG))
        entry = Entry.objects.get(verb="members.imported")
        lines = list(importing.lines.order_by("pk").values_list("row", "what", "digest"))
        whole = hashlib.sha256(b"".join(bytes(digest) for _row, _what, digest in lines)).digest()
        assert [(row, what) for row, what, _digest in lines] == [(2, "person"), (3, "person")]
        assert bytes(importing.digest) == whole
        assert (entry.chain, entry.subject_id) == (units.plant.chain, str(importing.pk))
        assert entry.facts["digest"] == whole.hex()
        assert entry.facts["added"] == 2

    def test_the_sheet_and_the_rows_kept_for_the_preview_are_deleted(self, units):
        importing = stage(units, MIN)
        assert store.read(importing.uid).startswith(b"PK")
        apply(importing)
        assert Chunk.objects.count() == 0
        with pytest.raises(FileNotFoundError):
            store.read(importing.uid)

    def test_of_two_who_apply_one_wins_and_the_other_is_told_who(self, units, officer):
        importing = stage(units, MIN)
        apply(importing, by=officer)
        with pytest.raises(Refused, match="陈志强 has already applied this import"):
            apply(Import.objects.get(pk=importing.pk), by=None)
        assert Person.objects.filter(name="王敏").count() == 1

    def test_two_imports_of_the_same_people_the_second_has_to_look_again(self, units):
        first, second = stage(units, MIN), stage(units, MIN, GANG)
        apply(first)
        with pytest.raises(Stale, match="register has changed"):
            apply(second)
        second.refresh_from_db()
        assert (second.state, Person.objects.filter(name="李刚").count()) == ("ready", 0)
        exchange.stage(second, store.read(second.uid))
        assert second.counts == {
            "accepted": 1,
            "same_person": 0,
            "changes": 0,
            "unchanged": 1,
            "refused": 0,
        }
        apply(second)
        assert members_on(units.plant, on=ON) == 2

    def test_people_who_are_no_concern_of_the_sheet_do_not_make_it_stale(self, units):
        first, second = stage(units, MIN), stage(units, GANG)
        apply(first)
        apply(second)
        assert members_on(units.plant, on=ON) == 2

    def test_when_anything_fails_nothing_is_added(self, units, monkeypatch):
        importing = stage(units, MIN, GANG)
        monkeypatch.setattr(search, "write", lambda lines: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply(importing)
        importing.refresh_from_db()
        assert (importing.state, Person.objects.count(), Line.objects.count()) == ("ready", 0, 0)
        monkeypatch.undo()
        apply(importing)
        assert Person.objects.count() == 2

    def test_the_database_itself_refuses_a_second_file_for_an_id_number(self, units, monkeypatch):
        first, second = stage(units, MIN), stage(units, MIN)
        apply(first)
        monkeypatch.setattr(
            "unionhall.members.roster.kind.Roster.mark", lambda self: second.seen_at
        )
        with pytest.raises(Stale):
            apply(second)
        assert Person.objects.count() == 1

    def test_at_once_too_the_database_refuses_a_second_file(self, units, bring, monkeypatch):
        bring([MIN])
        monkeypatch.setattr(
            "unionhall.members.roster.matching.Register._candidates",
            lambda self, rows: [[] for _ in rows],
        )
        with pytest.raises(Refused, match="Somebody has just registered"):
            bring([MIN, GANG])
        assert (Person.objects.count(), Import.objects.count()) == (1, 1)

    def test_at_once_many_batches_are_one_act(self, units, bring, monkeypatch):
        monkeypatch.setattr("unionhall.exchange.checking.BATCH", 7)
        report, importing = bring((SHEETS / "messy.xlsx").read_bytes())
        assert (report.counts["accepted"], report.counts["refused"]) == (204, 108)
        assert [row.row for row in report.refused] == sorted(row.row for row in report.refused)
        assert (importing.state, importing.rows, Person.objects.count()) == ("applied", 312, 204)
        lines = importing.lines.order_by("pk").values_list("row", "digest")
        assert [row for row, _digest in lines] == sorted(row for row, _digest in lines)
        whole = hashlib.sha256(b"".join(bytes(digest) for _row, digest in lines)).digest()
        assert bytes(importing.digest) == whole
        assert Entry.objects.filter(verb="members.imported").count() == 1

    def test_nothing_to_add_is_refused(self, units):
        apply(stage(units, MIN))
        with pytest.raises(Refused, match="nothing to add"):
            apply(stage(units, MIN))

    def test_a_federation_has_no_members_of_its_own(self, units):
        with pytest.raises(Refused, match="no members of its own"):
            stage(units, MIN, unit=units.district)

    def test_a_closed_union_takes_no_members(self, units):
        organisations.close(units.shop, by=None, on=ON)
        with pytest.raises(Refused, match="is closed"):
            stage(units, MIN, unit=units.shop)

    def test_more_rows_than_one_batch(self, units, monkeypatch):
        monkeypatch.setattr("unionhall.exchange.adding.AT_ONCE", 7)
        importing = actions.upload(
            (SHEETS / "messy.xlsx").read_bytes(),
            "messy.xlsx",
            organisation=units.plant,
            by=None,
            on=ON,
        )
        exchange.stage(importing, store.read(importing.uid))
        apply(importing)
        assert (Person.objects.count(), Spell.objects.count(), Line.objects.count()) == (
            204,
            204,
            204,
        )
        assert list(importing.lines.order_by("pk").values_list("row")) == list(
            importing.lines.order_by("row").values_list("row")
        )


class TestKept:
    def test_every_row_is_kept_with_its_fate(self, units):
        apply(stage(units, MIN))
        importing = stage(units, MIN, GANG, changed(MIN, number="110000198706196782"))
        assert [(row.row, row.record[0]) for row in rows(importing, "accepted")] == [(3, "李刚")]
        assert [row.row for row in rows(importing, "unchanged")] == [2]
        assert [(row.row, row.record.reason) for row in rows(importing, "refused")] == [
            (4, "id_check_digit")
        ]

    def test_pages_of_many_rows(self, units, monkeypatch):
        monkeypatch.setattr("unionhall.exchange.staging.SIZE", 10)
        content = (SHEETS / "tidy.xlsx").read_bytes()
        importing = actions.upload(content, "t.xlsx", organisation=units.plant, by=None, on=ON)
        exchange.stage(importing, content)
        assert [row.row for row in rows(importing, "accepted")] == list(range(2, 202))
        assert [row.row for row in rows(importing, "accepted", 45, 50)] == list(range(47, 97))
        assert [row.row for row in rows(importing, "accepted", 195, 50)] == list(range(197, 202))

    def test_what_is_kept_opens_nowhere_else(self, units):
        first, second = stage(units, MIN), stage(units, GANG)
        chunk = first.chunks.get()
        Chunk.objects.filter(importing=second).update(sealed=chunk.sealed)
        with pytest.raises(Exception, match="altered"):
            list(rows(second, "accepted"))

    def test_an_unreadable_sheet_says_why_and_can_be_dismissed(self, units):
        importing = actions.upload(b"%PDF-1.7", "a.pdf", organisation=units.plant, by=None, on=ON)
        assert exchange.stage(importing, b"%PDF-1.7") is None
        assert (importing.state, importing.problem["reason"]) == (
            "failed",
            "This file is not a sheet that can be read.",
        )
        exchange.dismiss(importing, by=None, on=ON)
        with pytest.raises(Refused):
            apply(importing)

    def test_a_dismissed_import_leaves_nothing_but_its_name(
        self, units, django_capture_on_commit_callbacks
    ):
        importing = stage(units, MIN)
        with django_capture_on_commit_callbacks(execute=True):
            exchange.dismiss(importing, by=None, on=ON)
        importing.refresh_from_db()
        assert (importing.state, importing.chunks.count()) == ("dismissed", 0)
        with pytest.raises(FileNotFoundError):
            store.read(importing.uid)
        with pytest.raises(Refused, match="cannot be applied any more: dismissed"):
            apply(importing)

    def test_what_nobody_applied_within_a_day_is_dismissed(self, units):
        old, new = stage(units, MIN), stage(units, GANG)
        applied = apply(stage(units, PHONED))
        Import.objects.exclude(pk=new.pk).update(at=old.at - timedelta(days=2))
        assert exchange.dismiss_abandoned(on=ON) == 1
        states = [Import.objects.get(pk=each.pk).state for each in (old, new, applied)]
        assert states == ["dismissed", "ready", "applied"]


class TestSamePerson:
    def test_a_member_of_another_union_gets_a_second_membership_and_no_second_file(
        self, units, bring
    ):
        bring([MIN])
        report, importing = bring([MIN], unit=units.shop)
        assert outcomes(report) == [(2, "joins", "2026-11-21", False)]
        assert report.counts == {
            "accepted": 0,
            "same_person": 1,
            "changes": 0,
            "unchanged": 0,
            "refused": 0,
        }
        assert Person.objects.count() == 1
        assert [members_on(unit, on=ON) for unit in (units.plant, units.shop, units.street)] == [
            1,
            1,
            1,
        ]
        assert bring([MIN], unit=units.shop)[0].counts["unchanged"] == 1
        assert [line.what for line in importing.lines.all()] == ["spell"]

    def test_somebody_who_left_joins_again(self, units, bring, officer):
        bring([MIN])
        members.end_membership(
            Spell.objects.get(),
            until_on=date(2026, 6, 1),
            reason="moved",
            by=officer,
            on=ON,
        )
        report, _importing = bring([MIN])
        assert outcomes(report) == [(2, "joins", "2026-11-21", False)]
        assert list(
            Spell.objects.order_by("from_on").values_list("from_on", "until_on", "from_known")
        ) == [
            (date(2015, 3, 1), date(2026, 6, 1), True),
            (date(2026, 11, 21), None, False),
        ]
        assert bring([MIN])[0].counts["unchanged"] == 1

    def test_a_later_joining_date_is_believed(self, units, bring):
        bring([MIN])
        report, _importing = bring([changed(MIN, joined="2026-10-01")], unit=units.shop)
        assert outcomes(report) == [(2, "joins", "2026-10-01", True)]

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({"phone": "19900000001"}, ["phone"]),
            ({"department": "三车间"}, ["department"]),
            ({"name": "王闽"}, ["name"]),
            ({"joined": "2016-03-01"}, ["joined_on"]),
            ({"phone": "", "department": "", "joined": ""}, None),
        ],
    )
    def test_the_register_keeps_what_it_has_where_the_sheet_says_something_else(
        self, change, fields, bring
    ):
        bring([MIN])
        report, importing = bring([changed(MIN, **change)])
        assert outcomes(report) == ([(2, "differs", fields)] if fields else [])
        assert report.counts["unchanged"] == (0 if fields else 1)
        assert importing is None
        assert Person.objects.get().phone == MIN[2]

    def test_an_id_number_under_another_name_elsewhere_is_left_to_an_officer(self, units, bring):
        bring([MIN])
        report, importing = bring([changed(MIN, name="赵六")], unit=units.shop)
        assert outcomes(report) == [(2, "other_name")]
        assert importing is None

    @pytest.mark.parametrize("row", [BARE, PHONED, changed(PHONED, phone="", department="三车间")])
    def test_people_without_an_id_number_are_known_again(self, row, bring):
        bring([row])
        report, importing = bring([row])
        assert (report.counts["unchanged"], importing) == (1, None)

    def test_name_and_telephone_tell_who_somebody_is(self, units, bring):
        bring([PHONED])
        same, _none = bring([changed(PHONED, number="110000198303065285")])
        other, _importing = bring([changed(PHONED, phone="19900001649")])
        assert outcomes(same) == [(2, "differs", ["sex", "birth_on", "id_number"])]
        assert other.counts["accepted"] == 1

    def test_another_id_number_is_another_person_whatever_else_agrees(self, bring):
        bring([MIN])
        report, _importing = bring([changed(MIN, number="110000199505172809")])
        assert report.counts["accepted"] == 1

    def test_where_several_may_be_meant_nothing_is_done(self, units, bring):
        bring([PHONED, changed(MIN, name="何超", phone="19900001649")])
        Person.objects.update(phone="19900001648")
        report, importing = bring([PHONED])
        assert [row.told[0] for row in report.same_person] == ["several"]
        assert importing is None

    def test_a_name_alone_is_somebody_only_within_their_union(self, units, bring):
        bring([BARE])
        report, _importing = bring([BARE], unit=units.shop)
        assert report.counts["accepted"] == 1

    def test_every_outcome_has_words(self):
        told = [
            ("joins", 1, "2026-11-21", True),
            ("differs", 1, ["phone"]),
            ("other_name", 1),
            ("several", [1, 2]),
        ]
        assert [words.same_person(each)[:24] for each in told] == [
            "Already in the register:",
            "Already a member here, b",
            "The ID number belongs to",
            "Several people in the re",
        ]


class TestCounting:
    def test_each_person_once_on_each_day(self, units, bring):
        bring([MIN, GANG])
        days = {date(2015, 2, 28): 0, date(2015, 3, 1): 1, date(2023, 6, 11): 2, ON: 2}
        assert {day: members_on(units.plant, on=day) for day in days} == days
        assert [
            members_on(unit, on=ON) for unit in (units.city, units.street, units.elsewhere)
        ] == [2, 2, 0]

    def test_a_move_counts_from_its_day(self, units, bring):
        bring([MIN])
        organisations.move(units.plant, units.elsewhere, by=None, on=date(2026, 6, 1))
        assert [
            members_on(units.district, on=day) for day in (date(2026, 5, 31), date(2026, 6, 1))
        ] == [1, 0]
        assert [
            members_on(units.elsewhere, on=day) for day in (date(2026, 5, 31), date(2026, 6, 1))
        ] == [0, 1]

    def test_memberships_older_than_the_record_of_the_union_count(self, units, bring):
        bring([changed(MIN, joined="2010-01-01")])
        assert members_on(units.district, on=date(2012, 1, 1)) == 1


class TestUndoing:
    def undo(self, importing, by=None):
        return exchange.undo(importing, by=by, on=ON)

    def test_it_removes_what_it_added_and_nothing_else(self, units, bring):
        bring([GANG])
        _report, importing = bring([MIN, BARE])
        assert self.undo(importing) == {"removed": 2, "restored": 0}
        assert list(Person.objects.values_list("name", flat=True)) == ["李刚"]
        assert set(Token.objects.values_list("spell__person__name", flat=True)) == {"李刚"}
        assert importing.state == "undone"
        assert Entry.objects.get(verb="members.import_undone").facts == {"removed": 2, "kept": {}}

    def test_it_can_be_done_only_once(self, bring):
        _report, importing = bring([MIN])
        self.undo(importing)
        with pytest.raises(Refused, match="only once"):
            self.undo(importing)

    def test_what_was_not_applied_cannot_be_undone(self, units):
        with pytest.raises(Refused):
            self.undo(stage(units, MIN))

    def test_the_same_sheet_can_be_imported_again(self, units, bring):
        self.undo(bring([MIN, GANG])[1])
        report, _importing = bring([MIN, GANG])
        assert (report.counts["accepted"], members_on(units.plant, on=ON)) == (2, 2)

    def test_whoever_was_corrected_since_is_kept_and_named(self, units, bring, officer):
        _report, importing = bring([MIN, GANG])
        person = Person.objects.get(name="王敏")
        members.correct(
            person,
            {"phone": "19900000001"},
            version=1,
            reason="changed",
            by=officer,
            on=ON,
        )
        assert self.undo(importing) == {"removed": 1, "restored": 0, removing.CHANGED: 1}
        assert list(Person.objects.values_list("name", flat=True)) == ["王敏"]
        assert list(importing.lines.exclude(kept="").values_list("row", "kept")) == [(2, "changed")]

    def test_whose_membership_ended_since_is_kept(self, bring, officer):
        _report, importing = bring([MIN])
        members.end_membership(
            Spell.objects.get(),
            until_on=date(2026, 6, 1),
            reason="moved",
            by=officer,
            on=ON,
        )
        assert self.undo(importing) == {"removed": 0, "restored": 0, removing.CHANGED: 1}

    def test_whoever_has_an_account_or_another_membership_is_kept(self, units, bring, officer):
        _report, importing = bring([MIN, GANG, BARE])
        Person.objects.filter(name="王敏").update(user=officer)
        bring([GANG], unit=units.shop)
        assert self.undo(importing) == {"removed": 1, "restored": 0, removing.IN_USE: 2}

    def test_a_membership_added_to_a_known_file_is_taken_back_alone(self, units, bring):
        bring([MIN])
        _report, importing = bring([MIN], unit=units.shop)
        assert self.undo(importing) == {"removed": 1, "restored": 0}
        assert [spell.organisation for spell in Spell.objects.all()] == [units.plant]
        assert Person.objects.count() == 1

    def test_every_reason_has_words(self):
        assert [
            words.kept(reason)[:8] for reason in (removing.CHANGED, removing.IN_USE, removing.GONE)
        ] == [
            "Changed ",
            "In use e",
            "Removed ",
        ]
