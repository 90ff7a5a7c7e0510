"""Sentences of this domain that people read."""

FAMILIES = {
    "individual": "Particulier",
    "association": "Association",
    "company": "Entreprise",
    "public_body": "Collectivité ou établissement public",
    "other": "Autre organisme",
}
FAMILY_HINTS = {
    "individual": "Vous demandez une aide pour vous-même.",
    "association": "Association loi 1901, ou de droit local en Alsace-Moselle.",
    "company": "Société, entreprise individuelle, micro-entreprise, exploitation agricole.",
    "public_body": "Commune, intercommunalité, département, lycée, établissement public.",
    "other": "Fondation, syndicat, groupement, ou tout organisme qui n'est pas dans cette liste.",
}
# What the pages of a declaration call the structure: "Retrouver votre association".
YOURS = {
    "association": "votre association",
    "company": "votre entreprise",
    "public_body": "votre collectivité ou établissement public",
    "other": "votre organisme",
}
ONE = {
    "association": "une association",
    "company": "une entreprise",
    "public_body": "une collectivité ni un établissement public",
    "other": "un autre organisme",
}
SIGNING = {
    "legal_representative": "Je suis le représentant légal",
    "delegate": "J'ai reçu délégation de signature",
    "preparer": "Je prépare la demande pour un signataire",
}
SIGNING_HINTS = {
    "legal_representative": "Par exemple présidente, gérant ou maire.",
    "delegate": "Le pouvoir que vous avez reçu sera à joindre à vos demandes.",
    "preparer": "Vous inviterez ensuite la personne qui signera.",
}
NOT_YOUR_ROLE = {
    "edit": "Votre rôle dans la structure permet de lire ses informations, pas de les modifier.",
    "manage_members": "Seul un administrateur de la structure peut gérer ses membres.",
}

LAYOUTS = {"person": "Adresse personnelle", "organisation": "Adresse d'un organisme"}
TITLES = {"madam": "Madame", "sir": "Monsieur"}

SIRET_EXAMPLE = "par exemple 849719976 00011"
SIRET_NOT_DIGITS = f"Le Siret ne comporte que des chiffres, {SIRET_EXAMPLE}."
SIRET_LENGTH = f"Le Siret comporte 14 chiffres ; vous en avez saisi {{typed}}. Vérifiez-le, {SIRET_EXAMPLE}."
SIRET_WRONG = (
    "Vérifiez le Siret : un de ses chiffres ne correspond pas. On le trouve sur un avis de situation de l'Insee, "
    f"{SIRET_EXAMPLE}."
)
KNOWN_SIRET = (
    "Cette structure est déjà inscrite sur le portail. Vérifiez le Siret ; s'il est bien le sien, demandez votre "
    "rattachement."
)
KNOWN_RNA = (
    "Cette structure est déjà inscrite sur le portail. Vérifiez le numéro RNA ; s'il est bien le sien, demandez votre "
    "rattachement."
)
DECLARED = "Votre structure est enregistrée."
DECLARED_PERSON = "Vos informations sont enregistrées."
ALREADY_YOURS = "Cette structure était déjà parmi les vôtres : ses informations n'ont pas changé."
ALREADY_YOURSELF = "Vos informations étaient déjà enregistrées : elles n'ont pas changé."
INVITE_THE_SIGNATORY = "Invitez maintenant la personne qui signera, depuis la page Membres."
FAMILY_MISSING = "Choisissez pour qui vous demandez une aide."
SIRET_MISSING = "Saisissez le numéro Siret : 14 chiffres, par exemple 849719976 00011."
NUMBER_MISSING = "Saisissez le Siret (14 chiffres) ou le numéro RNA (W et neuf chiffres) de l'association."
FUNCTION_MISSING = "Indiquez votre fonction dans la structure, par exemple « Présidente »."
SIGNING_MISSING = "Dites comment vous signez : choisissez une des trois réponses."
PERSON_NAME_MISSING = "Saisissez votre prénom et votre nom."

SIRET_KEPT = "Une structure garde son Siret : corrigez-le, mais ne l'effacez pas."
SIRET_OF_ANOTHER = (
    "Les neuf premiers chiffres ne changent jamais, même quand le siège déménage. Pour une autre structure, "
    "déclarez-la depuis « Mes structures »."
)
SIRET_TAKEN = "Ce Siret est celui d'une autre structure inscrite sur le portail. Vérifiez le numéro."
RNA_TAKEN = "Ce numéro RNA est celui d'une autre structure inscrite sur le portail. Vérifiez le numéro."
RNA_EXAMPLE = "par exemple W723007219"
RNA_WRONG = f"Le numéro RNA commence par W, suivi de neuf chiffres, {RNA_EXAMPLE}."
ONLY_LEGAL = "C'est le seul représentant légal de la structure. Indiquez-en d'abord un autre, puis revenez à celui-ci."
FORM_WAS_USED = (
    "Ce formulaire a déjà servi à enregistrer {name} : rien n'a été ajouté ni modifié. Pour corriger ses informations, "
    "modifiez-les dans « Ma structure » ; pour une autre personne, rouvrez « Créer un nouveau représentant »."
)
PERSON_HAS_NO_REPRESENTATIVE = "Un particulier n'a pas de représentant."
IDENTIFICATION_SAVED = "L'identification est enregistrée."
ADDRESS_SAVED = "L'adresse principale est enregistrée."
REPRESENTATIVE_ADDED = "Représentant enregistré : {name}."
REPRESENTATIVE_SAVED = "Les informations de {name} sont enregistrées."
REPRESENTATIVE_REMOVED = "Représentant retiré : {name}."

NAME_MISSING = "Saisissez le nom de la structure."
LINE_TOO_LONG = "Une ligne d'adresse a {most} caractères au plus ({typed} saisis) : abrégez-la."
PHONE_WRONG = (
    "Vérifiez ce numéro de téléphone, par exemple 04 67 58 96 63 ; hors de France, avec le signe +, par exemple "
    "+32 2 501 02 11."
)
WEBSITE_WRONG = "Saisissez l'adresse du site, par exemple https://www.exemple.fr."
NAF_WRONG = (
    "Le code NAF comporte 4 chiffres et une lettre, par exemple 71.12A. On le trouve sur un avis de situation "
    "de l'Insee."
)
LEGAL_FORM_CHOOSE = "Choisissez une forme juridique parmi celles qui suivent, ou précisez votre recherche."
LEGAL_FORM_WRONG = "Aucune forme juridique ne porte ce nom. Essayez un mot plus court, par exemple « association »."
STREET_MISSING = "Indiquez le numéro et le nom de la voie, par exemple « 12 rue des Lilas »."
POSTAL_CODE_MISSING = "Saisissez le code postal, par exemple 46000."
POSTAL_CODE_WRONG = "Le code postal ne comporte que des chiffres, par exemple 46000."
POSTAL_CODE_LENGTH = "Le code postal comporte 5 chiffres ; vous en avez saisi {typed}. Vérifiez-le, par exemple 46000."
COMMUNE_MISSING = "Saisissez le nom de la commune, par exemple CAHORS."
COMMUNE_NOT_CHOSEN = "Choisissez la commune dans la liste."
COMMUNE_WRONG = "Vérifiez la commune ou le code postal : le code postal {code} correspond à {names}."
COUNTRY_MISSING = "Saisissez le nom du pays, par exemple FRANCE."
COUNTRY_WRONG = "Ce pays n'est pas reconnu. Saisissez son nom en français, par exemple BELGIQUE."
