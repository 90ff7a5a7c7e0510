"""Long work, in threads of its own and with a bounded queue: a burst takes neither every thread nor the machine."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from webapp.core.refusals import Busy

T = TypeVar("T")


class Pool:
    """`size` at once; `most_waiting` in all, those included, and whoever comes after is told at once to try again."""

    def __init__(self, name: str, *, size: int, most_waiting: int) -> None:
        self._threads = ThreadPoolExecutor(size, thread_name_prefix=name)
        self._most_waiting = most_waiting
        self._waiting = 0

    async def run(self, function: Callable[..., T], *arguments: object) -> T:
        """Raises Busy."""
        if self._waiting >= self._most_waiting:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)
        finally:
            self._waiting -= 1
