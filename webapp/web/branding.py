"""A Region's colours: the small stylesheet made from the settings, and the check that people can read the result.

`static/css/tokens.css` derives the other tones with `color-mix`; the same mixes are computed here to be measured.
"""

from dataclasses import dataclass

from webapp.settings import BadSettings, Settings

READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of ordinary text
WHITE, NIGHT = "#ffffff", "#0b1216"  # the two candidates for words on a button


@dataclass(frozen=True, slots=True)
class Scheme:
    """One of the two appearances; the colours are those of tokens.css, a test compares."""

    setting: str
    advice: str
    surface: str
    paper: str
    deep_share: float
    deep_towards: str
    wash_share: float
    wash_towards: str


LIGHT = Scheme("BRAND_COLOR", "darker", "#ffffff", "#faf8f4", 0.70, "#000000", 0.10, "#ffffff")
DARK = Scheme("BRAND_COLOR_DARK", "lighter", "#1a2229", "#12181d", 0.65, "#ffffff", 0.14, "#12181d")


def brand_css(settings: Settings) -> str:
    """Its part of `css/site.css`. It belongs to no cascade layer, so it wins over the tokens."""
    light, dark = settings.brand_color, settings.brand_color_dark
    return (
        f":root {{ --brand: {light}; --on-brand: {_words_on(light)}; }}\n"
        f"@media (prefers-color-scheme: dark) {{\n"
        f"  :root {{ --brand: {dark}; --on-brand: {_words_on(dark)}; }}\n"
        f"}}\n"
    )


def check_brand(settings: Settings) -> None:
    """Raises BadSettings when words in or on the Region's colours would be under 4.5:1."""
    for scheme, brand in ((LIGHT, settings.brand_color), (DARK, settings.brand_color_dark)):
        for place, text, ground in _pairs(scheme, brand):
            ratio = contrast(text, ground)
            if ratio < READABLE:
                raise BadSettings(
                    f"{scheme.setting}={brand}: {place} would have a contrast of {ratio:.2f}:1 ({text} on {ground});"
                    f" at least {READABLE}:1 is needed. Choose a {scheme.advice} colour."
                )


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two `#rrggbb` colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2) of `#rrggbb`, from 0 to 1."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(color: str, share: float, other: str) -> str:
    """What `color-mix(in srgb, color share, other)` gives; `share` from 0 to 1."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _pairs(scheme: Scheme, brand: str) -> list[tuple[str, str, str]]:
    deep = mix(brand, scheme.deep_share, scheme.deep_towards)
    wash = mix(brand, scheme.wash_share, scheme.wash_towards)
    on_brand = _words_on(brand)
    return [
        ("a link on a card", brand, scheme.surface),
        ("a link on the page", brand, scheme.paper),
        ("a hovered link", deep, scheme.paper),
        ("a hovered quiet button", deep, wash),
        ("the words on a button", on_brand, brand),
        ("the words on a hovered button", on_brand, deep),
    ]


def _words_on(color: str) -> str:
    return max((WHITE, NIGHT), key=lambda words: contrast(words, color))


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
