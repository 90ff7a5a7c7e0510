"""How often one may invite, and ask to join: figures of the house, explained in docs/security.md."""

from datetime import timedelta

from webapp.core.throttle import Limit

HOUR = timedelta(hours=1)

INVITATIONS = Limit("invitation to a structure", most=20, window=HOUR)
# Whoever declares one structure after another has no more mails sent to strangers for it.
INVITATIONS_OF_ACCOUNT = Limit("invitation by an account", most=40, window=HOUR)
JOIN_REQUESTS = Limit("request to join a structure", most=10, window=HOUR)
