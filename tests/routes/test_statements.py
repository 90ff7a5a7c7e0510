"""What each page costs the database: a figure for each, the same for one row and for thirty."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from litestar import Litestar
from sqlalchemy import select

from tests.factories.accounts import PASSWORD, actor_of, make_account
from tests.factories.applications import LIMITS, received
from tests.routes.people import Applications, People, Person, Team
from tests.routes.rounds import Rounds
from tests.routes.walk import Route, routes, send, token_for
from tests.support.client import PortalClient
from tests.support.clock import FrozenClock
from tests.support.statements import counted
from webapp.accounts.passwords import Passwords
from webapp.adapters.memory_store import MemoryStore
from webapp.applications.models import Application, PieceDocument
from webapp.applications.rules import ApplicationState
from webapp.applications.use_cases.pieces import add_piece
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.core.work import Work
from webapp.web.csrf import FIELD

DASHBOARD_MAX = 6  # session included
LOGIN_MAX = 6
# Statements of each page for somebody who is signed in; the audit of an agent's reading is one of them.
SESSION = 1
COST = {
    "/espace-personnel": 5,
    "/compte": 3,
    "/structures": 3,
    "/structures/{structure_id}": 2,
    "/structures/{structure_id}/identification": 2,
    "/structures/{structure_id}/adresse": 2,
    "/structures/{structure_id}/representants/nouveau": 2,
    "/structures/{structure_id}/representants/{representative_id}": 2,
    "/structures/{structure_id}/representants/{representative_id}/retrait": 2,
    "/structures/{structure_id}/membres": 4,
    "/structures/{structure_id}/membres/ma-fonction": 4,
    "/structures/{structure_id}/membres/depart": 4,
    "/structures/{structure_id}/membres/{account_id}/role": 4,
    "/structures/{structure_id}/membres/{account_id}/retrait": 4,
    "/structures/{structure_id}/invitations": 4,
    "/structures/{structure_id}/rattachements/{request_id}/acceptation": 4,
    "/structures/{structure_id}/rattachements/{request_id}/refus": 4,
    "/aides": 3,
    "/aides/{slug}": 3,
    "/demandes": 3,
    "/aides/{slug}/modeles/{file}": 3,
    "/demandes/{ref}/suppression": 5,
    "/demandes/{ref}/retrait": 5,
    "/demandes/{ref}/duplication": 7,
    "/demandes/{ref}/nouvelle-version": 6,
    "/demandes/{ref}": 5,
    "/demandes/{ref}/preambule": 5,
    "/demandes/{ref}/criteres-d-eligibilite": 5,
    "/demandes/{ref}/votre-structure": 5,
    "/demandes/{ref}/votre-dossier": 5,
    "/demandes/{ref}/votre-dossier/{page}": 5,
    "/demandes/{ref}/pieces": 6,
    "/demandes/{ref}/coordonnees-bancaires": 7,
    "/demandes/{ref}/modeles/{file}": 3,
    "/demandes/{ref}/recapitulatif": 5,
    "/demandes/{ref}/reponses/propositions": 2,
    "/demandes/{ref}/documents/{document_id}": 2,
    "/demandes/{ref}/impression": 5,
    "/demandes/{ref}/demande.pdf": 5,
    "/demandes/{ref}/documents/{document_id}/analyse": 2,
    "/demandes/{ref}/accuse-de-reception": 3,
    "/demandes/{ref}/accuse-de-reception.pdf": 2,
    "/demandes/{ref}/contribution": 10,
    "/demandes/{ref}/sollicitations/{solicitation_id}/modifications.pdf": 2,
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/modifications.pdf": 3,
    "/demandes/{ref}/sollicitations": 7,
    "/demandes/{ref}/sollicitations/{solicitation_id}": 7,
    "/demandes/{ref}/sollicitations/{solicitation_id}/documents/{document_id}": 2,
    "/demandes/{ref}/sollicitations/{solicitation_id}/documents/{document_id}/analyse": 4,
    "/espace-agent": 5,
    "/espace-agent/demandes.csv": 3,
    "/espace-agent/comptes": 4,
    "/espace-agent/courriels": 4,
    "/espace-agent/comptes/invitation": 2,
    "/espace-agent/comptes/{account_id}": 5,
    "/espace-agent/comptes/{account_id}/role": 5,
    "/espace-agent/comptes/{account_id}/desactivation": 4,
    "/espace-agent/comptes/{account_id}/reactivation": 4,
    "/espace-agent/rattachements": 3,
    "/espace-agent/rattachements/{request_id}/acceptation": 3,
    "/espace-agent/rattachements/{request_id}/refus": 3,
    "/demandes/{ref}/messages": 4,
    "/espace-agent/demandes/{ref}/messages": 5,
    "/espace-agent/demandes/{ref}": 18,
    "/espace-agent/demandes/{ref}/notes": 6,
    "/espace-agent/demandes/{ref}/suivi": 5,
    "/espace-agent/demandes/{ref}/irrecevabilite": 4,
    "/espace-agent/demandes/{ref}/classement-sans-suite": 4,
    "/espace-agent/demandes/{ref}/pieces/{key}": 7,
    "/espace-agent/demandes/{ref}/demande.zip": 10,
    "/espace-agent/demandes/{ref}/sollicitations/preparation-modification": 8,
    "/espace-agent/demandes/{ref}/impression": 6,
    "/espace-agent/demandes/{ref}/demande.pdf": 6,
    "/espace-agent/demandes/{ref}/accuse-de-reception.pdf": 3,
    "/espace-agent/demandes/{ref}/documents/{document_id}": 3,
    "/espace-agent/demandes/{ref}/coordonnees-bancaires": 3,
    "/espace-agent/demandes/{ref}/sollicitations": 8,
    "/espace-agent/demandes/{ref}/sollicitations/preparation": 8,
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}": 11,
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/annulation": 7,
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/cloture": 7,
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/documents/{document_id}": 3,
}

# An agent reads personal data there only where the page before has left a trace, or none at all.
UNTRACED = {
    "/espace-agent/comptes/invitation": "an empty form",
    "/espace-agent/comptes/{account_id}/role": "of the account whose page was read",
    "/espace-agent/comptes/{account_id}/desactivation": "of the account whose page was read",
    "/espace-agent/comptes/{account_id}/reactivation": "of the account whose page was read",
    "/espace-agent/comptes/{account_id}/reinitialisation": "leads to the account",
    "/espace-agent/comptes/{account_id}/invitation": "leads to the account",
    "/espace-agent/demandes/{ref}/prise-en-charge": "leads to the application",
    "/espace-agent/demandes/{ref}/instruction": "leads to the application",
    "/espace-agent/demandes/{ref}/dossier-complet": "leads to the application",
    "/espace-agent/demandes/{ref}/irrecevabilite": "of the application whose page was read",
    "/espace-agent/demandes/{ref}/classement-sans-suite": "of the application whose page was read",
    "/espace-agent/demandes/{ref}/suivi": "of the application whose page was read",
    "/espace-agent/courriels/{mail_id}/envoi": "leads to the list",
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/annulation": "of the request whose page was read",
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/cloture": "of the request whose page was read",
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/reprise": "leads to the request",
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/nouvelle-demande": "leads to the request",
    "/espace-agent/demandes/{ref}/sollicitations/{solicitation_id}/pieces/{item_id}/avis": "leads to the request",
}


@dataclass(frozen=True, slots=True)
class Tour:
    """Every page of the application, seen by an applicant with a draft and a submitted application, by an agent and
    by an administrator.
    """

    people: People
    applicant: Person
    agent: Person
    administrator: Person
    draft: Application
    sent: Application
    team: Team
    rounds: Rounds
    documents: dict[UUID, UUID]

    @classmethod
    async def prepare(cls, people: People, applications: Applications, work: Work) -> "Tour":
        applicant, agent = await people.applicant(), await people.agent()
        sent = await applications.submitted(applicant)
        rounds = await Rounds.build(work, applications, applicant, agent)
        draft = await applications.complete(applicant)
        team = await people.team(applicant)
        async with work:
            rows = (await work.session.scalars(select(PieceDocument))).all()
        documents = {row.application_id: row.document_id for row in rows}
        return cls(people, applicant, agent, await people.administrator(), draft, sent, team, rounds, documents)

    async def costs(self, app: Litestar, database: Database) -> dict[str, int]:
        return {route.path: len(statements) for route, statements in (await self.statements(app, database)).items()}

    async def statements(self, app: Litestar, database: Database) -> dict[Route, list[str]]:
        found = {}
        for route in routes(app):
            if route.method != "GET" or route.access == "technical":
                continue
            person = {"agent": self.agent, "administrator": self.administrator}.get(route.access, self.applicant)
            is_sent = route.access == "agent" or route.is_about_what_was_sent
            application = self.sent if is_sent else self.draft
            about = {
                "ref": application.reference,
                "document_id": self.documents[application.id],
                "account_id": self.agent.account.id,
            }
            address = route.address(**{**about, **self.team.about(route), **self.rounds.about(route)})
            with counted(database) as found[route]:
                await person.browser.http.get(address)
        return found

    async def grow(self, work: Work, store: MemoryStore) -> None:
        """Thirty applications more, several files and answers in the draft, and more members, invited and awaited."""
        await self.people.add_to_team(self.applicant, self.team, 3)
        async with work:
            for _ in range(30):
                work.session.add(
                    Application(
                        id=new_id(),
                        state=ApplicationState.SUBMITTED,
                        revision_id=self.sent.revision_id,
                        service_id=self.sent.service_id,
                        structure_id=self.sent.structure_id,
                        created_by=self.applicant.account.id,
                        created_at=work.now,
                        submitted_at=work.now,
                        submitted_by=self.applicant.account.id,
                    )
                )
        actor = await actor_of(work, self.applicant.account)
        for number in range(6):
            file = await received(store, f"rapport-{number}.pdf")
            await add_piece(work, actor, self.draft.number, "rapport_activite", file, LIMITS)


@pytest.fixture
async def tour(people: People, applications: Applications, committed: Work) -> Tour:
    return await Tour.prepare(people, applications, committed)


async def test_each_page_costs_what_the_table_says(tour: Tour, app: Litestar, database: Database) -> None:
    costs = await tour.costs(app, database)
    assert {path: cost for path, cost in costs.items() if cost != SESSION} == COST


async def test_what_an_agent_reads_leaves_a_trace(tour: Tour, app: Litestar, database: Database) -> None:
    pages = await tour.statements(app, database)
    silent = {
        route.path
        for route, statements in pages.items()
        if route.access in ("agent", "administrator") and not any("INTO audit_event" in one for one in statements)
    }
    assert silent == set(UNTRACED)


async def test_no_page_costs_more_when_there_is_more_to_show(
    tour: Tour, app: Litestar, database: Database, committed: Work, store: MemoryStore
) -> None:
    before = await tour.costs(app, database)
    await tour.grow(committed, store)
    dashboard = await tour.applicant.browser.get("/espace-personnel")
    assert dashboard.text.count("Déposée le") == 32
    assert await tour.costs(app, database) == before


async def test_the_dashboard_costs_at_most_six_statements(
    tour: Tour, database: Database, committed: Work, store: MemoryStore, clock: FrozenClock
) -> None:
    await tour.grow(committed, store)
    clock.advance(timedelta(minutes=5))  # so that the page also notes that the session was used
    with counted(database) as statements:
        await tour.applicant.browser.get("/espace-personnel", status=200)
    assert 0 < len(statements) <= DASHBOARD_MAX, statements


async def test_a_login_costs_at_most_six_statements_and_one_argon2(
    client: PortalClient, committed: Work, passwords: Passwords, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await make_account(committed, passwords)
    hashed: list[str] = []
    for name in ("verify", "hash"):
        true = getattr(PasswordHasher, name)

        def note(self: PasswordHasher, *given: Any, _true: Any = true, _name: str = name, **options: Any) -> Any:
            hashed.append(_name)
            return _true(self, *given, **options)

        monkeypatch.setattr(PasswordHasher, name, note)
    token = await token_for(client)
    for identifier, status in ((account.login, 303), (account.email, 303), ("nobody", 422), (account.login, 422)):
        hashed.clear()
        password = PASSWORD if status == 303 else "faux"
        with counted(database) as statements:
            answer = await send(
                client, "POST", "/connexion", {FIELD: token, "identifier": identifier, "password": password}
            )
        client.http.cookies.delete("session")
        assert answer.status_code == status
        assert 0 < len(statements) <= LOGIN_MAX, statements
        assert hashed == ["verify"]


async def test_a_visitor_s_login_page_asks_the_database_nothing(client: PortalClient, database: Database) -> None:
    with counted(database) as statements:
        for path in ("/", "/creer-un-compte", "/aide", "/accessibilite", "/livez"):
            await client.http.get(path)
    assert statements == []
