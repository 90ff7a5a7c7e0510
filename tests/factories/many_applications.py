"""As many applications as a Region has after some years, made by the database in a few statements.

Of the schemes that are published, each in its service. Ids follow from the row's number: filling in again adds only
what is missing. Names and answers are made of few words, as real ones are: some are in each third application, some in
hardly any. Lists, search and the pages of applications work; there are no files behind them.
"""

from datetime import datetime
from typing import NamedTuple

import asyncpg

from tests.support.cluster import clone_database
from webapp import demo
from webapp.core.actor import AccountKind, Actor, AgentRole
from webapp.core.db import Database
from webapp.core.ids import new_id
from webapp.settings import Settings, load

ROWS = (
    """CREATE TEMP TABLE seeded_scheme AS
    SELECT row_number() OVER (ORDER BY scheme.slug) - 1 AS at, count(*) OVER () AS of, scheme.service_id,
           scheme.current_revision_id AS revision_id, scheme_revision.title, service.name AS service_name
    FROM scheme JOIN scheme_revision ON scheme_revision.id = scheme.current_revision_id
    JOIN service ON service.id = scheme.service_id""",
    """CREATE TEMP TABLE seeded AS
    SELECT i, md5('application ' || i)::uuid AS id, md5('structure ' || i % ($1 / 2 + 1))::uuid AS structure_id,
           now() - (($1 - i) * 1100.0 / $1) * interval '1 day' - interval '1 minute' AS sent_at,
           md5('agent ' || i % 40)::uuid AS agent_id,
           ('x' || left(md5(i::text), 6))::bit(24)::integer AS scheme,
           CASE WHEN i % 20 = 0 THEN 'withdrawn' WHEN i % 20 < 6 THEN 'submitted' ELSE 'taken_over' END AS state
    FROM generate_series(1, $1) i""",
    """INSERT INTO account (id, kind, state, login, email, password_hash, civility, first_name, last_name, created_at)
    SELECT md5('agent ' || i)::uuid, 'agent', 'active', 'semis-' || i, 'semis-' || i || '@region.example', 'x', 'madam',
           (ARRAY['Anne', 'Bruno', 'Chloé', 'Denis', 'Élise'])[i % 5 + 1],
           (ARRAY['Morel', 'Garcia', 'Petit', 'Lefèvre'])[i % 4 + 1] || ' ' || i, now()
    FROM generate_series(0, 39) i ON CONFLICT DO NOTHING""",
    """INSERT INTO agent (account_id, role, service_id)
    SELECT md5('agent ' || i)::uuid, 'case_officer', service_id
    FROM generate_series(0, 39) i JOIN seeded_scheme ON at = i % of ON CONFLICT DO NOTHING""",
    """INSERT INTO account (id, kind, state, login, email, password_hash, civility, first_name, last_name, created_at)
    SELECT md5('applicant')::uuid, 'applicant', 'active', 'semis', 'semis@exemple.fr', 'x', 'sir',
           'Paul', 'Semis', now()
    ON CONFLICT DO NOTHING""",
    """INSERT INTO structure (id, family, name, siret, street, postal_code, commune, created_at, modified_at, version)
    SELECT md5('structure ' || i)::uuid, 'association',
           (ARRAY['ASSOCIATION', 'COMITÉ', 'FOYER', 'UNION', 'CLUB'])[i % 5 + 1] || ' '
           || (ARRAY['DU CHANT', 'DES ARTS', 'SPORTIF', 'RURAL', 'DU THÉÂTRE', 'DES JEUNES', 'DE LECTURE'])[i % 7 + 1]
           || ' ' || (ARRAY['CAHORS', 'AUCH', 'FIGEAC', 'ALBI', 'RODEZ', 'FOIX'])[i % 6 + 1] || ' ' || i,
           lpad((90000000000000 + i * 97)::text, 14, '0'), i || ' rue des Lilas', '46000',
           (ARRAY['CAHORS', 'AUCH', 'FIGEAC', 'ALBI', 'RODEZ', 'FOIX'])[i % 6 + 1], now(), now(), 1
    FROM generate_series(0, $1 / 2) i ON CONFLICT DO NOTHING""",
    """INSERT INTO structure_snapshot (id, structure_id, taken_at, content)
    SELECT md5('snapshot ' || i)::uuid, md5('structure ' || i)::uuid, now(), '{"lines": []}'
    FROM generate_series(0, $1 / 2) i ON CONFLICT DO NOTHING""",
    """INSERT INTO application (id, state, revision_id, service_id, structure_id, snapshot_id, created_by, created_at,
           edited_at, submitted_at, submitted_by, taken_over_at, taken_over_by, assigned_to, decide_by,
           open_solicitations, answer_due_at)
    SELECT seeded.id, state, revision_id, service_id, structure_id, md5('snapshot ' || i % ($1 / 2 + 1))::uuid,
           md5('applicant')::uuid, sent_at, sent_at, sent_at, md5('applicant')::uuid,
           CASE WHEN state = 'taken_over' THEN sent_at + interval '2 days' END,
           CASE WHEN state = 'taken_over' THEN agent_id END, CASE WHEN state = 'taken_over' THEN agent_id END,
           CASE WHEN i % 10 > 0 THEN now() + (i % 60 + 1) * interval '1 day' ELSE sent_at + interval '60 days' END,
           CASE WHEN state = 'taken_over' AND i % 9 = 0 THEN 1 ELSE 0 END,
           CASE WHEN state = 'taken_over' AND i % 9 = 0 THEN now() + (i % 30 + 1) * interval '1 day' END
    FROM seeded JOIN seeded_scheme ON at = scheme % of ORDER BY i ON CONFLICT DO NOTHING""",
    # One by one, the trigger would take four times as long as all at once.
    "ALTER TABLE submission DISABLE TRIGGER find_sent",
    """INSERT INTO submission (id, application_id, number, revision_id, snapshot_id, facts, answers, pieces, attested,
           sent_at, sent_by)
    SELECT md5('submission ' || i)::uuid, seeded.id, 1, revision_id, md5('snapshot ' || i % ($1 / 2 + 1))::uuid, '{}',
           jsonb_build_object('objet', 'Favoriser la pratique de '
               || (ARRAY['la musique', 'la danse', 'la lecture', 'la randonnée'])[i % 4 + 1]
               || ' en milieu rural ' || (ARRAY['cet été', 'chaque année', 'à l''école'])[i % 3 + 1]
               || CASE WHEN i % 997 = 0 THEN ' avec un xylophone' ELSE '' END,
               'activites', 'Concerts et ateliers dans ' || i % 50 || ' communes',
               'montant_sollicite', (i % 90) || ' 500'),
           '[]', '{}', sent_at, md5('applicant')::uuid
    FROM seeded JOIN seeded_scheme ON at = scheme % of ON CONFLICT DO NOTHING""",
    "ALTER TABLE submission ENABLE TRIGGER find_sent",
    "ANALYZE application, structure, submission",
    """INSERT INTO application_search (application_id, search)
    SELECT id, application_words(id) FROM seeded ON CONFLICT DO NOTHING""",
    """INSERT INTO receipt (application_id, facts, storage_key, size, sha256, issued_at)
    SELECT seeded.id, jsonb_build_object(
               'applicant', jsonb_build_object('name', structure.name, 'siret', structure.siret,
                   'family', 'Association', 'address',
                   jsonb_build_array(structure.street, structure.postal_code || ' ' || structure.commune)),
               'submitted_by', jsonb_build_object('name', 'Paul Semis'),
               'sections', jsonb_build_array(jsonb_build_object('title', 'Projet', 'answers', jsonb_build_array()))),
           'receipts/none.pdf', 0, '', sent_at
    FROM seeded JOIN structure ON structure.id = seeded.structure_id ON CONFLICT DO NOTHING""",
    "DROP TABLE seeded, seeded_scheme",
)


async def fill(connection: asyncpg.Connection, count: int) -> None:
    """As the owner. At least one scheme is published."""
    async with connection.transaction():
        for statement in ROWS:
            given = [count] if "$1" in statement else []
            await connection.execute(statement, *given)
    await connection.execute("VACUUM ANALYZE")


class Crowd(NamedTuple):
    """Many applications, an agent of the service that has a fifth of them, and when it is there."""

    database: Database
    agent: Actor
    now: datetime


async def make_region(name: str, count: int) -> tuple[Settings, Actor]:
    """A database of this name with the demonstration and so many applications; and its agent."""
    urls = clone_database(name)
    cheap = {"ARGON2_TIME_COST": "1", "ARGON2_MEMORY_KIB": "8"}
    settings = load({"MODE": "demo", "DATABASE_URL": urls.application, "DATABASE_OWNER_URL": urls.owner, **cheap})
    await demo.load(settings)
    owner = await asyncpg.connect(urls.owner)
    try:
        await fill(owner, count)
        agent = await owner.fetchrow(
            "SELECT id, service_id FROM account JOIN agent ON account_id = id WHERE login = $1", demo.AGENT[0]
        )
        # The lists of one's own are full too.
        await owner.execute(
            "UPDATE application SET assigned_to = $1 "
            "WHERE assigned_to IS NOT NULL AND service_id = $2 AND number % 4 = 0",
            *agent,
        )
    finally:
        await owner.close()
    actor = Actor(
        account_id=agent["id"],
        session_id=new_id(),
        kind=AccountKind.AGENT,
        first_name=demo.AGENT[2],
        last_name=demo.AGENT[3],
        role=AgentRole.CASE_OFFICER,
        service_id=agent["service_id"],
    )
    return settings, actor
