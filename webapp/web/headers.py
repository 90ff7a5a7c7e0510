"""Headers of every response, errors and static files included (hence `before_send`). Source: OWASP ASVS 5.0, 3.4."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    ]
)
EVERYWHERE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# A page holds personal data unless its route says otherwise by setting Cache-Control itself.
UNLESS_SET = {"Cache-Control": "no-store", "Vary": "Accept-Encoding, HX-Request, HX-Target, Cookie"}


async def add_headers(message: Message, scope: Scope) -> None:
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in EVERYWHERE.items():
        headers.setdefault(name, value)
    if "cache-control" not in headers:
        for name, value in UNLESS_SET.items():
            headers[name] = value
    if scope["litestar_app"].state.settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request_id := scope.get("state", {}).get("request_id"):
        headers["X-Request-Id"] = request_id
