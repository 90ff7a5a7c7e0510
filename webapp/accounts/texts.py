"""Sentences of this domain that people read."""

LOGIN_TAKEN = "Cet identifiant est déjà pris. Choisissez-en un autre, par exemple en y ajoutant un chiffre."
WRONG_PAIR = "Identifiant ou mot de passe incorrect. Vérifiez les minuscules et les majuscules, puis réessayez."
NOT_ACTIVATED = (
    "Votre compte n'est pas encore activé. Ouvrez le lien que nous vous avons envoyé, ou demandez un nouveau lien."
)
ACTIVATED = "Votre compte est désormais activé. Vous pouvez vous connecter au portail."
ALREADY_ACTIVATED = "Votre compte est déjà activé. Vous pouvez vous connecter au portail."
LINK_EXPIRED = "Ce lien n'est plus valable. Demandez un nouveau lien ci-dessous."
SIGNED_OUT = "La déconnexion a bien eu lieu."
CURRENT_WRONG = "Ce n'est pas votre mot de passe actuel. Vérifiez les minuscules et les majuscules, puis réessayez."
CHANGED = "Votre mot de passe a bien été modifié."
RESET = "Votre mot de passe a bien été modifié. Connectez-vous avec le nouveau."
EMAIL_ASKED = (
    "Un courriel contenant un lien d'activation a été envoyé à votre nouvelle adresse. Vous disposez de 24 heures pour "
    "l'ouvrir ; jusque-là votre adresse reste la même."
)
SAME_EMAIL = "C'est déjà l'adresse de votre compte. Saisissez-en une autre."
EMAIL_CHANGED = "Votre adresse électronique a bien été modifiée."
EMAIL_ALREADY_CHANGED = "Votre adresse électronique est déjà modifiée."
EMAIL_NOT_FREE = (
    "Entre-temps, cette adresse est devenue celle d'un autre compte. L'adresse de votre compte n'a pas changé : "
    "connectez-vous pour en choisir une autre."
)
DETAILS_CHANGED = "Vos informations personnelles ont bien été modifiées."
SIGNED_OUT_EVERYWHERE = "Tous vos appareils ont été déconnectés, celui-ci compris."
