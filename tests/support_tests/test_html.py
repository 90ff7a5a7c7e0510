"""Every rule of the inspector can fail: one bad sample each, made from a page that is fine."""

import pytest

from tests.support.html import inspect_fragment, inspect_headers, inspect_page
from tests.support_tests.samples import HEADERS, PAGE

# (what is replaced, by what, words of the violation)
BAD_PAGES = [
    ("<!doctype html>", "", "DOCTYPE"),
    ("</p>\n<h2>", "</p></p>\n<h2>", "Unexpected end tag"),
    ('lang="fr"', 'lang="en"', "lang"),
    ("<title>Votre structure – Mes aides en ligne</title>", "<title> </title>", "one <title>"),
    ('content="width=device-width, initial-scale=1"', 'content="width=device-width, user-scalable=no"', "forbids zoom"),
    ('<meta name="viewport" content="width=device-width, initial-scale=1">', "", "cannot fit a phone"),
    ("<h2>Identification</h2>", "<h1>Identification</h1>", "one h1 is needed, found 2"),
    ("<h2>Identification</h2>", "<h3>Identification</h3>", "heading level skipped"),
    ("<h2>Identification</h2>", "<h2></h2>", "empty heading"),
    ('<main id="contenu">', '<main id="main">', '<main id="contenu">'),
    ("<footer><a", "<p><a", "one page <footer>"),
    ("</header>", '<nav aria-label="Principale"></nav></header>', "several <nav>"),
    ('<a class="skip" href="#contenu">Aller au contenu</a>', "", "first thing to focus"),
    ('id="page-alert" role="alert"', 'id="page-alert"', "for failures"),
    ("Les champs marqués d'un * sont obligatoires.", "", "a page with required fields"),
    ('id="siren" name', 'id="name" name', "is used 2 times"),
    ('id="siren" name', 'id="a b" name', "has a space"),
    ('for="siren"', 'for="siret"', "which is nowhere"),
    ('aria-describedby="name-help"', 'aria-describedby="name-helm"', "which is nowhere"),
    ('hx-target="#identification"', 'hx-target="#id"', "which is nowhere"),
    ('<a href="/aide">', '<a href="#aide">', "an id that is nowhere"),
    ('<a href="/aide">', '<a href="#">', "no real href"),
    ('<a href="/aide">', "<a>", "no real href"),
    ('<a href="/aide">Aide</a>', '<a href="/aide"></a>', "no words"),
    ('<a href="/aide">Aide</a>', '<a href="/aide">Aide <button type="button">x</button></a>', "stands inside"),
    ('<img src="/static/logo.png" alt="">', '<img src="/static/logo.png">', "no alt"),
    ('<svg aria-hidden="true"', "<svg", "aria-hidden"),
    ("<caption>Pièces</caption>", "", "no caption"),
    ('<th scope="col">', "<th>", "no scope"),
    ('<th scope="col">Pièce</th>', "<td>Pièce</td>", "no th"),
    ('<th scope="col">Pièce</th>', '<th scope="col"></th>', "empty th"),
    ("<footer>", '<footer tabindex="1">', "focus order"),
    ('method="post"', 'method="put"', "method get or post"),
    ('action="/structure" hx', "hx", "needs an action"),
    ('action="/structure" hx', 'action="//evil.example" hx', "needs an action"),
    ("<button>Chercher</button>", "", "no button that sends it"),
    ('<input type="hidden" name="csrf_token" value="abc">', "", "needs one hidden csrf_token"),
    ('name="csrf_token" value="abc"', 'name="csrf_token" value=""', "needs one hidden csrf_token"),
    ('<label for="q">', '<input type="hidden" name="csrf_token" value="a"><label for="q">', "in the address"),
    ('enctype="multipart/form-data"', "", "no enctype"),
    ('<label for="siren">Siren</label>', "", "has no label"),
    ('id="siren" name="siren"', 'id="siren"', "has no name"),
    ("<legend>Civilité</legend>", "", "fieldset with a legend"),
    ('<label for="name">Nom *</label>', '<label for="name">Nom</label>', 'must end with " *"'),
    ('value="Les Amis" required', 'value="Les Amis"', "is not required"),
    ('value="849719976"', 'value="849719976" aria-invalid="true"', "no aria-describedby says why"),
    ("<button>Chercher</button>", '<button><svg aria-hidden="true"></svg></button>', "no words"),
    ("<footer>", "<footer><button>Fermer</button>", "sends nothing"),
    ("<button>Chercher</button>", '<input type="submit">', "no words"),
    ('autocomplete="organization"', 'autocomplete="siret"', "unknown autocomplete"),
    ('autocomplete="organization"', 'autocomplete="street-address"', "unknown autocomplete"),
    ('id="siren" name', 'type="password" id="siren" name', "current-password"),
    ("</head>", "<script>1</script></head>", "is inline"),
    ("</head>", "<style>p{}</style></head>", "refused by our policy"),
    ("</head>", '<meta http-equiv="refresh" content="3"></head>', "moves the page"),
    ('href="/static/site.css"', 'href="https://cdn.example/site.css"', "loaded from elsewhere"),
    ("<footer>", '<footer style="color:red">', "inline style"),
    ("<footer>", '<footer onclick="x()">', "inline handler"),
    ("<footer>", '<footer hx-on:click="x()">', "needs eval"),
    ("<footer>", '<footer hx-vals="js:{a:1}">', "has script in"),
    ('<a href="/aide">', '<a href="javascript:x()">', "has script in"),
    ('hx-swap="outerMorph"', "hx-trigger=\"keyup[key=='x']\"", "trigger filter"),
    ("<footer>", '<footer hx-get="/x">', "does nothing without JavaScript"),
    ('hx-post="/structure"', 'hx-put="/structure"', "get and post only"),
    ('hx-post="/structure"', 'hx-post="/autre"', "another address"),
    ('hx-get="/structure/adresse"', 'hx-get="/autre"', "another address"),
]


def test_a_good_page_has_no_violation() -> None:
    assert inspect_page(PAGE, headers=HEADERS) == []


@pytest.mark.parametrize(("old", "new", "words"), BAD_PAGES)
def test_a_bad_page_is_told(old: str, new: str, words: str) -> None:
    assert old in PAGE
    found = inspect_page(PAGE.replace(old, new, 1))
    assert any(words in violation for violation in found), found


REFUSED = (
    PAGE.replace("<title>", "<title>Erreur : ")
    .replace("<h1>", '<div role="alert" tabindex="-1"><h2>Erreur</h2><a href="#name">Indiquez le nom</a></div><h1>')
    .replace('value="Les Amis"', 'value="" aria-invalid="true"')
)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<title>Erreur : ", "<title>", "the title must begin"),
        ('<a href="#name">Indiquez le nom</a>', "Indiquez le nom", "does not link to"),
        ('<div role="alert" tabindex="-1"><h2>Erreur</h2>', "<div>", "no role=alert"),
    ],
)
def test_a_refusal_without_its_summary_is_told(old: str, new: str, words: str) -> None:
    assert inspect_page(REFUSED, status=422) == []
    assert any(words in violation for violation in inspect_page(REFUSED.replace(old, new), status=422))


def test_a_template_is_not_in_the_page() -> None:
    assert inspect_page(PAGE.replace("</footer>", '</footer><template><p id="name">x</p></template>')) == []


FRAGMENT = '<div id="address"><a href="/structure" hx-get="/structure">Annuler</a></div>'


@pytest.mark.parametrize(
    "html",
    [
        FRAGMENT,
        FRAGMENT.replace('href="/structure"', 'href="/structure#address"'),
        f'<title>Erreur : adresse</title>{FRAGMENT}<hx-partial hx-target="#etat" hx-swap="innerHTML">Vu</hx-partial>',
        '<hx-partial hx-target="#page-alert" hx-swap="innerHTML"><p>Réessayez</p></hx-partial>',
        '<tr id="row-1"><td>RIB</td></tr>',
    ],
)
def test_a_good_fragment_has_no_violation(html: str) -> None:
    assert inspect_fragment(html) == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (FRAGMENT * 2, "one root"),
        ("", "one root"),
        (FRAGMENT.replace(' id="address"', ""), "one root"),
        (f"<html><body>{FRAGMENT}</body></html>", "a fragment has no <html"),
        (FRAGMENT.replace("Annuler", '<span id="address">Annuler</span>'), "is used 2 times"),
        (FRAGMENT.replace("Annuler", ""), "no words"),
        (FRAGMENT.replace("</a>", ""), "seen too early"),
        ("<hx-partial>Vu</hx-partial>", "needs hx-target"),
        ('<div id="a"><label for="b">Nom</label></div>', "which is nowhere"),
    ],
)
def test_a_bad_fragment_is_told(html: str, words: str) -> None:
    found = inspect_fragment(html)
    assert any(words in violation for violation in found), found


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("X-Content-Type-Options", "", "x-content-type-options"),
        ("Referrer-Policy", "no-referrer", "referrer-policy"),
        ("Cross-Origin-Opener-Policy", "unsafe-none", "cross-origin-opener-policy"),
        ("Cross-Origin-Resource-Policy", "cross-origin", "cross-origin-resource-policy"),
        ("Content-Security-Policy", "default-src 'self'", "CSP default-src"),
        ("Content-Security-Policy", HEADERS["Content-Security-Policy"] + "; media-src *", "not in the agreed policy"),
        ("Content-Type", "text/html", "utf-8"),
        ("Cache-Control", "private", "no-store"),
        ("Vary", "Cookie", "hx-target"),
    ],
)
def test_a_bad_header_is_told(name: str, value: str, words: str) -> None:
    assert inspect_headers(HEADERS, personal=True) == []
    found = inspect_headers({**HEADERS, name: value}, personal=True)
    assert any(words in violation for violation in found), found


def test_https_needs_hsts() -> None:
    assert any("strict-transport-security" in violation for violation in inspect_headers(HEADERS, https=True))
    assert inspect_headers({**HEADERS, "Strict-Transport-Security": "max-age=31536000"}, https=True) == []


def test_a_page_with_a_form_is_personal() -> None:
    assert any("no-store" in found for found in inspect_page(PAGE, headers={**HEADERS, "Cache-Control": "public"}))
