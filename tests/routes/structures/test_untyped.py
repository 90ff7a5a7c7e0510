"""What no person types in a form of ours: it makes no page fail, stops no mail and deceives nobody."""

import pytest
from sqlalchemy import select

from tests.factories.members import make_invitation
from tests.routes.people import Person
from tests.routes.walk import send, token_for
from webapp.adapters.mail_renderer import MailRenderer
from webapp.core.mail import OutboxMail
from webapp.core.work import Work
from webapp.settings import Settings
from webapp.structures.models import Membership, Structure
from webapp.web.csrf import FIELD

# Copied from a PDF: a soft hyphen of its own (U+0002). Sent to deceive: a line break, and letters turned round.
NAME = "Les\x02 Amis\x07\r\nCliquez ici\u202e moc.evil"
KEPT = "Les Amis Cliquez ici moc.evil"


async def structure_of(work: Work, person: Person) -> Structure:
    async with work:
        query = select(Structure).join(Membership).where(Membership.account_id == person.account.id)
        return (await work.session.scalars(query.execution_options(populate_existing=True))).one()


async def test_a_name_is_one_line_of_plain_signs_and_its_mails_leave(
    applicant: Person, committed: Work, settings: Settings
) -> None:
    structure, token = await structure_of(committed, applicant), await token_for(applicant.browser)
    fields = {FIELD: token, "version": "1", "name": NAME, "siret": structure.siret or ""}
    answer = await send(applicant.browser, "POST", f"/structures/{structure.id}/identification", fields)
    assert answer.status_code == 303
    assert (await structure_of(committed, applicant)).name == KEPT

    guest = f"invite-{applicant.account.login}@association.example"
    invitation = await make_invitation(committed, applicant.account, structure.id, guest)
    async with committed as work:
        mail = (await work.session.scalars(select(OutboxMail).where(OutboxMail.about_id == invitation.id))).one()
    message = MailRenderer(settings).render(mail, link="http://localhost/")
    assert KEPT in message["Subject"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/structures/{id}/identification", "name"),
        ("/structures/{id}/adresse", "postal_code"),
        ("/structures/{id}/representants/nouveau", "key"),
        ("/structure/nouvelle/association", "told"),
        ("/structure/nouvelle/association", "suite"),
    ],
)
async def test_a_file_in_the_place_of_a_text_is_a_text_that_is_missing(
    path: str, name: str, applicant: Person, committed: Work
) -> None:
    structure = await structure_of(committed, applicant)
    answer = await applicant.browser.http.post(
        path.format(id=structure.id),
        data={FIELD: await token_for(applicant.browser)},
        files={name: ("statuts.txt", b"Article 1")},
    )
    assert answer.status_code == 422


async def test_what_people_do_type_is_kept(applicant: Person, committed: Work) -> None:
    """Emoji made of several signs, quotes, other scripts, and the marks that these need."""
    name = "Les « Amis » d'Évry 👩\u200d🌾 – \u200fنادي\u200f \"&<b>"
    structure, token = await structure_of(committed, applicant), await token_for(applicant.browser)
    fields = {FIELD: token, "version": "1", "name": name, "siret": structure.siret or ""}
    await send(applicant.browser, "POST", f"/structures/{structure.id}/identification", fields)
    assert (await structure_of(committed, applicant)).name == name
