"""Sentences of this domain that people read."""

SENT = "Votre message est envoyé. Un courriel prévient la personne à qui il s'adresse."
READERS_ONLY_READ = (
    "Votre rôle dans la structure permet de lire les messages de cette demande, pas d'en écrire. Demandez-le à un "
    "administrateur de votre structure."
)


def new_messages(count: int) -> str:
    """`2 nouveaux messages`; empty for none."""
    if not count:
        return ""
    return f"{count} nouveaux messages" if count > 1 else "1 nouveau message"
