"""What every page loads from static/, compressed: at most 60 KB with the HTML of the page, 25 KB of it script."""

import gzip
import hashlib
import re
from pathlib import Path

from webapp.settings import Settings
from webapp.web.branding import brand_css
from webapp.web.static import site_css

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
HEAD = (ROOT / "webapp/templates/layouts/head.html").read_text(encoding="utf-8")

SCRIPT_LIMIT = 25_000
# 60 000 in all; pages keep the rest for their own HTML.
STATIC_LIMIT = 52_000


def compressed(path: Path) -> int:
    """Bytes on the wire with gzip, the least of the encodings we serve; fonts are compressed already."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 9))


def loop_values(folder: str) -> list[str]:
    """The names that head.html loops over to link the files of `folder`."""
    pattern = r"\{% for (\w+) in \[([^\]]+)\] %\}\s*<[^>]*static\('" + folder + r"/'"
    names = re.search(pattern, HEAD)
    assert names is not None, f"head.html no longer loops over {folder}/"
    return re.findall(r'"([\w-]+)"', names.group(2))


def scripts() -> list[Path]:
    """Of every page."""
    return [STATIC / "vendor/htmx.min.js", *with_imports(loop_values("js"))]


def with_imports(names: list[str]) -> list[Path]:
    own = [STATIC / "js" / f"{name}.js" for name in names]
    imported = {
        STATIC / "js" / target
        for path in own
        for target in re.findall(r'from "\./([\w.-]+)"', path.read_text(encoding="utf-8"))
    }
    return [*own, *sorted(imported - set(own))]


def test_scripts_are_light() -> None:
    assert sum(compressed(path) for path in scripts()) <= SCRIPT_LIMIT


def test_everything_a_first_load_needs_is_light() -> None:
    others = [
        STATIC / "fonts/atkinson-hyperlegible-next.woff2",
        STATIC / "icons.svg",
        STATIC / "img/favicon.svg",
    ]
    sheet = len(gzip.compress(site_css(brand_css(Settings())), 9))
    assert sheet + sum(compressed(path) for path in [*scripts(), *others]) <= STATIC_LIMIT


def test_every_module_of_ours_is_short_and_loaded() -> None:
    asked_by_pages = [
        name
        for template in (ROOT / "webapp/templates").rglob("*.html")
        for name in re.findall(r"static\('js/([\w-]+)\.js'\)", template.read_text(encoding="utf-8"))
    ]
    loaded = {*scripts(), *with_imports(asked_by_pages)}
    for path in (STATIC / "js").glob("*.js"):
        assert path in loaded, f"{path.name} is never loaded"
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 100


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    for template in (ROOT / "webapp/templates").rglob("*.html"):
        for name in re.findall(r'icon\("([\w-]+)"\)', template.read_text(encoding="utf-8")):
            assert name in drawn, f"{template.name} asks for the icon {name}"


def test_the_vendored_htmx_is_the_one_its_readme_names() -> None:
    digest = hashlib.sha256((STATIC / "vendor/htmx.min.js").read_bytes()).hexdigest()
    assert digest in (STATIC / "vendor/README.md").read_text(encoding="utf-8")
