"""Addresses of engagements."""

from django.urls import path

from yakusoku.apps.engagements import catalogue_views, fairness_views, rules_views, views

urlpatterns = [
    path("engagements/new/", views.begin, name="engagement-new"),
    path("engagements/<int:pk>/profile/<slug:step>/", views.profile_step, name="profile-step"),
    path("engagements/<int:pk>/profile/<slug:step>/keep/", views.keep_draft, name="profile-keep"),
    path("engagements/<int:pk>/decisions/", views.decisions, name="decisions"),
    path("engagements/<int:pk>/decisions/rest/", views.adopt_the_rest, name="adopt-the-rest"),
    path("engagements/<int:pk>/decisions/<slug:slug>/", views.decide, name="decide"),
    path("engagements/<int:pk>/decisions/<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("engagements/<int:pk>/fairness/", fairness_views.fairness, name="fairness"),
    path("rules/", rules_views.house_rules, name="house-rules"),
    path("catalogue/", catalogue_views.browse, name="catalogue"),
    path("catalogue/overlay/", catalogue_views.overlay, name="catalogue-overlay"),
    path("catalogue/<slug:slug>/", catalogue_views.requirement, name="requirement"),
]
