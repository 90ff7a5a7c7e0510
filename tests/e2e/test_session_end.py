"""A session that ends while somebody types: nothing typed is lost, whichever way they come back."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.beforehand import has_a_draft, is_signed_in
from tests.e2e.hands import Hands, Keyboard, has_focus
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.browser import Watch, both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_reflow

PURPOSE = "Objet de l'association *"
HIDE = "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})"
TYPED = "Faire chanter le canton, « ensemble » 😀"


END = """
    UPDATE account_session SET last_seen_at = now() - interval '3 hours'
    FROM account WHERE account.id = account_id AND login = $1 RETURNING account_session.id"""
LIMIT = """
    UPDATE account_session SET expires_at = now() + make_interval(mins => $2::integer)
    FROM account WHERE account.id = account_id AND login = $1 RETURNING account_session.id"""


def end_the_sessions_of(applicant: Applicant) -> None:
    assert applicant.portal.ask(END, applicant.login)


def end_for_good_in(minutes: int, applicant: Applicant) -> None:
    """However much the applicant does."""
    assert applicant.portal.ask(LIMIT, applicant.login, minutes)


def a_new_applicant_at_the_file(page: Page, portal: Portal) -> tuple[Applicant, str]:
    applicant = Applicant(Hands(page), portal)
    number = has_a_draft(applicant)
    is_signed_in(applicant)
    page.goto(f"/demandes/{number}/votre-dossier")
    applicant.sees("Votre dossier")
    return applicant, number


def saved(portal: Portal, number: str) -> list[str]:
    rows = portal.ask(
        "SELECT text FROM answer JOIN application ON application.id = application_id "
        "WHERE number = $1 AND field = 'objet'",
        int(number),
    )
    return [row["text"] for row in rows]


def test_the_page_stays_and_saves_by_itself_after_the_login(
    page: Page, context: BrowserContext, portal: Portal
) -> None:
    applicant, number = a_new_applicant_at_the_file(page, portal)
    applicant.hands.write(PURPOSE, TYPED)
    end_the_sessions_of(applicant)
    applicant.hands.press("Continuer")
    alert = page.locator("#page-alert")
    expect(alert).to_contain_text("Votre session a expiré")

    other = Applicant(Hands(context.new_page()), portal, login=applicant.login)
    other.opens_the_portal()
    other.reaches_the_dashboard()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from the other tab
    expect(page.locator("#saving")).to_contain_text("Enregistré à")

    check_axe(page)
    expect(applicant.hands.field(PURPOSE)).to_have_value(TYPED)
    assert saved(portal, number) == [TYPED]
    applicant.hands.press("Continuer")
    applicant.sees("Pièces")


@pytest.mark.capability
@both_ways
def test_a_plain_form_comes_back_filled_in_on_its_own_page(page: Page, javascript: bool, portal: Portal) -> None:
    """With JavaScript too, where htmx did not load."""
    page.route("**/htmx.min.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    applicant, number = a_new_applicant_at_the_file(page, portal)
    address = page.url
    applicant.hands.write(PURPOSE, TYPED)
    end_the_sessions_of(applicant)
    applicant.hands.press("Continuer")
    applicant.sees("Bienvenue")
    applicant.reads("Votre session est terminée", "vous sera rendu, mots de passe et fichiers exceptés.")
    applicant.signs_in(applicant.login, applicant.password, "Votre dossier")

    assert page.url == address
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Votre session était terminée : rien n'a été envoyé.")
    expect(applicant.hands.field(PURPOSE)).to_have_value(TYPED)
    assert saved(portal, number) == []
    check_axe(page)
    check_reflow(page)
    page.reload()
    expect(applicant.hands.field(PURPOSE)).to_have_value(TYPED)
    applicant.hands.press("Continuer")
    applicant.sees("Pièces")
    assert saved(portal, number) == [TYPED]


@both_ways
def test_the_end_is_said_and_put_off_in_another_tab(drafter: Applicant, javascript: bool) -> None:
    page = drafter.page
    page.goto("/espace-personnel")
    line = page.get_by_role("region", name="Votre session")
    expect(line).to_contain_text(
        re.compile(r"Votre session se termine à \d\d:\d\d si vous n'affichez aucune autre page")
    )
    with page.expect_popup() as opened:
        line.get_by_role("link", name="Prolonger ma session (nouvel onglet)").click()
    expect(opened.value.get_by_role("main")).to_contain_text(
        re.compile(r"Votre session est prolongée jusqu'à \d\d:\d\d")
    )
    check_axe(opened.value)
    check_reflow(opened.value)
    assert page.url.endswith("/espace-personnel")


class TestTheWarning:
    @pytest.fixture
    def typing(self, page: Page, portal: Portal) -> Applicant:
        """At a form, with the browser's clock in the test's hands and the focus in a field."""
        page.clock.install()
        applicant, _ = a_new_applicant_at_the_file(page, portal)
        applicant.hands.write(PURPOSE, TYPED)
        expect(page.locator("#saving")).to_contain_text("Enregistré à")  # nothing is on its way when the clock jumps
        return applicant

    @staticmethod
    def dialog(applicant: Applicant, title: str) -> Locator:
        return applicant.page.get_by_role("dialog", name=title)

    def test_a_visible_page_is_asked_for_and_never_warned(self, typing: Applicant) -> None:
        """Four hours of typing, twice what a session lasts without any page."""
        for _ in range(48):
            with typing.page.expect_response("**/session") as answer:
                typing.page.clock.run_for("05:10")
            assert answer.value.status == 200
        expect(typing.page.locator("#session-dialog")).not_to_be_visible()
        expect(typing.hands.field(PURPOSE)).to_be_focused()

    def test_a_hidden_page_asks_nothing(self, typing: Applicant) -> None:
        asked: list[str] = []
        typing.page.on("request", lambda request: asked.append(request.url))
        typing.page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})"
        )
        typing.page.clock.fast_forward("01:00:00")
        typing.page.clock.run_for("01:00")
        assert asked == []
        typing.page.evaluate("delete document.visibilityState")
        with typing.page.expect_response("**/session"):
            typing.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def test_it_comes_when_the_portal_does_not_answer(self, typing: Applicant, watch: Watch) -> None:
        """At least 2 minutes before the end: 5. Also on a computer that slept."""
        watch.allow("Failed to load resource")
        watch.allow("htmx:error: timeout")  # the answer that was on its way when the computer went to sleep
        page, keys = typing.page, Keyboard(typing.page)
        page.route("**/session", lambda route: route.abort("internetdisconnected"))
        page.clock.fast_forward("01:54:00")
        page.clock.run_for("00:30")
        warning = self.dialog(typing, "Votre session se termine bientôt")
        expect(warning).not_to_be_visible()
        page.clock.fast_forward("01:00")
        page.clock.run_for("00:40")
        expect(warning).to_be_visible()
        expect(warning.get_by_role("heading")).to_be_focused()
        check_axe(page)
        check_reflow(page)
        page.emulate_media(color_scheme="dark")
        check_axe(page)

        keys.go_to(warning.get_by_role("button", name="Rester connecté"))
        page.keyboard.press("Enter")
        expect(warning).to_contain_text("Le portail n'a pas répondu")
        page.unroute("**/session")
        page.keyboard.press("Enter")
        expect(warning).not_to_be_visible()
        assert has_focus(typing.hands.field(PURPOSE))
        page.clock.run_for(100)
        expect(page.locator("#page-status")).to_contain_text("Votre session est prolongée jusqu'à")
        expect(typing.hands.field(PURPOSE)).to_have_value(TYPED)

    def test_escape_closes_it_without_harm(self, typing: Applicant) -> None:
        """Near the limit of the day, where nothing makes the session longer."""
        end_for_good_in(4, typing)
        with typing.page.expect_response("**/session"):
            typing.page.clock.run_for("05:10")
        warning = self.dialog(typing, "Votre session se termine bientôt")
        expect(warning).to_contain_text("ne peut pas être prolongée : enregistrez votre saisie maintenant")
        check_axe(typing.page)
        typing.page.keyboard.press("Escape")
        expect(warning).not_to_be_visible()
        expect(typing.hands.field(PURPOSE)).to_be_focused()
        typing.page.clock.run_for("01:00")
        expect(warning).not_to_be_visible()

    def test_it_signs_out(self, typing: Applicant) -> None:
        end_for_good_in(4, typing)
        with typing.page.expect_response("**/session"):
            typing.page.clock.run_for("05:10")
        warning = self.dialog(typing, "Votre session se termine bientôt")
        warning.get_by_role("button", name="Se déconnecter").click()
        typing.sees("Bienvenue")
        typing.is_told_that_it_worked("La déconnexion a bien eu lieu.")

    def test_a_session_that_is_over_leaves_the_words_and_takes_a_new_login(
        self, typing: Applicant, portal: Portal
    ) -> None:
        """The page is asked for again after the login elsewhere: the first press saves."""
        end_the_sessions_of(typing)
        with typing.page.expect_response("**/session"):
            typing.page.clock.run_for("05:10")
        over = self.dialog(typing, "Votre session est terminée")
        expect(over).to_be_visible()
        check_axe(typing.page)
        with typing.page.expect_popup() as opened:
            over.get_by_role("link", name="Me reconnecter (nouvel onglet)").click()
        other = Applicant(Hands(opened.value), portal, login=typing.login)
        other.sees("Bienvenue")
        other.signs_in(typing.login, typing.password, "Ma session")
        other.reads("Vous pouvez fermer cet onglet et reprendre votre saisie.")
        opened.value.close()
        with typing.page.expect_response("**/session"):
            typing.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(over).not_to_be_visible()
        typing.hands.press("Continuer")
        typing.sees("Pièces")
        number = re.search(r"\d{8}", typing.page.url)
        assert number
        assert saved(portal, number[0]) == [TYPED]
