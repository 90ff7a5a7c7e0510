"""Mapped classes."""

from collections.abc import Iterator

from sqlalchemy.orm import DeclarativeBase


def relationships_never_load_by_themselves(base: type[DeclarativeBase]) -> Iterator[str]:
    """A relationship that loads when it is touched is a query that no one sees, once a row of a list."""
    for mapper in base.registry.mappers:
        for relationship in mapper.relationships:
            if relationship.lazy != "raise":
                yield f"{mapper.class_.__name__}.{relationship.key} is lazy={relationship.lazy!r}: it must be 'raise'"
