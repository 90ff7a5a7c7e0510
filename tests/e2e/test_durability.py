"""What the portal has acknowledged survives `kill -9` of everything at that instant, and of the database alone."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.beforehand import has_a_draft, is_signed_in, publish_a_small_scheme
from tests.e2e.hands import Hands
from tests.e2e.people import BUDGET, REPORT, SCHEME, Applicant, a_pdf, attachments_of, fingerprint
from tests.support.portal import running

MAIL_AFTER_RESTART_SECONDS = 45.0
"""The attempt that the kill interrupted is made again after 10 s, and the worker looks every 10 s."""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Unlike `tmp_path` other users can enter it: where root has no user namespaces, PostgreSQL runs as nobody."""
    folder = Path(tempfile.mkdtemp(prefix="mes-aides-durable-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("victim", ["", "postgres"], ids=["everything", "database"])
def test_an_acknowledged_application_survives(victim: str, browser: Browser, data_dir: Path, tmp_path: Path) -> None:
    files = {BUDGET: a_pdf(tmp_path, "budget-2027.pdf"), REPORT: a_pdf(tmp_path, "rapport-activite-2025.pdf")}
    with running(data_dir) as portal:
        applicant = Applicant(Hands(browser.new_page(base_url=portal.url)), portal)
        publish_a_small_scheme(portal)
        number = has_a_draft(applicant)
        is_signed_in(applicant)
        applicant.page.goto(f"/demandes/{number}/preambule")
        applicant.sees("Préambule")
        applicant.goes_to_the_pieces()
        for piece, file in files.items():
            applicant.adds_a_piece(piece, file)
        applicant.gives_the_bank_details()
        applicant.continues_to("Récapitulatif")
        applicant.swears()
        with applicant.page.expect_response("**/depot") as answer:
            applicant.hands.press("Transmettre")
        assert answer.value.status == 303
        portal.kill(victim)
    with running(data_dir, port=portal.port) as applicant.portal:
        finds_everything(applicant, number, files)
    applicant.page.close()


NOBODY_SENDS_IT = "UPDATE mail_outbox SET next_attempt_at = now() WHERE state = 'pending' RETURNING id"


def finds_everything(applicant: Applicant, number: str, files: dict[str, Path]) -> None:
    """With the session of before: nobody is signed out by a restart."""
    applicant.page.goto(f"/demandes/{number}/accuse-de-reception")
    applicant.sees("Accusé de réception de votre demande d'aide")
    applicant.reads(f"Votre demande {number} a été transmise le ")
    receipt = applicant.downloads("Télécharger en PDF")
    assert fingerprint(receipt) == applicant.portal.receipt_sha256(number)
    applicant.page.goto(f"/demandes/{number}")
    applicant.sees(f"{SCHEME} ({number})")
    for file in files.values():
        assert applicant.downloads(file.name) == file.read_bytes()
    subject = f"Demande {number} : accusé de réception"
    applicant.portal.ask(NOBODY_SENDS_IT)  # else a sending that was cut off is made again after two minutes
    mail = applicant.portal.wait_for_mail(applicant.email, subject, seconds=MAIL_AFTER_RESTART_SECONDS)
    assert attachments_of(mail) == [receipt]
    copies = [mail for mail in applicant.portal.mails(applicant.email) if subject in str(mail["Subject"])]
    assert len({str(copy["Message-ID"]) for copy in copies}) == 1
