"""A page or the part of it that htmx asked for: decided here, once. Only this file and errors.py know htmx's headers.

The facts behind it were seen in Chromium with htmx 4.0.1; tests/e2e/test_htmx_contract.py pins each of them.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.datastructures import Cookie
from markupsafe import Markup

from webapp.core import french
from webapp.core.refusals import GivenBack
from webapp.web import cookies
from webapp.web.environment import render
from webapp.web.from_list import from_list
from webapp.web.request import PortalRequest

MESSAGE_PURPOSE = "message"
RESERVED = "!#$%&'()*+,/:;=?@[]~"  # what an address may hold as it is (RFC 3986)
PageOrRedirect = Response[str] | Response[None]
"""What a form answers: its page again, or the way to the next one."""
ANNOUNCEMENT = Markup('<hx-partial hx-target="#page-status" hx-swap="innerHTML">{}</hx-partial>')


@dataclass(frozen=True, slots=True)
class Fragment:
    """A partial template and the id of its root element."""

    template: str
    id: str


def page(
    request: PortalRequest,
    template: str,
    *fragments: Fragment,
    status: int = 200,
    say: str = "",
    beside: str = "",
    **context: Any,
) -> Response[str]:
    """The partial whose id is htmx's target; for anything else, the whole page.

    `say` is announced to a person who cannot see what was swapped; without htmx give it to leave() instead.
    `beside`: the template of what goes with a partial, whichever it is: <hx-partial> for the rest that has changed.
    `has_errors`, which the title tells, is true for a 422 unless the context says otherwise.
    """
    context = {"has_errors": status == 422, **context}
    wanted = next((part.template for part in fragments if part.id == request.fragment_id), template)
    message = "" if request.fragment_id else read_message(request)
    status = 403 if request.given_back else status
    content = render(request, wanted, messages=[message] if message else [], **context)
    if wanted != template:
        content = _title(request, template, **context) + content
    if wanted != template and beside:
        content += render(request, beside, **context)
    if wanted != template and say:
        content += str(ANNOUNCEMENT.format(french.spaced(say)))  # a Markup would escape what it is added to
    response = Response(content, status_code=status, media_type="text/html")
    if message:
        response.set_cookie(cookies.make_cookie(request.app.state.settings, cookies.MESSAGE, ""))
    return with_visitor(request, response)


def leave(request: PortalRequest, path: str, *, say: str = "", set_cookies: tuple[Cookie, ...] = ()) -> Response[None]:
    """Go to another page of ours, which announces `say` as a success; an agent keeps the list that they came from.

    303 for a plain form; with htmx 204 and HX-Redirect, since a 303 would be swapped into the form. Raises GivenBack
    for a form that is only shown again: nothing was done that could lead further.
    """
    if request.given_back:
        raise GivenBack(request.given_back)
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError(f"not a path of ours: {path!r}")
    path = _header(from_list(request, path))
    if request.is_htmx:
        response = Response(None, status_code=204, headers={"HX-Redirect": path})
    else:
        response = Response(None, status_code=303, headers={"Location": path})
    for cookie in set_cookies:
        response.set_cookie(cookie)
    if say:
        text = request.app.state.signer.sign(MESSAGE_PURPOSE, say)
        response.set_cookie(cookies.make_cookie(request.app.state.settings, cookies.MESSAGE, text))
    return response


def swaps(request: PortalRequest, part: Fragment) -> bool:
    """Whether the answer takes the place of this part of the page that the person is on; else they go to a page."""
    return request.fragment_id == part.id


def send_again(path: str, *set_cookies: Cookie) -> Response[None]:
    """The browser posts what it has just posted to another path of ours: that page is then the one it is on."""
    response = Response(None, status_code=307, headers={"Location": _header(path)})
    for cookie in set_cookies:
        response.set_cookie(cookie)
    return response


def _header(path: str) -> str:
    """A header takes neither an accent nor a line end."""
    return quote(path, safe=RESERVED)


def _title(request: PortalRequest, template: str, **context: Any) -> str:
    """The page's `<title>`, which htmx takes from a fragment: "Erreur : …" comes with a refusal and goes after it.

    Nothing else of the page is rendered: a part of it costs itself and its title.
    """
    return render(request, template, only_title=True, **context).strip()


def read_message(request: PortalRequest) -> str:
    text = request.cookies.get(cookies.cookie_name(request.app.state.settings, cookies.MESSAGE), "")
    return str(request.app.state.signer.read(MESSAGE_PURPOSE, text) or "") if text else ""


def with_visitor(request: PortalRequest, response: Response[str]) -> Response[str]:
    """Sends the visitor's mark that a form of this page has just been tied to."""
    if mark := request.scope["state"].get("visitor"):
        response.set_cookie(cookies.make_cookie(request.app.state.settings, cookies.VISITOR, mark))
    return response
