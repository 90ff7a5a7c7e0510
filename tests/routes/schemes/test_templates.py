"""A template is downloaded from the public sheet and from the slot of a draft, which keeps the one it began with."""

from urllib.parse import unquote

import msgspec

from tests.factories.applications import definition, make_draft
from tests.routes.people import People, Person
from tests.support.client import PortalClient
from webapp.core.work import Work
from webapp.schemes.definition import SchemeDefinition, Template
from webapp.schemes.use_cases import publish

SLUG, FILE, LABEL = "aide-a-modele", "modele-budget.ods", "Modèle de budget (.ods)"


def scheme() -> SchemeDefinition:
    known = definition()
    first = msgspec.structs.replace(known.pieces[0], template=Template(file=FILE, label="Modèle de budget"))
    return msgspec.structs.replace(known, title="Aide à modèle", pieces=(first, *known.pieces[1:]))


async def test_a_draft_keeps_the_template_it_began_with(
    client: PortalClient, applicant: Person, people: People, committed: Work
) -> None:
    await publish(committed, SLUG, scheme(), {FILE: b"first"})
    draft = await make_draft(committed, applicant.account, SLUG)
    await publish(committed, SLUG, scheme(), {FILE: b"corrected"})
    sheet = await client.get(f"/aides/{SLUG}")
    public = await client.http.get(sheet.link(LABEL))
    assert public.content == b"corrected"
    assert f"filename*=UTF-8''{FILE}" in unquote(public.headers["Content-Disposition"])
    assert public.headers["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    step = await applicant.browser.get(f"/demandes/{draft.reference}/pieces")
    own = step.link(LABEL)
    assert (await applicant.browser.http.get(own)).content == b"first"
    stranger = await people.applicant("ASSOCIATION VOISINE")
    assert (await stranger.browser.http.get(own)).status_code == 404
    for name in ("autre.ods", "..%2Fbudget.ods", "modele-budget.ods%00"):
        assert (await client.http.get(f"/aides/{SLUG}/modeles/{name}")).status_code == 404
