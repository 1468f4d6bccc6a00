"""Several officers issue at the same moment: each paper gets its own number, and none is left out."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from tests import cast as stage

from unionhall.cases.models import Case
from unionhall.core.clock import today
from unionhall.papers import actions
from unionhall.papers.models import Paper

cast, units = stage.cast, stage.units
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time"
    ),
]


def test_numbers_have_no_gap_and_none_is_given_twice(case, cast, acceptance):
    start, failed = Barrier(4), []

    def issue():
        start.wait()
        try:
            own = Case.objects.select_related("organisation", "person__user", "handler")
            told = {"language": "zh", "by": cast.rights_officer, "on": today()}
            actions.issue(acceptance, own.get(pk=case.pk), **told)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=issue) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert list(Paper.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
