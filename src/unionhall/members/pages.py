"""What the register's pages show."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from unionhall.access.scope import Scope
from unionhall.core.clock import today
from unionhall.core.paging import Page
from unionhall.core.text import masked_id
from unionhall.history.actions import searched
from unionhall.history.queries import reads_of, trail
from unionhall.members import columns, queries, sentences
from unionhall.members.exports.reads import exported, is_of_file, lines
from unionhall.members.forms import STATUS_WORDS, CorrectForm, ReasonForm, RegisterForm
from unionhall.members.hidden import hidden, shown
from unionhall.members.models import Ended, Merge, Person, Spell
from unionhall.members.queries import Filters
from unionhall.members.roster.story import changed_by_imports
from unionhall.members.rules import Status
from unionhall.members.saved import queries as searches
from unionhall.members.sealing import open_id
from unionhall.members.standing import pages as standing_pages
from unionhall.organisations.models import Mandate, Organisation
from unionhall.ui.pieces.text import written

LONGEST_SEARCH = 60


TONES = {Status.IN_FORCE: "good", Status.SUSPENDED: "warn"}
SELECTS = ("status", "sex", "employment", "order")


@dataclass
class Chosen:
    """What the reader chose of a list, and how to keep it in an address."""

    filters: Filters
    unit: Organisation | None
    order: str
    columns: list[columns.Column]
    typed: str
    values: dict[str, Any]

    @cached_property
    def sealed(self) -> str:
        """What was searched for, as an address may hold it."""
        return hidden(self.typed)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but order and columns was chosen."""
        narrowing = ("unit", "status", "on", "sex", "employment", "saved")
        return any(self.values[name] for name in narrowing)

    def address(self, **more: str) -> str:
        """The list's query with what was chosen; what was searched for stands sealed in it."""
        chosen = {**self.values, "s": self.sealed, **more}
        return urlencode({name: value for name, value in chosen.items() if value}, doseq=True)


def chosen(request) -> Chosen:
    """What the address and the form ask for; anything unreadable counts as not chosen."""
    return choice(request.POST if request.method == "POST" else request.GET, request.scope)


def choice(asked, scope: Scope) -> Chosen:
    """What a query of the list asks for within a scope, whoever sent it."""
    form = RegisterForm(asked)
    form.is_valid()
    values = {**dict.fromkeys(RegisterForm.base_fields, ""), **form.cleaned_data}
    typed = (asked.get("q") or shown(asked.get("s", ""))).strip()[:LONGEST_SEARCH]
    where, status = searches.chosen(asked.get("saved"), scope)
    filters = Filters(
        scope=scope,
        on=values["on"] or today(),
        status=values["status"] or status or ("all" if typed else "held"),
        sex=values["sex"],
        employment=values["employment"],
        where=where,
    )
    unit = None
    if values["unit"]:
        unit = queries.unit_called(values["unit"], scope)
        filters = filters.inside(unit) if unit else filters
    return Chosen(
        filters, unit, values["order"] or "name", columns.chosen(values["columns"]), typed, values
    )


def said(wanted: Chosen) -> str:
    """Which memberships were chosen, in words."""
    form: Any = RegisterForm.base_fields
    told = [str(wanted.unit)] if wanted.unit else []
    told.append(dict(form["status"].choices).get(wanted.filters.status, ""))
    for name in ("sex", "employment"):
        if value := wanted.values[name]:
            told.append(dict(form[name].choices).get(value, value))
    if wanted.values["on"]:
        told.append(written(wanted.filters.on))
    if wanted.filters.where:
        told.append(wanted.filters.where.name)
    return " · ".join(str(part) for part in [*told, wanted.typed] if part)


def list_page(request):
    """The list of memberships, or what was found."""
    wanted = chosen(request)
    cursor = shown(request.GET.get("at", ""))
    count = None
    if wanted.typed:
        page = queries.searched(wanted.typed, wanted.filters, cursor=cursor)
        if "q" in request.POST or "q" in request.GET:
            searched(queries.chain_of_scope(request.scope), by=request.user, what="members")
    else:
        page = queries.register(wanted.filters, order=wanted.order, cursor=cursor)
        if not (page.before or page.after):
            count = len(page)
        elif not (wanted.filters.sex or wanted.filters.employment or wanted.filters.where):
            # Counting the few of one sort would read the whole scope; their page does not.
            count = queries.counted(wanted.filters)
    context = {
        "chosen": wanted,
        "rows": _rows(page, wanted, request.GET.get("at", "")),
        "before": page.before and f"?{wanted.address(at=hidden(page.before))}",
        "after": page.after and f"?{wanted.address(at=hidden(page.after))}",
        "count": count,
        "most_counted": queries.MOST_COUNTED,
        "units": queries.units_around(request.scope, wanted.unit),
        "all_columns": columns.OPTIONAL,
        "selects": [_select(name, wanted) for name in SELECTS],
        "may_add": bool(request.scope.also("members.add")),
        "may_merge": bool(request.scope.also("members.merge")),
        "may_write": bool(request.scope.also("mailings.send")),
        "may_import": bool(request.scope.also("members.import")),
        "may_export": bool(request.scope.also("members.export")),
        "may_correct": bool(request.scope.also("members.correct")),
    }
    answer = render(request, "members/index.html", context)
    if request.method == "POST":
        # Reloading and going back then ask for an address that names nobody.
        answer["HX-Push-Url"] = f"{request.path}?{wanted.address()}"
    return answer


def _select(name: str, wanted: Chosen) -> dict[str, Any]:
    field: Any = RegisterForm.base_fields[name]
    now = {"status": wanted.filters.status, "order": wanted.order}.get(name, wanted.values[name])
    return {"name": name, "label": field.label, "choices": field.choices, "chosen": now}


def _rows(page: Page, wanted: Chosen, at: str) -> SafeString:
    """The table's rows; not in the template, where fifty times ten cells cost as much as all the rest."""
    query, on = escape(f"{wanted.address(at=at)}&m="), wanted.filters.on
    link = reverse("members:person", args=[0]).replace("/0/", "/{}/")
    labels = [(escape(str(column.label)), column.text) for column in wanted.columns]
    note = '<span class="row-note">{}</span>'
    notes = {status: note.format(said) for status, said in STATUS_WORDS.items()}
    notes[Status.IN_FORCE] = ""
    rows = []
    for spell in page:
        cells = "".join(
            f'<td data-label="{label}">{escape(str(text(spell)))}</td>' for label, text in labels
        )
        rows.append(
            f'<tr><th scope="row"><a href="{link.format(spell.person_id)}?{query}{spell.pk}">'
            f"{escape(spell.person.name)}</a>{notes[spell.status(on)]}</th>{cells}</tr>"
        )
    return mark_safe("".join(rows))


def _places(request, person: Person) -> dict[str, str]:
    """The way back to the list that led here, and on to the files before and after in it."""
    query = request.GET.copy()
    key = query.pop("m", [""])[0]
    places = {"list_query": query.urlencode()}
    here = next((spell for spell in person.memberships if str(spell.pk) == key), None)
    if here:
        for name in ("previous", "next"):
            link = reverse(f"members:{name}", args=[here.pk])
            places[name] = f"{link}?{places['list_query']}"
    return places


def beside(request, spell: Spell, *, back: bool) -> str | None:
    """Where the file lies that comes after this one in the list the address describes, or before it."""
    wanted = chosen(request)
    found = queries.beside(spell, wanted.filters, typed=wanted.typed, order=wanted.order, back=back)
    if found is None:
        return None
    link = reverse("members:person", args=[found.person_id])
    return f"{link}?{request.GET.urlencode()}&m={found.pk}"


def facts(person: Person) -> list[tuple[str, Any]]:
    """A person's facts as shown, unknown ones left out; the telephone is there to be rung."""
    yes_or_no = {True: _("yes"), False: _("no"), None: ""}
    told = (
        (_("Sex"), person.get_sex_display()),
        (_("Date of birth"), _day(person.birth_on)),
        (_("Mobile number"), person.phone),
        (_("Department"), person.department),
        (_("Education"), person.education),
        (_("Form of employment"), person.employment),
        (_("Migrant worker"), yes_or_no[person.is_migrant]),
        (_("At work since"), _day(person.works_since)),
        (_("Remark"), person.remark),
    )
    return [(label, value) for label, value in told if value]


def _day(value: date | None) -> str:
    return written(value) if value else ""


def person_page(request, person: Person, *, number="", reveal=None, refusal=None, status=200):
    """A member's page; `number` is the ID number just opened."""
    on = today()
    spells = person.memberships
    theirs = [spell for spell in spells if request.scope.covers(spell.organisation)]
    units = [spell.organisation for spell in theirs]
    correct, reveal_id, change = map(
        request.scope.also, ("members.correct", "members.reveal_id", "members.change_membership")
    )
    waiting = standing_pages.waiting(request, theirs)
    context = {
        "person": person,
        "facts": facts(person),
        "masked": masked_id(open_id(person)),
        "number": number,
        "spells": [
            {
                **stretch(spell, on),
                "may_change": change.covers(spell.organisation),
                "waiting": waiting.get(spell.pk),
            }
            for spell in spells
        ],
        "offices": queries.offices_of(person, on=on),
        "may_revoke_card": bool(request.scope.also("members.revoke_card")),
        "readers": queries.readers(units, on=on),
        "merges": _merges(request, person),
        "member_since": since if len(spells) > 1 and (since := person.member_since(on)) else None,
        "may_correct": any(correct.covers(unit) for unit in units),
        "may_hold": bool(request.scope.also("members.hold")),
        "may_erase": bool(request.scope.also("members.erase"))
        and not any(spell.until_on is None or spell.until_on > on for spell in spells),
        "may_see_household": bool(request.scope.also("members.view_household")),
        "may_reveal": any(reveal_id.covers(unit) for unit in units),
        "reveal": reveal or ReasonForm(),
        "refusal": refusal,
        **_places(request, person),
    }
    return render(request, "members/person.html", context, status=status)


def _merges(request, person: Person) -> list[Merge]:
    """Files that were taken up into this one, for whoever may undo it."""
    if not getattr(person, "has_merged", True) or not request.scope.also("members.merge"):
        return []
    return list(person.merges.standing().select_related("gone"))


def stretch(spell: Spell, on: date) -> dict[str, Any]:
    """A membership as a line of the timeline."""
    status = spell.status(on)
    return {
        "spell": spell,
        "since": written(spell.from_on) if spell.from_known else _("not known"),
        "until": _day(spell.until_on),
        "how": _how(spell),
        "holds": spell.covers(on),
        "tone": TONES.get(status, "quiet"),
        "state": _state(spell, status),
        "standings": [
            {
                "standing": row,
                "state": row.get_state_display(),
                "cause": row.get_cause_display(),
                "since": written(row.from_on),
                "until": _day(row.until_on),
                "lasts": row.until_on is None or row.until_on > on,
            }
            for row in spell.all_standings
        ],
    }


def _state(spell: Spell, status: Status) -> str:
    if status == Status.IN_FORCE:
        return _("in membership")
    if status == Status.ENDED and spell.ended_by not in ("", Ended.OFFICER):
        return spell.get_ended_by_display()
    return str(STATUS_WORDS[status])


def _how(spell: Spell) -> str:
    """How it began and, where it has an end, how it ended."""
    ways = [spell.get_begun_by_display()]
    if spell.until_on and spell.ended_by:
        ways.append(spell.get_ended_by_display())
    return " · ".join(ways)


def log_page(request, person: Person):
    """What was done to a file and who opened it, newest last; only what concerns the file itself."""
    files = queries.files_of(person)
    entries = [entry for file in files for entry in trail(file)]
    readings = [entry for file in files for entry in reads_of(str(file.uid))]
    reads = [entry for entry in readings if entry.subject_type == "members.person"]
    # An officer sees whom they answer for: that the federation above opened a file could betray a
    # request kept from the person's own union. The person sees every reading.
    taken = [export for export in exported(person) if is_of_file(export)]
    by = {entry.by_id for entry in reads} | {export.by_id for export in taken}
    near = set(
        Mandate.objects.filter(request.scope.q("organisation"), user__in=by).values_list(
            "user", flat=True
        )
    )
    story = sentences.story([*entries, *[entry for entry in reads if entry.by_id in near]])
    story += lines([export for export in taken if export.by_id in near])
    story += [line for file in files for line in changed_by_imports(file)]
    story.sort(key=lambda line: line["at"])
    return render(request, "members/log.html", {"person": person, "story": story})


def correct_page(request, person: Person, form=None, *, refusal=None, status=200):
    """The form to correct a file; after a refusal with what was typed, beside what stands there now."""
    now = {
        name: getattr(person, name)
        for name in CorrectForm.base_fields
        if hasattr(person, name) and name not in ("id_number", "version")
    }
    form = form or CorrectForm(initial=now)
    others = []
    if refusal:
        others = [
            (form.fields[name].label, value if value not in (None, "") else "–")
            for name, value in now.items()
            if form.cleaned_data.get(name) != value
        ]
    context = {
        "person": person,
        "form": form,
        "masked": masked_id(open_id(person)),
        "refusal": refusal,
        "others": others,
    }
    return render(request, "members/correct.html", context, status=status)
