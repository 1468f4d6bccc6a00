"""Whatever hangs on a confidential request is as unknown as the request: read, counted, told and done by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse

from unionhall.access.scope import scope
from unionhall.cases import actions as handling
from unionhall.cases import my_actions, queries
from unionhall.cases.alike import actions as alike
from unionhall.cases.alike.continuing import continue_in
from unionhall.cases.bulk import actions as bulk
from unionhall.cases.bulk import jobs
from unionhall.cases.bulk.models import Bulk
from unionhall.cases.calls import actions as calls
from unionhall.cases.calls import figures as calls_figures
from unionhall.cases.calls.models import Call
from unionhall.cases.confidential import actions, grown
from unionhall.cases.confidential.tests.conftest import brought
from unionhall.cases.models import Case, Status
from unionhall.cases.outcomes import actions as outcomes
from unionhall.cases.outcomes.rules import Noted
from unionhall.cases.referrals import actions as referring
from unionhall.cases.referrals import my_actions as my_referring
from unionhall.cases.referrals import queries as referred
from unionhall.cases.routing import Desk
from unionhall.cases.tests.test_restricted import OFFICES
from unionhall.cases.watch import actions as watching
from unionhall.cases.watch import figures as watch_figures
from unionhall.cases.watch import my_actions as my_watching
from unionhall.cases.watch.models import CheckIn
from unionhall.cases.workload import queries as workload
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.disputes import opening
from unionhall.duties.leaving import actions as leaving
from unionhall.duties.leaving import queries as left
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.legal_aid import actions as legal_aid
from unionhall.notifications.models import Message as Notice
from unionhall.organisations import estate
from unionhall.petitions import bringing
from unionhall.petitions.models import Petition
from unionhall.urgent import actions as urgent
from unionhall.urgent import concerned

pytestmark = pytest.mark.django_db
OF_PAPERS = ("papers:about", "evidence:list", "evidence:add_item")


def seeing(cast, rows) -> set[str]:
    """Who of all officers is shown any of the duties."""
    return {name for name in OFFICES if rows.visible_to(getattr(cast, name)).exists()}


def about(kind: str):
    return Duty.objects.filter(subject_type=kind)


def told(kind: str) -> set[tuple[str, str, bool]]:
    """Who was told of rows of a kind, in which words, and whether they say which."""
    rows = Notice.objects.filter(subject_type=kind)
    return {(row.receiver.username, row.template, bool(row.facts)) for row in rows}


@pytest.fixture
def handled(case, cast):
    """Confidential, in the hands of the one rights officer named on it."""
    handling.accept(case, by=cast.rights_officer, on=today())
    return case


@pytest.fixture
def ended(handled, cast):
    handling.propose_closing(handled, answer="已处理", by=cast.rights_officer, on=today())
    my_actions.confirm(handled, satisfaction=3, by=cast.worker.user, on=today())
    return handled


@pytest.fixture
def about_a_colleague(cast):
    """An ordinary request, in the hands of a rights officer, about another one of the same office."""
    made = handling.take_down(
        cast.worker, topic="pay", text="加班费", by=cast.desk_officer, on=today()
    )
    _to_district(made, cast)
    handling.accept(made, by=cast.rights_officer, on=today())
    actions.record_party(made, user=cast.second_rights_officer, by=cast.rights_officer, on=today())
    return made


def _to_district(case, cast):
    """To the union whose rights officers the tests are about, if it does not lie there already."""
    if case.organisation != cast.units.district:
        told = {"reason": "x", "by": cast.desk_officer, "on": today()}
        handling.hand_over(case, to_organisation=cast.units.district, **told)


class TestEveryPage:
    """Every address that holds a request's number answers as if there were none."""

    @staticmethod
    def addresses(number: str) -> list[str]:
        found = set()
        for names, patterns in _of_requests(get_resolver()):
            args = {name: number if name == "number" else uuid4() for name in names}
            args |= {name: number for name in names if name == "other"}
            found.add((patterns, tuple(sorted(args.items(), key=str))))
        pages = {
            reverse(name, kwargs=dict(args)) for name, args in found if "uid" not in dict(args)
        }
        pages |= {reverse(name, args=["request", number]) for name in OF_PAPERS}
        return sorted(pages)

    @pytest.mark.parametrize(
        "who", ["second_rights_officer", "chair", "plant_chair", "desk_officer"]
    )
    def test_of_somebody_not_named(self, handled, cast, signed_in, who):
        pages = self.addresses(handled.number)
        assert len(pages) >= 30
        client = signed_in(getattr(cast, who))
        assert {client.post(page).status_code for page in pages} == {404}

    def test_of_whom_it_is_about(self, about_a_colleague, cast, signed_in):
        client = signed_in(cast.second_rights_officer)
        pages = self.addresses(about_a_colleague.number)
        assert {client.post(page).status_code for page in pages} == {404}

    def test_a_guest_reads_and_notes_and_nothing_else(self, handled, cast, signed_in):
        on, by = today(), cast.rights_officer
        actions.invite(handled, user=cast.chair, reason="x", by=by, on=on)
        client, here = signed_in(cast.chair), f"/cases/{handled.number}"
        open_to = {
            page
            for page in self.addresses(handled.number)
            if client.post(page, {"text": "我的看法"}).status_code != 404
        }
        reading = {f"{here}/", f"{here}/readers/", f"{here}/alike/", f"{here}/group/"}
        reading |= {f"{here}/next/", f"{here}/previous/"}
        assert open_to - reading == {f"{here}/note/"}


def _of_requests(resolver, space: str = ""):
    """Names of arguments, and of pages, that take the number of a request."""
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            if inner.split(":")[0] in ("", "cases", "referrals", "watch"):
                yield from _of_requests(entry, inner)
        elif space and entry.name and not entry.name.startswith("my_"):
            names = list(entry.pattern.converters)
            if "number" in names and "for" not in entry.name.split("_"):
                yield names, space + entry.name


class TestReferrals:
    @pytest.fixture
    def asked(self, handled, cast):
        return referring.refer(
            handled,
            to=Desk(cast.units.city, "rights_officer"),
            why="需要市里协调",
            summary="请协助",
            by=cast.rights_officer,
            on=today(),
        )

    @pytest.fixture
    def sent(self, asked, cast):
        my_referring.agree(asked, by=cast.worker.user, on=today())
        referring.send(asked, by=cast.rights_officer, on=today())
        return asked

    def test_what_the_sender_owes_only_they_see(self, asked, cast):
        assert seeing(cast, about("cases.referral")) == {"rights_officer"}

    def test_what_the_desk_owes_that_received_it_only_that_desk_sees(self, sent, cast):
        assert seeing(cast, about("cases.referral").open()) == {"city_rights_officer"}

    def test_whom_it_is_about_receives_nothing_of_it(self, sent, cast, signed_in):
        actions.record_party(
            sent.case, user=cast.city_rights_officer, by=cast.rights_officer, on=today()
        )
        mine = referred.received_by(cast.city_rights_officer, on=today())
        assert list(mine) == []
        assert signed_in(cast.city_rights_officer).get(sent.received_url).status_code == 404
        assert seeing(cast, about("cases.referral").open()) == set()

    def test_a_desk_it_is_about_is_no_receiver(self, handled, cast):
        actions.record_party(
            handled, user=cast.city_rights_officer, by=cast.rights_officer, on=today()
        )
        with pytest.raises(Refused):
            referring.refer(
                handled,
                to=Desk(cast.units.city, "rights_officer"),
                why="x",
                summary="x",
                by=cast.rights_officer,
                on=today(),
            )

    def test_notices_of_it_say_nothing(self, sent):
        assert told("cases.referral") == {
            ("w13900000001", "cases/confidential_news", False),
            ("rights-officer", "cases/confidential", False),
            ("city-rights-officer", "cases/referral_received", False),
        }

    def test_what_is_owed_goes_along_when_somebody_else_is_named(self, asked, cast):
        told = {"reason": "x", "on": today()}
        actions.name(asked.case, user=cast.second_rights_officer, by=cast.rights_officer, **told)
        actions.record_party(asked.case, user=cast.rights_officer, by=cast.worker.user, on=today())
        for duty, case in grown.unsettled():
            grown.settle(duty, case, on=today())
        assert about("cases.referral").open().get().holder == cast.second_rights_officer


class TestCheckIns:
    @pytest.fixture
    def check_in(self, ended, cast) -> CheckIn:
        watch = my_watching.choose(ended, places=[1], by=cast.worker.user, on=today())
        found = watch.check_ins.select_related("watch__case__person__user").get()
        watching.ask(found, on=today())
        my_watching.answer(found, said="happened", by=cast.worker.user, on=today())
        return found

    def test_the_call_that_is_owed_only_those_named_see(self, check_in, cast):
        assert seeing(cast, about("cases.checkin")) == {"rights_officer"}

    def test_no_figure_counts_it(self, check_in, cast):
        held = scope(cast.city_rights_officer, "cases.dashboard")
        assert set(watch_figures.counted(held).values()) == {0}

    def test_what_happened_then_is_as_confidential_and_about_the_same(self, ended, cast):
        actions.record_party(
            ended, user=cast.second_rights_officer, by=cast.rights_officer, on=today()
        )
        watch = my_watching.choose(ended, places=[1], by=cast.worker.user, on=today())
        found = watch.check_ins.select_related("watch__case__person__user").get()
        watching.ask(found, on=today())
        my_watching.answer(found, said="happened", by=cast.worker.user, on=today())
        made = my_watching.tell_more(found, text="又来了", by=cast.worker.user, on=today())
        assert made.concern == ended.concern
        assert {name for name in OFFICES if made in queries.readable_by(getattr(cast, name))} == {
            "rights_officer"
        }


class TestCalls:
    @pytest.fixture
    def call(self, cast) -> Call:
        return calls.take_call(
            cast.units.district,
            person=cast.worker,
            topic="discipline",
            text="组长动手动脚",
            kind="call_back",
            by=cast.desk_officer,
            on=today(),
        )

    def taken_down(self, call, cast, client):
        address = reverse("calls:make_request", args=[call.uid])
        data = {"topic": "discipline", "text": "组长动手动脚", "concern": "harassment"}
        return client.post(address, data)

    def test_one_that_becomes_confidential_is_known_to_those_named(self, call, cast, signed_in):
        answer = self.taken_down(call, cast, signed_in(cast.desk_officer))
        assert (answer.status_code, answer.url) == (302, reverse("calls:index"))
        reads = {
            name
            for name in OFFICES
            if Call.objects.within(scope(getattr(cast, name), "cases.take_call")).exists()
        }
        assert reads == {"rights_officer"}
        assert seeing(cast, about("cases.call")) <= {"rights_officer"}

    def test_no_figure_counts_it(self, call, cast, signed_in, monkeypatch):
        self.taken_down(call, cast, signed_in(cast.desk_officer))
        counted: dict = {}
        # As they are counted, before small cells are hidden.
        monkeypatch.setattr(calls_figures, "publishable", lambda told: counted.update(told) or {})
        held, on = scope(cast.city_rights_officer, "cases.dashboard"), today()
        calls_figures.tables(held, since=on, until=on + timedelta(days=1))
        assert {name: sum(cells.values()) for name, cells in counted.items()} == {
            "topic": 0,
            "kind": 0,
        }


class TestPetitions:
    @pytest.fixture
    def petition(self, case, cast) -> Petition:
        return bringing.receive(
            cast.worker,
            organisation=cast.units.plant,
            matter="help",
            text="请求处理",
            case=case,
            by=cast.worker.user,
            on=today(),
        )

    def test_only_those_named_find_it_and_what_is_owed(self, petition, cast):
        reads = {
            name
            for name in OFFICES
            if petition in Petition.objects.within(scope(getattr(cast, name), "petitions.view"))
        }
        assert reads == {"rights_officer"}
        assert seeing(cast, about("petitions.petition")) == {"rights_officer"}

    def test_only_they_are_told(self, petition):
        assert {who for who, _template, _said in told("petitions.petition")} == {"rights-officer"}

    def test_its_review_is_known_to_one_of_the_level_above(self, petition, cast):
        from unionhall.petitions import actions as petitions

        petitions.accept(petition, text="x", by=cast.rights_officer, on=today())
        petitions.answer(petition, text="x", by=cast.rights_officer, on=today())
        petitions.ask_review(petition, text="x", by=cast.worker.user, on=today())
        assert seeing(cast, about("petitions.petition").open()) == {"city_rights_officer"}

    def test_it_passes_over_a_desk_it_is_about(self, cast):
        both = [cast.rights_officer, cast.second_rights_officer]
        made = bringing.receive(
            cast.worker,
            organisation=cast.units.plant,
            matter="help",
            text="请求处理",
            case=brought(cast.worker, about=both),
            by=cast.worker.user,
            on=today(),
        )
        assert made.organisation == cast.units.city


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("petitions:receive", "?case={number}"),
        ("legal_aid:take_down_for", "?case={number}"),
        ("disputes:open", "?case={number}"),
    ],
)
def test_a_guest_makes_nothing_else_of_it(handled, cast, signed_in, page, query):
    actions.invite(handled, user=cast.chair, reason="x", by=cast.rights_officer, on=today())
    args = [] if page == "disputes:open" else [cast.worker.uid]
    address = reverse(page, args=args) + query.format(number=handled.number)
    assert signed_in(cast.rights_officer).get(address).status_code == 200
    assert signed_in(cast.chair).get(address).status_code == 404


def test_a_guest_takes_no_step_in_what_grew_out_of_it(handled, cast):
    actions.invite(handled, user=cast.chair, reason="x", by=cast.rights_officer, on=today())
    made = bringing.receive(
        cast.worker,
        organisation=cast.units.plant,
        matter="help",
        text="x",
        case=handled,
        by=cast.worker.user,
        on=today(),
    )
    acting = ("petitions.handle", "petitions.review", "petitions.receive")
    within = [Petition.objects.within(scope(cast.chair, ability)) for ability in acting]
    assert [made in rows for rows in within] == [False, False, False]


def test_a_guest_puts_it_to_no_urgent_matter(handled, cast):
    actions.invite(handled, user=cast.chair, reason="x", by=cast.rights_officer, on=today())
    matter = urgent.open_matter(
        cast.units.district,
        kind="stoppage",
        place="一车间",
        text="停工",
        learnt_at=handled.received_at,
        people=5,
        gravity=1,
        by=cast.chair,
        on=today(),
    )
    with pytest.raises(Refused):
        concerned.link(matter, address=handled.get_absolute_url(), by=cast.chair, on=today())


class TestADeskHandedOver:
    @pytest.fixture
    def handover(self, handled, about_a_colleague, cast):
        return leaving.hand_over_desk(
            cast.rights_officer,
            cast.units.district,
            {"cases": cast.vice_chair},
            reason="调任",
            by=cast.rights_officer,
            on=today(),
        )

    def test_its_list_names_the_request_to_nobody_who_must_not_know(
        self, handover, handled, about_a_colleague, cast
    ):
        shown = {
            who: set(left.shown(handover, getattr(cast, who)).values_list("title", flat=True))
            & {handled.number, about_a_colleague.number}
            for who in ("rights_officer", "second_rights_officer", "city_rights_officer")
        }
        assert shown == {
            "rights_officer": {handled.number, about_a_colleague.number},
            "second_rights_officer": set(),
            "city_rights_officer": {about_a_colleague.number},
        }


def test_an_act_for_many_tells_each_of_a_desk_of_as_many_as_they_may_read(handled, cast):
    handling.hand_over(
        handled, to_organisation=cast.units.city, reason="x", by=cast.rights_officer, on=today()
    )
    handling.accept(handled, by=cast.city_rights_officer, on=today())
    made = bulk.begin(
        scope(cast.city_rights_officer, "cases.hand_over"),
        code="assign",
        chosen=[handled.number],
        to_organisation=cast.units.district,
        reason="x",
        by=cast.city_rights_officer,
        on=today(),
    )
    jobs.check.func(made.pk)
    made.refresh_from_db()
    bulk.apply(made, by=made.by, on=today())
    jobs.apply.func(made.pk)
    assert Bulk.objects.get(pk=made.pk).lines.filter(fate="done").count() == 1
    rows = Notice.objects.filter(template="cases/many_received")
    assert {row.receiver.username for row in rows} == {"rights-officer"}


class TestSideBySide:
    @pytest.fixture
    def beside(self, handled, cast):
        """An ordinary request of another worker, with the same officer."""
        made = handling.take_down(
            cast.colleague, topic="discipline", text="x", by=cast.desk_officer, on=today()
        )
        _to_district(made, cast)
        handling.accept(made, by=cast.rights_officer, on=today())
        return made

    def verbs(self, row) -> list[str]:
        return [entry.verb for entry in trail(row) if entry.verb.startswith("cases.link")]

    @pytest.mark.parametrize("turned", [False, True])
    def test_the_ordinary_one_says_nothing_of_it(self, handled, beside, cast, turned):
        pair = (beside, handled) if turned else (handled, beside)
        alike.link(*pair, reason="同一组长", by=cast.rights_officer, on=today())
        assert (self.verbs(handled), self.verbs(beside)) == (["cases.linked"], [])

    def test_two_ordinary_ones_both_say_it(self, beside, cast):
        other = handling.take_down(
            cast.shop_worker, topic="pay", text="x", by=cast.desk_officer, on=today()
        )
        alike.link(beside, other, reason="x", by=cast.rights_officer, on=today())
        assert (self.verbs(beside), self.verbs(other)) == (["cases.linked"], ["cases.linked"])

    def test_it_does_not_go_on_where_others_read_it(self, cast):
        kept = brought(cast.worker)
        later = handling.take_down(
            cast.worker, topic="pay", text="x", restricted=True, by=cast.rights_officer, on=today()
        )
        handling.accept(later, by=cast.rights_officer, on=today())
        with pytest.raises(Refused):
            continue_in(later, kept, reason="x", by=cast.rights_officer, on=today())
        assert Case.objects.get(pk=later.pk).status == Status.ACCEPTED

    def test_nor_where_whom_it_is_about_reads_it(self, about_a_colleague, cast):
        earlier = about_a_colleague
        later = handling.take_down(
            cast.worker, topic="pay", text="x", by=cast.rights_officer, on=today()
        )
        with pytest.raises(Refused):
            continue_in(later, earlier, reason="x", by=cast.rights_officer, on=today())
        assert Case.objects.get(pk=later.pk).continued_in is None


class TestActs:
    """Nobody acts on a request that has become about them since they opened its page."""

    ACTS = {
        "set_difficulty": lambda case, by: handling.set_difficulty(
            case, difficulty="simple", reason="x", by=by, on=today()
        ),
        "refer": lambda case, by: referring.refer(
            case,
            to=Desk(case.organisation.parent, "rights_officer"),
            why="x",
            summary="x",
            by=by,
            on=today(),
        ),
        "link": lambda case, by: alike.link(case, _other(case), reason="x", by=by, on=today()),
        "tell_apart": lambda case, by: alike.tell_apart(case, _other(case), by=by, on=today()),
        "continue_in": lambda case, by: continue_in(
            case, _other(case), reason="x", by=by, on=today()
        ),
    }
    AFTER = {
        "note_outcome": lambda case, by: outcomes.note_outcome(
            case, Noted(frozenset({"explained"})), by=by, on=today()
        ),
        "offer": lambda case, by: watching.offer(case, by=by, on=today()),
    }
    GONE = "Nothing was done: this request is not with you any longer."

    @pytest.mark.parametrize("act", ACTS)
    def test_in_hand(self, about_a_colleague, cast, english, act):
        _brought_before(about_a_colleague, cast)
        with pytest.raises(Refused) as refused:
            self.ACTS[act](about_a_colleague, cast.second_rights_officer)
        assert str(refused.value.reason) == self.GONE

    @pytest.mark.parametrize("act", AFTER)
    def test_answered(self, about_a_colleague, cast, english, act):
        by = cast.rights_officer
        handling.propose_closing(about_a_colleague, answer="x", by=by, on=today())
        with pytest.raises(Refused) as refused:
            self.AFTER[act](about_a_colleague, cast.second_rights_officer)
        assert str(refused.value.reason) == self.GONE


def _brought_before(case, cast):
    other = brought(cast.worker, concern="", text="以前的")
    Case.objects.filter(pk=other.pk).update(received_at="2020-01-01T00:00:00Z")


def _other(case) -> Case:
    return Case.objects.exclude(pk=case.pk).select_related("organisation", "person__user").get()


def test_money_still_to_come_is_looked_after_by_somebody_who_may_know(cast):
    on, by = today(), cast.rights_officer
    closed = handling.take_down(cast.worker, topic="pay", text="x", by=cast.desk_officer, on=on)
    _to_district(closed, cast)
    handling.accept(closed, by=by, on=on)
    handling.propose_closing(closed, answer="x", by=by, on=on)
    my_actions.confirm(closed, satisfaction=3, by=cast.worker.user, on=on)
    actions.record_party(closed, user=by, by=cast.worker.user, on=on)
    noted = Noted(frozenset({"money"}), 3000, 1, on)
    outcomes.note_outcome(closed, noted, by=cast.second_rights_officer, on=on)
    assert Duty.objects.about(closed).open().get().holder == cast.second_rights_officer


class TestWhoHasHowMuch:
    def test_nothing_about_somebody_in_office_counts(self, about_a_colleague, cast):
        loads = workload.loads(cast.units.district, on=today())
        assert {(load.open, load.later) for load in loads} == {(0, 0)}
        city = {below.open for below in workload.below(cast.units.city, on=today())}
        assert city == {0}

    def test_dates_of_other_requests_count(self, cast):
        made = handling.take_down(
            cast.worker, topic="pay", text="x", by=cast.desk_officer, on=today()
        )
        _to_district(made, cast)
        handling.accept(made, by=cast.rights_officer, on=today())
        [load] = workload.loads(cast.units.district, on=today(), only=cast.rights_officer)
        assert (load.open, load.later) == (1, 1)


def test_nobody_acts_in_a_dispute_out_of_it_who_must_not_know(handled, cast):
    made = opening.open_dispute(
        cast.worker,
        organisation=cast.units.district,
        case=handled,
        text="x",
        employer="红星机械厂",
        known_on=today(),
        kind="wages",
        by=cast.rights_officer,
        on=today(),
    )
    before = Notice.objects.filter(receiver=cast.second_rights_officer).count()
    with pytest.raises(Refused):
        opening.represent(made, cast.second_rights_officer, by=cast.rights_officer, on=today())
    assert Notice.objects.filter(receiver=cast.second_rights_officer).count() == before


def test_a_plan_for_a_union_that_ends_counts_and_names_nothing_of_it(handled, cast):
    told = {"case": handled, "text": "请求处理", "by": cast.worker.user, "on": today()}
    bringing.receive(cast.worker, organisation=cast.units.plant, matter="help", **told)
    legal_aid.apply(cast.worker, matter="labour", form="advice", other_side="红星机械厂", **told)
    plan = estate.Handing(cast.units.district, cast.units.city, cast.chair, today())
    kinds = ("cases", "confidential_cases", "duties", "legal_aid", "petitions", "restricted_cases")
    found = {part.name: (part.count(plan), part.named(plan)) for part in estate.parts()}
    assert {name: found[name] for name in kinds} == dict.fromkeys(kinds, (0, []))
