"""A form sent with htmx and without, and the page as it is after a swap."""

from collections.abc import Mapping
from typing import Unpack

import httpx

from tests.support.client import Filling, PortalClient
from tests.support.form_entries import Value
from tests.support.page import Page, Swap


async def refused_both_ways(
    browser: PortalClient, page: Page, fields: Mapping[str, Value], **where: Unpack[Filling]
) -> tuple[Swap, Page]:
    """The same form sent by htmx, then without it: 422 each time."""
    by_htmx = await browser.htmx_submit(page, fields, **where)
    plain = await browser.submit(page, fields, **where)
    assert isinstance(by_htmx, Swap)
    assert (by_htmx.status, plain.status) == (422, 422)
    return by_htmx, plain


def without_search(html: str) -> str:
    """A list without its search form: a person's browser keeps there what they typed."""
    before, _, rest = html.partition('role="search"')
    assert rest, "the page has no search form"
    return before.rpartition("<form")[0] + rest.partition("</form>")[2]


def as_page(swap: Swap) -> Page:
    """What the browser shows after the swap, to go on from there."""
    request = swap.page.response.request
    return Page(httpx.Response(200, html=swap.result, request=request))
