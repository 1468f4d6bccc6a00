"""What holds for every page: no fault of accessibility, in light and dark, on the phone and on the desk."""

import pytest

from tests.access_examples import (
    a_change,
    a_relative,
    a_tip_in_hand,
    a_transfer,
    affiliation,
    an_application,
    an_applied_founding,
    asked_relative,
    change_proposal,
    delegation,
    employers_list,
    hazard,
    inspection,
    supervision_letter,
    target,
)
from tests.browser.test_journeys import answered, brought
from unionhall.cases import actions
from unionhall.core.clock import today
from unionhall.duties.models import Duty
from unionhall.members.models import Application, Transfer
from unionhall.organising.models import Change, Founding
from unionhall.tips.models import Tip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORKERS_PAGES = [
    "/me/hazards/",
    "/me/hazards/report/",
    "/me/hazards/{hazard.pk}/",
    "/me/",
    "/me/requests/",
    "/me/requests/new/1/",
    "/me/requests/new/2/",
    "/me/requests/new/3/",
    "{answered.my_url}",
    "{asked.my_url}",
    "/me/card/",
    "/me/card/show/",
    "/me/card/changes/",
    "/me/card/changes/propose/",
    "/me/card/household/",
    "/me/card/delegates/",
    "/me/card/delegates/give/",
    "/me/card/consents/",
    "/me/for/{delegation.uid}/",
    "/me/for/{delegation.uid}/changes/propose/",
    "/me/for/{delegation.uid}/requests/",
    "/me/for/{delegation.uid}/applications/",
    "/me/memberships/{spell.pk}/ask-transfer/",
    "/me/memberships/{spell.pk}/withdraw/",
    "/join/?q=红星",
    "/join/unions/U-PLANT/",
    "/join/found/",
    "/join/found/{founding.uid}/",
    "/card/nothing/",
    "/me/notifications/",
    "/me/account/",
]
OFFICERS_PAGES = [
    "/desk/",
    "/cases/",
    "/cases/?q=nobody",
    "{asked_url}",
    "{asked_url}hand-over/",
    "/cases/take-down/?q=李",
    "/cases/take-down/{person.uid}/",
    "/cases/dashboard/",
    "/duties/",
    "/duties/{duty.pk}/",
    "/members/",
    "/members/{person.pk}/",
    "/organisations/",
    "/rules/",
    "/access/",
    "/access/why/",
    "/me/notifications/",
]
REGISTER_PAGES = [
    "/members/{person.pk}/",
    "/members/spells/{spell.pk}/change/",
    "/members/spells/{spell.pk}/correct/",
    "/members/spells/{spell.pk}/keep/",
    "/members/spells/{spell.pk}/expel/",
    "/members/spells/{spell.pk}/ask-transfer/",
    "/members/joining/",
    "/members/invitations/invite/",
    "/members/applications/{application.pk}/",
    "/members/applications/take-down/",
    "/members/transfers/{transfer.pk}/",
    "/members/changes/",
    "/members/changes/{change.pk}/",
    "/members/{person.pk}/household/",
    "/members/{person.pk}/delegations/record/",
    "/members/{person.pk}/consents/",
    "/members/{person.pk}/holds/",
    "/members/erasures/",
    "/imports/upload/",
]
FOUNDING_PAGES = [
    "/founding/",
    "/founding/?show=approved",
    "/founding/prepare/",
    "/founding/{founding.pk}/",
    "/founding/changes/",
    "/founding/changes/{union_change.pk}/",
    "/founding/unions/{spell.organisation.pk}/",
    "/founding/unions/{spell.organisation.pk}/merge/",
    "/founding/unions/{spell.organisation.pk}/split/",
    "/founding/unions/{spell.organisation.pk}/dissolve/",
]
ORGANISING_PAGES = [
    "/coverage/",
    "/coverage/without/",
    "/campaigns/",
    "/campaigns/begin/",
    "/campaigns/choose/",
    "/campaigns/{target.campaign_id}/",
    "/campaigns/targets/{target.pk}/",
    "/employers/imports/",
    "/employers/imports/upload/",
    "/employers/imports/{listed.pk}/",
    "/organisations/{trade.pk}/",
    "/organisations/{trade.pk}/affiliate/",
]
SUPERVISION_PAGES = [
    "/supervision/",
    "/supervision/letters/",
    "/supervision/begin/",
    "/supervision/figures/",
    "/supervision/matters/{matter.pk}/",
    "/supervision/matters/{matter.pk}/issue/opinion/",
    "/supervision/employers/{matter.employer_id}/",
    "/supervision/inspections/",
    "/supervision/inspections/plan/",
    "/supervision/inspections/{inspection.pk}/",
    "/supervision/checklist/",
    "/supervision/hazards/",
    "/supervision/hazards/note/",
    "/supervision/hazards/{hazard.pk}/",
]
REPORT_PAGES = [
    "/report/?q=红星",
    "/report/limits/?lang=en",
    "/report/to/U-PLANT/",
    "/report/to/U-PLANT/?lang=en&level=1",
    "/report/receipt/",
    "/tips/",
    "/tips/{tip.number}/",
    "/tips/poster/?union=U-PLANT",
]
ADMINISTRATORS_PAGES = [
    "/organisations/",
    "/organisations/employers/",
    "/access/",
    "/access/tokens/",
    "/dead-letters/",
]


@pytest.fixture
def names(cast) -> dict:
    """What the addresses above are filled with."""
    by = cast.rights_officer
    asked = brought(cast.worker)
    actions.accept(asked, by=by, on=today())
    actions.ask(asked, text="Have you kept the time sheets?", by=by, on=today())
    return {
        "answered": answered(brought(cast.worker), by),
        "asked": asked,
        "asked_url": asked.get_absolute_url(),
        "person": cast.worker,
        "spell": cast.worker.spells.get(),
        "application": Application.objects.get(pk=an_application(cast)["pk"]),
        "change": change_proposal(cast),
        "delegation": delegation(cast),
        "relatives": (a_relative(cast), asked_relative(cast)),
        "transfer": Transfer.objects.get(pk=a_transfer(cast)["pk"]),
        "founding": Founding.objects.get(pk=an_applied_founding(cast)["pk"]),
        "union_change": Change.objects.get(pk=a_change(cast)["pk"]),
        "duty": Duty.objects.about(asked).open().get(),
        "target": target(cast),
        "matter": supervision_letter(cast).matter,
        "inspection": inspection(cast),
        "hazard": hazard(cast),
        "listed": employers_list(cast),
        "trade": affiliation(cast).trade_parent,
        "tip": Tip.objects.get(**a_tip_in_hand(cast)),
    }


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("who", "size", "pages"),
    [
        ("worker", "phone", WORKERS_PAGES),
        ("rights_officer", "desk", OFFICERS_PAGES),
        ("rights_officer", "phone", OFFICERS_PAGES),
        ("register_officer", "desk", REGISTER_PAGES),
        ("register_officer", "phone", REGISTER_PAGES),
        ("register_officer", "desk", FOUNDING_PAGES),
        ("register_officer", "phone", FOUNDING_PAGES),
        ("register_officer", "desk", ORGANISING_PAGES),
        ("register_officer", "phone", ORGANISING_PAGES),
        ("rights_officer", "desk", SUPERVISION_PAGES),
        ("rights_officer", "phone", SUPERVISION_PAGES),
        ("rights_officer", "phone", REPORT_PAGES),
        ("administrator", "desk", ADMINISTRATORS_PAGES),
    ],
    ids=[
        *("worker", "officer", "officer-on-the-phone"),
        *("register", "register-on-the-phone", "founding", "founding-on-the-phone"),
        *("organising", "organising-on-the-phone", "supervision"),
        *("supervision-on-the-phone", "reports", "administrator"),
    ],
)
def test_no_page_has_a_fault_in_light_or_dark(
    open_page, faults, cast, names, who, size, pages, lang
):
    person = getattr(cast, who)
    page = open_page(size=size, lang=lang, user=getattr(person, "user", person))
    found = {}
    for address in pages:
        answer = page.goto(address.format(**names))
        assert answer.status == 200, address
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            if faulty := faults(page):
                found[f"{address} {theme}"] = faulty
    assert found == {}
