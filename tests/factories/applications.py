"""Schemes, and applications at each of their states."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path

import msgspec
from sqlalchemy import delete

from tests.factories.accounts import actor_of, make_account
from tests.factories.structures import make_structure
from webapp.accounts.models import Account
from webapp.accounts.passwords import Passwords
from webapp.applications.bank_details import BankDetails
from webapp.applications.models import Application, BankAccount
from webapp.applications.receipt import Letterhead
from webapp.applications.use_cases.answers import Typed, save_answers
from webapp.applications.use_cases.drafts import begin_application
from webapp.applications.use_cases.pieces import UploadLimits, add_piece
from webapp.applications.use_cases.submission import Press, Sworn, submit_application
from webapp.core.ids import new_id
from webapp.core.ports import FileStore, PdfRenderer
from webapp.core.work import Work
from webapp.documents.use_cases import Received
from webapp.schemes.definition import Field, SchemeDefinition, Section, from_toml
from webapp.schemes.models import SchemeRevision
from webapp.schemes.use_cases import publish
from webapp.structures.models import Representative

SCHEME_FILE = Path(__file__).parent / "small_scheme.toml"
SLUG = "petite-aide"
"""Of the tests' own scheme: one page of seven questions. The demonstration's have tests of their own."""
RICH_FILE = Path(__file__).parent / "rich_scheme.toml"
LIMITS = UploadLimits(max_files=20, max_total_bytes=200_000_000)
SWORN = Sworn(statement=True, commitment=True)
GOOD_ANSWERS = {
    "siege_region": "oui",
    "exercice_cloture": "oui",
    "nature": "Première demande",
    "montant_sollicite": "12 500,00",
    "objet": "Favoriser la pratique de la musique en milieu rural.",
    "activites": "Concerts et ateliers dans dix communes.",
    "adherents": "120",
    "budget_structure": "48 000",
}
IBAN, MASKED_IBAN = "FR7630006000011234567890189", "FR76 •••• •••• •••• •••• •••• 189"
RIB = BankDetails("LES AMIS DU CHANT", IBAN, "AGRIFRPP")
REQUIRED_PIECES = ("budget_previsionnel", "rapport_activite")


def definition() -> SchemeDefinition:
    return from_toml(SCHEME_FILE.read_text(encoding="utf-8"))


def with_fields(*fields: Field) -> SchemeDefinition:
    """The tests' own scheme with these questions too, in a section of their own at the end of its page."""
    scheme = definition()
    [page] = scheme.steps
    more = Section(key="en_plus", title="En plus", fields=fields)
    return msgspec.structs.replace(scheme, steps=(msgspec.structs.replace(page, sections=(*page.sections, more)),))


async def make_scheme(work: Work, slug: str = SLUG) -> SchemeRevision:
    """The tests' own scheme, published under `slug`."""
    return await publish(work, slug, definition())


async def make_rich_scheme(work: Work) -> str:
    """One with several pages, parts that depend on answers, rows and a budget; the slug that it is published under."""
    slug = "aide-complete"
    await publish(work, slug, from_toml(RICH_FILE.read_text(encoding="utf-8")))
    return slug


async def make_applicant(work: Work, passwords: Passwords) -> Account:
    """Somebody who administers a structure, on a portal where the scheme is published."""
    account = await make_account(work, passwords)
    await make_scheme(work)
    await make_structure(work, account)
    return account


async def make_draft(work: Work, account: Account, slug: str = SLUG) -> Application:
    """For the structure that the account acts for."""
    return await begin_application(work, await actor_of(work, account), slug)


async def make_needy_draft(work: Work, account: Account) -> Application:
    """Of a scheme that needs a phone, a legal representative and an address, of a structure that has only the last."""
    slug = "aide-exigeante"
    needs = 'facts = ["phone", "legal_representative", "address"]'
    scheme = from_toml(
        SCHEME_FILE.read_text(encoding="utf-8").replace(
            'families = ["association"]', f'families = ["association", "individual"]\n{needs}'
        )
    )
    await publish(work, slug, msgspec.structs.replace(scheme, title="Aide exigeante"))
    draft = await make_draft(work, account, slug)
    async with work:
        await work.session.execute(delete(Representative).where(Representative.structure_id == draft.structure_id))
    return draft


async def add_bank_account(work: Work, account: Account, draft: Application, details: BankDetails = RIB) -> None:
    """As somebody who had just typed their password saves it."""
    async with work:
        row = BankAccount(application_id=draft.id, version=1, saved_at=work.now, saved_by=account.id, **asdict(details))
        work.session.add(row)


async def make_complete_draft(work: Work, account: Account, store: FileStore, slug: str = SLUG) -> Application:
    """Only the sworn statement is missing."""
    draft = await make_draft(work, account, slug)
    actor = await actor_of(work, account)
    await save_answers(work, actor, draft.number, Typed(GOOD_ANSWERS))
    for piece in REQUIRED_PIECES:
        await add_piece(work, actor, draft.number, piece, await received(store), LIMITS)
    await add_bank_account(work, account, draft)
    return draft


async def make_submitted(
    work: Work, account: Account, store: FileStore, renderer: PdfRenderer, slug: str = SLUG
) -> Application:
    draft = await make_complete_draft(work, account, store, slug)
    return await submit_application(work, await actor_of(work, account), draft.number, SWORN, press(store, renderer))


def press(store: FileStore, renderer: PdfRenderer) -> Press:
    letterhead = Letterhead(
        brand="Mes aides en ligne",
        region="Région Exemple",
        url="http://localhost:8000",
        color="#0e5a57",
        court_name="tribunal administratif de Toulouse",
        court_address="",
    )
    return Press(renderer, store, letterhead)


async def received(store: FileStore, filename: str = "budget-2027.pdf", content: bytes = b"") -> Received:
    """A file that has passed inspection. Without a content, one that is nobody else's."""
    content = content or b"%PDF-1.7 " + new_id().hex.encode()

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    stored = await store.put(f"documents/{new_id().hex}", chunks())
    return Received(stored, filename, "application/pdf")


async def stored_keys(store: FileStore) -> list[str]:
    """Of each file that the store holds."""
    return [key async for key in store.keys()]  # noqa: SIM118  (a store, not a dict)
