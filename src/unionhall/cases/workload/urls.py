"""Addresses of the workload, below those of the inbox."""

from django.urls import path

from unionhall.cases.workload import views

urlpatterns = [
    path("", views.workload, name="workload"),
    path("mine/", views.my_workload, name="my_workload"),
]
