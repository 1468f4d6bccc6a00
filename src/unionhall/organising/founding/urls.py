"""Addresses of foundings."""

from django.urls import path

from unionhall.organising.founding import public_views, views

app_name = "founding"
urlpatterns = [
    path("join/found/", public_views.propose, name="propose"),
    path("join/found/code/", public_views.code, name="code"),
    path("join/found/<uuid:uid>/", public_views.state, name="state"),
    path("founding/", views.index, name="index"),
    path("founding/prepare/", views.prepare, name="prepare"),
    path("founding/<int:pk>/", views.show, name="show"),
    path("founding/<int:pk>/add-founder/", views.add_founder, name="add_founder"),
    path("founding/<int:pk>/apply/", views.apply, name="apply"),
    path("founding/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("founding/<int:pk>/approve/", views.approve, name="approve"),
    path("founding/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("founding/founders/<int:pk>/remove/", views.remove_founder, name="remove_founder"),
    path("founding/founders/<int:pk>/elect/", views.elect, name="elect"),
]
