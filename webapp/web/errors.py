"""Something went wrong: a page, or an alert in the page, that says what happened, what to do, which number to quote."""

from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

import structlog
from asyncpg.exceptions import CannotConnectNowError, InterfaceError, TooManyConnectionsError
from litestar import Response
from litestar.exceptions import HTTPException
from sqlalchemy import exc as sqlalchemy_errors

from webapp.accounts import paths
from webapp.accounts.forms import SignInForm
from webapp.core.constraints import violated
from webapp.core.french import duration
from webapp.core.own_paths import own_path
from webapp.core.ports import FileMissing, StoreFull, StoreUnavailable
from webapp.core.refusals import Busy, Conflict, GivenBack, NotFound, Refused, Throttled
from webapp.web.csrf import OthersForm, StaleForm, make_token
from webapp.web.environment import render
from webapp.web.from_list import from_list
from webapp.web.guards import SignInFirst
from webapp.web.page import PageOrRedirect, leave, send_again, with_visitor
from webapp.web.request import PortalRequest
from webapp.web.resume import Pairs, SendThere, keep, offer_again, typed_pairs

log = structlog.get_logger(__name__)

# asyncpg and SQLAlchemy have no common ancestor for "the database cannot answer now".
DATABASE_DOWN = (
    OSError,
    TimeoutError,
    CannotConnectNowError,
    InterfaceError,
    TooManyConnectionsError,
    sqlalchemy_errors.TimeoutError,
    sqlalchemy_errors.OperationalError,
    sqlalchemy_errors.InterfaceError,
    sqlalchemy_errors.DBAPIError,
)
RETRY_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Explanation:
    title: str
    explanation: str
    advice: tuple[str, ...]


SAME_AGAIN = "Réessayez dans quelques minutes."
NOTHING_LOST = "Ce que vous aviez enregistré est conservé."
EXPLANATIONS = {
    400: Explanation(
        "Demande incompréhensible",
        "Le portail n'a pas pu lire ce que votre navigateur a envoyé.",
        ("Revenez à la page précédente, puis réessayez.", NOTHING_LOST),
    ),
    403: Explanation(
        "Action refusée",
        "Cette action ne vient pas d'une page du portail, ou ne vous est pas ouverte.",
        ("Revenez à la page précédente et rechargez-la, puis réessayez.", NOTHING_LOST),
    ),
    404: Explanation(
        "Page introuvable",
        "Cette page n'existe pas, ou elle n'est pas accessible avec le compte que vous utilisez.",
        (
            "Vérifiez l'adresse, si vous l'avez saisie.",
            "Si le lien vient d'un courriel, connectez-vous avec le compte auquel il a été envoyé.",
        ),
    ),
    405: Explanation(
        "Page introuvable à cette adresse",
        "Cette adresse ne s'ouvre pas directement.",
        ("Reprenez depuis votre espace personnel.",),
    ),
    409: Explanation(
        "Quelqu'un a agi avant vous",
        "Ce que vous vouliez modifier a changé entre-temps.",
        ("Rechargez la page pour voir où en sont les choses.", NOTHING_LOST),
    ),
    413: Explanation(
        "Envoi trop volumineux",
        "Ce que vous avez envoyé dépasse la taille acceptée.",
        ("Choisissez un fichier plus léger, par exemple en le numérisant avec une résolution plus basse.",),
    ),
    422: Explanation(
        "Réponse à corriger",
        "Une réponse ne peut pas être acceptée telle quelle.",
        ("Revenez à la page précédente, corrigez-la, puis réessayez.",),
    ),
    429: Explanation(
        "Trop d'essais",
        "Trop d'essais ont eu lieu en peu de temps, sur ce compte ou depuis votre connexion à internet. "
        "Rien n'est bloqué définitivement.",
        ("Réessayez dans {wait}.",),
    ),
    500: Explanation(
        "Le portail a rencontré une erreur",
        "Ce n'est pas de votre fait. L'erreur a été enregistrée.",
        (NOTHING_LOST, SAME_AGAIN),
    ),
    503: Explanation(
        "Le portail est momentanément indisponible",
        "Le service redémarre ou fait l'objet d'un entretien.",
        (NOTHING_LOST, SAME_AGAIN),
    ),
}
FILES_FULL = Explanation(
    "Les fichiers ne peuvent pas être enregistrés pour l'instant",
    "Ce n'est pas de votre fait : le portail n'a plus de place pour garder des fichiers. Ce que vous venez d'envoyer "
    "n'est pas enregistré ; le reste du portail fonctionne.",
    (NOTHING_LOST, "Réessayez dans quelques heures."),
)
FILES_AWAY = Explanation(
    "Les fichiers sont momentanément inaccessibles",
    "Ce n'est pas de votre fait : le serveur qui garde les fichiers ne répond pas. Aucun fichier déjà déposé n'est "
    "perdu ; le reste du portail fonctionne.",
    (NOTHING_LOST, SAME_AGAIN),
)
FILE_GONE = Explanation(
    "Ce fichier est introuvable",
    "Ce n'est pas de votre fait : il est inscrit dans la demande, mais le portail ne le retrouve pas. "
    "L'erreur a été enregistrée.",
    ("Contactez-nous en donnant la référence ci-dessous.",),
)
OTHERS_FORM = Explanation(
    "Vous avez changé de compte",
    "Cette page était ouverte pour un autre compte que celui avec lequel vous êtes connecté maintenant. "
    "Rien n'a été envoyé.",
    (
        "Pour envoyer ce formulaire : dans un autre onglet, déconnectez-vous, connectez-vous avec l'autre compte, "
        "puis revenez à cette page et envoyez-le de nouveau.",
        "Pour continuer avec le compte d'aujourd'hui : reprenez depuis l'accueil.",
    ),
)
TRY_AGAIN = Explanation(
    "Rien n'a encore été enregistré",
    "Cette page était ouverte depuis une connexion précédente. Elle vient d'être rattachée à celle d'aujourd'hui.",
    ("Réessayez : votre saisie est toujours à l'écran.",),
)
ENDED = Explanation(
    "Votre session a expiré",
    "Vos dernières saisies ne sont pas enregistrées.",
    ("Connectez-vous dans un autre onglet, puis réessayez ici : votre saisie reste à l'écran.",),
)


def status_of(error: Exception) -> int:
    match error:
        case NotFound():
            return 404
        case Conflict():
            return 409
        case Refused():
            return 403
        case HTTPException() if error.status_code in EXPLANATIONS:
            return error.status_code
        case HTTPException() if error.status_code < 500:
            return 400
        case sqlalchemy_errors.IntegrityError() | sqlalchemy_errors.ProgrammingError() | sqlalchemy_errors.DataError():
            return 500
        case Throttled():
            return 429
        case StoreFull() | StoreUnavailable() | Busy():
            return 503
        case _ if isinstance(error, DATABASE_DOWN):
            return 503
    return 500


def handle(request: PortalRequest, error: Exception) -> PageOrRedirect:
    """Litestar's exception handler for everything."""
    match error:
        case SignInFirst():
            return _sign_in_first(request)
        case GivenBack():
            return offer_again(request)
        case SendThere():
            return send_again(error.path)
        case OthersForm():
            return _explain(request, 403, OTHERS_FORM)
        case StaleForm():
            return with_visitor(request, _explain(request, 403, TRY_AGAIN, token=make_token(request)))
    status = status_of(error)
    if status >= 500:
        _log(error, status)
    if about := _about_files(error):
        return _explain(request, status, about)
    reason = error.reason if isinstance(error, Refused) else ""
    wait = error.wait if isinstance(error, Throttled) else RETRY_AFTER
    return explain(request, status, reason, wait=wait)


def _about_files(error: Exception) -> Explanation | None:
    match error:
        case StoreFull():
            return FILES_FULL
        case StoreUnavailable():
            return FILES_AWAY
        case FileMissing():
            return FILE_GONE
    return None


def _log(error: Exception, status: int) -> None:
    """With its traceback; a broken constraint with its name alone, since PostgreSQL's detail quotes what was typed.

    What is too busy or away is told in a line: there are many of these at once, just when time is short.
    """
    if status == 503:
        log.warning("request refused", status=status, error=f"{type(error).__name__}: {error}".partition("\n")[0])
    elif isinstance(error, sqlalchemy_errors.IntegrityError):
        log.error("request failed", status=status, constraint=violated(error))
    else:
        log.error("request failed", status=status, exc_info=error)


def explain(request: PortalRequest, status: int, reason: str = "", *, wait: timedelta = RETRY_AFTER) -> Response[str]:
    """The page for a status; for htmx an alert that leaves the form as it is, with the true status.

    `wait`: after how long to try again, where that helps (429, 503).
    """
    about = EXPLANATIONS[status]
    return _explain(request, status, replace(about, explanation=reason) if reason else about, wait=wait)


def _explain(
    request: PortalRequest, status: int, about: Explanation, *, token: str = "", wait: timedelta = RETRY_AFTER
) -> Response[str]:
    """`token`: for the forms of a page that stays on screen."""
    template = "errors/alert.html" if request.is_htmx else "errors/error.html"
    content = render(
        request,
        template,
        messages=[],
        status=status,
        title=about.title,
        explanation=about.explanation,
        advice=[line.format(wait=duration(wait)) for line in about.advice],
        kept=_kept(request, status),
        action=from_list(request, request.path),
        typed=_typed(request, status),
        token=token,
        reference=request.request_id,
    )
    headers = {"Retry-After": str(ceil(wait.total_seconds()))} if status in (429, 503) else {}
    return with_visitor(request, Response(content, status_code=status, media_type="text/html", headers=headers))


def _kept(request: PortalRequest, status: int) -> Pairs:
    """What was typed, to be sent again from the page that asks to wait."""
    state = request.scope["state"]
    return typed_pairs(state["fields"]) if status in (429, 503) and "fields" in state else []


def _typed(request: PortalRequest, status: int) -> list[str]:
    """Where somebody acted first there may be no form any more to show it in: the sentences, to be copied from here."""
    state = request.scope["state"]
    if status != 409 or "fields" not in state:
        return []
    return [value for _, value in typed_pairs(state["fields"]) if " " in value.strip()]


def _sign_in_first(request: PortalRequest) -> PageOrRedirect:
    """To the login page, which comes back here afterwards; htmx gets an alert, so that nothing typed is lost."""
    if request.is_htmx:
        return _explain(request, 401, ENDED)
    if request.method in ("GET", "HEAD"):
        query = request.scope["query_string"].decode("latin-1")
        return leave(request, paths.sign_in(f"{request.path}?{query}" if query else request.path))
    return _sign_in_and_resume(request)


def _sign_in_and_resume(request: PortalRequest) -> Response[str]:
    """The login page holds what was typed, for the account whose session has ended; other accounts never see it."""
    owner = request.scope["state"].get("ended_account")
    content = render(
        request,
        "accounts/sign_in.html",
        messages=[],
        form=SignInForm(),
        continue_at=own_path(str(request.headers.get("referer", ""))),
        resume=keep(request, owner) if owner else "",
        session_ended=True,
    )
    return with_visitor(request, Response(content, status_code=401, media_type="text/html"))
