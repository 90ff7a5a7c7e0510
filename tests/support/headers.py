"""The headers that every response carries, statics and errors included (security figures: docs/)."""

from collections.abc import Iterator, Mapping

CSP = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "font-src": "'self'",
    "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}  # fmt: skip
EXACT = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PERSONAL_VARY = ("hx-request", "hx-target", "cookie")


def inspect_headers(headers: Mapping[str, str], *, personal: bool = False, https: bool = False) -> list[str]:
    """What is wrong, one sentence each. `personal`: a page made for one person, which no cache may keep."""
    given = {name.lower(): value for name, value in headers.items()}
    return [*_security(given, https), *_page(given, personal)]


def _security(given: Mapping[str, str], https: bool) -> Iterator[str]:
    for name, wanted in EXACT.items():
        if given.get(name) != wanted:
            yield f"header {name} must be {wanted!r}, is {given.get(name)!r}"
    policy = _directives(given.get("content-security-policy", ""))
    # A served upload is locked further still.
    if "sandbox" not in policy:
        for directive, wanted in CSP.items():
            if policy.get(directive) != wanted:
                yield f"CSP {directive} must be {wanted}, is {policy.get(directive)!r}"
        yield from (f"CSP {extra} is not in the agreed policy" for extra in sorted(set(policy) - set(CSP)))
    if https and "max-age=" not in given.get("strict-transport-security", ""):
        yield "header strict-transport-security is missing over https"


def _page(given: Mapping[str, str], personal: bool) -> Iterator[str]:
    if not given.get("content-type", "").startswith("text/html"):
        return
    if given["content-type"].replace(" ", "").lower() != "text/html;charset=utf-8":
        yield f"header content-type must name utf-8, is {given['content-type']!r}"
    vary = [word.strip().lower() for word in given.get("vary", "").split(",")]
    for word in PERSONAL_VARY if personal else ("hx-target",):
        if word not in vary:
            yield f"header vary must name {word}, is {given.get('vary')!r}"
    if personal and "no-store" not in given.get("cache-control", ""):
        yield f"header cache-control must say no-store on a personal page, is {given.get('cache-control')!r}"


def _directives(policy: str) -> dict[str, str]:
    found = {}
    for directive in filter(None, (part.strip() for part in policy.split(";"))):
        name, _, value = directive.partition(" ")
        found[name.lower()] = value.strip()
    return found
