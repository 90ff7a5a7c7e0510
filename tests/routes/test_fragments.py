"""Page or part of it: the part only if it is what htmx will swap, and swapped equals reloaded."""

from tests.documents.sample_files import pdf
from tests.factories.structures import new_siret
from tests.routes.fragments import as_page, refused_both_ways
from tests.routes.people import Applications, People, Person
from tests.routes.walk import send, token_for
from tests.support.client import PortalClient
from tests.support.page import Swap
from tests.support.swaps import assert_same_page
from webapp.web.csrf import FIELD

PDF = ("statuts 2026.pdf", pdf(), "application/pdf")


async def test_a_refused_login(client: PortalClient) -> None:
    home = await client.get("/?suite=/demandes")
    wrong = {"Identifiant ou adresse électronique": "personne", "Mot de passe": "faux faux faux"}
    swap, plain = await refused_both_ways(client, home, wrong, form="sign-in-form")
    assert_same_page(swap.result, plain.html)


async def test_a_refused_registration(client: PortalClient) -> None:
    form = await client.get("/creer-un-compte")
    swap, plain = await refused_both_ways(client, form, {"Nom": 'Zoé "la <grande>" 😀', "Identifiant": "a@b"})
    assert_same_page(swap.result, plain.html)


async def test_a_refused_request_for_a_new_link(client: PortalClient) -> None:
    form = await client.get("/activation/nouveau-lien")
    swap, plain = await refused_both_ways(client, form, {"Adresse électronique": "sans arobase"})
    assert_same_page(swap.result, plain.html)


async def test_a_refused_structure(people: People) -> None:
    newcomer = await people.newcomer()
    for kind in ("particulier", "association", "autre"):
        form = await newcomer.browser.get(f"/structure/nouvelle/{kind}?saisie=libre&suite=/aides")
        typed = {"Code postal": "46090", "Téléphone": "12"}
        swap, plain = await refused_both_ways(newcomer.browser, form, typed, button="Enregistrer")
        assert_same_page(swap.result, plain.html)


async def test_refused_answers_are_what_a_later_visit_shows_too(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    wrong = {"criteres-d-eligibilite": {"siege_region": "non"}, "votre-dossier/demande": {"adherents": "cent"}}
    for step, typed in wrong.items():
        form = await applicant.browser.get(f"/demandes/{draft.reference}/{step}")
        swap, plain = await refused_both_ways(applicant.browser, form, typed, form="dossier", button="Continuer")
        assert_same_page(swap.result, plain.html)


async def test_a_piece_added_then_taken_out(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    path = f"/demandes/{draft.reference}/pieces"
    page = await applicant.browser.get(path)

    added = await applicant.browser.htmx_submit(page, form=f"{path}/statuts", files={"file": PDF})
    assert isinstance(added, Swap)
    reloaded = await applicant.browser.get(path)
    added.assert_equals(reloaded)

    removal = next(
        form.get("action", "") for form in reloaded.document.all("form") if "retrait" in form.get("action", "")
    )
    removed = await applicant.browser.htmx_submit(as_page(added), form=removal)
    assert isinstance(removed, Swap)
    removed.assert_equals(page)
    removed.assert_equals(await applicant.browser.get(path))


async def test_a_refused_piece_then_a_good_one_leaves_no_trace_of_the_error(
    applicant: Person, applications: Applications
) -> None:
    draft = await applications.draft(applicant)
    path = f"/demandes/{draft.reference}/pieces"
    page = await applicant.browser.get(path)
    program = ("statuts.pdf", b"MZ" + bytes(200), "application/pdf")

    refused = await applicant.browser.htmx_submit(page, form=f"{path}/statuts", files={"file": program})
    assert isinstance(refused, Swap)
    assert refused.status == 422
    plain = await applicant.browser.submit(page, form=f"{path}/statuts", files={"file": program})
    assert_same_page(refused.result, plain.html)

    added = await applicant.browser.htmx_submit(as_page(refused), form=f"{path}/statuts", files={"file": PDF})
    assert isinstance(added, Swap)
    added.assert_equals(await applicant.browser.get(path))


async def test_what_was_done_is_announced_once(applicant: Person, applications: Applications) -> None:
    draft = await applications.draft(applicant)
    path = f"/demandes/{draft.reference}/pieces"
    page = await applicant.browser.get(path)
    added = await applicant.browser.htmx_submit(page, form=f"{path}/statuts", files={"file": PDF})
    assert "statuts 2026.pdf" in added.html.partition('hx-target="#page-status"')[2]
    assert "Validation" not in (await applicant.browser.get(path)).text


async def test_any_other_target_gets_the_whole_page(client: PortalClient) -> None:
    """A restored history entry, a target of an older page, a target without id."""
    fields = {FIELD: await token_for(client)}
    for headers in (
        {},
        {"HX-Target": "form#sign-in-form"},
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-Target": "body"},
        {"HX-Request": "true", "HX-Target": "main#contenu"},
        {"HX-Request": "true", "HX-Target": "form#registration-form"},
        {"HX-Request": "true", "HX-Target": "sign-in-form"},
    ):
        answer = await send(client, "POST", "/connexion", fields, headers)
        assert answer.text.startswith("<!doctype html>"), headers
    part = await send(client, "POST", "/connexion", fields, {"HX-Request": "true", "HX-Target": "form#sign%2Din-form"})
    assert part.text.startswith("<title>")
    assert "<!doctype" not in part.text
    assert "HX-Target" in part.headers["Vary"]


async def test_htmx_is_never_sent_a_redirect(people: People) -> None:
    newcomer = await people.newcomer()
    fields = {
        FIELD: await token_for(newcomer.browser),
        "name": "Les Amis",
        "siret": new_siret(),
        "street": "12 rue des Lilas",
        "postal_code": "46000",
        "commune": "CAHORS",
        "country": "FRANCE",
        "function": "Présidente",
        "signing": "preparer",
    }
    answer = await send(newcomer.browser, "POST", "/structure/nouvelle/association", fields, {"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/espace-personnel")
    assert "Location" not in answer.headers
