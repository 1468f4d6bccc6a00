import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from unionhall.core import keyring
from unionhall.history.models import Entry, PersonKey
from unionhall.site.cli import joined


def run(name, *args):
    """The command's exit code and what it wrote."""
    out = StringIO()
    try:
        call_command(name, *args, stdout=out, no_color=True)
    except SystemExit as exit:
        return exit.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def no_files(settings, tmp_path):
    """Files that other tests sealed under other keys are none of these commands' business."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(keyring, "LOOK_AGAIN", -1)


def test_the_commands_are_called_by_two_words():
    known = {"history_verify", "history_anchor", "keys_create", "keys_rotate"}
    for name in known:
        assert joined(["unionhall", *name.split("_")], known) == ["unionhall", name]


def test_verify_says_that_all_is_well(write):
    write(verbs="abc")
    code, text = run("history_verify")
    assert (code, text.splitlines()[-1]) == (0, "Everything is as it was written.")
    assert text.startswith("3 entries in 1 chains checked in ")


def test_verify_names_what_is_wrong_and_fails(write, tamper):
    write(verbs="abc")
    tamper("UPDATE history_entry SET verb = 'x' WHERE number = 2")
    code, text = run("history_verify")
    lines = text.splitlines()
    assert (code, lines[0], lines[-1]) == (
        1,
        "organisation:1 2: This row was altered.",
        "1 finding.",
    )


def test_verify_answers_as_json(write, tamper):
    write(verbs="abc")
    code, text = run("history_verify", "--json")
    answer = json.loads(text)
    answer.pop("seconds")
    assert (code, answer) == (0, {"findings": [], "entries": 3, "chains": 1})
    tamper("DELETE FROM history_entry WHERE number IN (1, 3)")
    code, text = run("history_verify", "--json")
    found = [(f["kind"], f["chain"], f["number"], f["until"]) for f in json.loads(text)["findings"]]
    assert (code, found) == (
        1,
        [("missing", "organisation:1", 1, 1), ("cut_off", "organisation:1", 3, 3)],
    )


def test_verify_can_check_against_anchors_kept_elsewhere(write, settings, tmp_path):
    write(verbs="abc")
    settings.UNIONHALL_ANCHORS.rename(tmp_path / "kept")
    assert run("history_verify")[0] == 1
    assert run("history_verify", "--anchors", str(tmp_path / "kept"))[0] == 0


def test_anchor_tells_what_it_anchored_and_what_it_left(write, tamper, settings):
    write("a", "abc")
    write("b", "abc")
    settings.UNIONHALL_ANCHORS.rename(settings.UNIONHALL_ANCHORS.with_name("old"))
    tamper("UPDATE history_entry SET verb = 'x' WHERE number = 3 AND chain = 'b'")
    code, text = run("history_anchor")
    assert (code, text) == (1, "1 chain anchored.\nb does not verify and was left.\n")


def test_keys_are_created_once(settings):
    place = settings.UNIONHALL_KEYS
    assert run("keys_create") == (0, f"Keys were made in {place}.\n")
    assert run("keys_create") == (0, f"There are keys in {place} already.\n")


@pytest.mark.django_db
def test_rotation_seals_every_persons_key_anew(write):
    for person in ("p1", "p2"):
        write(verbs="a", personal={"of": person}, person=person)
    code, text = run("keys_rotate")
    assert (code, text.splitlines()[0]) == (0, "Key 2 seals from now on.")
    assert "history.personkey: 2 sealed anew." in text.splitlines()
    assert {keyring.sealed_with(key.sealed) for key in PersonKey.objects.all()} == {2}
    assert [e.personal for e in Entry.objects.order_by("number")] == [{"of": "p1"}, {"of": "p2"}]


@pytest.mark.django_db
def test_rotation_brings_no_destroyed_key_back(write):
    write(verbs="a", personal={"a": 1}, person="p1")
    PersonKey.objects.update(sealed=None)
    run("keys_rotate")
    assert PersonKey.objects.get().sealed is None


@pytest.mark.django_db
def test_an_interrupted_rotation_is_finished_without_another_key(write):
    write(verbs="a", personal={"a": 1}, person="p1")
    keyring.rotate()
    code, text = run("keys_rotate", "--reseal")
    assert (code, keyring.active()) == (0, 2)
    assert "history.personkey: 1 sealed anew." in text.splitlines()


@pytest.mark.django_db
def test_old_keys_are_deleted_when_asked(write):
    write(verbs="a", personal={"a": 1}, person="p1")
    code, text = run("keys_rotate", "--retire")
    assert (code, text.splitlines()[-1]) == (0, "Key 1 was deleted.")
    assert Entry.objects.get().personal == {"a": 1}


def test_old_keys_stay_while_something_is_sealed_under_them(monkeypatch, settings):
    keyring.create()
    monkeypatch.setattr(keyring, "_reseals", {"members.person": lambda: 1})
    with pytest.raises(CommandError):
        run("keys_rotate", "--retire")
    assert sorted(p.name for p in settings.UNIONHALL_KEYS.glob("seal-*")) == [
        "seal-001.key", "seal-002.key",
    ]  # fmt: skip
