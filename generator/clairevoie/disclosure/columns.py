"""The columns that a client's tables may have, in the order in which they are shown."""

from __future__ import annotations

from clairevoie.portal import Column, Text

TICKETS = (
    Column("ticket", Text("Ticket", "Ticket"), "id"),
    Column("priority", Text("Prio.", "Prio."), "priority"),
    Column("kind", Text("Nature", "Kind"), "kind"),
    Column("title", Text("Objet", "Subject")),
    Column("service", Text("Service", "Service")),
    Column("contract", Text("Contrat", "Contract"), "id"),
    Column("requester", Text("Demandeur", "Requester")),
    Column("team", Text("Équipe", "Team")),
    Column("person", Text("Intervenant", "Handled by")),
    Column("status", Text("État", "Status"), "status"),
    Column("created", Text("Ouvert le", "Opened"), "instant"),
    Column("owned", Text("Pris en charge le", "Picked up"), "instant"),
    Column("resolved", Text("Résolu le", "Resolved"), "instant"),
    Column("closed", Text("Clos le", "Closed"), "instant"),
    Column("pending_minutes", Text("Dont attente", "Of which waiting"), "minutes"),
    Column("tto_minutes", Text("Pris en charge en", "Picked up in"), "minutes"),
    Column("tto_limit", Text("Limite de prise en charge", "Pick-up limit"), "minutes"),
    Column("tto", Text("Prise en charge", "Pick-up"), "verdict"),
    Column("ttr_minutes", Text("Rétabli en", "Restored in"), "minutes"),
    Column("ttr_limit", Text("Limite de rétablissement", "Restoration limit"), "minutes"),
    Column("ttr", Text("Rétablissement", "Restoration"), "verdict"),
    Column("source_tto_met", Text("L’outil dit (prise en charge)", "The tool says (pick-up)"), "verdict"),
    Column("source_ttr_met", Text("L’outil dit (rétablissement)", "The tool says (restoration)"), "verdict"),
    Column("breach_cause", Text("Cause du retard", "Cause of lateness")),
    Column("breach_note", Text("Raison du retard", "Reason of lateness")),
)
TIME_ENTRIES = (
    Column("date", Text("Date", "Date"), "date"),
    Column("ticket", Text("Ticket", "Ticket"), "id"),
    Column("intervention", Text("Intervention", "Intervention"), "id"),
    Column("note", Text("Travail", "Work")),
    Column("activity", Text("Activité", "Activity")),
    Column("person", Text("Intervenant", "Done by")),
    Column("rate_kind", Text("Tarif", "Rate")),
    Column("billable", Text("Facturable", "Billable"), "flag"),
    Column("deducted", Text("Décompté", "Deducted"), "flag"),
    Column("undeducted_reason", Text("Raison du non-décompte", "Why not deducted")),
    Column("hours", Text("Durée", "Time"), "hours"),
)
CIS = (
    Column("ci", Text("Référence", "Reference"), "id"),
    Column("name", Text("Élément", "Item")),
    Column("class", Text("Type", "Type")),
    Column("status", Text("État", "Status"), "status"),
    Column("criticality", Text("Criticité", "Criticality")),
    Column("location", Text("Lieu", "Location")),
    Column("provider", Text("Fournisseur", "Provider")),
    Column("commissioned", Text("En service depuis", "In service since"), "date"),
    Column("warranty_end", Text("Fin de garantie", "Warranty ends"), "date"),
    Column("renewal_date", Text("À renouveler le", "Renewal due"), "date"),
    Column("end_of_life", Text("Fin de vie", "End of life"), "date"),
    Column("obsolete", Text("Obsolète", "Obsolete"), "flag"),
)
ASSIGNMENTS = (
    Column("person", Text("Intervenant", "Person")),
    Column("contract", Text("Contrat", "Contract"), "id"),
    Column("from", Text("Du", "From"), "date"),
    Column("to", Text("Au", "To"), "date"),
    Column("share", Text("Part", "Share"), "ratio"),
    Column("certainty", Text("Certitude", "Certainty")),
)
CHECKS = (
    Column("check", Text("Référence", "Reference"), "id"),
    Column("kind", Text("Contrôle", "Check"), "kind"),
    Column("service", Text("Service", "Service")),
    Column("ci", Text("Élément", "Item"), "id"),
    Column("at", Text("Fait le", "Done"), "instant"),
    Column("result", Text("Résultat", "Result"), "status"),
    Column("note", Text("Remarque", "Note")),
)
SURVEYS = (
    Column("survey", Text("Enquête", "Survey"), "id"),
    Column("ticket", Text("Ticket", "Ticket"), "id"),
    Column("sent", Text("Envoyée le", "Sent"), "instant"),
    Column("answered", Text("Répondue le", "Answered"), "instant"),
    Column("score", Text("Note", "Score"), "number"),
    Column("scale", Text("Sur", "Out of"), "number"),
)
