"""Counting what is there after a process was killed: rows against rows, files against rows, mails against both."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

from tests.factories.applications import GOOD_ANSWERS, REQUIRED_PIECES
from tests.launch.apart import Installation, until
from tests.launch.filers import Filer

HALF_SENT = """
SELECT number FROM application WHERE (state = 'submitted') <> ALL (ARRAY[
    submitted_at IS NOT NULL, snapshot_id IS NOT NULL,
    EXISTS (SELECT FROM receipt WHERE application_id = application.id),
    EXISTS (SELECT FROM mail_outbox WHERE about_id = application.id),
    EXISTS (SELECT FROM audit_event WHERE action = 'application.submitted' AND object_id = application.id::text),
    (SELECT count(*) = 1 FROM submission WHERE application_id = application.id)])
"""
HALF_DEPOSITED = """
SELECT filename FROM document WHERE NOT EXISTS (SELECT FROM piece_document WHERE document_id = document.id)
"""
KEPT = "SELECT storage_key, sha256 FROM document UNION ALL SELECT storage_key, sha256 FROM receipt"
SENT = """
SELECT application.id, receipt.sha256, submission.answers, submission.pieces,
    (SELECT count(*) FROM mail_outbox WHERE about_id = application.id) AS mails,
    (SELECT count(*) FROM application AS other WHERE other.structure_id = application.structure_id) AS applications
FROM application JOIN receipt ON receipt.application_id = application.id
JOIN submission ON submission.application_id = application.id
WHERE application.number = $1
"""
"""One row for each submission: one only, if it was sent once."""


async def assert_nothing_half(portal: Installation) -> list[str]:
    """Nothing is half sent, no row is without its file. Gives the keys of the files without a row, which may be."""
    assert await portal.ask(HALF_SENT) == []
    assert await portal.ask(HALF_DEPOSITED) == []
    rows = {row["storage_key"]: row["sha256"] for row in await portal.ask(KEPT)}
    root = portal.settings.files_dir
    for key, expected in rows.items():
        assert _fingerprint(root / key) == expected, key
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return sorted(key for key in there - rows.keys() if not key.startswith(".incoming/"))


async def no_mail_waits(portal: Installation) -> bool:
    """All are sent, and it is written down."""
    return await portal.ask("SELECT id FROM mail_outbox WHERE state <> 'sent'") == []


@dataclass(frozen=True, slots=True)
class Copies:
    """Of the acknowledgement that one person got by mail."""

    count: int
    message_ids: set[str]


async def assert_all_is_there(filers: list[Filer]) -> list[Copies]:
    """Of each: one application, sent once, with all that was typed and deposited; its receipt; its mail."""
    return [await _assert_is_there(filer) for filer in filers]


async def _assert_is_there(filer: Filer) -> Copies:
    assert filer.is_acknowledged
    (sent,) = await filer.portal.ask(SENT, int(filer.number))
    assert (sent["mails"], sent["applications"]) == (1, 1)
    for name, text in GOOD_ANSWERS.items():
        assert f'"{name}"' in sent["answers"]
        assert text in sent["answers"]
    files = await filer.portal.ask("SELECT * FROM document JOIN piece_document ON document_id = id")
    own = {file["piece"]: file for file in files if file["application_id"] == sent["id"]}
    assert set(own) == set(REQUIRED_PIECES)
    for file in own.values():
        assert file["sha256"] in sent["pieces"]
    receipt = await filer.reads_the_receipt()
    assert sha256(receipt).hexdigest() == sent["sha256"]
    await until(lambda: bool(_mails(filer)), f"the mail to {filer.email}")
    mails = _mails(filer)
    for mail in mails:
        assert [part.get_content() for part in mail.iter_attachments()] == [receipt]
    return Copies(len(mails), {str(mail["Message-ID"]) for mail in mails})


def _mails(filer: Filer) -> list[EmailMessage]:
    """That say so, in the catcher."""
    files = (filer.portal.data_dir / "mails").glob("*.eml")
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    subject = f"Demande {filer.number} : accusé de réception"
    return [mail for mail in mails if filer.email in str(mail["To"]) and subject in str(mail["Subject"])]


def _fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
