"""What people do with accounts; one verb, one transaction."""

from webapp.accounts.use_cases.details import PersonalDetails, change_details
from webapp.accounts.use_cases.email_change import confirm_email, request_email_change, restore_email
from webapp.accounts.use_cases.password import change_password
from webapp.accounts.use_cases.recovery import remind_identifier, request_password_reset, reset_password
from webapp.accounts.use_cases.registration import Registration, activate, register, send_activation_again
from webapp.accounts.use_cases.sessions import KnownDevice, session_hash, sign_in, sign_out, sign_out_everywhere

__all__ = [
    "KnownDevice",
    "PersonalDetails",
    "Registration",
    "activate",
    "change_details",
    "change_password",
    "confirm_email",
    "register",
    "remind_identifier",
    "request_email_change",
    "request_password_reset",
    "reset_password",
    "restore_email",
    "send_activation_again",
    "session_hash",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]
