"""Known devices: a browser keeps a signed mark of the last account that signed in there.

It opens nothing. It gives that browser counters of its own at login, so that a stranger who tries many passwords on an
account never keeps its owner out. Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

import secrets
from uuid import UUID

from litestar.datastructures import Cookie

from webapp.accounts.use_cases.sessions import KnownDevice
from webapp.web import cookies
from webapp.web.request import PortalRequest

PURPOSE = "device"
ONE_YEAR = 365 * 24 * 3600


def known_device(request: PortalRequest) -> KnownDevice | None:
    text = request.cookies.get(cookies.cookie_name(request.app.state.settings, cookies.DEVICE), "")
    match request.app.state.signer.read(PURPOSE, text):
        case [str(account_id), str(nonce)]:
            return KnownDevice(UUID(hex=account_id), nonce)
    return None


def device_cookie(request: PortalRequest, account_id: UUID) -> Cookie:
    """To send once this browser has proved to be the account's: after a login or a reset."""
    known = known_device(request)
    nonce = known.nonce if known and known.account_id == account_id else secrets.token_urlsafe(16)
    state = request.app.state
    text = state.signer.sign(PURPOSE, [account_id.hex, nonce])
    return cookies.make_cookie(state.settings, cookies.DEVICE, text, seconds=ONE_YEAR)
