"""Addresses of the administrators' page about mails."""

MAILS = "/espace-agent/courriels"
MAIL_SENDING = MAILS + "/{mail_id:uuid}/envoi"
