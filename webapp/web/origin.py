"""Where a request really comes from: each proxy writes at the end of X-Forwarded-For who has asked it."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address


def origin_of(peer: str | None, forwarded: str, proxies: Collection[IPv4Network | IPv6Network]) -> str | None:
    """The first address from the end that is not a proxy of ours; `forwarded`: all lines of the header, commas between.

    What cannot be read counts as the proxy that told it: whoever made it up shares one address with all who do.
    """
    origin = _read(peer or "")
    for text in reversed(forwarded.split(",")):
        told = _read(text)
        if origin is None or told is None or not any(origin in network for network in proxies):
            break
        origin = told
    return str(origin) if origin else peer


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """With or without a port: `203.0.113.9:4000`, `[2001:db8::9]:4000`."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
