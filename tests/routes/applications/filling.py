"""Filling in a page of the form, with htmx and without, and what stands in its fields."""

from collections.abc import Mapping

import httpx
import pytest

from tests.factories.applications import GOOD_ANSWERS
from tests.routes.fragments import as_page
from tests.routes.people import Person
from tests.support.form_entries import Value
from tests.support.html import inspect_fragment
from tests.support.page import Page, Swap

HOSTILE = 'Une "fanfare" & <script>alert(1)</script> d\'été 😀\r\n\r\nDeux lignes plus bas' + "é" * 300
ANSWERS = {key: text for key, text in GOOD_ANSWERS.items() if key not in ("siege_region", "exercice_cloture")}
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])


async def submit(
    person: Person, page: Page, fields: Mapping[str, Value], button: str, *, htmx: bool = False, form: str = "dossier"
) -> Page:
    """The page as the person sees it then: whole, also where htmx has swapped a part of it."""
    send = person.browser.htmx_submit if htmx else person.browser.submit
    answer = await send(page, fields, form=form, button=button)
    if not isinstance(answer, Swap) or not answer.response.content:
        return answer
    shown = as_page(answer)
    return Page(httpx.Response(answer.status, html=shown.html, request=page.response.request))


def values(page: Page) -> dict[str, str | None]:
    """What each text field of the page holds."""
    inputs = {control.get("name", ""): control.get("value") for control in page.document.all("input")}
    areas = {area.get("name", ""): (area.text or "").removeprefix("\n") for area in page.document.all("textarea")}
    return inputs | areas


def checked(page: Page) -> list[str]:
    """The values of the boxes and radios that are ticked, in the order of the page."""
    return [c.get("value", "") for c in page.document.all("input") if c.get("checked") is not None]


async def autosave(person: Person, page: Page, base: str, typed: Mapping[str, str]) -> Page:
    """What static/js/autosave.js sends of a page: what has just been answered, and which page it is."""
    kept = {name: str(values(page)[name] or "") for name in ("csrf_token", "page", "version", "step")}
    headers = {
        "HX-Request": "true",
        "HX-Request-Type": "partial",
        "HX-Target": "div#saving",
        "HX-Source": "div#saving",
        "Sec-Fetch-Site": "same-origin",
    }
    answer = await person.browser.http.post(f"{base}/reponses", data={**kept, **typed}, headers=headers)
    assert inspect_fragment(answer.text) == []
    return Swap(answer, page=page, target="saving", how="outerMorph")
