"""What is done with Word templates: uploaded, tried on one member, merged for many, removed."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.documents import actions as documents
from unionhall.documents.word.checking import MAX_BYTES, checked
from unionhall.exchange.exports import actions as exports
from unionhall.exchange.exports.models import Export
from unionhall.history.actions import act, read_opened, record
from unionhall.mailings import audience
from unionhall.mailings.letters import fields
from unionhall.mailings.letters.kind import LETTERS, MOST_APART, MOST_TOGETHER
from unionhall.mailings.letters.merging import Letters, tried
from unionhall.mailings.letters.models import LetterTemplate
from unionhall.members.models import Spell
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Organisation


@act
def upload(
    organisation: Organisation, *, name: str, file: UploadedFile, by: User, on: date
) -> LetterTemplate:
    """Keep a Word file as a template, once it was taken apart and tried."""
    name = " ".join(name.split())
    if not name:
        raise Refused(_("The template needs a name."))
    if (file.size or 0) > MAX_BYTES:
        raise Refused(_("A template is at most %(limit)s MB.") % {"limit": MAX_BYTES // 2**20})
    found = checked(file.read(), fields.KNOWN)
    tried(found)
    file.seek(0)
    try:
        with transaction.atomic():
            template = LetterTemplate.objects.create(
                organisation=organisation, name=name, fields=sorted(found.fields), by=by, at=now()
            )
    except IntegrityError as error:
        raise Refused(
            _("There is a template called “%(name)s” here already.") % {"name": name}
        ) from error
    kept = documents.attach(template, file, by=by)
    _record(template, "template_uploaded", by=by, on=on, facts={"sha256": kept.sha256})
    return template


@act
def remove_template(template: LetterTemplate, *, by: User, on: date) -> None:
    """Take it away with its file; letters made from it stay where they are."""
    rows = LetterTemplate.objects.kept().filter(pk=template.pk)
    if not rows.update(removed_at=now()):
        raise Refused(_("This template has been removed already."))
    if file := template.file:
        documents.detach(file)
    _record(template, "template_removed", by=by, on=on)


def letters_of(template: LetterTemplate) -> Letters:
    """The template ready to be filled in; Refused where it is gone."""
    content = None if template.removed_at else template.content()
    if content is None:
        raise Refused(_("This template has been removed."))
    return Letters(checked(content, fields.KNOWN))


@act
def preview(
    template: LetterTemplate, spell: Spell, organisation: Organisation, *, by: User, on: date
) -> tuple[bytes, list[str]]:
    """One member's letter and its paragraphs; it shows their file, so it counts as read."""
    made = letters_of(template)
    read_opened(spell.organisation.chain, by=by, subject=spell.person, person=str(spell.person.uid))
    codes = set(template.fields)
    [values] = fields.values([spell], organisation, on, first=1, codes=codes)
    return made.letter(values), made.text(values)


@act
def merge(
    template: LetterTemplate,
    held: Scope,
    *,
    query: str,
    format: str,
    reason: str,
    by: User,
    on: date,
) -> Export:
    """Let a worker write letters to those whom a list of the register shows; kept sealed for some days."""
    made = letters_of(template)
    wanted = audience.chosen(query, held)
    people = audience.total(wanted)
    if not people:
        raise Refused(_("Nobody stands in this list."))
    if format == "docx":
        made.refuse_varying_heads()
    most = MOST_TOGETHER if format == "docx" else MOST_APART
    if people > most:
        raise Refused(
            _("These are more than %(most)s letters.") % {"most": most},
            instead=_("Choose one file for each person, or narrow the list."),
        )
    asked: dict[str, Any] = {"template": template.pk, "query": query}
    sender = audience.sender(wanted, held)
    return exports.ask(
        LETTERS.name,
        organisation_id=int(key_of(held.paths[0])),
        paths=list(held.paths),
        asked={**asked, "sender": sender.pk},
        format=format,
        reason=reason,
        by=by,
        on=on,
    )


def _record(
    template: LetterTemplate, what: str, *, by: User, on: date, facts: dict | None = None
) -> None:
    record(
        template.organisation.chain, f"mailings.{what}", by=by, subject=template, facts=facts, on=on
    )
