"""A register in trouble: whatever it does, the answer is DirectoryUnavailable, in time; then it is left in peace."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from tests.adapters.register import (
    Behaviour,
    Register,
    dribbles,
    finds,
    hangs_up,
    head,
    page,
    register,
    says_nothing,
    sends,
    sends_raw,
)
from tests.adapters.register_samples import SIRET, unit
from tests.support.clock import FrozenClock
from webapp.adapters.recherche_entreprises import RechercheEntreprises
from webapp.core.ports import DirectoryUnavailable
from webapp.settings import Mode, Settings

FOUND = finds(unit())
ERROR = sends("500 Internal Server Error", b'{"erreur": "Une erreur inattendue"}')
REFUSED = sends("400 Bad Request", b'{"erreur": "Veuillez indiquer au moins un critere"}')
MEGABYTES = b'{"results": [], "filler": "' + b"x" * 5_000_000 + b'"}'


def ask(url: str, clock: FrozenClock, seconds: float = 10) -> RechercheEntreprises:
    return RechercheEntreprises(Settings(mode=Mode.TEST, directory_url=url, directory_timeout_seconds=seconds), clock)


@asynccontextmanager
async def asked(
    clock: FrozenClock, *behaviours: Behaviour, seconds: float = 10
) -> AsyncIterator[tuple[RechercheEntreprises, Register]]:
    async with register(*behaviours) as it:
        api = ask(it.url, clock, seconds)
        yield api, it
        await api.close()


async def reason(api: RechercheEntreprises) -> str:
    with pytest.raises(DirectoryUnavailable) as unavailable:
        await api.find(SIRET)
    return str(unavailable.value)


async def too_many(number: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await sends("429 Too Many Requests", b"", "Retry-After: 7")(number, reader, writer)


class TestFailures:
    @pytest.mark.parametrize(
        ("behaviour", "said"),
        [
            pytest.param(ERROR, "status 500", id="error"),
            pytest.param(sends("503 Service Unavailable", b"<html>"), "status 503", id="maintenance"),
            pytest.param(sends("404 Not Found", b"{}"), "status 404", id="not there"),
            pytest.param(REFUSED, "status 400", id="question refused"),
            pytest.param(too_many, "status 429", id="too many requests"),
            pytest.param(sends("200 OK", b"<!doctype html><title>Maintenance</title>"), "not JSON", id="HTML"),
            pytest.param(sends("200 OK", b""), "not JSON", id="nothing"),
            pytest.param(sends("200 OK", b'{"results": [{"siren": "\xff"}]}'), "not JSON", id="not UTF-8"),
            pytest.param(sends("200 OK", gzip.compress(page())), "not JSON", id="compressed all the same"),
            pytest.param(sends("200 OK", b'{"filler": ' + b"[" * 100_000), "not JSON", id="JSON without bottom"),
            pytest.param(sends("200 OK", b"{}"), "JSON of another shape", id="no results"),
            pytest.param(sends("200 OK", b"[]"), "JSON of another shape", id="a list"),
            pytest.param(sends("200 OK", page({"siren": 2})), "JSON of another shape", id="a number as a number"),
            pytest.param(finds(unit(siege="none")), "JSON of another shape", id="a text as head office"),
            pytest.param(sends("200 OK", MEGABYTES), "an answer of more than 1 MB", id="5 MB"),
            pytest.param(sends_raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "RemoteProtocolError", id="not HTTP"),
            pytest.param(
                sends_raw(head("200 OK", "Content-Length: 5000") + page()), "RemoteProtocolError", id="body cut"
            ),
        ],
    )
    async def test_are_one_exception_with_a_reason(self, clock: FrozenClock, behaviour: Behaviour, said: str) -> None:
        async with asked(clock, behaviour) as (api, _):
            assert await reason(api) == said

    async def test_a_connection_closed_at_once_is_one(self, clock: FrozenClock) -> None:
        async with asked(clock, hangs_up) as (api, it):
            await reason(api)
            assert len(it.requests) == 2

    async def test_nobody_listening_is_one(self, clock: FrozenClock) -> None:
        async with register(FOUND) as it:
            pass
        api = ask(it.url, clock)
        assert await reason(api) == "ConnectError"
        await api.close()

    async def test_a_register_that_does_not_speak_tls_is_one(self, clock: FrozenClock) -> None:
        async with register(FOUND) as it:
            api = ask(it.url.replace("http:", "https:"), clock)
            assert await reason(api) == "ConnectError"
            await api.close()

    @pytest.mark.parametrize("behaviour", [says_nothing, dribbles])
    async def test_a_slow_register_is_one(self, clock: FrozenClock, behaviour: Behaviour) -> None:
        async with asked(clock, behaviour, seconds=0.3) as (api, it):
            assert await reason(api) == "no answer in time"
            assert len(it.requests) == 1

    async def test_the_time_is_that_of_all_tries_together(self, clock: FrozenClock) -> None:
        async with asked(clock, ERROR, says_nothing, seconds=0.3) as (api, it):
            assert await reason(api) == "no answer in time"
            assert len(it.requests) == 2

    async def test_who_asked_this_register_does_not_ask_another(self, clock: FrozenClock) -> None:
        async with register(FOUND) as elsewhere:
            moved = sends("302 Found", b"", f"Location: {elsewhere.url}/search?q={SIRET}")
            async with asked(clock, moved) as (api, _):
                assert await reason(api) == "status 302"
            assert elsewhere.requests == []

    async def test_an_accident_is_asked_once_more(self, clock: FrozenClock) -> None:
        for accident in (ERROR, hangs_up):
            async with asked(clock, accident, FOUND) as (api, it):
                assert await api.find(SIRET) is not None
                assert len(it.requests) == 2

    @pytest.mark.parametrize("answer", [too_many, REFUSED, sends("403 Forbidden", b""), sends("200 OK", b"no")])
    async def test_what_was_said_is_not_asked_again(self, clock: FrozenClock, answer: Behaviour) -> None:
        async with asked(clock, answer) as (api, it):
            await reason(api)
            assert len(it.requests) == 1


class TestPause:
    async def test_three_failures_in_a_row_leave_it_in_peace_for_thirty_seconds(self, clock: FrozenClock) -> None:
        broken = sends("200 OK", b"no")
        async with asked(clock, broken, broken, broken, FOUND) as (api, it):
            for _ in range(3):
                assert await reason(api) == "not JSON"
            clock.advance(timedelta(seconds=29))
            assert await reason(api) == "not asked: it failed a moment ago"
            assert len(it.requests) == 3

            clock.advance(timedelta(seconds=1))
            assert await api.find(SIRET) is not None

    async def test_one_more_failure_after_a_pause_is_enough(self, clock: FrozenClock) -> None:
        async with asked(clock, sends("200 OK", b"no")) as (api, it):
            for _ in range(3):
                await reason(api)
            clock.advance(timedelta(seconds=30))
            assert await reason(api) == "not JSON"
            assert await reason(api) == "not asked: it failed a moment ago"
            assert len(it.requests) == 4

    async def test_a_success_forgets_the_failures_before_it(self, clock: FrozenClock) -> None:
        broken = sends("200 OK", b"no")
        async with asked(clock, broken, broken, FOUND, broken, broken, FOUND) as (api, _):
            for _ in range(2):
                await reason(api)
                await reason(api)
                assert await api.find(SIRET) is not None

    async def test_questions_that_it_refuses_say_nothing_of_its_health(self, clock: FrozenClock) -> None:
        async with asked(clock, REFUSED) as (api, _):
            for _ in range(5):
                assert await reason(api) == "status 400"

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            pytest.param((), 30, id="nothing said"),
            pytest.param(("Retry-After: 7",), 7, id="seconds"),
            pytest.param(("Retry-After: 86400",), 300, id="too long for us"),
            pytest.param(("Retry-After: " + "9" * 40,), 30, id="absurd"),
            pytest.param(("Retry-After: -5",), 30, id="negative"),
            pytest.param(("Retry-After: Wed, 25 Nov 2026 10:00:00 GMT",), 30, id="a date"),
        ],
    )
    async def test_too_many_requests_are_followed_by_the_pause_it_asks_for(
        self, clock: FrozenClock, header: tuple[str, ...], seconds: int
    ) -> None:
        async with asked(clock, sends("429 Too Many Requests", b"", *header), FOUND) as (api, it):
            assert await reason(api) == "status 429"
            clock.advance(timedelta(seconds=seconds - 1))
            assert await reason(api) == "not asked: it failed a moment ago"
            assert len(it.requests) == 1
            clock.advance(timedelta(seconds=1))
            assert await api.find(SIRET) is not None
