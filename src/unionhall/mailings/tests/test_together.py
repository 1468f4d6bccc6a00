"""Two workers, or two officers, at one message at the same moment, each in a transaction of their own."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.cast import joined

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.mailings import actions, jobs, working
from unionhall.mailings.models import Mailing
from unionhall.notifications.models import Message

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time"
    ),
]


def together(*acts) -> list:
    """Do all at once; what each answered, or the class of what it raised."""
    start, said = Barrier(len(acts)), [None] * len(acts)

    def do(place, act):
        start.wait()
        try:
            said[place] = act()
        except Refused as error:
            said[place] = type(error)
        finally:
            connection.close()

    threads = [Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_two_workers_at_one_message_send_it_once_to_each(cast, write, monkeypatch):
    people = [joined(f"工人{n}", cast.units.plant, f"138000000{n:02}") for n in range(20)]
    monkeypatch.setattr(working, "AT_ONCE", 3)
    mailing = write(query="unit=U-PLANT")
    actions.send(mailing, by=mailing.by, on=today())
    together(*[lambda: jobs.send.func(mailing.pk)] * 2)
    mailing.refresh_from_db()
    assert mailing.state == "sent"
    told = Message.objects.in_app().filter(subject_id=mailing.pk).values_list("receiver", flat=True)
    assert sorted(told) == sorted(
        person.user_id for person in [*people, cast.worker, cast.colleague]
    )


def test_of_sending_and_cancelling_at_once_one_wins(cast, write):
    mailing = write()
    one, other = Mailing.objects.get(pk=mailing.pk), Mailing.objects.get(pk=mailing.pk)
    together(
        lambda: actions.send(one, by=cast.chair, on=today()),
        lambda: actions.cancel(other, by=cast.vice_chair, on=today()),
    )
    mailing.refresh_from_db()
    # Sent first, it was stopped by the cancelling; cancelled first, the sending was refused.
    assert mailing.state == "cancelled"
    jobs.send.func(mailing.pk)
    assert not Message.objects.filter(template="mailings/course").exists()
