"""Addresses of the administrators' pages."""

from uuid import UUID

ACCOUNTS = "/espace-agent/comptes"
INVITE = "/espace-agent/comptes/invitation"


def account(account_id: UUID) -> str:
    return f"{ACCOUNTS}/{account_id}"
