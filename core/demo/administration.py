"""What waits for the administrators of a demo region: an invitation, a request, a known domain, and what visitors have said."""

from __future__ import annotations

from sqlalchemy import select

from core.accessibility.models import AccessibilityFault, Level, Method
from core.accessibility.service import save_fault, save_statement
from core.clock import today
from core.db import db
from core.feedback import service as feedback
from core.feedback.models import Feedback, FeedbackKind
from core.memberships.models import JoinRequest, RequestStatus
from core.memberships.services.inviting import invite
from core.regions.models import Region
from core.users.queries import with_permission


def make_administration(region: Region) -> None:
    """Fill the administrators' pages of a region. Running it again adds nothing."""
    admins = with_permission(region, "core.member.manage")
    if not admins or db.session.execute(select(Feedback.id).limit(1)).first() is not None:
        return
    domain = f"{region.slug}.demo.samkraft.example"
    invite(region=region, actor=admins[0], email=f"ny-strateg@{domain}", role="strategist", message="Hej, vi behöver dig i arbetet.")
    db.session.add(
        JoinRequest(
            region_id=region.id,
            email=f"rektor@{domain}",
            name="Demo Rektor",
            organisation_name="Demo Lärcentrum Mitt",
            role="learning_centre_manager",
            message="Jag tar över efter sommaren.",
            status=RequestStatus.PENDING,
        )
    )
    feedback.send(
        region=region, kind=FeedbackKind.ACCESSIBILITY, text="Jag kommer inte åt kartan med tangentbordet.", email=f"besokare@{domain}"
    )
    for useful, text in ((True, ""), (True, ""), (False, ""), (None, "Visa gärna kommunerna i bokstavsordning.")):
        feedback.vote(region=region, endpoint="core_region.start", useful=useful, text=text)
    _statement(region)


def _statement(region: Region) -> None:
    values = {
        "actor_name": region.name,
        "service_name": f"Samkraft {region.name}",
        "level": Level.PARTIAL,
        "assessed_on": today(),
        "method": Method.SELF,
        "method_detail": "Demonstration: granskningen är påhittad.",
        "burden": "",
        "out_of_scope": "",
        "response_days": 5,
        "phone": "",
    }
    save_statement(region=region, values=values)
    if db.session.execute(select(AccessibilityFault.id).limit(1)).first() is None:
        fault = {
            "title": "Kartan går inte att använda med tangentbord",
            "reason": "Den som inte använder mus når inte kommunerna på kartan.",
        }
        save_fault(region=region, values={**fault, "plan": "Samma uppgifter finns i tabellen under kartan.", "mended_by": None})
