"""Addresses of requests: the officers' pages, and the worker's own under /me/."""

from django.urls import include, path

from unionhall.cases import board, exports, for_views, my_views, views
from unionhall.cases.alike import views as alike_views
from unionhall.cases.bulk.urls import urlpatterns as bulk
from unionhall.cases.confidential import my_views as my_naming
from unionhall.cases.confidential import views as naming
from unionhall.cases.desk import desk
from unionhall.cases.groups import my_views as my_groups
from unionhall.cases.groups import views as groups
from unionhall.cases.outcomes import views as outcome_views
from unionhall.cases.saved.urls import urlpatterns as saved
from unionhall.cases.search import search
from unionhall.cases.workload.urls import urlpatterns as workload

app_name = "cases"
urlpatterns = [
    path("desk/", desk, name="desk"),
    path("search/", search, name="search"),
    path("cases/", views.inbox, name="inbox"),
    path("cases/bulk/", include(bulk)),
    path("cases/saved/", include(saved)),
    path("cases/workload/", include(workload)),
    path("cases/export/", exports.export, name="export"),
    path("cases/dashboard/", board.dashboard, name="dashboard"),
    path("cases/take-down/", views.take_down, name="take_down"),
    path("cases/take-down/<uuid:uid>/", views.take_down_for, name="take_down_for"),
    path("cases/override/", naming.override, name="override"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/readers/", naming.readers, name="readers"),
    path("cases/<str:number>/mark/", naming.mark, name="mark"),
    path("cases/<str:number>/lift/", naming.lift, name="lift"),
    path("cases/<str:number>/name/", naming.name, name="name"),
    path("cases/<str:number>/unname/", naming.unname, name="unname"),
    path("cases/<str:number>/invite/", naming.invite, name="invite"),
    path("cases/<str:number>/dismiss/", naming.dismiss, name="dismiss"),
    path("cases/<str:number>/record-party/", naming.record_party, name="record_party"),
    path("cases/<str:number>/strike-party/", naming.strike_party, name="strike_party"),
    path("cases/<str:number>/next/", views.beside, {"back": False}, name="next"),
    path("cases/<str:number>/previous/", views.beside, {"back": True}, name="previous"),
    path("cases/<str:number>/files/<uuid:uid>/", views.attachment, name="attachment"),
    path("cases/<str:number>/files/<uuid:uid>/look/", views.look, name="look"),
    path("cases/<str:number>/accept/", views.accept, name="accept"),
    path("cases/<str:number>/refuse/", views.refuse, name="refuse"),
    path("cases/<str:number>/hand-over/", views.hand_over, name="hand_over"),
    path("cases/<str:number>/ask/", views.ask, name="ask"),
    path("cases/<str:number>/reply/", views.reply, name="reply"),
    path("cases/<str:number>/note/", views.note, name="note"),
    path("cases/<str:number>/propose-closing/", views.propose_closing, name="propose_closing"),
    path("cases/<str:number>/close/", views.close, name="close"),
    path("cases/<str:number>/reopen/", views.reopen, name="reopen"),
    path("cases/<str:number>/extend/", views.extend, name="extend"),
    path("cases/<str:number>/set-difficulty/", views.set_difficulty, name="set_difficulty"),
    path("cases/<str:number>/outcome/", outcome_views.note_outcome, name="note_outcome"),
    path("cases/<str:number>/money-came/", outcome_views.confirm_money, name="confirm_money"),
    path("cases/<str:number>/alike/", alike_views.alike, name="alike"),
    path("cases/<str:number>/link/", alike_views.link, name="link"),
    path("cases/<str:number>/unlink/", alike_views.unlink, name="unlink"),
    path(
        "cases/<str:number>/continue-in/<str:other>/", alike_views.continue_in, name="continue_in"
    ),
    path("cases/<str:number>/tell-apart/", alike_views.tell_apart, name="tell_apart"),
    path(
        "cases/<str:number>/answer-like/<str:other>/", alike_views.answer_like, name="answer_like"
    ),
    path("me/", my_views.home, name="home"),
    path("me/for/<uuid:uid>/requests/", for_views.bring_for, name="bring_for"),
    path("me/for/<uuid:uid>/requests/<str:number>/", for_views.case_for, name="case_for"),
    path("cases/<str:number>/group/", groups.group, name="group"),
    path("cases/<str:number>/group/begin/", groups.begin, name="group_begin"),
    path("cases/<str:number>/group/call-policy/", groups.call_policy, name="group_call_policy"),
    path("cases/<str:number>/group/add/", groups.add, name="group_add"),
    path("cases/<str:number>/group/choose/", groups.choose, name="group_choose"),
    path("cases/<str:number>/group/renew-code/", groups.renew_code, name="group_renew_code"),
    path("me/groups/join/", my_groups.join, name="group_join"),
    path("me/groups/<str:number>/", my_groups.my_group, name="my_group"),
    path("me/groups/<str:number>/begin/", my_groups.begin, name="my_group_begin"),
    path("me/groups/<str:number>/confirm/", my_groups.confirm, name="my_group_confirm"),
    path("me/groups/<str:number>/leave/", my_groups.leave, name="my_group_leave"),
    path("me/requests/", my_views.my_cases, name="my_cases"),
    path("me/requests/new/<int:step>/", my_views.write, name="write"),
    path("me/requests/new/submit/", my_views.submit, name="submit"),
    path("me/requests/new/files/<uuid:uid>/remove/", my_views.remove_file, name="remove_file"),
    path("me/requests/<str:number>/", my_views.my_case, name="my_case"),
    path(
        "me/requests/<str:number>/files/<uuid:uid>/", my_views.my_attachment, name="my_attachment"
    ),
    path("me/requests/<str:number>/files/<uuid:uid>/look/", my_views.my_look, name="my_look"),
    path("me/requests/<str:number>/answer/", my_views.answer, name="answer"),
    path("me/requests/<str:number>/withdraw/", my_views.withdraw, name="withdraw"),
    path("me/requests/<str:number>/confirm/", my_views.confirm, name="confirm"),
    path("me/requests/<str:number>/rate/", my_views.rate, name="rate"),
    path("me/requests/<str:number>/mark/", my_naming.mark, name="my_mark"),
    path("me/requests/<str:number>/record-party/", my_naming.record_party, name="my_record_party"),
    path("me/requests/<str:number>/strike-party/", my_naming.strike_party, name="my_strike_party"),
    path("me/requests/<str:number>/ask-review/", my_views.ask_review, name="ask_review"),
]
