"""Addresses of consultations."""

from django.urls import path

from yakusoku.apps.consultations import views

urlpatterns = [
    path("engagements/<int:pk>/consultations/", views.consultations, name="consultations"),
    path("consultations/", views.all_consultations, name="consultation-list"),
    path("consultations/<int:pk>/", views.consultation, name="consultation"),
    path("consultations/<int:pk>/advise/", views.advise, name="consultation-advise"),
    path("consultations/<int:pk>/ask-on/", views.ask_on, name="consultation-ask-on"),
    path("consultations/<int:pk>/close/", views.close, name="consultation-close"),
    path("consultations/<int:pk>/expert/", views.let_in, name="consultation-let-in"),
    path(
        "consultations/<int:pk>/expert/<int:link>/withdraw/",
        views.withdraw_link,
        name="consultation-link-withdraw",
    ),
    path("consultations/<int:pk>/files/<int:file>/", views.post_file, name="consultation-file"),
    path("advice/<str:secret>/", views.advice, name="advice"),
    path("advice/<str:secret>/files/<int:file>/", views.advice_file, name="advice-file"),
]
