"""Ma structure: the guide's chapter with JavaScript and without, by keyboard, at 320 px; two persons on one block."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.beforehand import is_signed_in
from tests.e2e.hands import Hands, Keyboard
from tests.e2e.people import Applicant
from tests.e2e.structure_job import (
    ADDRESS,
    IDENTIFICATION,
    NEW,
    PRESIDENT,
    block,
    comes_to_the_structure,
    edits_the_structure,
    opens,
    opens_the_structure,
    saves,
)
from tests.factories.structures import new_rna
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from tests.support.reflow import check_narrow, check_spaced

STREET = "N° et voie *"


@pytest.mark.capability
@both_ways
def test_the_guide_s_chapter(page: Page, portal: Portal) -> None:
    applicant = Applicant(Hands(page), portal)
    comes_to_the_structure(applicant)
    applicant.look = check_axe
    edits_the_structure(applicant, new_rna())


def test_by_keyboard_alone(page: Page, portal: Portal) -> None:
    applicant = Applicant(Keyboard(page), portal)
    comes_to_the_structure(applicant)
    edits_the_structure(applicant, new_rna())


def test_on_narrow_screens(page: Page, portal: Portal) -> None:
    def look(page: Page) -> None:
        check_narrow(page)
        check_spaced(page)

    applicant = Applicant(Hands(page), portal)
    comes_to_the_structure(applicant)
    applicant.look = look
    edits_the_structure(applicant, new_rna())


@pytest.fixture
def member(page: Page, portal: Portal) -> Applicant:
    """At the page of their structure, with the keyboard."""
    applicant = Applicant(Keyboard(page), portal)
    comes_to_the_structure(applicant)
    return applicant


def test_enter_saves_and_the_focus_comes_back_to_the_pencil(member: Applicant) -> None:
    opens(member, ADDRESS)
    expect(member.hands.field("Destinataire")).to_be_focused()
    member.hands.write(STREET, "2 rue Neuve")
    member.page.keyboard.press("Enter")
    expect(member.hands.link(f"Modifier {ADDRESS}")).to_be_focused()
    expect(block(member, "Adresse principale")).to_contain_text("2 rue Neuve")
    expect(member.page.locator("#page-status")).to_have_text("L'adresse principale est enregistrée.")


def test_escape_closes_what_was_not_changed_and_keeps_what_was(member: Applicant) -> None:
    opens(member, ADDRESS)
    member.page.keyboard.press("Escape")
    expect(member.hands.link(f"Modifier {ADDRESS}")).to_be_focused()
    opens(member, ADDRESS)
    before = member.hands.field(STREET).input_value()
    member.hands.write(STREET, "2 rue Neuve")
    member.page.keyboard.press("Escape")
    expect(member.hands.field(STREET)).to_have_value("2 rue Neuve")
    member.hands.press("Rétablir")
    expect(member.hands.field(STREET)).to_have_value(before)
    member.page.keyboard.press("Escape")
    expect(block(member, "Adresse principale")).to_contain_text(before)


@pytest.mark.parametrize("opener", [f"Modifier {PRESIDENT}", NEW, f"Retirer {PRESIDENT}"])
def test_escape_closes_a_block_whose_title_has_the_focus(member: Applicant, opener: str) -> None:
    """What takes the focus stands before the form; a removal that is refused has none."""
    member.hands.follow(opener)
    expect(member.page.locator(".card-editing h3")).to_be_focused()
    member.page.keyboard.press("Escape")
    expect(member.page.locator(".card-editing")).to_have_count(0)
    member.hands.settle()


def test_a_postal_code_offers_its_communes(member: Applicant) -> None:
    """The focus goes on to the list; what else was typed stays."""
    opens(member, ADDRESS)
    member.hands.write(STREET, "2 rue Neuve")
    member.hands.write("Code postal *", "01500")
    member.page.keyboard.press("Tab")
    communes = member.page.get_by_role("combobox", name="Commune *")
    expect(communes.get_by_role("option")).to_have_count(9)
    expect(communes).to_be_focused()
    expect(member.hands.field(STREET)).to_have_value("2 rue Neuve")
    communes.select_option("AMBRONAY")
    saves(member, ADDRESS, "L'adresse principale est enregistrée.")
    member.reads("01500 AMBRONAY")


@both_ways
def test_a_commune_that_is_not_in_the_list_is_typed(page: Page, portal: Portal) -> None:
    """One press leads to the text field."""
    applicant = Applicant(Hands(page), portal)
    comes_to_the_structure(applicant)
    opens(applicant, ADDRESS)
    applicant.hands.press("Ma commune n'est pas dans cette liste")
    expect(page.get_by_role("textbox", name="Commune *")).to_be_focused()
    applicant.hands.write("Commune *", "Ancien-Nom")
    saves(applicant, ADDRESS, "L'adresse principale est enregistrée.")
    applicant.reads("46000 ANCIEN-NOM")


def test_two_blocks_are_open_at_once_and_neither_loses_a_word(member: Applicant) -> None:
    opens(member, IDENTIFICATION)
    member.hands.write("Téléphone", "05 61 00 00 01")
    opens(member, ADDRESS)
    member.hands.write(STREET, "2 rue Neuve")
    saves(member, ADDRESS, "L'adresse principale est enregistrée.")
    expect(member.hands.field("Téléphone")).to_have_value("05 61 00 00 01")
    saves(member, IDENTIFICATION, "L'identification est enregistrée.")
    member.reads("05 61 00 00 01", "2 rue Neuve")


@both_ways
def test_two_persons_on_one_block(new_browser: Callable[..., BrowserContext], portal: Portal, javascript: bool) -> None:
    """The second chooses; both browsers are the same member's, on two computers. Escape throws away neither version."""
    first = Applicant(Hands(new_browser().new_page()), portal)
    comes_to_the_structure(first)
    second = Applicant(Hands(new_browser().new_page()), portal, login=first.login)
    is_signed_in(second)
    opens_the_structure(second)
    for person in (first, second):
        opens(person, ADDRESS)
    first.hands.write(STREET, "1 place du Marché")
    saves(first, ADDRESS, "L'adresse principale est enregistrée.")
    second.hands.write(STREET, "2 rue Neuve")
    second.hands.write("Bâtiment", "B")
    second.hands.press(f"Enregistrer {ADDRESS}")
    second.reads("Vous avez enregistré d'autres informations dans une autre page", "1 place du Marché", "2 rue Neuve")
    second.hands.settle()
    expect(second.page.get_by_role("alert", name="Vous avez enregistré d'autres informations")).to_be_focused()
    second.page.keyboard.press("Escape")
    expect(second.hands.button("Enregistrer ces choix")).to_be_visible()
    check_axe(second.page)
    check_narrow(second.page)
    second.page.get_by_role("radio", name=re.compile("Déjà enregistré 1 place du Marché")).check()
    second.hands.press("Enregistrer ces choix")
    expect(block(second, "Adresse principale")).to_contain_text("1 place du Marché")
    expect(block(second, "Adresse principale")).to_contain_text("B")
