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
search-count = { $n ->
    [one] { $n } résultat
   *[other] { $n } résultats
}
search-corrected = On a lu : { $words }
search-none-title = Rien trouvé
search-none-text = Essaie avec d’autres mots. Ou pose ta question : quelqu’un te répond.
search-ask = Poser ma question
search-none-narrowed = Rien avec ces filtres. Sans eux, il y a peut-être une réponse.
search-widen = Chercher partout
search-filters = Filtrer
search-open-now = Ouvert maintenant
search-near = Près de moi
search-discount = Avec réduction
search-more = Voir les { $n } { $kind }
search-doors = Dans l’appli
search-recent = Récemment
search-recent-text = Gardé sur ce téléphone, nulle part ailleurs.
search-forget = Oublier « { $question } »
search-forget-all = Tout effacer
search-door-settings = réglages paramètres langue anglais english français thème sombre clair nuit taille texte lettres interface
search-door-privacy = données confidentialité vie privée rgpd cookies compte effacer supprimer exporter
search-door-card = carte jeune qr code demander activer
search-door-offers = bons plans réductions promos remises commerces boutiques
search-door-contact = contacter contact parler message écrire téléphone service jeunesse question
search-door-favourites = favoris enregistrés gardés
search-door-help = urgences numéros appeler secours
search-door-agenda = agenda événements sorties week-end
search-distress-title = Quelqu’un peut t’aider, maintenant
search-distress-text = Appelle, même si tu hésites. On t’écoute, et on ne te juge pas.
kinds-page = Fiches
kinds-news = Actus
kinds-event = Agenda
kinds-place = Lieux
kinds-offer = Bons plans
kinds-number = Numéros
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
news-mine = Pour moi
news-all = Toutes
news-title = Actus
news-latest = Les dernières actus
news-empty-title = Pas d’actu en ce moment
news-empty-text = Dès qu’il se passe quelque chose, c’est ici.
agenda-title = Agenda
agenda-empty-title = Rien de prévu pour l’instant
agenda-empty-text = Tu organises quelque chose ? Écris-nous, on l’annonce.
agenda-today = Aujourd’hui
agenda-weekend = Ce week-end
agenda-free = Gratuit
agenda-days = Choisir un jour
agenda-other-day = Un autre jour
agenda-day-some = , il se passe quelque chose
agenda-none-title = Rien de prévu là
agenda-none-text = Enlève un filtre, ou regarde toute la suite.
agenda-all = Voir tout l’agenda
agenda-count = { $n ->
    [one] { $n } date
   *[other] { $n } dates
}
event-cancelled = Annulé
event-moved = Déplacé
event-changed = Changement
event-all-dates = Toutes les dates
event-calendar = Ajouter à mon calendrier
event-calendar-text = Ton calendrier sonnera { $ahead } : c’est le plus sûr.
event-ahead-hour = une heure avant
event-ahead-day = la veille
reminder-title = Me le rappeler
reminder-day = La veille
reminder-hour = Une heure avant
reminder-text = Le rappel reste sur ce téléphone et s’affiche quand l’appli est ouverte.
reminder-set = C’est noté : { $when }.
reminder-due = { $title } : { $when }
reminder-cancelled = C’est annulé : { $title }. Ton rappel est enlevé.
reminder-list = Tes rappels
event-when = Quand
event-where = Où
event-price = Prix
event-who = Pour qui
event-except = Sauf : { $dates }
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
offers-categories = Catégories
offers-only-aujourdhui = Aujourd’hui
offers-only-nouveaux = Nouveaux
offers-only-fin = Bientôt finis
offers-only-favoris = Mes favoris
offers-sort = Dans quel ordre
offers-sort-service = Comme le service les a rangés
offers-sort-nearest = Les plus proches d’abord
offers-sort-saving = Les plus grosses économies d’abord
offers-sort-ending = Ceux qui finissent d’abord
offers-near-from = Distances à vol d’oiseau depuis le centre ({ $commune }). Ta commune reste sur ce téléphone.
offers-near-where = Choisis ta commune pour voir ce qui est près. Elle reste sur ce téléphone.
offers-near-unknown = On ne sait pas encore situer { $commune } : choisis-en une autre, à côté.
offers-count = { $n ->
    [one] { $n } bon plan
   *[other] { $n } bons plans
}
offers-unmet = { $n ->
    [one] { $n } nouveau bon plan pour toi
   *[other] { $n } nouveaux bons plans pour toi
}
offers-none-title = Aucun bon plan comme ça
offers-none-text = Enlève un filtre, ou regarde-les tous.
offers-none-kept = Touche le cœur d’un bon plan pour le garder ici.
offers-all = Voir tous les bons plans
offers-new = Nouveau
offers-from = Prochain jour : { $day }
offers-ends = Fin : { $day }
offers-saves = ≈ { $price } d’économie
offer-not-today = Pas aujourd’hui. Prochain jour : { $day }.
offer-over = C’est fini.
offer-left-none = Tu l’as déjà utilisée. Prochaine fois : { $day }.
offer-card-needed = Il faut la carte jeune. Elle est gratuite.
offer-get-card = Demander ma carte
offer-call = Appeler
list-more = { $n ->
    [one] Voir le dernier
   *[other] Voir la suite ({ $n })
}
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
offer-needs-card = Il faudra la carte jeune. Elle n’est pas encore ouverte.
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
card-specimen = { $from }-{ $to } ans · spécimen
card-specimen-label = Aperçu de la carte jeune, spécimen sans valeur
card-soon = La carte n’est pas encore ouverte. Dès qu’elle l’est, tu la demandes ici, en deux minutes.
card-lead = Une carte gratuite, dans ton téléphone, pour payer moins cher près de chez toi.
card-apply = Demander ma carte
card-have-code = J’ai déjà une carte ou un code
card-gives = Ce qu’elle te donne
card-gives-free = Elle est gratuite, et rien à imprimer.
card-gives-offline = Elle marche sans réseau, pour toi comme pour le commerce.
card-gives-savings = Des réductions dans les commerces, et un compteur de ce que tu économises.
card-gives-private = Le commerce voit ton prénom et ta tranche d’âge. Rien d’autre.
card-see-offers = Voir les bons plans
card-ask = Poser une question sur la carte
card-ask-service = Parler au { $service }
card-see = Voir ma carte
card-erasing = Ta carte est effacée de ce téléphone. Le service l’efface aussi dès qu’il y a du réseau.

### Où en est la carte
card-waiting-title = Ta demande est prête
card-waiting-text = Elle part toute seule dès qu’il y a du réseau. Rien à refaire.
card-not-taken-title = Ta demande n’a pas été prise
card-not-taken-text = Il y a quelque chose à corriger. Tout ce que tu as écrit est gardé.
card-submitted-title = Ta demande est arrivée
card-submitted-text = Quelqu’un du service la regarde. Ta carte arrive ici dès qu’elle est acceptée.
card-asked-title = Il manque quelque chose
card-asked-text = Le service a une question avant de décider.
card-refused-title = Ta demande n’est pas acceptée
card-refused-text = Lis pourquoi. Tu peux corriger et redemander, ou en parler avec le service.
card-activating-title = C’est oui !
card-activating-text = Ta carte s’installe sur ce téléphone. Il faut du réseau, une seule fois.
card-ended-title = Connecte-toi une fois
card-ended-text = Ta carte marche deux semaines sans réseau, et elles sont passées. Un instant de connexion suffit pour la retrouver.
card-lost-here-title = Ta carte est cachée
card-lost-here-text = Elle sera bloquée pour de bon dès que ce téléphone a du réseau.
card-suspended-title = Ta carte est en pause
card-suspended-text = Elle ne peut pas servir pour l’instant. Le service peut la remettre en marche.
card-revoked-title = Ta carte n’est plus valable
card-revoked-text = Le service l’a retirée. Tu peux lui demander pourquoi.
card-expired-title = Ta carte est arrivée au bout
card-expired-text = Rien de grave : redemande-la, tes informations sont déjà remplies.
card-moved-title = Ta carte est sur un autre téléphone
card-moved-text = Une carte vit sur un seul téléphone. Si ce n’est pas toi, bloque-la avec ton code de secours.
card-other-key-title = Ce téléphone n’est plus celui de ta carte
card-other-key-text = Sa clé a disparu, par exemple après un nettoyage. Ton code de secours remet la carte ici.
card-erased-title = Cette carte n’existe plus
card-erased-text = Elle a été effacée chez le service. Tu peux en demander une nouvelle.
card-unknown-title = Ta carte a du nouveau
card-unknown-text = Mets l’appli à jour pour le voir.
card-reason = Le mot du service :
card-no-network = Pas de réseau
card-correct = Corriger ma demande
card-renew = Demander la suite
card-use-rescue = Utiliser un code de secours
card-asking = Un instant…
card-forget = Retirer de ce téléphone
card-name = Nom
card-submitted = Demandée
card-sent-as = Demande de { $name }

### La carte montrée
card-label = Ta carte jeune
card-until = jusqu’au { $day } { $month } { $year }
card-band = { $from }-{ $to } ans
card-photo-alt = Photo de { $name }
card-code-label = QR code de ta carte, à faire scanner au comptoir. Il change toutes les 15 secondes.
card-code-coming = Le code arrive…
card-next = Nouveau code dans { $n } s
card-full = Plein écran
card-full-leave = Quitter le plein écran
card-offline = Sans réseau · { $n ->
    [0] dernier jour
    [one] encore { $n } jour
   *[other] encore { $n } jours
}
card-warn-offline = { $n ->
    [0] Connecte-toi aujourd’hui, un instant suffit : sinon ta carte s’arrête ce soir ou demain.
    [one] Connecte-toi une fois d’ici demain : ta carte se renouvelle toute seule.
   *[other] Connecte-toi une fois d’ici { $n } jours : ta carte se renouvelle toute seule.
}
card-renewing = Ta nouvelle demande est partie. Cette carte marche encore en attendant.
card-renewal-title = Ta carte s’arrête bientôt.
card-renewal-text = Elle marche encore, dernier jour : { $day }.
card-clock-corrected = L’heure de ton téléphone { $late ->
    [late] retarde
   *[other] avance
} de { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}. On en tient compte : ta carte marche quand même.
card-clock-unknown = L’heure de ton téléphone n’a pas encore été comparée. Si le commerce te dit « heure fausse », connecte-toi une fois.
card-clock-back = L’heure de ton téléphone a changé. Connecte-toi une fois, ou remets-la à l’heure, pour que le code passe.
card-key-unsupported = Ce navigateur ne sait pas signer ta carte. Mets-le à jour, ou installe l’appli.
card-key-not-kept = Rien ne peut être gardé ici : c’est peut-être une fenêtre privée. Ouvre l’appli dans une fenêtre normale.
card-key-failed = Ton téléphone n’a pas réussi à signer le code. Ferme l’appli et rouvre-la.
card-uses = Ce que tu as économisé
card-saved = { $n ->
    [0] économisés pour l’instant
    [one] économisés, une utilisation
   *[other] économisés, en { $n } utilisations
}
card-uses-none = Montre ta carte dans un commerce : tes réductions s’additionnent ici.
card-use-gone = Une offre qui n’est plus proposée
card-shop-gone = Un commerce qui n’est plus là
card-my-data = Mes données de carte

### Secours
card-rescue = Code de secours
card-rescue-text = Il bloque ta carte ou la remet sur un autre téléphone. Note-le ailleurs : sur papier, ou chez quelqu’un de confiance.
card-rescue-show = Montrer le code
card-rescue-hide = Cacher le code
card-rescue-copy = Copier
card-rescue-copied = Code copié. Colle-le ailleurs que sur ce téléphone.
card-rescue-not-copied = Impossible de copier : note-le à la main.
card-rescue-title = Carte perdue ou volée
card-rescue-lead = Ton téléphone n’est plus là ? Le code de secours suffit.
card-rescue-hint = Espaces, tirets et majuscules n’ont pas d’importance.
card-rescue-block = Bloquer ma carte
card-rescue-block-text = Plus personne ne peut s’en servir. Le service peut la remettre en marche.
card-rescue-move = La remettre sur ce téléphone
card-rescue-move-text = L’ancien téléphone ne pourra plus la montrer.
card-rescue-none = Pas de code ? Le service jeunesse peut bloquer ta carte pour toi.
card-rescue-unknown = Ce code ne correspond à aucune carte. Vérifie chaque signe.
card-rescue-later = Il faut du réseau, et il n’y en a pas. Réessaie dans un moment.
card-blocked-title = Ta carte est bloquée
card-blocked-text = Elle ne marche plus nulle part dès que les commerces ont du réseau.
card-lost = Carte perdue ou volée
card-lost-text = Tu prêtes ou tu changes de téléphone ? Bloque ta carte ici.
card-lost-do = Bloquer ma carte
card-lost-sure = Bloquer ta carte ? Elle ne marche plus jusqu’à ce que le service la remette en marche.
card-lost-yes = Bloquer

### Activer
card-activate = Activer ma carte
card-activate-do = Installer ma carte ici
card-activate-title = Ta carte t’attend
card-activate-text = Elle sera sur ce téléphone, et sur lui seul.
card-activate-replaces = Il y a déjà une carte sur ce téléphone : celle-ci la remplace.
card-activate-used-title = Ce code a déjà servi
card-activate-used-text = La carte est sur un autre téléphone. Si ce n’est pas le tien, préviens le service.
card-activate-stale-title = Ce code est trop vieux
card-activate-stale-text = Demande au service de t’en montrer un nouveau.
card-activate-unknown-title = Ce code n’existe pas
card-activate-unknown-text = Vérifie chaque signe, ou scanne-le encore.
card-later-title = Il faut du réseau
card-later-text = Le code reste bon : réessaie dès que tu as du réseau. Si l’activation avait commencé, elle reprend.
card-other-code = Essayer un autre code
card-code-title = J’ai déjà une carte
card-code-lead = Scanne le QR code que le service te montre, ou recopie son code ici.
card-code-field = Code du service
card-code-empty = Écris le code.
card-code-rescue-title = Changer de téléphone
card-code-rescue-text = Ta carte était sur un autre téléphone ? Ton code de secours la remet ici.

### Demander
card-apply-title = Demander ma carte
card-apply-lead = Deux minutes. Ce que tu écris est gardé, même si tu fermes l’appli.
card-apply-closed = Il n’y a rien à demander pour l’instant.
card-apply-offline = Sans réseau, ta demande attend ici et part toute seule.
card-first-name = Prénom
card-last-name = Nom de famille
card-birth = Date de naissance
card-birth-hint = Par exemple 27 3 2010
card-day = Jour
card-month = Mois
card-year = Année
card-commune = Ta commune
card-commune-choose = Choisis
card-commune-other = Une autre commune
card-photo = Une photo (facultatif)
card-photo-mine = Ma photo
card-photo-hint = Elle reste sur ce téléphone : ni le service ni les commerces ne la reçoivent.
card-photo-yours = Ta photo
card-photo-choose = Prendre ou choisir une photo
card-photo-change = Changer la photo
card-photo-remove = Enlever la photo
card-photo-not-image = Ce fichier n’est pas une image.
card-photo-large = Cette image est trop lourde : 20 Mo au plus.
card-photo-unreadable = Cette image ne s’ouvre pas. Prends-en une autre.
card-parent-title = Un parent est d’accord
card-parent-text = Tu as moins de { $n } ans : la loi demande l’accord d’un parent ou de la personne qui s’occupe de toi. Le service peut l’appeler.
card-parent-name = Son prénom et son nom
card-parent-contact = Son téléphone ou son e-mail
card-parent-contact-hint = Pour vérifier avec elle ou lui, rien d’autre.
card-parent-agrees = Je suis son parent, ou j’ai la charge de cet enfant, et je suis d’accord pour qu’il ou elle ait la carte.
card-proof = Ton justificatif
card-proof-hint = Cette photo est envoyée au service, qui l’efface dès qu’il a décidé.
card-proof-yours = Ton justificatif
card-proof-held = Le service a déjà reçu ton justificatif.
card-proof-due = La photo de ton justificatif attend le réseau.
card-proof-missing = La photo de ton justificatif n’est pas arrivée. Ajoute-la en corrigeant ta demande.
card-fault-proof = Ajoute la photo de ton justificatif.
card-consent-title = Ce que tu acceptes
card-consent-what = Le service garde ton nom, ta date de naissance, ta commune, et où tu utilises ta carte.
card-consent-who = Seul le { $service } les voit. Ils ne sont ni vendus, ni donnés.
card-consent-shop = Au comptoir, le commerce voit ton prénom et ta tranche d’âge.
card-consent-stop = La carte dure { $months } mois. Tu peux tout télécharger ou tout effacer quand tu veux.
card-consent-version = Texte du { $version }
card-agrees = Je suis d’accord
card-send = Envoyer ma demande
card-not-kept = Impossible de garder la demande sur ce téléphone ({ $reason }). Rien n’est effacé : réessaie.
card-faults = { $n ->
    [one] Une chose à corriger plus bas.
   *[other] { $n } choses à corriger plus bas.
}
card-fault-first-name = Écris ton prénom.
card-fault-last-name = Écris ton nom de famille.
card-fault-birth = Écris ta date de naissance.
card-fault-commune = Choisis ta commune.
card-fault-parent-name = Écris le nom d’un parent.
card-fault-parent-contact = Écris un téléphone ou un e-mail.
card-fault-parent-agrees = Il faut l’accord d’un parent.
card-fault-agrees = Sans ton accord, on ne peut pas faire de carte.
card-fault-long = C’est trop long : { $n } caractères au plus.
card-fault-date = Ce jour n’existe pas. Jour, mois, puis les quatre chiffres de l’année.
card-fault-young = La carte commence à { $n } ans. Garde ta place pour plus tard.
card-fault-old = La carte va jusqu’à { $n } ans. L’appli, elle, reste ouverte à tout le monde.
card-fault-elsewhere = La carte est pour les habitants des communes de la liste.
card-fault-talk = Une question ? Parle au service.
card-fault-not-taken = Le service ne peut pas prendre ta demande pour l’instant. Réessaie plus tard, ou écris-lui.

### Mes données
card-data = Ma carte et mes données
card-data-text = Tout ce que le service sait de toi tient dans un fichier. Tu peux l’emporter, ou tout effacer.
card-export = Télécharger mes données de carte
card-export-partly = Le service ne répond pas : le fichier contient ce qui est sur ce téléphone.
card-erase = Effacer ma carte
card-erase-sure = Effacer ta carte de ce téléphone et chez le service ? Tu peux en redemander une plus tard.
card-erase-yes = Effacer ma carte
card-erased-here = Effacée ici. Chez le service : dès qu’il répond.
file-saved = Enregistré : { $path }
offer-show-card = Montrer ma carte
offer-left = { $n ->
    [0] Tu l’as déjà utilisée : c’est tout pour cette fois.
    [one] Il t’en reste une.
   *[other] Il t’en reste { $n }.
}

## Codes des boutiques en ligne
voucher-get = Obtenir mon code
voucher-asking = Je demande…
voucher-once = Le code est à toi seul et sert une fois. Il reste sur ce téléphone, même sans réseau.
voucher-yours = Ton code, reçu le { $date }
voucher-copy = Copier le code
voucher-copied = Code copié.
voucher-not-copied = Le téléphone n’a pas voulu copier : recopie-le.
voucher-had = Tu as déjà eu ton code : c’est tout pour cette fois.
voucher-gone = Épuisé : il n’y a plus de code pour l’instant.
voucher-gone-tag = Épuisé
voucher-later = Pas de réponse. Vérifie ton réseau et réessaie : tu ne perds rien.
voucher-no = Ce code ne peut pas être donné maintenant.
voucher-not-kept = Le téléphone n’a pas pu garder le code. Libère un peu de place et réessaie : c’est le même code.

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
language-later = Cette langue arrive avec le réseau. Pour l’instant, l’appli reste en français.
settings-about = À propos de toi
settings-about-hint = Reste sur ton téléphone, et ne sert qu’à mettre en avant ce qui te concerne. Rien n’est obligatoire.
settings-age = Ton âge
settings-age-years = { $n } ans
settings-commune = Ta commune
settings-unsaid = Non précisé
settings-interests = Ce qui t’intéresse
settings-stored = Sur ce téléphone
settings-stored-text = Tout est lisible sans réseau. Favoris, messages et réglages ne quittent pas ce téléphone, sauf les messages et la demande de carte que tu envoies.
settings-counted = Compter mes lectures, sans savoir que c’est moi
settings-counted-text = Aide la ville à savoir ce qui sert, sans nom ni identifiant.
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
erase-sure = Effacer favoris, brouillons, messages, réglages et carte de ce téléphone ? C’est définitif.
erase-yes = Tout effacer
erase-done = C’est effacé.

## Notifications
notify-title = Notifications
notify-switch = Me prévenir des actus
notify-off = Coupées. Rien n’arrive tant que tu ne le demandes pas.
notify-on = C’est en place : une notification t’ouvre l’actu, même sans réseau.
notify-asking = Ton téléphone te demande ton accord…
notify-waiting = C’est noté. En place dès qu’il y a du réseau.
notify-denied = Ton téléphone bloque les notifications de l’appli.
notify-denied-how = Pour changer ça : dans ses réglages, ou ceux du navigateur, ouvre les notifications, autorise cette appli, puis reviens ici.
notify-failed = Ton téléphone n’a pas réussi à s’inscrire. On réessaie tout seul : garde l’appli ouverte un instant, avec du réseau.
notify-refused = Le service n’a pas pris ton inscription. On réessaie demain ; si ça dure, écris-nous.
notify-unable-window = Une fenêtre d’ordinateur ne reçoit pas de notifications. Sur ton téléphone, oui.
notify-unable-browser = Ce navigateur ne sait pas recevoir de notifications. Mets-le à jour, ou essaie avec un autre.
notify-unable-home-screen = Sur iPhone et iPad, ajoute d’abord l’appli à l’écran d’accueil (« Partager », puis « Sur l’écran d’accueil »), et ouvre-la de là.
notify-unable-app = Cette version de l’appli ne reçoit pas encore de notifications. Les actus arrivent quand tu l’ouvres.
notify-unable-server = Le service n’envoie pas de notifications pour l’instant. Les actus arrivent quand tu ouvres l’appli.
notify-topics = De quoi ?
notify-topics-all = Tout
notify-quiet = Heures calmes
notify-quiet-text = Ce qui arrive pendant ces heures attend qu’elles soient finies.
notify-quiet-from = De
notify-quiet-to = À
notify-private = Le service reçoit l’adresse d’envoi que donne ton téléphone, et ces choix. Ni ton nom, ni ton âge.
notify-inbox = Les notifications reçues
invite-title = On te prévient des actus ?
invite-text = Tu choisis de quoi, et tu coupes quand tu veux.
invite-yes = Oui
invite-no = Non merci
invite-done = C’est noté : on te prévient.
invite-choose = Choisir de quoi et quand
inbox-list = Tes notifications
inbox-empty-title = Rien pour l’instant
inbox-empty-text = Ce que la ville annonce par notification reste ici, même si ton téléphone était éteint.
inbox-off = Ton téléphone ne te prévient pas : tu trouves ici ce qui a été annoncé.
inbox-off-link = Me faire prévenir
inbox-new = Non lue
inbox-unread = { $n ->
    [one] { $n } non lue
   *[other] { $n } non lues
}
inbox-bell = { $n ->
    [one] Notifications, { $n } non lue
   *[other] Notifications, { $n } non lues
}
inbox-read-all = Tout marquer comme lu

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

    Favoris, brouillons, centres d’intérêt, réglages, et la photo de ta carte. Personne d’autre ne les voit.

    ## Ce qui part, seulement si tu envoies

    Un message au service : son texte, et ce que tu donnes pour te répondre. Il est lu par { $service }.

    Une demande de carte : ton nom, ta date de naissance, ta commune, et le nom et le contact d’un parent quand la loi le demande. Le service sait ensuite où ta carte sert. Le commerce voit ton prénom et ta tranche d’âge, rien d’autre. Un code pour une boutique en ligne compte comme une utilisation ; la boutique n’apprend rien de ta carte.

    ## Les notifications, seulement si tu les demandes

    Ton téléphone donne au service une adresse d’envoi : celle que lui prête son navigateur ou son système (Google, Apple, Mozilla…). Elle part avec tes choix : la langue, les sujets, les heures calmes. Pas de nom, pas d’âge, aucun lien avec ta carte ou tes messages. Une notification passe par cette entreprise, chiffrée dans les navigateurs, et ne contient qu’une actu publique. Tu coupes : le service oublie l’adresse. Elle s’efface aussi toute seule après neuf mois sans nouvelles.

    ## Ce qui est compté, sans savoir qui

    L’appli dit à la ville, chaque chose une fois par semaine au plus, qu’elle a été ouverte, quelles actus et fiches ont été lues, et quels mots n’ont rien donné dans la recherche. La ville n’en garde que des totaux : rien ne dit que c’est toi, ni ne relie une lecture à une autre. Tu peux couper ces chiffres dans les réglages.

    ## La carte

    « Autour de moi » demande ta position seulement quand tu appuies. Carte, recherche et bons plans s’en servent pour dire ce qui est près ; elle n’est pas gardée et ne part pas. Les morceaux de carte que tu regardes viennent du serveur de la ville ; une adresse que tu cherches lui est envoyée, et il la demande au géocodeur national sans dire que c’est toi. Avec la carte gardée sur ton téléphone, regarder ne demande plus rien à personne. « Itinéraire » ouvre l’appli ou le site que tu choisis, qui voit alors où tu vas.

    ## Effacer

    Dans les réglages, « Effacer mes données » efface tout ce qui est sur ce téléphone, et demande au service d’effacer ta carte et tes messages. « Effacer ma carte » n’efface que la carte.
privacy-erase = Aller aux réglages
licences-title = Licences
licences-text =
    Le code de l’appli est libre, sous licence MIT ou Apache 2.0, au choix.

    - **Bricolage Grotesque**, dessinée par Mathieu Triay : SIL Open Font License 1.1
    - **Atkinson Hyperlegible Next**, du Braille Institute : SIL Open Font License 1.1
    - **Dioxus**, pour l’interface : MIT ou Apache 2.0
    - **SQLite**, pour garder le contenu : domaine public
    - **MapLibre GL**, pour dessiner la carte : BSD à trois clauses
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

## Aperçu d’une actu, dans un cadre de l’espace de l’équipe
preview-title = Aperçu
preview-text = L’actu que quelqu’un écrit dans l’espace de l’équipe se montre ici.

## Carte
map-title = Carte
map-see = Voir sur la carte
map-region = Carte des lieux
map-skip = Passer à la liste
map-wait = La carte arrive…
here-soon = Ici, bientôt
map-open = Ouvert maintenant
map-discount = Avec réduction
map-from = Partir d’où ?
map-around = Autour de moi
map-centre = Autour du centre de la carte
map-forget = Oublier ce point
map-locating = On te cherche…
map-from-none = Appuie longtemps sur la carte pour partir d’un point.
map-from-here = Le plus près de toi d’abord. Ta position n’est pas gardée.
map-from-point = Le plus près du point choisi d’abord.
map-elsewhere = Tu es à { $km } km : on reste sur { $town }.
map-refused = Ta position n’est pas partagée. Autorise-la dans les réglages, ou choisis toi-même d’où partir.
map-late = Ta position met trop de temps à venir. Réessaie dehors, ou choisis toi-même d’où partir.
map-unavailable = Cet appareil ne sait pas où tu es. Choisis toi-même d’où partir.
map-paper = Pas de fond de carte pour l’instant : les lieux sont à leur place, sur du papier.
map-unable = Cet appareil ne peut pas dessiner la carte. La liste dit la même chose.
map-absent = La carte n’est pas encore sur cet appareil, et le réseau manque. La liste dit la même chose.
map-count = { $n ->
    [one] { $n } lieu
   *[other] { $n } lieux
}
map-offers = { $n ->
    [one] { $n } bon plan
   *[other] { $n } bons plans
}
map-more = Montrer { $n } de plus
map-all = Tous les lieux
map-empty-title = Rien ici
map-empty-text = Aucun lieu ne répond à tout ça en même temps. Enlève un filtre.
map-metres = { $n } m
map-kilometres = { $km },{ $tenth } km
map-close = Fermer ce lieu
map-whole = Toute la fiche
map-zoom-in = Agrandir
map-zoom-out = Réduire
directions = Itinéraire
directions-by = Itinéraire ({ $site })
map-keep-title = Garder la carte sur ce téléphone
map-keep-text = Toute la carte et ses rues, même sans réseau. Ça prend { $size } sur ce téléphone.
map-keep-newer = Une carte plus récente est là
map-keep = Télécharger ({ $size })
map-keep-on = Reprendre ({ $left } encore)
map-keep-coming = { $here } sur { $size }
map-keep-pause = Mettre en pause
map-keep-pausing = On s’arrête après ce morceau…
map-keep-here = La carte est sur ce téléphone ({ $size }) : elle marche sans réseau.
map-keep-remove = Enlever la carte
map-keep-full = Il n’y a plus assez de place : il faut { $size }. Libère un peu d’espace, puis reprends. Rien d’autre n’est touché.
map-keep-network = Le réseau s’est arrêté. Ce qui est arrivé est gardé : reprends quand tu veux.
map-keep-broken = La carte n’est pas arrivée comme il faut. Réessaie.
megabytes = { $whole },{ $tenth } Mo
map-lookup = Une rue, une adresse, un lieu
map-lookup-count = { $n ->
    [0] Rien de ce nom
    [one] { $n } réponse
   *[other] { $n } réponses
}
