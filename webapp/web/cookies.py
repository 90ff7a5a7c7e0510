"""The portal's cookies: the session, a visitor's mark for forms filled before login, one message across a redirect, and
the mark of a browser where somebody signed in before.

All are necessary to what the person asked for, so none needs consent.
"""

from litestar.datastructures import Cookie

from webapp.settings import Settings

SESSION = "session"
VISITOR = "visitor"
MESSAGE = "message"
DEVICE = "device"


def cookie_name(settings: Settings, name: str) -> str:
    """`__Host-` ties the cookie to this very host, and needs https."""
    return f"__Host-{name}" if settings.is_https else name


def make_cookie(settings: Settings, name: str, value: str, *, seconds: int | None = None) -> Cookie:
    """Ends with the browser's session unless `seconds` is given; an empty value removes it at once."""
    return Cookie(
        key=cookie_name(settings, name),
        value=value,
        path="/",
        httponly=True,
        secure=settings.is_https,
        samesite="lax",
        max_age=seconds if value else 0,
    )
