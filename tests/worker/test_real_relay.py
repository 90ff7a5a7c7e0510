"""The acknowledgement of an application, as it lies in a mailbox after a real relay has taken and delivered it."""

from hashlib import sha256
from pathlib import Path

import msgspec

from tests.factories.accounts import actor_of, make_account
from tests.factories.applications import SWORN, make_complete_draft, make_scheme, press
from tests.factories.structures import make_structure
from tests.support.opensmtpd import real_relay
from tests.worker.conftest import PostOffice
from webapp.adapters.pdf import TypstRenderer
from webapp.adapters.smtp import SmtpMailer
from webapp.applications.models import Application, Receipt
from webapp.applications.use_cases.submission import submit_application
from webapp.core.mail import MailState

STRUCTURE = "Les Amis de l'Été, « comité des fêtes » & Cie"


async def _sent(office: PostOffice, renderer: TypstRenderer) -> tuple[str, Application]:
    """To whom, and what about."""
    work = office.work()
    account = await make_account(work, office.passwords, first_name='Zoé "Zo"', last_name="L'Été, épouse Ève 😀")
    await make_scheme(work)
    await make_structure(work, account, STRUCTURE)
    draft = await make_complete_draft(work, account, office.store)
    actor = await actor_of(work, account)
    return account.email, await submit_application(work, actor, draft.number, SWORN, press(office.store, renderer))


async def test_an_acknowledgement_is_read_in_the_mailbox_as_it_was_meant(
    office: PostOffice, renderer: TypstRenderer, tmp_path: Path
) -> None:
    recipient, application = await _sent(office, renderer)
    async with real_relay(tmp_path) as relay:
        settings = msgspec.structs.replace(office.settings, smtp_port=relay.port)
        await office.postman(SmtpMailer(settings)).deliver_due()
        mail = await relay.first()
    row = await office.row(recipient)
    assert (row.state, row.data) == (MailState.SENT, {})

    assert mail["Subject"] == f"Demande {application.reference} : accusé de réception"
    [sender], [to] = mail["From"].addresses, mail["To"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Mes aides en ligne", "ne-pas-repondre@region.example")
    assert (to.display_name, to.addr_spec) == ('Zoé "Zo" L\'Été, épouse Ève 😀', recipient)
    assert mail["Message-ID"] == f"<{row.id}@region.example>"
    assert mail["Date"].datetime == row.created_at.replace(microsecond=0)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    assert "ne-pas-repondre@region.example" in mail["Return-Path"]

    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert STRUCTURE in plain.get_content()
    assert "Sans réponse de la Région avant le 23 janvier 2027, votre demande sera considérée" in plain.get_content()
    assert f"/demandes/{application.reference}" in html.get_content()
    assert max(len(line) for line in mail.as_bytes().splitlines()) < 1000

    [attachment] = mail.iter_attachments()
    async with office.work() as work:
        receipt = await work.session.get_one(Receipt, application.id)
    assert sha256(attachment.get_content()).hexdigest() == receipt.sha256
    assert attachment.get_filename() == f"accuse-de-reception-{application.reference}.pdf"
