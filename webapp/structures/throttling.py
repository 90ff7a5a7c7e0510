"""How often one may look up: a figure of the house, explained in docs/security.md."""

from datetime import timedelta

from webapp.core.throttle import Limit

# Whoever declares a structure administers it, and whoever comes later must ask them. Refused ones tell who is here.
DECLARATIONS = Limit("declaration", most=10, window=timedelta(hours=1))
# The register is a public service that counts our questions too.
LOOK_UPS = Limit("directory look-up", most=30, window=timedelta(minutes=5))
