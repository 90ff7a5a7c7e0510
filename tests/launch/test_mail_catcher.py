"""The mail catcher of `make run`."""

import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.launch.running import ROOT, environment, eventually
from webapp.launch.mail_catcher import LARGEST
from webapp.launch.premises import free_port


@pytest.fixture
def relay(data_dir: Path) -> Iterator[smtplib.SMTP]:
    port = free_port()
    command = [sys.executable, "-m", "webapp", "mail-catcher"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(data_dir, SMTP_PORT=port)) as catcher:
        try:
            assert eventually(lambda: _listens(port), within=20)
            with smtplib.SMTP("127.0.0.1", port) as client:
                yield client
        finally:
            catcher.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _mail(subject: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "region@region.example", "zoé@exemple.example", subject
    mail.set_content("Votre demande a été déposée.\n", cte="8bit")
    return mail


def _caught(data_dir: Path) -> list[EmailMessage]:
    files = sorted((data_dir / "mails").iterdir())
    assert all(path.suffix == ".eml" for path in files)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def test_mails_are_kept_whole_and_in_order(relay: smtplib.SMTP, data_dir: Path) -> None:
    subjects = [f"Demande 0000000{number} déposée" for number in range(1, 6)]
    for subject in subjects:
        relay.send_message(_mail(subject))
    mails = _caught(data_dir)
    assert [mail["Subject"] for mail in mails] == subjects
    assert all(mail["To"] == "zoé@exemple.example" for mail in mails)
    assert all(mail.get_content().splitlines() == ["Votre demande a été déposée."] for mail in mails)


def test_it_takes_what_a_modern_relay_takes(relay: smtplib.SMTP) -> None:
    relay.ehlo()
    assert {"smtputf8", "8bitmime"} <= relay.esmtp_features.keys()
    assert relay.esmtp_features["size"] == str(LARGEST)


def test_a_mail_too_large_is_refused_before_it_is_sent(relay: smtplib.SMTP, data_dir: Path) -> None:
    relay.ehlo()
    status, _ = relay.mail("region@region.example", [f"SIZE={LARGEST + 1}"])
    assert status == 552
    assert _caught(data_dir) == []
