"""Fil de discussion, in two browsers: a question, the mail that brings the answer, and what is new on the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.beforehand import has_sent_an_application, is_signed_in
from tests.e2e.hands import Hands
from tests.e2e.people import Agent, Applicant
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from webapp import demo

QUESTION = "Le budget compte deux fois la « salle » 😀.\nPouvons-nous le corriger ?"
ANSWER = "Oui.\nJe vous rouvre la page demain."


@pytest.mark.capability
@both_ways
def test_a_question_and_its_answer(
    new_browser: Callable[..., BrowserContext], portal: Portal, *, javascript: bool
) -> None:
    applicant = Applicant(Hands(new_browser().new_page()), portal, look=check_axe)
    number = has_sent_an_application(applicant)
    is_signed_in(applicant)
    _asks(applicant, number, javascript=javascript)
    agent = Agent(Hands(new_browser().new_page()), portal, look=check_axe)
    _answers(agent, number)
    _reads_the_answer(applicant, number)


def _asks(applicant: Applicant, number: str, *, javascript: bool) -> None:
    applicant.page.goto(f"/demandes/{number}")
    applicant.hands.follow("Ouvrir le fil de discussion")
    applicant.sees(f"Fil de discussion de la demande {number}")
    applicant.hands.press("Envoyer")
    applicant.is_told_to_correct("Écrivez votre message.")
    applicant.hands.write("Votre message *", QUESTION)
    applicant.hands.press("Envoyer")
    message = applicant.page.locator("#message-1")
    expect(message).to_contain_text("Pouvons-nous le corriger ?")
    expect(applicant.hands.field("Votre message *")).to_have_value("")
    if javascript:
        expect(applicant.page.locator("#page-status")).to_contain_text("Votre message est envoyé.")
        applicant.page.reload()
    expect(message).to_contain_text(applicant.name)
    expect(applicant.page.locator(".thread-message")).to_have_count(1)


def _answers(agent: Agent, number: str) -> None:
    """Who comes by the link of a mail signs in first, and is there."""
    agent.page.goto(f"/espace-agent/demandes/{number}/messages")
    agent.signs_in(demo.AGENT[0], demo.PASSWORD, f"Fil de discussion de la demande {number}")
    agent.reads("1 nouveau message depuis votre dernière visite.", "Nouveau", "Pouvons-nous le corriger ?")
    agent.hands.write("Votre message *", ANSWER)
    agent.hands.press("Envoyer")
    expect(agent.page.locator("#message-2")).to_contain_text("Je vous rouvre la page demain.")
    expect(agent.page.locator(".chip").filter(has_text="Nouveau")).to_have_count(0)


def _reads_the_answer(applicant: Applicant, number: str) -> None:
    mail = applicant.portal.wait_for_mail(applicant.email, f"Demande {number} : message de")
    text = mail.get_body(preferencelist=("plain",))
    assert text is not None
    assert "Je vous rouvre la page demain." in text.get_content()
    [address] = re.findall(rf"\S+/demandes/{number}/messages", text.get_content())
    applicant.page.goto("/espace-personnel")
    expect(applicant.page.get_by_role("main")).to_contain_text("1 nouveau message")
    applicant.page.goto(address)
    applicant.sees(f"Fil de discussion de la demande {number}")
    applicant.reads("Nouveau", f"Courriel envoyé : Demande {number} : accusé de réception")
