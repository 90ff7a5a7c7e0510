"""Writes the templates beside this file; the same bytes each time, so that loading the schemes changes nothing."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from webapp.schemes.accounting import CLASSES, Account, AccountClass, Side

HERE = Path(__file__).parent
TYPE = "application/vnd.oasis.opendocument."
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{name}="{OASIS}:{urn}"'
    for name, urn in {
        "office": "office:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
        "style": "style:1.0",
        "fo": "xsl-fo-compatible:1.0",
        "of": "of:1.2",
    }.items()
)
VERSION = 'office:version="1.3"'
STYLES = """
<style:style style:name="fort" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="titre" style:family="paragraph">
  <style:text-properties fo:font-weight="bold" fo:font-size="16pt"/>
</style:style>"""
WIDTHS = {"etroit": "2.2cm", "large": "9.5cm", "moyen": "4.5cm"}


def cell(words: str = "", *, strong: bool = False) -> str:
    style = ' table:style-name="fort"' if strong else ""
    if not words:
        return f"<table:table-cell{style}/>"
    return f'<table:table-cell{style} office:value-type="string"><text:p>{escape(words)}</text:p></table:table-cell>'


def total(formula: str) -> str:
    return (
        f'<table:table-cell table:style-name="fort" table:formula={quoteattr("of:=" + formula)} '
        'office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell>'
    )


def said(formula: str, words: str) -> str:
    return (
        f'<table:table-cell table:style-name="fort" table:formula={quoteattr("of:=" + formula)} '
        f'office:value-type="string"><text:p>{escape(words)}</text:p></table:table-cell>'
    )


class Sheet:
    """Rows, counted as a spreadsheet counts them, from 1."""

    def __init__(self, name: str, widths: Sequence[str]) -> None:
        self.name, self.widths, self.rows = name, widths, list[str]()

    def add(self, *cells: str) -> int:
        self.rows.append("<table:table-row>" + "".join(cells) + "</table:table-row>")
        return len(self.rows)

    def __str__(self) -> str:
        columns = "".join(f'<table:table-column table:style-name="{width}"/>' for width in self.widths)
        return f"<table:table table:name={quoteattr(self.name)}>{columns}{''.join(self.rows)}</table:table>"


def budget() -> Sheet:
    sheet = Sheet("Budget prévisionnel", ("etroit", "large", "moyen"))
    sheet.add(cell("Budget prévisionnel", strong=True))
    for words in ("Nom de la structure :", "Année ou exercice (du … au …) :"):
        sheet.add(cell(words), cell(), cell())
    sheet.add(cell("Saisissez les montants en euros, dans la colonne C : les totaux se calculent seuls."))
    sheet.add()
    totals = {side: _side(sheet, side, in_kind=False) for side in Side}
    expenses, income = (f"[.C{totals[side]}]" for side in Side)
    ecart = f'IF(ROUND({expenses}-{income};2)=0;"Le budget est équilibré";"Les charges et les produits diffèrent")'
    sheet.add(cell(), cell("Équilibre", strong=True), said(ecart, "Le budget est équilibré"))
    sheet.add()
    for side in Side:
        _side(sheet, side, in_kind=True)
    return sheet


def _side(sheet: Sheet, side: Side, *, in_kind: bool) -> int:
    """The row of its total."""
    title = ("Charges" if side is Side.EXPENSES else "Produits") + (" en nature" if in_kind else "")
    sheet.add(cell("Compte", strong=True), cell(title, strong=True), cell("Montant (€)", strong=True))
    subtotals = [_class(sheet, one) for one in CLASSES if one.side is side and one.is_in_kind is in_kind]
    formula = "+".join(f"[.C{row}]" for row in subtotals)
    row = sheet.add(cell(), cell(f"Total des {title.lower()}", strong=True), total(formula))
    sheet.add()
    return row


def _class(sheet: Sheet, one: AccountClass) -> int:
    """The row that holds its amount: typed where the class is a line itself, else the sum of its accounts."""
    if not one.accounts:
        return sheet.add(cell(one.code), cell(one.label), cell())
    first = len(sheet.rows) + 2
    last = first + len(one.accounts) - 1
    head = sheet.add(cell(one.code, strong=True), cell(one.label, strong=True), total(f"SUM([.C{first}:.C{last}])"))
    for account in one.accounts:
        sheet.add(cell(account.code), cell(_words(account)), cell())
    return head


def _words(account: Account) -> str:
    return account.label + (" : précisez" if account.is_by_funder else "")


def board() -> Sheet:
    sheet = Sheet("Dirigeants", ("large", "large", "moyen", "moyen"))
    sheet.add(cell("Liste des dirigeants", strong=True))
    sheet.add(cell("Nom de la structure :"))
    sheet.add(cell("Date de l'assemblée générale qui les a élus :"))
    sheet.add()
    sheet.add(*(cell(words, strong=True) for words in ("Nom", "Prénom", "Fonction", "Fin du mandat")))
    for function in ("Présidente ou président", "Trésorière ou trésorier", "Secrétaire", *[""] * 9):
        sheet.add(cell(), cell(), cell(function), cell())
    return sheet


POWER = (
    "Je soussigné(e) (nom, prénom) : ………………………………………………",
    "représentant légal, en qualité de (fonction) : ………………………………………………",
    "de la structure (nom, numéro Siret) : ………………………………………………",
    "donne pouvoir à (nom, prénom) : ………………………………………………",
    "en qualité de (fonction) : ………………………………………………",
    "pour signer en mon nom la demande d'aide à la Région, attester que son contenu est exact et la transmettre.",
    "Ce pouvoir vaut pour l'aide suivante : ………………………………………………",
    "Fait à ……………………………, le ……………………………",
    "Signature du représentant légal :",
    "Signature de la personne qui reçoit ce pouvoir :",
)


def spreadsheet(sheet: Sheet) -> bytes:
    return packed("spreadsheet", f"<office:spreadsheet>{sheet}</office:spreadsheet>")


def letter(title: str, lines: Sequence[str]) -> bytes:
    words = "".join(f"<text:p>{escape(line)}</text:p><text:p/>" for line in lines)
    heading = f'<text:h text:outline-level="1" text:style-name="titre">{escape(title)}</text:h><text:p/>'
    return packed("text", f"<office:text>{heading}{words}</office:text>")


def packed(kind: str, body: str) -> bytes:
    """The type comes first and is not compressed: that is how an office suite knows the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(TYPE + kind, body):
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def parts(media_type: str, body: str) -> Iterator[tuple[str, str]]:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    columns = "".join(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}"/></style:style>'
        for name, width in WIDTHS.items()
    )
    automatic = f"<office:automatic-styles>{columns}{STYLES}</office:automatic-styles>"
    language = (
        '<office:styles><style:default-style style:family="paragraph">'
        '<style:text-properties fo:language="fr" fo:country="FR"/></style:default-style></office:styles>'
    )
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", media_type), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    yield "mimetype", media_type
    yield (
        "META-INF/manifest.xml",
        f'{head}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">{listed}</manifest:manifest>',
    )
    yield (
        "content.xml",
        f"{head}<office:document-content {NAMESPACES} {VERSION}>{automatic}<office:body>{body}</office:body>"
        "</office:document-content>",
    )
    yield "styles.xml", f"{head}<office:document-styles {NAMESPACES} {VERSION}>{language}</office:document-styles>"


def made() -> dict[str, bytes]:
    return {
        "modele-budget.ods": spreadsheet(budget()),
        "modele-liste-dirigeants.ods": spreadsheet(board()),
        "modele-pouvoir.odt": letter("Pouvoir donné au signataire", POWER),
    }


if __name__ == "__main__":
    for name, content in made().items():
        (HERE / name).write_bytes(content)
