"""The procedure of a labour dispute, step by step: acts, replay and the page that explains it share this table."""

from django.utils.translation import gettext_lazy as _

from unionhall.cases.procedure import Period, Procedure, Step
from unionhall.disputes.models import OPEN, PAYING, Stage
from unionhall.disputes.rules import INTERRUPTION_RULE, LIMIT_RULE

WORKER, UNION, EMPLOYER = _("the worker, with the union"), _("the union"), _("the employer")
MEDIATORS, BOTH = _("the mediators"), _("both sides together")
COMMISSION, COURT = _("the arbitration commission"), _("the court")

OFFICE = "rights_officer"
HEAR, ACCEPT, END = "disputes.hear", "disputes.accept", "disputes.end_mediation"
CONFIRM, REVIEWED = "disputes.confirm", "disputes.watch_review"
WATCH_ACCEPTANCE, COPIES, ANSWER = (
    "disputes.watch_acceptance",
    "disputes.watch_copies",
    "disputes.watch_answer",
)
PANEL, HEARING, AWARD = "disputes.watch_panel", "disputes.hearing", "disputes.watch_award"
SUE, SET_ASIDE = "disputes.sue", "disputes.watch_set_aside"

BEFORE = (Stage.OPENED, Stage.CONSULTING, Stage.UNSOLVED)

STEPS = (
    Step("consult", _("Ask the employer to negotiate"), WORKER, (Stage.OPENED, Stage.UNSOLVED), Stage.CONSULTING,
         "cn.disp.nego_reply_5d", (Period(HEAR, "cn.disp.nego_reply_5d"),),
         plain=_("The union goes with you or speaks for you. If the employer says nothing, that counts as a no.")),
    Step("note_willing", _("The employer agrees to negotiate"), EMPLOYER, (Stage.CONSULTING,), "",
         "cn.disp.nego_reply_5d", fulfils=(HEAR,)),
    Step("note_refusal", _("The employer refuses, or does not answer"), EMPLOYER, (Stage.CONSULTING,), Stage.UNSOLVED,
         "cn.disp.nego_reply_5d", fulfils=(HEAR,), interrupts=INTERRUPTION_RULE,
         plain=_("Your year for arbitration begins anew.")),
    Step("settle", _("A settlement is reached"), BOTH, (Stage.CONSULTING,), Stage.AGREED, "cn.disp.interruption_nego",
         fulfils=(HEAR,)),
    Step("ask_mediation", _("Ask for mediation"), WORKER, BEFORE, Stage.ASKED, "cn.disp.med_accept_3wd",
         (Period(ACCEPT, "cn.disp.med_accept_3wd", office=OFFICE),), (HEAR,),
         plain=_("The committee of the enterprise, the union or a panel can mediate. It costs nothing.")),
    Step("accept", _("Mediation is taken on"), MEDIATORS, (Stage.ASKED,), Stage.MEDIATING, "cn.disp.med_15d",
         (Period(END, "cn.disp.med_15d", "days"),), (ACCEPT,)),
    Step("note_unwilling", _("The employer does not want mediation"), EMPLOYER, (Stage.ASKED,), Stage.UNSOLVED,
         INTERRUPTION_RULE, fulfils=(ACCEPT,), interrupts=INTERRUPTION_RULE),
    Step("record_session", _("A meeting is put on record"), MEDIATORS, (Stage.MEDIATING,), ""),
    Step("agree", _("A mediation agreement is signed"), BOTH, (Stage.MEDIATING,), Stage.AGREED, "cn.disp.med_copies_3",
         (Period(CONFIRM, "cn.disp.judicial_confirm_cpl"),), (END,),
         plain=_("Three copies, signed and sealed. Both sides can then have it confirmed, so that it can be enforced.")),
    Step("fail_mediation", _("Mediation ends without an agreement"), MEDIATORS, (Stage.MEDIATING,), Stage.UNSOLVED,
         "cn.disp.med_15d_law", fulfils=(END,), interrupts=INTERRUPTION_RULE,
         plain=_("After 15 days without an agreement you can go to arbitration.")),
    Step("ask_review", _("Ask for review by the arbitration commission"), BOTH, (Stage.AGREED,), "",
         "cn.disp.med_review_15d", (Period(REVIEWED, "cn.disp.med_review_decide_5d", "working_days"),), (CONFIRM,)),
    Step("ask_confirmation", _("Ask the court to confirm the agreement"), BOTH, (Stage.AGREED,), "",
         "cn.disp.judicial_confirm_cpl", fulfils=(CONFIRM,)),
    Step("note_confirmed", _("The agreement is confirmed"), COURT, (Stage.AGREED,), "", "cn.disp.med_review_decide_5d",
         fulfils=(REVIEWED,)),
    Step("waive_confirmation", _("Nobody asks for confirmation"), BOTH, (Stage.AGREED,), "",
         "cn.disp.judicial_confirm_cpl", fulfils=(CONFIRM,)),
    Step("ask_payment_order", _("Ask the court for a payment order"), WORKER, (Stage.AGREED,), "",
         "cn.disp.payment_order_wages",
         plain=_("For wages, injury costs and compensation that were agreed and not paid.")),
    Step("apply_arbitration", _("Apply for arbitration"), WORKER, (*BEFORE, Stage.ASKED, Stage.MEDIATING, Stage.AGREED),
         Stage.APPLIED, LIMIT_RULE, (Period(WATCH_ACCEPTANCE, "cn.disp.accept_5d"),), (HEAR, ACCEPT, END, CONFIRM),
         interrupts=LIMIT_RULE, plain=_("Within a year, and it costs nothing. The employer must bring the papers it keeps.")),
    Step("note_accepted", _("The commission takes it on"), COMMISSION, (Stage.APPLIED,), Stage.ARBITRATING,
         "cn.disp.accept_5d",
         (Period(COPIES, "cn.disp.copy_5d"), Period(PANEL, "cn.disp.panel_notice_5d"),
          Period(AWARD, "cn.disp.award_45_15", "days")), (WATCH_ACCEPTANCE,)),
    Step("note_not_accepted", _("The commission does not take it on"), COMMISSION, (Stage.APPLIED,), Stage.UNSOLVED,
         "cn.disp.accept_5d", fulfils=(WATCH_ACCEPTANCE,)),
    Step("note_copies", _("The employer has received the application"), COMMISSION, (Stage.ARBITRATING,), "",
         "cn.disp.copy_5d", (Period(ANSWER, "cn.disp.answer_10d"),), (COPIES,)),
    Step("note_answer", _("The employer's answer is there"), EMPLOYER, (Stage.ARBITRATING,), "", "cn.disp.answer_10d",
         fulfils=(ANSWER,)),
    Step("note_panel", _("The tribunal is announced"), COMMISSION, (Stage.ARBITRATING,), "", "cn.disp.panel_notice_5d",
         fulfils=(PANEL,)),
    Step("set_hearing", _("The day of the hearing is set"), COMMISSION, (Stage.ARBITRATING,), "",
         "cn.disp.hearing_notice_5d", (Period(HEARING, "cn.disp.hearing_notice_5d", "postpone_working_days"),),
         plain=_("You hear of it five working days ahead; until three working days ahead it can be put off for a good reason.")),
    Step("note_hearing", _("The hearing has been held"), COMMISSION, (Stage.ARBITRATING,), "", "cn.disp.hearing_notice_5d",
         fulfils=(HEARING,)),
    Step("note_award", _("The award arrives"), COMMISSION, (Stage.ARBITRATING,), Stage.AWARDED, "cn.disp.award_45_15",
         (Period(SUE, "cn.disp.suit_15d"),), (COPIES, PANEL, ANSWER, HEARING, AWARD),
         plain=_("Whoever does not agree can go to court within 15 days; for small sums only the worker can.")),
    Step("take_award", _("The worker leaves it at the award"), WORKER, (Stage.AWARDED,), "", "cn.disp.suit_15d",
         fulfils=(SUE,)),
    Step("sue", _("Go to court"), WORKER, (Stage.AWARDED, Stage.UNSOLVED), Stage.IN_COURT, "cn.disp.suit_15d",
         fulfils=(SUE,)),
    Step("note_judgment", _("The judgment arrives"), COURT, (Stage.IN_COURT,), Stage.JUDGED),
    Step("note_fulfilled", _("All is fulfilled"), UNION, PAYING, Stage.FULFILLED, fulfils=(SUE, CONFIRM, REVIEWED)),
    Step("withdraw", _("The worker withdraws it"), WORKER, OPEN, Stage.WITHDRAWN),
    Step("end", _("It ends otherwise"), UNION, OPEN, Stage.ENDED),
)  # fmt: skip
BY_ACT = {step.act: step for step in STEPS}

# What moves the limitation without being a step: written down beside them.
MOVES = {
    "interrupt": _("The limitation was interrupted"),
    "suspend": _("The limitation stands still"),
    "resume": _("The limitation goes on"),
    "missed": _("A period was missed, and stays missed"),
    "extended": _("A period was extended"),
}

# `Stage` lists where a dispute can stand; the picture leaves out how it ends early, which any stage can.
SHOWN = tuple(step for step in STEPS if step.act not in ("withdraw", "end"))
PROCEDURE = Procedure(
    "disputes",
    _("How a labour dispute goes"),
    {str(stage): stage.label for stage in Stage if stage not in (Stage.WITHDRAWN, Stage.ENDED)},
    SHOWN,
)
