import pytest

from unionhall.cases import actions as cases
from unionhall.cases.models import Topic
from unionhall.cases.referrals import actions, my_actions
from unionhall.cases.routing import Desk
from unionhall.core.clock import today


@pytest.fixture
def case(cast):
    """The plant's worker's request, in the hands of the district's rights officer."""
    made = cases.take_down(
        cast.worker, topic=Topic.PAY, text="三个月没发加班费", by=cast.desk_officer, on=today()
    )
    cases.hand_over(
        made, to_organisation=cast.units.district, reason="x", by=cast.desk_officer, on=today()
    )
    cases.accept(made, by=cast.rights_officer, on=today())
    cases.reply(made, text="正在核实", by=cast.rights_officer, on=today())
    cases.note(made, text="内部看法", by=cast.rights_officer, on=today())
    return made


@pytest.fixture
def partner(cast):
    return actions.add_partner(
        cast.units.district,
        kind="arbitration",
        name="东湖区劳动人事争议仲裁委员会",
        contact="湖滨路8号，0571-0000",
        by=cast.rights_officer,
        on=today(),
    )


@pytest.fixture
def referred(cast, case):
    """A function that proposes a referral: to the city's rights desk when nothing else is said."""

    def refer(**more):
        told = {
            "to": Desk(cast.units.city, "rights_officer"),
            "why": "需要市里协调",
            "summary": "加班费三个月未发，约三千元。",
            "by": cast.rights_officer,
            "on": today(),
        }
        return actions.refer(case, **{**told, **more})

    return refer


@pytest.fixture
def sent(cast, referred):
    """The same, agreed to by the worker and sent."""

    def send(**more):
        made = referred(**more)
        my_actions.agree(made, by=cast.worker.user, on=today())
        actions.send(made, by=cast.rights_officer, on=today())
        return made

    return send
