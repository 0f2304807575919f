"""Addresses of what tells people."""

from django.urls import path

from yakusoku.apps.notices import views

urlpatterns = [
    path("account/notices/", views.preferences, name="notice-preferences"),
    path("account/notices/calendar/", views.calendar_make, name="calendar-make"),
    path("account/notices/calendar/end/", views.calendar_end, name="calendar-end"),
    path("calendar/<str:secret>.ics", views.calendar, name="calendar"),
]
