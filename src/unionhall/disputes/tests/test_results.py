"""What disputes brought counts once, with the requests they grew out of."""

from datetime import timedelta
from decimal import Decimal

import pytest

from unionhall.cases import actions as requests
from unionhall.cases.models import Case, Topic
from unionhall.cases.outcomes import queries
from unionhall.cases.outcomes.actions import note_outcome
from unionhall.cases.outcomes.rules import Money, Noted
from unionhall.core.errors import Refused
from unionhall.disputes.results import instalments

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, on) -> Case:
    told = {"by": cast.rights_officer, "on": on}
    made = requests.take_down(cast.worker, topic=Topic.PAY, text="欠薪", **told)
    requests.accept(made, **told)
    noted = Noted(frozenset({"money"}), Decimal(9000), 1)
    requests.propose_closing(made, answer="已补发", outcome=noted, **told)
    return made


def paying(case, opened, on) -> None:
    row = opened(case=case)
    row.instalments.create(amount=Decimal(4000), due_on=on, paid_on=on)
    row.instalments.create(amount=Decimal("2000.50"), due_on=on + timedelta(days=30))


def test_instalments_are_what_came_and_what_is_still_to_come(case, opened, on):
    assert instalments(Case.objects.all()) == {}
    paying(case, opened, on)
    assert instalments(Case.objects.all()) == {
        case.pk: Money(Decimal(4000), Decimal("2000.50"), 1, 1)
    }
    assert instalments(Case.objects.none()) == {}


def test_the_handler_s_own_amount_does_not_count_beside_them(cast, case, opened, on):
    tomorrow = on + timedelta(days=1)
    assert queries.money_of(Case.objects.all(), until=tomorrow).received == Decimal(9000)
    paying(case, opened, on)
    assert queries.money_of(Case.objects.all(), until=tomorrow) == Money(
        Decimal(4000), Decimal("2000.50"), 1, 1
    )
    with pytest.raises(Refused):
        note_outcome(
            case, Noted(frozenset({"money"}), Decimal(5), 1), by=cast.rights_officer, on=on
        )
