"""Which database constraint refused a row: the rule is kept there, not by a look before the write."""

from sqlalchemy.exc import IntegrityError


def violated(error: IntegrityError) -> str | None:
    """Name of the constraint, such as `uq_account_login`."""
    cause = getattr(error.orig, "__cause__", None)
    return getattr(cause, "constraint_name", None)
