"""The address of the list."""

from django.urls import path

from unionhall.members.joining import views

app_name = "joining"
urlpatterns = [path("members/joining/", views.index, name="index")]
