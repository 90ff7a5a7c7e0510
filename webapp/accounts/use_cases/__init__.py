"""What people do with accounts; one verb, one transaction."""

from webapp.accounts.use_cases.password import change_password
from webapp.accounts.use_cases.recovery import remind_identifier, request_password_reset, reset_password
from webapp.accounts.use_cases.registration import Registration, activate, register, send_activation_again
from webapp.accounts.use_cases.sessions import KnownDevice, session_hash, sign_in, sign_out

__all__ = [
    "KnownDevice",
    "Registration",
    "activate",
    "change_password",
    "register",
    "remind_identifier",
    "request_password_reset",
    "reset_password",
    "send_activation_again",
    "session_hash",
    "sign_in",
    "sign_out",
]
