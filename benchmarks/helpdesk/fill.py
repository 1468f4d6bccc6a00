"""Fill the helpdesk with as many tickets as we have requests, in words like theirs; prints what to ask for.

Run by the Python that has django-helpdesk: fill.py HOW_MANY < texts, one a line.
"""

import json
import random
import sys

import django

django.setup()

from datetime import timedelta  # noqa: E402

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from helpdesk.models import FollowUp, Queue, Ticket  # noqa: E402
from helpdesk.query import query_to_base64  # noqa: E402


def session(user) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"sessionid={store.session_key}"


def main(number: int) -> None:
    call_command("migrate", verbosity=0)
    dice, now = random.Random(7), timezone.now()
    texts = [line.strip() for line in sys.stdin if line.strip()]
    staff = [
        User.objects.create_user(f"staff{n}", f"staff{n}@example.org", is_staff=True)
        for n in range(20)
    ]
    queues = [Queue.objects.create(title=f"Queue {n}", slug=f"queue-{n}") for n in range(8)]
    for start in range(0, number, 2000):
        Ticket.objects.bulk_create(
            one(dice, now, texts, staff, queues) for _n in range(min(2000, number - start))
        )
    told = list(Ticket.objects.order_by("pk")[:400])
    FollowUp.objects.bulk_create(
        FollowUp(ticket=ticket, date=now, title="Comment", comment=text, public=True, user=staff[0])
        for ticket in told
        for text in texts[:3]
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    shown = {"filtering": {"status__in": [1, 2]}, "filtering_null": {}, "sorting": "created"}
    print(
        json.dumps(
            {
                "cookie": session(staff[0]),
                "queue": queues[0].pk,
                "tickets": [ticket.pk for ticket in told],
                "list": query_to_base64({**shown, "sortreverse": False, "search_string": ""}),
                "searches": [
                    query_to_base64({**shown, "sortreverse": False, "search_string": text[:2]})
                    for text in texts[:40]
                ],
            }
        )
    )


def one(dice, now, texts, staff, queues) -> Ticket:
    is_open = dice.random() < 1 / 6
    text = dice.choice(texts)
    return Ticket(
        title=text[:40],
        description=text,
        queue=dice.choice(queues),
        created=now - timedelta(days=dice.randrange(60) if is_open else dice.randrange(60, 730)),
        submitter_email=f"worker{dice.randrange(100_000)}@example.org",
        assigned_to=dice.choice(staff),
        status=1 if is_open else 4,
        priority=dice.choice([2, 3, 3, 4]),
        due_date=now + timedelta(days=dice.randrange(60)),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
