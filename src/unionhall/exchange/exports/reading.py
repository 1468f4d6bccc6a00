"""Reading much while others write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read all of it as it stood at the first query, holding no lock that anybody waits for.

    Inside a transaction it is that transaction, with what it sees and locks. On SQLite others write
    meanwhile only where the database keeps a write-ahead log, which grows until the reading ends.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        sqlite: Any = connections[DEFAULT_DB_ALIAS]
        mode = sqlite.transaction_mode
        sqlite.transaction_mode = "DEFERRED"  # IMMEDIATE would be the one writer
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = mode
