"""From the command line, too, a large import needs the word of a second officer."""

import pytest
from django.core.management import CommandError, call_command

from unionhall.core.clock import today
from unionhall.exchange.models import Import
from unionhall.history.models import Entry
from unionhall.members.models import Person
from unionhall.members.roster import actions, owed
from unionhall.members.sentences import SENTENCES

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast, tmp_path, monkeypatch):
    """A function that imports two new members where two are many, and answers how many were added."""
    monkeypatch.setattr(actions, "second_from", lambda unit, *, on: 2)
    file = tmp_path / "名册.csv"
    file.write_text("姓名,手机号\n新甲,13700000001\n新乙,13700000002\n", encoding="utf-8")

    def imported(*options: str) -> int:
        before = Person.objects.count()
        place = ("--organisation", "U-PLANT", "--on", str(today()))
        call_command("import_members", str(file), *place, "--apply", "--json", *options)
        return Person.objects.count() - before

    return imported


def test_the_word_of_an_officer_who_may_give_it_brings_it_in(run, cast):
    assert run("--by", "register-officer", "--approved-by", "chair") == 2
    entry = Entry.objects.get(verb="members.import_approved")
    assert entry.by == cast.chair


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--by", "register-officer"),
        ("--by", "chair", "--approved-by", "chair"),
        ("--by", "chair", "--approved-by", "plant-desk-officer"),
        ("--by", "chair", "--approved-by", "stranger-register-officer"),
    ],
)
def test_without_it_nothing_is_added_and_the_rule_is_named(options, run):
    before = Person.objects.count()
    with pytest.raises(CommandError) as refused:
        run(*options)
    assert refused.value.__cause__.citation.rule == owed.THRESHOLD
    assert (Person.objects.count(), Import.objects.count()) == (before, 0)


def test_a_small_one_needs_none(run, monkeypatch):
    monkeypatch.setattr(actions, "second_from", lambda unit, *, on: 3)
    assert run() == 2


def test_a_large_sheet_is_refused_before_anything_is_done(run, monkeypatch):
    done = []
    monkeypatch.setattr(actions, "import_now", lambda *told, **more: done.append(told))
    with pytest.raises(CommandError):
        run("--by", "register-officer")
    assert done == []


def test_sentences_name_every_step_of_an_import():
    steps = ("imported", "import_asked", "import_approved", "import_sent_back", "import_undone")
    assert [step for step in steps if f"members.{step}" not in SENTENCES] == []
