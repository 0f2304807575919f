"""Addresses of the pages of people and organisations."""

from django.urls import path

from yakusoku.apps.accounts.views import invitations, members, own, trail

urlpatterns = [
    path("members/", members.members, name="members"),
    path("members/departments/", members.department_add, name="department-add"),
    path("members/departments/<int:pk>/", members.department_superior, name="department-superior"),
    path("members/invite/", invitations.member_invite, name="member-invite"),
    path("members/<int:pk>/role/", members.member_role, name="member-role"),
    path("members/<int:pk>/remove/", members.member_remove, name="member-remove"),
    path(
        "members/invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation-withdraw"
    ),
    path("contractors/invite/", invitations.contractor_invite, name="contractor-invite"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("organization/", own.organization, name="organization"),
    path("account/tokens/", own.api_tokens, name="api-tokens"),
    path("account/tokens/<int:pk>/revoke/", own.api_token_revoke, name="api-token-revoke"),
    path("audit/", trail.audit_trail, name="audit-trail"),
]
