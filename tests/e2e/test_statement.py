"""Who prepares asks, who signs reads, gives back, then attests and transmits: two accounts, two browsers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.beforehand import has_an_association, has_joined, is_signed_in
from tests.e2e.hands import Hands
from tests.e2e.people import Applicant
from tests.e2e.statement_job import (
    asks_for_the_statement,
    attests_and_transmits,
    corrects_what_was_said,
    have_the_same_receipt,
    opens_the_link_of_the_mail,
    prepares_the_application,
    reads_and_sends_back,
)
from tests.support.axe import check_axe
from tests.support.browser import both_ways
from tests.support.portal import Portal
from webapp.core.actor import MemberRole


@pytest.mark.capability
@both_ways
def test_a_signatory_on_another_account_sends_back_then_transmits(
    new_browser: Callable[..., BrowserContext], portal: Portal, tmp_path: Path
) -> None:
    signatory = Applicant(Hands(new_browser().new_page()), portal, look=check_axe, first_name="Nadia")
    writer = Applicant(Hands(new_browser().new_page()), portal, look=check_axe, first_name="Amina", last_name="Diop")
    has_an_association(signatory)
    has_joined(writer, signatory, MemberRole.WRITER)
    is_signed_in(writer)

    number = prepares_the_application(writer, tmp_path)
    asks_for_the_statement(writer)
    opens_the_link_of_the_mail(signatory, mails=1)
    signatory.sees("Bienvenue")
    signatory.signs_in(signatory.login, signatory.password, "Récapitulatif")
    reads_and_sends_back(signatory, writer)
    corrects_what_was_said(writer, signatory, tmp_path)
    asks_for_the_statement(writer)
    opens_the_link_of_the_mail(signatory, mails=2)
    attests_and_transmits(signatory)
    have_the_same_receipt(signatory, writer, number)
