"""Whoever has another account on the machine reads neither database nor data directory."""

import os
import subprocess
import sys

import pytest

from unionhall.site import private

USED = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE IF NOT EXISTS x (y)")
    cursor.execute("INSERT INTO x VALUES (1)")
    import os
    from pathlib import Path
    for path in sorted(Path(os.environ["UNIONHALL_DATA"]).glob("unionhall.sqlite3*")):
        print(path.name, oct(path.stat().st_mode & 0o777))
"""
CLOSED = ["unionhall.sqlite3 0o600", "unionhall.sqlite3-shm 0o600", "unionhall.sqlite3-wal 0o600"]


def used(data, *, umask: int) -> list[str]:
    """What lies there while the database is written to, with its mode."""
    env = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")
    }
    told = subprocess.run(
        [sys.executable, "-c", USED],
        env={
            **env,
            "UNIONHALL_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "unionhall.site.settings",
        },
        umask=umask,
        check=True,
        capture_output=True,
        text=True,
    )
    return told.stdout.splitlines()


def mode(path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("umask", [0o022, 0o000, 0o077])
def test_database_log_and_directory_are_closed_whatever_the_umask(tmp_path, umask):
    data = tmp_path / "deep" / "var"
    assert used(data, umask=umask) == CLOSED
    assert mode(data) == 0o700


def test_what_an_earlier_version_left_open_is_closed(tmp_path):
    for line in CLOSED:
        left = tmp_path / line.split()[0]
        left.touch()
        left.chmod(0o644)
    assert used(tmp_path, umask=0o022) == CLOSED


def test_a_directory_that_is_there_already_is_left_as_its_owner_made_it(tmp_path):
    tmp_path.chmod(0o750)
    private.directory(tmp_path)
    assert mode(tmp_path) == 0o750


@pytest.mark.parametrize("name", [":memory:", "file:memory?mode=memory", "nowhere/x.sqlite3"])
def test_a_database_without_a_file_makes_none(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    private.database(type(tmp_path)(name))
    assert list(tmp_path.iterdir()) == []
