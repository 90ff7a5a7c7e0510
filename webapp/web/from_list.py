"""The list that an agent opened an application from: it stays in the address of all that is done from there.

No page and no handler has to remember it: `to` of the templates and `leave` keep it. From `liste` on, what stands
behind the question mark is the list's (applications/worklists/form.py); what a page asks for itself stands before.
"""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from webapp.core.typed import cleaned

if TYPE_CHECKING:
    from webapp.web.request import PortalRequest

ONE_APPLICATION = "/espace-agent/demandes/"
FIRST = "liste"


def from_list(request: "PortalRequest", address: str) -> str:
    """The same address, with the list that the page was opened from: from one page of an application to another."""
    if not (request.path.startswith(ONE_APPLICATION) and address.startswith(ONE_APPLICATION)):
        return address
    query = request.scope["query_string"].decode("latin-1")  # Litestar's own reading of it keeps no order
    asked = [(cleaned(name), cleaned(value)) for name, value in parse_qsl(query, keep_blank_values=True)]
    begin = next((place for place, (name, _) in enumerate(asked) if name == FIRST), None)
    if begin is None:
        return address
    path, mark, part = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode(asked[begin:])}{mark}{part}"
