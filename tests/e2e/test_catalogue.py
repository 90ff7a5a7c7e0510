"""From a search in the public catalogue to two drafts on one scheme; with JavaScript, without, and by the keyboard."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.beforehand import has_an_association
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import SCHEME, Applicant
from tests.factories.applications import SLUG
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_reflow

TYPED = "PETITE AIDE associa"  # without an accent, and the last word not to its end


@dataclass
class Visitor(Applicant):
    """Somebody who has an account and has not said who they are."""

    def opens_the_catalogue(self) -> None:
        self.page.goto("/aides")
        self.sees("Les aides de la Région")
        check_reflow(self.page)

    def finds_the_scheme(self, javascript: bool) -> None:
        """As they type; without JavaScript by the button. The address says what was looked for, both ways."""
        self.hands.write("Rechercher une aide", TYPED)
        if javascript:
            expect(self.page.locator("#page-status")).to_contain_text("correspond")
            expect(self.hands.field("Rechercher une aide")).to_be_focused()
        else:
            self.hands.press("Rechercher une aide")
        self.reads("correspond")
        expect(self.hands.link(SCHEME)).to_be_visible()
        expect(self.page).to_have_url(re.compile("recherche="))
        self.sees("Les aides de la Région")

    def finds_nothing_for_companies(self, javascript: bool) -> None:
        self.chooses("Je suis", "Une entreprise")
        if not javascript:
            self.hands.press("Rechercher une aide")
        self.reads("Aucune aide ne correspond à votre recherche")
        check_reflow(self.page)
        assert parse_qs(urlsplit(self.page.url).query)["type"] == ["entreprise"]
        self.page.reload()
        self.sees("Les aides de la Région")
        self.reads("Aucune aide ne correspond à votre recherche")
        expect(self.hands.field("Rechercher une aide")).to_have_value(TYPED)

    def takes_the_filter_out(self) -> None:
        self.hands.follow("Retirer « Une entreprise »")
        self.sees("Les aides de la Région")
        expect(self.hands.field("Rechercher une aide")).to_have_value(TYPED)

    def opens_the_sheet_and_comes_back(self) -> None:
        self.hands.follow(SCHEME)
        self.sees(SCHEME)
        self.page.go_back()
        self.sees("Les aides de la Région")
        expect(self.hands.field("Rechercher une aide")).to_have_value(TYPED)
        self.hands.follow(SCHEME)
        self.sees(SCHEME)
        check_reflow(self.page)

    def signs_in_from_there(self) -> None:
        self.hands.follow("Se connecter pour commencer")
        self.sees("Bienvenue")
        self.signs_in(self.login, self.password, SCHEME)

    def begins(self, button: str) -> str:
        self.hands.press(button)
        self.sees("Préambule")
        return urlsplit(self.page.url).path.split("/")[2]

    def goes_back_to_the_sheet(self) -> None:
        self.page.goto(f"/aides/{SLUG}")
        self.sees(SCHEME)

    def chooses(self, label: str, option: str) -> None:
        """In a native list: the first letters of an option choose it, by the keyboard."""
        if isinstance(self.hands, Keyboard):
            self.hands.go_to(self.hands.field(label))
            self.page.keyboard.type(option)
        else:
            self.hands.field(label).select_option(label=option)


def from_a_search_to_two_drafts(visitor: Visitor, javascript: bool) -> None:
    has_an_association(visitor)
    visitor.opens_the_catalogue()
    visitor.finds_the_scheme(javascript)
    visitor.finds_nothing_for_companies(javascript)
    visitor.takes_the_filter_out()
    visitor.opens_the_sheet_and_comes_back()
    visitor.signs_in_from_there()
    first = visitor.begins("Commencer ma demande")
    visitor.goes_back_to_the_sheet()
    visitor.reads(f"Votre demande {first}, commencée le", "n'est pas encore transmise")
    check_reflow(visitor.page)
    second = visitor.begins("Commencer une autre demande")
    assert second != first
    visitor.goes_back_to_the_sheet()
    visitor.hands.follow(f"Reprendre ma demande {first}")
    visitor.sees("Préambule")
    assert first in visitor.page.url


@pytest.mark.capability
@both_ways
def test_from_a_search_to_two_drafts(
    new_browser: Callable[..., BrowserContext], portal: Portal, javascript: bool
) -> None:
    from_a_search_to_two_drafts(Visitor(Hands(new_browser().new_page()), portal, look=check_axe), javascript)


def test_by_the_keyboard_alone(new_browser: Callable[..., BrowserContext], portal: Portal) -> None:
    from_a_search_to_two_drafts(Visitor(Keyboard(new_browser().new_page()), portal), javascript=True)
