"""How the sample's officers keep their desks: saved views, requests shared out, a colleague who left."""

from datetime import date, timedelta

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases import queries
from unionhall.cases.bulk import actions as bulk
from unionhall.cases.bulk.working import carry_out, check
from unionhall.cases.models import HANDLED, UNACCEPTED
from unionhall.cases.saved.actions import begin_with, save_view
from unionhall.duties.feeds.actions import make_feed
from unionhall.duties.leaving.actions import hand_over_desk
from unionhall.organisations import actions as organisations
from unionhall.site.sample.federation import Federation

VIEWS = (
    ("七天内到期", {"show": "week"}, True),
    ("拖欠工资", {"show": "open", "topic": "pay"}, True),
    ("我手上的", {"show": "mine"}, False),
)


def keep(built: Federation, *, on: date) -> None:
    """Views for the district, one colleague who leaves soon, and one whose desk was handed over."""
    officer = built.officers["rights-officer"]
    _save_views(built, officer, on)
    for name, username in (("魏红", "rights-officer-left"), ("方志远", "rights-officer-leaves")):
        colleague = User.objects.create_user(username=username, name=name)
        since = on - timedelta(days=400)
        organisations.appoint(
            colleague, built.district, "rights_officer", from_on=since, by=None, on=on
        )
        _share_out(officer, colleague, on)
        mandate = colleague.mandates.get()
        if username == "rights-officer-left":
            hand_over_desk(
                colleague,
                built.district,
                {"cases": officer, "duties": officer},
                reason="调任市总工会",
                by=built.officers["chair"],
                on=on,
            )
        until_on = on if username == "rights-officer-left" else on + timedelta(days=12)
        type(mandate).objects.filter(pk=mandate.pk).update(until_on=until_on)
    _preview(officer, on)
    make_feed(by=officer, on=on)


def _save_views(built: Federation, officer: User, on: date) -> None:
    for name, filters, shared in VIEWS:
        save_view(built.district, name=name, filters=filters, is_shared=shared, by=officer, on=on)
    street = built.streets[0]
    first = save_view(
        built.district,
        name=f"{street}待接手",
        filters={"show": "new", "unit": street.code},
        is_shared=True,
        by=officer,
        on=on,
    )
    begin_with(first, by=built.officers["women-officer"], on=on)


def _share_out(officer: User, colleague: User, on: date) -> None:
    """Some of the open requests go to the colleague, as one act."""
    cases = queries.readable_by(officer, "cases.hand_over", on=on)
    cases = cases.filter(status__in=[str(status) for status in HANDLED], is_restricted=False)
    numbers = cases.order_by("due_on", "pk").values_list("number", flat=True)[1:12:3]
    held = scope(officer, "cases.hand_over", on=on)
    made = bulk.begin(
        held,
        code="assign",
        chosen=list(numbers),
        to_user=colleague,
        reason="分担工作",
        by=officer,
        on=on,
    )
    check(made, by=officer, on=on)
    bulk.apply(made, by=officer, on=on)
    carry_out(made)


def _preview(officer: User, on: date) -> None:
    """An act that waits for a word: the preview shows what would be done, and what not."""
    cases = queries.readable_by(officer, "cases.accept", on=on).filter(is_restricted=False)
    waiting = cases.filter(status__in=[str(status) for status in UNACCEPTED]).order_by("pk")[:5]
    others = cases.filter(status__in=[str(status) for status in HANDLED]).order_by("pk")[:2]
    numbers = [case.number for case in [*waiting, *others]]
    held = scope(officer, "cases.accept", on=on)
    made = bulk.begin(held, code="accept", chosen=numbers, by=officer, on=on)
    check(made, by=officer, on=on)
