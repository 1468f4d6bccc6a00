"""Tables whose rows the database itself refuses to alter, delete or truncate.

A model says so with `@append_only`; a hand-written migration sets it up with
`operations.AppendOnly("Model")`, and again after any migration that remakes the table on SQLite,
where triggers fall with it. `missing()` tells whether every trigger stands as written.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=type[models.Model])

_FUNCTION = "unionhall_refuse"
_BODY = " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001'; END "
# What a head may not become; IS DISTINCT FROM is spelt IS NOT on SQLite.
_SHRINKS = (
    "NEW.chain IS DISTINCT FROM OLD.chain OR NEW.length < OLD.length "
    "OR (NEW.length = OLD.length AND NEW.head IS DISTINCT FROM OLD.head)"
)
_BITS = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


@dataclass(frozen=True)
class Guard:
    """How one table is guarded: nothing may change, or (`grows`) rows may only grow."""

    table: str
    keys: tuple[tuple[str, ...], ...]  # columns that are unique together
    grows: bool = False

    def triggers(self, vendor: str) -> dict[str, tuple[str, str, str]]:
        """Each trigger's name with its events, level and condition."""
        update = ("UPDATE", "ROW", _SHRINKS) if self.grows else ("UPDATE", "STATEMENT", "")
        kinds = {"update": update, "delete": ("DELETE", "STATEMENT", "")}
        if vendor == "postgresql":
            kinds["truncate"] = ("TRUNCATE", "STATEMENT", "")
        else:
            # REPLACE deletes the row in its way without any delete trigger; refuse it as an insert.
            kinds["replace"] = ("INSERT", "ROW", self._exists())
        return {f"{self.table}_no_{kind}": parts for kind, parts in kinds.items()}

    def sql(self, vendor: str) -> dict[str, str]:
        """Each trigger's name with the statement that makes it."""
        write = _on_postgresql if vendor == "postgresql" else _on_sqlite
        return {n: write(n, self.table, *p) for n, p in self.triggers(vendor).items()}

    def _exists(self) -> str:
        same = " OR ".join(
            " AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in self.keys
        )
        return f'EXISTS (SELECT 1 FROM "{self.table}" WHERE {same})'  # noqa: S608


_guards: dict[str, Guard] = {}


def append_only(model: M) -> M:
    """Declare that rows of this model are only ever added."""
    guard = guard_of(model)
    _guards[guard.table] = guard
    return model


def grow_only(model: M) -> M:
    """Declare that rows of this model stay, and that their length never shrinks."""
    guard = guard_of(model, grows=True)
    _guards[guard.table] = guard
    return model


def guard_of(model: type[models.Model], *, grows: bool = False) -> Guard:
    """The guard a model's table should have."""
    meta = model._meta
    columns = {field.name: str(field.column) for field in meta.concrete_fields}
    fields = meta.concrete_fields
    unique: list[tuple[str, ...]] = [(field.name,) for field in fields if field.unique]
    unique += [tuple(names) for names in meta.unique_together]
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and not constraint.condition:
            unique.append(tuple(constraint.fields))
    keys = {tuple(columns[name] for name in names) for names in unique if names}
    return Guard(meta.db_table, tuple(sorted(keys)), grows)


def install(guard: Guard, execute: Callable[[str], object], vendor: str) -> None:
    """Make the guard's triggers anew."""
    remove(guard, execute, vendor)
    if vendor == "postgresql":
        execute(
            f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $body${_BODY}$body$"
        )
    for name, sql in guard.sql(vendor).items():
        execute(sql)
        if vendor == "postgresql":
            # Otherwise session_replication_role = replica would switch it off.
            execute(f'ALTER TABLE "{guard.table}" ENABLE ALWAYS TRIGGER "{name}"')


def remove(guard: Guard, execute: Callable[[str], object], vendor: str) -> None:
    """Drop the guard's triggers."""
    on = f' ON "{guard.table}"' if vendor == "postgresql" else ""
    for name in guard.triggers(vendor):
        execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def missing(using: BaseDatabaseWrapper | None = None) -> list[str]:
    """The names of triggers that are not there, are switched off, or differ from what they should be."""
    database = using or connection
    look = _wrong_on_postgresql if database.vendor == "postgresql" else _wrong_on_sqlite
    return sorted(look(database))


@contextmanager
def suspended(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Tests empty their database between them; nothing else may use this."""
    gone = set(missing(database))
    standing = [g for g in _guards.values() if not gone & g.triggers(database.vendor).keys()]
    _each(remove, standing, database)
    try:
        yield
    finally:
        _each(install, standing, database)


def _each(change: Callable, guards: list[Guard], database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        for guard in guards:
            change(guard, cursor.execute, database.vendor)


def _on_sqlite(name: str, table: str, event: str, level: str, condition: str) -> str:
    when = f"WHEN {condition.replace('IS DISTINCT FROM', 'IS NOT')} " if condition else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" {when}'
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _on_postgresql(name: str, table: str, event: str, level: str, condition: str) -> str:
    when = f"WHEN ({condition}) " if condition else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {level} {when}'
        f"EXECUTE FUNCTION {_FUNCTION}()"
    )


def _wrong_on_sqlite(database: BaseDatabaseWrapper) -> Iterator[str]:
    with database.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = dict(cursor.fetchall())
    for guard in _guards.values():
        for name, sql in guard.sql(database.vendor).items():
            if found.get(name) != sql:
                yield name


def _wrong_on_postgresql(database: BaseDatabaseWrapper) -> Iterator[str]:
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, t.tgenabled, t.tgtype, p.prosrc, t.tgattr::text, "
            "substring(pg_get_triggerdef(t.oid) FROM ' WHEN (.*) EXECUTE ') "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE pg_table_is_visible(c.oid) AND NOT t.tgisinternal"
        )
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    for guard in _guards.values():
        for name, (event, level, condition) in guard.triggers(database.vendor).items():
            bits = _BITS["BEFORE"] + _BITS[event] + (_BITS["ROW"] if level == "ROW" else 0)
            wanted = (guard.table, "A", bits, _BODY, "", _bare(condition))
            got = found.get(name)
            if got is None or (*got[:-1], _bare(got[-1] or "")) != wanted:
                yield name


def _bare(condition: str) -> str:
    """The condition without casts, brackets and spaces, which PostgreSQL writes in its own way."""
    return re.sub(r"::(character varying|\w+)|[()\s]", "", condition.lower())
