"""What a card's QR code carries."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.core import signing
from unionhall.members.card import codec

NUMBER, LAST = b"\x01\x02\x03\x04\x05\x06\x07\x08", date(2027, 2, 24)
SAME_KEYS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def keys():
    return signing.public_keys(codec.PURPOSE)


@SAME_KEYS
@given(st.binary(min_size=8, max_size=8), st.dates(date(2020, 1, 1), date(2150, 1, 1)))
def test_what_is_written_is_read_again(number, last_on):
    assert codec.read(codec.written(number, last_on), keys()) == codec.Told(number, last_on)


@SAME_KEYS
@given(st.integers(0, 76 * 8 - 1))
def test_any_flipped_bit_is_refused(bit):
    payload = codec.written(NUMBER, LAST)
    data = bytearray(urlsafe_b64decode(payload + "=="))
    data[bit // 8] ^= 1 << bit % 8
    assert codec.read(urlsafe_b64encode(data).decode().rstrip("="), keys()) is None


@SAME_KEYS
@given(st.text(max_size=200))
def test_whatever_else_is_scanned_is_no_card(text):
    assert codec.read(text, keys()) is None


def test_one_card_has_one_spelling():
    payload = codec.written(NUMBER, LAST)
    assert len(payload) == 102
    for other in (payload + "=", payload + "==", payload[:-1], payload + "A", f" {payload}"):
        assert codec.read(other, keys()) is None


def test_old_cards_verify_after_a_rotation_and_the_old_secret_is_gone(settings):
    old = codec.written(NUMBER, LAST)
    assert signing.rotate(codec.PURPOSE, last_on=LAST) == 2
    new = codec.written(NUMBER, LAST)
    assert {codec.read(payload, keys()) for payload in (old, new)} == {codec.Told(NUMBER, LAST)}
    files = sorted(path.name for path in Path(settings.UNIONHALL_KEYS).glob("card-*"))
    assert files == ["card-001.pub", "card-002.key"]
    assert codec.read(new, {1: keys()[1]}) is None


def test_a_key_put_away_vouches_for_no_card_beyond_its_last_day():
    beyond = codec.written(NUMBER, LAST + timedelta(days=1))
    signing.rotate(codec.PURPOSE, last_on=LAST)
    assert codec.read(beyond, keys()) is None


def test_a_signature_serves_under_no_other_number_or_purpose():
    number, signature = signing.sign("card", b"x")
    public = signing.public_keys("card")[number].raw
    assert signing.verifies(public, "card", number, b"x", signature)
    assert not signing.verifies(public, "card", number + 1, b"x", signature)
    assert not signing.verifies(public, "letter", number, b"x", signature)


def told(capsys, *words, **options):
    call_command("card_verify", *words, **options)
    return capsys.readouterr().out.strip()


def test_the_command_verifies_offline_with_the_public_keys_alone(capsys, tmp_path, settings):
    payload = codec.written(NUMBER, LAST)
    call_command("card_keys")
    place = tmp_path / "keys.json"
    place.write_text(capsys.readouterr().out)
    settings.UNIONHALL_KEYS = str(tmp_path / "nothing-here")
    address = f"https://union.example/card/{payload}/"
    for typed in (payload, address):
        assert "2027-02-24" in told(capsys, typed, keys=place, on=LAST)
    assert not (tmp_path / "nothing-here").exists()
    with pytest.raises(CommandError, match="2027-02-24"):
        told(capsys, payload, keys=place, on=date(2027, 2, 25))


@pytest.mark.parametrize("content", ["", "[]", json.dumps({"keys": {"1": {"key": "xyz"}}})])
def test_the_command_says_what_is_wrong_with_a_file_of_keys(content, tmp_path):
    place = tmp_path / "keys.json"
    place.write_text(content)
    with pytest.raises(CommandError, match="card keys"):
        call_command("card_verify", "x", keys=place)
    with pytest.raises(CommandError):
        call_command("card_verify", "x")
