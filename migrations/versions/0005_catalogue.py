"""The catalogue: what it shows and finds of each revision, in columns of their own"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# `unaccent` comes first: what it changes goes on to the next dictionary. Words of ASCII letters have no accents.
CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION french_plain (COPY = french);
ALTER TEXT SEARCH CONFIGURATION french_plain
ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION words_plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION words_plain
ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple
"""
WEIGHED = {
    "A": ("title",),
    "B": ("theme", "content #>> '{sheet,keywords}'"),
    "C": ("content ->> 'summary'",),
    "D": ("content #>> '{sheet,purpose}'", "content #>> '{sheet,beneficiaries}'", "content #>> '{sheet,criteria}'"),
}
VECTOR = " || ".join(
    f"setweight(to_tsvector('{configuration}', coalesce({text}, '')), '{weight}')"
    for weight, texts in WEIGHED.items()
    for text in texts
    for configuration in ("french", "french_plain", "words_plain")
)
TAKEN = (
    ("summary", sa.Text(), "content ->> 'summary'"),
    ("families", postgresql.JSONB(astext_type=sa.Text()), "content -> 'families'"),
    ("campaign", postgresql.JSONB(astext_type=sa.Text()), "content -> 'campaign'"),
    ("search", postgresql.TSVECTOR(), VECTOR),
)


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    for statement in CONFIGURATIONS.split(";"):
        op.execute(statement)
    for name, kind, taken in TAKEN:
        op.add_column("scheme_revision", sa.Column(name, kind, sa.Computed(taken, persisted=True), nullable=False))
    op.create_index("ix_scheme_revision_search", "scheme_revision", ["search"], postgresql_using="gin")
