"""A real HTTP server on loopback, in the loop of the test, that answers as the API or as a register in trouble."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from webapp.adapters.offline_directory import RECORDS

# Given the number that was asked and the two ends of the connection, which closes when it returns.
Behaviour = Callable[[str, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Register:
    """Each question is answered by the next behaviour; the last one goes on for ever."""

    behaviours: list[Behaviour]
    port: int = 0
    requests: list[str] = field(default_factory=list)  # head of each: request line and headers

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readexactly(1)
            if first == b"\x16":  # the client wants TLS
                writer.write(head("400 Bad Request"))
                return
            request = (first + await reader.readuntil(b"\r\n\r\n")).decode("ascii")
            self.requests.append(request)
            behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
            (number,) = parse_qs(urlsplit(request.split()[1]).query)["q"]
            await behaviour(number, reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client hung up, which several tests expect of it
        finally:
            writer.close()


@asynccontextmanager
async def register(*behaviours: Behaviour) -> AsyncIterator[Register]:
    it = Register(list(behaviours))
    server = await asyncio.start_server(it.serve, "127.0.0.1", 0)
    it.port = server.sockets[0].getsockname()[1]
    async with server:
        yield it


def head(status: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""]).encode()


def sends(status: str, body: bytes, *headers: str) -> Behaviour:
    """A whole answer."""
    return sends_raw(head(status, f"Content-Length: {len(body)}", "Content-Type: application/json", *headers) + body)


def sends_raw(answer: bytes) -> Behaviour:
    async def behave(_: str, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return behave


def finds(*results: dict[str, Any]) -> Behaviour:
    """These units, whatever was asked."""
    return sends("200 OK", page(*results))


def page(*results: dict[str, Any]) -> bytes:
    answer = {"results": results, "total_results": len(results), "page": 1, "per_page": 10, "total_pages": 1}
    return json.dumps(answer).encode()


async def looks_up(number: str, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As the API does, among the records of the demonstration: `matching_etablissements` has the number that was asked,
    the head office included. A text search may bring others too, here the first unit of all.
    """
    units = json.loads(RECORDS.read_bytes())["results"]
    found = [_matching(unit, number) for unit in units if _has(unit, number)]
    others = units[:1] if number.startswith("W") else []
    body = page(*others, *found)
    writer.write(head("200 OK", f"Content-Length: {len(body)}") + body)


def _has(unit: dict[str, Any], number: str) -> bool:
    places = [unit["siege"] or {}, *unit["matching_etablissements"]]
    return number in (unit["complements"]["identifiant_association"], *(place.get("siret") for place in places))


def _matching(unit: dict[str, Any], number: str) -> dict[str, Any]:
    short = {"siret", "est_siege", "etat_administratif", "statut_diffusion_etablissement", "activite_principale"}
    short |= {"adresse", "code_postal", "libelle_commune", "commune", "liste_enseignes"}
    places = [unit["siege"] or {}, *unit["matching_etablissements"]]
    asked = [place for place in places if place.get("siret") == number]
    return unit | {"matching_etablissements": [{key: place[key] for key in short} for place in asked]}


async def says_nothing(_: str, reader: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await reader.read()  # until the client hangs up


async def dribbles(_: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Never silent for long, never done: a limit between two bytes would wait for ever."""
    writer.write(head("200 OK", "Content-Length: 100000"))
    while not reader.at_eof():
        writer.write(b" ")
        try:
            async with asyncio.timeout(0.02):
                await reader.read()
        except TimeoutError:
            continue


async def hangs_up(_: str, __: asyncio.StreamReader, ___: asyncio.StreamWriter) -> None:
    """Not a byte."""
