from django.urls import path

from unionhall.duties import views

app_name = "duties"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/pass-on/", views.pass_on, name="pass_on"),
]
