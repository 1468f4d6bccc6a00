"""Addresses of reports without a name: the reporter's under /report/, the officers' under /tips/."""

from django.urls import path

from unionhall.tips import public_views, views

app_name = "tips"
urlpatterns = [
    path("report/", public_views.choose, name="choose"),
    path("report/limits/", public_views.limits, name="limits"),
    path("report/to/<str:code>/", public_views.write, name="write"),
    path("report/receipt/", public_views.read, name="read"),
    path("report/receipt/add/", public_views.add, name="add"),
    path("report/receipt/name/", public_views.name, name="name"),
    path("report/receipt/withdraw/", public_views.withdraw, name="withdraw"),
    path("report/receipt/file/<uuid:uid>/", public_views.file, name="file"),
    path("tips/", views.index, name="index"),
    path("tips/poster/", views.poster, name="poster"),
    path("tips/<str:number>/", views.show, name="show"),
    path("tips/<str:number>/files/<uuid:uid>/", views.file, name="officer_file"),
    path("tips/<str:number>/accept/", views.accept, name="accept"),
    path("tips/<str:number>/ask/", views.ask, name="ask"),
    path("tips/<str:number>/answer/", views.answer, name="answer"),
    path("tips/<str:number>/close/", views.close, name="close"),
    path("tips/<str:number>/take-over/", views.take_over, name="take_over"),
]
