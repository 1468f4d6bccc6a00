"""The procedure of a petition, step by step: acts and the page that explains it share this table."""

from django.utils.translation import gettext_lazy as _

from unionhall.cases.procedure import Period, Procedure, Step
from unionhall.petitions.models import OPEN, SETTLED, PetitionStage

PETITIONER, OFFICE, ABOVE = _("the petitioner"), _("the union's office"), _("the level above")

DECIDE, ANSWER, ASK = "petitions.decide", "petitions.answer", "petitions.let_ask"
REVIEW, RECHECK = "petitions.answer_review", "petitions.answer_recheck"

DECIDE_RULE, ANSWER_RULE = "cn.pet.notify_15d", "cn.pet.decide_60_30"
REVIEW_RULE, RECHECK_RULE = "cn.pet.review_30_30", "cn.pet.recheck_30_30"
ARBITRATION_RULE, END_RULE = "cn.pet.route_arbitration", "cn.pet.end"
RECUSAL_RULE, NO_LEAK_RULE = "cn.pet.recusal", "cn.pet.no_leak"
MOST_RULE, FROM_RULE = "cn.pet.group_reps_5", "own.petition.representatives_5"

STEPS = (
    Step("receive", _("A petition is brought and gets a number"), PETITIONER, (PetitionStage.RECEIVED,), "", DECIDE_RULE,
         (Period(DECIDE, DECIDE_RULE),),
         plain=_("One about an organ or an officer goes to the level above them at once.")),
    Step("accept", _("It is accepted"), OFFICE, (PetitionStage.RECEIVED,), PetitionStage.HANDLED, DECIDE_RULE,
         (Period(ANSWER, ANSWER_RULE, "days"),), (DECIDE,)),
    Step("pass_to", _("Another organ is competent: it is passed there"), OFFICE, (PetitionStage.RECEIVED,), PetitionStage.PASSED,
         DECIDE_RULE, fulfils=(DECIDE,), plain=_("You are told in writing which one has it now.")),
    Step("refuse", _("It is not accepted, as it belongs before arbitration or a court"), OFFICE, (PetitionStage.RECEIVED,),
         PetitionStage.NOT_ACCEPTED, ARBITRATION_RULE, fulfils=(DECIDE,),
         plain=_("You read why and where to go; the union goes with you.")),
    Step("answer", _("The written answer is given"), OFFICE, (PetitionStage.HANDLED,), PetitionStage.ANSWERED, ANSWER_RULE,
         (Period(ASK, REVIEW_RULE, "request_days"),), (ANSWER,)),
    Step("ask_review", _("You do not agree: ask the level above for a review"), PETITIONER, (PetitionStage.ANSWERED,),
         PetitionStage.IN_REVIEW, REVIEW_RULE, (Period(REVIEW, REVIEW_RULE, "answer_days"),), (ASK,)),
    Step("answer_review", _("The level above answers the review"), ABOVE, (PetitionStage.IN_REVIEW,), PetitionStage.REVIEWED,
         REVIEW_RULE, (Period(ASK, RECHECK_RULE, "request_days"),), (REVIEW,)),
    Step("ask_recheck", _("You still do not agree: ask for the second review"), PETITIONER, (PetitionStage.REVIEWED,),
         PetitionStage.IN_RECHECK, RECHECK_RULE, (Period(RECHECK, RECHECK_RULE, "answer_days"),), (ASK,)),
    Step("hold_hearing", _("A hearing is held; its days do not count"), ABOVE, (PetitionStage.IN_RECHECK,), "", RECHECK_RULE),
    Step("end_hearing", _("The hearing is over; the period runs on"), ABOVE, (PetitionStage.IN_RECHECK,), "", RECHECK_RULE),
    Step("answer_recheck", _("The second review is answered; that is final"), ABOVE, (PetitionStage.IN_RECHECK,), PetitionStage.FINAL,
         END_RULE, fulfils=(RECHECK,), plain=_("The same facts and reasons are not accepted once more.")),
    Step("end", _("You are content, or the days to ask for a review are over"), PETITIONER,
         (PetitionStage.ANSWERED, PetitionStage.REVIEWED), PetitionStage.ENDED, fulfils=(ASK,)),
    Step("note_repeat", _("The same matter is brought again"), PETITIONER, SETTLED, "", END_RULE,
         plain=_("It is written down beside the answer, and the petitioner is pointed to it.")),
    Step("withdraw", _("It is withdrawn"), PETITIONER, OPEN, PetitionStage.WITHDRAWN),
)  # fmt: skip
BY_ACT = {step.act: step for step in STEPS}

# The picture leaves out that it can be withdrawn at any stage.
PROCEDURE = Procedure(
    "petitions",
    _("How a petition goes"),
    {str(stage): stage.label for stage in PetitionStage if stage != PetitionStage.WITHDRAWN},
    tuple(step for step in STEPS if step.act != "withdraw"),
)
