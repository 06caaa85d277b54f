"""What is kept, for how long. Standards, referrals and adoption are kept for ever; working material is not."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import RecordType
from core.records.disposal import old_rows
from plugins.role_standards.drafting.models import Comment, Proposal

_COMMENTS = old_rows(Comment, Comment.created_at, "role_standards:comment")
_PROPOSALS = old_rows(Proposal, Proposal.decided_at, "role_standards:proposal")

RECORD_TYPES = [
    RecordType("role_standards.standard", _l("Gemensamma yrkesroller, deras versioner och krav"), None, "Uppgifter om verksamheten"),
    RecordType("role_standards.referral", _l("Remisser om yrkesroller och svaren på dem"), None, "Uppgifter om verksamheten"),
    RecordType("role_standards.adoption", _l("Hur långt kommunerna har kommit med yrkesroller"), None, "Underlag för uppföljning"),
    RecordType("role_standards.title", _l("Lokala titlar"), None, "Uppgifter om verksamheten"),
    RecordType("role_standards.watched", _l("Bevakade krav"), None, "Uppgifter om verksamheten"),
    RecordType(
        "role_standards.proposal",
        _l("Ändringsförslag som har besvarats"),
        10,
        "Arbetsmaterial",
        due=_PROPOSALS.due,
        dispose=_PROPOSALS.dispose,
    ),
    RecordType("role_standards.comment", _l("Kommentarer på utkast"), 5, "Arbetsmaterial", due=_COMMENTS.due, dispose=_COMMENTS.dispose),
]
