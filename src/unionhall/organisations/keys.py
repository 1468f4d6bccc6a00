"""Primary keys taken before the rows are written, because a path holds the key of its own row."""

from django.db import connections, models, router


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """`count` unused keys of a model, ascending; call inside the transaction that writes them, and write them before asking again."""
    connection = connections[router.db_for_write(model)]
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, count],
            )
            return sorted(key for (key,) in cursor.fetchall())
        # SQLite lets one writer in at a time, and keeps the highest key ever used in this table.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return list(range(first, first + count))
