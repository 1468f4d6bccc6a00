"""Addresses of urgent matters."""

from django.urls import path

from unionhall.urgent import views

app_name = "urgent"
urlpatterns = [
    path("urgent/", views.board, name="board"),
    path("urgent/open/", views.open_matter, name="open"),
    path("urgent/<str:number>/", views.matter, name="matter"),
    path("urgent/<str:number>/report/", views.report, name="report"),
    path("urgent/<str:number>/add-line/", views.add_line, name="add_line"),
    path("urgent/<str:number>/add-told/", views.add_told, name="add_told"),
    path("urgent/<str:number>/reassess/", views.reassess, name="reassess"),
    path("urgent/<str:number>/hand-over/", views.hand_over, name="hand_over"),
    path("urgent/<str:number>/lead/", views.lead, name="lead"),
    path("urgent/<str:number>/link/", views.link, name="link"),
    path("urgent/<str:number>/add-affected/", views.add_affected, name="add_affected"),
    path("urgent/<str:number>/end/", views.end, name="end"),
    path("urgent/tellings/<int:pk>/note-told/", views.note_told, name="note_told"),
    path("urgent/tellings/<int:pk>/drop/", views.drop_telling, name="drop_telling"),
    path("urgent/affected/<int:pk>/remove/", views.remove_affected, name="remove_affected"),
    path("me/urgent/<str:number>/", views.my_matter, name="my_matter"),
    path("me/urgent/<str:number>/leave/", views.leave, name="leave"),
]
