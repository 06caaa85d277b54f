"""A year of an action in words."""

from __future__ import annotations

from core.clock import SWEDEN
from core.i18n import gettext as _
from core.i18n import ngettext
from core.web.format import format_date, format_number
from plugins.regional_plans.actions.models import ActionStatus, IndicatorValue
from plugins.regional_plans.actions.words import STATUS
from plugins.regional_plans.plan_document import aim, amount
from plugins.regional_plans.plans.queries import WholeAction, WholeIndicator
from plugins.regional_plans.report.basis import Basis

MOST = 12  # lines; what is between the first and the last of more is left out


def history_in_words(basis: Basis, action: WholeAction) -> list[str]:
    """What was reported during the year: a line each time that something changed, or somebody wrote something."""
    said = basis.said(action)
    if not said:
        return [_("Inget läge rapporterades under året.")]
    lines, before = [], (_before(basis, action), "")
    for each in said:
        if each.status != before[0] or each.text not in ("", before[1]):
            day = format_date(each.reported_at.astimezone(SWEDEN))
            text = f" {each.text.rstrip('.')}." if each.text else ""
            lines.append(_("%(day)s: %(status)s.", day=day, status=str(STATUS[each.status]).lower()) + text)
        before = each.status, each.text
    if len(lines) > MOST:
        left = len(lines) - MOST
        lines = [lines[0], ngettext("(%(num)s lägesrapport däremellan)", "(%(num)s lägesrapporter däremellan)", left), *lines[1 - MOST :]]
    quiet = len(said) - sum(1 for line in lines if not line.startswith("("))
    if quiet > 0 and len(lines) < MOST:
        times = ngettext("%(num)s gång till", "%(num)s gånger till", quiet)
        lines.append(_("Samma läge rapporterades %(times)s.", times=times))
    return lines


def indicator_in_words(indicator: WholeIndicator, value: IndicatorValue | None) -> str:
    """The outcome against the target."""
    if value is None:
        return _("Inget utfall än; %(aim)s.", aim=aim(indicator))
    row = indicator.row
    told = _("Utfall %(n)s den %(day)s; %(aim)s.", n=amount(value.value, row.unit), day=format_date(value.measured_on), aim=aim(indicator))
    if row.is_reached_by(value.value):
        return told + " " + _("Målet är nått.")
    way = row.target - (row.baseline or 0)
    if way:
        share = round(100 * (value.value - (row.baseline or 0)) / way)
        if share > 0:
            return told + " " + _("Det är %(n)s procent av vägen.", n=format_number(share))
    return told


def _before(basis: Basis, action: WholeAction) -> ActionStatus | None:
    earlier = [each for each in basis.history.get(action.row.id, ()) if each.reported_at < basis.start]
    return earlier[-1].status if earlier else None
