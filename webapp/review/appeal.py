"""How to contest a decision that ends an application: the ways that its acknowledgement told, from this day on. Pure.

Sources: CRPA L211-2 and L211-5 (a refusal gives its reasons in writing), L231-4 (money requests), L411-2 (an appeal to
the Region keeps the way to the court open); code de justice administrative R421-1, R421-2 (two months), R421-5 (they
run only if the letter tells them).
"""

from collections.abc import Mapping
from typing import Any

from webapp.applications.notices import notices_in
from webapp.core.french import spaced
from webapp.review import texts


def appeal_of(receipt_facts: Mapping[str, Any]) -> dict[str, Any]:
    """Plain JSON: delay, ways, sources; the ways word for word those of the receipt."""
    return {
        "delay": spaced(texts.APPEAL_DELAY),
        "ways": notices_in(receipt_facts)["ways"],
        "sources": texts.APPEAL_SOURCES,
    }
