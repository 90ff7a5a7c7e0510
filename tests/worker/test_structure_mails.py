"""The mails about members, as they leave: whole in both parts, and the link of an invitation works."""

from email.message import EmailMessage

from tests.factories.accounts import actor_of, make_account
from tests.factories.members import House, make_house, make_invitation, make_join_request, make_member
from tests.worker.conftest import PostOffice
from webapp.accounts.models import Account, AccountState
from webapp.core.actor import MemberRole, SigningWay
from webapp.core.mail import MailState
from webapp.members.use_cases.acceptance import accept_invitation
from webapp.members.use_cases.invitations import cancel_invitation
from webapp.members.use_cases.joining import accept_join, refuse_join
from webapp.members.use_cases.membership import change_member_role, leave_structure, remove_member

SITE = "https://aides.region.example"


def parts(message: EmailMessage) -> list[str]:
    """The text and the HTML, on one line each."""
    bodies = [message.get_body(preferencelist=(kind,)) for kind in ("plain", "html")]
    return [" ".join(str(body.get_content()).split()) for body in bodies if body is not None]


async def sent_to(office: PostOffice, account: Account) -> EmailMessage:
    """The newest, once all that waits has left."""
    await office.postman().deliver_due()
    return [message for recipient, message in office.mailer.sent if recipient == account.email][-1]


async def house_of(office: PostOffice) -> House:
    return await make_house(office.work(), office.passwords)


async def test_an_invitation_carries_a_link_that_works(office: PostOffice) -> None:
    house, guest = await house_of(office), await office.account(AccountState.ACTIVE)
    await make_invitation(office.work(), house.owner, house.structure.id, guest.email)
    message = await sent_to(office, guest)
    assert message["Subject"] == f"Nadia Belkacem vous invite à rejoindre {house.structure.name}"
    text, html = parts(message)
    [address] = [word for word in text.split() if "/rattachement/" in word]
    assert address.startswith(f"{SITE}/rattachement/")
    for part in (text, html):
        assert address in part
        assert "Signataire" in part
        assert "30 novembre 2026 à 10:00:00" in part
    joined = await accept_invitation(
        office.work(),
        office.signer,
        await actor_of(office.work(), guest),
        address.rpartition("/")[2],
        function="Trésorière",
        signing=SigningWay.DELEGATE,
    )
    assert joined.is_new
    for part in parts(await sent_to(office, house.owner)):
        assert "a accepté son invitation" in part
        assert f"{SITE}/structures/{house.structure.id}/membres" in part


async def test_an_invitation_that_was_cancelled_before_its_mail_left_is_not_sent(office: PostOffice) -> None:
    house = await house_of(office)
    invitation = await make_invitation(office.work(), house.owner, house.structure.id, "amina@exemple.fr")
    await cancel_invitation(office.work(), house.actor, house.structure.id, invitation.id)
    await office.postman().deliver_due()
    row = await office.row("amina@exemple.fr")
    assert (row.state, row.last_error) == (
        MailState.FAILED,
        "the invitation does not wait for an answer any more",
    )
    assert office.mailer.sent == []


async def test_a_request_says_who_asks_and_where_to_answer_and_the_answer_what_it_is(office: PostOffice) -> None:
    house, asker = await house_of(office), await make_account(office.work(), office.passwords, first_name="Amina")
    request_id = await make_join_request(office.work(), asker, house.structure)
    for part in parts(await sent_to(office, house.owner)):
        for words in ("Amina Belkacem", asker.email, "Trésorière", "A reçu délégation de signature", "/membres"):
            assert words in part
        assert "Nous nous sommes vus à l" in part
    await refuse_join(office.work(), house.actor, request_id, "Nous ne vous <connaissons> pas.")
    refused = await sent_to(office, asker)
    assert str(refused["Subject"]).endswith("est refusée")
    text, html = parts(refused)
    assert "Nous ne vous <connaissons> pas." in text
    assert "Nous ne vous &lt;connaissons&gt; pas." in html

    again = await make_join_request(office.work(), asker, house.structure)
    await accept_join(office.work(), house.actor, again, MemberRole.READER)
    accepted = await sent_to(office, asker)
    assert str(accepted["Subject"]).endswith("est acceptée")
    for part in parts(accepted):
        assert "Lecteur" in part
        assert f"{SITE}/structures" in part


async def test_who_may_now_sign_but_prepares_is_told_to_say_how(office: PostOffice) -> None:
    house = await house_of(office)
    member = await make_member(office.work(), office.passwords, house.structure.id, signing=SigningWay.PREPARER)
    await change_member_role(office.work(), house.actor, house.structure.id, member.id, MemberRole.SIGNATORY)
    for part in parts(await sent_to(office, member)):
        assert "Signataire" in part
        assert f"{SITE}/structures/{house.structure.id}/membres/ma-fonction" in part
    await change_member_role(office.work(), house.actor, house.structure.id, member.id, MemberRole.READER)
    for part in parts(await sent_to(office, member)):
        assert "Lecteur" in part
        assert "ma-fonction" not in part


async def test_removals_and_departures_are_told(office: PostOffice) -> None:
    house = await house_of(office)
    one, two = [await make_member(office.work(), office.passwords, house.structure.id) for _ in range(2)]
    await remove_member(office.work(), house.actor, house.structure.id, one.id)
    assert (await sent_to(office, one))["Subject"] == f"Vous ne faites plus partie de {house.structure.name}"
    await leave_structure(office.work(), await actor_of(office.work(), two), house.structure.id)
    for part in parts(await sent_to(office, house.owner)):
        assert f"Amina Diop a quitté la structure {house.structure.name}" in part
