"""Whether the process lives, and whether it can serve: for load balancers and monitoring."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse

from unionhall.access.scope import public
from unionhall.core import keyring
from unionhall.documents import scanning
from unionhall.history import anchors, triggers
from unionhall.papers import typesetting


@public
def healthz(request):
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request):
    """The database answers and is migrated, the record's guards stand, the keys can be read."""
    problems = {name: found for name, check in CHECKS.items() if (found := check())}
    warnings = {name: found for name, check in WARNINGS.items() if (found := check())}
    return JsonResponse(
        {"status": "not ready" if problems else "ok", "problems": problems, "warnings": warnings},
        status=503 if problems else 200,
    )


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the database does not answer"
    return f"{len(waiting)} migrations are waiting: run `unionhall migrate`" if waiting else ""


def _guards() -> str:
    try:
        missing = triggers.missing()
    except DatabaseError:
        return "the database does not answer"
    return f"missing triggers: {', '.join(missing)}" if missing else ""


def _anchors() -> str:
    return anchors.trouble() or ""


def _keys() -> str:
    return "" if keyring.ready() else "the keys cannot be read: see UNIONHALL_KEYS"


def _scanner() -> str:
    try:
        return scanning.trouble()
    except DatabaseError:
        return ""


CHECKS = {"database": _database, "history": _guards, "anchors": _anchors, "keys": _keys}
# What does not stop the server from serving, but somebody has to look at.
WARNINGS = {"fonts": typesetting.trouble, "scanner": _scanner}
