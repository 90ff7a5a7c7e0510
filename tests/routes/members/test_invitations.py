"""Inviting by mail, and the page of the link for each who may open it."""

from datetime import timedelta

from tests.factories.members import link_of, make_invitation, roles_in
from tests.routes.people import People, Person
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from webapp.core.actor import MemberRole
from webapp.core.tokens import Signer
from webapp.core.work import Work
from webapp.members import texts
from webapp.web.csrf import FIELD


async def invited(
    people: People, work: Work, signer: Signer, email: str, role: MemberRole = MemberRole.SIGNATORY
) -> tuple[Person, str, str]:
    """Who invites, the structure's name, and the address of the link."""
    owner = await people.applicant()
    team = await people.team(owner)
    invitation = await make_invitation(work, owner.account, team.structure.id, email, role)
    return owner, team.structure.name, f"/rattachement/{await link_of(work, signer, invitation.id)}"


async def test_an_invitation_is_sent_from_the_form_and_shown_until_it_is_cancelled(people: People) -> None:
    owner = await people.applicant()
    members = f"/structures/{(await people.team(owner)).structure.id}/membres"
    form = await owner.browser.follow(await owner.browser.get(members), "Inviter une personne")
    wrong = await owner.browser.submit(form, {"Adresse électronique": "amina"}, form="invitation-form")
    assert wrong.status == 422
    assert set(wrong.errors) == {"email", "role"}
    typed = {"Adresse électronique": "amina@exemple.fr", "role": "writer"}
    sent = await owner.browser.submit(wrong, typed, form="invitation-form")
    assert texts.INVITED.format(email="amina@exemple.fr") in sent.text
    again = await owner.browser.htmx_submit(wrong, typed, form="invitation-form")
    assert again.path == members
    assert again.text.count("Renvoyer l'invitation à amina@exemple.fr") == 1

    resent = await owner.browser.submit(
        sent, button="Renvoyer l'invitation à amina@exemple.fr", form=sent.action("renvoi")
    )
    assert texts.INVITED.format(email="amina@exemple.fr") in resent.text
    cancelled = await owner.browser.submit(resent, form=resent.action("annulation"))
    assert texts.INVITATION_CANCELLED.format(email="amina@exemple.fr") in cancelled.text
    assert "Renvoyer l'invitation à amina@exemple.fr" not in cancelled.text
    twice = await owner.browser.submit(resent, form=resent.action("annulation"))
    assert twice.status == 200


async def test_the_guest_accepts_and_lands_on_the_dashboard_of_the_structure(
    people: People, committed: Work, signer: Signer
) -> None:
    guest = await people.applicant("ASSOCIATION D'AVANT")
    _, name, address = await invited(people, committed, signer, guest.account.email.upper())
    page = await guest.browser.get(address, status=200)
    for words in (name, "Nadia Belkacem", "Signataire"):
        assert words in page.text
    refused = await guest.browser.submit(page, form="acceptance-form")
    assert refused.status == 422
    assert set(refused.errors) == {"function", "signing"}
    typed = {"Votre fonction dans la structure": "Trésorière", "signing": "delegate"}
    done = await guest.browser.submit(refused, typed, form="acceptance-form")
    assert (done.path, done.h1) == ("/espace-personnel", "Espace personnel")
    assert texts.JOINED.format(structure=name) in done.text
    assert done.acting_for == f"{name} Changer de structure"
    twice = await guest.browser.submit(page, typed, form="acceptance-form")
    assert texts.ALREADY_IN.format(structure=name) in twice.text
    again = await guest.browser.get(address, status=200)
    assert "Vous faites déjà partie de cette structure." in again.text


async def test_a_reader_accepts_by_one_button(people: People, committed: Work, signer: Signer) -> None:
    guest = await people.newcomer()
    _, name, address = await invited(people, committed, signer, guest.account.email, MemberRole.READER)
    done = await guest.browser.submit(await guest.browser.get(address), form="acceptance-form")
    assert texts.JOINED.format(structure=name) in done.text


async def test_a_visitor_is_led_to_the_login_or_a_new_account_and_back(
    client: PortalClient, people: People, committed: Work, signer: Signer
) -> None:
    _, name, address = await invited(people, committed, signer, "amina@exemple.fr")
    page = await client.get(address, status=200)
    assert name in page.text
    assert "a…@exemple.fr" in page.text
    assert "amina@exemple.fr" not in page.html
    links = {a.get("href") for a in page.document.all("a")}
    assert {f"/?suite={address}", f"/creer-un-compte?suite={address}"} <= links
    assert not [form for form in page.document.all("form") if "rattachement" in form.get("action", "")]


async def test_another_account_and_an_agent_are_told_what_to_do_and_offered_nothing(
    people: People, committed: Work, signer: Signer
) -> None:
    owner, _, address = await invited(people, committed, signer, "amina@exemple.fr")
    stranger, agent = await people.newcomer(), await people.agent()
    for person, words, status in (
        (stranger, "a une autre adresse que a…@exemple.fr", 403),
        (agent, "un compte d'agent", 404),
    ):
        page = await person.browser.get(address, status=200)
        assert words in page.text
        assert "Accepter" not in page.text
        fields = {FIELD: await token_for(person.browser), "function": "Trésorière", "signing": "delegate"}
        forced = await send(person.browser, "POST", address, fields)
        assert (forced.status_code, texts.NOT_THE_INVITED in forced.text) == (status, status == 403)
    members = await roles_in(committed, (await people.team(owner)).structure.id)
    assert not members.keys() & {stranger.account.id, agent.account.id}


async def test_dead_links_look_alike(
    client: PortalClient, people: People, committed: Work, signer: Signer, clock: FrozenClock
) -> None:
    _, _, address = await invited(people, committed, signer, "amina@exemple.fr")
    await client.get(address, status=200)
    clock.advance(timedelta(days=8))
    expired, unknown = await client.get(address, status=410), await client.get("/rattachement/rien", status=410)
    assert expired.h1 == unknown.h1 == "Ce lien n'est plus valable"
    assert expired.text == unknown.text


async def test_looking_uses_nothing(client: PortalClient, people: People, committed: Work, signer: Signer) -> None:
    guest = await people.newcomer()
    _, name, address = await invited(people, committed, signer, guest.account.email, MemberRole.READER)
    for _ in range(3):
        await client.get(address, status=200)
        await client.http.head(address)
    done = await guest.browser.submit(await guest.browser.get(address), form="acceptance-form")
    assert name in done.text
