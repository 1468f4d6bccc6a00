"""The `unionhall` command says in one sentence what is missing, and shows two words as two words."""

import os
import subprocess
import sys

import pytest
from django.utils import translation

from unionhall.site import cli

KNOWN = {"import_members", "import_list", "members_count", "work"}


@pytest.fixture
def unionhall(tmp_path):
    """Runs the command on a database nobody has set up."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
        fresh = {
            **os.environ,
            "UNIONHALL_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "unionhall.site.testing",
            "DATABASE_URL": f"sqlite:///{tmp_path}/fresh.sqlite3",
            **environment,
        }
        command = [sys.executable, "-m", "unionhall", *words]
        return subprocess.run(command, env=fresh, capture_output=True, text=True)

    return run


@pytest.mark.parametrize(
    "words",
    [
        ("organisations", "add", "--kind", "county", "--code", "330106", "--name", "x"),
        ("members", "count", "--organisation", "330106"),
        ("import", "list"),
    ],
)
def test_a_database_that_is_not_set_up_is_told_in_one_line(unionhall, words):
    ended = unionhall(*words)
    assert (ended.returncode, ended.stdout) == (1, "")
    told = "数据库还没有建好，或者比程序旧。请先运行：unionhall migrate\n"
    assert ended.stderr == told


@pytest.mark.parametrize("command", ["migrate", "import_list"])
def test_a_database_that_cannot_be_reached_is_told_in_one_line(unionhall, command):
    ended = unionhall(command, DATABASE_URL="postgresql://nobody:secret-word@127.0.0.1:1/none")
    assert ended.returncode == 1
    assert ended.stderr.startswith("连不上数据库（")
    assert (len(ended.stderr.splitlines()), "secret-word" in ended.stderr) == (1, False)


def test_whoever_asks_for_the_traceback_gets_it(unionhall):
    assert "Traceback" in unionhall("import", "list", "--traceback").stderr


def test_a_reader_who_has_read_enough_ends_the_command_quietly(unionhall):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "unionhall", "openapi"]
    ended = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (1, "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["import"], ["list", "members"]),
        (["import", "foo"], ["list", "members"]),
        (["members"], ["count"]),
        (["work"], []),
        (["nonsense"], []),
        ([], []),
    ],
)
def test_half_a_command_is_told_how_it_may_go_on(words, expected):
    assert cli.following(["unionhall", *words], KNOWN) == expected


def test_half_a_command_ends_in_a_sentence():
    with (
        translation.override("en"),
        pytest.raises(SystemExit, match="After “members” comes one of: count"),
    ):
        cli.run(["unionhall", "members"])


@pytest.mark.parametrize("words", [["members", "count", "--help"], ["help", "members", "count"]])
def test_help_shows_the_words_as_they_are_typed(capsys, words):
    with pytest.raises(SystemExit) as ended:
        cli.run(["unionhall", *words])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: unionhall members count [-h]")
