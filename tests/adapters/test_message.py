"""A mail says what it was told, to the one it was told, and nothing that a person typed can change that."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.adapters.message import Attachment, build_message
from webapp.core.ports import MailRefused


def build(**changes: Any) -> EmailMessage:
    parts: dict[str, Any] = {
        "message_id": "1@aides.region.example",
        "date": datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        "sender_name": "Mes aides en ligne – Région",
        "sender": "ne-pas-repondre@region.example",
        "recipient": "camille.martin@exemple.fr",
        "subject": "Demande 00000108 : à compléter",
        "text": "Bonjour,\nvotre été…\n",
        "html": "<p>Bonjour, votre été…</p>\n",
        "attachments": [],
    }
    return build_message(**(parts | changes))


def as_received(message: EmailMessage) -> EmailMessage:
    return message_from_bytes(message.as_bytes(), policy=policy.default)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_headers_and_both_bodies_arrive_as_they_were_told() -> None:
    mail = as_received(build())

    assert mail["Subject"] == "Demande 00000108 : à compléter"
    assert mail["From"] == "Mes aides en ligne – Région <ne-pas-repondre@region.example>"
    assert mail["To"] == "camille.martin@exemple.fr"
    assert mail["Date"] == "Mon, 23 Nov 2026 09:00:00 +0000"
    assert mail["Message-ID"] == "<1@aides.region.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    assert body(mail, "plain") == "Bonjour,\nvotre été…\n"
    assert body(mail, "html") == "<p>Bonjour, votre été…</p>\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Camille Martin", "Camille Martin"),
        ("Zoé « Zo » L'Été-Ève 😀", "Zoé « Zo » L'Été-Ève 😀"),
        ('Martin, Camille dite "Cam"', 'Martin, Camille dite "Cam"'),
        ("Camille\r\nBcc: voleur@exemple.fr", "Camille Bcc: voleur@exemple.fr"),
        ("voleur@exemple.fr, " * 16, "voleur exemple fr voleur exemple fr voleur exemple fr voleur"),
        ("Camille" + "\x00\x07\u2028", "Camille"),
        ("\ud800", ""),
        ("C" * 300, "C" * 60),
    ],
)
def test_whatever_a_person_is_called_the_mail_goes_to_them_alone(name: str, shown: str) -> None:
    mail = as_received(build(recipient_name=name))
    [to] = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == (shown, "camille.martin@exemple.fr")
    assert mail["Bcc"] is None


@given(name=st.text(max_size=300) | st.text(alphabet='a é,;:<>@"()\\.😀', max_size=300), size=st.integers(1, 64))
def test_no_name_adds_a_recipient(name: str, size: int) -> None:
    recipient = f"{'a' * size}@{'b' * 60}.example"
    mail = as_received(build(recipient_name=name, recipient=recipient))
    assert [address.addr_spec for address in mail["To"].addresses] == [recipient]


@pytest.mark.parametrize(
    "recipient", ["o'neil+aides@exemple.fr", "a.b_c-d@exemple.fr", "!#$%&*/=?^`{|}~@exemple.fr", "1@exemple.fr"]
)
def test_an_odd_but_legal_address_is_kept(recipient: str) -> None:
    assert as_received(build(recipient=recipient, recipient_name="Zoé"))["To"].addresses[0].addr_spec == recipient


def test_is_pure_ascii_in_short_lines_so_that_any_relay_passes_it() -> None:
    wire = build(text="é" * 5000, html="<p>" + "é" * 5000 + "</p>", subject="Été " * 200).as_bytes()

    assert wire.isascii()
    assert max(len(line) for line in wire.split(b"\r\n")) <= 78


def test_an_attachment_keeps_its_name_type_and_bytes() -> None:
    name = "Accusé de réception – demande n° 00000108.pdf"
    mail = as_received(build(attachments=[Attachment(name, "application/pdf", b"%PDF-1.7\n\x00\xff")]))

    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == name
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_content() == b"%PDF-1.7\n\x00\xff"


@pytest.mark.parametrize("header", ["subject", "sender_name", "message_id", "recipient", "sender"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\0", "\u2028", "\x85"])
def test_no_header_can_be_injected(header: str, end: str) -> None:
    with pytest.raises(MailRefused):
        build(**{header: f"a@exemple.fr{end}Bcc: voleur@exemple.fr"})


def test_no_header_can_be_injected_by_the_name_of_an_attachment() -> None:
    with pytest.raises(MailRefused):
        build(attachments=[Attachment("a.pdf\r\nBcc: voleur@exemple.fr", "application/pdf", b"")])


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "@",
        "a",
        "a@",
        "@b",
        "a@b, evil@x",
        "a@b; evil@x",
        "a@b evil@x",
        "A <a@b>",
        "<a@b>",
        "a(c)@b",
        "é@b.fr",
        "a@é..fr",
    ],
)
def test_a_recipient_is_exactly_one_address(recipient: str) -> None:
    with pytest.raises(MailRefused):
        build(recipient=recipient)


@given(name=st.text(max_size=80), subject=st.text(max_size=200), recipient=st.text(max_size=40))
def test_whatever_is_typed_there_is_one_recipient_or_a_refusal(name: str, subject: str, recipient: str) -> None:
    try:
        mail = as_received(build(sender_name=name, subject=subject, recipient=f"{recipient}@exemple.fr"))
    except MailRefused:
        return
    assert len(mail["To"].addresses) == len(mail["From"].addresses) == 1
    assert mail["To"].addresses[0].domain == "exemple.fr"
    assert set(mail.keys()) == {
        *("Message-ID", "Date", "From", "To", "Subject"),
        *("Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"),
    }
