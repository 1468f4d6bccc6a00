"""After a request the worker is asked how they are, if they wish, and silence is looked after."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from unionhall.access.scope import scope
from unionhall.cases import actions as cases
from unionhall.cases import my_actions as my_cases
from unionhall.cases.models import Case, Topic
from unionhall.cases.watch import actions, clock, figures, my_actions, owed, own, rules
from unionhall.cases.watch.models import CheckIn, Watch
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.notifications.models import Message as Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def english_pages(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def days(n: int) -> date:
    return today() + timedelta(days=n)


@pytest.fixture
def case(cast):
    """The worker's request about pay, answered, settled and closed today."""
    made = cases.take_down(
        cast.worker,
        topic=Topic.PAY,
        text="红星机械厂三个月没发加班费",
        by=cast.desk_officer,
        on=today(),
    )
    cases.accept(made, by=cast.rights_officer, on=today())
    cases.propose_closing(made, answer="已补发", by=cast.rights_officer, on=today())
    my_cases.confirm(made, satisfaction=3, by=cast.worker.user, on=today())
    return made


@pytest.fixture
def watch(cast, case):
    return my_actions.choose(case, places=[1, 2, 3], by=cast.worker.user, on=today())


def states(watch) -> list[str]:
    return list(watch.check_ins.order_by("place").values_list("state", flat=True))


def first_of(watch) -> CheckIn:
    return watch.check_ins.select_related("watch__case__person", "watch__case__handler").get(
        place=1
    )


def notices(person) -> list[Notice]:
    return list(
        Notice.objects.in_app().filter(receiver=person.user, template__startswith="cases/watch")
    )


def owes(check_in) -> list[str]:
    found = Duty.objects.about(check_in).open()
    return [duty.holder.name for duty in found.select_related("holder")]


def asked(cast, watch) -> CheckIn:
    clock.ask(on=days(30))
    return first_of(watch)


def test_it_is_asked_on_the_days_the_worker_chose(cast, case):
    watch = my_actions.choose(case, places=[1, 3], by=cast.worker.user, on=today())
    assert [(row.days, row.due_on) for row in watch.check_ins.all()] == [
        (30, days(30)),
        (180, days(180)),
    ]
    clock.ask(on=days(29))
    assert notices(cast.worker) == []
    clock.ask(on=days(30))
    assert (states(watch), len(notices(cast.worker))) == (["asked", "planned"], 1)


def test_the_notice_names_no_employer_and_no_request(cast, case, watch):
    asked(cast, watch)
    notice = notices(cast.worker)[0]
    assert (notice.facts, case.number in notice.url) == ({}, False)
    assert notice.url == first_of(watch).my_url


def test_all_is_well(cast, watch):
    row = asked(cast, watch)
    my_actions.answer(row, said="well", by=cast.worker.user, on=days(30))
    assert (row.state, row.answer, owes(row)) == ("answered", "well", [])
    with pytest.raises(Refused):
        my_actions.answer(row, said="call", by=cast.worker.user, on=days(30))


@pytest.mark.parametrize("said", ["happened", "call"])
def test_whoever_handled_it_calls(cast, watch, said):
    row = asked(cast, watch)
    my_actions.answer(row, said=said, by=cast.worker.user, on=days(30))
    assert (row.state, owes(row)) == ("to_call", ["王敏"])
    assert Duty.objects.about(row).open().get().rule == owed.CALL_RULE
    actions.call(row, was_reached=False, by=cast.rights_officer, on=days(31))
    assert (row.state, row.was_reached, owes(row)) == ("called", False, [])
    with pytest.raises(Refused):
        actions.call(row, was_reached=True, by=cast.rights_officer, on=days(31))


def test_what_happened_becomes_a_new_request_linked_to_it(cast, case, watch):
    row = asked(cast, watch)
    with pytest.raises(Refused):
        my_actions.tell_more(row, text="x", by=cast.worker.user, on=days(30))
    my_actions.answer(row, said="happened", by=cast.worker.user, on=days(30))
    made = my_actions.tell_more(row, text="被调去夜班", by=cast.worker.user, on=days(30))
    assert (made.topic, made.title, case.number in made.text) == ("pay", "被调去夜班", True)
    assert (row.led_to, row.state, owes(row)) == (made, "answered", [])
    assert my_actions.tell_more(row, text="again", by=cast.worker.user, on=days(30)) == made
    assert Case.objects.count() == 2


def test_a_restricted_request_leads_to_a_restricted_one(cast, case, watch):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    row = asked(cast, watch)
    my_actions.answer(row, said="happened", by=cast.worker.user, on=days(30))
    made = my_actions.tell_more(first_of(watch), text="x", by=cast.worker.user, on=days(30))
    assert (made.is_restricted, Duty.objects.about(row).get().restricted) == (True, True)


def test_silence_is_asked_once_more_and_then_called(cast, watch):
    row = asked(cast, watch)
    start = days(30)
    clock.ask(on=start + timedelta(days=6))
    assert first_of(watch).state == "asked"
    clock.ask(on=start + timedelta(days=20))
    row = first_of(watch)
    assert (row.state, len(notices(cast.worker))) == ("reminded", 2)
    clock.ask(on=start + timedelta(days=40))
    row = first_of(watch)
    assert (row.state, owes(row), len(notices(cast.worker))) == ("to_call", ["王敏"], 2)
    my_actions.answer(row, said="well", by=cast.worker.user, on=start + timedelta(days=41))
    assert (row.state, owes(row)) == ("answered", [])


def test_of_those_who_cannot_sign_in_the_union_calls_at_once(cast, watch):
    cast.worker.user = None
    cast.worker.save()
    row = asked(cast, watch)
    assert (row.state, owes(row)) == ("to_call", ["王敏"])


def test_a_later_question_takes_the_place_of_an_earlier_one(cast, watch):
    clock.ask(on=days(30))
    my_actions.move(first_of(watch), to=days(89), by=cast.worker.user, on=days(31))
    clock.ask(on=days(89))
    clock.ask(on=days(90))
    assert states(watch) == ["dropped", "asked", "planned"]


def test_stopped_nothing_is_asked_and_nothing_owed(cast, watch):
    row = asked(cast, watch)
    my_actions.answer(row, said="call", by=cast.worker.user, on=days(30))
    my_actions.stop(watch, by=cast.worker.user, on=days(30))
    assert (watch.state, states(watch), owes(row)) == ("stopped", ["dropped"] * 3, [])
    clock.ask(on=days(200))
    assert len(notices(cast.worker)) == 1
    with pytest.raises(Refused):
        my_actions.stop(watch, by=cast.worker.user, on=days(31))
    again = my_actions.choose(watch.case, places=[2], by=cast.worker.user, on=days(31))
    assert (again.state, states(again)) == ("active", ["planned"])


def test_choosing_again_changes_the_days(cast, case, watch):
    again = my_actions.choose(case, places=[2], by=cast.worker.user, on=today())
    assert (again.pk, [row.place for row in again.check_ins.all()]) == (watch.pk, [2])


@pytest.mark.parametrize("places", [[], [4], [0, 1]])
def test_other_days_cannot_be_chosen(cast, case, places):
    with pytest.raises(Refused):
        my_actions.choose(case, places=places, by=cast.worker.user, on=today())


def test_days_that_are_past_are_not_offered(case):
    assert list(my_actions.offered(case, on=days(30))) == [2, 3]
    assert list(my_actions.offered(case, on=days(180))) == []


@pytest.mark.parametrize("to", [0, -1, 366])
def test_it_is_moved_ahead_and_within_a_year(cast, watch, to):
    with pytest.raises(Refused):
        my_actions.move(first_of(watch), to=days(to), by=cast.worker.user, on=today())


def test_nobody_else_chooses_answers_or_stops(cast, case, watch):
    row, other = asked(cast, watch), {"by": cast.colleague.user, "on": days(30)}
    for act in (
        lambda: my_actions.choose(case, places=[1], **other),
        lambda: my_actions.answer(row, said="well", **other),
        lambda: my_actions.move(row, to=days(40), **other),
        lambda: my_actions.tell_more(row, text="x", **other),
        lambda: my_actions.stop(watch, **other),
    ):
        with pytest.raises(Refused):
            act()


def test_it_is_offered_once_an_answer_is_there(cast, case):
    early = cases.take_down(
        cast.worker, topic=Topic.PAY, text="x", by=cast.desk_officer, on=today()
    )
    for act in (
        lambda: actions.offer(early, by=cast.rights_officer, on=today()),
        lambda: my_actions.choose(early, places=[1], by=cast.worker.user, on=today()),
    ):
        with pytest.raises(Refused):
            act()
    made = actions.offer(case, by=cast.rights_officer, on=today())
    assert (made.state, notices(cast.worker)[0].template) == ("offered", "cases/watch_offer")
    with pytest.raises(Refused):
        actions.offer(case, by=cast.rights_officer, on=today())
    assert my_actions.choose(case, places=[1], by=cast.worker.user, on=today()).pk == made.pk


def test_chosen_before_closing_it_is_counted_from_closing(cast):
    made = cases.take_down(cast.worker, topic=Topic.PAY, text="x", by=cast.desk_officer, on=today())
    cases.accept(made, by=cast.rights_officer, on=today())
    cases.propose_closing(made, answer="x", by=cast.rights_officer, on=today())
    watch = my_actions.choose(made, places=[1], by=cast.worker.user, on=today())
    my_cases.confirm(made, satisfaction=3, by=cast.worker.user, on=days(10))
    clock.ask(on=days(30))
    assert [(row.state, row.due_on) for row in watch.check_ins.all()] == [("planned", days(40))]


def test_while_it_is_in_hand_again_nothing_is_asked(cast, case, watch):
    cases.reopen(case, reason="x", by=cast.rights_officer, on=days(5))
    clock.ask(on=days(31))
    assert states(watch) == ["planned"] * 3


def test_the_last_answer_ends_it_and_a_year_later_it_is_gone(cast, case):
    watch = my_actions.choose(case, places=[1], by=cast.worker.user, on=today())
    row = asked(cast, watch)
    my_actions.answer(row, said="well", by=cast.worker.user, on=days(30))
    watch.refresh_from_db()
    assert (watch.state, watch.ended_on) == ("over", days(30))
    clock.ask(on=days(395))
    assert Watch.objects.count() == 1
    clock.ask(on=days(396))
    assert (Watch.objects.count(), CheckIn.objects.count()) == (0, 0)


def test_the_history_does_not_keep_what_was_answered(cast, watch):
    row = asked(cast, watch)
    my_actions.answer(row, said="happened", by=cast.worker.user, on=days(30))
    entries = trail(watch)
    assert [entry.verb for entry in entries] == [
        "cases.watch_chosen",
        "cases.watch_asked",
        "cases.watch_answered",
    ]
    assert all("happened" not in str(entry.facts) for entry in entries)


def test_the_clock_asks_in_the_morning_and_once(cast, watch, monkeypatch):
    ran = []
    monkeypatch.setattr(clock, "ask", lambda *, on: ran.append(on))
    midnight = datetime(2026, 3, 3, 16, tzinfo=UTC)  # in China the 4th begins
    nine = midnight + timedelta(hours=9)
    minute = timedelta(minutes=1)
    clock.ask_and_miss(midnight, since=midnight - minute)
    clock.ask_and_miss(nine, since=nine - minute)
    clock.ask_and_miss(nine + minute, since=nine)
    clock.ask_and_miss(nine + timedelta(hours=12), since=nine - timedelta(days=3))
    assert ran == [date(2026, 3, 4), date(2026, 3, 4)]


def test_figures_hide_small_cells_from_everybody(cast, watch):
    row = asked(cast, watch)
    my_actions.answer(row, said="happened", by=cast.worker.user, on=days(30))
    held = scope(cast.rights_officer, "cases.dashboard")
    assert figures.counted(held) == {"well": 0, "happened": 1, "call": 0, "": 0}
    assert all(cell.is_hidden for _name, cell in figures.table(held))
    stranger = scope(cast.stranger_rights_officer, "cases.dashboard")
    assert sum(figures.counted(stranger).values()) == 0


@given(st.dictionaries(st.integers(1, 3), st.integers(0, 400)), st.integers(0, 400))
def test_only_days_ahead_are_offered_and_none_of_them_is_left_out(spans, passed):
    start = date(2026, 1, 1)
    offered = rules.ahead(start, spans, on=start + timedelta(days=passed))
    assert offered == {
        place: (n, start + timedelta(days=n)) for place, n in spans.items() if n > passed
    }


# --- pages


def words(answer) -> str:
    return answer.content.decode()


def test_from_the_request_s_page_to_the_tap(cast, case, client):
    client.force_login(cast.worker.user)
    page = reverse("watch:my_watch", args=[case.number])
    assert page in words(client.get(case.my_url))
    assert client.get(page).status_code == 200
    chosen = client.post(reverse("watch:choose", args=[case.number]), {"places": ["1", "2"]})
    assert chosen.status_code == 302
    watch = Watch.objects.get()
    row = asked(cast, watch)
    shown = words(client.get(row.my_url))
    assert ("How are you?" in shown, case.number in shown.split("<details")[0]) == (True, False)
    assert "红星" not in shown
    assert client.post(reverse("watch:answer", args=[row.uid]), {"said": "x"}).status_code == 422
    client.post(reverse("watch:answer", args=[row.uid]), {"said": "happened"})
    assert "What happened?" in words(client.get(row.my_url))
    client.post(reverse("watch:tell_more", args=[row.uid]), {"text": "被调岗"})
    assert Case.objects.count() == 2
    client.force_login(cast.rights_officer)
    shown = words(client.get(case.get_absolute_url()))
    assert "Something happened" in shown
    shown = words(client.get(owed.page_of(case)))
    assert "Something happened" in shown


def test_the_officer_offers_and_calls(cast, case, client):
    client.force_login(cast.rights_officer)
    assert "Offer the worker check-ins" in words(client.get(case.get_absolute_url()))
    assert client.post(reverse("watch:offer", args=[case.number])).status_code == 302
    assert client.post(reverse("watch:offer", args=[case.number])).status_code == 409
    watch = my_actions.choose(case, places=[1], by=cast.worker.user, on=today())
    row = asked(cast, watch)
    my_actions.answer(row, said="call", by=cast.worker.user, on=today())
    page = reverse("watch:call", args=[case.number, row.uid])
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"was_reached": "yes"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.was_reached) == ("called", True)


def test_what_cannot_be_chosen_is_asked_again(cast, case, signed_in):
    client = signed_in(cast.worker)
    page = reverse("watch:choose", args=[case.number])
    assert [client.post(page, sent).status_code for sent in ({}, {"places": "9"})] == [422, 422]
    assert client.post(reverse("watch:stop", args=[case.number])).status_code == 404


def test_the_figures_page(cast, watch, signed_in):
    shown = words(signed_in(cast.rights_officer).get(reverse("watch:board")))
    assert "under five" in shown


def test_check_ins_go_along_and_are_deleted_with_a_person_s_data(cast, watch):
    row = asked(cast, watch)
    my_actions.answer(row, said="call", by=cast.worker.user, on=days(30))
    told = [{fact.name: fact.value for fact in part} for part in own._told(cast.worker)]
    assert [one["answer"] for one in told] == ["Please call me", "", ""]
    own._gone([cast.worker])
    assert (Watch.objects.count(), CheckIn.objects.count(), owes(row)) == (0, 0, [])
