# Mots de l’appli. Une clé par phrase ; mêmes clés dans chaque langue.
# Espaces : insécable fine avant ; ! ? et dans les « », insécable avant les deux-points et entre un nombre et son unité.

## Cadre
skip = Aller au contenu
tabs-label = Navigation principale
tab-home = Accueil
tab-explore = Explorer
tab-card = Ma carte
tab-offers = Bons plans
tab-contact = Contact
sos-label = SOS : numéros d’aide
back = Retour
close = Fermer
cancel = Annuler
go-home = Revenir à l’accueil
refresh = Actualiser
try-again = Réessayer
loading = Ça arrive…
filter = Filtrer
filter-all = Tout
filter-places = Lieux
share = Partager
listen = Écouter
free = Gratuit
leaves-app = (s’ouvre hors de l’appli)

## Sections
section-se-loger = Se loger
section-se-loger-lead = Trouver un toit, payer moins, connaître tes droits.
section-se-soigner = Se soigner
section-se-soigner-lead = Corps, tête, cœur : voir quelqu’un, sans te ruiner.
section-se-former = Se former
section-se-former-lead = T’orienter, étudier, raccrocher, changer de voie.
section-travailler = Travailler
section-travailler-lead = Premier job, stage, alternance, droits au boulot.
section-bouger = Bouger
section-bouger-lead = Bus, train, vélo, permis, départ à l’étranger.
section-s-engager = S’engager
section-s-engager-lead = Aider, monter un projet, donner ta voix.
section-se-divertir = Se divertir
section-se-divertir-lead = Sortir, jouer, créer, bouger, souvent gratuit.
section-etre-accompagne = Être accompagné
section-etre-accompagne-lead = Un coup dur, des papiers, une galère : on t’aide.
section-empty-title = Rien ici pour l’instant
section-empty-text = Le contenu de cette rubrique arrive bientôt.
section-pages = Fiches
section-places = Où aller

## Accueil et exploration
home-title = Tu cherches quoi ?
home-for-you = Pour toi
home-news = À la une
home-events = Ça arrive bientôt
see-all-news = Toutes les actus
see-all-events = Tout l’agenda
explore-title = Explorer
explore-shortcuts = Raccourcis
explore-sections = Les huit rubriques

## Recherche
search-title = Rechercher
search-label = Ta recherche
search-placeholder = Une question, un lieu…
search-ideas = Par exemple
search-idea-1 = combien pour l’APL
search-idea-2 = voir un psy gratuit
search-idea-3 = job d’été
search-idea-4 = passer le permis
search-idea-5 = dormir ce soir
search-idea-6 = faire du cirque
search-results = Résultats
search-count = { $n ->
    [one] { $n } résultat
   *[other] { $n } résultats
}
search-corrected = On a lu : { $words }
search-none-title = Rien trouvé
search-none-text = Essaie avec d’autres mots. Ou pose ta question : quelqu’un te répond.
search-ask = Poser ma question
kind-page = Fiche
kind-news = Actu
kind-event = Événement
kind-place = Lieu
kind-offer = Bon plan
kind-number = Numéro

## Fiche
page-steps = Ce que tu fais maintenant
page-contacts = Qui appeler, où aller
page-aside = Agir
ages-between = { $from }-{ $to } ans
ages-from = Dès { $from } ans
ages-to = Jusqu’à { $to } ans
sources = Sources :
verified-on = Vérifié le { $date }.
tag-example = Exemple
tag-to-confirm = À confirmer
tag-pinned = À ne pas rater
example-text = C’est un exemple, inventé pour montrer ce que la ville mettra ici.
to-confirm-text = Une partie de ces infos reste à confirmer. Vérifie avant de te déplacer.
report-error = Signaler une erreur
report-title = Signaler une erreur
report-lead = Quelque chose de faux ou de dépassé dans « { $title } » ? Dis-le, on corrige.

## Actus et agenda
news-title = Actus
news-latest = Les dernières actus
news-empty-title = Pas d’actu en ce moment
news-empty-text = Dès qu’il se passe quelque chose, c’est ici.
agenda-title = Agenda
agenda-week = Cette semaine
agenda-later = Plus tard
agenda-empty-title = Rien de prévu pour l’instant
agenda-empty-text = Tu organises quelque chose ? Écris-nous, on l’annonce.
event-when = Quand
event-where = Où
event-price = Prix
event-who = Pour qui
event-over = C’est passé : { $date }
event-more = En savoir plus

## Aide
help-title = Besoin d’aide
help-now = Maintenant
help-talk = En parler
help-health = Santé
help-foot = Cette page marche sans réseau. Un appel au 112 passe même sans forfait.
help-112 = Appeler le 112, urgences
help-114 = Écrire au 114 par SMS
call-number = Appeler le { $number } : { $title }
text-number = SMS au { $number }
chat = Tchat et infos

## Favoris
favourites-title = Favoris
favourites-list = Tes favoris
favourites-empty-title = Garde ce qui compte
favourites-empty-text = Touche le cœur d’une fiche, d’un lieu ou d’un bon plan : tu le retrouves ici, même sans réseau.
favourites-explore = Explorer
favourites-private = Tes favoris restent sur ton téléphone.
favourite-toggle = Garder « { $title } » dans mes favoris
favourite-remove = Retirer « { $title } » de mes favoris
favourite-gone = Cette fiche n’est plus publiée.

## Lieu
place-hours = Horaires
place-address = Adresse
place-map = Voir sur la carte
place-phone = Téléphone
place-mail = E-mail
place-site = Site web
place-access = Accessibilité
place-offers = Bons plans ici
place-aside = À propos de ces infos
hours-caption = Horaires de la semaine
hours-interval = { $from } – { $to }
open-now = Ouvert
open-always = Ouvert 24 h/24
open-closing = Ferme bientôt
open-until = jusqu’à { $hour }
open-closed = Fermé
open-opens-today = ouvre à { $hour }
open-opens = ouvre { $day } à { $hour }
open-holiday = Jour férié
open-holiday-text = appelle avant d’y aller

## Bons plans
offers-title = Bons plans
offers-list = Les offres
offers-example = Commerces et offres d’exemple : les vrais arrivent avec la carte jeune.
offers-empty-title = Pas encore de bon plan
offers-empty-text = Les commerces partenaires arrivent. Tu en connais un ? Parle-lui de la carte.
offer-percent = −{ $n } %
offer-amount = −{ $price }
offer-gift = Offert
offer-limit = Combien de fois
offer-days = Quels jours
offer-validity = Jusqu’à quand
offer-until = Jusqu’au { $date }
offer-saving-name = Ce que tu économises
offer-saving = Environ { $price } d’économie à chaque fois
offer-where = Où
offer-needs-card = Il faudra montrer ta carte jeune. Elle n’est pas encore ouverte.
price-round = { $euros } €
price-cents = { $euros },{ $cents } €
limit-day = { $n ->
    [one] Une fois par jour
   *[other] { $n } fois par jour
}
limit-week = { $n ->
    [one] Une fois par semaine
   *[other] { $n } fois par semaine
}
limit-month = { $n ->
    [one] Une fois par mois
   *[other] { $n } fois par mois
}
limit-year = { $n ->
    [one] Une fois par an
   *[other] { $n } fois par an
}
limit-card = { $n ->
    [one] Une seule fois
   *[other] { $n } fois en tout
}
category-manger = Manger
category-sport = Sport
category-sortir = Sortir
category-mobilite = Bouger
category-quotidien = Quotidien
category-mode = Mode
category-culture = Culture
category-beaute = Beauté

## Ma carte
card-title = Ma carte
card-specimen = { $from }-{ $to } ans · spécimen
card-specimen-label = Aperçu de la carte jeune, spécimen sans valeur
card-soon = La carte n’est pas encore ouverte. Dès qu’elle l’est, tu la demandes ici, en deux minutes.
card-gives = Ce qu’elle te donnera
card-gives-free = Elle est gratuite, et rien à imprimer.
card-gives-offline = Elle marche sans réseau, pour toi comme pour le commerce.
card-gives-savings = Des réductions dans les commerces, et un compteur de ce que tu économises.
card-gives-private = Le commerce voit ton prénom et ta tranche d’âge. Rien d’autre.
card-see-offers = Voir les bons plans
card-ask = Poser une question sur la carte

## Contact
contact-title = Parle à quelqu’un
contact-lead = De vraies personnes te lisent et te répondent. Pas de compte, pas de jugement.
contact-write = Écris-nous
contact-service = Le service jeunesse
contact-place = Voir le lieu
contact-urgent = Ça ne peut pas attendre ?
message-topic = Tu veux…
topic-question = Poser une question
topic-callback = Qu’on me rappelle
message-question = Ta question
message-callback-text = De quoi veux-tu parler ? (facultatif)
message-error-text = Qu’est-ce qui ne va pas ?
message-text-hint = Ce que tu écris est gardé, même si tu fermes l’appli.
message-reply = Comment te répondre ? (facultatif)
message-phone = Ton numéro de téléphone
message-reply-hint = Prénom, e-mail ou téléphone : tu choisis. La réponse arrive aussi ici.
message-promise = Réponse sous { $hours } h les jours ouvrés, c’est promis.
message-send = Envoyer
message-fault-empty = Écris quelques mots pour qu’on comprenne.
message-fault-long = C’est trop long : 4 000 caractères au plus pour le message, 200 pour le contact.
message-fault-phone = Il nous faut un numéro à dix chiffres pour te rappeler.
message-not-kept = Impossible de garder le message sur ce téléphone ({ $reason }). Ton texte est toujours là : copie-le avant de quitter.
message-sent-title = C’est parti !
message-sent-text = Réponse sous { $hours } h les jours ouvrés. Tu la retrouves ici, dans Contact.
message-queued-title = C’est gardé
message-queued-text = Pas de réseau : ton message part tout seul dès qu’il revient.
message-again = Écrire un autre message
messages-title = Tes messages
message-state-queued = Attend le réseau
message-state-refused = Non envoyé
message-state-answered = Répondu
message-state-due = Réponse d’ici { $day }
message-answer = Réponse :
message-forget = Effacer de ce téléphone

## Réglages
settings-title = Réglages
settings-looks = Apparence
settings-theme = Thème
theme-auto = Comme le téléphone
theme-paper = Papier
theme-night = Nuit
settings-text-size = Taille du texte : { $percent } %
settings-motion = Moins d’animations
settings-language = Langue
settings-interests = Ce qui t’intéresse
settings-interests-hint = Reste sur ton téléphone. Sert à mettre en avant ce qui te parle.
settings-stored = Sur ce téléphone
settings-stored-text = Tout est lisible sans réseau. Favoris, messages et réglages ne quittent pas ce téléphone, sauf les messages que tu envoies.
settings-more = À propos
count-page = { $n ->
    [one] { $n } fiche
   *[other] { $n } fiches
}
count-news = { $n ->
    [one] { $n } actu
   *[other] { $n } actus
}
count-event = { $n ->
    [one] { $n } événement
   *[other] { $n } événements
}
count-place = { $n ->
    [one] { $n } lieu
   *[other] { $n } lieux
}
count-offer = { $n ->
    [one] { $n } bon plan
   *[other] { $n } bons plans
}
count-number = { $n ->
    [one] { $n } numéro d’aide
   *[other] { $n } numéros d’aide
}
erase = Effacer mes données
erase-sure = Effacer favoris, brouillons, messages et réglages de ce téléphone ? C’est définitif.
erase-yes = Tout effacer
erase-done = C’est effacé.

## Bienvenue
welcome-text = Logement, santé, études, job, sorties : tout est là, même sans réseau. Pas de compte, pas de pub, pas de traceur.
welcome-start = C’est parti
welcome-skip = Passer
welcome-interests = Qu’est-ce qui te parle ?
welcome-interests-text = Choisis autant que tu veux, ou rien. Ça reste sur ton téléphone.
welcome-done = Entrer

## À propos
accessibility-title = Accessibilité
accessibility-text =
    { $app } est faite pour être lue par tout le monde : lecteur d’écran, clavier seul, texte à 200 %, écran de 320 pixels, contrastes d’au moins 4,5 pour 1, animations coupées sur demande.

    ## Où on en est

    Chaque écran est vérifié par un outil automatique, dans les deux thèmes. L’appli n’a pas encore été auditée par des personnes selon le RGAA 4.1 : cette page le dira quand ce sera fait.

    ## Quelque chose te bloque ?

    Écris-nous : on te donne l’information autrement, et on corrige.
accessibility-tell = Dire ce qui bloque
privacy-title = Tes données
privacy-text =
    ## Lire ne demande rien

    Pas de compte, pas de publicité, pas de traceur. L’appli ne parle qu’au serveur de la ville.

    ## Ce qui reste sur ton téléphone

    Favoris, brouillons, centres d’intérêt, réglages. Personne d’autre ne les voit.

    ## Ce qui part, seulement si tu envoies

    Un message au service : son texte, et ce que tu donnes pour te répondre. Il est lu par { $service }.

    ## Effacer

    Dans les réglages, « Effacer mes données » efface tout ce qui est sur ce téléphone.
privacy-erase = Aller aux réglages
licences-title = Licences
licences-text =
    Le code de l’appli est libre, sous licence MIT ou Apache 2.0, au choix.

    - **Bricolage Grotesque**, dessinée par Mathieu Triay : SIL Open Font License 1.1
    - **Atkinson Hyperlegible Next**, du Braille Institute : SIL Open Font License 1.1
    - **Dioxus**, pour l’interface : MIT ou Apache 2.0
    - **SQLite**, pour garder le contenu : domaine public
    - **OpenStreetMap**, pour la carte des lieux : © les contributeurs d’OpenStreetMap, ODbL

    Les dessins de papier découpé ont été faits pour l’appli, sous la même licence qu’elle.

## États
fresh-never = Contenu livré avec l’appli
fresh-syncing = Mise à jour…
fresh-at = À jour { $ago }
fresh-offline = Pas de réseau : contenu livré avec l’appli
fresh-offline-at = Pas de réseau · à jour { $ago }
fresh-failed = La mise à jour n’a pas marché. Le contenu livré avec l’appli est là.
fresh-failed-at = La mise à jour n’a pas marché · contenu reçu { $ago }
ago-now = à l’instant
ago-minutes = il y a { $n } min
ago-hours = il y a { $n } h
ago-days = { $n ->
    [one] il y a { $n } jour
   *[other] il y a { $n } jours
}
pull-more = Tire pour actualiser
pull-release = Lâche pour actualiser
mended-personal = Tes favoris et tes réglages étaient abîmés : on repart de zéro. L’ancien fichier est gardé de côté.
offline-title = Pas de réseau
offline-text = Cette liste n’est pas encore arrivée sur ton téléphone. Elle arrive dès que le réseau revient.
broken-title = Ça coince
broken-text = L’appli n’arrive pas à lire son contenu. Réessaie ; si ça continue, redémarre-la : rien n’est perdu.
not-found-title = Cette adresse ne mène nulle part
not-found-text = Le lien est peut-être ancien. Reviens à l’accueil ou cherche.
gone-title = Cette fiche n’est plus là
gone-text = Elle a été retirée ou remplacée. Cherche ce que tu voulais : il y a sûrement mieux.

## Temps
time-hour = { $hour } h
time-hour-minutes = { $hour } h { $minutes }
day-today = aujourd’hui
day-tomorrow = demain
day-full = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
} { $month }
date-full = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
span-days = du { $from } au { $to }
span-hours = { $day }, { $from } – { $to }
span-start = { $day }, { $from }
weekday = { $n ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
month = { $n ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
month-short = { $n ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avr.
    [5] mai
    [6] juin
    [7] juill.
    [8] août
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
}

## Ce que dit l’appareil
not-kept = Impossible de l’enregistrer : il n’y a plus de place sur ce téléphone. Libère un peu d’espace, puis recommence.
content-updated = Du nouveau vient d’arriver.
link-copied = Lien copié.
share-failed = Le partage n’a pas marché. Copie l’adresse depuis ton navigateur.
no-voice = Aucune voix n’est installée sur cet appareil.
cannot-open = Rien ici ne peut ouvrir cette adresse : { $address }
