"""The words of applications by service: a search reads its own service's lists, not everybody's"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# A shelf is the end of its service's id: the beginning of one made by time is the same for all that were made together.
# Two services that share one share their lists, which is slower and shows nothing: who sees what is asked of the
# application. Each word stands on the shelf of its service, and what identifies an application behind a # as well:
# digits alone are looked for there, never in an answer. A word that leaves no room for its shelf would be cut in
# silence, and is no word.
WORDS = """
CREATE OR REPLACE FUNCTION application_words(sought uuid) RETURNS tsvector LANGUAGE sql STABLE AS $$
SELECT array_to_tsvector(array(
    SELECT said.shelf || lexeme FROM unnest(
        to_tsvector('words_plain', said.marks)
        || to_tsvector('french', said.names)
        || to_tsvector('french_plain', said.names)
        || to_tsvector('words_plain', said.names)
        || to_tsvector('french_plain', said.places)
        || to_tsvector('words_plain', said.places)
        || to_tsvector('french', said.answers)
        || to_tsvector('french_plain', said.answers)
    ) WHERE octet_length(lexeme) < 2000
    UNION ALL
    SELECT said.shelf || '#' || lexeme FROM unnest(to_tsvector('words_plain', said.marks))
))
FROM (
    SELECT
        right(application.service_id::text, 4) AS shelf,
        concat_ws(
            ' ', application.number, lpad(application.number::text, greatest(8, length(application.number::text)), '0'),
            structure.siret, left(structure.siret, 9), structure.rna
        ) AS marks,
        concat_ws(' ', structure.name, sent.facts #>> '{name,value}', scheme_revision.title) AS names,
        concat_ws(' ', structure.commune, scheme_revision.theme) AS places,
        left(coalesce((SELECT string_agg(value, ' ') FROM jsonb_each_text(sent.answers)), ''), 100000) AS answers
    FROM application
    JOIN structure ON structure.id = application.structure_id
    JOIN scheme_revision ON scheme_revision.id = application.revision_id
    LEFT JOIN LATERAL (
        SELECT facts, answers FROM submission WHERE application_id = application.id ORDER BY number DESC LIMIT 1
    ) sent ON true
    WHERE application.id = sought
) said
$$
"""
# `before`: # for what identifies. PostgreSQL writes each word of a query between quotes; none has one within.
IN_SERVICE = """
CREATE FUNCTION in_service(query tsquery, service uuid, before text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
SELECT regexp_replace(query::text, '''([^'']+)''', '''' || right(service::text, 4) || before || '\\1''', 'g')::tsquery
$$
"""


def upgrade() -> None:
    op.execute(WORDS)
    op.execute(IN_SERVICE)
    op.execute("UPDATE application_search SET search = application_words(application_id)")
