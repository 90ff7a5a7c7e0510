"""The agents' lists: what they are ordered, filtered and searched by, in columns and indexes of their own"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

IN_HAND = "state = ANY (ARRAY['submitted'::text, 'taken_over'::text, 'under_review'::text])"
DUE_AT = (
    f"CASE WHEN {IN_HAND} THEN COALESCE(LEAST(decide_by, answer_due_at), 'infinity'::timestamp with time zone) "
    "ELSE 'infinity'::timestamp with time zone END"
)
INDEXES = {
    "sent": (["service_id", "submitted_at", "number"], "submitted_at IS NOT NULL"),
    "in_hand": (["service_id", "submitted_at", "number"], f"submitted_at IS NOT NULL AND {IN_HAND}"),
    "by_state": (["service_id", "state", "submitted_at", "number"], "submitted_at IS NOT NULL"),
    "by_agent": (["service_id", "assigned_to", "submitted_at", "number"], "submitted_at IS NOT NULL"),
    "by_scheme": (["service_id", "scheme_slug", "submitted_at", "number"], "submitted_at IS NOT NULL"),
    "due": (["service_id", "due_at", "number"], "submitted_at IS NOT NULL"),
    "waiting": (["service_id", "submitted_at", "number"], "submitted_at IS NOT NULL AND open_solicitations > 0"),
}
# Triggers, since the release before this one goes on writing meanwhile, and since structures know no applications.
KEEP_SCHEME = """
CREATE FUNCTION keep_application_scheme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT scheme_slug INTO NEW.scheme_slug FROM scheme_revision WHERE id = NEW.revision_id;
    RETURN NEW;
END $$
"""
# What identifies an application weighs A; names B; where and what about C; what was answered D. A word's beginning is
# found in names alone: `words_plain` of every answer would double the table. The service is a mark as well: each agent
# looks in one, and what another has of the same word is then not even fetched.
WORDS = """
CREATE FUNCTION application_words(sought uuid) RETURNS tsvector LANGUAGE sql STABLE AS $$
SELECT setweight(to_tsvector('words_plain', said.marks), 'A')
    || setweight(to_tsvector('french', said.names), 'B')
    || setweight(to_tsvector('french_plain', said.names), 'B')
    || setweight(to_tsvector('words_plain', said.names), 'B')
    || setweight(to_tsvector('french_plain', said.places), 'C')
    || setweight(to_tsvector('words_plain', said.places), 'C')
    || setweight(to_tsvector('french', said.answers), 'D')
    || setweight(to_tsvector('french_plain', said.answers), 'D')
FROM (
    SELECT
        concat_ws(
            ' ', application.number, lpad(application.number::text, greatest(8, length(application.number::text)), '0'),
            structure.siret, left(structure.siret, 9), structure.rna,
            's' || replace(application.service_id::text, '-', '')
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
# A function for its SET: the planner does not know what looking into a text costs, and would read them all for a word
# that it believes to be common. Whoever asks gives a limit, and finds another way when there is more.
FOUND = """
CREATE FUNCTION found_applications(query tsquery, most bigint) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 100
SET enable_seqscan = off
AS $$ SELECT application_id FROM application_search WHERE search @@ query LIMIT most $$
"""
SENT = """
CREATE FUNCTION find_sent_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO application_search (application_id, search)
    VALUES (NEW.application_id, application_words(NEW.application_id))
    ON CONFLICT (application_id) DO UPDATE SET search = EXCLUDED.search;
    RETURN NULL;
END $$
"""
MOVED = """
CREATE FUNCTION find_moved_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE application_search SET search = application_words(NEW.id) WHERE application_id = NEW.id;
    RETURN NULL;
END $$
"""
RENAMED = """
CREATE FUNCTION find_renamed_structure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE application_search SET search = application_words(application_id)
    WHERE application_id IN (SELECT id FROM application WHERE structure_id = NEW.id);
    RETURN NULL;
END $$
"""
TRIGGERS = (
    "CREATE TRIGGER keep_scheme BEFORE INSERT OR UPDATE OF revision_id ON application "
    "FOR EACH ROW EXECUTE FUNCTION keep_application_scheme()",
    "CREATE TRIGGER find_sent AFTER INSERT ON submission FOR EACH ROW EXECUTE FUNCTION find_sent_application()",
    "CREATE TRIGGER find_moved AFTER UPDATE OF service_id ON application FOR EACH ROW "
    "WHEN (OLD.service_id IS DISTINCT FROM NEW.service_id) EXECUTE FUNCTION find_moved_application()",
    "CREATE TRIGGER find_renamed AFTER UPDATE OF name, siret, rna, commune ON structure FOR EACH ROW "
    "WHEN ((OLD.name, OLD.siret, OLD.rna, OLD.commune) IS DISTINCT FROM (NEW.name, NEW.siret, NEW.rna, NEW.commune)) "
    "EXECUTE FUNCTION find_renamed_structure()",
)


def upgrade() -> None:
    op.add_column("application", sa.Column("scheme_slug", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "application",
        sa.Column("due_at", sa.DateTime(timezone=True), sa.Computed(DUE_AT, persisted=True), nullable=False),
    )
    op.create_table(
        "application_search",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_search_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_search")),
    )
    for function in (KEEP_SCHEME, WORDS, FOUND, SENT, MOVED, RENAMED):
        op.execute(function)
    op.execute(
        "UPDATE application SET scheme_slug = scheme_revision.scheme_slug "
        "FROM scheme_revision WHERE scheme_revision.id = application.revision_id"
    )
    op.execute(
        "INSERT INTO application_search (application_id, search) "
        "SELECT id, application_words(id) FROM application WHERE submitted_at IS NOT NULL"
    )
    for trigger in TRIGGERS:
        op.execute(trigger)
    for name, (columns, rows) in INDEXES.items():
        op.create_index(f"ix_application_{name}", "application", columns, postgresql_where=sa.text(rows))
    op.create_index("ix_application_search_search", "application_search", ["search"], postgresql_using="gin")
