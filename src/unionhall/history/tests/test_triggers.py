import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps

from unionhall.history import triggers
from unionhall.history.models import ChainHead, Entry
from unionhall.history.operations import AppendOnly
from unionhall.history.tests.acts import note

pytestmark = pytest.mark.django_db

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")


@pytest.fixture
def three(apart):
    for verb in "abc":
        note(verb=verb)


def execute(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def everything():
    entries = list(Entry.objects.order_by("id").values_list("number", "verb", "facts_text"))
    return entries, list(ChainHead.objects.values_list("chain", "length"))


COPY = (
    '(id, chain, number, verb, subject_type, subject_id, by_label, at, "on", is_read, person, '
    "facts, previous, hash) SELECT id, chain, number, 'forged', subject_type, subject_id, "
    'by_label, at, "on", is_read, person, facts, previous, hash FROM history_entry'
)
ANYWHERE = [
    "UPDATE history_entry SET verb = 'forged'",
    "UPDATE history_entry SET id = id + 100",
    "DELETE FROM history_entry",
    "DELETE FROM history_entry WHERE number = 3",
    "DELETE FROM history_chainhead",
    "UPDATE history_chainhead SET length = 2",
    "UPDATE history_chainhead SET length = 0",
    "UPDATE history_chainhead SET chain = 'organisation:2'",
    "UPDATE history_chainhead SET head = previous FROM history_entry WHERE number = 3",
]
SQLITE = [
    f"REPLACE INTO history_entry {COPY} WHERE number = 2",
    f"INSERT OR REPLACE INTO history_entry {COPY} WHERE number = 2",
    f"REPLACE INTO history_entry {COPY.replace('SELECT id', 'SELECT id + 100')} WHERE number = 2",
    "UPDATE OR REPLACE history_entry SET number = 1 WHERE number = 2",
    "UPDATE OR IGNORE history_entry SET verb = 'forged'",
    "REPLACE INTO history_chainhead SELECT chain, 1, head FROM history_chainhead",
]
POSTGRESQL = [
    "TRUNCATE history_entry",
    "TRUNCATE history_entry, history_chainhead",
    "TRUNCATE history_chainhead CASCADE",
    "TRUNCATE accounts_user CASCADE",
    "SET LOCAL session_replication_role = replica; DELETE FROM history_entry",
    f"INSERT INTO history_entry {COPY} WHERE number = 2 "
    "ON CONFLICT (chain, number) DO UPDATE SET verb = 'forged'",
    "MERGE INTO history_entry e USING history_chainhead h ON h.chain = e.chain "
    "WHEN MATCHED THEN DELETE",
]


def refused(sql):
    before = everything()
    with pytest.raises(DatabaseError):
        execute(sql)
    assert everything() == before


@pytest.mark.parametrize("sql", ANYWHERE)
def test_the_database_refuses(three, sql):
    refused(sql)


@on_sqlite
@pytest.mark.parametrize("sql", SQLITE)
def test_sqlite_refuses(three, sql):
    refused(sql)


@on_postgresql
@pytest.mark.parametrize("sql", POSTGRESQL)
def test_postgresql_refuses(three, sql):
    refused(sql)


def test_the_orm_is_refused_too(three):
    for change in (
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.update(verb="forged"),
        lambda: Entry.objects.first().save(),
        lambda: Entry.objects.first().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_flushing_by_command_is_refused(three):
    from django.db.backends.base.operations import BaseDatabaseOperations

    guarded = BaseDatabaseOperations.execute_sql_flush.__closure__[0].cell_contents
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", guarded)
        with pytest.raises(CommandError):
            call_command("flush", interactive=False, verbosity=0)
    assert Entry.objects.count() == 3


def test_every_trigger_stands_after_all_migrations():
    assert triggers.missing() == []


def test_a_dropped_trigger_is_missing():
    on = " ON history_entry" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER history_entry_no_delete{on}")
    assert triggers.missing() == ["history_entry_no_delete"]


@on_sqlite
def test_a_trigger_that_does_nothing_is_missing():
    execute("DROP TRIGGER history_entry_no_delete")
    execute(
        "CREATE TRIGGER history_entry_no_delete BEFORE DELETE ON history_entry BEGIN SELECT 1; END"
    )
    assert triggers.missing() == ["history_entry_no_delete"]


@on_postgresql
@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE history_entry DISABLE TRIGGER history_entry_no_delete",
        "ALTER TABLE history_entry ENABLE TRIGGER history_entry_no_delete",
        "DROP TRIGGER history_entry_no_delete ON history_entry; "
        "CREATE TRIGGER history_entry_no_delete BEFORE DELETE ON history_entry FOR EACH STATEMENT "
        "WHEN (false) EXECUTE FUNCTION unionhall_refuse(); "
        "ALTER TABLE history_entry ENABLE ALWAYS TRIGGER history_entry_no_delete",
        "DROP TRIGGER history_entry_no_delete ON history_entry; "
        "CREATE TRIGGER history_entry_no_delete BEFORE DELETE ON accounts_user FOR EACH STATEMENT "
        "EXECUTE FUNCTION unionhall_refuse(); "
        "ALTER TABLE accounts_user ENABLE ALWAYS TRIGGER history_entry_no_delete",
    ],
)
def test_a_trigger_weakened_on_postgresql_is_missing(sql):
    execute(sql)
    assert triggers.missing() == ["history_entry_no_delete"]


@on_postgresql
def test_a_function_that_lets_pass_makes_every_trigger_missing():
    execute(
        "CREATE OR REPLACE FUNCTION unionhall_refuse() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN OLD; END'"
    )
    everything = {n for g in triggers._guards.values() for n in g.triggers("postgresql")}
    assert set(triggers.missing()) == everything


@on_postgresql
def test_heads_guarded_by_a_weaker_condition_are_missing():
    execute(
        "DROP TRIGGER history_chainhead_no_update ON history_chainhead; "
        "CREATE TRIGGER history_chainhead_no_update BEFORE UPDATE ON history_chainhead "
        "FOR EACH ROW WHEN (NEW.length < OLD.length) EXECUTE FUNCTION unionhall_refuse(); "
        "ALTER TABLE history_chainhead ENABLE ALWAYS TRIGGER history_chainhead_no_update"
    )
    assert triggers.missing() == ["history_chainhead_no_update"]


@on_postgresql
def test_chains_are_in_the_order_of_their_characters():
    for chain in ("b", "A", "a", "é", "中", "B:1", "a:1"):
        note(chain=chain)
    for model in (Entry, ChainHead):
        chains = list(model.objects.order_by("chain").values_list("chain", flat=True))
        assert chains == sorted(chains)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns WHERE column_name = 'chain' "
            "AND table_name IN ('history_entry', 'history_chainhead')"
        )
        assert cursor.fetchall() == [("C",), ("C",)]


@pytest.fixture
def event():
    """A table of another app that asked to be append-only."""
    with isolate_apps("unionhall.history"):

        class Event(models.Model):
            code = models.CharField(max_length=5, unique=True)
            place = models.IntegerField(default=0)
            line = models.IntegerField(default=0)

            class Meta:
                app_label = "history"
                constraints = [models.UniqueConstraint(fields=["place", "line"], name="one")]

            def __str__(self):
                return self.code

        with connection.schema_editor() as editor:
            editor.create_model(Event)
        state = ProjectState.from_apps(Event._meta.apps)
        yield Event, state
        with connection.schema_editor() as editor:
            editor.delete_model(Event)


@pytest.fixture
def guards(monkeypatch):
    registered = {}
    monkeypatch.setattr(triggers, "_guards", registered)
    return registered


@pytest.mark.django_db(transaction=True)
def test_any_table_can_be_made_append_only(event, guards):
    model, state = event
    operation = AppendOnly("Event")
    assert triggers.append_only(model) is model
    before = triggers.missing()
    with connection.schema_editor() as editor:
        operation.database_forwards("history", editor, state, state)
    assert triggers.missing() == []
    assert {name.removeprefix("history_event_no_") for name in before} == {
        "update", "delete", "truncate" if connection.vendor == "postgresql" else "replace",
    }  # fmt: skip
    model.objects.create(code="a")
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(code="b")
    if connection.vendor == "sqlite":
        for row in ("(1, 'x', 8, 8)", "(7, 'a', 8, 8)", "(7, 'x', 0, 0)"):
            with pytest.raises(DatabaseError), transaction.atomic():
                execute(f"REPLACE INTO history_event VALUES {row}")
    with connection.schema_editor() as editor:
        operation.database_backwards("history", editor, state, state)
    assert triggers.missing() == before
    assert model.objects.update(code="b") == 1


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_table_that_sqlite_remade_has_lost_its_triggers_and_gets_them_again(event, guards):
    model, state = event
    triggers.append_only(model)
    with connection.schema_editor() as editor:
        AppendOnly("Event").database_forwards("history", editor, state, state)
    assert triggers.missing() == []
    field = models.IntegerField(default=1)
    field.set_attributes_from_name("line")
    wider = models.BigIntegerField(default=1)
    wider.set_attributes_from_name("line")
    wider.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, model._meta.get_field("line"), wider)
    assert len(triggers.missing()) == 3
    with connection.schema_editor() as editor:
        AppendOnly("Event").database_forwards("history", editor, state, state)
    assert triggers.missing() == []
