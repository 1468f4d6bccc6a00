"""`unionhall up` keeps the web server and the worker running."""

import signal
import sys

import pytest

from unionhall.site.management.commands.up import side_by_side

DIES = "import pathlib, os, sys; pathlib.Path(sys.argv[1]).open('a').write('.'); os.kill(os.getpid(), 9)"
WAITS = """
import pathlib, sys, time
while len(pathlib.Path(sys.argv[1]).read_text()) < 2: time.sleep(.02)
sys.exit(int(sys.argv[2]))
"""
STAYS = "import time; time.sleep(60)"


@pytest.fixture(autouse=True)
def _signals():
    before = [(sign, signal.getsignal(sign)) for sign in (signal.SIGTERM, signal.SIGINT)]
    yield
    for sign, handler in before:
        signal.signal(sign, handler)


def test_a_killed_worker_is_started_anew_while_the_server_goes_on(tmp_path):
    lives = tmp_path / "lives"
    lives.touch()
    side_by_side(
        [sys.executable, "-c", WAITS, str(lives), "0"], [sys.executable, "-c", DIES, str(lives)]
    )
    assert len(lives.read_text()) >= 2


@pytest.mark.parametrize(("ends", "expected"), [(0, 0), (3, 1)])
def test_when_the_server_ends_so_does_the_worker(tmp_path, ends, expected):
    lives = tmp_path / "lives"
    lives.write_text("..")
    server = [sys.executable, "-c", WAITS, str(lives), str(ends)]
    assert side_by_side(server, [sys.executable, "-c", STAYS]) == expected
