"""Argon2id, in a bounded pool with a bounded queue: a burst of logins takes neither the memory nor the machine."""

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.core.pool import Pool
from webapp.settings import Settings

POOL_SIZE = 2
# About two seconds of work on two cores; whoever comes after is told at once to try again.
MOST_WAITING = 100


class Passwords:
    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.argon2_time_cost,
            memory_cost=settings.argon2_memory_kib,
            parallelism=1,
            type=Type.ID,
        )
        self._pool = Pool("argon2", size=POOL_SIZE, most_waiting=MOST_WAITING)
        self._nobody = self._hasher.hash("nobody has this password")
        self.site_names = (settings.brand_name, settings.region_name)  # what no password is made of

    async def hash(self, password: str) -> str:
        """Raises Busy."""
        return await self._pool.run(self._hasher.hash, password)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """None stands for an account that does not exist: it costs the same time, so that nobody can tell.

        Raises Busy.
        """
        matches = await self._pool.run(self._verify, password_hash or self._nobody, password)
        return matches and password_hash is not None

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    def needs_rehash(self, password_hash: str) -> bool:
        """True when the settings have become stronger since this hash was made."""
        return self._hasher.check_needs_rehash(password_hash)
