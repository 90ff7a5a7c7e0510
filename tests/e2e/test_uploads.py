"""Files on their way: progress, "Annuler", "Réessayer", several at once; the same told without JavaScript."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.documents.sample_files import PROGRAM
from tests.e2e.beforehand import has_a_draft, has_deposited_by_laws, is_signed_in
from tests.e2e.hands import Hands, Keyboard, has_focus
from tests.e2e.people import BUDGET, BY_LAWS, REPORT, Applicant, a_pdf
from tests.e2e.slow_line import a_heavy_csv, slow_down
from tests.support.axe import check_axe
from tests.support.browser import Watch, both_ways
from tests.support.reflow import check_reflow

LOST = "Envoi interrompu. Réessayez."


@pytest.fixture
def depositor(applicant: Applicant) -> Applicant:
    """Somebody at the pieces of a new draft."""
    number = has_a_draft(applicant)
    is_signed_in(applicant)
    applicant.page.goto(f"/demandes/{number}/pieces")
    applicant.sees("Pièces")
    return applicant


def choose(applicant: Applicant, piece: str, *files: Path) -> None:
    applicant.hands.field(f"Choisir un fichier pour « {piece} »").set_input_files(files)


def sends(applicant: Applicant, piece: str, *files: Path) -> None:
    choose(applicant, piece, *files)
    applicant.hands.press(f"Ajouter le fichier à « {piece} »")


def row(applicant: Applicant, name: str) -> Locator:
    return applicant.page.locator(".upload").filter(has_text=name)


def at_320(applicant: Applicant) -> None:
    """As a phone shows it, in the state it is in."""
    applicant.page.set_viewport_size({"width": 320, "height": 800})
    check_reflow(applicant.page)
    check_axe(applicant.page)


@both_ways
def test_of_several_files_the_good_ones_are_there_and_the_others_are_told_once(
    depositor: Applicant, tmp_path: Path
) -> None:
    first, last = a_pdf(tmp_path, "un.pdf"), a_pdf(tmp_path, "deux.pdf")
    bad, empty = tmp_path / "facture.exe", tmp_path / "vide.pdf"
    bad.write_bytes(PROGRAM)
    empty.write_bytes(b"")
    sends(depositor, REPORT, first, bad, empty, last)
    depositor.is_told_to_correct("« facture.exe » : Ce format", "« vide.pdf » : Ce fichier est vide.")
    expect(depositor.page.locator(".error-summary li")).to_have_count(2)
    for name in ("un.pdf", "deux.pdf"):
        expect(depositor.piece(REPORT)).to_contain_text(name)
    expect(depositor.page.locator(".upload")).to_have_count(0)
    at_320(depositor)


@both_ways
def test_a_file_takes_the_place_of_another(depositor: Applicant, tmp_path: Path) -> None:
    sends(depositor, BY_LAWS, a_pdf(tmp_path, "ancien.pdf"))
    expect(depositor.piece(BY_LAWS)).to_contain_text("ancien.pdf")
    choose(depositor, BY_LAWS, a_pdf(tmp_path, "nouveau.pdf"))
    depositor.hands.press("Remplacer ancien.pdf")
    expect(depositor.piece(BY_LAWS)).to_contain_text("nouveau.pdf")
    expect(depositor.piece(BY_LAWS)).not_to_contain_text("ancien.pdf")


@both_ways
def test_what_the_structure_has_deposited_is_taken_up(applicant: Applicant) -> None:
    number = has_deposited_by_laws(applicant)
    is_signed_in(applicant)
    applicant.page.goto(f"/demandes/{number}/pieces")
    expect(applicant.piece(BY_LAWS)).to_contain_text("Déjà déposé par votre structure")
    at_320(applicant)
    applicant.hands.press("Reprendre ce fichier statuts.pdf")
    expect(applicant.piece(BY_LAWS)).to_contain_text("Non analysé")
    expect(applicant.piece(BY_LAWS)).not_to_contain_text("Déjà déposé par votre structure")
    check_axe(applicant.page)


@pytest.mark.capability
def test_progress_is_shown_and_one_can_cancel(depositor: Applicant, tmp_path: Path) -> None:
    slow_down(depositor.page)
    sends(depositor, REPORT, a_heavy_csv(tmp_path, "lourd.csv"), a_pdf(tmp_path, "ensuite.pdf"))
    on_its_way = row(depositor, "lourd.csv")
    expect(on_its_way.get_by_role("progressbar", name="Envoi de lourd.csv")).to_be_visible()
    expect(on_its_way.get_by_text(re.compile(r"^[1-9]\d?\u00a0%$"))).to_be_visible()
    expect(row(depositor, "ensuite.pdf").get_by_text("En attente de son tour")).to_be_visible()
    at_320(depositor)
    depositor.hands.press("Annuler l'envoi de lourd.csv")
    expect(on_its_way).to_have_count(0)
    assert has_focus(row(depositor, "ensuite.pdf")) or has_focus(depositor.piece(REPORT))
    expect(depositor.piece(REPORT)).to_contain_text("ensuite.pdf")
    expect(depositor.piece(REPORT)).not_to_contain_text("lourd.csv")
    depositor.page.reload()
    expect(depositor.piece(REPORT)).not_to_contain_text("lourd.csv")


def test_a_network_that_is_cut_midway_then_retried(depositor: Applicant, watch: Watch, tmp_path: Path) -> None:
    watch.allow("net::ERR_FAILED")
    watch.allow("htmx:error: no answer")
    depositor.page.route("**/pieces/*", cut_once)
    sends(depositor, REPORT, a_pdf(tmp_path, "un.pdf"), a_pdf(tmp_path, "deux.pdf"))
    for name in ("un.pdf", "deux.pdf"):
        expect(row(depositor, name).get_by_text(LOST)).to_be_visible()
    expect(depositor.page.locator("#page-alert")).to_contain_text("Le portail n'a pas répondu")
    at_320(depositor)
    depositor.page.unroute("**/pieces/*")
    depositor.hands.press("Réessayer l'envoi de un.pdf")
    expect(depositor.page.locator(".upload")).to_have_count(0)
    for name in ("un.pdf", "deux.pdf"):
        expect(depositor.piece(REPORT).get_by_role("link", name=name)).to_have_count(1)


def cut_once(route: Route) -> None:
    route.abort()


def test_an_answer_that_was_lost_leaves_one_file(depositor: Applicant, watch: Watch, tmp_path: Path) -> None:
    """The portal had kept it: sent again, it is there once."""
    watch.allow("net::ERR_FAILED")
    watch.allow("htmx:error: no answer")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    depositor.page.route("**/pieces/*", lose_the_answer)
    sends(depositor, REPORT, a_pdf(tmp_path, "un.pdf"))
    expect(row(depositor, "un.pdf").get_by_text(LOST)).to_be_visible()
    depositor.page.unroute("**/pieces/*")
    depositor.hands.press("Réessayer l'envoi de un.pdf")
    expect(row(depositor, "un.pdf")).to_have_count(0)
    expect(depositor.piece(REPORT).get_by_role("link", name="un.pdf")).to_have_count(1)


def test_too_many_in_too_little_time_says_when_to_try_again(depositor: Applicant, tmp_path: Path) -> None:
    answer = {"status": 429, "headers": {"Retry-After": "120", "X-Request-Id": "ESSAI"}, "body": ""}
    depositor.page.route("**/pieces/*", lambda route: route.fulfill(**answer))
    sends(depositor, REPORT, a_pdf(tmp_path, "un.pdf"))
    expect(row(depositor, "un.pdf").get_by_text(re.compile(r"Réessayez après \d{2}:\d{2}"))).to_be_visible()
    depositor.page.unroute("**/pieces/*")


def test_a_logout_midway_keeps_what_is_there_and_says_how_to_go_on(depositor: Applicant, tmp_path: Path) -> None:
    sends(depositor, REPORT, a_pdf(tmp_path, "un.pdf"))
    expect(depositor.piece(REPORT)).to_contain_text("un.pdf")
    session = depositor.page.context.cookies()
    depositor.page.context.clear_cookies()
    sends(depositor, REPORT, a_pdf(tmp_path, "deux.pdf"))
    expect(depositor.page.locator("#page-alert")).to_contain_text("Votre session a expiré")
    expect(row(depositor, "deux.pdf").get_by_text(LOST)).to_be_visible()
    depositor.page.context.add_cookies(session)  # type: ignore[arg-type]
    depositor.page.reload()
    expect(depositor.piece(REPORT)).to_contain_text("un.pdf")


def test_nobody_leaves_by_a_link_while_a_file_is_on_its_way(depositor: Applicant, tmp_path: Path) -> None:
    slow_down(depositor.page)
    sends(depositor, REPORT, a_heavy_csv(tmp_path, "lourd.csv"))
    expect(row(depositor, "lourd.csv").get_by_role("progressbar")).to_be_visible()
    depositor.hands.follow("Continuer")
    expect(depositor.page.locator("#page-alert")).to_contain_text("Des fichiers sont encore en cours d'envoi")
    expect(depositor.piece(REPORT)).to_contain_text("lourd.csv", timeout=20_000)


def test_taking_a_file_out_while_another_comes_loses_neither(depositor: Applicant, tmp_path: Path) -> None:
    sends(depositor, REPORT, a_pdf(tmp_path, "un.pdf"))
    expect(depositor.piece(REPORT)).to_contain_text("un.pdf")
    slow_down(depositor.page)
    sends(depositor, REPORT, a_heavy_csv(tmp_path, "lourd.csv"))
    depositor.hands.press("Retirer un.pdf")
    expect(depositor.piece(REPORT)).to_contain_text("lourd.csv", timeout=20_000)
    expect(depositor.piece(REPORT)).not_to_contain_text("un.pdf")


def test_a_file_that_is_too_heavy_is_not_sent(depositor: Applicant, tmp_path: Path) -> None:
    heavy = tmp_path / "film.pdf"
    heavy.write_bytes(bytes(20_000_001))
    with depositor.page.expect_request("**/pieces/*") as request:
        sends(depositor, BUDGET, heavy)
    assert int(request.value.all_headers()["content-length"]) < 10_000
    depositor.is_told_to_correct("« film.pdf » : Ce fichier dépasse 20 Mo.".replace("20 Mo", "20\u00a0Mo"))


def test_with_the_keyboard_alone(page: Page, depositor: Applicant, tmp_path: Path, watch: Watch) -> None:
    """One is lost, then sent again."""
    watch.allow("net::ERR_FAILED")
    watch.allow("htmx:error: no answer")
    person = Applicant(Keyboard(page), depositor.portal)
    page.route("**/pieces/*", cut_once)
    person.tries_a_piece(REPORT, a_pdf(tmp_path, "rapport.pdf"))
    expect(row(person, "rapport.pdf").get_by_text(LOST)).to_be_visible()
    page.unroute("**/pieces/*")
    person.hands.press("Réessayer l'envoi de rapport.pdf")
    expect(person.piece(REPORT)).to_contain_text("Non analysé")
    expect(page.locator("body :focus")).to_have_count(1)


def test_what_comes_by_htmx_alone_is_kept_too(page: Page, depositor: Applicant, watch: Watch, tmp_path: Path) -> None:
    """Where the module does not come, the form sends all at once."""
    watch.allow("net::ERR_FAILED")
    watch.allow("htmx:error: no answer")
    watch.allow("upload.js")
    page.route("**/js/upload.js", lambda route: route.abort())
    page.reload()
    person = Applicant(Hands(page), depositor.portal)
    sends(person, REPORT, a_pdf(tmp_path, "un.pdf"), a_pdf(tmp_path, "deux.pdf"))
    for name in ("un.pdf", "deux.pdf"):
        expect(person.piece(REPORT)).to_contain_text(name)
