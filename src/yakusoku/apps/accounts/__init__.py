"""Accounts: people, organisations, roles, invitations and API tokens."""
