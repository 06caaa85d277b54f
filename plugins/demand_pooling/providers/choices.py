"""Which organisations can be asked, and what the choices are called."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from core.organisations.models import OrganisationKind
from plugins.demand_pooling.providers.models import AskedState, PricePer, RequestState, StudyForm

PROVIDER_KINDS = (
    OrganisationKind.EDUCATION_PROVIDER,
    OrganisationKind.UNIVERSITY,
    OrganisationKind.FOLK_HIGH_SCHOOL,
    OrganisationKind.MUNICIPALITY,
)
FORMS: dict[StudyForm, Any] = {
    StudyForm.ON_SITE: _l("På plats hos anordnaren"),
    StudyForm.CENTRE: _l("På lärcentrum"),
    StudyForm.DISTANCE: _l("På distans"),
    StudyForm.WORKPLACE: _l("På arbetsplatsen"),
}
PRICES: dict[PricePer, Any] = {PricePer.PERSON: _l("Per person"), PricePer.WHOLE: _l("För hela gruppen")}
STATES: dict[RequestState, Any] = {
    RequestState.OPEN: _l("Väntar på svar"),
    RequestState.DECIDED: _l("Beslutad"),
    RequestState.NONE_CHOSEN: _l("Inget erbjudande antogs"),
    RequestState.WITHDRAWN: _l("Återtagen"),
}
ASKED: dict[AskedState, Any] = {
    AskedState.SENT: _l("Inte svarat"),
    AskedState.OFFERED: _l("Har lämnat erbjudande"),
    AskedState.DECLINED: _l("Tackade nej"),
    AskedState.ACCEPTED: _l("Antaget"),
    AskedState.NOT_CHOSEN: _l("Inte antaget"),
}
