# Ce que le service dit aux électeurs quand il refuse, en français.
#
# Les espaces insécables sont de vrais caractères : U+00A0 devant « : », U+202F devant « ; », « ! » et « ? ».

title-bad-request = La demande est illisible
title-busy = Trop de monde à la fois
title-copied = Ce bulletin est la copie d’un autre
title-district = Ce quartier n’existe pas
title-early = C’est trop tôt
title-empty = Il n’y a pas encore d’élection
title-internal = Le service a commis une erreur
title-late = Le vote est terminé
title-media-type = Le contenu est d’un autre type
title-method = Ceci n’est pas possible à cette adresse
title-not-found = Il n’y a rien à cette adresse
title-other-board = C’est un autre tableau
title-other-election = C’est une autre élection
title-paper = Un bulletin papier a été utilisé
title-phase = Le vote n’est pas ouvert
title-proof = Le bulletin n’est pas valable
title-range = Il n’y a rien dans cet intervalle
title-revoked = Le code de vote n’est plus valable
title-roll = Le code de vote n’est pas sur la liste
title-rules = Les règles ne le permettent pas
title-set-aside = Les bulletins de ce code de vote sont refusés pour l’instant
title-signature = Le bulletin n’est pas signé par son code de vote
title-slow = La demande a pris trop de temps
title-stale = Vous avez voté entre-temps
title-too-long = L’envoi est trop long
title-too-many = Trop de demandes
title-unavailable = Le service est en panne
title-unreadable = L’envoi est illisible
title-witnesses = Il manque des témoins

detail-bad-request = Le service n’a pas compris la demande. Rechargez la page, puis réessayez.
detail-busy = Beaucoup de personnes votent en ce moment. Votre bulletin n’a pas été enregistré. Réessayez dans un instant.
detail-copied = Une partie de ce bulletin est déjà au tableau, dans un autre. Faites un nouveau bulletin et déposez-le.
detail-district = Cette élection n’a pas ce quartier. Vérifiez l’adresse de la page.
detail-internal = Vous n’y êtes pour rien. On ignore ce qu’est devenu votre envoi : réessayez. Si cela se répète, prévenez le bureau des élections.
detail-late = Le vote s’est terminé à cette date : { $when }. Les bulletins déposés avant comptent.
detail-media-type = Le service n’a pas compris la demande. Rechargez la page, puis réessayez.
detail-method = Le service n’a pas compris la demande. Rechargez la page, puis réessayez.
detail-not-found = Vérifiez l’adresse.
detail-paper = Ce code de vote a été consommé par un bulletin papier. Si vous n’avez pas voté sur papier, adressez-vous au bureau des élections.
detail-phase = Les bulletins sont reçus de l’ouverture à la clôture du vote. Consultez les dates du vote.
detail-proof = Le bulletin ne respecte pas les règles du vote, ou a été abîmé en chemin. Rechargez la page et refaites-le.
detail-range = Le fichier n’a pas autant d’octets.
detail-revoked = Ce code de vote a été retiré. Si vous en avez reçu un nouveau, utilisez-le ; sinon, adressez-vous au bureau des élections.
detail-roll = Vérifiez que vous avez saisi votre code de vote pour ce quartier. S’il est juste, adressez-vous au bureau des élections.
detail-set-aside = Des bulletins qui ne peuvent pas être valables ont été envoyés à plusieurs reprises avec ce code de vote. Attendez avant de réessayer. Si ce n’était pas vous, prévenez le bureau des élections.
detail-signature = Le bulletin a été abîmé en chemin, ou fait avec un autre code de vote. Saisissez votre code à nouveau.
detail-slow = La connexion est lente. Rien n’a été enregistré. Réessayez.
detail-stale = Un bulletin a été déposé avec ce code de vote depuis que vous avez ouvert cette page. Rechargez-la pour le voir, et votez à nouveau si vous voulez le changer.
detail-too-long = L’envoi est plus long qu’aucun bulletin. Rechargez la page, puis réessayez.
detail-too-many = Trop de demandes sont venues de votre réseau, ou avec votre code de vote. Attendez un peu, puis réessayez.
detail-unavailable = Le tableau ne peut pas être écrit en ce moment. On ignore si votre bulletin a été enregistré : réessayez dans une minute, il ne comptera qu’une fois.
detail-unreadable = Le bulletin a été abîmé en chemin, ou fait par un autre programme. Rechargez la page, puis réessayez.
