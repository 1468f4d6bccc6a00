"""A member's card: got, renewed, checked by anybody, revoked."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from pypdf import PdfReader

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.members.card import actions, codec, queries, views
from unionhall.members.card.models import Card
from unionhall.members.models import Spell
from unionhall.members.standing.models import Standing

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ENGLISH = {"accept-language": "en"}


def payload(card):
    return codec.written(bytes(card.number), card.last_on)


def test_a_member_has_one_card_good_for_ninety_days(card, cast):
    assert actions.issue(cast.worker, by=cast.worker.user, on=today()) == card
    assert card.last_on == today() + 90 * DAY
    assert queries.check(payload(card), on=card.last_on) == (True, card.last_on, "")
    assert queries.check(payload(card), on=card.last_on + DAY).why == "expired"


def test_who_is_no_member_gets_none(cast):
    Spell.objects.filter(person=cast.worker).update(until_on=today())
    with pytest.raises(Refused):
        actions.issue(cast.worker, by=cast.worker.user, on=today())


@pytest.mark.parametrize(
    ("state", "good"), [("kept", True), ("retired", True), ("suspended", False)]
)
def test_a_retired_member_s_card_is_good_a_suspended_one_s_is_not(state, good, card, cast):
    Standing.objects.create(spell=cast.worker.spells.get(), state=state, from_on=today())
    assert queries.check(payload(card), on=today()).good is good


def test_it_is_invalid_the_day_the_membership_ends(card, cast):
    Spell.objects.filter(person=cast.worker).update(until_on=today() + DAY)
    assert queries.check(payload(card), on=today()).good
    assert queries.check(payload(card), on=today() + DAY).why == "ended"


def test_a_revoked_card_is_invalid_at_once_and_replaced_by_another(card, cast):
    actions.revoke(card, reason="手机丢了", by=cast.plant_chair, on=today())
    assert queries.check(payload(card), on=today()).why == "ended"
    other = actions.issue(cast.worker, by=cast.worker.user, on=today())
    assert bytes(other.number) != bytes(card.number)
    assert queries.check(payload(other), on=today()).good
    with pytest.raises(Refused):
        actions.revoke(card, reason="又来一次", by=cast.plant_chair, on=today())
    with pytest.raises(Refused):
        actions.revoke(other, reason=" ", by=cast.plant_chair, on=today())
    verbs = [entry.verb for entry in trail(cast.worker)]
    assert verbs == ["members.card_issued", "members.card_revoked", "members.card_issued"]


def test_it_renews_itself_in_the_last_third_of_its_time(card, cast, signed_in):
    client, show = signed_in(cast.worker), reverse("card:show")
    for left, expected in ((31, 31), (30, 90), (-1, 90)):
        Card.objects.update(issued_on=today() - 90 * DAY, last_on=today() + left * DAY)
        assert client.get(show).status_code == 200
        assert Card.objects.get().last_on == today() + expected * DAY


def test_the_member_gets_it_on_the_phone_and_prints_it(cast, signed_in):
    client = signed_in(cast.worker)
    assert (
        "data:image/svg" not in client.get(reverse("card:show")).content.decode().split("<main")[1]
    )
    assert client.get(reverse("card:pdf")).status_code == 404
    assert client.post(reverse("card:issue")).status_code == 302
    assert "data:image/svg+xml" in client.get(reverse("card:show")).content.decode()
    printed = client.get(reverse("card:pdf"))
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    [page] = PdfReader(io.BytesIO(printed.content)).pages
    assert cast.worker.name in page.extract_text()
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all("/FontFile3" in one or "/FontFile2" in one for one in inner)


def test_anybody_checks_it_and_learns_nothing_else(card, cast, client):
    answer = client.get(reverse("card:check", args=[payload(card)]), headers=ENGLISH)
    page = answer.content.decode()
    assert "Valid" in page
    for secret in (cast.worker.name, "红星", str(cast.worker.uid), cast.worker.phone):
        assert secret not in page
    forged = client.get(reverse("card:check", args=["x" * 102]), headers=ENGLISH)
    assert "Not valid" in forged.content.decode()


def test_the_payload_holds_a_random_number_a_day_and_a_signature_only(card):
    told = codec.read(payload(card), codec.signing.public_keys(codec.PURPOSE))
    assert told == (bytes(card.number), card.last_on)


def test_the_public_keys_are_for_everybody(client, db):
    found = client.get(reverse("card:keys")).json()["keys"]
    assert [(len(key["key"]), key["last_on"]) for key in found.values()] == [(64, None)]


def test_checks_from_one_address_are_limited(card, client, monkeypatch):
    monkeypatch.setattr(views, "CHECKS_A_MINUTE", 2)
    monkeypatch.setattr(views, "time", lambda: 0)
    cache.clear()
    url = reverse("card:check", args=[payload(card)])
    assert [client.get(url).status_code for _ in range(3)] == [200, 200, 429]


def test_an_officer_of_the_union_revokes_it_on_the_member_s_page(card, cast, signed_in):
    url = reverse("card:revoke", args=[card.pk])
    for who in (cast.stranger_chair, cast.plant_desk_officer, cast.worker):
        assert signed_in(who).post(url, {"reason": "x"}).status_code == 404
    client = signed_in(cast.plant_chair)
    assert url in client.get(cast.worker.get_absolute_url()).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "手机丢了"}).status_code == 302
    assert Card.objects.live().count() == 0
