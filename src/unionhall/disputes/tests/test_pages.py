"""The pages of disputes: lists, one dispute, the worker's own, and how it goes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.cases import procedures
from unionhall.cases.drawing import arrows, drawn
from unionhall.core.clock import today
from unionhall.disputes import opening
from unionhall.disputes.procedure import PROCEDURE, SHOWN

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def dispute(cast):
    """A dispute of the plant's worker, opened today."""
    return opening.open_dispute(
        cast.worker,
        organisation=cast.units.plant,
        employer="红星机械厂",
        text="没有给经济补偿",
        known_on=today() - timedelta(days=40),
        kind="severance",
        amount=12000,
        by=cast.rights_officer,
        on=today(),
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("of", ["", "requests"])
def test_anybody_reads_how_it_goes(language, of, client):
    address = f"{reverse('disputes:how_this_goes')}?of={of}"
    page = client.get(address, headers={"accept-language": language}).content.decode()
    steps = procedures.REQUEST.steps if of else SHOWN
    assert (page.count("<tr>"), page.count('<svg class="procedure"')) == (len(steps) + 1, 1)


@pytest.mark.parametrize("procedure", [PROCEDURE, procedures.REQUEST])
def test_the_picture_has_every_stage_and_every_move(procedure):
    names = list(procedure.stages)
    found = str(drawn(procedure, here=names[1]))
    assert found.count("<rect") == len(names)
    assert found.count("is-here") == 1
    tops = {name: 60 * order for order, name in enumerate(names)}
    made = arrows(procedure, tops)
    assert len(made) == len(procedure.moves()) == found.count("marker-end")
    lanes = [one.path.split("H")[1].split("V")[0] for one in made if "H" in one.path]
    assert len(set(lanes)) == len(lanes)


@pytest.mark.parametrize(
    ("show", "is_there"),
    [("open", True), ("mine", False), ("talks", True), ("mediation", False), ("over", False)],
)
def test_the_list_shows_disputes_by_how_they_stand(show, is_there, dispute, cast, signed_in):
    page = signed_in(cast.rights_officer).get(f"{reverse('disputes:index')}?show={show}")
    assert (dispute.number in page.content.decode()) == is_there


def test_a_stranger_finds_nothing(dispute, cast, signed_in):
    client = signed_in(cast.stranger_rights_officer)
    assert dispute.number not in client.get(reverse("disputes:index")).content.decode()
    assert client.get(dispute.get_absolute_url()).status_code == 404
    take = reverse("disputes:take", args=[dispute.number, "consult"])
    assert client.post(take).status_code == 404


def test_a_step_is_taken_on_the_page_and_refused_with_what_was_typed(dispute, cast, signed_in):
    client = signed_in(cast.rights_officer)
    take = reverse("disputes:take", args=[dispute.number, "consult"])
    assert client.post(take, {"text": "约谈"}).status_code == 302
    again = client.post(take, {"text": "再约一次"})
    assert (again.status_code, "再约一次" in again.content.decode()) == (409, False)
    mediation = reverse("disputes:take", args=[dispute.number, "accept"])
    assert client.post(mediation, {"mediators": "丁仲"}).status_code == 404


def test_a_malformed_step_over_the_interface_is_told_so(dispute, cast, signed_in):
    opening.represent(dispute, cast.rights_officer, by=cast.rights_officer, on=today())
    answer = signed_in(cast.rights_officer).post(
        f"/api/v1/disputes/{dispute.number}/take/ask_mediation",
        {"text": "x"},
        content_type="application/json",
    )
    assert (answer.status_code, "venue" in answer.json()["detail"]) == (422, True)


def test_a_worker_reads_their_own_dispute_and_nobody_elses(dispute, cast, signed_in):
    page = signed_in(cast.worker).get(dispute.my_url, headers=ENGLISH).content.decode()
    assert "红星机械厂" in page
    assert "The worker knew since" in page
    assert signed_in(cast.colleague).get(dispute.my_url).status_code == 404


def test_a_restricted_dispute_opens_only_where_restricted_requests_do(dispute, cast, signed_in):
    type(dispute).objects.filter(pk=dispute.pk).update(is_restricted=True)
    assert signed_in(cast.plant_chair).get(dispute.get_absolute_url()).status_code == 404
    assert signed_in(cast.rights_officer).get(dispute.get_absolute_url()).status_code == 200
