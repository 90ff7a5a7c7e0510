"""How often one may write: a figure of the house, explained in docs/security.md."""

from datetime import timedelta

from webapp.core.throttle import Limit

# An agent's day is full of messages; nobody types thirty in a quarter of an hour, and each is a mail to somebody.
MESSAGES = Limit("message about an application", most=30, window=timedelta(minutes=15))
