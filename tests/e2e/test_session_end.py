"""A session that ends while somebody types: nothing typed is lost, whichever way they come back."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.hands import Hands
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.portal import Portal

PURPOSE = "Objet de l'association *"
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
    number = applicant.prepares_a_draft()
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


def test_the_page_stays_and_one_press_after_the_login_saves(
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
    applicant.hands.press("Continuer")

    expect(alert).to_contain_text("Réessayez : votre saisie est toujours à l'écran.")
    check_axe(page)
    expect(applicant.hands.field(PURPOSE)).to_have_value(TYPED)
    assert saved(portal, number) == []
    applicant.hands.press("Continuer")
    expect(page.locator(".error-summary")).to_be_focused()
    assert saved(portal, number) == [TYPED]
