"""How often one may look up: a figure of the house, explained in docs/security.md."""

from datetime import timedelta

from webapp.core.throttle import Limit

# The register is a public service that counts our questions too.
LOOK_UPS = Limit("directory look-up", most=30, window=timedelta(minutes=5))
