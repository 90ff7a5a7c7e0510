"""Where people are led after signing in: to a page of ours, whatever the address they came with says."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.accounts import paths
from webapp.core.own_paths import own_path, suite

HOSTILE = [
    "//evil.example",
    "////evil.example",
    r"/\evil.example",
    r"\\evil.example",
    r"\/evil.example",
    "https:evil.example",
    r"https:/\evil.example",
    r"https:\\evil.example",
    "evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/aides\r\nLocation: https://evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/aides\x00",
    "//[evil",  # urlsplit raises on these two
    "//evil℀.example",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_address_that_leads_elsewhere_is_dropped(text: str) -> None:
    assert own_path(text) == ""


@pytest.mark.parametrize(
    "path", ["/", "/aides", "/demandes/00000012", "/aides?q=v%C3%A9lo&page=2", "/aides/é", "/x:y@z"]
)
def test_a_path_of_ours_is_kept_with_its_query(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize("address", ["https://evil.example/aides?q=1#suite", "//evil.example/aides?q=1"])
def test_of_a_whole_address_only_the_path_is_kept(address: str) -> None:
    """What somebody copied from the address bar works; the name of the host is never trusted."""
    assert own_path(address) == "/aides?q=1"


@given(st.text(st.sampled_from("/\\:.?#@ \t\n\x00%[]ahtps"), max_size=12))
@settings(deadline=None, max_examples=500)
def test_a_browser_never_leaves_our_site(text: str) -> None:
    path = own_path(text)
    # As a browser reads a Location (WHATWG URL): tabs and line breaks dropped, \ is /.
    seen = path.replace("\\", "/")
    assert path == "" or (seen.startswith("/") and not seen.startswith("//"))
    assert not any(ord(character) < 32 for character in path)


@pytest.mark.parametrize("make", [paths.sign_in, paths.registration_sent, suite])
def test_the_page_wanted_first_goes_through_each_step(make: object) -> None:
    assert callable(make)
    wanted = "/aides/velo?q=a&b=c"
    assert parse_qs(urlsplit(make(wanted)).query) == {"suite": [wanted]}
    assert "suite" not in make("//evil.example")
    assert "suite" not in make("")
