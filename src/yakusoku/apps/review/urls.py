"""Addresses of contract review."""

from django.urls import path

from yakusoku.apps.review import comparison_views, correction_views, portfolio_views, views

urlpatterns = [
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/new/", views.new, name="review-new"),
    path("reviews/comparison/", comparison_views.comparison, name="review-comparison"),
    path("reviews/corrections/", correction_views.corrections, name="review-corrections"),
    path("reviews/corrections.jsonl", correction_views.labelled_clauses, name="review-labelled-clauses"),
    path("reviews/corrections/<int:correction>/undo/", correction_views.undo, name="review-correction-undo"),
    path("reviews/portfolios/", portfolio_views.portfolio_list, name="portfolios"),
    path("reviews/portfolios/new/", portfolio_views.new, name="portfolio-new"),
    path("reviews/portfolios/<int:pk>/", portfolio_views.portfolio, name="portfolio"),
    path("reviews/portfolios/<int:pk>/contracts/", portfolio_views.add, name="portfolio-add"),
    path("reviews/portfolios/<int:pk>/matrix/", portfolio_views.matrix, name="portfolio-matrix"),
    path("reviews/documents/<int:file>/", views.document, name="review-document"),
    path("reviews/documents/<int:file>/original/", views.original, name="review-original"),
    path("reviews/documents/<int:file>/corrections/", correction_views.correct, name="review-correct"),
    path("reviews/<int:pk>/", views.review, name="review"),
    path("reviews/<int:pk>/again/", views.again, name="review-again"),
    path("reviews/<int:pk>/papers/", views.write_papers, name="review-papers"),
    path("reviews/<int:pk>/papers/<int:paper>/", views.paper, name="review-paper"),
]
