"""The letters of a matter: issued with a number and a day, answered, or not answered for ever."""

from collections.abc import Iterable
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.duties.succession import holders, knowing
from unionhall.history.actions import act
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules as book
from unionhall.supervision import names, owed, papers, periods, rules, steps
from unionhall.supervision.models import Finding, Letter, Matter, Rung


@act
def issue(
    matter: Matter,
    *,
    rung: str,
    addressee: str,
    text: str,
    ground: str = "",
    by: User,
    on: date,
) -> Letter:
    """Send a letter about all open findings: numbered, its answer due by the rule's day. Raises Refused."""
    matter = steps.locked(matter)
    findings = list(matter.findings.filter(state=Finding.State.OPEN))
    if not findings:
        raise Refused(_("There is nothing left to write about: every finding is settled."))
    text = steps.needed(text, _("The letter has no text."))
    addressee = steps.needed(addressee, _("To whom does the letter go?"))
    _refuse_out_of_turn(matter, rung, ground, on=on)
    names.refuse_workers(f"{addressee}\n{text}", matter, on=on)
    made = Letter(
        matter=matter,
        rung=rung,
        union=matter.organisation,
        year=on.year,
        number=_next_number(matter.organisation, on.year),
        addressee=addressee,
        text=text,
        ground=ground.strip(),
        issued_on=on,
        issued_by=by,
        due_on=on,
    )
    made.save(force_insert=True)
    made.findings.set(findings)
    rule = periods.rule_of(rung, matter.organisation, on=on)
    duty = owed.open_for(made, owed.ANSWER, rule=rule, start=on, by=by, on=on)
    made.due_on = duty.due_on
    made.save(update_fields=["due_on"])
    duties.fulfil(matter, owed.VISIT, by=by, on=on)
    name = f"{made.get_rung_display()}-{made.year}-{made.number}"
    for ending, data in papers.written(made):
        attach(made, SimpleUploadedFile(name + ending, data), by=by, is_ours=True)
    steps.note(
        matter, "issued", by=by, on=on, rung=rung, number=made.full_number, ground=ground.strip()
    )
    return made


def _refuse_out_of_turn(matter: Matter, rung: str, ground: str, *, on: date) -> None:
    """Steps of the ladder come in their order; one is left out only on a ground."""
    if rung not in Rung.values:
        raise Refused(_("There is no such letter."))
    sent = [rules.Sent(row.rung, row.is_settled) for row in matter.letters.all()]
    objection = rules.objection(rung, sent)
    if not objection or (objection not in rules.FORBIDDEN and ground.strip()):
        return
    words = {
        "running": _("A letter of this kind still waits for its answer."),
        "down": _("A weightier letter has been sent already."),
        "skips": _("The letter before this one has not been sent."),
        "early": _("The letter before this one still waits for its answer."),
    }
    instead = _("Wait for the answer or its last day.")
    if objection not in rules.FORBIDDEN:
        instead = _("Send that one first, or state the ground for leaving it out.")
    ladder = periods.rule_of("ladder", matter.organisation, on=on)
    raise Refused(words[objection], book.citation(ladder), instead=instead)


def _next_number(union: Organisation, year: int) -> int:
    """The next number of the union in the year; its row is locked, so that no number is given twice."""
    Organisation.objects.select_for_update(no_key=True).get(pk=union.pk)
    last = Letter.objects.filter(union=union, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@act
def answer(
    letter: Letter, *, answer: str, text: str, files: Iterable = (), by: User, on: date
) -> None:
    """Record what was answered, or that the letter was not taken; a day that was missed stays missed."""
    matter = steps.locked(letter.matter)
    if answer not in Letter.Answer.values:
        raise Refused(_("Choose what was answered."))
    text = steps.needed(text, _("Say what was answered."))
    missed = letter.missed_on or (on if on > letter.due_on else None)
    still = Letter.objects.filter(pk=letter.pk, answered_on=None)
    if not still.update(answered_on=on, answer=answer, answer_text=text, missed_on=missed):
        letter.refresh_from_db()
        raise Refused(_("An answer has been recorded already."))
    letter.refresh_from_db()
    for upload in files:
        attach(letter, upload, by=by)
    duties.fulfil(letter, owed.ANSWER, by=by, on=on)
    owed.open_visit(matter, by=by, on=on)
    steps.note(
        matter, "answered", by=by, on=on, number=letter.full_number, answer=answer, rung=letter.rung
    )


@act
def miss(letter: Letter, *, by: None, on: date) -> None:
    """Note that the day of an answer went by: the clock does it, and nobody undoes it."""
    still = Letter.objects.unanswered().filter(pk=letter.pk, missed_on=None, due_on__lt=on)
    if not still.update(missed_on=on):
        return
    matter = letter.matter
    owed.open_visit(matter, by=by, on=on)
    steps.note(matter, "missed", by=by, on=on, number=letter.full_number, rung=letter.rung)
    duty = duties.current(letter, owed.ANSWER)
    steps.tell(
        knowing(duty, holders(duty, on=on)),
        "missed",
        matter,
        employer=str(matter.employer),
        number=letter.full_number,
    )
