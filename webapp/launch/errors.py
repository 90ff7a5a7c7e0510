"""What the launcher says instead of a traceback; `status` is the exit status of the command."""


class CannotStart(Exception):
    """One sentence that says what went wrong while starting or running."""

    status = 1


class Misused(CannotStart):
    """One sentence that says what to change in the environment before trying again."""

    status = 2
