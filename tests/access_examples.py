"""For every address that names an object: one such object of the cast's own district or worker.

A new address with arguments needs a line here, or the access walk fails.
"""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import joined
from unionhall.core.clock import now, today

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)

# A value that a union may set for itself.
SHORTER = {
    "param": "days",
    "value": 10,
    "from_on": today(),
    "source": "第12号决议",
    "reason": "尽快告知",
}

EXAMPLES: dict[str, Callable[[SimpleNamespace], dict[str, Any]]] = {}

# Addresses whose argument is no object of anybody, and why.
# What addresses that name no object of anybody's are called with.
ANYBODYS = {
    "api:letters_sample": {"language": "zh"},
    "api:my_give_consent": {"kind": "courses"},
    "api:my_withdraw_consent": {"kind": "courses"},
}

NO_OBJECT = {
    "api:cases_override": "any number, there or not: it is refused in the same words",
    "by_laws:set_by_law": "a rule, which is everybody's; the union is chosen within one's scope",
    "cases:write": "a step of one's own draft",
    "mailings:sample": "a file everybody may have who writes letters",
    "api:letters_sample": "a file everybody may have who writes letters",
    **dict.fromkeys(
        ("consents:give_consent", "consents:withdraw_consent"),
        "a kind, which is everybody's; whose consent it is, is the reader's own",
    ),
    **dict.fromkeys(
        ("api:my_give_consent", "api:my_withdraw_consent"),
        "a kind, which is everybody's; whose consent it is, is the caller's own",
    ),
    "notifications:requeue_alert": "alerts to group chats name a desk, and no person",
    "notifications:requeue": "undelivered notices belong to no organisation, and show no names",
}

# What is sent along where the act needs another object of the cast.
SENT: dict[str, Callable[[SimpleNamespace], dict[str, Any]]] = {
    **{
        f"api:evidence_{verb}_item": lambda cast: {
            "source": "李小明",
            "handed_on": today().isoformat(),
            "way": "hand",
            "form": "original",
        }
        for verb in ("add", "correct")
    },
    "api:cases_note_outcome": lambda cast: {"kinds": ["information"]},
    **{
        f"api:cases_{verb}": lambda cast: {"other": another_case(cast).number, "reason": "x"}
        for verb in ("link", "unlink", "tell_apart", "continue_in")
    },
    "binding:accept": lambda cast: {"person": cast.worker.pk},
    "api:organisations_add": lambda cast: {
        "kind": "enterprise_union",
        "parent": cast.units.street.code,
        "code": "NEW",
        "name": "新厂工会",
    },
    "api:organisations_rename": lambda cast: {"name": "新名称"},
    "api:organisations_move": lambda cast: {"to": cast.units.street.code},
    "api:organisations_affiliate": lambda cast: {"to": affiliation(cast).trade_parent.code},
    "api:organisations_appoint": lambda cast: {
        "user": cast.plant_desk_officer.pk,
        "office": "treasurer",
    },
    "api:union_changes_move": lambda cast: {"to": cast.units.district.code},
    "api:union_changes_merge": lambda cast: {"others": [cast.units.plant.code]},
    "api:union_changes_split": lambda cast: {"persons": [1], "into": cast.units.plant.code},
    "api:foundings_add_founder": lambda cast: {
        "phone": "13900000079",
        "id_number": "110101199003072316",
    },
    "api:foundings_prepare": lambda cast: {
        "higher": cast.units.street.code,
        "kind": "joint_union",
        "name": "骑手联合工会",
    },
    "api:disputes_open": lambda cast: {
        "person": cast.worker.uid,
        "employer": "红星机械厂",
        "text": "欠薪",
        "known_on": today(),
        "kind": "wages",
    },
    "api:cases_take_down": lambda cast: {"person": cast.worker.uid},
    **{
        f"{app}{verb}": lambda cast, who=who: {"user": getattr(cast, who).pk, "reason": "x"}
        for app in ("cases:", "api:cases_")
        for verb, who in (
            ("name", "city_rights_officer"),
            ("unname", "second_rights_officer"),
            ("invite", "desk_officer"),
            ("dismiss", "stranger_chair"),
            ("record_party", "treasurer"),
            ("strike_party", "chair"),
        )
    },
    "api:cases_override": lambda cast: {
        "number": confidential_case(cast).number,
        "ground": "danger",
        "reason": "受害人今晚可能有危险，指名的人都联系不上，需要马上处理",
    },
    "cases:mark": lambda cast: {"concern": "harassment"},
    "api:cases_mark": lambda cast: {"concern": "harassment"},
    "cases:my_mark": lambda cast: {"concern": "harassment"},
    **{
        f"cases:my_{verb}": lambda cast: {"user": cast.treasurer.pk}
        for verb in ("record_party", "strike_party")
    },
    "cases:lift": lambda cast: {"readers": "union", "consent": "电话同意"},
    "api:cases_lift": lambda cast: {"restricted": False, "consent": "电话同意"},
    "api:my_mark": lambda cast: {"concern": "harassment"},
    "api:my_record_party": lambda cast: {"user": cast.chair.pk},
    "api:my_strike_party": lambda cast: {"user": cast.chair.pk},
    "api:rules_set_by_law": lambda cast: SHORTER | {"organisation": cast.units.plant.code},
    "api:rules_end_by_law": lambda cast: {"until_on": today() + timedelta(days=1)},
    "api:transfers_ask": lambda cast: {"to": cast.units.shop.code},
    "api:invitations_invite": lambda cast: {
        "organisation": cast.units.shop.code,
        "name": "李小明",
        "known_by": "phone",
        "number": "13900000001",
        "reason": "x",
    },
    "api:my_apply_for": lambda cast: {"union": "U-SHOP", "id_number": "110101199003072316"},
    "api:papers_upload_template": lambda cast: {
        "organisation": cast.units.district.code,
        "kind": "cases.acceptance",
    },
    "api:papers_set_series": lambda cast: {
        "organisation": cast.units.district.code,
        "kind": "cases.acceptance",
        "pattern": "{year}-{number}",
    },
    "api:papers_issue": lambda cast: {"kind": "cases.acceptance"},
    "api:letters_upload": lambda cast: {"organisation": cast.units.district.code},
    "api:letters_preview": lambda cast: {"spell": cast.worker.spells.get().pk},
    "mailings:preview": lambda cast: {"member": "李小明"},
    "api:imports_upload": lambda cast: {"organisation": cast.units.plant.code},
    "api:imports_send_back": lambda cast: {"reason": "x"},
    "api:erasures_refuse": lambda cast: {"reason": "x"},
    "api:holds_hold": lambda cast: {"ground": "x"},
    "api:imports_choose_columns": lambda cast: {"sheet": "名册", "columns": {"name": 0}},
    "api:campaigns_begin": lambda cast: {
        "organisation": cast.units.district.code,
        "officer": cast.register_officer.pk,
        "from_on": today(),
        "until_on": today(),
    },
    "api:employer_imports_upload": lambda cast: {"organisation": cast.units.district.code},
    "api:employer_imports_choose_columns": lambda cast: {
        "sheet": "名单",
        "columns": {"credit_code": 0, "name": 1},
    },
    "api:supervision_begin": lambda cast: {
        "organisation": cast.units.district.code,
        "employer": matter(cast).employer_id,
    },
    "api:supervision_plan": lambda cast: {
        "organisation": cast.units.district.code,
        "employer": matter(cast).employer_id,
        "planned_on": today(),
        "supervisors": [cast.rights_officer.pk, cast.chair.pk],
    },
    "supervision:plan_for": lambda cast: {
        "organisation": cast.units.district.code,
        "employer": "红星机械厂有限公司",
        "planned_on": today(),
        "supervisors": [cast.rights_officer.pk, cast.chair.pk],
    },
    "api:supervision_plan_for": lambda cast: {
        "organisation": cast.units.district.code,
        "planned_on": today(),
        "supervisors": [cast.rights_officer.pk, cast.chair.pk],
    },
    "api:hazards_note": lambda cast: {"organisation": cast.units.plant.code},
    "api:hazards_tell": lambda cast: {"due_on": today()},
    "api:supervision_visit": lambda cast: {"visited_on": today()},
    "api:legal_aid_take_down": lambda cast: {"person": cast.worker.uid},
    "api:legal_aid_assign": lambda cast: {"lawyer": lawyer(cast).pk},
    "api:legal_aid_change_lawyer": lambda cast: {"lawyer": lawyer(cast).pk},
    "api:legal_aid_log_work": lambda cast: {"day": today()},
    "api:legal_aid_add_lawyer": lambda cast: {"organisation": cast.units.district.code},
    "api:petitions_receive": lambda cast: {
        "person": cast.worker.uid,
        "matter": "opinion",
        "about": "",
        "about_officer": None,
    },
    "api:petitions_add_petitioner": lambda cast: {"person": cast.colleague.uid},
    "api:urgent_open": lambda cast: {"organisation": cast.units.plant.code, "learnt_at": now()},
    "api:urgent_add_line": lambda cast: {"at": now()},
    "api:urgent_add_told": lambda cast: {"at": now()},
    "api:urgent_note_told": lambda cast: {"at": now()},
    "api:urgent_add_affected": lambda cast: {"person": cast.colleague.uid, "agreed": True},
    "api:cases_group_add": lambda cast: {"person": cast.worker.uid, "agreed": True},
    "api:case_bulk_begin": lambda cast: {
        "act": "assign",
        "to": f"user:{cast.second_rights_officer.pk}",
        "reason": "x",
    },
    "api:desks_rehearse": lambda cast: {"receivers": {}, "reason": "x"},
    "api:desks_hand_over_desk": lambda cast: {"receivers": {}, "reason": "x"},
    "api:my_choose_check_ins": lambda cast: {"places": [1]},
    "api:calls_take": lambda cast: {
        "organisation": cast.units.district.code,
        "person": cast.worker.uid,
    },
    "api:mail_make_request": lambda cast: {"person": cast.worker.uid},
    "api:mail_attach_to": lambda cast: {"number": case(cast).number},
    "api:referrals_refer": lambda cast: {"union": "3301"},
    "api:referral_add_partner": lambda cast: {"organisation": cast.units.district.code},
    "api:duties_pass_on": lambda cast: {"to": receiver_of_duty(cast)},
}


def example(*names: str):
    """Register how to make the arguments of these addresses."""

    def keep(make):
        for name in names:
            EXAMPLES[name] = make
        return make

    return keep


def once(make):
    """One object for all addresses that show it."""

    def kept(cast):
        made = cast.__dict__.setdefault("examples", {})
        if make not in made:
            made[make] = make(cast)
        return made[make]

    return kept


@example(
    *(
        f"organisations:{name}"
        for name in (
            "detail",
            "add",
            "rename",
            "correct",
            "move",
            "close",
            "affiliate",
            "history",
            "appoint",
            "open_body",
            "begin_coverage",
        )
    )
)
def organisation(cast):
    return {"pk": cast.units.plant.pk}


@example(
    *(
        f"api:organisations_{name}"
        for name in ("detail", "rename", "move", "close", "affiliate", "mandates", "appoint")
    )
)
def coded_organisation(cast):
    return {"code": cast.units.plant.code}


@example("api:organisations_end_mandate")
def keyed_mandate(cast):
    return {"key": cast.plant_chair.mandates.get().pk}


@once
def affiliation(cast):
    """The plant is affiliated to an industrial union of its own district."""
    from unionhall.organisations import actions

    told = {"by": None, "on": today()}
    trade = actions.add("industrial", cast.units.district, "TRADE", "机械工会", **told)
    return actions.affiliate(cast.units.shop, trade, **told)


@example("organisations:disaffiliate")
def one_affiliation(cast):
    return {"pk": affiliation(cast).pk}


@example("api:organisations_disaffiliate")
def affiliated_organisation(cast):
    return {"code": affiliation(cast).organisation.code}


@example("organisations:end_mandate")
def mandate(cast):
    return {"pk": cast.plant_chair.mandates.get().pk}


@example("organisations:end_body")
@once
def body(cast):
    from unionhall.organisations.models import Body

    made = Body.objects.create(organisation=cast.units.plant, kind="committee", from_on=today())
    return {"pk": made.pk}


@example("by_laws:end_by_law")
@once
def by_law(cast):
    from unionhall.duties.by_laws.actions import set_by_law
    from unionhall.rulebook.rules import written

    rule, told = written("cn.pet.notify_15d"), dict(SHORTER)
    param, value = told.pop("param"), told.pop("value")
    unit = cast.units.plant
    made = set_by_law(rule, param, value, unit=unit, by=None, on=today(), **told)
    return {"pk": made.pk}


@example("api:rules_end_by_law")
def keyed_by_law(cast):
    return {"key": by_law(cast)["pk"]}


@example("api:rules_here")
def a_rule_in_a_union(cast):
    return {"rule_id": "cn.pet.notify_15d", "code": cast.units.plant.code}


@example("api:rules_set_by_law")
def a_rule(cast):
    return {"rule_id": "cn.pet.notify_15d"}


@example("organisations:employer")
@once
def employer(cast):
    from unionhall.organisations.models import Employer

    return {"pk": Employer.objects.create(name="红星机械厂", kept_by=cast.units.plant).pk}


@example("api:employers_detail", "api:employers_correct")
def keyed_employer(cast):
    return {"key": employer(cast)["pk"]}


@example("organisations:end_coverage")
@once
def coverage(cast):
    from unionhall.organisations.models import Coverage, Employer

    covered = Employer.objects.get(pk=employer(cast)["pk"])
    made = Coverage.objects.create(organisation=cast.units.shop, employer=covered, from_on=today())
    return {"pk": made.pk}


@example("access:revoke_token")
@once
def token(cast):
    from datetime import timedelta

    from unionhall.access import tokens

    made, _secret = tokens.make(
        cast.chair,
        name="x",
        abilities=["cases.view"],
        until_on=today() + timedelta(days=9),
        by=cast.chair,
        on=today(),
    )
    return {"pk": made.pk}


@example("binding:request", "binding:accept", "binding:refuse")
@once
def binding_request(cast):
    from unionhall.members.binding.models import BindingRequest

    asked = BindingRequest(
        name="李小明", phone="13900000009", cause="not_found", organisation=cast.units.plant
    )
    asked.seal_tail("123456")
    asked.save()
    return {"pk": asked.pk}


@once
def case(cast):
    from unionhall.cases import my_actions
    from unionhall.cases.models import Draft, Topic

    draft = Draft(person=cast.worker, topic=Topic.PAY, text="上月工资未发。")
    return my_actions.submit(draft, by=cast.worker.user, on=today())


@once
def attachment(cast):
    from unionhall.documents.actions import attach

    upload = SimpleUploadedFile("x.png", PNG, content_type="image/png")
    return attach(case(cast), upload, by=cast.worker.user)


@example(
    *(
        f"cases:{name}"
        for name in (
            "case",
            "next",
            "previous",
            "accept",
            "refuse",
            "hand_over",
            "ask",
            "reply",
            "note",
            "propose_closing",
            "close",
            "reopen",
            "extend",
            "set_difficulty",
            "note_outcome",
            "alike",
            "link",
            "unlink",
            "tell_apart",
            "readers",
            "mark",
            "my_case",
            "my_mark",
            "my_record_party",
            "my_strike_party",
            "answer",
            "withdraw",
            "confirm",
            "rate",
            "ask_review",
        )
    ),
    *(
        f"api:cases_{name}"
        for name in (
            "case",
            "accept",
            "refuse",
            "hand_over",
            "ask",
            "reply",
            "note",
            "propose_closing",
            "close",
            "reopen",
            "extend",
            "set_difficulty",
            "note_outcome",
            "alike",
            "link",
            "unlink",
            "tell_apart",
            "continue_in",
            "files",
            "readers",
            "mark",
        )
    ),
    *(
        f"api:my_{name}"
        for name in (
            *("case", "answer", "withdraw", "confirm", "ask_review", "files"),
            *("readers", "mark", "record_party"),
        )
    ),
)
def numbered_case(cast):
    return {"number": case(cast).number}


@once
def another_case(cast):
    """Somebody else's, to be put beside the first."""
    from unionhall.cases import actions
    from unionhall.cases.models import Topic

    told = {"topic": Topic.HOURS, "text": "排班没有提前说", "by": cast.desk_officer, "on": today()}
    return actions.take_down(cast.colleague, **told)


@example("cases:confirm_money", "api:cases_outcome", "api:cases_confirm_money")
@once
def case_with_outcome(cast):
    """Answered, with money that is still to come."""
    from decimal import Decimal

    from unionhall.cases import actions
    from unionhall.cases.models import Topic
    from unionhall.cases.outcomes.actions import note_outcome
    from unionhall.cases.outcomes.rules import Noted

    on, by = today(), cast.rights_officer
    row = actions.take_down(cast.worker, topic=Topic.PAY, text="欠薪", by=cast.desk_officer, on=on)
    actions.accept(row, by=by, on=on)
    actions.propose_closing(row, answer="单位答应补发", by=by, on=on)
    note_outcome(row, Noted(frozenset({"money"}), Decimal(300), 1, on), by=by, on=on)
    return {"number": row.number}


@example("cases:answer_like")
@once
def answered_alike(cast):
    """A request in hand, linked with one that is answered."""
    from unionhall.cases import actions
    from unionhall.cases.alike.actions import link
    from unionhall.cases.models import Topic

    told = {"by": cast.rights_officer, "on": today()}
    other = actions.take_down(cast.colleague, topic=Topic.PAY, text="上月工资也未发。", **told)
    actions.accept(other, **told)
    actions.propose_closing(other, answer="已补发。", **told)
    mine = actions.take_down(cast.worker, topic=Topic.PAY, text="上月工资未发。", **told)
    actions.accept(mine, **told)
    link(mine, other, reason="同一次欠薪", **told)
    return {"number": mine.number, "other": other.number}


@example("cases:continue_in")
@once
def brought_twice(cast):
    """The later of two requests about the same matter, and the earlier."""
    from unionhall.cases import actions
    from unionhall.cases.models import Topic

    told = {"topic": Topic.PAY, "text": "上月工资未发。", "by": cast.rights_officer, "on": today()}
    earlier, later = (actions.take_down(cast.worker, **told) for _one in range(2))
    return {"number": later.number, "other": earlier.number}


@once
def repeated(cast):
    """A proposal to be decided by the district."""
    from unionhall.cases.patterns.models import Proposal
    from unionhall.organisations.models import Employer

    return Proposal.objects.create(
        organisation=cast.units.district,
        employer=Employer.objects.create(name="红星机械厂有限公司"),
        topic="pay",
        requests=5,
        since_on=today(),
        opened_on=today(),
    )


@example(
    *(f"patterns:{name}" for name in ("proposal", "take_to_bargaining", "decline", "carry")),
    "supervision:plan_for",
)
def one_proposal(cast):
    return {"pk": repeated(cast).pk}


@example(
    *(f"api:patterns_{name}" for name in ("proposal", "take_to_bargaining", "decline", "carry")),
    "api:supervision_plan_for",
)
def keyed_proposal(cast):
    return {"key": repeated(cast).pk}


@once
def confidential_case(cast):
    """Kept to named persons: two rights officers, and a chair from elsewhere; it is about their own chair."""
    from unionhall.cases import actions, my_actions
    from unionhall.cases.confidential import actions as naming
    from unionhall.cases.models import Draft, Topic

    draft = Draft(person=cast.worker, topic=Topic.DISCIPLINE, text="骚扰", concern="harassment")
    made = my_actions.submit(draft, by=cast.worker.user, on=today())
    actions.accept(made, by=cast.rights_officer, on=today())
    told = {"reason": "x", "by": cast.rights_officer, "on": today()}
    naming.name(made, user=cast.second_rights_officer, **told)
    naming.invite(made, user=cast.stranger_chair, **told)
    naming.record_party(made, user=cast.chair, **told)
    return made


VERBS_BY_NAME = ("lift", "name", "unname", "invite", "dismiss", "record_party", "strike_party")


@example(
    *(f"{app}{verb}" for app in ("cases:", "api:cases_") for verb in VERBS_BY_NAME),
    "api:my_strike_party",
)
def numbered_confidential(cast):
    return {"number": confidential_case(cast).number}


@example(
    "cases:attachment",
    "cases:look",
    "cases:my_look",
    "cases:my_attachment",
    "api:cases_file",
    "api:my_file",
)
def case_file(cast):
    return {"number": case(cast).number, "uid": attachment(cast).uid}


@example("cases:remove_file")
@once
def draft_file(cast):
    from unionhall.cases.models import Draft
    from unionhall.documents.actions import attach

    draft = Draft.objects.create(person=cast.worker)
    upload = SimpleUploadedFile("x.png", PNG, content_type="image/png")
    return {"uid": attach(draft, upload, by=cast.worker.user).uid}


@example("cases:take_down_for")
def person(cast):
    return {"uid": cast.worker.uid}


@example(
    *(f"members:{name}" for name in ("person", "log", "correct", "reveal_id")),
    *(f"api:members_{name}" for name in ("person", "correct")),
)
def member(cast):
    return {"pk": cast.worker.pk}


@example(
    "standing:note_death",
    "standing:retract_death",
    "api:members_note_death",
    "api:members_retract_death",
)
def member_who_died(cast):
    return {"pk": cast.worker.pk}


@example("card:revoke")
@once
def a_card(cast):
    from unionhall.members.card.models import Card

    made = Card.objects.create(person=cast.worker, last_on=today() + timedelta(days=9))
    return {"pk": made.pk}


@example(
    *(
        f"transfers:{name}"
        for name in ("show", "release", "receive", "refuse_transfer", "withdraw_transfer")
    ),
    *(f"api:transfers_{name}" for name in ("release", "receive", "refuse", "withdraw")),
)
@once
def a_transfer(cast):
    from unionhall.members.transfers.models import Transfer

    made = Transfer.objects.create(
        person=cast.worker,
        spell=cast.worker.spells.get(),
        to_organisation=cast.units.shop,
        asked_by=cast.plant_chair,
    )
    return {"pk": made.pk}


@example(
    *(f"applying:{name}" for name in ("show", "admit", "refuse_application")),
    *(f"api:applications_{name}" for name in ("admit", "refuse")),
)
@once
def an_application(cast):
    from unionhall.members.applying.models import Application

    made = Application(organisation=cast.units.plant, name="新人", phone="13900000077")
    made.seal_number("110101199003072316")
    made.save()
    return {"pk": made.pk}


@example(
    *(f"founding:{name}" for name in ("show", "add_founder", "apply", "withdraw")),
    *(f"api:foundings_{name}" for name in ("founding", "add_founder", "apply", "withdraw")),
)
@once
def a_founding(cast):
    from unionhall.organising.founding.models import Founding

    made = Founding.objects.create(
        higher=cast.units.street,
        kind="enterprise_union",
        name="新光电器厂工会",
        initiative="workers",
        begun_by=cast.street_chair,
    )
    return {"pk": made.pk}


@example("founding:state")
def a_founding_in_public(cast):
    from unionhall.organising.founding.models import Founding

    return {"uid": Founding.objects.get(pk=a_founding(cast)["pk"]).uid}


@example(
    *(f"founding:{name}" for name in ("elect", "remove_founder")),
    *(f"api:foundings_{name}" for name in ("elect", "remove_founder")),
)
@once
def a_founder(cast):
    from unionhall.organising.founding.models import Founder

    made = Founder(founding_id=a_founding(cast)["pk"], name="罗小虎", phone="13900000078")
    made.seal_number("110101199003072316")
    made.save()
    return {"pk": made.pk}


@example(
    *(f"founding:{name}" for name in ("approve", "refuse")),
    *(f"api:foundings_{name}" for name in ("approve", "refuse")),
)
@once
def an_applied_founding(cast):
    from unionhall.organising.founding.models import Founder, Founding

    Founder.objects.filter(pk=a_founder(cast)["pk"]).update(office="organiser")
    told = {"leading": "organiser", "elected_on": today(), "applied_on": today()}
    rows = Founding.objects.filter(pk=a_founding(cast)["pk"])
    rows.update(state="applied", **told)
    return {"pk": rows.get().pk}


@example(
    *(f"union_changes:{name}" for name in ("begin", "change", "move", "merge", "split", "dissolve"))
)
def a_union_to_change(cast):
    return {"pk": cast.units.shop.pk}


@example(
    *(f"api:union_changes_{name}" for name in ("change", "move", "merge", "split", "dissolve"))
)
def a_coded_union_to_change(cast):
    return {"code": cast.units.shop.code}


@example("union_changes:show", "api:union_changes_show")
@once
def a_change(cast):
    from unionhall.organising.changes.models import Change

    made = Change.objects.create(higher=cast.units.street, way="merge", resolution="1")
    return {"pk": made.pk}


@once
def change_proposal(cast):
    from unionhall.members.changes.actions import propose_changes
    from unionhall.members.models import Person

    upload = SimpleUploadedFile("x.png", PNG, content_type="image/png")
    person = Person.objects.get(pk=cast.worker.pk)
    return propose_changes(
        person,
        {"department": "总装车间"},
        version=person.version,
        reason="调岗",
        files=[upload],
        by=cast.worker.user,
        on=today(),
    ).proposal


@example(
    *(f"changes:{name}" for name in ("show", "approve_changes", "refuse_changes", "reveal_id")),
    *(f"api:changes_{name}" for name in ("show", "approve", "refuse", "files")),
)
def one_change(cast):
    return {"pk": change_proposal(cast).pk}


def change_file(cast):
    from unionhall.documents.models import Attachment

    return Attachment.objects.of(change_proposal(cast)).get().uid


@example("changes:attachment", "api:changes_file")
def file_of_change(cast):
    return {"pk": change_proposal(cast).pk, "uid": change_file(cast)}


@example("changes:my_withdraw", "api:my_withdraw_changes")
def my_change(cast):
    return {"uid": change_proposal(cast).uid}


@example("changes:my_attachment")
def file_of_my_change(cast):
    return {"uid": change_proposal(cast).uid, "file": change_file(cast)}


@example(
    *(f"households:{name}" for name in ("show", "add_relative")),
    *(f"api:household_{name}" for name in ("show", "add_relative")),
    "delegates:record_delegation",
    *(f"api:delegations_{name}" for name in ("list", "record")),
    "consents:show",
    "api:consents_show",
)
def member_at_home(cast):
    return {"pk": cast.worker.pk}


@once
def a_relative(cast):
    from unionhall.members.households.models import Relative

    return Relative.objects.create(
        person=cast.worker, kind="spouse", name="张华", from_on=today() - timedelta(days=900)
    )


@example("households:end_relative", "api:household_end_relative")
def one_relative(cast):
    return {"pk": a_relative(cast).pk}


@example(
    *(f"households:{name}" for name in ("end_mine", "ask_link", "end_link")),
    *(f"api:my_{name}" for name in ("end_relative", "ask_link", "end_link")),
)
def my_relative(cast):
    return {"uid": a_relative(cast).uid}


@once
def asked_relative(cast):
    """The worker named in a colleague's household, and asked."""
    from unionhall.members.households.models import Relative

    return Relative.objects.create(
        person=cast.colleague,
        kind="spouse",
        name="李小明",
        from_on=today() - timedelta(days=900),
        link="asked",
        member=cast.worker,
    )


@example("households:agree_link", "api:my_agree_link")
def my_link(cast):
    return {"uid": asked_relative(cast).uid}


@once
def delegation(cast):
    """A colleague lets the worker act in everything; the paper of it was taken down."""
    from unionhall.documents.actions import attach
    from unionhall.members.delegates.matters import known
    from unionhall.members.delegates.models import Delegation

    made = Delegation.objects.create(
        person=cast.colleague,
        delegate=cast.worker.user,
        matters=list(known()),
        from_on=today(),
        recorded_by=cast.plant_chair,
        reason="视力障碍",
    )
    attach(made, SimpleUploadedFile("x.png", PNG), by=cast.plant_chair)
    return made


@example("delegates:revoke_delegation", "api:delegations_revoke")
def one_delegation(cast):
    return {"pk": delegation(cast).pk}


@example("delegates:attachment")
def paper_of_delegation(cast):
    from unionhall.documents.models import Attachment

    made = delegation(cast)
    return {"pk": made.pk, "uid": Attachment.objects.of(made).get().uid}


@example(
    *(f"delegates:{name}" for name in ("my_revoke", "acting", "my_changes_for", "propose_for")),
    *(
        f"api:my_{name}"
        for name in ("revoke_delegation", "data_for", "changes_for", "propose_changes_for")
    ),
    "cases:bring_for",
    "api:my_bring_for",
    "applying:apply_for",
    "api:my_apply_for",
    "api:my_applications_for",
)
def delegation_of_mine(cast):
    return {"uid": delegation(cast).uid}


@example("cases:case_for", "api:my_case_for")
@once
def case_for_another(cast):
    from uuid import uuid4

    from unionhall.cases import my_actions
    from unionhall.members.delegates.models import Delegation

    acting = Delegation.objects.get(uid=delegation(cast).uid)
    told = {"topic": "pay", "text": "三个月没发加班费", "submission": uuid4()}
    made = my_actions.bring_for(acting, **told, by=cast.worker.user, on=today())
    return {"uid": acting.uid, "number": made.number}


@example("applying:application_for", "applying:withdraw_application_for")
@once
def application_for_another(cast):
    from unionhall.members.applying import actions
    from unionhall.members.delegates.models import Delegation

    acting = Delegation.objects.get(uid=delegation(cast).uid)
    told = {"id_number": "110101199003072316", "by": cast.worker.user, "on": today()}
    made = actions.apply_for(acting, cast.units.shop, **told)
    return {"uid": acting.uid, "application": made.uid}


@example("delegates:withdraw_changes_for", "api:my_withdraw_changes_for")
@once
def change_for_another(cast):
    from unionhall.members.changes.actions import propose_changes
    from unionhall.members.models import Person

    person = Person.objects.get(pk=cast.colleague.pk)
    told = {"version": person.version, "reason": "调岗", "under": delegation(cast).pk}
    made = propose_changes(
        person, {"department": "仓库"}, **told, by=cast.worker.user, on=today()
    ).proposal
    return {"uid": delegation(cast).uid, "change": made.uid}


@once
def an_erasure(cast):
    """One asked by somebody who has left; other examples need the worker as a member."""
    from unionhall.members.erasure.models import Erasure

    person = joined("曾志远", cast.units.plant, "13900000077")
    person.spells.update(until_on=today())
    made = Erasure.objects.create(
        person=person, organisation=cast.units.plant, asked_on=today(), asked_by=person.user
    )
    return {"pk": made.pk}


@example(*(f"erasure:{name}" for name in ("show", "erase", "refuse_erasure")))
def an_erasure_by_key(cast):
    return an_erasure(cast)


@example(*(f"api:erasures_{name}" for name in ("show", "erase", "refuse")))
def a_keyed_erasure(cast):
    return {"key": an_erasure(cast)["pk"]}


@example("erasure:ask", "erasure:holds", "api:erasures_ask", "api:holds_hold")
def whose_data(cast):
    return {"pk": cast.worker.pk}


@once
def a_hold(cast):
    from unionhall.members.erasure.models import Hold

    made = Hold.objects.create(
        person=cast.worker,
        organisation=cast.units.plant,
        ground="仲裁案件",
        from_on=today(),
        set_by=cast.chair,
    )
    return {"pk": made.pk}


@example("erasure:release_hold")
def a_hold_by_key(cast):
    return a_hold(cast)


@example("api:holds_release")
def a_keyed_hold(cast):
    return {"key": a_hold(cast)["pk"]}


@example("applying:poster")
def a_union(cast):
    return {"pk": cast.units.plant.pk}


@example(
    *(f"inviting:{name}" for name in ("show", "withdraw_invitation")),
    "api:invitations_withdraw",
)
@once
def an_invitation(cast):
    from unionhall.members.inviting import actions

    made = actions.invite(
        cast.units.shop,
        name="李小明",
        known_by="phone",
        number="13900000001",
        reason="换到本店工作",
        by=cast.shop_chair,
        on=today(),
    )
    return {"pk": made.pk}


@example(
    *(f"inviting:my_{name}" for name in ("show", "agree", "decline")),
    *(f"api:my_{name}_invitation" for name in ("agree", "decline")),
)
def my_invitation(cast):
    from unionhall.members.inviting.models import Invitation

    return {"uid": Invitation.objects.get(pk=an_invitation(cast)["pk"]).uid}


@example("transfers:my_withdraw")
def my_transfer(cast):
    from unionhall.members.transfers.models import Transfer

    return {"uid": Transfer.objects.get(pk=a_transfer(cast)["pk"]).uid}


@example(
    *(f"duplicates:{name}" for name in ("pair", "dismiss", "reconsider")),
    *(f"api:duplicates_{name}" for name in ("dismiss", "reconsider")),
)
@once
def duplicate(cast):
    from unionhall.members.models import Duplicate

    first, second = sorted([cast.worker, cast.colleague], key=lambda person: person.pk)
    return {"pk": Duplicate.objects.create(first=first, second=second, score=60).pk}


@example("merging:merge", "api:duplicates_merge")
def pair_to_merge(cast):
    return {"pk": duplicate(cast)["pk"]}


@example("merging:show", "merging:undo_merge", "api:duplicates_undo_merge")
@once
def a_merge(cast):
    from unionhall.members.merging.actions import merge

    gone = joined("李小民", cast.units.plant, account=False)
    made = merge(cast.worker, gone, reason="x", by=cast.register_officer, on=today())
    return {"pk": made.pk}


@example("standing:resume")
@once
def standing(cast):
    from unionhall.members.standing.models import Standing

    made = Standing.objects.create(
        spell=cast.worker.spells.get(), state="kept", cause="leave", from_on=today()
    )
    return {"pk": made.pk}


@example(
    "members:end_membership",
    "members:next",
    "members:previous",
    *(
        f"standing:{name}"
        for name in (
            *("change", "correct_spell", "keep", "retire", "suspend", "withdraw"),
            *("announce_withdrawal", "expel", "file_expulsion"),
            *("my_withdraw", "take_back_withdrawal"),
        )
    ),
    "transfers:ask",
    "transfers:my_ask",
    "api:transfers_ask",
    *(
        f"api:members_{name}"
        for name in (
            *("keep", "retire", "suspend", "resume", "withdraw", "announce_withdrawal"),
            *("expel", "file_expulsion", "moves", "correct_spell"),
        )
    ),
)
def spell(cast):
    return {"pk": cast.worker.spells.get().pk}


@example("duties:detail", "duties:pass_on")
@once
def duty(cast):
    from unionhall.duties.models import Duty

    case(cast)
    return {"pk": Duty.objects.filter(organisation__in=[cast.units.plant]).first().pk}


@example("api:duties_detail", "api:duties_receivers", "api:duties_pass_on")
def keyed_duty(cast):
    return {"key": duty(cast)["pk"]}


@example("api:my_notice_read")
def keyed_notice(cast):
    return {"key": notice(cast)["pk"]}


def receiver_of_duty(cast) -> str:
    from unionhall.duties.models import Duty
    from unionhall.duties.queries import receivers

    return receivers(Duty.objects.get(pk=duty(cast)["pk"]), on=today())[0].key


@example("notifications:open")
@once
def notice(cast):
    from unionhall.notifications.models import Message

    made = Message.objects.create(
        receiver=cast.worker.user,
        template="cases/accepted",
        subject_type="cases.case",
        subject_id=1,
        url="/",
        channel=Message.Channel.IN_APP,
        state=Message.State.SENT,
        created_at=now(),
    )
    return {"pk": made.pk}


def staged(cast):
    """An import that waits to be applied."""
    from unionhall.exchange import actions
    from unionhall.members.roster.actions import upload

    content = "姓名,手机号\n李小红,19900000031\n赵强,123\n".encode()  # one is left over
    made = upload(
        content,
        "名册.csv",
        organisation=cast.units.plant,
        by=cast.register_officer,
        on=today(),
    )
    actions.stage(made, content)
    return made


importing = once(staged)


@example(*(f"imports:{name}" for name in ("show", "choose", "dismiss", "undo", "refused", "rest")))
def one_import(cast):
    return {"pk": importing(cast).pk}


@example(
    *(
        f"api:imports_{name}"
        for name in ("import", "preview", "choose_columns", "choose", "apply", "dismiss", "undo")
    )
)
def keyed_import(cast):
    return {"key": importing(cast).pk}


@once
def asked_import(cast):
    from unionhall.exchange import actions

    made = staged(cast)
    actions.ask_second(made, by=cast.register_officer, on=today())
    return made


@example(*(f"imports:{name}" for name in ("second", "approve", "send_back", "take_back")))
def an_asked_import(cast):
    return {"pk": asked_import(cast).pk}


@example(*(f"api:imports_{name}" for name in ("approve", "send_back")))
def keyed_asked_import(cast):
    return {"key": asked_import(cast).pk}


@example("imports:columns")
def import_sheet(cast):
    return {"pk": importing(cast).pk, "sheet": 0}


@once
def target(cast):
    """An employer without a union in a campaign of the district."""
    from unionhall.organisations.models import Employer
    from unionhall.organising.campaigns import actions

    unit, told = cast.units.district, {"by": cast.register_officer, "on": today()}
    days = {"from_on": today(), "until_on": today() + timedelta(days=90)}
    made = actions.begin(unit, "建会行动", officer=cast.register_officer, **days, **told)
    Employer.objects.create(name="东湖印刷厂", kept_by=unit)
    actions.choose(made, Employer.objects.filter(kept_by=unit), **told)
    return made.targets.get()


@example("campaigns:show", "campaigns:close")
def campaign(cast):
    return {"pk": target(cast).campaign_id}


@example("campaigns:target", "campaigns:visit", "campaigns:give_up")
def one_target(cast):
    return {"pk": target(cast).pk}


@example(
    *(f"api:campaigns_{name}" for name in ("campaign", "targets", "choose", "close")),
)
def keyed_campaign(cast):
    return {"key": target(cast).campaign_id}


@example("api:campaigns_visit", "api:campaigns_give_up")
def keyed_target(cast):
    return {"key": target(cast).pk}


@once
def watched_employer(cast):
    """The employer of the cast's plant."""
    from unionhall.organisations.models import Employer, Organisation

    made = Employer.objects.create(name="红星机械厂", kept_by=cast.units.district)
    Organisation.objects.filter(pk=cast.units.plant.pk).update(employer=made)
    cast.units.plant.employer = made
    return made


@once
def matter(cast):
    """A matter of supervision with one finding."""
    from unionhall.supervision import actions

    told = {"subject": "pay", "text": "加班工资没有发", "by": cast.rights_officer, "on": today()}
    return actions.begin(cast.units.district, employer=watched_employer(cast), **told)


@once
def supervision_letter(cast):
    from unionhall.supervision import letters

    told = {"rung": "reminder", "addressee": "红星机械厂", "text": "请补发"}
    return letters.issue(matter(cast), **told, by=cast.rights_officer, on=today())


@once
def inspection(cast):
    """A planned inspection by the rights officer and the chair, with one item noted."""
    from unionhall.supervision import inspections

    told = {"by": cast.rights_officer, "on": today()}
    made = inspections.plan(
        cast.units.district,
        employer=watched_employer(cast),
        planned_on=today(),
        supervisors=[cast.rights_officer, cast.chair],
        **told,
    )
    inspections.check(made, item="safety-exits", in_order=False, text="堵塞", **told)
    return made


@once
def hazard(cast):
    """A hazard that the worker reported."""
    from unionhall.supervision import hazards

    watched_employer(cast)
    told = {"place": "二车间", "text": "出口堵塞", "severity": 3}
    return hazards.report_hazard(cast.worker, **told, by=cast.worker.user, on=today())


@once
def told_hazard(cast):
    from unionhall.supervision import hazards

    made = hazard(cast)
    hazards.tell_hazard(made, due_on=today(), by=cast.plant_chair, on=today())
    return made


@example(*(f"supervision:{name}" for name in ("matter", "find", "visit", "close")))
def one_matter(cast):
    return {"pk": matter(cast).pk}


@example("supervision:issue")
def a_rung(cast):
    return {"pk": matter(cast).pk, "rung": "reminder"}


@example("supervision:employer")
def one_watched_employer(cast):
    return {"pk": matter(cast).employer_id}


@example("supervision:begin_from")
def case_for_supervision(cast):
    return {"number": case(cast).number}


@example("supervision:answer")
def one_supervision_letter(cast):
    return {"pk": supervision_letter(cast).pk}


@example(*(f"supervision:{name}" for name in ("mend", "refer", "withdraw")))
def one_finding(cast):
    return {"pk": matter(cast).findings.get().pk}


@example(*(f"supervision:{name}" for name in ("inspection", "check", "sign", "call_off")))
def one_inspection(cast):
    return {"pk": inspection(cast).pk}


@example(
    *(
        f"supervision:{name}"
        for name in (
            *("hazard", "tell_hazard", "mend_hazard", "verify_hazard", "drop_hazard"),
            *("escalate_hazard", "my_hazard"),
        )
    )
)
def one_hazard(cast):
    return {"pk": hazard(cast).pk}


def _file_of(row, cast):
    from unionhall.documents.actions import attach

    made = attach(row, SimpleUploadedFile("photo.png", PNG), by=cast.rights_officer)
    return {"pk": row.pk, "uid": made.uid}


@example("supervision:file")
def file_of_matter(cast):
    from unionhall.documents.models import Attachment

    letter = supervision_letter(cast)
    file = Attachment.objects.of(letter).order_by("pk").first()
    assert file is not None
    return {"pk": letter.matter_id, "uid": file.uid}


@example("supervision:inspection_file")
@once
def file_of_inspection(cast):
    found = inspection(cast).findings.get()
    return {**_file_of(found, cast), "pk": inspection(cast).pk}


@example("supervision:hazard_file", "supervision:my_hazard_file")
@once
def file_of_hazard(cast):
    return _file_of(hazard(cast), cast)


@example("supervision:remove_item")
@once
def checklist_item(cast):
    from unionhall.supervision import inspections

    told = {"subject": "pay", "text": "计件单价公示", "by": cast.chair, "on": today()}
    return {"pk": inspections.add_item(cast.units.district, **told).pk}


@example(*(f"api:supervision_{name}" for name in ("matter", "find", "issue", "visit", "close")))
def keyed_matter(cast):
    return {"key": matter(cast).pk}


@example("api:supervision_answer")
def keyed_supervision_letter(cast):
    return {"key": supervision_letter(cast).pk}


@example(*(f"api:supervision_{name}" for name in ("mend", "refer", "withdraw")))
def keyed_finding(cast):
    return {"key": matter(cast).findings.get().pk}


@example(*(f"api:supervision_{name}" for name in ("check", "sign", "call_off")))
def keyed_inspection(cast):
    return {"key": inspection(cast).pk}


@example(*(f"api:hazards_{name}" for name in ("tell", "mend", "verify", "drop", "escalate")))
def keyed_hazard(cast):
    return {"key": hazard(cast).pk}


@once
def employers_list(cast):
    """A list of employers on its way in; it names one new employer."""
    from unionhall.exchange import actions
    from unionhall.organising.employers_in.actions import upload

    content = "统一社会信用代码,企业名称\n91350100M000100Y43,东湖纺织厂\n".encode()
    told = {"organisation": cast.units.district, "by": cast.register_officer, "on": today()}
    made = upload(content, "名单.csv", **told)
    actions.stage(made, content)
    return made


@example(*(f"employer_imports:{name}" for name in ("show", "apply", "dismiss", "undo", "refused")))
def one_list(cast):
    return {"pk": employers_list(cast).pk}


@example("employer_imports:rest")
@once
def list_with_a_row_left_over(cast):
    from unionhall.exchange import actions
    from unionhall.organising.employers_in.actions import upload

    content = "统一社会信用代码,企业名称\n91350100M000100Y44,西湖茶厂\n".encode()
    told = {"organisation": cast.units.district, "by": cast.register_officer, "on": today()}
    made = upload(content, "错号.csv", **told)
    actions.stage(made, content)
    return {"pk": made.pk}


@example(
    *(
        f"api:employer_imports_{name}"
        for name in ("import", "preview", "choose_columns", "apply", "dismiss", "undo")
    )
)
def keyed_list(cast):
    return {"key": employers_list(cast).pk}


@example("employer_imports:columns")
def list_sheet(cast):
    return {"pk": employers_list(cast).pk, "sheet": 0}


@once
def export(cast):
    from unionhall.exchange.exports import actions
    from unionhall.exchange.exports.making import make

    unit = cast.units.district
    made = actions.ask(
        "members",
        organisation_id=unit.pk,
        paths=[unit.path],
        asked={"query": "", "columns": []},
        format="csv",
        reason="换届核对",
        by=cast.register_officer,
        on=today(),
    )
    return make(made, by=cast.register_officer, on=today())


@example(*(f"exports:{name}" for name in ("show", "download", "remove")))
def one_export(cast):
    return {"pk": export(cast).pk}


@example(*(f"api:exports_{name}" for name in ("export", "download", "remove")))
def keyed_export(cast):
    return {"key": export(cast).pk}


@once
def saved_search(cast):
    from unionhall.members.saved.actions import save_search

    return save_search(
        cast.units.district,
        name="没有手机号",
        conditions={"match": "all", "of": [{"field": "phone", "test": "missing"}]},
        is_shared=True,
        by=cast.register_officer,
        on=today(),
    )


@example("members:search", "members:change_search", "members:remove_search")
def one_search(cast):
    return {"pk": saved_search(cast).pk}


@example(*(f"api:searches_{name}" for name in ("search", "change_search", "remove_search")))
def keyed_search(cast):
    return {"key": saved_search(cast).pk}


@once
def bulk(cast):
    from unionhall.access.scope import scope
    from unionhall.members.bulk import actions, working

    held = scope(cast.register_officer, "members.correct")
    told = {"code": "correct_department", "value": "总装车间", "reason": "车间合并"}
    made = actions.begin(held, query="", **told, by=cast.register_officer, on=today())
    working.check(made, by=cast.register_officer, on=today())
    return made


@example(*(f"members:{name}" for name in ("bulk", "apply_bulk", "dismiss_bulk", "undo_bulk")))
def one_bulk(cast):
    return {"pk": bulk(cast).pk}


@example(*(f"api:bulk_{name}" for name in ("bulk", "lines", "apply", "dismiss", "undo")))
def keyed_bulk(cast):
    return {"key": bulk(cast).pk}


@once
def mailing(cast):
    """A message that waits for its writer's word."""
    from unionhall.access.scope import scope
    from unionhall.mailings import actions, working

    told = {"kind": "course", "subject_zh": "急救培训", "text_zh": "{name}，欢迎参加。"}
    held = scope(cast.chair, "mailings.send")
    made = actions.write(held, query="", **told, by=cast.chair, on=today())
    working.prepare(made, by=cast.chair, on=today())
    return made


@once
def sent_mailing(cast):
    """One that the worker was sent."""
    from unionhall.mailings import actions, working

    made = mailing(cast)
    actions.send(made, by=cast.chair, on=today())
    working.carry_out(made)
    return made


@example(
    *(
        f"mailings:{name}"
        for name in ("show", "send", "approve", "refuse_mailing", "cancel", "resume")
    )
)
def one_mailing(cast):
    return {"pk": mailing(cast).pk}


@example(
    *(
        f"api:mailings_{name}"
        for name in ("mailing", "log", "send", "approve", "refuse_mailing", "cancel", "resume")
    )
)
def keyed_mailing(cast):
    return {"key": mailing(cast).pk}


@example("mailings:read", "mailings:decline", "api:my_message", "api:my_message_decline")
def my_mailing(cast):
    return {"uid": sent_mailing(cast).uid}


def letter_file() -> SimpleUploadedFile:
    """A Word file that may serve as a template."""
    from unionhall.mailings.letters.samples import sample

    return SimpleUploadedFile("letter.docx", sample("zh"))


@once
def letter_template(cast):
    from unionhall.mailings.letters import actions

    return actions.upload(
        cast.units.district, name="邀请函", file=letter_file(), by=cast.chair, on=today()
    )


@example(
    *(
        f"mailings:{name}"
        for name in ("template", "template_file", "preview", "merge", "remove_template")
    )
)
def one_template(cast):
    return {"pk": letter_template(cast).pk}


@example(
    *(f"api:letters_{name}" for name in ("template", "template_file", "preview", "merge", "remove"))
)
def keyed_template(cast):
    return {"key": letter_template(cast).pk}


# What is sent along in the field of a form that takes a file.
FILES: dict[str, Callable[[], SimpleUploadedFile]] = {
    "sheet": lambda: SimpleUploadedFile("x.csv", "姓名\n李小红\n".encode()),
    "file": letter_file,
    "template": lambda: paper_template_file(),
}


def paper_template_file() -> SimpleUploadedFile:
    """A Word file that may serve as a template of a notice of acceptance."""
    import io

    from docx import Document

    document, out = Document(), io.BytesIO()
    document.add_paragraph("{{ worker }} {{ number }}")
    document.save(out)
    return SimpleUploadedFile("template.docx", out.getvalue())


@once
def case_in_hand(cast):
    from unionhall.cases import actions
    from unionhall.cases.models import Topic

    told = {"by": cast.plant_chair, "on": today()}
    row = actions.take_down(cast.worker, topic=Topic.PAY, text="拖欠奖金。", **told)
    actions.accept(row, **told)
    return row


@once
def a_paper(cast):
    from unionhall.papers import actions, kinds

    told = {"language": "zh", "to_worker": True, "by": cast.plant_chair, "on": today()}
    return actions.issue(kinds.kind("cases.acceptance"), case_in_hand(cast), **told)


@once
def paper_template(cast):
    from unionhall.papers import actions, kinds

    told = {"file": paper_template_file(), "by": cast.chair, "on": today()}
    kind = kinds.kind("cases.acceptance")
    return actions.upload_template(cast.units.district, kind, "zh", **told)


@once
def evidence_item(cast):
    from unionhall.papers.evidence import actions

    told = {"name": "手机", "source": "李小明", "way": "hand", "form": "device"}
    told |= {"handed_on": today(), "by": cast.plant_chair, "on": today()}
    return actions.add_item(case_in_hand(cast), **told)


@example("papers:about", "evidence:list", "evidence:add_item")
@example("api:papers_about", "api:papers_issue", "api:evidence_list", "api:evidence_add_item")
def papers_of_a_request(cast):
    return {"name": "request", "key": case_in_hand(cast).number}


@example("papers:write")
def a_paper_to_write(cast):
    return papers_of_a_request(cast) | {"code": "cases.acceptance"}


@example("papers:paper", "papers:void", "papers:my_paper")
@example("api:papers_paper", "api:papers_void", "api:my_paper")
def one_paper(cast):
    return {"uid": a_paper(cast).uid}


@example("papers:paper_file", "papers:my_paper_file", "api:papers_file", "api:my_paper_file")
def file_of_a_paper(cast):
    return one_paper(cast) | {"file": a_paper(cast).files[1].uid}


@example("papers:kind", "papers:upload_template", "papers:set_series")
def kind_of_paper(cast):
    return {"organisation": cast.units.district.pk, "code": "cases.acceptance"}


@example("papers:default_file")
def default_of_paper(cast):
    return kind_of_paper(cast) | {"language": "zh"}


@example("papers:template_file", "papers:remove_template")
def one_paper_template(cast):
    return {"pk": paper_template(cast).pk}


@example("api:papers_template_file", "api:papers_remove_template")
def keyed_paper_template(cast):
    return {"key": paper_template(cast).pk}


@example(
    *(
        f"evidence:{name}"
        for name in ("correct_item", "move_up", "move_down", "return_item", "strike_item")
    ),
    *(f"api:evidence_{name}_item" for name in ("correct", "move", "return", "strike")),
)
def one_evidence_item(cast):
    return {"uid": evidence_item(cast).uid}


@example(
    *(f"tips:{name}" for name in ("show", "accept", "ask", "answer", "close", "take_over")),
    *(f"api:tips_{name}" for name in ("tip", "accept")),
)
@once
def a_tip(cast):
    return {"number": sent_tip(cast).number}


def sent_tip(cast):
    from unionhall.tips import recipients, reporting
    from unionhall.tips.cleaning import Clean

    level = recipients.levels(cast.units.plant, on=today())[0]
    file = Clean("image/png", ".png", PNG)
    tip, receipt = reporting.send(
        cast.units.plant, level, text="夜班", files=[file], stamp="example", on=today()
    )
    tip.receipt = receipt
    return tip


@example("tips:officer_file", "api:tips_file")
def a_file_of_a_tip(cast):
    from unionhall.tips.models import TipFile

    number = a_tip(cast)["number"]
    return {"number": number, "uid": TipFile.objects.get(tip__number=number).uid}


@example("tips:file")
def a_file_of_a_tip_in_public(cast):
    return {"uid": a_file_of_a_tip(cast)["uid"]}


@example("tips:write")
def a_union_to_report_about(cast):
    return {"code": cast.units.plant.code}


@example("api:tips_ask", "api:tips_answer")
@once
def a_tip_in_hand(cast):
    from unionhall.tips import actions
    from unionhall.tips.models import Tip

    actions.accept(Tip.objects.get(**a_tip(cast)), by=cast.rights_officer, on=today())
    return a_tip(cast)


@example("api:tips_close")
@once
def a_silent_tip(cast):
    from unionhall.tips.models import Tip

    Tip.objects.filter(**a_tip(cast)).update(
        state="answered", silent_until=today() - timedelta(days=1)
    )
    return a_tip(cast)


@example("api:tips_take_over")
@once
def a_named_tip(cast):
    from unionhall.tips import reporting, vault
    from unionhall.tips.models import Tip

    tip = Tip.objects.get(**a_tip(cast))
    key = vault.key_for(tip, cast.rights_officer)
    reporting.give_name(tip, key, name="李小明", phone="13900000001", on=today())
    return a_tip(cast)


@example(
    *(
        f"disputes:{name}"
        for name in (
            *("dispute", "add_claimant", "add_claim", "choose_representatives", "represent"),
            *("add_instalment", "extend", "note_deadline_missed", "move_limitation"),
            *("my_dispute",),
        )
    ),
    *(f"api:disputes_{name}" for name in ("dispute", "move_limitation")),
    "api:my_dispute",
)
@once
def a_dispute(cast):
    from unionhall.disputes import opening

    made = opening.open_dispute(
        cast.worker,
        organisation=cast.units.plant,
        employer="红星机械厂",
        text="没有给经济补偿",
        known_on=today() - timedelta(days=30),
        kind="severance",
        amount=12000,
        by=cast.rights_officer,
        on=today(),
    )
    return {"number": made.number}


@example("disputes:take", "api:disputes_take")
def a_step(cast):
    return a_dispute(cast) | {"act": "consult"}


def its_dispute(cast, *acts):
    from unionhall.disputes import actions
    from unionhall.disputes.models import Dispute

    needed = {
        "ask_mediation": {"venue": "union"},
        "accept": {"mediators": ["丁仲"]},
        "agree": {"text": "分两期付清", "copies": 3, "signed": True},
    }
    row = Dispute.objects.get(number=a_dispute(cast)["number"])
    for act in acts:
        getattr(actions, act)(row, **needed[act], by=cast.rights_officer, on=today())
    return row


@example("disputes:mediate", "api:disputes_mediate")
def a_step_of_mediation(cast):
    row = its_dispute(cast, "ask_mediation") if fresh(cast) else its_dispute(cast)
    return {"number": row.number, "act": "accept"}


def fresh(cast) -> bool:
    """Whether no step of its dispute was taken yet."""
    return not its_dispute(cast).happenings.exists()


@example("disputes:recuse")
def a_mediator(cast):
    row = its_dispute(cast)
    made = row.mediators.first() or row.mediators.create(name="丁仲")
    return {"pk": made.pk}


@example("disputes:note_won")
def a_claim(cast):
    return {"pk": its_dispute(cast).claimants.get().claims.get().pk}


@example("disputes:correct_day")
def a_happening(cast):
    row = its_dispute(cast)
    return {"pk": (row.happenings.first() or row.happenings.create(act="consult", on=today())).pk}


@once
def an_agreed_dispute(cast):
    row = (
        its_dispute(cast, "ask_mediation", "accept", "agree") if fresh(cast) else its_dispute(cast)
    )
    return {"number": row.number}


@example("api:disputes_add_instalment")
def a_dispute_to_pay(cast):
    return an_agreed_dispute(cast)


@example(
    *(f"disputes:{name}" for name in ("note_paid", "note_missed")),
    *(f"api:disputes_{name}" for name in ("note_paid", "note_missed")),
)
@once
def an_instalment(cast):
    row = its_dispute(cast)
    an_agreed_dispute(cast)
    made = row.instalments.create(amount=6000, due_on=today() - timedelta(days=1))
    return {"pk": made.pk}


@example(
    *(f"petitions:{name}" for name in ("petition", "add_petitioner", "choose_representatives")),
    *(f"petitions:{name}" for name in ("extend", "my_petition", "ask_review", "end", "withdraw")),
    "petitions:leave",
    *(f"api:petitions_{name}" for name in ("petition", "extend", "add_petitioner")),
    *(f"api:my_petition{name}" for name in ("", "_ask_review", "_withdraw")),
)
@once
def a_petition(cast):
    from unionhall.petitions import bringing

    made = bringing.receive(
        cast.worker,
        organisation=cast.units.plant,
        matter="complaint",
        text="困难补助没有公示",
        about=cast.units.plant,
        by=cast.worker.user,
        on=today(),
    )
    return {"number": made.number}


@example("petitions:take", "api:petitions_take")
def a_step_of_a_petition(cast):
    return a_petition(cast) | {"act": "accept"}


def its_petition(cast, *acts):
    """The petition after these steps, each taken by whoever takes it."""
    from unionhall.petitions import actions
    from unionhall.petitions.models import Petition

    row = Petition.objects.get(**a_petition(cast))
    by = {"ask_review": cast.worker.user, "answer_review": cast.rights_officer}
    for act in acts:
        getattr(actions, act)(row, text="依据调查", by=by.get(act, cast.street_chair), on=today())
    return row


@example("petitions:review", "api:petitions_review")
def a_step_of_a_review(cast):
    row = its_petition(cast)
    if row.stage == "received":
        row = its_petition(cast, "accept", "answer", "ask_review")
    return {"number": row.number, "act": "answer_review"}


@example("petitions:receive")
def a_petitioner(cast):
    return {"uid": cast.worker.uid}


@example(
    *(f"urgent:{name}" for name in ("matter", "report", "add_line", "add_told", "reassess")),
    *(f"urgent:{name}" for name in ("hand_over", "lead", "link", "add_affected", "end")),
    *(f"urgent:{name}" for name in ("my_matter", "leave")),
    *(f"api:urgent_{name}" for name in ("matter", "add_line", "add_told", "reassess")),
    *(f"api:urgent_{name}" for name in ("lead", "add_affected", "end")),
)
def an_urgent_matter(cast):
    return {"number": its_telling(cast).matter.number}


@once
def its_telling(cast):
    """An urgent matter at the plant with one worker on its list, and one union to be told."""
    from unionhall.urgent import actions, concerned

    by = {"by": cast.plant_chair, "on": today()}
    matter = actions.open_matter(
        cast.units.plant,
        kind="stoppage",
        place="一车间",
        text="停工",
        learnt_at=now(),
        people=45,
        gravity=1,
        **by,
    )
    concerned.add_affected(matter, cast.worker, agreed=True, **by)
    return matter.tellings.get()


@example("urgent:note_told", "urgent:drop_telling")
def one_telling(cast):
    return {"pk": its_telling(cast).pk}


@example("api:urgent_note_told", "api:urgent_drop_telling")
def keyed_telling(cast):
    return {"key": its_telling(cast).pk}


@example("urgent:remove_affected")
def one_affected(cast):
    return {"pk": its_telling(cast).matter.affected.get().pk}


@example(
    *(f"cases:{name}" for name in ("group", "group_add", "group_choose", "group_renew_code")),
    *(f"cases:{name}" for name in ("my_group", "my_group_confirm", "my_group_leave")),
    *(f"api:{name}" for name in ("cases_group", "cases_group_add", "my_group")),
    *(f"api:{name}" for name in ("my_group_confirm", "my_group_leave")),
)
def a_group(cast):
    return {"number": its_group(cast).case.number}


@once
def its_group(cast):
    """A request of the worker's that a colleague has joined."""
    from unionhall.cases import actions as cases
    from unionhall.cases.groups import actions

    told = {"topic": "pay", "text": "夜班津贴", "by": cast.desk_officer, "on": today()}
    row = cases.take_down(cast.worker, **told)
    made = actions.begin(row, about="夜班津贴", by=cast.worker.user, on=today())
    actions.join(made.code, agreed=True, by=cast.colleague.user, on=today())
    return made


@example(
    *(f"cases:{name}" for name in ("group_begin", "group_call_policy", "my_group_begin")),
    "api:cases_group_begin",
)
@once
def one_worker_s_case(cast):
    from unionhall.cases import actions as cases

    told = {"topic": "pay", "text": "夜班津贴", "by": cast.desk_officer, "on": today()}
    return {"number": cases.take_down(cast.worker, **told).number}


@once
def legal_aid(cast):
    """The worker's application for legal aid."""
    from unionhall.legal_aid import actions

    told = {"matter": "labour", "form": "advice", "other_side": "红星机械厂", "text": "欠薪"}
    return actions.apply(cast.worker, **told, by=cast.worker.user, on=today())


@once
def lawyer(cast):
    from unionhall.legal_aid import roster

    told = {"name": "方正", "firm": "法正所", "licence": "1", "phone": "1", "capacity": 5}
    told |= {"from_on": today(), "by": cast.chair, "on": today()}
    return roster.add_lawyer(cast.units.district, **told)


@once
def second_lawyer(cast):
    from unionhall.legal_aid import roster

    told = {"name": "乔安", "firm": "法正所", "licence": "2", "phone": "1", "capacity": 5}
    told |= {"from_on": today(), "by": cast.chair, "on": today()}
    return roster.add_lawyer(cast.units.district, **told)


LEGAL_AID_ACTS = (
    *("grant", "refuse", "ask_papers", "give_papers", "begin_urgently", "review", "assign"),
    *("change_lawyer", "log_work", "add_hearing", "finish", "end_early"),
)


@example(
    *(f"legal_aid:{name}" for name in ("aid", *LEGAL_AID_ACTS)),
    *(f"legal_aid:{name}" for name in ("my_aid", "withdraw", "hand_in", "object_to", "confirm")),
)
def one_legal_aid(cast):
    return {"pk": legal_aid(cast).pk}


@example(
    *(f"api:legal_aid_{name}" for name in ("show", *LEGAL_AID_ACTS)),
    *(f"api:my_legal_aid_{name}" for name in ("withdraw", "hand_in", "object_to", "confirm")),
)
def keyed_legal_aid(cast):
    return {"key": legal_aid(cast).pk}


@example("legal_aid:take_down_for")
def person_for_legal_aid(cast):
    return {"uid": cast.worker.uid}


@example("legal_aid:lawyer", "legal_aid:end_lawyer", "legal_aid:note_engagement")
def one_lawyer(cast):
    return {"pk": lawyer(cast).pk}


@example("api:legal_aid_end_lawyer", "api:legal_aid_note_engagement")
def keyed_lawyer(cast):
    return {"key": lawyer(cast).pk}


@once
def case_bulk(cast):
    """Requests of the plant to be handed to a colleague, looked at already."""
    from unionhall.access.scope import scope
    from unionhall.cases.bulk import actions, working

    told = {"code": "assign", "query": "show=open", "reason": "休假"}
    told |= {"to_user": cast.second_rights_officer, "by": cast.rights_officer, "on": today()}
    made = actions.begin(scope(cast.rights_officer, "cases.hand_over"), **told)
    working.check(made, by=cast.rights_officer, on=today())
    return made


@example(*(f"cases:{name}" for name in ("bulk", "apply_bulk", "dismiss_bulk", "undo_bulk")))
def one_case_bulk(cast):
    return {"pk": case_bulk(cast).pk}


@example(*(f"api:case_bulk_{name}" for name in ("bulk", "lines", "apply", "dismiss", "undo")))
def keyed_case_bulk(cast):
    return {"key": case_bulk(cast).pk}


@once
def saved_view(cast):
    from unionhall.cases.saved.actions import save_view

    told = {"name": "催办", "filters": {"show": "overdue"}, "is_shared": True}
    return save_view(cast.units.district, **told, by=cast.rights_officer, on=today())


@example(*(f"cases:{name}" for name in ("change_view", "move_view", "begin_with", "remove_view")))
def one_view(cast):
    return {"pk": saved_view(cast).pk}


@example("api:case_views_change_view", "api:case_views_remove_view")
def keyed_view(cast):
    return {"key": saved_view(cast).pk}


@once
def desk_handover(cast):
    """The desk of the rights officer, on which a duty lay, handed to a colleague."""
    from unionhall.duties import actions as duties
    from unionhall.duties.leaving.actions import hand_over_desk

    told = {"by": cast.rights_officer, "on": today()}
    duties.open_duty(
        "supervision.visit",
        subject=("supervision.matter", 1),
        organisation=cast.units.district,
        office="rights_officer",
        holder=cast.rights_officer,
        rule="own.supervision.follow_up_10wd",
        start=today(),
        **told,
    )
    receivers = {"duties": cast.second_rights_officer}
    unit = cast.units.district
    return hand_over_desk(cast.rights_officer, unit, receivers, reason="调任", **told)


@example("leaving:handover", "leaving:paper", "api:desks_handover")
def one_desk_handover(cast):
    return {"uid": desk_handover(cast).uid}


@example("leaving:hand_over_desk")
def whose_desk(cast):
    return {"organisation": cast.units.district.pk, "user": cast.rights_officer.pk}


@example(*(f"api:desks_{name}" for name in ("desk", "rehearse", "hand_over_desk")))
def coded_desk(cast):
    return {"code": cast.units.district.code, "user": cast.rights_officer.pk}


@once
def feed(cast):
    from unionhall.duties.feeds import actions

    return actions.make_feed(by=cast.worker.user, on=today())


@example("calendar:feed")
def secret_of_feed(cast):
    from unionhall.duties.feeds import secrets

    made = feed(cast)
    return {"secret": secrets.secret(made.user_id, made.seed)}


def referral(cast):
    """The referral that all addresses of referrals show; tests put others in its place."""
    made = cast.__dict__.setdefault("examples", {})
    if "referral" not in made:
        made["referral"] = sent_referral(cast)
    return made["referral"]


def sent_referral(cast):
    """The worker's request referred to the city's rights desk with a file, agreed to and sent."""
    from unionhall.cases.referrals import actions
    from unionhall.cases.routing import Desk

    told = {"by": cast.rights_officer, "on": today()}
    made = actions.refer(
        case(cast),
        to=Desk(cast.units.city, "rights_officer"),
        why="需要市里协调",
        summary="上月工资未发",
        files=[attachment(cast)],
        **told,
    )
    paper = SimpleUploadedFile("x.png", PNG, content_type="image/png")
    consent = {"way": "paper", "given_on": today(), "how": "窗口签字", "file": paper}
    actions.record_consent(made, **consent, **told)
    actions.send(made, **told)
    return made


@once
def partner(cast):
    from unionhall.cases.referrals import actions

    told = {"kind": "court", "name": "区法院", "contact": "x", "by": cast.chair, "on": today()}
    return actions.add_partner(cast.units.district, **told)


REFERRING = ("record_consent", "rest_on_ground", "send", "tell", "make_link", "note_answer", "end")

RECEIVING = ("take_up", "send_back", "answer")


@example("referrals:refer", "api:referrals_of", "api:referrals_refer")
def a_case_to_refer(cast):
    return {"number": referral(cast).case.number}


@example(
    *(f"referrals:{name}" for name in ("referral", "paper", *REFERRING)),
    *(f"api:referrals_{name}" for name in ("one", *REFERRING)),
)
def one_referral(cast):
    return {"number": referral(cast).case.number, "uid": referral(cast).uid}


@example(
    *(f"referrals:{name}" for name in ("received", *RECEIVING)),
    *(f"referrals:{name}" for name in ("my_referral", "agree", "decline", "revoke")),
    *(f"api:referrals_{name}" for name in ("read", *RECEIVING)),
    *(f"api:my_{name}_referral" for name in ("agree", "decline", "revoke")),
    "api:my_referral",
)
def a_received_referral(cast):
    return {"uid": referral(cast).uid}


@example("referrals:file", "referrals:my_file", "api:referrals_file")
def a_referred_file(cast):
    return {"uid": referral(cast).uid, "file": attachment(cast).uid}


@example("referrals:consent_paper")
def a_consent_paper(cast):
    from unionhall.documents.models import Attachment

    return {**one_referral(cast), "file": Attachment.objects.of(referral(cast)).get().uid}


@example("referrals:linked")
def a_link_of_a_referral(cast):
    return {"secret": "gone"}


@example("referrals:linked_file")
def a_file_behind_a_link(cast):
    return {"secret": "gone", "uid": attachment(cast).uid}


@example("referrals:end_partner")
def one_partner(cast):
    return {"pk": partner(cast).pk}


@example("api:referral_end_partner")
def keyed_partner(cast):
    return {"key": partner(cast).pk}


def check_in(cast):
    """The worker's first check-in after a request, asked today; tests put others in its place."""
    made = cast.__dict__.setdefault("examples", {})
    if "check_in" not in made:
        made["check_in"] = asked_check_in(cast)
    return made["check_in"]


def asked_check_in(cast):
    from unionhall.cases import actions as cases
    from unionhall.cases import my_actions as my_cases
    from unionhall.cases.models import Topic
    from unionhall.cases.watch import actions, my_actions

    told = {"by": cast.rights_officer, "on": today()}
    row = cases.take_down(cast.worker, topic=Topic.PAY, text="欠薪", **told)
    cases.accept(row, **told)
    cases.propose_closing(row, answer="已补发", **told)
    my_cases.confirm(row, satisfaction=3, by=cast.worker.user, on=today())
    watch = my_actions.choose(row, places=[1, 2], by=cast.worker.user, on=today())
    made = watch.check_ins.select_related("watch__case__person__user").get(place=1)
    actions.ask(made, on=today())
    return made


@example(
    *(f"watch:{name}" for name in ("watch", "offer", "my_watch", "choose", "stop")),
    *("api:check_ins_of", "api:check_ins_offer", "api:my_choose_check_ins"),
    "api:my_stop_check_ins",
)
def a_watched_case(cast):
    return {"number": check_in(cast).watch.case.number}


@example(
    *(f"watch:{name}" for name in ("check_in", "answer", "move", "tell_more")),
    *("api:my_answer_check_in", "api:my_move_check_in", "api:my_tell_more_after_check_in"),
)
def one_check_in(cast):
    return {"uid": check_in(cast).uid}


@example("watch:call", "api:check_ins_call")
def a_check_in_to_call(cast):
    return {**a_watched_case(cast), **one_check_in(cast)}


def phone_call(cast):
    """A call of the worker to be returned; tests put others in its place."""
    from unionhall.cases.calls import actions

    made = cast.__dict__.setdefault("examples", {})
    if "phone_call" not in made:
        made["phone_call"] = actions.take_call(
            cast.units.district,
            person=cast.worker,
            topic="pay",
            text="加班费怎么算",
            kind="call_back",
            by=cast.desk_officer,
            on=today(),
        )
    return made["phone_call"]


def received_mail(cast):
    """A mail to look at with a photo, at the district's desk; tests put others in its place."""
    from unionhall.cases.mail_in import actions

    made = cast.__dict__.setdefault("examples", {})
    if "mail" not in made:
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "li@example.org", "加班费"
        mail["Message-ID"] = "<example@example.org>"
        mail.set_content("加班费三个月没有发")
        mail.add_attachment(PNG, maintype="image", subtype="png", filename="考勤.png")
        code = cast.units.district.code
        made["mail"] = actions.receive(mail.as_bytes(), union=code, on=today())
    return made["mail"]


@example(
    *(f"mail:{name}" for name in ("mail", "source", "find", "answer", "mark_spam")),
    *(f"api:mail_{name}" for name in ("mail", "make_request", "attach_to", "answer", "mark_spam")),
)
def one_mail(cast):
    return {"uid": received_mail(cast).uid}


@example("mail:attachment")
def file_of_a_mail(cast):
    from unionhall.documents.models import Attachment

    row = received_mail(cast)
    return {"uid": row.uid, "file": Attachment.objects.of(row).get().uid}


@example("mail:make_request")
def mail_of_a_member(cast):
    return {"uid": received_mail(cast).uid, "person": cast.worker.uid}


@example("mail:attach_to")
def mail_about_a_request(cast):
    return {"uid": received_mail(cast).uid, "number": case(cast).number}


@example("calls:take_call_of")
def a_caller(cast):
    return {"uid": cast.worker.uid}


@example(
    *(
        f"calls:{name}"
        for name in ("call", "try_again", "return_call", "end_unreached", "make_request")
    ),
    *(
        f"api:calls_{name}"
        for name in ("call", "try_again", "return", "end_unreached", "make_request")
    ),
)
def one_phone_call(cast):
    return {"uid": phone_call(cast).uid}
