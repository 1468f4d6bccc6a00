"""Referrals: what is passed of a request to another desk or an outside body, and on which ground."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope, ScopedQuerySet
from unionhall.cases.models import Case, Message
from unionhall.documents.models import Attachment
from unionhall.organisations.models import Organisation
from unionhall.organisations.offices import OFFICES


class PartnerKind(models.TextChoices):
    """What an outside body is."""

    ARBITRATION = "arbitration", _("arbitration commission")
    INSPECTORATE = "inspectorate", _("labour inspectorate")
    COURT = "court", _("court")
    LEGAL_AID = "legal_aid", _("legal aid centre")
    HOSPITAL = "hospital", _("hospital")
    WOMEN = "women", _("women's federation")
    POLICE = "police", _("police")
    HOTLINE = "hotline", _("hotline")
    OTHER = "other", pgettext_lazy("kind of body", "another body")


class PartnerQuerySet(ScopedQuerySet):
    def kept(self):
        """Those still in the directory."""
        return self.filter(ended_on=None)


class Partner(models.Model):
    """An outside body in a federation's directory, to which requests can be referred."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partners", verbose_name=_("kept by")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=PartnerKind)
    name = models.CharField(pgettext_lazy("of a body", "name"), max_length=120)
    contact = models.CharField(_("contact"), max_length=300)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_on = models.DateField(_("taken out on"), null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(ended_on=None),
                name="partner_once_in_a_directory",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReferralState(models.TextChoices):
    """How far a referral has come."""

    PROPOSED = "proposed", pgettext_lazy("referral", "Waits for the worker's word")
    CONSENTED = "consented", pgettext_lazy("referral", "May be sent")
    DECLINED = "declined", pgettext_lazy("referral", "Declined by the worker")
    SENT = "sent", pgettext_lazy("referral", "Sent")
    TAKEN_UP = "taken_up", pgettext_lazy("referral", "Taken up")
    SENT_BACK = "sent_back", pgettext_lazy("referral", "Sent back")
    ANSWERED = "answered", pgettext_lazy("referral", "Answered")
    ENDED = "ended", pgettext_lazy("referral", "Ended")
    REVOKED = "revoked", pgettext_lazy("referral", "Revoked by the worker")


REFERRAL_TONES = {
    ReferralState.PROPOSED: "waiting",
    ReferralState.CONSENTED: "new",
    ReferralState.DECLINED: "quiet",
    ReferralState.SENT: "active",
    ReferralState.TAKEN_UP: "active",
    ReferralState.SENT_BACK: "warn",
    ReferralState.ANSWERED: "good",
    ReferralState.ENDED: "quiet",
    ReferralState.REVOKED: "quiet",
}
# In these the receiver may read what was passed.
PASSED = (ReferralState.SENT, ReferralState.TAKEN_UP, ReferralState.ANSWERED)
WITH_RECEIVER = (ReferralState.SENT, ReferralState.TAKEN_UP)
UNDER_WAY = (ReferralState.PROPOSED, ReferralState.CONSENTED, *PASSED)


class ConsentWay(models.TextChoices):
    """How the worker agreed."""

    PAGE = "page", _("on the worker's own page")
    TELEPHONE = "telephone", _("by telephone")
    PAPER = "paper", _("signed on paper")
    SPOKEN = "spoken", _("in person")


class ReferralGround(models.TextChoices):
    """On what a referral rests without the worker's consent."""

    LIFE = (
        "life",
        _(
            "emergency: somebody's life or health is in danger (Personal Information Protection Law, art. 13)"
        ),
    )
    DUTY = (
        "duty",
        _("a duty by law to report or hand over (Personal Information Protection Law, art. 13)"),
    )
    OTHER = "other", pgettext_lazy("legal ground", "another legal ground, named below")


class ReferralQuerySet(ScopedQuerySet):
    """Referrals as their receivers find them: by the organisation whose desk received them."""

    scope_prefix = "to_organisation"

    def under_way(self):
        """Those not declined, sent back, ended or revoked."""
        return self.filter(state__in=UNDER_WAY)

    def received(self, held: Scope, restricted: Scope):
        """What desks in `held` may read now; of restricted requests only where `restricted` holds too."""
        from unionhall.cases.confidential.models import Tie  # which needs the requests above first

        rows = self.filter(held.q("to_organisation"), state__in=PASSED).exclude(
            case__status="withdrawn"
        )
        if held.user is not None:  # whom the request is about reads nothing of it anywhere
            about = Tie.objects.in_force().party().filter(user=held.user.pk)
            rows = rows.exclude(case__in=about.values("case"))
        return rows.filter(Q(case__is_restricted=False) | restricted.q("to_organisation"))


class Referral(models.Model):
    """One passing on of a request: to whom, what, why, on whose word, and what came of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_office = models.CharField(max_length=30, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReferralState, default=ReferralState.PROPOSED
    )
    why = models.TextField(_("why it is referred"))
    summary = models.TextField(_("what is passed on"))
    with_contact = models.BooleanField(_("name and telephone are passed on"), default=False)
    messages = models.ManyToManyField(Message, related_name="+", blank=True)
    files = models.ManyToManyField(Attachment, related_name="+", blank=True)
    proposed_on = models.DateField(_("proposed on"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    consent_way = models.CharField(_("agreed"), max_length=10, choices=ConsentWay, blank=True)
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    consent_how = models.CharField(_("how it was given"), max_length=300, blank=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ground = models.CharField(_("legal ground"), max_length=8, choices=ReferralGround, blank=True)
    ground_text = models.CharField(_("law and facts it rests on"), max_length=500, blank=True)
    # Telling the worker would put somebody in danger: their own pages show nothing of it until then.
    is_hidden = models.BooleanField(_("the worker is not told yet"), default=False)

    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("answer of the receiver"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    why_ended = models.CharField(_("why it ended"), max_length=500, blank=True)

    # Of the secret address only a keyed digest is kept.
    link_digest = models.CharField(max_length=64, blank=True)
    link_until = models.DateField(_("the link holds until"), null=True, blank=True)
    link_opened_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="referral_has_one_receiver",
                condition=Q(to_organisation__isnull=False, partner__isnull=True)
                | Q(to_organisation__isnull=True, partner__isnull=False),
            ),
            # The promise itself: nothing is passed without a consent or a ground on record.
            models.CheckConstraint(
                name="referral_passed_on_a_ground",
                condition=~Q(state__in=["consented", "sent", "taken_up", "sent_back", "answered"])
                | Q(consent_on__isnull=False) & ~Q(consent_way="")
                | ~Q(ground="") & ~Q(ground_text=""),
            ),
            models.UniqueConstraint(
                fields=["link_digest"], condition=~Q(link_digest=""), name="referral_link_once"
            ),
        ]
        indexes = [
            models.Index(fields=["to_organisation", "state", "sent_on"], name="referral_received"),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.receiver}"

    def get_absolute_url(self) -> str:
        """The page of those who refer it."""
        return reverse("referrals:referral", args=[self.case.number, self.uid])

    @property
    def my_url(self) -> str:
        """Where the worker reads it."""
        return reverse("referrals:my_referral", args=[self.uid])

    @property
    def received_url(self) -> str:
        """Where the desk that received it reads it."""
        return reverse("referrals:received", args=[self.uid])

    @property
    def receiver(self) -> str:
        """Whom it goes to, in words."""
        if self.partner:
            return str(self.partner)
        return _("%(union)s, %(office)s") % {
            "union": self.to_organisation,
            "office": OFFICES[self.to_office].title,
        }

    @property
    def reference(self) -> str:
        """What an outside body quotes in its answer; the request's number is not passed on."""
        return self.uid.hex[:8].upper()

    @property
    def tone(self) -> str:
        """The colour of its state, as the State component names it."""
        return REFERRAL_TONES[ReferralState(self.state)]

    @property
    def is_passed(self) -> bool:
        """Whether the receiver may read it now."""
        return self.state in PASSED and self.case.status != "withdrawn"

    @property
    def said(self) -> list[dict]:
        """The messages that are passed; the worker's name stands there only if it is passed too."""
        worker = self.case.person.name if self.with_contact else str(_("the worker"))
        return [
            {
                "by_label": worker if row.from_worker else row.by_label,
                "text": row.text,
                "at": row.at,
            }
            for row in self.messages.order_by("at", "pk")
        ]

    @property
    def person(self) -> str:
        """The name under which reads are shown to the worker; "" as long as they must not know."""
        return "" if self.is_hidden else str(self.case.person.uid)
