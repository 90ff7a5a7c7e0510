"""A small page that keeps every rule; each test breaks one."""

PAGE = """<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Votre structure – Mes aides en ligne</title>
<link rel="stylesheet" href="/static/site.css"><script src="/static/htmx.js" defer></script></head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
<header><nav aria-label="Principale"><a href="/">Accueil</a></nav></header>
<main id="contenu"><h1>Votre structure</h1>
<div id="page-alert" role="alert"></div>
<p>Les champs marqués d'un * sont obligatoires.</p>
<h2>Identification</h2>
<form id="identification" method="post" action="/structure" hx-post="/structure" hx-swap="outerMorph"
 enctype="multipart/form-data" novalidate>
<input type="hidden" name="csrf_token" value="abc">
<p><label for="name">Nom *</label> <input id="name" name="name" value="Les Amis" required autocomplete="organization"
 aria-describedby="name-help"> <span id="name-help">Tel qu'au répertoire</span></p>
<p><label for="siren">Siren</label> <input id="siren" name="siren" value="849719976" readonly></p>
<p><label for="mail">Courriel</label> <input id="mail" name="mail" disabled value="a@b.fr"></p>
<p><label for="object">Objet</label> <textarea id="object" name="object">
Un
deux</textarea></p>
<p><label for="family">Type</label> <select id="family" name="family"><option value="">Choisir</option>
<option value="association" selected>Association</option><option value="company">Entreprise</option></select></p>
<fieldset><legend>Civilité</legend>
<input type="radio" id="mrs" name="civility" value="mrs"><label for="mrs">Madame</label>
<input type="radio" id="mr" name="civility" value="mr" checked><label for="mr">Monsieur</label></fieldset>
<p><label><input type="checkbox" name="terms" value="yes"> J'accepte</label></p>
<p><label for="statutes">Statuts</label> <input type="file" id="statutes" name="statutes"></p>
<button name="action" value="save">Enregistrer</button> <button name="action" value="send">Transmettre</button>
</form>
<form id="recherche" method="get" action="/aides?page=2"><label for="q">Chercher</label>
<input id="q" name="q" value="vélo"><button>Chercher</button></form>
<table><caption>Pièces</caption><tr><th scope="col">Pièce</th></tr><tr><td>RIB</td></tr></table>
<p><a href="/structure/adresse" hx-get="/structure/adresse" hx-target="#identification">Modifier l'adresse</a>
<img src="/static/logo.png" alt=""> <svg aria-hidden="true" viewBox="0 0 1 1"><use href="/static/i.svg#a"></use></svg>
</p>
</main>
<footer><a href="/aide">Aide</a></footer>
</body>
</html>
"""

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "HX-Request, HX-Target, Cookie",
}
