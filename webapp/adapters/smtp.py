"""Hands mails to the relay, one connection each, and sorts its refusals: for ever, or only for now."""

import asyncio
from email.message import EmailMessage
from typing import NoReturn
from urllib.parse import urlsplit

import aiosmtplib
from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from webapp.adapters.message import ascii_address
from webapp.core.ports import MailRefused, MailUnavailable
from webapp.settings import Settings

# The relay asks us to log in, or better (RFC 4954): the operator can mend that, the mail must wait.
_LOGIN_CODES = frozenset({530, 534, 535, 538})


class SmtpMailer:
    """`timeout` bounds each exchange with the relay, and six times that the whole of a mail; both in seconds."""

    def __init__(self, settings: Settings, *, timeout: float = 10) -> None:
        self._settings = settings
        self._timeout = timeout

    async def send(self, message: EmailMessage, recipient: str) -> None:
        settings = self._settings
        to = ascii_address(recipient)  # never read from the headers
        try:
            async with asyncio.timeout(self._timeout * 6):
                await aiosmtplib.send(
                    message,
                    sender=settings.mail_from,
                    recipients=[to],
                    hostname=settings.smtp_host,
                    port=settings.smtp_port,
                    local_hostname=urlsplit(settings.base_url).hostname,  # the default asks the DNS, and waits for it
                    username=settings.smtp_username or None,
                    password=settings.smtp_password or None,
                    use_tls=settings.smtp_tls == "tls",
                    start_tls=settings.smtp_tls == "starttls",
                    timeout=self._timeout,
                )
        except SMTPRecipientsRefused as error:
            _sort(error.recipients[0])
        except aiosmtplib.SMTPDataError as error:
            _sort(error)
        except (SMTPException, OSError) as error:
            # Everything else is about the relay, the network, our login or our sender: never about this mail.
            raise MailUnavailable(_reason(error)) from error


def _sort(answer: SMTPResponseException) -> NoReturn:
    """What the relay says of this recipient or of this content: 5xx is final, unless it is about who we are.

    Enhanced status 5.7.x (RFC 3463: security or policy, such as "relay access denied") is kept for later too: waiting
    costs nothing, while a wrong setting would lose every mail.
    """
    about_us = answer.code in _LOGIN_CODES or answer.message.startswith("5.7.")
    if answer.code >= 500 and not about_us:
        raise MailRefused(_reason(answer)) from answer
    raise MailUnavailable(_reason(answer)) from answer


def _reason(error: Exception) -> str:
    if isinstance(error, SMTPAuthenticationError):
        return f"{error.code} login refused"  # what the relay adds may be our password
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {_decoded(error.message)}"
    return f"{type(error).__name__}: {error}"


def _decoded(message: str) -> str:
    """aiosmtplib leaves what is not UTF-8 as lone surrogates, which no database takes; old relays speak Latin-1."""
    raw = message.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
