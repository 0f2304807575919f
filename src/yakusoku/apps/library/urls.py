"""Addresses of the app."""

from django.urls import path

from yakusoku.apps.library.views import by_link, certificates, links, parcels, reuse, shelf

urlpatterns = [
    path("library/", shelf.sheets, name="library"),
    path("library/answers/", shelf.answers, name="library-answers"),
    path("library/answers/new/", shelf.new_answer, name="library-answer-new"),
    path("library/answers/<int:pk>/", shelf.answer, name="library-answer"),
    path("library/answers/carry-over/", shelf.carry_over, name="library-answers-carry-over"),
    path("library/answers/<int:pk>/retire/", shelf.retire_answer, name="library-answer-retire"),
    path("library/answers/<int:pk>/files/", shelf.add_file, name="library-answer-file"),
    path(
        "library/answers/<int:pk>/files/<int:file>/remove/",
        shelf.remove_file,
        name="library-answer-file-remove",
    ),
    path("library/certificates/", certificates.certificates, name="library-certificates"),
    path("library/certificates/new/", certificates.new_certificate, name="library-certificate-new"),
    path("library/certificates/<int:pk>/", certificates.certificate, name="library-certificate"),
    path(
        "library/certificates/<int:pk>/withdraw/",
        certificates.withdraw_certificate,
        name="library-certificate-withdraw",
    ),
    path("library/files/", shelf.files, name="library-files"),
    path("library/files/<int:pk>/", shelf.file, name="library-file"),
    path("inspections/<int:pk>/reuse/", reuse.reuse, name="reuse"),
    path("inspections/<int:pk>/reuse/<int:certificate>/scope/", reuse.confirm_scope, name="reuse-scope"),
    path("inspections/<int:pk>/keep/", reuse.keep, name="keep-answers"),
    path("inspections/<int:pk>/grounds/", reuse.grounds, name="sheet-grounds"),
    path("inspections/<int:pk>/package.zip", parcels.package_file, name="package-file"),
    path("inspections/<int:pk>/package/", parcels.package, name="package"),
    path("inspections/<int:pk>/package/take/", parcels.take, name="package-take"),
    path("inspections/<int:pk>/links/", links.links, name="answer-links"),
    path("inspections/<int:pk>/links/<int:link>/withdraw/", links.withdraw_link, name="answer-link-withdraw"),
    path("answer/<str:secret>/", by_link.sheet, name="answer-by-link"),
    path("answer/<str:secret>/checks/<slug:check>/", by_link.answer, name="answer-by-link-check"),
    path(
        "answer/<str:secret>/checks/<slug:check>/evidence/",
        by_link.add_evidence,
        name="answer-by-link-evidence-add",
    ),
    path("answer/<str:secret>/evidence/<int:file>/", by_link.evidence, name="answer-by-link-evidence"),
    path(
        "answer/<str:secret>/evidence/<int:file>/remove/",
        by_link.remove_evidence,
        name="answer-by-link-evidence-remove",
    ),
    path("answer/<str:secret>/sheet.xlsx", by_link.sheet_file, name="answer-by-link-sheet"),
    path("answer/<str:secret>/import/", by_link.receive, name="answer-by-link-import"),
    path("answer/<str:secret>/import/take/", by_link.take, name="answer-by-link-take"),
    path("answer/<str:secret>/holders/", by_link.holders, name="answer-by-link-holders"),
    path("answer/<str:secret>/submit/", by_link.submit, name="answer-by-link-submit"),
]
