"""Apps above may say on a request's page what grew out of it."""

import pytest

from unionhall.cases import actions, panels
from unionhall.cases.models import Topic
from unionhall.core.clock import today

pytestmark = pytest.mark.django_db
LINE = panels.Line("标记甲", "另一事项乙", "/elsewhere/")


@pytest.fixture
def case(cast):
    return actions.take_down(
        cast.worker, topic=Topic.PAY, text="加班费没有发", by=cast.desk_officer, on=today()
    )


def seen(answer) -> list[bool]:
    page = answer.content.decode()
    return [text in page for text in ("标记甲", "另一事项乙", 'href="/elsewhere/"')]


@pytest.mark.parametrize("whose", ["_officers", "_workers"])
def test_each_reader_sees_what_is_said_to_them_only(cast, case, signed_in, monkeypatch, whose):
    monkeypatch.setattr(panels, whose, [lambda case, user, on: [LINE]])
    officer = signed_in(cast.rights_officer).get(case.get_absolute_url())
    worker = signed_in(cast.worker).get(case.my_url)
    shown = [True] * 3, [False] * 3
    assert (seen(officer), seen(worker)) == (shown if whose == "_officers" else shown[::-1])


def test_a_source_is_asked_once(monkeypatch, cast, case):
    monkeypatch.setattr(panels, "_officers", [])
    monkeypatch.setattr(panels, "_workers", [])

    def source(case, user, on):
        return [LINE]

    for register in (panels.panel, panels.panel, panels.my_panel, panels.my_panel):
        assert register(source) is source
    assert panels.lines(case, cast.rights_officer, on=today()) == [LINE]
    assert panels.my_lines(case, cast.worker.user, on=today()) == [LINE]
