"""A session that ends while somebody types: the form comes back after login, to the same account and to no other."""

from datetime import timedelta

from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.factories.applications import make_draft, make_scheme
from tests.factories.structures import make_structure
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.page import Page
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.core.work import Work

ANSWERS = {"Objet de l'association": 'Faire chanter 😀 "tout" le canton', "Nombre d'adhérents": "cent vingt"}


async def send_after_the_session_ended(
    client: PortalClient, committed: Work, passwords: Passwords, clock: FrozenClock
) -> tuple[Account, str, Page]:
    account = await make_account(committed, passwords)
    await make_scheme(committed)
    await make_structure(committed, account)
    draft = await make_draft(committed, account)
    await sign_in(client, account)
    path = f"/demandes/{draft.reference}/votre-dossier/demande"
    step = await client.get(path)
    clock.advance(timedelta(hours=3))
    return account, path, await client.submit(step, ANSWERS, button="Continuer", form="dossier")


async def test_the_same_account_gets_its_form_back_and_sends_it_again(
    client: PortalClient, committed: Work, passwords: Passwords, clock: FrozenClock
) -> None:
    account, path, login = await send_after_the_session_ended(client, committed, passwords, clock)
    assert login.status == 401
    assert "ce que vous veniez de saisir vous sera rendu" in login.text

    given_back = await client.submit(
        login,
        {"Identifiant ou adresse électronique": account.login, "Mot de passe": PASSWORD},
        form="sign-in-form",
    )
    assert (given_back.path, given_back.h1) == (path, "Votre dossier")
    assert "Votre session était terminée : rien n'a été envoyé." in given_back.text

    await client.submit(given_back, button="Continuer", form="dossier")
    kept = await client.get(path)
    assert 'Faire chanter 😀 "tout" le canton' in kept.text
    assert "cent vingt" in kept.html


async def test_another_account_never_sees_it(
    client: PortalClient, committed: Work, passwords: Passwords, clock: FrozenClock
) -> None:
    _, _, login = await send_after_the_session_ended(client, committed, passwords, clock)
    stranger = await make_account(committed, passwords)

    landed = await client.submit(
        login,
        {"Identifiant ou adresse électronique": stranger.login, "Mot de passe": PASSWORD},
        form="sign-in-form",
    )

    assert "Faire chanter" not in landed.text
