"""Every mail, from its template: whole in both parts, and what people typed is in it as they typed it."""

from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from html import escape

import pytest

import webapp.tables  # noqa: F401  # samples are mapped objects, which name each other's tables
from tests.adapters.mail_samples import NAME, NOW, STRUCTURE, TYPED, every_mail
from tests.support.dom import Document, parse_page, text_of
from webapp.adapters.mail_renderer import MailRenderer
from webapp.core.ids import new_id
from webapp.core.mail import Mail, OutboxMail
from webapp.settings import load
from webapp.web.environment import TEMPLATES

LINK = "https://aides.region.example/lien/1?suite=/aides"
RENDERER = MailRenderer(load({"MODE": "test", "BASE_URL": "https://aides.region.example", "DEMO_IN_PUBLIC": "yes"}))
SAMPLES = [pytest.param(mail, id=mail.kind) for mail in every_mail()]


def parts(mail: Mail) -> tuple[EmailMessage, str, str]:
    """The message, its text and its HTML."""
    row = OutboxMail(
        id=new_id(),
        kind=mail.kind,
        recipient=mail.recipient,
        recipient_name=mail.recipient_name,
        data=dict(mail.data),
        created_at=NOW,
    )
    message = RENDERER.render(row, link=LINK if mail.link else "")
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return message, _content(text), _content(html)


def _content(part: MIMEPart) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def sentences(html: Document) -> list[str]:
    """Paragraph by paragraph, but for those about what only the HTML shows."""
    for line_end in html.all("br"):
        line_end.text = " "
    return [text_of(element) for element in html.all("p", "li", "blockquote") if element.get("class") != "html-only"]


def links(html: Document) -> list[str]:
    return [element.get("href", "") for element in html.all("a")]


def test_each_template_has_a_sample() -> None:
    names = {str(path.relative_to(TEMPLATES / "emails").with_suffix("")) for path in TEMPLATES.glob("emails/**/*.*")}
    assert {mail.kind for mail in every_mail()} == names


@pytest.mark.parametrize("mail", SAMPLES)
def test_the_text_holds_each_sentence_and_each_link_of_the_html(mail: Mail) -> None:
    message, text, html = parts(mail)
    page = parse_page(html)
    on_one_line, lines = " ".join(text.split()), text.splitlines()
    said = sentences(page)
    assert [sentence for sentence in said if sentence not in on_one_line] == []
    assert [link for link in links(page) if link not in lines] == []
    assert on_one_line.endswith(said[-1])
    assert len(said) >= 4  # brand, greeting, what happened, reason: the sample was read at all
    title = page.first("title")
    assert title is not None
    assert message["Subject"] == text_of(title)


@pytest.mark.parametrize("mail", SAMPLES)
def test_what_people_typed_is_text_in_both_parts(mail: Mail) -> None:
    _, text, html = parts(mail)
    escaped = html.replace("&#39;", "&#x27;")  # Jinja and the standard library write an apostrophe in two ways
    assert [value in text for value in TYPED] == [escape(value) in escaped for value in TYPED]
    assert parse_page(html).first("b", "i", "la") is None
    assert not [markup for markup in ("&nbsp;", "<p", "<strong", "style=") if markup in text]


def test_what_people_typed_adds_no_header() -> None:
    (mail,) = [mail for mail in every_mail() if mail.kind == "structures/invitation"]
    typed = {**mail.data, "inviter": f"{NAME}\r\nBcc: voleur@exemple.fr", "structure": f"{STRUCTURE}\u2028X: y"}
    message, _, _ = parts(Mail(mail.kind, mail.recipient, mail.about_kind, mail.about_id, typed))
    assert message["Bcc"] is None
    assert message["Subject"].startswith(f"{NAME} Bcc: voleur@exemple.fr vous invite")


@pytest.mark.parametrize("kind", ["accounts/activation", "accounts/email_change"])
def test_a_mail_to_an_address_that_nobody_has_proved_says_no_name(kind: str) -> None:
    """Else the Region's own relay would carry a sentence of anybody's choice to anybody, as somebody's first name."""
    mail = next(mail for mail in every_mail() if mail.kind == kind)
    assert NAME in mail.data["first_name"]
    message, text, html = parts(mail)
    assert NAME not in text
    assert escape(NAME, quote=True) not in html
    assert "Zoé" not in html
    assert str(message["To"]) == mail.recipient


def said_of(kind: str) -> list[tuple[str, str]]:
    """Subject, without its number, and first sentence of each sample of this kind."""
    found = []
    for mail in every_mail():
        if mail.kind == f"solicitations/{kind}":
            message, _, html = parts(mail)
            found.append((str(message["Subject"]).partition(" : ")[2], sentences(parse_page(html))[2]))
    return found


def test_what_the_region_asks_is_said_for_pieces_for_both_and_for_a_contribution() -> None:
    subjects, sayings = zip(*said_of("received"), strict=True)
    until = "avant le 4 décembre 2026"
    assert subjects == (
        f"une pièce à déposer {until}",
        f"deux pièces à déposer et un élément à modifier {until}",
        f"deux éléments à modifier {until}",
    )
    for saying, words in zip(
        sayings,
        (
            "vous demande une pièce pour votre demande 00000108",
            "vous demande des pièces et une contribution pour modification de votre demande 00000108",
            "vous demande de nouveau une contribution pour modification de votre demande 00000108",
        ),
        strict=True,
    ):
        assert words in saying


def test_a_piece_is_asked_with_its_hint_and_a_new_one_without_a_reason_is_said_to_be_new() -> None:
    [_, mail, _] = [mail for mail in every_mail() if mail.kind == "solicitations/received"]
    _, text, _ = parts(mail)
    lines = text.splitlines()
    told = next(number for number, line in enumerate(lines) if line.endswith("(pièce nouvelle)"))
    assert next(line for line in lines[told + 1 :] if line) == "Signé"
    assert text.count("(pièce nouvelle)") == 1


def test_of_a_request_that_is_closed_the_mail_says_what_becomes_of_the_reply() -> None:
    before, after, _ = [parts(mail)[1] for mail in every_mail() if mail.kind == "solicitations/closed"]
    for text in (before, after):
        assert "La Région n'attend plus rien de vous à ce sujet." in text
    assert "n'est pas transmise" in before
    assert "vous avez répondu que" not in before, "it was prepared, not sent"
    assert "Ce que vous avez répondu reste dans votre dossier." in after
    assert "vous avez répondu que vous ne pouvez pas fournir cette pièce" in after


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        ("cancelled", "plus rien à modifier", "la contribution qui vous était demandée pour modifier"),
        ("amended", "vos modifications sont transmises", "a transmis à la Région les modifications de la demande"),
        ("closed", "la Région n'attend plus de modification", "la demande de modification faite"),
        ("accepted", "vos modifications sont acceptées", "accepte les modifications de votre demande"),
        ("reminder", "il vous reste jusqu'au 4 décembre 2026 pour la modifier", "attend les modifications de"),
    ],
)
def test_of_a_contribution_nothing_is_called_a_piece(kind: str, subject: str, words: str) -> None:
    said, saying = said_of(kind)[-1]
    assert said == subject
    assert words in saying
    assert "pièce" not in saying


GREETED_BY_NAME_SINCE = (
    "applications/submitted",
    "applications/taken_over",
    "review/complete",
    "review/dropped",
    "review/inadmissible",
)


@pytest.mark.parametrize(
    "mail", [pytest.param(one, id=one.kind) for one in every_mail() if one.kind in GREETED_BY_NAME_SINCE]
)
def test_a_mail_that_waits_since_the_release_before_leaves_as_well(mail: Mail) -> None:
    """The outbox keeps what the use case said then."""
    data = {key: value for key, value in mail.data.items() if key != "first_name"}
    _, text, _ = parts(replace(mail, data=data))
    assert "Bonjour" in text


def test_so_does_a_request_whose_pieces_had_no_hint() -> None:
    (mail, *_) = [one for one in every_mail() if one.kind == "solicitations/cancelled"]
    asked = [{key: one[key] for key in ("label", "reason", "unable")} for one in mail.data["asked"]]
    _, text, _ = parts(replace(mail, data={**mail.data, "asked": asked}))
    assert asked[0]["label"] in text
