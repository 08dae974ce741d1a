# Les textes des pages des responsables, en français. Voir en.ftl.
#
# Devant « : » une espace insécable, devant « ? » et « ; » aussi : écrites {"\u00A0"} et {"\u202F"}.

## Nombres et dates

number-group = {"\u202F"}
count = { NUMBER($count) }
day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
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
date = { $date } { $year }
moment = { $date } à { $time } { $zone }
within-a-day = { $day }, de { $from } à { $to }
over-days = Du { $day } à { $from } au { $last } à { $to }

## Chaque page

language-name = Français
language-choice = Langue
skip = Aller au contenu
page-kind = Pour les responsables de la mairie
page-title = { $page }{"\u00A0"}: { $title }
no-election = Pas encore d’élection
menu = Pages
menu-status = État
menu-turnout = Participation
menu-ceremony = Dépositaires
menu-alerts = Alertes
log-out = Se déconnecter
logged-in-as = Connecté{"\u00A0"}: { $name }
logged-in-by-provider = Connecté par le compte de la mairie
as-of = Situation au { $moment }.
refresh-begin = Actualiser cette page toutes les minutes
refresh-end = Cette page s’actualise toutes les minutes. Arrêter
privacy = Ces pages ne montrent que des nombres{"\u00A0"}: rien sur une personne, et aucun résultat partiel. Personne n’en a, pas même les dépositaires.

## Se connecter

log-in-heading = Se connecter
log-in-key-heading = Avec votre fichier de clé
log-in-key-empty = Personne ne peut se connecter avec un fichier de clé avant que la définition de l’élection soit sur le tableau{"\u00A0"}: c’est elle qui dit qui sont les responsables. Publiez-la d’abord (isoloir publish).
log-in-key-step-run = Sur votre ordinateur, dans le dossier de votre fichier de clé, lancez cette commande. Elle demande votre phrase secrète et n’envoie rien.
log-in-key-step-paste = Copiez dans ce champ la ligne qu’elle affiche, puis appuyez sur le bouton. Vous avez dix minutes.
log-in-answer = Réponse
log-in-button = Se connecter
log-in-beware = Avant de la coller, regardez l’adresse de cette page. Ce doit être { $address }.
log-in-provider-heading = Avec votre compte de la mairie
log-in-provider = Se connecter chez { $provider }
log-in-failed = Vous n’êtes pas connecté
log-in-unreadable = Ce n’est pas une réponse. C’est une ligne de 86 caractères{"\u00A0"}: copiez toute la ligne affichée par la commande.
log-in-stale = Cette réponse est à une autre demande{"\u00A0"}: vieille de plus de dix minutes, déjà utilisée, ou affichée dans un autre navigateur. Lancez la commande ci-dessous, qui en a une nouvelle.
log-in-stranger = Aucun responsable de cette élection n’a signé cette réponse. Utilisez le fichier de clé dont la ligne est dans la définition, et la commande exactement comme ci-dessous, avec cette adresse du tableau.
log-in-elsewhere = La réponse ne vient pas de cette page. Ouvrez-la à sa propre adresse, et réessayez.
openid-stale = Cette connexion a commencé dans un autre navigateur, ou il y a plus de dix minutes, ou a été abandonnée. Recommencez.
openid-stranger = Votre compte est valable, mais il n’est pas de ceux qui peuvent voir ces pages. Adressez-vous à qui gère le serveur.
openid-failed = Le service des comptes ne répond pas comme il faut. Réessayez dans une minute{"\u00A0"}; si cela dure, dites-le à qui gère le serveur, qui trouvera la raison dans son journal.
logged-in = Vous êtes connecté
go-on = Continuer

## Où en est l’élection

status-heading = Où en est l’élection
stage-setup = En préparation
stage-voting = Le vote est ouvert
stage-closed = Le vote est clos
stage-decided = Le résultat est publié
status-empty = Il n’y a pas encore d’élection sur le tableau. Un responsable y met sa définition (isoloir publish).
next-heading = Ce qu’il faut faire maintenant
next-nothing = Rien. Chacun peut vérifier l’élection (isoloir-verify) et lire le résultat (isoloir result).
next-wait = Le serveur additionne les bulletins. Cela prend un moment.
step-publish-again = Un responsable{"\u00A0"}: une partie seulement de la définition est sur le tableau. Relancez isoloir publish.
step-commit = Dépositaires, premier tour (isoloir trustee commit){"\u00A0"}: { $names }
step-open-round = Dépositaires, deuxième tour (isoloir trustee share){"\u00A0"}: { $names }
step-deal = Dépositaires, troisième tour (isoloir trustee share){"\u00A0"}: { $names }
step-confirm = Dépositaires, dernier tour (isoloir trustee confirm){"\u00A0"}: { $names }
step-hold-again = La cérémonie des clés a échoué, et on ne peut montrer la faute de personne. Recommencez sur un nouveau tableau, avec de nouveaux fichiers.
step-hold-again-without = La cérémonie des clés a échoué, par la faute de { $name } ou de son ordinateur. Recommencez sur un nouveau tableau avec de nouveaux fichiers, sans cette personne ou avec un autre ordinateur.
step-enrol = { $name }, registraire{"\u00A0"}: déposer la liste (isoloir registrar issue) de { $districts }
step-match-rolls = Registraires{"\u00A0"}: vos listes de { $district } n’ont pas la même longueur. Toutes doivent venir de la même liste d’habitants.
step-open = Tout est là. Un responsable ouvre le vote (isoloir open), à partir du { $moment }
step-close = Les habitants votent. Un responsable clôt le vote (isoloir close), à partir du { $moment }
step-state = { $needed ->
    [one] Un dépositaire encore doit constater
   *[other] { NUMBER($needed) } dépositaires encore doivent constater
} la clôture (isoloir trustee close-statement), à partir du { $moment }. Pas encore fait par{"\u00A0"}: { $names }
step-set-aside = { $district }{"\u00A0"}: le déchiffrement de { $name } est faux, et mis de côté. Demandez-lui pourquoi.
step-decrypt = { $district }{"\u00A0"}: { $needed ->
    [one] un dépositaire encore doit déchiffrer
   *[other] { NUMBER($needed) } dépositaires encore doivent déchiffrer
} (isoloir trustee decrypt)
step-publish = { $district }{"\u00A0"}: un responsable peut publier le résultat (isoloir publish-result)
times-heading = Dates
opens = Ouverture
closes = Clôture
complaints = Réclamations jusqu’au
identity-heading = De quelle élection il s’agit
election-id = Identifiant de l’élection
fingerprint = Empreinte du vote ouvert
entries = Entrées sur le tableau

## Participation

turnout-heading = Participation
turnout-what = Ce sont des bulletins. Qui vote à nouveau en a deux, et seul le dernier compte.
turnout-not-yet = Le vote n’est pas encore ouvert.
turnout-unreadable = Les nombres ne peuvent pas être lus maintenant. Réessayez dans une minute.
districts-caption = Bulletins enregistrés par budget
column-district = Budget
column-roll = Inscrits
column-ballots = Bulletins
all-districts = Tous les budgets
hours-heading = { $district }, heure par heure
hours-none = Pas encore de bulletin.
hours-scale = Chaque ligne est un jour, de 0 à 24 heures. La barre la plus haute vaut { $ballots ->
    [one] { NUMBER($ballots) } bulletin
   *[other] { NUMBER($ballots) } bulletins
} par heure.
hours-desc = Barres pour { $days ->
    [one] un jour
   *[other] { NUMBER($days) } jours
}. Les mêmes nombres sont dans le tableau qui suit.
hours-earlier = Seuls les { NUMBER($days) } derniers jours sont montrés.
hours-floor = Les heures de moins de { NUMBER($floor) } bulletins sont jointes à leurs voisines, pour qu’aucun votant ne se distingue.
hours-table = Les mêmes nombres en tableau
hours-caption = Bulletins enregistrés dans { $district }, les derniers d’abord
column-time = Quand
few = moins de { NUMBER($floor) }

## Les dépositaires

ceremony-heading = Les dépositaires
ceremony-what = Chaque dépositaire fait chaque tour sur son propre ordinateur. Un tour commence quand tous ont fait le précédent.
keys-heading = Cérémonie des clés
keys-caption = Ce que chaque dépositaire a fait de la cérémonie des clés
keys-failed = La cérémonie a échoué après une plainte ou avec des clés inutilisables. On ne peut montrer la faute de personne.
keys-failed-by = La cérémonie a échoué. Le tableau prouve la faute de { $name }, ou de son ordinateur.
keys-complete = Tous les dépositaires ont confirmé{"\u00A0"}: l’élection a ses clés. Il n’y a pas eu de plainte.
keys-no-complaint = Il n’y a pas de plainte.
column-trustee = Dépositaire
round-commit = Engager
round-open = Ouvrir
round-deal = Partager
round-confirm = Confirmer
part-done = fait
part-awaited = attendu
part-later = plus tard
tally-heading = Après la clôture
tally-not-yet = Cela commence quand le vote est clos.
tally-what = { $quorum ->
    [one] Un dépositaire doit constater
   *[other] { NUMBER($quorum) } dépositaires doivent constater
} que la clôture est juste. Puis { $threshold ->
    [one] un doit déchiffrer
   *[other] { NUMBER($threshold) } doivent déchiffrer
} chaque budget.
tally-caption = Ce que chaque dépositaire a fait après la clôture
column-statement = Constat
column-decrypted = Budgets déchiffrés
part-missing = pas encore
decrypted = { NUMBER($count) } sur { NUMBER($of) }
decrypted-wrong = { $count ->
    [one] { NUMBER($count) } faux, mis de côté
   *[other] { NUMBER($count) } faux, mis de côté
}

## Alertes

alerts-heading = Ce qui paraît étrange
alerts-what = Une alerte est une raison de regarder, et ne prouve rien.
alerts-none = Rien ne paraît étrange.
alert-burst = { $district }{"\u00A0"}: { $ballots ->
    [one] { NUMBER($ballots) } bulletin
   *[other] { NUMBER($ballots) } bulletins
}, { $when }, dix fois plus que dans les heures d’avant ou davantage. Y avait-il une raison{"\u00A0"}: une réunion, un message à tous, une soirée à la mairie{"\u202F"}?
alert-silence = { $district }{"\u00A0"}: aucun bulletin { $hours ->
    [one] une heure
   *[other] { NUMBER($hours) } heures
} après l’ouverture. Ses habitants ont-ils reçu leurs lettres, et leurs codes marchent-ils{"\u202F"}?
alert-crowd = { $addresses ->
    [one] D’une même adresse Internet
   *[other] De chacune de { NUMBER($addresses) } adresses Internet
}, { NUMBER($least) } droits de vote ou plus ont servi pour la première fois aujourd’hui. Les ordinateurs de la mairie, une bibliothèque et certains réseaux mobiles font exactement pareil. Personne ne peut voir ici de quelle adresse il s’agit, ni qui a voté.
alerts-how-heading = Ce qui est regardé
alerts-how-burst = Une poussée{"\u00A0"}: 100 bulletins ou plus, et au moins dix fois plus par heure que le jour d’avant.
alerts-how-silence = Le silence{"\u00A0"}: un budget sans bulletin six heures après l’ouverture.
alerts-how-crowd = Beaucoup de droits de vote depuis une adresse, par classes à partir de 30, 100 et 300, depuis minuit (UTC). Pour cela le serveur ne garde ni adresse ni droit de vote, et seulement en mémoire{"\u00A0"}: un nombre par adresse, sous une clé qu’il oublie chaque nuit.
