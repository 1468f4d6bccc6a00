"""What a question about a subtree costs, asked three ways; run on a database with the whole country.

unionhall import organisations && python benchmarks/tree.py
"""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
django.setup()

from django.db import connection  # noqa: E402

from unionhall.organisations.fields import below  # noqa: E402
from unionhall.organisations.models import Organisation  # noqa: E402

RANGE = "SELECT count(*) FROM organisations_organisation WHERE path >= %s AND path < %s"
PREFIX = "SELECT count(*) FROM organisations_organisation WHERE path LIKE %s"
RECURSIVE = """WITH RECURSIVE tree(id) AS (
    SELECT id FROM organisations_organisation WHERE path = %s
    UNION ALL SELECT o.id FROM organisations_organisation o JOIN tree ON o.parent_id = tree.id
) SELECT count(*) FROM tree"""


def milliseconds(sql: str, values: list[str], times: int = 50) -> float:
    """The mean wall time of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        started = time.perf_counter()
        for _ in range(times):
            cursor.execute(sql, values)
            cursor.fetchall()
    return (time.perf_counter() - started) * 1000 / times


def main() -> None:
    for code in ("330106", "33", "CN"):
        top = Organisation.objects.get(code=code)
        size = Organisation.objects.below(top).count()
        low, high = below(top.path)
        print(
            f"{connection.vendor} {top.name}, {size} units:"
            f" range {milliseconds(RANGE, [low, high]):.2f} ms,"
            f" prefix {milliseconds(PREFIX, [f'{top.path}%']):.2f} ms,"
            f" recursive {milliseconds(RECURSIVE, [top.path], 5):.2f} ms"
        )


if __name__ == "__main__":
    main()
