"""What the account managers had to say, month by month: the part of a note that no figure gives."""

from __future__ import annotations

REMARKS: dict[tuple[str, str], str] = {
    ("lefevre", "2025-05"): "Le forfait de support a commencé le 15 mai ; les premières semaines servent à reprendre vos habitudes.",
    ("lefevre", "2025-06"): "Les accès des saisonniers sont prêts pour l'été.",
    ("lefevre", "2025-09"): "L'arrêt du TMS le 12 au matin a duré 47 minutes ; un second serveur applicatif a été ajouté le 20.",
    ("lefevre", "2025-11"): "Les pics de fin d'année ont été préparés avec vos exploitants.",
    ("lefevre", "2026-02"): "Le nouveau forfait de 720 heures a commencé le 15 février. Deux arrêts ont pesé sur le mois : le VPN le 11, le TMS le 17.",
    ("lefevre", "2026-03"): "Le TMS a été ralenti le 24 ; la cause, une requête de l'éditeur, est corrigée depuis.",
    ("lefevre", "2026-04"): "L'arrêt du TMS le 8 avant l'ouverture des quais nous a coûté du retard ; l'astreinte a été renforcée.",
    ("lefevre", "2026-05"): "Ce mois est le dernier sous l'objectif que nous attendons : le plan de retour est terminé.",
    ("lefevre", "2026-06"): "Les délais sont revenus au niveau convenu.",
    ("lefevre", "2026-09"): "La reprise a été chargée, et le forfait avance plus vite que le calendrier.",
    ("lefevre", "2026-10"): "La panne du lien de Fibralia, le 13 de 9 h 12 à 14 h 04, a coupé vos agences ; le rapport d'incident vous sera remis "
                            "dès sa réception.\n\nÀ ce rythme, le forfait finirait 32 heures au-dessus des 720 vendues. Je propose d'en "
                            "décider avant le 14 novembre, dernier jour de votre préavis : soit 40 heures complémentaires, soit le report de "
                            "la refonte des droits de partage.",
    ("castelbourg", "2025-05"): "Le chantier du Wi-Fi des écoles a commencé.",
    ("castelbourg", "2025-09"): "La rentrée s'est faite avec le câblage de la première école terminé.",
    ("castelbourg", "2025-10"): "Les bornes de l'école des Tilleuls sont posées.",
    ("castelbourg", "2025-11"): "La messagerie a été arrêtée 95 minutes le 18. Nos prises en charge ont été trop lentes ce mois-ci.",
    ("castelbourg", "2025-12"): "Les prises en charge restent trop lentes ; une personne de plus suit vos demandes dès janvier.",
    ("castelbourg", "2026-01"): "Le renfort est en place depuis le 12 ; l'effet se verra en février.",
    ("castelbourg", "2026-02"): "Un avoir de 590 € a été émis pour les retards de l'hiver.",
    ("castelbourg", "2026-03"): "La migration de la messagerie a commencé par l'audit des boîtes.",
    ("castelbourg", "2026-09"): "Le premier lot de boîtes a basculé le 19, avec 70 minutes de retard sur le créneau.",
    ("castelbourg", "2026-10"): "Les écoles ont été privées d'internet le 13, de 9 h 12 à 14 h 04, par une panne de l'opérateur.\n\n"
                                "Le dernier lot de boîtes bascule le 7 novembre. Votre marché prend fin le 31 décembre : la suite est à "
                                "prévoir dès maintenant.",
    ("helianthe", "2025-05"): "La première vague de postes est inventoriée.",
    ("helianthe", "2025-09"): "La vague de migration de septembre a saturé le support ; les prises en charge s'en sont ressenties.",
    ("helianthe", "2025-12"): "Le passage des postes à Windows 11 est terminé.",
    ("helianthe", "2026-01"): "Le portail des fournisseurs est lancé ; le premier atelier a réuni les achats et la comptabilité.",
    ("helianthe", "2026-05"): "L'ERP s'est arrêté 22 minutes le 28 au soir, hors des heures de magasin.",
    ("helianthe", "2026-06"): "L'essai de bascule du pare-feu s'est passé comme prévu.",
    ("helianthe", "2026-08"): "L'été a servi à durcir l'annuaire.",
    ("helianthe", "2026-09"): "La rentrée a été la plus chargée depuis le début du contrat, et les délais ont été tenus.",
    ("helianthe", "2026-10"): "L'interface de caisse est ralentie depuis le 30 ; l'éditeur est prévenu.\n\nLe portail des fournisseurs entre en "
                              "recette. Le certificat du pare-feu est renouvelé le 18 novembre, avant son échéance du 25.",
    ("helianthe-energie", "2025-06"): "Le support applicatif a commencé le 1er juin, avec 40 jours.",
    ("helianthe-energie", "2025-09"): "Le renfort réseau et sécurité est en place.",
    ("helianthe-energie", "2026-04"): "Vingt jours ont été ajoutés au support applicatif.",
    ("helianthe-energie", "2026-07"): "La collecte s'est arrêtée dans la nuit du 16 ; les relevés ont été rejoués.",
    ("helianthe-energie", "2026-08"): "Une seconde coupure de collecte, le 21, a la même cause : une mise à jour de l'éditeur, retirée depuis.",
    ("helianthe-energie", "2026-09"): "Le poste de conduite a été ralenti 34 minutes le 2.",
    ("helianthe-energie", "2026-10"): "Les sites isolés ont été injoignables le 13, de 9 h 12 à 14 h 04 : le lien de l'opérateur était seul. Un second "
                                      "lien est à l'étude.\n\nTrente jours ont été ajoutés au support applicatif le 5.",
    ("orsted", "2025-09"): "The office move is being prepared; the cabling survey is done.",
    ("orsted", "2025-11"): "The network room moved on the 15th; it took 55 minutes longer than planned.",
    ("orsted", "2026-02"): "Three laptops were replaced.",
    ("orsted", "2026-06"): "Nothing is monitored yet: an outage reaches us only when you call.",
    ("orsted", "2026-10"): "Nothing of yours is monitored yet, so we cannot tell you how often it was down. I would like to agree on "
                           "that in November.",
}
ENGLISH: dict[tuple[str, str], str] = {
    ("lefevre", "2026-08"): "August was quiet.",
    ("lefevre", "2026-09"): "September was busy, and the hours are going faster than the calendar.",
    ("lefevre", "2026-10"): "The Fibralia line failed on the 13th from 9:12 to 14:04 and cut your branches off; you will have the incident report "
                            "as soon as we do.\n\nAt this pace the hours would end 32 above the 720 sold. I suggest deciding before 14 November, "
                            "the last day to give notice: either 40 more hours, or a later overhaul of the share permissions.",
    ("helianthe", "2026-08"): "The summer was used to harden the directory.",
    ("helianthe", "2026-09"): "September was the busiest month since the contract began, and the delays were kept.",
    ("helianthe", "2026-10"): "The till interface has been slow since the 30th; its vendor has been told.\n\nThe supplier portal goes into "
                              "acceptance. The firewall certificate is renewed on 18 November, before it ends on the 25th.",
}
# Said where a month has no remark of its own
PLAIN = ("Rien d'autre à signaler.", "Le mois a été calme.", "Aucun arrêt à regretter ce mois-ci.",
         "Les correctifs mensuels ont été posés dans leur créneau.")
PLAIN_EN = ("Nothing else to report.", "A quiet month.", "No change is needed on your side.")
