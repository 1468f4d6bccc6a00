"""What was mended counts once, with the requests it grew out of."""

from datetime import timedelta

import pytest

from unionhall.cases import actions as requests
from unionhall.cases.models import Case, Topic
from unionhall.cases.outcomes.queries import by_kind
from unionhall.cases.outcomes.rules import Noted
from unionhall.supervision import actions
from unionhall.supervision.results import mended

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("subject", "kind"), [("safety", "safety"), ("pay", "practice")])
def test_a_finding_mended_is_a_result_of_its_request(cast, employer, on, subject, kind):
    told = {"by": cast.rights_officer, "on": on}
    case = requests.take_down(cast.worker, topic=Topic.SAFETY, text="护栏没有恢复", **told)
    matter = actions.begin(
        cast.units.plant, employer=employer, case=case, subject=subject, text="护栏被拆", **told
    )
    assert mended(Case.objects.all()) == {}
    actions.mend(matter.findings.get(), proof="现场看过", **told)
    assert mended(Case.objects.all()) == {case.pk: {kind}}
    requests.accept(case, **told)
    noted = Noted(frozenset({kind, "apology"}))
    requests.propose_closing(case, answer="已整改", outcome=noted, **told)
    assert sum(by_kind(Case.objects.all(), until=on + timedelta(days=1)).values()) == 2
