import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.template import engines

from unionhall.accounts.models import User
from unionhall.core import clock

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # noon in Shanghai


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self, moves: ExitStack):
        self.moves = moves
        self.now = NOON

    @property
    def now(self) -> datetime:
        return clock.now()

    @now.setter
    def now(self, moment: datetime) -> None:
        self.moves.enter_context(clock.standing_at(moment))

    def on(self, **forward: float) -> datetime:
        self.now += timedelta(**forward)
        return self.now


@pytest.fixture
def hands():
    with ExitStack() as moves:
        yield Hands(moves)


@pytest.fixture
def worker_user(db) -> User:
    return User.objects.create(
        username="m-1",
        name="李小明",
        email="li.xiaoming@example.cn",
        phone="13900000001",
        language="zh-hans",
    )


@pytest.fixture
def phone_user(db) -> User:
    return User.objects.create(
        username="m-2", name="张华", phone="13900000002", phone_verified=True, language="en"
    )


@pytest.fixture
def silent_user(db) -> User:
    """Somebody whom only the app itself reaches."""
    return User.objects.create(username="m-3", name="刘芳")


@pytest.fixture
def words(monkeypatch):
    """A template of notices that exists in these tests only."""
    from django.template.loaders import locmem

    loader = locmem.Loader(
        engines["django"].engine,
        {
            "notifications/tests/moved.txt": "Request {{ number }} moved\n\nIt is due on {{ due_on }}.\n",
        },
    )
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "template_loaders", [loader, *engine.template_loaders])


class Elsewhere:
    """The test's database as other processes see it, and those processes."""

    def __init__(self, folder, settings):
        self.folder = folder
        (folder / "mail").mkdir()
        self.env = {
            **os.environ,
            "UNIONHALL_DATA": str(folder),
            "EMAIL_BACKEND": "unionhall.notifications.tests.slow.SlowFileBackend",
            "EMAIL_FILE_PATH": str(folder / "mail"),
            "DJANGO_SETTINGS_MODULE": "unionhall.notifications.tests.slow",
            "PYTHONPATH": "src",
        }
        self.started: list[subprocess.Popen] = []
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            self.file = sqlite3.connect(folder / "unionhall.sqlite3", isolation_level=None)
            connection.connection.backup(self.file)
            self.file.execute("PRAGMA journal_mode=WAL")
            self.env.pop("DATABASE_URL", None)
        else:
            told = connection.settings_dict
            self.env["DATABASE_URL"] = (
                f"postgresql://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
            )

    def work(self, *words: str) -> subprocess.Popen:
        """Start a worker process."""
        process = subprocess.Popen(
            [sys.executable, "-m", "unionhall", "work", *words],
            env=self.env, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.started.append(process)
        return process

    def rows(self, sql: str) -> list[tuple]:
        if connection.vendor == "sqlite":
            return self.file.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def letters(self) -> list[str]:
        return [path.read_text() for path in sorted((self.folder / "mail").iterdir())]

    def close(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.communicate()
        if connection.vendor == "sqlite":
            self.file.close()


@pytest.fixture
def elsewhere(tmp_path, settings):
    """A function that opens the database, as it stands when called, to other processes."""
    opened = []

    def open_it() -> Elsewhere:
        opened.append(Elsewhere(tmp_path, settings))
        return opened[0]

    yield open_it
    for one in opened:
        one.close()
