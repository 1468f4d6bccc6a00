"""Whatever hangs on a confidential request is as unknown as the request: read, counted, told and done by nobody else."""

import pytest

from unionhall.cases import actions as handling
from unionhall.cases.confidential import actions, grown
from unionhall.cases.referrals import actions as referring
from unionhall.cases.referrals import my_actions as my_referring
from unionhall.cases.referrals import queries as referred
from unionhall.cases.routing import Desk
from unionhall.cases.tests.test_restricted import OFFICES
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.notifications.models import Message as Notice

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
