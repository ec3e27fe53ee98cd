"""What the codes of services, of supervision and of commitments are called; `labels` adds them to its own."""

from __future__ import annotations

SERVICE: dict[str, dict[str, tuple[str, str]]] = {
    "unit": {"state": ("état", "state")},
    "service_state": {"0": ("Fonctionne", "Works"), "1": ("Ralenti", "Slow"), "2": ("Interrompu", "Interrupted")},
    "check": {
        "backup": ("Sauvegardes", "Backups"),
        "restore": ("Restaurations", "Restores"),
        "patch": ("Correctifs", "Patches"),
        "certificate": ("Certificats", "Certificates"),
    },
    "capacity": {
        "cpu": ("processeur", "processor"),
        "memory": ("mémoire", "memory"),
        "disk": ("disque", "disk"),
        "licences": ("licences", "licences"),
    },
    "excluded": {
        "no_history": ("sans historique", "without a history"),
        "no_answer": ("sans réponse enregistrée", "without a recorded answer"),
        "no_score": ("sans note", "without a score"),
        "source_silent": ("dont l'outil ne dit rien", "of which the tool says nothing"),
    },
    "beside": {
        "working_days": ("jours ouvrés", "working days"),
        "outages": ("coupures", "outages"),
        "longest": ("la plus longue", "the longest"),
        "down": ("interrompu", "interrupted"),
        "agreed": ("temps convenu", "agreed time"),
        "partial": ("partiels", "partial"),
        "failed": ("manqués", "failed"),
        "sent": ("enquêtes envoyées", "surveys sent"),
        "answered": ("réponses", "answers"),
        "response_rate": ("taux de réponse", "response rate"),
        "missed": ("manqués", "missed"),
        "too_few": ("trop peu de tickets", "too few tickets"),
        "no_data": ("rien à mesurer", "nothing to measure"),
        "not_measured": ("non mesurés", "not measured"),
        "source_met": ("tenus, dit l'outil", "held, says the tool"),
        "met": ("tenus, disons-nous", "held, we say"),
    },
    "reason": {
        "no_answer": ("aucune réponse enregistrée", "no answer recorded"),
        "no_working_day": ("aucun jour ouvré", "no working day"),
        "no_monitor": ("aucune sonde sur ce service", "no probe on this service"),
        "no_limit": ("aucune limite connue", "no known limit"),
        "no_rule": ("aucune règle de pénalité déclarée", "no penalty rule declared"),
        "no_fee": ("aucune mensualité connue", "no known monthly fee"),
        "no_verdict": ("aucun engagement mesuré", "no commitment measured"),
    },
    "differs": {
        "reopened": ("l'outil ignore la réouverture", "the tool ignores the reopening"),
        "priority": ("l'outil juge une autre priorité", "the tool judges another priority"),
        "waits": ("l'outil compte l'attente", "the tool counts the waiting time"),
        "calendar": ("l'outil compte hors des horaires", "the tool counts outside the calendar"),
        "limit": ("à la limite exactement", "exactly at the limit"),
        "unknown": ("raison inconnue", "reason unknown"),
    },
    "status": {
        "ok": ("réussi", "passed"),
        "failed": ("manqué", "failed"),
        "partial": ("partiel", "partial"),
    },
    "kind": {
        "backup": ("Sauvegarde", "Backup"),
        "restore": ("Restauration", "Restore"),
        "patch": ("Correctifs", "Patches"),
        "certificate": ("Certificat", "Certificate"),
    },
    "subject": {"actions": ("actions", "actions")},
    "deadline": {
        "warranty_end": ("Fin de garantie", "Warranty ends"),
        "renewal_date": ("À renouveler", "Renewal due"),
        "end_of_life": ("Fin de vie", "End of life"),
    },
    "dimension": {
        "service": ("service", "service"),
        "ci": ("élément", "item"),
        "metric": ("mesure", "measure"),
        "currency": ("monnaie", "currency"),
    },
}
