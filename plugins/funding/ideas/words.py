"""Words for ideas."""

from __future__ import annotations

from typing import Any

from core.i18n import lazy_gettext as _l
from plugins.funding.ideas.models import IdeaStatus, PartnerAnswer

STATUS: dict[IdeaStatus, Any] = {
    IdeaStatus.DRAFT: _l("Utkast"),
    IdeaStatus.COLLECTING: _l("Söker parter"),
    IdeaStatus.SUBMITTED: _l("Ansökan är inskickad"),
    IdeaStatus.GRANTED: _l("Beviljad"),
    IdeaStatus.REFUSED: _l("Avslag"),
    IdeaStatus.DROPPED: _l("Lades ner"),
}
TAG: dict[str, str] = {
    IdeaStatus.DRAFT: "neutral",
    IdeaStatus.COLLECTING: "info",
    IdeaStatus.SUBMITTED: "info",
    IdeaStatus.GRANTED: "success",
    IdeaStatus.REFUSED: "warning",
    IdeaStatus.DROPPED: "neutral",
}
ANSWER: dict[PartnerAnswer, Any] = {
    PartnerAnswer.ASKED: _l("Har inte svarat"),
    PartnerAnswer.YES: _l("Är med"),
    PartnerAnswer.NO: _l("Är inte med"),
}
ANSWER_TAG: dict[str, str] = {PartnerAnswer.ASKED: "warning", PartnerAnswer.YES: "success", PartnerAnswer.NO: "neutral"}
