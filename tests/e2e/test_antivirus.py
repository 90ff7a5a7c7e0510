"""The product with a real clamd: what the applicant and the agent read while it looks, and once it has looked."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.beforehand import has_a_complete_draft, is_signed_in, publish_a_small_scheme
from tests.e2e.hands import Hands, has_focus
from tests.e2e.people import BUDGET, BY_LAWS, Agent, Applicant, a_pdf
from tests.support.clamd import EICAR, SIGNATURE, Clamd, running_clamd
from tests.support.portal import Portal, running

VERDICT_MILLISECONDS = 30_000


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """Unlike `tmp_path` other users can enter it: where root has no user namespaces, PostgreSQL runs as nobody."""
    folder = Path(tempfile.mkdtemp(prefix="mes-aides-antivirus-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    with running_clamd(tmp_path_factory.mktemp("clamd")) as clamd:
        yield clamd


@pytest.fixture(scope="module")
def scanned(data_dir: Path, clamd: Clamd) -> Iterator[Portal]:
    """A portal with an antivirus."""
    with running(data_dir, ANTIVIRUS="clamd", CLAMD_ADDRESS=f"unix:{clamd.path}") as portal:
        publish_a_small_scheme(portal)
        yield portal


@pytest.fixture
def somebody(browser: Browser, scanned: Portal) -> Iterator[Applicant]:
    page = browser.new_page(base_url=scanned.url)
    yield Applicant(Hands(page), scanned)
    page.close()


@pytest.fixture
def infected(tmp_path: Path) -> Path:
    """A table that is one to every inspection, with the text of EICAR in a cell."""
    file = tmp_path / "membres.csv"
    file.write_bytes(b"nom;note\nAnne;" + EICAR + b"\n")
    return file


@pytest.mark.capability
def test_the_page_tells_by_itself_what_the_antivirus_found(
    somebody: Applicant, clamd: Clamd, infected: Path, tmp_path: Path
) -> None:
    """Meanwhile the person goes on: the file chosen in another slot, and the focus, are theirs."""
    number = has_a_complete_draft(somebody)
    is_signed_in(somebody)
    somebody.page.goto(f"/demandes/{number}/pieces")
    clamd.hang()
    sound = a_pdf(tmp_path, "statuts-2027.pdf")
    somebody.adds_a_piece(BY_LAWS, sound)
    somebody.adds_a_piece(BY_LAWS, infected)
    slot = somebody.piece(BY_LAWS)
    expect(slot.get_by_text("Analyse en cours")).to_have_count(2)
    somebody.hands.take_file(f"Choisir un fichier pour « {BUDGET} »", sound)
    chosen = somebody.hands.field(f"Choisir un fichier pour « {BUDGET} »")
    chosen.focus()
    clamd.resume()
    expect(slot).to_contain_text(f"Fichier infecté par « {SIGNATURE} »", timeout=VERDICT_MILLISECONDS)
    expect(slot.get_by_text("Aucun virus trouvé")).to_have_count(1, timeout=VERDICT_MILLISECONDS)
    expect(somebody.page.locator("#page-status")).not_to_be_empty()
    assert has_focus(chosen)
    assert chosen.evaluate("input => input.files[0].name") == sound.name
    mail = somebody.portal.wait_for_mail(somebody.email, f"Demande {number} : fichier infecté supprimé")
    assert infected.name in str(mail.get_body(("plain",)))
    somebody.hands.press(f"Retirer {infected.name}")
    expect(slot).not_to_contain_text(infected.name)


def test_an_application_is_sent_meanwhile_and_the_agent_gets_no_bytes(
    somebody: Applicant, browser: Browser, clamd: Clamd, infected: Path
) -> None:
    number = has_a_complete_draft(somebody)
    is_signed_in(somebody)
    clamd.hang()
    somebody.page.goto(f"/demandes/{number}/pieces")
    somebody.adds_a_piece(BY_LAWS, infected)
    address = somebody.hands.link(infected.name).get_attribute("href")
    somebody.page.goto(f"/demandes/{number}/recapitulatif")
    somebody.swears()
    somebody.transmits()
    agent = Agent(Hands(browser.new_page(base_url=somebody.portal.url)), somebody.portal)
    agent.comes_to_work()
    agent.opens_application(number)
    agent.reads("Analyse en cours", "Réessayez dans quelques minutes.")
    answer = agent.page.goto(f"/espace-agent{address}")
    assert answer is not None
    assert (answer.status, EICAR in answer.body()) == (409, False)
    agent.sees("Fichier en cours d'analyse")
    clamd.resume()
    somebody.portal.wait_for_mail(somebody.email, f"Demande {number} : fichier infecté supprimé", seconds=90)
    agent.hands.follow("Revenir à la demande")
    agent.reads("Fichier infecté, à redemander")
    answer = agent.page.goto(f"/espace-agent{address}")
    assert answer is not None
    assert (answer.status, EICAR in answer.body()) == (410, False)
    agent.page.close()
