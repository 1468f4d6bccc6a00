"""No page, log, history or table holds a readable ID number but the one answer that was asked for it."""

import json
import logging

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from unionhall.core import residentid
from unionhall.core.clock import today
from unionhall.members import actions
from unionhall.members.models import Person

pytestmark = pytest.mark.django_db
FIRST17 = "11000019900307231"
NUMBER = FIRST17 + residentid.check_character(FIRST17)
MIDDLE = NUMBER[4:-4]  # what no mask may show


@pytest.fixture
def member(cast):
    """Somebody added, corrected, opened and looked for, so that each leaves what it leaves."""
    how = {"by": cast.register_officer, "on": today()}
    person = actions.add(cast.units.plant, name="王小明", id_number=NUMBER, from_on=today(), **how)
    other = FIRST17[:-1] + "3" + residentid.check_character(FIRST17[:-1] + "3")
    actions.correct(person, {"id_number": other}, version=1, reason="x", **how)
    actions.correct(person, {"id_number": NUMBER}, version=2, reason="x", **how)
    actions.reveal_id(person, reason="Card renewal", **how)
    return person


def stored_text():
    """Every column of every row of every table, as text."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                yield from (
                    bytes(cell).decode("latin-1")
                    if isinstance(cell, bytes | memoryview)
                    else str(cell)
                    for cell in row
                )


def test_no_table_holds_the_number(member, cast, signed_in):
    signed_in(cast.register_officer).post(reverse("members:index"), {"q": NUMBER})
    kept = list(stored_text())
    assert len(kept) > 100
    assert [cell for cell in kept if MIDDLE in cell or NUMBER[-6:] in cell] == []


def test_no_page_shows_the_number_unasked(member, cast, signed_in):
    client = signed_in(cast.register_officer)
    found = client.post(reverse("members:index"), {"q": "王小明"})
    pages = [
        client.get(reverse("members:index"), {"columns": ["id", "phone"]}),
        found,
        client.get(found["HX-Push-Url"]),
        *(
            client.get(reverse(f"members:{name}", args=[member.pk]))
            for name in ("person", "log", "correct")
        ),
        client.post(reverse("members:correct", args=[member.pk]), {"name": "x"}),
        client.get("/api/v1/members"),
        client.get(f"/api/v1/members/{member.pk}"),
    ]
    assert [page.status_code for page in pages] == [200] * 6 + [422, 200, 200]
    assert [page for page in pages if MIDDLE in page.content.decode()] == []
    assert sum(f"1100**********{NUMBER[-4:]}" in page.content.decode() for page in pages) == 6


def test_the_worker_sees_their_own_number_masked(member, cast, signed_in):
    Person.objects.filter(pk=cast.worker.pk).update(user=None)
    Person.objects.filter(pk=member.pk).update(user=cast.worker.user)
    text = signed_in(cast.worker.user).get(reverse("members:me")).content.decode()
    assert (MIDDLE in text, f"1100**********{NUMBER[-4:]}" in text) == (False, True)
    assert "Card renewal" in text


def test_a_search_leaves_the_number_in_no_address(member, cast, signed_in):
    answer = signed_in(cast.register_officer).post(reverse("members:index"), {"q": NUMBER})
    assert "王小明" in answer.content.decode()
    assert NUMBER not in answer["HX-Push-Url"]
    assert NUMBER[-6:] not in answer["HX-Push-Url"]


def test_what_was_searched_for_opens_in_no_altered_address(member, cast, signed_in):
    client = signed_in(cast.register_officer)
    pushed = client.post(reverse("members:index"), {"q": NUMBER})["HX-Push-Url"]
    head, sealed = pushed.rsplit("s=", 1)
    altered = f"{head}s={sealed[:30]}{'A' if sealed[30] != 'A' else 'B'}{sealed[31:]}"
    assert "王小明" in client.get(pushed).content.decode()
    assert client.get(altered).context["chosen"].typed == ""


def test_no_log_line_names_the_member(member, cast, signed_in, caplog):
    caplog.set_level(logging.DEBUG)
    client = signed_in(cast.register_officer)
    client.post(reverse("members:index"), {"q": NUMBER})
    client.post(reverse("members:reveal_id", args=[member.pk]), {"reason": "x"})
    client.get(reverse("members:person", args=[member.pk]))
    lines = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert [line for line in lines if "王小明" in line or MIDDLE in line] == []


def test_a_refusal_over_the_interface_does_not_repeat_the_number(member, cast, signed_in):
    client = signed_in(cast.register_officer)
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    body = {"version": 3, "reason": "x", "id_number": wrong}
    answer = client.patch(
        f"/api/v1/members/{member.pk}", json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 409
    assert MIDDLE not in answer.content.decode()
