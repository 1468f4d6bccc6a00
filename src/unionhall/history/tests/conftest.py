import pytest
from django.db import connection, transaction

from unionhall.accounts.models import User
from unionhall.history import triggers
from unionhall.history.tests.acts import note


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    """Keys and anchors of this test alone."""
    settings.UNIONHALL_KEYS = tmp_path / "keys"
    settings.UNIONHALL_ANCHORS = tmp_path / "anchors"


@pytest.fixture
def officer(db):
    return User.objects.create(username="officer", name="周敏")


@pytest.fixture
def write(db, django_capture_on_commit_callbacks):
    """Records entries in a chain, one act for each verb, and has them anchored."""

    def entries(chain="organisation:1", verbs="abcde", **rest):
        for verb in verbs:
            with django_capture_on_commit_callbacks(execute=True):
                note(chain, verb, **rest)

    return entries


@pytest.fixture
def tamper(db):
    """Runs SQL as somebody would who may do anything with the database."""

    def run(*statements):
        # PostgreSQL alters no table while foreign keys of its rows wait to be checked.
        connection.check_constraints()
        with triggers.suspended(connection), transaction.atomic():
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
            connection.check_constraints()

    return run
