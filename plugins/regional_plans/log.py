"""What was done, in one sentence per entry of the audit log, by action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.i18n import gettext as _

Sentence = Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Sentence] = {
    "regional_plans.plan.made": lambda d: _("Skrev planen %(title)s", title=d.get("title", "")),
    "regional_plans.plan.changed": lambda d: _("Ändrade planen %(title)s", title=d.get("title", "")),
    "regional_plans.plan.moved": lambda d: _("Ändrade läget för planen %(title)s", title=d.get("title", "")),
    "regional_plans.plan.copied": lambda d: _(
        "Kopierade planen %(before)s till %(title)s", before=d.get("before", ""), title=d.get("title", "")
    ),
    "regional_plans.plan.part_saved": lambda d: _("Sparade %(part)s i planen %(title)s", part=d.get("part", ""), title=d.get("title", "")),
    "regional_plans.plan.part_moved": lambda d: _("Flyttade %(part)s i planen %(title)s", part=d.get("part", ""), title=d.get("title", "")),
    "regional_plans.plan.part_removed": lambda d: _(
        "Tog bort %(part)s ur planen %(title)s", part=d.get("part", ""), title=d.get("title", "")
    ),
    "regional_plans.action.made": lambda d: _("Lade till insatsen %(title)s", title=d.get("title", "")),
    "regional_plans.action.changed": lambda d: _("Ändrade insatsen %(title)s", title=d.get("title", "")),
    "regional_plans.action.removed": lambda d: _("Tog bort insatsen %(title)s", title=d.get("title", "")),
    "regional_plans.action.reported": lambda d: _("Rapporterade läget för insatsen %(title)s", title=d.get("title", "")),
    "regional_plans.indicator.saved": lambda d: _("Sparade indikatorn %(title)s", title=d.get("title", "")),
    "regional_plans.indicator.removed": lambda d: _("Tog bort indikatorn %(title)s", title=d.get("title", "")),
    "regional_plans.group.saved": lambda d: _("Sparade ledningsgruppen %(title)s", title=d.get("title", "")),
    "regional_plans.group.member_saved": lambda d: _("Sparade en ledamot i %(title)s", title=d.get("title", "")),
    "regional_plans.group.member_left": lambda d: _("Skrev att en ledamot har lämnat %(title)s", title=d.get("title", "")),
    "regional_plans.meeting.made": lambda d: _("Planerade mötet %(title)s", title=d.get("title", "")),
    "regional_plans.meeting.changed": lambda d: _("Ändrade mötet %(title)s", title=d.get("title", "")),
    "regional_plans.meeting.cancelled": lambda d: _("Ställde in mötet %(title)s", title=d.get("title", "")),
    "regional_plans.meeting.held": lambda d: _("Skrev att mötet %(title)s har hållits", title=d.get("title", "")),
    "regional_plans.meeting.agenda_saved": lambda d: _("Ändrade dagordningen för %(title)s", title=d.get("title", "")),
    "regional_plans.meeting.called": lambda d: _("Skickade kallelse till %(title)s", title=d.get("title", "")),
    "regional_plans.meeting.presence_saved": lambda d: _("Skrev in närvaron på %(title)s", title=d.get("title", "")),
    "regional_plans.meeting.adjusted": lambda d: _("Justerade protokollet från %(title)s", title=d.get("title", "")),
    "regional_plans.decision.saved": lambda d: _("Skrev in beslut %(n)s på %(title)s", n=d.get("number", ""), title=d.get("title", "")),
    "regional_plans.decision.done": lambda d: _("Skrev att beslut %(n)s är genomfört", n=d.get("number", "")),
    "regional_plans.decision.reopened": lambda d: _("Skrev att beslut %(n)s inte är genomfört", n=d.get("number", "")),
    "regional_plans.status.asked": lambda d: _("Frågade hur insatserna går före %(title)s", title=d.get("title", "")),
    "regional_plans.status.reminded": lambda d: _("Påminde om läget före %(title)s", title=d.get("title", "")),
    "regional_plans.indicator.measured": lambda d: _("Skrev in ett utfall för %(title)s", title=d.get("title", "")),
    "regional_plans.referral.saved": lambda d: _("Sparade remissen %(title)s", title=d.get("title", "")),
    "regional_plans.referral.sent": lambda d: _("Skickade remissen %(title)s", title=d.get("title", "")),
    "regional_plans.referral.reminded": lambda d: _("Påminde dem som inte har svarat på remissen %(title)s", title=d.get("title", "")),
    "regional_plans.referral.closed": lambda d: _("Avslutade remissen %(title)s", title=d.get("title", "")),
    "regional_plans.referral.asked_added": lambda d: _("Lade till dem som ska svara på remissen %(title)s", title=d.get("title", "")),
    "regional_plans.referral.asked_removed": lambda d: _("Tog bort %(name)s ur en remiss", name=d.get("organisation", "")),
    "regional_plans.referral.answered": lambda d: _("%(name)s svarade på en remiss", name=d.get("organisation", "")),
    "regional_plans.referral.answer_changed": lambda d: _("%(name)s ändrade sitt svar på en remiss", name=d.get("organisation", "")),
    "regional_plans.referral.exported": lambda d: _("Tog ut remissvaren som fil"),
    "regional_plans.referral.summary_taken": lambda d: _("Tog ut sammanställningen av remissvaren"),
    "regional_plans.remark.written": lambda d: _(
        "%(name)s skrev en synpunkt på %(part)s", name=d.get("organisation", ""), part=d.get("part", "")
    ),
    "regional_plans.remark.removed": lambda d: _(
        "%(name)s tog bort en synpunkt på %(part)s", name=d.get("organisation", ""), part=d.get("part", "")
    ),
    "regional_plans.remark.met": lambda d: _("Bemötte en synpunkt på %(part)s", part=d.get("part", "")),
    "regional_plans.board_case.made": lambda d: _("Skrev nämndärendet %(title)s", title=d.get("title", "")),
    "regional_plans.board_case.removed": lambda d: _("Tog bort nämndärendet %(title)s", title=d.get("title", "")),
    "regional_plans.board_case.sent": lambda d: _("Skickade ärendet %(title)s till nämnden", title=d.get("title", "")),
    "regional_plans.board_case.decided": lambda d: _("Registrerade nämndens beslut om %(title)s", title=d.get("title", "")),
    "regional_plans.amendment.saved": lambda d: _("Skrev en ändring av %(part)s i ett nämndärende", part=d.get("part", "")),
    "regional_plans.amendment.removed": lambda d: _("Tog bort en ändring av %(part)s ur ett nämndärende", part=d.get("part", "")),
    "regional_plans.board_case.taken_out": lambda d: _("Tog ut en handling i ett nämndärende"),
    "regional_plans.report.begun": lambda d: _("Påbörjade %(title)s", title=d.get("title", "")),
    "regional_plans.report.written": lambda d: _("Skrev i %(title)s", title=d.get("title", "")),
    "regional_plans.report.adopted": lambda d: _("Antog %(title)s", title=d.get("title", "")),
    "regional_plans.report.removed": lambda d: _("Tog bort utkastet till %(title)s", title=d.get("title", "")),
}


def describe(entry: Any) -> str | None:
    """One sentence for an entry of this plugin; None for others'."""
    sentence = SENTENCES.get(entry.action)
    return str(sentence(entry.detail or {})) if sentence else None
