"""Words for offers."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.internships.offers.models import HomeHelp, OfferSource, OfferStatus

STATUS: dict[OfferStatus, Any] = {
    OfferStatus.DRAFT: _l("Utkast"),
    OfferStatus.OPEN: _l("Öppen"),
    OfferStatus.WITHDRAWN: _l("Tillbakadragen"),
}
TAG: dict[str, str] = {OfferStatus.DRAFT: "neutral", OfferStatus.OPEN: "success", OfferStatus.WITHDRAWN: "warning"}
SOURCE: dict[OfferSource, Any] = {
    OfferSource.OWN_PAGE: _l("Skriven här"),
    OfferSource.FILE: _l("Inläst från fil"),
    OfferSource.MAIL_LINK: _l("Svar på länk i mejl"),
    OfferSource.COMMITMENT: _l("Avsiktsförklaring"),
    OfferSource.REQUEST: _l("Svar på beställning"),
    OfferSource.API: _l("Från arbetsgivarens eget system"),
    OfferSource.SELF_FOUND: _l("Ordnad av en sökande"),
}
HOME_HELP: dict[HomeHelp, Any] = {
    HomeHelp.NONE: _l("Nej"),
    HomeHelp.LODGING: _l("Boende"),
    HomeHelp.TRAVEL: _l("Resor"),
    HomeHelp.BOTH: _l("Boende och resor"),
}
