"""Many rows written or looked up at once."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.models import Field, Lookup, Model


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
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
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
        return list(range(last + 1, last + 1 + count))
