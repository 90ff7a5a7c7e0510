"""Builds a mail that cannot say more than it was told: no header is injected, no recipient smuggled in."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from webapp.core.ports import MailRefused

# A header that fits on a line is not folded; beyond, it is on us that what is folded still says the same.
_ONE_LINE = 60
_LONGEST_NAME = 60
_QUOTED = str.maketrans(dict.fromkeys('"(),.:;<>@[\\]=?', " "))


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


def build_message(  # noqa: PLR0913 (a mail has that many parts)
    *,
    message_id: str,
    date: datetime,
    sender_name: str,
    sender: str,
    recipient: str,
    recipient_name: str = "",
    subject: str,
    text: str,
    html: str,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """One message to one recipient; `message_id` comes without its angle brackets, `date` is aware.

    Raises MailRefused when a header holds a line break or an address is not exactly one address: trying again would
    give the same, so the outbox treats it as a relay's final refusal. Only the recipient's name is made to fit: nobody
    shall miss a mail for what they are called.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{_line(message_id)}>"
    message["Date"] = format_datetime(date)
    message["From"] = _address(sender, sender_name)
    message["To"] = _address(recipient, _fitting(recipient_name, recipient))
    message["Subject"] = _line(subject)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office robots do not answer it
    # Quoted-printable keeps lines short and readable, and passes relays that are not clean for 8 bits.
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for attachment in attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=_line(attachment.name))
    message["Content-Language"] = "fr"  # last: whoever sets the content takes away each Content-… before it
    return message


def ascii_address(address: str) -> str:
    """The address as a relay takes it: an international domain in its ASCII form. Raises MailRefused."""
    return _address(address).addr_spec


def _address(address: str, name: str = "") -> Address:
    try:
        parsed = Address(_line(name), addr_spec=_line(address))
    except (ValueError, IndexError, MessageError) as error:  # what the standard library raises, as the mistake goes
        raise MailRefused(f"not one e-mail address: {address!r}") from error
    if not (parsed.username and parsed.domain) or parsed.addr_spec != address:
        raise MailRefused(f"not one e-mail address: {address!r}")
    if not parsed.domain.isascii():
        parsed = Address(parsed.display_name, parsed.username, _ascii_domain(parsed.domain))
    if not parsed.addr_spec.isascii():
        raise MailRefused(f"only ASCII is possible before the @: {address!r}")
    return parsed


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise MailRefused(f"not a domain name: {domain!r}") from error


def _fitting(name: str, address: str) -> str:
    """The name as a header can say it.

    Python 3.11 folds a long quoted name without its quotes: what follows a comma in it becomes another recipient. So a
    name that would be folded loses the signs that ask for quotes, and its end.
    """
    name = on_one_line(name)
    if name.isascii() and len(name) + len(address) > _ONE_LINE:
        name = on_one_line(name.translate(_QUOTED))
    return name[:_LONGEST_NAME].strip()


def on_one_line(value: str) -> str:
    """The value with a space for each line break, each control character, and each run of spaces."""
    return " ".join("".join(" " if _breaks_a_line(sign) else sign for sign in value).split())


def _breaks_a_line(character: str) -> bool:
    """Cc holds CR, LF and NUL, Zl and Zp the other line breaks of Unicode; Cs cannot be sent."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")


def _line(value: str) -> str:
    """The value, if it fits on one line."""
    if any(_breaks_a_line(character) for character in value):
        raise MailRefused(f"a line break or a control character in a header: {value!r}")
    return value
