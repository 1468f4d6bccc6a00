from django.urls import path

from unionhall.access import token_views, views

app_name = "access"
urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("why/", views.why, name="why"),
    path("tokens/", token_views.index, name="tokens"),
    path("tokens/<int:pk>/revoke/", token_views.revoke, name="revoke_token"),
]
