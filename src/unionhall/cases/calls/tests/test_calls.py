"""A call is answered, called back, or taken down; none is forgotten, and strangers' data is."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from unionhall.access.scope import scope
from unionhall.cases.calls import actions, clock, figures, owed, own, rules
from unionhall.cases.calls.models import Call
from unionhall.cases.models import Case
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.history.queries import reads_of, trail
from unionhall.members.erasure.own import NOBODY
from unionhall.organisations import estate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def english_pages(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def days(n: int) -> date:
    return today() + timedelta(days=n)


@pytest.fixture
def take(cast):
    """A function that takes a call: of the worker, to be called back, when nothing else is said."""

    def call(**more):
        told = {
            "person": cast.worker,
            "topic": "pay",
            "text": "加班费怎么算",
            "kind": "call_back",
            "by": cast.desk_officer,
            "on": today(),
        }
        return actions.take_call(cast.units.district, **{**told, **more})

    return call


@pytest.fixture
def stranger_call(take):
    return take(person=None, name="无名", phone="0571-8888")


def owes(call) -> list[tuple[str, str]]:
    found = Duty.objects.about(call).open().select_related("holder")
    return [(duty.kind, duty.holder.name) for duty in found]


def test_answered_at_once_it_is_only_logged(take):
    call = take(kind="answered", answer="按1.5倍")
    assert (call.state, call.settled_on, owes(call)) == ("settled", today(), [])


def test_to_be_called_back_it_is_owed_by_whoever_took_it(take):
    call = take()
    assert (call.state, owes(call)) == ("waiting", [(owed.RETURN, "林静")])
    actions.return_call(call, answer="按1.5倍", by=call.taken_by, on=days(1))
    assert (call.state, call.answer, owes(call)) == ("settled", "按1.5倍", [])
    with pytest.raises(Refused):
        actions.return_call(call, by=call.taken_by, on=days(1))


def test_a_member_s_call_becomes_a_request(cast, take):
    call = take(kind="request")
    assert owes(call) == [(owed.RETURN, "林静")]
    case = actions.make_request(
        call, topic="pay", text="加班费三个月未发", by=cast.desk_officer, on=today()
    )
    assert (call.state, call.case, owes(call)) == ("taken", case, [])
    assert (case.person, case.channel, case.owner) == (cast.worker, "telephone", cast.desk_officer)
    with pytest.raises(Refused):
        actions.make_request(call, topic="pay", text="x", by=cast.desk_officer, on=today())
    assert Case.objects.count() == 1


def test_of_somebody_who_is_no_member_only_a_name_and_a_number(cast, take, stranger_call):
    assert (stranger_call.caller, stranger_call.number) == ("无名", "0571-8888")
    for told in (
        {"name": "", "phone": " "},
        {"name": "无名", "phone": ""},
        {"name": "无名", "phone": "1", "kind": "request"},
    ):
        with pytest.raises(Refused):
            take(person=None, **told)
    with pytest.raises(Refused):
        actions.make_request(stranger_call, topic="pay", text="x", by=cast.desk_officer, on=today())


def test_three_tries_on_different_days_before_it_is_ended(cast, take):
    call, told = take(), {"by": cast.desk_officer}
    for n in (0, 0, 0, 1):
        actions.try_again(call, on=days(n), **told)
    with pytest.raises(Refused) as refused:
        actions.end_unreached(call, on=days(1), **told)
    assert refused.value.citation.rule == "own.call.attempts_3"
    actions.try_again(call, on=days(4), **told)
    assert Duty.objects.about(call).open().get().due_on > days(4)
    actions.end_unreached(call, on=days(4), **told)
    assert (call.state, owes(call)) == ("unreached", [])
    with pytest.raises(Refused):
        actions.try_again(call, on=days(5), **told)


def test_of_two_who_settle_it_one_is_told(cast, take):
    call = take()
    other = Call.objects.get(pk=call.pk)
    actions.return_call(call, by=cast.desk_officer, on=today())
    with pytest.raises(Refused):
        actions.return_call(other, by=cast.rights_officer, on=today())


def test_strangers_are_forgotten_and_the_topic_stays(cast, take, stranger_call):
    member = take(kind="answered")
    actions.return_call(stranger_call, answer="x", by=cast.desk_officer, on=today())
    waiting = take(person=None, name="等", phone="1")
    assert clock.forget(on=days(180)) == 0
    assert clock.forget(on=days(181)) == 1
    assert clock.forget(on=days(181)) == 0
    stranger_call.refresh_from_db()
    member.refresh_from_db()
    waiting.refresh_from_db()
    assert [stranger_call.name, stranger_call.phone, stranger_call.text, stranger_call.answer] == [
        "",
        "",
        "",
        "",
    ]
    assert (stranger_call.topic, member.text, waiting.phone) == ("pay", "加班费怎么算", "1")


def test_every_step_stands_in_the_history(cast, take):
    call = take()
    actions.try_again(call, by=cast.desk_officer, on=today())
    actions.return_call(call, by=cast.desk_officer, on=today())
    assert [entry.verb for entry in trail(call)] == [
        "cases.call_taken",
        "cases.call_tried",
        "cases.call_returned",
    ]


@given(st.lists(st.integers(0, 20), max_size=12), st.integers(1, 6))
def test_only_different_days_count(offsets, least):
    tried = [date(2026, 1, 1) + timedelta(days=n) for n in offsets]
    assert rules.tried(tried) == len(set(offsets))
    assert rules.left(tried, least) == max(0, least - len(set(offsets)))
    assert rules.left(tried * 2, least) == rules.left(tried, least)


def test_figures_count_topics_and_hide_small_cells(cast, take):
    for _order in range(7):
        take(kind="answered")
    tables = figures.tables(
        scope(cast.rights_officer, "cases.dashboard"), since=days(-1), until=days(1)
    )
    topic = dict(tables["topic"])
    assert (topic["Pay"].low, topic["Pay"].high) == (5, 9)
    assert topic["Safety and health"].is_hidden
    stranger = scope(cast.stranger_rights_officer, "cases.dashboard")
    empty = figures.tables(stranger, since=days(-1), until=days(1))
    assert {cell.low for _label, cell in empty["topic"]} == {0}


# --- pages


def words(answer) -> str:
    return answer.content.decode()


def test_from_the_number_to_the_request(cast, client):
    client.force_login(cast.desk_officer)
    found = words(client.get(reverse("calls:find"), {"q": "13900000001"}))
    page = reverse("calls:take_call_of", args=[cast.worker.uid])
    assert (page in found, "李小明" in found) == (True, True)
    assert "13900000001" in words(client.get(page))
    assert [entry.by for entry in reads_of(str(cast.worker.uid))] == [cast.desk_officer]
    assert Entry.objects.filter(verb="searched").count() == 1
    unit = cast.units.district.code
    sent = {"organisation": unit, "topic": "pay", "text": "加班费", "kind": "request"}
    answer = client.post(page, sent | {"phone": "13900000001"})
    call = Call.objects.get()
    assert answer.headers["Location"] == reverse("calls:make_request", args=[call.uid])
    assert "加班费" in words(client.get(answer.headers["Location"]))
    answer = client.post(answer.headers["Location"], {"topic": "pay", "text": "加班费三个月"})
    case = Case.objects.get()
    assert (answer.headers["Location"], case.channel) == (case.get_absolute_url(), "telephone")


def test_calls_to_return_the_oldest_first(cast, take, stranger_call, signed_in):
    take(text="第二")
    client = signed_in(cast.desk_officer)
    shown = words(client.get(reverse("calls:index")))
    assert shown.index("无名") < shown.index("李小明")
    actions.return_call(stranger_call, by=cast.desk_officer, on=today())
    shown = words(client.get(reverse("calls:index")))
    assert ("无名" in shown, "李小明" in shown) == (False, True)
    assert "无名" in words(client.get(reverse("calls:index"), {"show": "settled"}))


def test_one_call_is_tried_and_returned(cast, take, client):
    call = take()
    client.force_login(cast.desk_officer)
    page = call.get_absolute_url()
    assert "3 more days" in words(client.get(page))
    assert client.post(f"{page}try-again/").status_code == 302
    assert "2 more days" in words(client.get(page))
    assert client.post(f"{page}end-unreached/").status_code == 409
    assert client.post(f"{page}return/", {"answer": "好"}).status_code == 302
    assert client.post(f"{page}return/", {"answer": "好"}).status_code == 409


def test_a_call_of_no_member_cannot_be_typed_as_a_request(cast, signed_in):
    client = signed_in(cast.desk_officer)
    unit = cast.units.district.code
    sent = {"organisation": unit, "topic": "pay", "text": "x", "phone": "1", "kind": "request"}
    assert client.post(reverse("calls:take_call"), sent).status_code == 422
    sent |= {"kind": "call_back"}
    assert client.post(reverse("calls:take_call"), sent).status_code == 302
    assert (
        client.post(reverse("calls:take_call"), sent | {"organisation": "330102"}).status_code
        == 422
    )


def test_calls_of_strangers_are_out_of_reach(cast, take, signed_in):
    call = take()
    client = signed_in(cast.stranger_rights_officer)
    assert client.get(call.get_absolute_url()).status_code == 404
    assert client.get(reverse("calls:take_call_of", args=[cast.worker.uid])).status_code == 404
    assert "李小明" not in words(client.get(reverse("calls:index")))


def test_the_figures_page(cast, take, signed_in):
    take()
    assert "under five" in words(signed_in(cast.rights_officer).get(reverse("calls:board")))


def test_calls_of_a_union_that_ends_are_returned_by_the_next(cast, take):
    call, settled = take(), take(kind="answered")
    handing = estate.Handing(cast.units.district, cast.units.city, cast.chair, today())
    part = next(part for part in estate.parts() if part.name == "calls")
    assert (part.count(handing), part.hand(handing)) == (1, 1)
    call.refresh_from_db()
    settled.refresh_from_db()
    assert (call.organisation, settled.organisation) == (cast.units.city, cast.units.district)


def test_calls_go_along_and_lose_their_words_with_a_person_s_data(cast, take, stranger_call):
    call = take()
    told = [{fact.name: fact.value for fact in part} for part in own._told(cast.worker)]
    assert [one["text"] for one in told] == ["加班费怎么算"]
    assert own._words([cast.worker]) == 1
    call.refresh_from_db()
    stranger_call.refresh_from_db()
    assert (call.text, call.phone, call.topic, stranger_call.text) == (
        NOBODY,
        "",
        "pay",
        "加班费怎么算",
    )
