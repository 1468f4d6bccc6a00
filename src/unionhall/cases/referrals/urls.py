"""Addresses of referrals: of those who refer, who receive, the worker's own, and a link's."""

from django.urls import path

from unionhall.cases.referrals import my_views, received_views, views

app_name = "referrals"
ONE = "cases/<str:number>/referrals/<uuid:uid>/"
urlpatterns = [
    path("cases/<str:number>/refer/", views.refer, name="refer"),
    path(ONE, views.referral, name="referral"),
    path(f"{ONE}record-consent/", views.record_consent, name="record_consent"),
    path(f"{ONE}rest-on-ground/", views.rest_on_ground, name="rest_on_ground"),
    path(f"{ONE}send/", views.send, name="send"),
    path(f"{ONE}tell/", views.tell, name="tell"),
    path(f"{ONE}make-link/", views.make_link, name="make_link"),
    path(f"{ONE}note-answer/", views.note_answer, name="note_answer"),
    path(f"{ONE}end/", views.end, name="end"),
    path(f"{ONE}paper/", views.paper, name="paper"),
    path(f"{ONE}consent/<uuid:file>/", views.consent_paper, name="consent_paper"),
    path("partners/", views.partners, name="partners"),
    path("partners/add/", views.add_partner, name="add_partner"),
    path("partners/<int:pk>/end/", views.end_partner, name="end_partner"),
    path("referrals/", received_views.index, name="index"),
    path("referrals/<uuid:uid>/", received_views.received, name="received"),
    path("referrals/<uuid:uid>/take-up/", received_views.take_up, name="take_up"),
    path("referrals/<uuid:uid>/send-back/", received_views.send_back, name="send_back"),
    path("referrals/<uuid:uid>/answer/", received_views.answer, name="answer"),
    path("referrals/<uuid:uid>/files/<uuid:file>/", received_views.file, name="file"),
    path("referred/<str:secret>/", received_views.linked, name="linked"),
    path("referred/<str:secret>/files/<uuid:uid>/", received_views.linked_file, name="linked_file"),
    path("me/referrals/<uuid:uid>/", my_views.my_referral, name="my_referral"),
    path("me/referrals/<uuid:uid>/agree/", my_views.agree, name="agree"),
    path("me/referrals/<uuid:uid>/decline/", my_views.decline, name="decline"),
    path("me/referrals/<uuid:uid>/revoke/", my_views.revoke, name="revoke"),
    path("me/referrals/<uuid:uid>/files/<uuid:file>/", my_views.my_file, name="my_file"),
]
