"""A calendar by a secret address: one's own dates, no names, and nothing to learn for whoever guesses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from unionhall.accounts.models import User
from unionhall.cases import actions as cases
from unionhall.cases.models import Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.disputes import opening
from unionhall.disputes.models import Happening
from unionhall.duties import actions as duties
from unionhall.duties.feeds import actions, ceilings, secrets, sources
from unionhall.duties.feeds.models import Feed
from unionhall.duties.feeds.sources import Entry
from unionhall.duties.feeds.writing import written
from unionhall.history.queries import trail
from unionhall.legal_aid import owed as legal_aid
from unionhall.legal_aid.models import Aid, Hearing
from unionhall.organisations.models import Employer
from unionhall.supervision import inspections

pytestmark = pytest.mark.django_db
PAGE = reverse("calendar:index")


@pytest.fixture(autouse=True)
def nobody_asked_yet():
    for counted in (ceilings.asked, ceilings.wrong):
        counted.forget()


@pytest.fixture
def case(cast):
    """A request the rights officer handles."""
    told = {"by": cast.rights_officer, "on": today()}
    made = cases.take_down(cast.worker, topic=Topic.PAY, text="加班费", **told)
    cases.accept(made, **told)
    return made


@pytest.fixture
def feed(cast):
    return actions.make_feed(by=cast.rights_officer, on=today())


def address(feed: Feed) -> str:
    return reverse("calendar:feed", args=[secrets.secret(feed.user_id, feed.seed)])


def events(client, feed: Feed) -> list:
    return Calendar.from_ical(client.get(address(feed)).content).walk("VEVENT")


def test_a_duty_is_a_whole_day_that_says_only_that_there_is_a_date(case, feed, client):
    [event] = events(client, feed)
    assert event["dtstart"].dt == case.due_on
    assert event["dtend"].dt == case.due_on + timedelta(days=1)
    assert str(event["summary"]) in ("Unionhall: a date", "职工之家：有一个日期")
    assert (event["sequence"], str(event["class"])) == (0, "PRIVATE")
    body = client.get(address(feed)).content.decode()
    for told in (case.number, "李小明", "加班费", "王敏", f"case:{case.pk}"):
        assert told not in body


def test_its_owner_may_let_it_say_what_is_to_be_done(case, feed, client, cast):
    actions.name_kinds(feed, names_kinds=True, by=cast.rights_officer, on=today())
    [event] = events(client, feed)
    assert str(event["summary"]).endswith(("Answer", "答复"))
    assert trail(cast.rights_officer)[-1].facts == {"names_kinds": True}


def test_a_date_that_moves_keeps_its_name_and_counts_its_changes(case, feed, client, cast):
    [before] = events(client, feed)
    duty = duties.current(case, "cases.answer")
    duties.extend(duty, days=5, reason="x", by=cast.rights_officer, on=today())
    [after] = events(client, feed)
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstart"].dt > before["dtstart"].dt
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_what_is_done_paused_or_anothers_vanishes(case, feed, client, cast):
    duty = duties.current(case, "cases.answer")
    duties.pause(duty, reason="x", by=cast.rights_officer, on=today())
    assert events(client, feed) == []
    duties.resume(duty, reason="x", by=cast.rights_officer, on=today())
    assert len(events(client, feed)) == 1
    told = {"reason": "x", "by": cast.rights_officer, "on": today()}
    cases.hand_over(case, to_user=cast.second_rights_officer, **told)
    assert events(client, feed) == []


def test_lines_are_folded_and_ended_as_the_rfc_asks(case, feed, client):
    content = client.get(address(feed)).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    calendar = Calendar.from_ical(content)
    assert (str(calendar["version"]), str(calendar["x-wr-timezone"])) == ("2.0", "Asia/Shanghai")


def test_long_words_are_folded_and_signs_escaped(feed):
    kind = "答复，并；写,下 " * 12
    entry = Entry("x:1", today(), kind, 3, feed.made_at, "/duties/1/")
    content = written([entry], names_kinds=True, language="zh-hans")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]).endswith(kind)
    assert b"\\," in content


def test_the_same_dates_are_the_same_bytes_and_need_not_be_sent_again(case, feed, client):
    first, second = client.get(address(feed)), client.get(address(feed))
    assert first.content == second.content
    again = client.get(address(feed), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"


def test_it_takes_no_session_sets_no_cookie_and_is_kept_nowhere(
    case, feed, client, signed_in, cast
):
    answer = client.get(address(feed))
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, no-store"
    as_stranger = signed_in(cast.stranger_chair).get(address(feed))
    assert as_stranger.content == answer.content
    assert not as_stranger.cookies


def test_what_never_was_was_withdrawn_or_is_closed_answers_alike(feed, client, cast):
    known = address(feed)
    actions.renew_feed(feed, by=cast.rights_officer, on=today())
    renewed = address(feed)
    assert client.get(renewed).status_code == 200
    User.objects.filter(pk=feed.user_id).update(is_active=False)
    answers = [client.get(known), client.get(renewed), client.get("/calendar/nothing.ics")]
    User.objects.filter(pk=feed.user_id).update(is_active=True)
    actions.withdraw_feed(feed, by=cast.rights_officer, on=today())
    answers.append(client.get(renewed))
    assert len({(a.status_code, a.content, str(sorted(a.headers.items()))) for a in answers}) == 1
    assert answers[0].status_code == 404


def test_whoever_guesses_is_slowed_down_right_or_wrong(feed, client, monkeypatch):
    monkeypatch.setattr(ceilings, "WRONG", 2)
    for _order in range(2):
        assert client.get("/calendar/nothing.ics").status_code == 404
    assert client.get("/calendar/nothing.ics").status_code == 429
    assert client.get(address(feed)).status_code == 429


def test_so_many_a_minute_and_no_more(feed, client, monkeypatch):
    monkeypatch.setattr(ceilings, "ASKED", 2)
    assert [client.get(address(feed)).status_code for _order in range(3)] == [200, 200, 429]


def test_the_secret_is_not_kept(feed):
    secret = secrets.secret(feed.user_id, feed.seed)
    kept = [str(getattr(feed, field.attname)) for field in Feed._meta.fields]
    assert not any(secret in value for value in kept)
    assert len(secret) == 43


def test_made_shown_renewed_and_withdrawn_on_ones_own_page(cast, signed_in):
    client = signed_in(cast.worker)
    assert "/make/" in client.get(PAGE).content.decode()
    client.post(reverse("calendar:make_feed"))
    feed = Feed.objects.get()
    assert address(feed) in client.get(PAGE).content.decode()
    client.post(reverse("calendar:name_kinds"), {"names_kinds": "yes"})
    client.post(reverse("calendar:renew_feed"))
    renewed = Feed.objects.get()
    assert (renewed.names_kinds, renewed.seed == feed.seed) == (True, False)
    client.post(reverse("calendar:withdraw_feed"))
    assert not Feed.objects.exists()
    assert [entry.verb for entry in trail(cast.worker.user)] == [
        "duties.feed_made",
        "duties.feed_names_kinds",
        "duties.feed_renewed",
        "duties.feed_withdrawn",
    ]


def test_of_two_clicks_one_address_is_made_and_renewed_once(feed, cast):
    with pytest.raises(Refused):
        actions.make_feed(by=cast.rights_officer, on=today())
    same = Feed.objects.get(pk=feed.pk)
    actions.renew_feed(feed, by=cast.rights_officer, on=today())
    with pytest.raises(Refused):
        actions.renew_feed(same, by=cast.rights_officer, on=today())


def test_every_app_that_has_dates_tells_them():
    assert set(sources._sources) == {
        "duties",
        "disputes.hearings",
        "legal_aid.hearings",
        "supervision.inspections",
    }


def test_hearings_and_inspections_that_are_ones_own_stand_in_it(cast, feed, client):
    """Each of its kind; a hearing that was put off keeps its name and moves."""
    on, by = today(), cast.rights_officer
    told = {"by": by, "on": on}
    dispute = opening.open_dispute(
        cast.worker,
        organisation=cast.units.district,
        kind="wages",
        employer="红星机械厂",
        text="欠薪",
        known_on=on,
        **told,
    )
    opening.represent(dispute, by, **told)
    hearing = {"dispute": dispute, "act": "set_hearing", "on": on}
    Happening.objects.create(**hearing, counts_from=on + timedelta(days=20))
    aid = Aid.objects.create(
        organisation=cast.units.district,
        person=cast.worker,
        matter="labour",
        form="litigation",
        other_side="x",
        text="x",
        state="granted",
        asked_on=on,
    )
    legal_aid.open_for(aid, legal_aid.LOOK_AFTER, **told)
    Hearing.objects.create(aid=aid, on=on + timedelta(days=21), place="区法院")
    inspections.plan(
        cast.units.district,
        employer=Employer.objects.create(name="东湖木器厂"),
        planned_on=on + timedelta(days=22),
        supervisors=[by, cast.chair],
        **told,
    )
    first = {event["dtstart"].dt: event for event in events(client, feed)}
    days = [on + timedelta(days=number) for number in (20, 21, 22)]
    assert set(days) <= set(first)
    Happening.objects.create(**hearing, counts_from=on + timedelta(days=30))
    later = {event["dtstart"].dt: event for event in events(client, feed)}
    moved = later[on + timedelta(days=30)]
    assert (moved["uid"], moved["sequence"]) == (first[days[0]]["uid"], 1)
    assert days[0] not in later
    body = client.get(address(feed)).content.decode()
    for word in ("红星", "木器", "法院", "李小明"):
        assert word not in body
