"""Who still holds a document: whatever table names it. A domain that begins to hold documents is asked by itself."""

from sqlalchemy import ColumnElement, exists, or_

from webapp.core.db import Base
from webapp.documents.models import Document


def is_held() -> ColumnElement[bool]:
    """Of Document. From all tables of the program: domains below do not know those above."""
    columns = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column is Document.__table__.c.id for key in column.foreign_keys)
    ]
    return or_(*(exists().where(column == Document.id) for column in columns))
