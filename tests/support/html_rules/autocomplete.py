"""Autocomplete tokens, as HTML's "autofill detail tokens" define them (html.spec.whatwg.org, 4.10.18.7)."""

from collections.abc import Iterator

from tests.support.dom import Document, describe

ANY = frozenset((
    "name", "honorific-prefix", "given-name", "additional-name", "family-name", "honorific-suffix", "nickname",
    "username", "new-password", "current-password", "one-time-code", "organization-title", "organization",
    "street-address", "address-line1", "address-line2", "address-line3", "address-level4", "address-level3",
    "address-level2", "address-level1", "country", "country-name", "postal-code", "cc-name", "cc-given-name",
    "cc-additional-name", "cc-family-name", "cc-number", "cc-exp", "cc-exp-month", "cc-exp-year", "cc-csc",
    "cc-type", "transaction-currency", "transaction-amount", "language", "bday", "bday-day", "bday-month",
    "bday-year", "sex", "url", "photo",
))  # fmt: skip
CONTACT = frozenset((
    "tel", "tel-country-code", "tel-national", "tel-area-code", "tel-local", "tel-local-prefix", "tel-local-suffix",
    "tel-extension", "email", "impp",
))  # fmt: skip
CONTACT_KINDS = ("home", "work", "mobile", "fax", "pager")


def autocomplete(doc: Document) -> Iterator[str]:
    for element in doc.all("input", "select", "textarea", "form"):
        value = element.get("autocomplete")
        if value is None or (value in ("on", "off")):
            continue
        multiline = element.tag == "textarea" or value != "street-address"  # an address of several lines
        if element.tag == "form" or not multiline or not _is_valid(value.split()):
            yield f"{describe(element)} has an unknown autocomplete {value!r}, or one that is not for a {element.tag}"
    for element in doc.all("input"):
        wanted = ("new-password", "current-password")
        if element.get("type") == "password" and element.get("autocomplete") not in wanted:
            yield f"{describe(element)} needs autocomplete new-password or current-password"


def _is_valid(tokens: list[str]) -> bool:
    if tokens and tokens[0].startswith("section-"):
        tokens = tokens[1:]
    if tokens and tokens[0] in ("shipping", "billing"):
        tokens = tokens[1:]
    if tokens and tokens[-1] == "webauthn":
        tokens = tokens[:-1]
    if len(tokens) == 2 and tokens[0] in CONTACT_KINDS:
        return tokens[1] in CONTACT
    return len(tokens) == 1 and tokens[0] in ANY | CONTACT


RULES = (autocomplete,)
