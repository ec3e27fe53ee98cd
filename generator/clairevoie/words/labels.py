"""What a code is called, in French and English: statuses, kinds, effects, priorities, reasons, pages."""

from __future__ import annotations

from clairevoie.words.typography import pick

LABELS: dict[str, dict[str, tuple[str, str]]] = {
    "page": {
        "overview": ("Vue d'ensemble", "Overview"),
        "commitments": ("Engagements", "Commitments"),
        "contracts": ("Contrats", "Contracts"),
        "tickets": ("Tickets", "Tickets"),
        "infrastructure": ("Services et parc", "Services and assets"),
        "planning": ("Planning", "Planning"),
        "news": ("Actualités", "News"),
        "contacts": ("Contacts", "Contacts"),
        "definitions": ("Définitions", "Definitions"),
        "portfolio": ("Portefeuille", "Portfolio"),
        "margins": ("Marge", "Margin"),
        "staffing": ("Équipe", "Team"),
        "quality": ("Qualité des données", "Data quality"),
    },
    "status": {
        "new": ("Pas encore pris en charge", "Not picked up yet"),
        "assigned": ("En cours", "In progress"),
        "pending": ("Nous attendons votre réponse", "Waiting for your answer"),
        "waiting_approval": ("En attente d'accord", "Waiting for approval"),
        "resolved": ("Résolu", "Resolved"),
        "closed": ("Clos", "Closed"),
        "cancelled": ("Annulé", "Cancelled"),
        "to_confirm": ("à confirmer", "to be confirmed"),
        "confirmed": ("confirmée", "confirmed"),
        "in_progress": ("en cours", "in progress"),
        "done": ("faite", "done"),
        "production": ("en production", "in production"),
        "implementation": ("en installation", "being installed"),
        "retired": ("retiré", "retired"),
        "inactive": ("inactif", "inactive"),
        "active": ("actif", "active"),
        "stock": ("en stock", "in stock"),
        "obsolete": ("obsolète", "obsolete"),
        "open": ("ouverte", "open"),
        "dropped": ("abandonnée", "dropped"),
    },
    "kind": {
        "incident": ("Incident", "Incident"),
        "request": ("Demande", "Request"),
        "problem": ("Problème", "Problem"),
        "change": ("Changement", "Change"),
        "maintenance": ("Maintenance", "Maintenance"),
        "visit": ("Visite", "Visit"),
        "meeting": ("Réunion", "Meeting"),
        "managed": ("Infogérance", "Managed services"),
        "time_and_materials": ("Régie", "Time and materials"),
        "prepaid": ("Forfait d'heures", "Prepaid hours"),
        "fixed_price": ("Forfait", "Fixed price"),
        "employee": ("salarié", "employee"),
        "subcontractor": ("sous-traitant", "subcontractor"),
    },
    "effect": {
        "none": ("Sans effet attendu", "No effect expected"),
        "degraded": ("Dégradé", "Degraded"),
        "outage": ("Coupure", "Outage"),
    },
    "seen_effect": {
        "none": ("aucun effet constaté", "no effect seen"),
        "degraded": ("dégradation constatée", "degradation seen"),
        "outage": ("coupure constatée", "outage seen"),
        "": ("effet non saisi", "effect not entered"),
    },
    "verdict": {
        "met": ("tenu", "held"),
        "missed": ("manqué", "missed"),
        "no_commitment": ("sans engagement", "no commitment"),
        "": ("sans verdict", "no verdict"),
        "running": ("en cours", "running"),
        "cancelled": ("annulé", "cancelled"),
    },
    "priority": {
        "P1": ("Critique", "Critical"),
        "P2": ("Haute", "High"),
        "P3": ("Normale", "Normal"),
        "P4": ("Basse", "Low"),
    },
    "metric": {"tto": ("Prise en charge", "Pick-up"), "ttr": ("Rétablissement", "Restoration")},
    "cause": {
        "ours": ("de notre fait", "ours"),
        "client": ("de votre côté", "on your side"),
        "provider": ("chez un fournisseur", "at a provider"),
        "other": ("autre cause", "another cause"),
        "": ("raison non saisie", "reason not entered"),
    },
    "state": {
        "ok": ("définitif", "final"),
        "estimated": ("estimé", "estimated"),
        "revised": ("révisé", "revised"),
        "stale": ("périmé", "stale"),
        "too_few": ("trop peu", "too few"),
        "no_data": ("rien à mesurer", "nothing to measure"),
        "not_measured": ("non mesuré", "not measured"),
    },
    "excluded": {
        "no_commitment": ("sans engagement", "without a commitment"),
        "no_verdict": ("sans verdict", "without a verdict"),
        "running": ("horloge en cours", "clock still running"),
        "cancelled": ("annulés", "cancelled"),
        "not_deducted": ("non décomptées", "not deducted"),
        "request": ("demandes", "requests"),
        "unresolved": ("non résolus", "not resolved"),
    },
    "beside": {
        "late_now": ("déjà hors délai, encore ouverts", "already late, still open"),
        "median": ("médiane", "median"),
        "p90": ("neuf sur dix sous", "nine in ten under"),
        "late": ("hors délai", "late"),
        "oldest": ("le plus ancien", "the oldest"),
        "oldest_days": ("le plus vieux", "the oldest"),
        "incident": ("incidents", "incidents"),
        "request": ("demandes", "requests"),
        "problem": ("problèmes", "problems"),
        "not_deducted": ("non décomptées", "not deducted"),
        "billable": ("facturables", "billable"),
    },
    "reason": {
        "no_estimate": ("aucun reste à faire saisi", "no estimate entered"),
        "no_source": ("aucune source ne l'alimente", "no source feeds it"),
        "no_budget": ("aucun forfait", "no budget"),
        "no_commitment": ("aucun engagement", "no commitment"),
        "no_rows": ("rien dans la période", "nothing in the period"),
        "no_ticket": ("aucun ticket", "no ticket"),
        "no_days": ("aucun jour facturé", "no day billed"),
        "no_time": ("pas de temps passés", "no time recorded"),
        "no_revenue": ("aucun chiffre d'affaires", "no revenue"),
        "no_cost": ("aucun coût connu", "no known cost"),
        "no_history": ("l'historique n'est pas connu", "the history is not known"),
        "too_few": ("trop peu pour un taux", "too few for a rate"),
    },
    "unit": {
        "ratio": ("part", "share"),
        "count": ("nombre", "count"),
        "hours": ("heures", "hours"),
        "days": ("jours", "days"),
        "minutes": ("durée ouvrée", "working time"),
        "money": ("montant HT", "amount before tax"),
        "per_day": ("par jour", "a day"),
    },
    "renewal": {
        "none": ("sans reconduction", "no renewal"),
        "tacit": ("tacite reconduction", "renewed tacitly"),
        "": ("non précisée", "not stated"),
    },
    "flag": {"true": ("oui", "yes"), "false": ("non", "no")},
    "dimension": {
        "contract": ("contrat", "contract"),
        "priority": ("priorité", "priority"),
        "kind": ("nature", "kind"),
        "commitment": ("engagement", "commitment"),
        "client": ("client", "client"),
        "person": ("personne", "person"),
        "team": ("équipe", "team"),
    },
    "language": {"fr": ("Français", "Français"), "en": ("English", "English")},
}


def label(group: str, code: str, language: str) -> str:
    """The words for `code` in its group; a code that we have no words for stands for itself."""
    words = LABELS[group].get(code)
    return pick(language, *words) if words else code.replace("_", " ")


def knows(group: str, code: str) -> bool:
    """Whether we have words for `code`."""
    return code in LABELS[group]
