"""Addresses of mails to look at."""

from django.urls import path

from unionhall.cases.mail_in import views

app_name = "mail"
urlpatterns = [
    path("mail/", views.index, name="index"),
    path("mail/<uuid:uid>/", views.mail, name="mail"),
    path("mail/<uuid:uid>/source/", views.source, name="source"),
    path("mail/<uuid:uid>/files/<uuid:file>/", views.attachment, name="attachment"),
    path("mail/<uuid:uid>/find/", views.find, name="find"),
    path("mail/<uuid:uid>/of/<uuid:person>/", views.make_request, name="make_request"),
    path("mail/<uuid:uid>/attach-to/<str:number>/", views.attach_to, name="attach_to"),
    path("mail/<uuid:uid>/answer/", views.answer, name="answer"),
    path("mail/<uuid:uid>/mark-spam/", views.mark_spam, name="mark_spam"),
]
