"""Lets transactional tests empty the database although the history refuses it.

The triggers are dropped for the moment of the flush and made again; production has no such way.
"""

import shutil

import pytest
from django.conf import settings
from django.db.backends.base.operations import BaseDatabaseOperations

from unionhall.history import triggers


@pytest.fixture(scope="session", autouse=True)
def history_gives_way_to_a_flush():
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unguarded(operations, sql_list):
        with triggers.suspended(operations.connection):
            flush(operations, sql_list)
        # Anchors of chains that are gone would make the next test's chains look cut back.
        shutil.rmtree(settings.UNIONHALL_ANCHORS, ignore_errors=True)

    BaseDatabaseOperations.execute_sql_flush = flush_unguarded
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(autouse=True)
def no_anchors_of_another_test():
    """A test that runs what waits for a commit leaves anchors of rows its rollback takes back."""
    shutil.rmtree(settings.UNIONHALL_ANCHORS, ignore_errors=True)
