"""Filling in a draft: no answer is ever lost, whatever happens to the page, the network or the other writer."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.e2e.beforehand import has_a_complete_draft, has_a_draft, has_a_draft_of, is_signed_in
from tests.e2e.hands import Hands
from tests.e2e.people import Applicant
from tests.support.axe import check_axe
from tests.support.browser import Watch, both_ways, without_js
from tests.support.portal import Portal

PURPOSE = "Objet de l'association *"
MEMBERS = "Nombre d'adhérents *"
TYPED = "Faire chanter le canton, « ensemble » 😀"
OTHER = "Faire danser le canton"
KEPT = "SELECT text FROM answer JOIN application ON application.id = application_id WHERE number = $1 AND field = $2"


class Draft:
    """An applicant at the questions of a draft."""

    def __init__(self, page: Page, portal: Portal, begun: Callable[[Applicant], str] = has_a_draft) -> None:
        self.applicant = Applicant(Hands(page), portal)
        self.number = begun(self.applicant)
        is_signed_in(self.applicant)
        self.opens()

    @property
    def page(self) -> Page:
        return self.applicant.page

    @property
    def hands(self) -> Hands:
        return self.applicant.hands

    def opens(self, page: Page | None = None) -> None:
        (page or self.page).goto(f"/demandes/{self.number}/votre-dossier")

    def kept(self, field: str = "objet") -> str:
        rows = self.applicant.portal.ask(KEPT, int(self.number), field)
        return rows[0]["text"] if rows else ""

    def leaves(self, label: str) -> None:
        """The field loses the focus: what was typed in it is given."""
        self.hands.field(label).blur()

    def is_saved(self) -> None:
        expect(saving(self.page)).to_contain_text("Enregistré à")


@pytest.fixture
def draft(page: Page, portal: Portal) -> Draft:
    return Draft(page, portal)


def saving(page: Page) -> Locator:
    return page.locator("#saving")


@pytest.mark.capability
def test_an_answer_is_kept_when_it_is_given(draft: Draft) -> None:
    draft.hands.write(PURPOSE, TYPED)
    draft.leaves(PURPOSE)
    draft.is_saved()
    assert draft.kept() == TYPED
    check_axe(draft.page)


# As htmx tells of a swap; the anchoring of browsers, which not all have, is off.
SOMETHING_COMES_ABOVE = """() => {
  document.documentElement.style.overflowAnchor = "none";
  document.dispatchEvent(new CustomEvent("htmx:before:swap", {detail: {ctx: {}, tasks: []}}));
  const above = document.createElement("p");
  above.style.height = "3000px";
  document.getElementById("dossier").prepend(above);
  document.dispatchEvent(new CustomEvent("htmx:after:swap", {detail: {ctx: {}}}));
}"""


def test_what_comes_above_does_not_push_the_answer_out_of_sight(draft: Draft) -> None:
    field = draft.hands.field(PURPOSE)
    field.focus()
    draft.page.evaluate(SOMETHING_COMES_ABOVE)
    expect(field).to_be_in_viewport()
    expect(field).to_be_focused()


def test_a_text_is_kept_while_it_is_typed(draft: Draft) -> None:
    draft.hands.field(PURPOSE).press_sequentially(TYPED)
    draft.is_saved()
    assert draft.kept() == TYPED
    expect(draft.hands.field(PURPOSE)).to_be_focused()


def test_three_answers_at_once_are_all_kept(draft: Draft) -> None:
    draft.page.evaluate(
        """typed => { for (const [name, text] of Object.entries(typed)) {
            const control = document.querySelector(`[name="${name}"]`);
            control.value = text;
            control.dispatchEvent(new Event("change", { bubbles: true }));
        } }""",
        {"objet": "1", "activites": "2", "adherents": "3"},
    )
    draft.is_saved()
    expect(saving(draft.page)).to_have_attribute("data-state", "saved")
    assert [draft.kept(field) for field in ("objet", "activites", "adherents")] == ["1", "2", "3"]


def test_what_is_wrong_is_kept_as_typed_and_said_beside_it(draft: Draft) -> None:
    draft.hands.write(MEMBERS, "une centaine")
    draft.leaves(MEMBERS)
    expect(draft.page.locator("#adherents-erreur")).to_contain_text("Indiquez un nombre entier")
    expect(draft.hands.field(MEMBERS)).to_have_value("une centaine")
    assert draft.kept("adherents") == "une centaine"
    draft.hands.write(MEMBERS, "100")
    draft.leaves(MEMBERS)
    expect(draft.page.locator("#adherents-erreur")).to_have_count(0)


def test_the_words_that_say_it_is_saved_are_heard(draft: Draft) -> None:
    """A live region that is filled while it is hidden is read to nobody."""
    draft.page.route("**/reponses", lambda route: None)
    draft.hands.write(PURPOSE, TYPED)
    draft.leaves(PURPOSE)
    expect(saving(draft.page)).to_have_attribute("data-state", "saving")
    expect(saving(draft.page).get_by_role("status")).to_have_count(1)
    draft.page.unroute("**/reponses")


def test_who_comes_to_an_answer_by_its_link_sees_what_is_wrong_with_it(draft: Draft) -> None:
    draft.page.set_viewport_size({"width": 320, "height": 480})
    draft.page.goto(f"/demandes/{draft.number}/votre-dossier/demande?verifier=oui")
    draft.page.get_by_role("alert").get_by_role("link", name="Objet de l'association").click()
    expect(draft.hands.field(PURPOSE)).to_be_focused()
    expect(draft.page.locator("#objet-erreur")).to_be_in_viewport(ratio=1)
    expect(draft.page.locator("label[for=objet]")).to_be_in_viewport(ratio=1)


@both_ways
def test_a_step_of_the_list_is_followed_with_something_typed(draft: Draft) -> None:
    draft.hands.write(PURPOSE, TYPED)
    if draft.page.locator(".stepper summary").is_visible():
        draft.page.locator(".stepper summary").click()
    draft.page.get_by_role("navigation", name="Étapes de la demande").get_by_role("button", name="Pièces").click()
    draft.applicant.sees("Pièces")
    assert draft.kept() == TYPED


def test_a_link_waits_for_what_was_typed(draft: Draft) -> None:
    draft.hands.write(PURPOSE, TYPED)
    draft.page.get_by_role("link", name="Espace personnel").first.click()
    draft.applicant.sees("Espace personnel")
    assert draft.kept() == TYPED


@both_ways
def test_back_shows_what_was_kept(draft: Draft) -> None:
    draft.hands.write(PURPOSE, TYPED)
    draft.hands.press("Continuer")
    draft.applicant.sees("Pièces")
    draft.page.go_back()
    expect(draft.hands.field(PURPOSE)).to_have_value(TYPED)
    draft.hands.write(PURPOSE, OTHER)
    draft.hands.press("Continuer")
    draft.applicant.sees("Pièces")
    assert draft.kept() == OTHER


def test_the_network_fails_and_comes_back(draft: Draft, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    watch.allow("Failed to fetch")
    draft.page.context.set_offline(True)
    draft.hands.write(PURPOSE, TYPED)
    draft.leaves(PURPOSE)
    alert = draft.page.locator("#page-alert")
    expect(alert).to_contain_text("Vos dernières réponses ne sont pas encore enregistrées")
    check_axe(draft.page)
    draft.page.context.set_offline(False)
    draft.is_saved()
    expect(alert).to_be_empty()
    assert draft.kept() == TYPED


def test_a_link_is_followed_once_the_network_is_back(draft: Draft, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    watch.allow("Failed to fetch")
    here = draft.page.url
    draft.page.context.set_offline(True)
    draft.hands.write(PURPOSE, TYPED)
    draft.page.get_by_role("link", name="Espace personnel").first.click()
    expect(draft.page.locator("#page-alert")).to_contain_text("Ne fermez pas cette page")
    assert draft.page.url == here
    draft.page.context.set_offline(False)
    draft.applicant.sees("Espace personnel")
    assert draft.kept() == TYPED


def test_the_network_is_cut_in_the_middle_of_a_save(draft: Draft, watch: Watch) -> None:
    watch.allow("ERR_FAILED")
    watch.allow("Failed to fetch")
    calls = []

    def cut(route: object) -> None:
        calls.append(route)
        if len(calls) == 1:
            route.fetch()  # type: ignore[attr-defined]  # the portal keeps it; the answer never comes
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    draft.page.route("**/reponses", cut)
    draft.hands.write(PURPOSE, TYPED)
    draft.leaves(PURPOSE)
    draft.is_saved()
    assert len(calls) == 2
    assert draft.kept() == TYPED
    expect(draft.page.locator("#conflicts-form")).to_have_count(0)


@pytest.mark.parametrize("body", ["<html><h1>Bienvenue sur notre réseau</h1></html>", ""])
def test_another_answers_in_the_portals_place(draft: Draft, body: str) -> None:
    """The welcome page of a hotel's network says 200, and keeps nothing."""
    draft.page.route("**/reponses", lambda route: route.fulfill(status=200, body=body, content_type="text/html"))
    draft.hands.write(PURPOSE, TYPED)
    draft.leaves(PURPOSE)
    expect(draft.page.locator("#page-alert")).to_contain_text("Vos dernières réponses ne sont pas encore enregistrées")
    draft.page.unroute("**/reponses")
    draft.is_saved()
    assert draft.kept() == TYPED


def test_what_is_typed_after_the_application_was_sent_is_not_said_to_be_saved(
    page: Page, portal: Portal, watch: Watch
) -> None:
    watch.allow("409")
    draft = Draft(page, portal, has_a_complete_draft)
    draft.hands.write(PURPOSE, TYPED)
    draft.leaves(PURPOSE)
    draft.is_saved()
    sends(replace(draft.applicant, hands=Hands(draft.page.context.new_page())), draft.number)
    draft.hands.write(PURPOSE, OTHER)
    draft.leaves(PURPOSE)
    expect(draft.page.locator("#page-alert")).to_contain_text("Votre demande est déjà transmise")
    expect(saving(draft.page)).to_contain_text("Pas encore enregistré")
    assert draft.kept() == TYPED


def sends(applicant: Applicant, number: str) -> None:
    """In a tab of its own."""
    applicant.page.goto(f"/demandes/{number}/recapitulatif")
    applicant.swears()
    applicant.transmits()


def test_a_row_that_comes_late_leaves_the_focus_to_who_is_writing(page: Page, portal: Portal) -> None:
    applicant = Applicant(Hands(page), portal)
    number = has_a_draft_of(applicant, "projet-associatif-politique-de-la-ville")
    is_signed_in(applicant)
    page.goto(f"/demandes/{number}/votre-dossier/publics")
    on_the_way: list[Route] = []

    def hold(route: Route) -> None:
        on_the_way.append(route)

    page.route("**/votre-dossier/publics", hold)
    applicant.hands.press("Ajouter un quartier")
    name = applicant.hands.field("Nom du quartier *")
    name.press_sequentially("Baga")
    on_the_way[0].continue_()
    expect(name).to_have_count(2)
    page.keyboard.type("telle")
    expect(name.first).to_have_value("Bagatelle")
    expect(name.first).to_be_focused()


def test_two_tabs_of_one_person(draft: Draft, watch: Watch) -> None:
    watch.allow("409")
    other = draft.page.context.new_page()
    draft.opens(other)
    draft.hands.write(PURPOSE, TYPED)
    draft.leaves(PURPOSE)
    draft.is_saved()
    _answers_otherwise(other)
    expect(other.locator("#conflicts")).to_contain_text("Vous avez répondu autre chose dans une autre page")
    assert draft.kept() == TYPED


@pytest.mark.capability
@both_ways
def test_two_writers_of_one_draft_choose(
    draft: Draft, new_browser: Callable[..., BrowserContext], watch: Watch
) -> None:
    watch.allow("409")
    with_cookies = new_browser(draft.page.context.storage_state())
    other = with_cookies.new_page()
    draft.opens(other)
    draft.hands.write(PURPOSE, TYPED)
    draft.hands.press("Enregistrer mes réponses")
    draft.applicant.reads("Enregistré" if saving(draft.page).is_visible() else "Vos réponses sont enregistrées.")
    hands = Hands(other)
    hands.write(PURPOSE, OTHER)
    hands.write(MEMBERS, "120")
    with other.expect_response(lambda answer: answer.request.method == "POST" and "votre-dossier" in answer.url):
        hands.press("Enregistrer mes réponses")
    choice = other.locator("#conflicts-form")
    expect(choice).to_contain_text(TYPED)
    expect(choice).to_contain_text(OTHER)
    assert (draft.kept(), draft.kept("adherents")) == (TYPED, "120"), (
        "nothing is overwritten, nothing else is held back"
    )
    check_axe(other)
    choice.get_by_label("Votre saisie").check()
    choice.get_by_role("button", name="Enregistrer ces choix").click()
    expect(other.locator("#conflicts-form")).to_have_count(0)
    expect(hands.field(PURPOSE)).to_have_value(OTHER)
    assert draft.kept() == OTHER


def _answers_otherwise(page: Page) -> None:
    hands = Hands(page)
    hands.write(PURPOSE, OTHER)
    hands.field(PURPOSE).blur()


@without_js
def test_without_javascript_each_button_keeps_all(draft: Draft) -> None:
    for button, title in (
        ("Précédent", "Votre structure"),
        ("Vérifier ma demande", "Récapitulatif"),
        ("Continuer", "Pièces"),
    ):
        draft.opens()
        draft.hands.write(PURPOSE, f"{TYPED} {button}")
        draft.hands.press(button)
        draft.applicant.sees(title)
        assert draft.kept() == f"{TYPED} {button}"
