"""Connections to PostgreSQL: one pool that writes in transactions, one that only reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, MetaData, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from webapp.settings import Settings


class Base(DeclarativeBase):
    """Constraint names are predictable, because forms turn them into sentences."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it from the class)
        datetime: DateTime(timezone=True),
        str: Text(),
        int: BigInteger(),
        UUID: Uuid(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


def asyncpg_url(address: str) -> URL:
    """`postgresql://…`, as operators write it, for SQLAlchemy's asyncpg dialect."""
    return make_url(address).set(drivername="postgresql+asyncpg")


# A page that waits longer than this for the database is better told so: see docs/operations.md.
LIMITS = {
    "statement_timeout": "8s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
    "timezone": "UTC",
}


def _engine(settings: Settings, server_settings: Mapping[str, str], **options: Any) -> AsyncEngine:
    return create_async_engine(
        asyncpg_url(settings.database_url),
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=2,
        pool_pre_ping=True,
        hide_parameters=True,  # an error is logged, and its parameters are what people typed
        connect_args={"command_timeout": 10, "timeout": 5, "server_settings": {**LIMITS, **server_settings}},
        **options,
    )


@dataclass(frozen=True)
class Database:
    """`reads` is in autocommit and the server refuses writes on it: a GET cannot change anything by mistake."""

    writes: AsyncEngine
    reads: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]

    @classmethod
    def connect(cls, settings: Settings) -> "Database":
        """Opens nothing yet: the first query does."""
        writes = _engine(settings, {"application_name": "portal"})
        reads = _engine(
            settings,
            {"application_name": "portal-reads", "default_transaction_read_only": "on"},
            isolation_level="AUTOCOMMIT",
        )
        return cls(writes, reads, async_sessionmaker(writes, expire_on_commit=False))

    async def close(self) -> None:
        await self.writes.dispose()
        await self.reads.dispose()
