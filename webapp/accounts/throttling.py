"""How often one may try: figures of the house, explained in docs/security.md."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from uuid import UUID

from webapp.core.throttle import Limit, Tries
from webapp.core.work import Work

FIVE_MINUTES, QUARTER, HOUR = timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)

LOGINS_OF_ACCOUNT = Limit("login of an account", most=10, window=FIVE_MINUTES)
LOGINS_OF_DEVICE = Limit("login on a known device", most=10, window=FIVE_MINUTES)
LOGINS_FROM_ADDRESS = Limit("login from an address", most=20, window=FIVE_MINUTES)
PASSWORD_CHECKS = Limit("password asked again", most=10, window=FIVE_MINUTES)
EMAIL_CHANGES = Limit("change of address", most=5, window=HOUR)
REGISTRATIONS = Limit("registration", most=30, window=HOUR)
RECOVERIES = Limit("recovery", most=30, window=HOUR)
# What anybody can make us write to a mailbox. Left out silently: the screen says nothing about accounts.
MAILS_ASKED = Limit("mail asked for", most=5, window=QUARTER)


def from_address(limit: Limit, work: Work) -> Tries:
    """Those of the caller's address; in IPv6 of its /64 network, where one person has as many as they want."""
    address = work.client_address or "unknown"
    try:
        parsed = ip_address(address)
    except ValueError:
        return limit.of(address)
    if not isinstance(parsed, IPv6Address):
        return limit.of(address)
    if parsed.ipv4_mapped:
        return limit.of(parsed.ipv4_mapped)
    return limit.of(parsed.exploded[:19])


def logins_of(account_id: UUID | None, identifier: str) -> Tries:
    """Of the account, by whichever of its two names; of an unknown name, which may be a password typed too early."""
    if account_id is None:
        return LOGINS_OF_ACCOUNT.of(identifier.casefold(), called="unknown")
    return LOGINS_OF_ACCOUNT.of(account_id)
