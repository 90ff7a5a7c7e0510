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
