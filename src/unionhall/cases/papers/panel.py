"""What a request's pages say of its papers."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.access.scope import can
from unionhall.cases.models import Case
from unionhall.cases.panels import Line, my_panel, panel
from unionhall.papers.models import Paper


@panel
def for_officers(case: Case, user, on: date) -> list[Line]:
    """The way to its papers."""
    if not can(user, "papers.view", case.organisation, on=on):
        return []
    about = ["request", case.number]
    return [
        Line(
            pgettext("issued", "Papers"), _("Read and write"), reverse("papers:about", args=about)
        ),
        Line(
            pgettext("list", "Evidence"),
            _("List of what was handed in"),
            reverse("evidence:list", args=about),
        ),
    ]


@my_panel
def for_workers(case: Case, user, on: date) -> list[Line]:
    """Those that were sent to the worker, the newest last."""
    rows = Paper.objects.of(case).filter(to_worker=True)
    return [
        Line(
            paper.kind_label,
            _("%(code)s, voided: it does not hold") % {"code": paper.code}
            if paper.voided_on
            else paper.code,
            reverse("papers:my_paper", args=[paper.uid]),
        )
        for paper in rows
    ]
