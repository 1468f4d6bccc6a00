"""A long export keeps nobody from writing, and shows one moment."""

import csv
import io

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.exchange.exports import actions, making, store
from unionhall.exchange.exports.kinds import KINDS, Table
from unionhall.exchange.exports.models import Export, Exported
from unionhall.history.queries import trail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def a_file(tmp_path):
    """The tests' database as one with a server or a file under it, as where the product runs."""
    if connection.vendor != "sqlite":
        yield connection
        return
    memory = connections[DEFAULT_DB_ALIAS]
    memory.ensure_connection()
    options = memory.settings_dict["OPTIONS"] | {
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA foreign_keys=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 0,
    }
    kept = {"NAME": str(tmp_path / "register.sqlite3"), "OPTIONS": options}
    wrapper = type(memory)(memory.settings_dict | kept, DEFAULT_DB_ALIAS)
    wrapper.ensure_connection()
    memory.connection.backup(wrapper.connection)
    connections[DEFAULT_DB_ALIAS] = wrapper
    yield wrapper
    wrapper.close()
    connections[DEFAULT_DB_ALIAS] = memory


class Names:
    """A list that is read in two queries, between which something happens."""

    name, title, ability = "names", "名单", "members.export"

    def __init__(self, between):
        self.between = between

    def table(self, export: Export) -> Table:
        def rows():
            yield None, [User.objects.get(username="reader-one").name]
            self.between()
            yield None, [User.objects.get(username="reader-one").name]

        return Table(title=self.title, headings=["名称"], rows=rows(), total=2)

    def may_still(self, export, user) -> bool:
        return True


@pytest.fixture
def asked(a_file, monkeypatch):
    """An export during which something happens."""

    def ask(between) -> Export:
        User.objects.create(username="reader-one", name="旧名")
        monkeypatch.setitem(KINDS, "names", Names(between))
        return actions.ask(
            "names", organisation_id=1, paths=["0001"], asked={}, format="csv", reason="核对",
            by=None, on=today(), at_once=True,
        )  # fmt: skip

    return ask


def told(export: Export) -> list[list[str]]:
    text = b"".join(store.pieces(export.uid)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[2:]


def test_others_write_while_it_is_made_and_it_shows_one_moment(asked):
    other = connection.copy()

    def write():
        with other.cursor() as cursor:
            cursor.execute("UPDATE accounts_user SET name = '新名' WHERE username = 'reader-one'")

    try:
        export = making.make(asked(write), by=None, on=today())
    finally:
        other.close()
    assert told(export) == [["旧名"], ["旧名"]]
    assert User.objects.get(username="reader-one").name == "新名"
    assert [entry.verb for entry in trail(export)] == ["names.exported"]


def test_one_given_up_while_it_is_made_leaves_nothing(asked):
    other = connection.copy()

    def give_up():
        with other.cursor() as cursor:
            cursor.execute("UPDATE exchange_export SET state = 'failed'")

    export = asked(give_up)
    try:
        with pytest.raises(Refused):
            making.make(export, by=None, on=today())
    finally:
        other.close()
    export.refresh_from_db()
    assert (export.state, store.is_there(export.uid)) == (Export.State.FAILED, False)
    assert (Exported.objects.count(), list(trail(export))) == (0, [])
