"""The act that makes an organisation one of another kind."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.organisations.actions.tree import lock_tree, refuse_closed, refuse_future
from unionhall.organisations.kinds import BODIES, KINDS
from unionhall.organisations.models import Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.rulebook import rules


@act
def change_kind(organisation: Organisation, kind: str, *, by, on: date) -> Organisation:
    """Make it one of another kind, if its place, units, bodies and offices fit it; raises Refused."""
    refuse_future(on)
    lock_tree(organisation)
    organisation.refresh_from_db()
    refuse_closed(organisation)
    if kind not in KINDS:
        raise Refused(_("There is no kind “%s”.") % kind)
    was = organisation.kind
    if was == kind:
        raise Refused(_("It is of that kind already."))
    if misfits := list(_misfits(organisation, kind, on)):
        raise Refused(
            " ".join([_("It cannot become that kind yet."), *misfits]),
            rules.citation("cn.org.upper_approval"),
        )
    won = Organisation.objects.open().filter(pk=organisation.pk, kind=was).update(kind=kind)
    if not won:
        raise Refused(_("It was changed or closed meanwhile. Look at it again."))
    organisation.kind = kind
    record(
        organisation.chain,
        "organisations.kind_changed",
        by=by,
        subject=organisation,
        facts={"from": was, "to": kind},
        on=on,
    )
    return organisation


def _misfits(organisation: Organisation, kind: str, on: date):
    """What of it no organisation of that kind has."""
    new = KINDS[kind]
    parent = organisation.parent
    if parent and kind not in parent.kind_facts.children:
        yield _("%s cannot hang where it does.") % new.title
    for child in organisation.children.open().order_by("code"):
        if child.kind not in new.children:
            yield _("%s cannot hang below it.") % child
            break
    for body in organisation.bodies.unfinished(on=on).order_by("pk"):
        if body.kind not in new.bodies:
            yield _("It would have no %s.") % BODIES[body.kind].title
            break
    for mandate in organisation.mandates.unfinished(on=on).order_by("pk"):
        if mandate.office not in new.offices:
            yield _("It would have no %s.") % OFFICES[mandate.office].title
            break
    if organisation.employer_id and kind != "enterprise_union":
        yield _("It belongs to one employer.")
    if kind != "joint_union" and organisation.coverages.unfinished(on=on).exists():
        yield _("It gathers the workers of several employers.")
    if organisation.kind_facts.holds_members and not new.holds_members:
        yield _("Its members would belong to nobody.")
