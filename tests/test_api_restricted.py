"""A request kept from the worker's own union is in no answer to others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access_examples import PNG, SENT
from tests.interface import ENDPOINTS, call, told
from unionhall.cases import my_actions
from unionhall.cases.models import Draft, Topic
from unionhall.core.clock import today
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty

pytestmark = pytest.mark.django_db


MAY_READ = {"rights_officer", "second_rights_officer", "city_rights_officer"}
OFFICERS = [
    "chair", "vice_chair", "rights_officer", "second_rights_officer", "desk_officer",
    "register_officer", "treasurer", "auditor", "women_officer", "administrator",
    "city_rights_officer", "street_chair", "plant_chair", "plant_desk_officer", "shop_chair",
    "stranger_chair", "stranger_rights_officer", "stranger_register_officer",
]  # fmt: skip


SEARCHES = [
    *(f"/cases?show={show}" for show in ("open", "new", "mine", "overdue", "week", "ended")),
    *("/cases?q=李小明", "/cases?q=李", "/cases?unit=330101", "/cases?unit=U-PLANT"),
    *(f"/duties?show={show}" for show in ("mine", "office", "unit")),
    *("/duties?show=unit&kind=cases.accept", "/me/notices", "/me/requests", "/members/{person}"),
]
# Reading comes first, so that no act has moved the request or its duty away.
ABOUT_ONE = sorted(
    (
        door
        for door in ENDPOINTS
        if door.route.startswith("/api/v1/cases/{number}")
        or door.route.startswith("/api/v1/duties/{key}")
    ),
    key=lambda door: door.verb,
)


@pytest.fixture
def kept(cast):
    draft = Draft(person=cast.worker, topic=Topic.PAY, text="主席克扣补贴", is_restricted=True)
    photo = SimpleUploadedFile("x.png", PNG, content_type="image/png")
    return my_actions.submit(draft, files=[photo], by=cast.worker.user, on=today())


@pytest.mark.parametrize("officer", OFFICERS)
def test_a_restricted_request_is_in_no_answer_to_others(cast, kept, officer):
    user = getattr(cast, officer)
    about = Duty.objects.about(kept).get().pk
    file = Attachment.objects.of(kept).get().uid
    showing = [
        path
        for path in SEARCHES
        if kept.number
        in (text := call(user, "GET", path.format(person=cast.worker.pk)).content.decode())
        or kept.text in text
        or (path.startswith("/duties") and f'"id": {about},' in text)
    ]
    there = [
        door.name
        for door in ABOUT_ONE
        if call(
            user,
            door.verb,
            door.route.removeprefix("/api/v1").format(number=kept.number, key=about, uid=file),
            (door.body or {}) | SENT.get(door.name, lambda cast: {})(cast),
        ).status_code
        != 404
    ]
    if officer in MAY_READ:
        assert {"/cases?show=open", "/cases?q=李小明"} <= set(showing)
        assert {"api:cases_case", "api:cases_file", "api:duties_detail"} <= set(there)
    else:
        assert (showing, there) == ([], [])


def test_only_who_may_read_restricted_requests_takes_one_down(cast):
    body = {"person": str(cast.worker.uid), "topic": "pay", "text": "x", "restricted": True}
    taken = call(cast.rights_officer, "POST", "/cases", body)
    assert (taken.status_code, taken.json()["is_restricted"]) == (201, True)
    assert told(call(cast.desk_officer, "POST", "/cases", body))[0] == 404
    number = taken.json()["number"]
    assert told(call(cast.plant_chair, "GET", f"/cases/{number}"))[0] == 404


def test_a_restricted_request_is_not_handed_to_the_union(cast, kept):
    for unit in ("U-PLANT", "330101001"):
        body = {"organisation": unit, "reason": "x"}
        response = call(cast.rights_officer, "POST", f"/cases/{kept.number}/hand-over", body)
        assert told(response)[0] == 404
