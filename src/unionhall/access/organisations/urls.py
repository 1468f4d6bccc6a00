from django.urls import path

from unionhall.access.organisations import employer_views, exports, mandate_views, views

app_name = "organisations"
urlpatterns = [
    path("", views.index, name="index"),
    path("export/", exports.export, name="export"),
    path("employers/export/", exports.export_employers, name="export_employers"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/add/", views.add, name="add"),
    path("<int:pk>/rename/", views.rename, name="rename"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/affiliate/", views.affiliate, name="affiliate"),
    path("affiliations/<int:pk>/disaffiliate/", views.disaffiliate, name="disaffiliate"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/appoint/", mandate_views.appoint, name="appoint"),
    path("<int:pk>/open-body/", mandate_views.open_body, name="open_body"),
    path("mandates/<int:pk>/end/", mandate_views.end_mandate, name="end_mandate"),
    path("bodies/<int:pk>/end/", mandate_views.end_body, name="end_body"),
    path("employers/", employer_views.index, name="employers"),
    path("employers/add/", employer_views.add, name="add_employer"),
    path("employers/<int:pk>/", employer_views.correct, name="employer"),
    path("<int:pk>/begin-coverage/", employer_views.begin_coverage, name="begin_coverage"),
    path("coverages/<int:pk>/end/", employer_views.end_coverage, name="end_coverage"),
]
