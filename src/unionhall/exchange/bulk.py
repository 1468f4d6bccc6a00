"""Many rows written or looked up at once."""

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Lookup, Model
from django.utils import translation


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the cycle collector off meanwhile: among a million short-lived tuples it finds nothing, again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@Field.register_lookup
class Among(Lookup):
    """`column__among=[…]`: as `__in`, for thousands of plain values at once."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        left, params = self.process_lhs(compiler, connection)
        values = list(self.rhs)
        if connection.vendor == "postgresql":
            # One parameter: taking a statement with thousands apart costs more than running it.
            return f"{left} = ANY(%s)", [*params, values]
        places = ", ".join(["%s"] * len(values)) or "NULL"
        return f"{left} IN ({places})", [*params, *values]


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Insert rows of plain values (days as ISO text, UUIDs as hex) into the model's table."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {table} ({names}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))  # noqa: S608


def new_keys(model: type[Model], count: int) -> list[int]:
    """As many primary keys nobody else will use; on SQLite within a transaction that writes."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        change = "UPDATE sqlite_sequence SET seq = %s WHERE name = %s"
        if row is None:
            change = "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)"
        cursor.execute(change, [last + count, table])
        return list(range(last + 1, last + 1 + count))


def resolved(value: Any) -> Future:
    """A future of something that is known already."""
    future: Future = Future()
    future.set_result(value)
    return future


class Behind:
    """Does database work of this transaction in the order given, on another thread where that pays:
    making rows and storing them then take turns on two processors. Within, use the database only so.
    """

    def __enter__(self) -> "Behind":
        self.connection = connections[DEFAULT_DB_ALIAS]
        self.failed: BaseException | None = None
        self.waiting: deque[Any] = deque()
        self.pool = None
        if self.connection.vendor == "postgresql":
            self.connection.inc_thread_sharing()
            self.language = translation.get_language()
            self.pool = ThreadPoolExecutor(1, "behind", initializer=self._share)
            self.interval = sys.getswitchinterval()
            sys.setswitchinterval(0.0005)  # whoever waits for the database is soon heard again
        return self

    def do(self, work: Callable[[], Any]) -> Future:
        """Queue some work; at most two pieces wait, so that memory does not fill up."""
        if self.pool is None:
            return resolved(work())
        while len(self.waiting) > 2:
            self.waiting.popleft().result()
        future = self.pool.submit(self._done, work)
        self.waiting.append(future)
        return future

    def __exit__(self, kind, *_rest) -> None:
        if self.pool is None:
            return
        self.pool.shutdown(cancel_futures=kind is not None)
        sys.setswitchinterval(self.interval)
        self.connection.dec_thread_sharing()
        if kind is None:
            for future in self.waiting:
                future.result()

    def _share(self) -> None:
        connections[DEFAULT_DB_ALIAS] = self.connection
        if self.language:
            translation.activate(self.language)

    def _done(self, work: Callable[[], Any]) -> Any:
        if self.failed is not None:
            raise self.failed  # and not that the transaction cannot go on
        try:
            return work()
        except BaseException as error:
            self.failed = error
            raise
