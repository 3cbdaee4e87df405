"""Liaison assignments, entered by the committee."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions import audit
from accounts.enums import AuditAction
from partyorgs.models import LiaisonAssignment
from societies.models import Society


@transaction.atomic
def assign_liaison_officer(
    society, *, by, officer_name, officer_unit, officer_phone="", on, request=None
):
    """Send a liaison officer to a society (article 3). Raises ValidationError where one is in
    force."""
    # Of two who send one at the same time, the second finds the first.
    Society.objects.select_for_update(of=("self",)).get(pk=society.pk)
    assignment = LiaisonAssignment(
        society=society,
        officer_name=officer_name,
        officer_unit=officer_unit,
        officer_phone=officer_phone,
        valid_from=on,
        assigned_by=by,
    )
    assignment.full_clean()
    assignment.save()
    audit(
        AuditAction.DECIDE, by=by, request=request, target=society.slug, detail={"move": "assign"}
    )
    return assignment


def assign_to_many(societies, *, by, request=None, **officer) -> list[tuple[Society, str]]:
    """Send one officer to many societies, each in its own transaction; gives those that got none,
    with the reason. `officer` as in assign_liaison_officer."""
    refused = []
    for society in societies:
        try:
            assign_liaison_officer(society, by=by, request=request, **officer)
        except ValidationError as refusal:
            refused.append((society, "；".join(refusal.messages)))
    return refused


@transaction.atomic
def end_liaison(pk, *, by, on, reason: str, request=None):
    """End an assignment with its reason. Raises ValidationError where date or reason is wrong."""
    assignment = LiaisonAssignment.objects.select_for_update().get(pk=pk)
    if assignment.valid_until:
        raise ValidationError("这项选派已经结束。")
    assignment.valid_until, assignment.end_reason = on, reason.strip()
    assignment.full_clean()
    assignment.save(update_fields=["valid_until", "end_reason"])
    audit(
        AuditAction.DECIDE,
        by=by,
        request=request,
        target=assignment.society.slug,
        detail={"move": "end_liaison"},
    )
    return assignment
