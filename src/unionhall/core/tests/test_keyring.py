import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from unionhall.core import keyring


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.UNIONHALL_KEYS = tmp_path / "keys"
    return settings.UNIONHALL_KEYS


@pytest.fixture
def hooks(monkeypatch):
    registered = {}
    monkeypatch.setattr(keyring, "_reseals", registered)
    return registered


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_is_sealed_can_be_opened(plain, context):
    sealed = keyring.encrypt("staging", plain, context=context)
    assert keyring.decrypt("staging", sealed, context=context) == plain


def test_a_database_may_hand_back_a_memoryview():
    assert keyring.decrypt("person", memoryview(keyring.encrypt("person", b"x"))) == b"x"


def test_sealing_the_same_twice_looks_different():
    assert keyring.encrypt("person", b"same") != keyring.encrypt("person", b"same")


def test_sealed_bytes_do_not_show_what_they_hold():
    assert keyring.encrypt("id_number", b"110101199003070010").count(b"19900307") == 0


@pytest.mark.parametrize("place", range(48))
def test_an_altered_byte_is_noticed(place):
    sealed = bytearray(keyring.encrypt("id_number", b"110101199003070010"))
    sealed[place] ^= 1
    with pytest.raises(keyring.Unreadable):
        keyring.decrypt("id_number", bytes(sealed))


def test_another_purpose_or_context_does_not_open():
    sealed = keyring.encrypt("person", b"x", context=b"person 1")
    with pytest.raises(keyring.Unreadable):
        keyring.decrypt("staging", sealed, context=b"person 1")
    with pytest.raises(keyring.Unreadable):
        keyring.decrypt("person", sealed, context=b"person 2")


@pytest.mark.parametrize("sealed", [b"", b"\x00", b"\x00\x01", b"\x00\x01" + b"\0" * 12])
def test_bytes_too_short_are_unreadable(sealed):
    with pytest.raises(keyring.Unreadable):
        keyring.decrypt("person", sealed)


def test_a_digest_is_the_same_each_time_and_differs_by_purpose():
    assert keyring.digest("id_index", b"1") == keyring.digest("id_index", b"1")
    assert keyring.digest("id_index", b"1") != keyring.digest("history", b"1")
    assert len(keyring.digest("id_index", b"1")) == 32


def test_another_directory_has_other_keys(settings, tmp_path):
    before = keyring.digest("id_index", b"1")
    settings.UNIONHALL_KEYS = str(tmp_path / "elsewhere")
    assert keyring.digest("id_index", b"1") != before


def test_rotation_seals_with_a_new_key_and_still_opens_the_old():
    old, before = keyring.encrypt("person", b"old"), keyring.digest("id_index", b"1")
    assert keyring.rotate() == 2
    new = keyring.encrypt("person", b"new")
    assert (keyring.sealed_with(old), keyring.sealed_with(new), keyring.active()) == (1, 2, 2)
    assert (keyring.decrypt("person", old), keyring.decrypt("person", new)) == (b"old", b"new")
    assert keyring.digest("id_index", b"1") == before


def test_a_process_that_runs_opens_what_another_sealed_after_rotating(keys):
    keyring.encrypt("person", b"warm")
    other = (
        "import sys, pathlib, django.conf as c;"
        "c.settings.configure(UNIONHALL_KEYS=pathlib.Path(sys.argv[1]));"
        "from unionhall.core import keyring as k; k.rotate();"
        "sys.stdout.write(k.encrypt('person', b'theirs').hex())"
    )
    sealed = subprocess.run(
        [sys.executable, "-c", other, str(keys)], capture_output=True, text=True, check=True
    ).stdout
    assert keyring.decrypt("person", bytes.fromhex(sealed)) == b"theirs"


def test_a_process_that_runs_comes_to_seal_with_the_new_key(keys, monkeypatch):
    keyring.encrypt("person", b"warm")
    (keys / "seal-002.key").write_text("ab" * 32)
    assert keyring.active() == 1
    later = keyring.monotonic() + keyring.LOOK_AGAIN + 1
    monkeypatch.setattr(keyring, "monotonic", lambda: later)
    assert keyring.active() == 2


def test_a_retired_key_opens_nothing_more():
    old = keyring.encrypt("person", b"old")
    keyring.rotate()
    assert keyring.retire() == [1]
    with pytest.raises(keyring.Unreadable):
        keyring.decrypt("person", old)
    assert keyring.decrypt("person", keyring.encrypt("person", b"new")) == b"new"


def test_key_files_are_for_their_owner_only(keys):
    keyring.encrypt("person", b"x")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()}
    assert modes == {"digest.key": 0o600, "seal-001.key": 0o600}
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_many_who_begin_at_once_share_one_set_of_keys(keys, monkeypatch):
    monkeypatch.setattr(keyring, "_ring", None)
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda _: keyring.digest("history", b"1"), range(32)))
    assert len(digests) == 1
    assert sorted(path.name for path in keys.iterdir()) == ["digest.key", "seal-001.key"]


def test_production_makes_no_keys_unasked(settings, keys):
    settings.UNIONHALL_PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        keyring.digest("history", b"1")
    assert keys.exists() is False
    assert keyring.create() is True
    assert len(keyring.digest("history", b"1")) == 32
    assert keyring.create() is False


def test_keys_are_ready_once_they_can_be_read(keys):
    assert (keyring.ready(), keys.exists()) == (False, False)
    keyring.create()
    assert keyring.ready() is True
    (keys / "digest.key").write_text("no key")
    assert keyring.ready() is False


def test_a_damaged_key_file_is_refused(keys):
    keyring.create()
    (keys / "seal-001.key").write_text("abcd\n")
    with pytest.raises(ImproperlyConfigured):
        keyring.rotate()


def test_every_registered_column_is_resealed(hooks):
    keyring.on_rotate("b", lambda: 3)
    keyring.on_rotate("a", lambda: 0)
    assert keyring.reseal_all() == {"a": 0, "b": 3}
