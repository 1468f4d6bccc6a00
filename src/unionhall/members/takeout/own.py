"""What the register itself, and the apps below it, hold about a person."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.access.models import Token
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty, Feed
from unionhall.exchange.models import Export, Import
from unionhall.history.queries import reads_of, trail
from unionhall.members.actions import FACTS
from unionhall.members.applying.models import Application
from unionhall.members.binding.models import BindingRequest
from unionhall.members.changes.queries import lines
from unionhall.members.consents.kinds import KINDS
from unionhall.members.delegates.matters import labels
from unionhall.members.delegates.models import Delegation
from unionhall.members.exports import reads
from unionhall.members.models import Person
from unionhall.members.queries import files_of
from unionhall.members.roster.story import changed_by_imports
from unionhall.members.sealing import open_id
from unionhall.members.sentences import sentence
from unionhall.members.takeout.parts import Fact, Part, Row, register, told
from unionhall.notifications.models import ChatAddress, Message, Preference
from unionhall.organisations.models import Mandate

MANY = 10_000


def _person(person: Person) -> Iterator[Row]:
    number = Fact("id_number", str(_("ID number")), open_id(person))
    yield [*told(person, *FACTS, "died_on"), number]


def _spells(person: Person) -> Iterator[Row]:
    for spell in person.memberships:
        yield told(spell, "from_on", "until_on", "begun_by", "ended_by", union=spell.organisation)


def _standings(person: Person) -> Iterator[Row]:
    for spell in person.memberships:
        for row in spell.all_standings:
            yield told(row, "state", "cause", "from_on", "until_on", union=spell.organisation)


def _cards(person: Person) -> Iterator[Row]:
    for card in person.cards.order_by("pk"):
        yield told(card, "issued_on", "last_on", "revoked_on")


def _transfers(person: Person) -> Iterator[Row]:
    names = ("state", "reason", "asked_on", "released_on", "ended_on", "why_ended")
    for row in person.transfers.order_by("pk").select_related("to_organisation"):
        yield told(row, *names, to=row.to_organisation)


def _invitations(person: Person) -> Iterator[Row]:
    names = ("state", "name", "known_by", "hint", "reason", "asked_on", "ended_on", "why_ended")
    for row in person.invitations.order_by("pk").select_related("organisation"):
        yield told(row, *names, to=row.organisation)


def _change_proposals(person: Person) -> Iterator[Row]:
    names = ("reason", "proposed_on", "state", "decided_on", "why_not")
    for row in person.change_proposals.order_by("pk").select_related("organisation", "person"):
        fields = "; ".join(f"{line.label}: {line.old} → {line.new}" for line in lines(row))
        yield told(row, *names, changes=fields, union=row.organisation)


def _relatives(person: Person) -> Iterator[Row]:
    names = ("kind", "name", "birth_on", "from_on", "until_on", "entered_on", "link")
    for row in person.relatives.order_by("pk"):
        yield told(row, *names)
    # Who named this person, as far as they know of it themselves.
    for row in person.relative_of.order_by("pk").select_related("person"):
        yield told(row, "kind", "link", named_by=row.person)


def _delegations(person: Person) -> Iterator[Row]:
    names = ("from_on", "until_on", "given_on", "reason", "revoked_on")
    mine = Q(person=person) | Q(delegate=person.user_id) & ~Q(delegate=None)
    rows = Delegation.objects.filter(mine).order_by("pk").select_related("person", "delegate")
    for row in rows:
        matters = "; ".join(labels(row.matters))
        yield told(row, "delegate", *names, member=row.person, matters=matters)


def _consents(person: Person) -> Iterator[Row]:
    for row in person.consents.order_by("pk"):
        kind = KINDS[row.kind]
        words = kind.version(row.version).text
        yield told(row, "given_on", "withdrawn_on", "version", kind=kind.label, words=words)


def _applications(person: Person) -> Iterator[Row]:
    names = (
        *("name", "phone", "workplace", "employment", "way", "asked_on", "state", "decided_on"),
        *("resolution", "reason"),
    )
    mine = Q(person=person) | Q(delegation__person=person)
    for row in Application.objects.filter(mine).order_by("pk").select_related("organisation"):
        yield told(row, *names, union=row.organisation)


def _first_sign_ins(person: Person) -> Iterator[Row]:
    names = ("asked_at", "name", "phone", "workplace", "decided_at", "reason")
    for row in BindingRequest.objects.filter(person=person).order_by("pk"):
        yield told(row, *names)


def _account(person: Person) -> Iterator[Row]:
    for row in EmailAddress.objects.filter(user=person.user_id).order_by("pk"):
        yield told(row, "email", "verified", "primary")
    if user := person.user:
        yield told(
            user, "username", "name", "phone", "email", "language", "date_joined", "last_login"
        )


def _devices(person: Person) -> Iterator[Row]:
    for row in UserSession.objects.filter(user=person.user_id).order_by("pk"):
        yield told(row, "ip", "created_at", "user_agent")
    for factor in Authenticator.objects.filter(user=person.user_id).order_by("pk"):
        yield told(factor, "type", "created_at", "last_used_at")


def _tokens(person: Person) -> Iterator[Row]:
    for row in Token.objects.filter(user=person.user_id).order_by("pk"):
        yield told(row, "name", "until_on")


def _notices(person: Person) -> Iterator[Row]:
    for row in Message.objects.filter(receiver=person.user_id).order_by("pk")[:MANY]:
        yield told(row, "template", "channel", "created_at", "read_at")
    for wish in Preference.objects.filter(user=person.user_id).order_by("pk"):
        yield told(wish, "kind", "channel", "wanted")
    for chat in ChatAddress.objects.filter(user=person.user_id):
        yield told(chat, "shown", "changed_at")
    for feed in Feed.objects.filter(user=person.user_id):
        yield told(feed, "names_kinds", "made_at")


def _offices(person: Person) -> Iterator[Row]:
    for row in Mandate.objects.filter(user=person.user_id).select_related("organisation"):
        yield told(row, "from_on", "until_on", office=row.office_title, union=row.organisation)


def _duties(person: Person) -> Iterator[Row]:
    for row in Duty.objects.filter(holder=person.user_id).order_by("pk")[:MANY]:
        yield told(row, "kind", "opened_on", "due_on", "fulfilled_on")


def _files(person: Person) -> Iterator[Row]:
    for row in Attachment.objects.filter(uploaded_by=person.user_id).order_by("pk"):
        yield told(row, "name", "media_type", "size", "at")


def _imports(person: Person) -> Iterator[Row]:
    mine = Q(uploaded_by=person.user_id) | Q(applied_by=person.user_id)
    for row in Import.objects.filter(mine).exclude(uploaded_by=None).order_by("pk"):
        yield told(row, "file_name", "state")


def _exports(person: Person) -> Iterator[Row]:
    for row in Export.objects.filter(by=person.user_id).exclude(by=None).order_by("pk"):
        yield told(row, "file_name", "reason", "at", "rows")


def _changes(person: Person) -> Iterator[Row]:
    for entry in (entry for file in files_of(person) for entry in trail(file)):
        body = entry.personal or {}
        yield [
            Fact("at", str(_("Moment")), entry.at.isoformat()),
            Fact("by", str(_("By")), entry.by_label or str(entry.actor)),
            Fact("what", str(_("What")), sentence(entry)),
            Fact("reason", str(_("Reason")), str(body.get("reason", ""))),
        ]


def _imported(person: Person) -> Iterator[Row]:
    for line in (one for file in files_of(person) for one in changed_by_imports(file, limit=MANY)):
        yield _look(line["at"].isoformat(), line["by_label"], line["sentence"], line["body"])


def _erasures(person: Person) -> Iterator[Row]:
    for row in person.erasures.order_by("pk"):
        yield told(row, "reason", "asked_on", "state", "decided_on", "why_not")
    for hold in person.holds.order_by("pk"):
        yield told(hold, "ground", "from_on", "until_on")


def _looks(person: Person) -> Iterator[Row]:
    files = files_of(person)
    for entry in (entry for file in files for entry in reads_of(str(file.uid), limit=MANY)):
        why = (entry.personal or {}).get("why", "")
        yield _look(entry.at.isoformat(), entry.by_label or str(entry.actor), sentence(entry), why)
    for line in (one for f in files for one in reads.lines(reads.exported(f, limit=MANY))):
        yield _look(line["at"].isoformat(), line["by_label"], line["sentence"], line["body"])


def _look(at: str, by: str, what: str, why: str) -> Row:
    return [
        Fact("at", str(_("Moment")), at),
        Fact("by", str(_("By")), by),
        Fact("what", str(_("What")), str(what)),
        Fact("reason", str(_("Reason")), str(why)),
    ]


OWN = (
    Part("person", _("My file"), ("members.person",), _person),
    Part("memberships", _("My memberships"), ("members.spell",), _spells),
    Part("standings", _("When my rights rested"), ("members.standing",), _standings),
    Part("cards", _("My cards"), ("members.card",), _cards),
    Part("transfers", _("My transfers"), ("members.transfer",), _transfers),
    Part("invitations", _("Unions that asked for me"), ("members.invitation",), _invitations),
    Part("applications", _("My applications"), ("members.application",), _applications),
    Part(
        "change_proposals",
        _("Changes I proposed"),
        ("members.changeproposal",),
        _change_proposals,
    ),
    Part("household", _("My household"), ("members.relative",), _relatives),
    Part("consents", _("What I consented to"), ("members.consent",), _consents),
    Part("delegations", _("Who acts for whom"), ("members.delegation",), _delegations),
    Part("first_sign_ins", _("First sign-ins"), ("members.bindingrequest",), _first_sign_ins),
    Part("account", _("Account"), ("accounts.user", "account.emailaddress"), _account),
    Part("devices", _("Devices"), ("usersessions.usersession", "mfa.authenticator"), _devices),
    Part("tokens", _("Tokens for programs"), ("access.token",), _tokens),
    Part(
        "notices",
        _("Notices"),
        (
            "notifications.message",
            "notifications.preference",
            "notifications.chataddress",
            "duties.feed",
        ),
        _notices,
    ),
    Part("erasures", _("Requests for erasure"), ("members.erasure", "members.hold"), _erasures),
    Part("offices", _("Offices"), ("organisations.mandate",), _offices),
    Part("duties", _("Duties"), ("duties.duty",), _duties),
    Part("files", _("Files I sent"), ("documents.attachment",), _files),
    Part("imports", _("Rosters I imported"), ("exchange.import",), _imports),
    Part("changes", _("What was changed"), ("history.entry",), _changes),
    Part("sheets", _("What sheets changed"), ("exchange.line",), _imported),
    Part("reads", _("Who has looked at my file"), ("exchange.exported",), _looks),
    Part("exports", _("Lists I took out"), ("exchange.export",), _exports),
)
for _part in OWN:
    register(_part)
