"""Rows that an earlier release wrote, after the migrations that came since: people find what they had."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.factories.applications import definition
from tests.support.clock import MONDAY_MORNING, FrozenClock
from tests.support.cluster import drop_database, empty_database
from webapp.actors import find_actor
from webapp.applications.cards import applications_of
from webapp.applications.queries import structure_since
from webapp.core.actor import Actor, MemberRole
from webapp.core.db import Database, asyncpg_url
from webapp.core.ids import new_id
from webapp.core.migrate import upgrade
from webapp.core.migrations import MIGRATIONS
from webapp.core.work import Work
from webapp.schemes.definition import to_content
from webapp.settings import Settings, load
from webapp.structures.facts import Address
from webapp.structures.queries import structure_details
from webapp.structures.use_cases.structure import change_address

NAME = f"before_structures_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
TOKEN = b"d'avant"
SAVED = MONDAY_MORNING + timedelta(minutes=10)
ROWS = """
INSERT INTO account (id, kind, state, login, email, password_hash, civility, first_name, last_name, created_at)
VALUES (:account, 'applicant', 'active', 'nadia', 'nadia@exemple.fr', 'x', 'madam', 'Nadia', 'Belkacem', :at);
INSERT INTO structure (id, family, name, siret, street, postal_code, commune, created_at, modified_at, version)
VALUES (:structure, 'association', 'LES AMIS', '84971997600011', '12 rue des Lilas', '46000', 'CAHORS', :at, :at, 1);
INSERT INTO membership VALUES (:structure, :account, 'administrator', :at);
INSERT INTO account_session (id, token_hash, account_id, created_at, authenticated_at, last_seen_at, expires_at)
VALUES (:session, :token, :account, :at, :at, :at, :until);
INSERT INTO service VALUES (:service, 'vie-associative', 'Service de la vie associative', '', '', '');
INSERT INTO scheme VALUES ('une-aide', :service, NULL);
INSERT INTO scheme_revision
VALUES (:revision, 'une-aide', 'x', 'Une aide', 'Vie associative', CAST(:content AS jsonb), :at);
INSERT INTO application (id, state, revision_id, service_id, structure_id, created_by, created_at, submitted_at)
VALUES (:application, 'submitted', :revision, :service, :structure, :account, :at, :at);
INSERT INTO answer VALUES (:application, 'objet', 'Chanter', :saved, :account)
"""


@pytest.fixture
async def old() -> AsyncIterator[Database]:
    """A database of the release 0002 in which somebody has sent an application, brought up to date."""
    urls = empty_database(NAME)
    settings = load({"MODE": "test", "DATABASE_URL": urls.application, "DATABASE_OWNER_URL": urls.owner})
    await asyncio.to_thread(_upgrade_to, "0002", settings)
    await _insert(settings)
    await asyncio.to_thread(upgrade, settings)
    database = Database.connect(settings)
    yield database
    await database.close()
    drop_database(NAME)


def _upgrade_to(revision: str, settings: Settings) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = asyncpg_url(settings.database_owner_url)
    command.upgrade(config, revision)


async def _insert(settings: Settings) -> None:
    names = ("account", "structure", "session", "service", "revision", "application")
    values = {
        **{name: new_id() for name in names},
        "at": MONDAY_MORNING,
        "saved": SAVED,
        "until": MONDAY_MORNING + timedelta(hours=1),
        "token": TOKEN,
        "content": json.dumps(to_content(definition())),
    }
    engine = create_async_engine(asyncpg_url(settings.database_owner_url), poolclass=NullPool)
    async with engine.begin() as connection:
        for statement in map(text, ROWS.split(";\n")):
            named = statement.compile().params
            await connection.execute(statement, {name: values[name] for name in named})
    await engine.dispose()


async def _actor(database: Database) -> Actor:
    found = await find_actor(database.reads, TOKEN, MONDAY_MORNING)
    assert found is not None
    return found.actor


async def test_the_member_of_a_structure_still_signs_for_it(old: Database) -> None:
    membership = (await _actor(old)).membership
    assert membership is not None
    assert (membership.structure_name, membership.family, membership.role) == (
        *("LES AMIS", "association"),
        MemberRole.ADMINISTRATOR,
    )
    assert membership.can_sign


async def test_the_structure_shows_and_can_be_edited(old: Database) -> None:
    actor = await _actor(old)
    structure_id = actor.memberships[0].structure_id
    structure = await structure_details(old.reads, actor, structure_id)
    assert structure.address_lines == ("12 rue des Lilas", "46000 CAHORS")
    source = structure.source_of("address")
    assert (source.register, source.at, structure.representatives) == ("", MONDAY_MORNING, ())
    moved = Address(street="1 place du Marché", postal_code="46000", commune="CAHORS", commune_code="46042")
    await change_address(Work(old.sessions, FrozenClock()), actor, structure_id, structure.address_version, moved)
    assert (await structure_details(old.reads, actor, structure_id)).address == moved


async def test_an_application_was_last_edited_when_its_last_answer_was_saved(old: Database) -> None:
    (card,) = await applications_of(old.reads, await _actor(old))
    assert (card.edited_at, card.end_announced_at) == (SAVED, None)


async def test_an_application_sent_before_says_nothing_of_what_changed(old: Database) -> None:
    actor = await _actor(old)
    (card,) = await applications_of(old.reads, actor)
    assert (card.structure_name, card.is_of_a_person) == ("LES AMIS", False)
    assert await structure_since(old.reads, actor, card.number) is None
