"""Our own files: an address made of their content, kept for ever by browsers, sent compressed, and nothing else."""

import gzip
import re

import brotli
import pytest
from litestar import Litestar

from tests.support.client import PortalClient
from tests.support.headers import inspect_headers
from webapp.web.static import FOLDER, StaticFiles


@pytest.fixture
async def addresses(client: PortalClient) -> list[str]:
    """Every file that a page loads."""
    return sorted(set(re.findall(r'(?:href|src)="(/static/[^"#]+)', (await client.get("/")).html)))


async def raw(client: PortalClient, path: str, accept: str) -> tuple[str, bytes]:
    """The encoding and the bytes on the wire."""
    async with client.http.stream("GET", path, headers={"Accept-Encoding": accept}) as answer:
        assert answer.status_code == 200
        return answer.headers.get("Content-Encoding", ""), b"".join([chunk async for chunk in answer.aiter_raw()])


async def test_every_file_of_a_page_is_there_and_may_be_kept_for_ever(
    client: PortalClient, addresses: list[str]
) -> None:
    assert len(addresses) >= 5
    for path in addresses:
        answer = await client.http.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "set-cookie" not in answer.headers
        assert inspect_headers(answer.headers) == []


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        (".css", "text/css; charset=utf-8"),
        (".js", "text/javascript; charset=utf-8"),
        (".svg", "image/svg+xml; charset=utf-8"),
        (".woff2", "font/woff2"),
    ],
)
async def test_types(suffix: str, media_type: str, client: PortalClient, addresses: list[str]) -> None:
    path = next(path for path in addresses if path.endswith(suffix))
    assert (await client.http.get(path)).headers["Content-Type"] == media_type


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br", "br"), ("identity", ""), ("", ""), ("zstd", "")],
)
async def test_the_best_encoding_that_the_browser_takes(
    accept: str, encoding: str, client: PortalClient, app: Litestar, addresses: list[str]
) -> None:
    path = next(path for path in addresses if path.endswith(".css"))
    found, sent = await raw(client, path, accept)
    _, plain = await raw(client, path, "identity")
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert (found, unpack(sent)) == (encoding, plain)
    assert not encoding or len(sent) < len(plain) / 2


async def test_a_font_is_not_compressed_twice(client: PortalClient, addresses: list[str]) -> None:
    path = next(path for path in addresses if path.endswith(".woff2"))
    assert (await raw(client, path, "br, gzip"))[0] == ""


async def test_an_old_version_is_gone(client: PortalClient, addresses: list[str]) -> None:
    """An address whose content has changed must not answer with the new one, which browsers would keep for ever."""
    old = re.sub(r"^/static/[0-9a-f]+/", "/static/000000000000/", addresses[0])
    answer = await client.http.get(old)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "../webapp/settings.py",
        "../../pyproject.toml",
        "..%2F..%2Fpyproject.toml",
        "%2e%2e/%2e%2e/pyproject.toml",
        "css/..%2f..%2f..%2fpyproject.toml",
        "/etc/passwd",
        "%2Fetc%2Fpasswd",
        "css%5C..%5C..%5Cpyproject.toml",
        "css/site.css%00",
        "css/",
        "",
        "vendor/README.md",
    ],
)
async def test_nothing_leads_out_of_the_folder(name: str, client: PortalClient, addresses: list[str]) -> None:
    version = addresses[0].split("/")[2]
    answer = await client.http.get(f"/static/{version}/{name}")
    assert answer.status_code == 404
    assert "tool.ruff" not in answer.text


def test_the_address_changes_with_the_content() -> None:
    one, other = StaticFiles(made={"css/site.css": b"a{}"}), StaticFiles(made={"css/site.css": b"b{}"})
    assert one.url("css/site.css") != other.url("css/site.css")
    assert StaticFiles(FOLDER).version == StaticFiles(FOLDER).version


def test_a_file_that_does_not_exist_is_not_linked() -> None:
    with pytest.raises(KeyError):
        StaticFiles().url("css/nulle-part.css")
