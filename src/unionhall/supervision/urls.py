"""Addresses of supervision: the officers' pages, and the worker's own under /me/."""

from django.urls import path

from unionhall.supervision import board, hazard_views, inspection_views, my_views, views, visits

app_name = "supervision"
urlpatterns = [
    path("supervision/", views.matters, name="matters"),
    path("supervision/letters/", views.letters, name="letters"),
    path("supervision/begin/", views.begin, name="begin"),
    path("supervision/begin/<str:number>/", views.begin_from, name="begin_from"),
    path("supervision/figures/", board.board, name="board"),
    path("supervision/employers/<int:pk>/", views.employer, name="employer"),
    path("supervision/matters/<int:pk>/", views.matter, name="matter"),
    path("supervision/matters/<int:pk>/files/<uuid:uid>/", views.file, name="file"),
    path("supervision/matters/<int:pk>/find/", views.find, name="find"),
    path("supervision/matters/<int:pk>/issue/<str:rung>/", views.issue, name="issue"),
    path("supervision/matters/<int:pk>/visit/", views.visit, name="visit"),
    path("supervision/matters/<int:pk>/close/", views.close, name="close"),
    path("supervision/letters/<int:pk>/answer/", views.answer, name="answer"),
    path("supervision/findings/<int:pk>/mend/", views.mend, name="mend"),
    path("supervision/findings/<int:pk>/refer/", views.refer, name="refer"),
    path("supervision/findings/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("supervision/inspections/", inspection_views.inspections, name="inspections"),
    path("supervision/inspections/plan/", inspection_views.plan, name="plan"),
    path("supervision/inspections/plan-for/<int:pk>/", visits.plan_for, name="plan_for"),
    path("supervision/inspections/<int:pk>/", inspection_views.inspection, name="inspection"),
    path("supervision/inspections/<int:pk>/check/", inspection_views.check, name="check"),
    path("supervision/inspections/<int:pk>/sign/", inspection_views.sign, name="sign"),
    path("supervision/inspections/<int:pk>/call-off/", inspection_views.call_off, name="call_off"),
    path(
        "supervision/inspections/<int:pk>/files/<uuid:uid>/",
        inspection_views.inspection_file,
        name="inspection_file",
    ),
    path("supervision/checklist/", inspection_views.items, name="items"),
    path("supervision/checklist/add/", inspection_views.add_item, name="add_item"),
    path(
        "supervision/checklist/<int:pk>/remove/", inspection_views.remove_item, name="remove_item"
    ),
    path("supervision/hazards/", hazard_views.hazards, name="hazards"),
    path("supervision/hazards/note/", hazard_views.note_hazard, name="note_hazard"),
    path("supervision/hazards/<int:pk>/", hazard_views.hazard, name="hazard"),
    path(
        "supervision/hazards/<int:pk>/files/<uuid:uid>/",
        hazard_views.hazard_file,
        name="hazard_file",
    ),
    path("supervision/hazards/<int:pk>/tell/", hazard_views.tell_hazard, name="tell_hazard"),
    path("supervision/hazards/<int:pk>/mend/", hazard_views.mend_hazard, name="mend_hazard"),
    path("supervision/hazards/<int:pk>/verify/", hazard_views.verify_hazard, name="verify_hazard"),
    path("supervision/hazards/<int:pk>/drop/", hazard_views.drop_hazard, name="drop_hazard"),
    path(
        "supervision/hazards/<int:pk>/escalate/",
        hazard_views.escalate_hazard,
        name="escalate_hazard",
    ),
    path("me/hazards/", my_views.my_hazards, name="my_hazards"),
    path("me/hazards/report/", my_views.report_hazard, name="report_hazard"),
    path("me/hazards/<int:pk>/", my_views.my_hazard, name="my_hazard"),
    path("me/hazards/<int:pk>/files/<uuid:uid>/", my_views.my_hazard_file, name="my_hazard_file"),
]
