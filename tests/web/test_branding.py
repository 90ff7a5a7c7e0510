"""The Region's colours are measured as WCAG measures them, and tokens.css keeps its own promises."""

import re
from pathlib import Path

import pytest

from webapp.settings import BadSettings, Settings
from webapp.web.branding import DARK, LIGHT, Scheme, brand_css, check_brand, contrast, mix

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text(encoding="utf-8")

# Text and ground that stand together somewhere in components.css or pages.css.
TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "info-wash"),
    ("ink", "success-wash"),
    ("ink", "danger-wash"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "sunken"),
    ("ink-soft", "danger-wash"),
    ("turn-ink", "turn"),
    ("danger", "surface"),
    ("danger", "paper"),
    ("danger", "danger-wash"),
    ("on-danger", "danger"),
    ("success", "surface"),
    ("success", "paper"),
    ("success", "success-wash"),
    ("info", "info-wash"),
]
# 1.4.11: what tells a control's edge or the focus.
EDGE_PAIRS = [("line-strong", "surface"), ("line-strong", "paper"), ("ink", "focus")]


def tokens(scheme: str) -> dict[str, str]:
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the well-known grey that just fails
        ("#767676", "#ffffff", 4.54),  # and the one that just passes
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_has_the_known_values(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_our_own_colours_pass() -> None:
    check_brand(Settings())


@pytest.mark.parametrize("color", ["#777777", "#ffbf3f", "#ffffff", "#e8590c"])
def test_a_pale_colour_is_refused_on_light_pages(color: str) -> None:
    with pytest.raises(BadSettings, match=rf"BRAND_COLOR={color}: .*4\.5:1.*darker"):
        check_brand(Settings(brand_color=color))


@pytest.mark.parametrize("color", ["#0e5a57", "#000000", "#808080"])
def test_a_deep_colour_is_refused_on_dark_pages(color: str) -> None:
    with pytest.raises(BadSettings, match=rf"BRAND_COLOR_DARK={color}: .*4\.5:1.*lighter"):
        check_brand(Settings(brand_color_dark=color))


def test_words_on_buttons_follow_the_colour() -> None:
    css = brand_css(Settings(brand_color="#7a1fa2", brand_color_dark="#f0c0ff"))
    light, dark = css.split("@media")
    assert "--brand: #7a1fa2; --on-brand: #ffffff;" in light
    assert "--brand: #f0c0ff; --on-brand: #0b1216;" in dark


def test_mix_is_what_a_browser_computes() -> None:
    assert mix("#0e5a57", 0.70, "#000000") == "#0a3f3d"
    assert mix("#7fd1c7", 1.0, "#000000") == "#7fd1c7"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_every_pair_of_the_tokens_is_readable(scheme: str, text: str, ground: str) -> None:
    colors = tokens(scheme)
    assert contrast(colors[text], colors[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_and_focus_can_be_seen(scheme: str, edge: str, ground: str) -> None:
    colors = tokens(scheme)
    if edge == "ink" and scheme == "dark":
        edge = "surface"  # the saffron ring stands on a dark page
    assert contrast(colors[edge], colors[ground]) >= 3


@pytest.mark.parametrize(("name", "scheme"), [("light", LIGHT), ("dark", DARK)])
def test_the_check_measures_the_colours_of_the_stylesheet(name: str, scheme: Scheme) -> None:
    colors = tokens(name)
    assert (scheme.surface, scheme.paper) == (colors["surface"], colors["paper"])
    part = TOKENS.split("@media (prefers-color-scheme: dark)")[0 if name == "light" else 1]
    deep = f"--brand-deep: color-mix(in srgb, var(--brand) {scheme.deep_share:.0%}, {scheme.deep_towards});"
    wash = f"--brand-wash: color-mix(in srgb, var(--brand) {scheme.wash_share:.0%}, {scheme.wash_towards});"
    assert deep in part
    assert wash in part
    default = Settings().brand_color if name == "light" else Settings().brand_color_dark
    assert colors["brand"] == default
