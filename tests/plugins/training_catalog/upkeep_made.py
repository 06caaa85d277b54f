"""A provider with somebody who keeps its courses, and the ways to write one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.db import atomic
from core.organisations.models import Organisation, OrganisationKind
from core.regions.models import Region
from core.testing.factories import Factory
from core.users.models import User
from plugins.training_catalog.upkeep import service, values
from plugins.training_catalog.upkeep.models import KeptEducation, KeptOccasion

from .conftest import NORSJO, Catalogue

EDUCATION = values.Education("Undersköterska, vård och omsorg", "VUXGY", description="Du lär dig ge vård.", credits=1500)
OCCASION = values.Occasion(
    start=date(2027, 8, 23),
    end=date(2028, 6, 9),
    application_last=date(2027, 5, 15),
    application_url="https://skolan.example/sok",
    pace=100,
    places=((NORSJO, "Skolgatan 1"),),
)


@dataclass
class Keeper:
    """Somebody who keeps an organisation's courses."""

    catalogue: Catalogue
    school: Organisation
    user: User

    @property
    def region(self) -> Region:
        return self.catalogue.region

    def do(self, verb: Any, **arguments: Any) -> Any:
        with self.catalogue.scope(), atomic():
            return verb(region=self.region, user=arguments.pop("user", self.user), **arguments)

    def draft(self, **changes: Any) -> tuple[KeptEducation, KeptOccasion]:
        education = self.do(service.create, organisation_id=self.school.id, said=EDUCATION)
        return education, self.do(service.add_occasion, education_id=education.id, said=replace(OCCASION, **changes))

    def published(self, **changes: Any) -> tuple[KeptEducation, KeptOccasion]:
        education, occasion = self.draft(**changes)
        self.do(service.publish, education_id=education.id, groups=["5321"])
        return education, occasion


def keeper(make: Factory, catalogue: Catalogue, name: str = "Norrskolan") -> Keeper:
    school = make.organisation(catalogue.region, name, kind=OrganisationKind.EDUCATION_PROVIDER, municipality=NORSJO)
    return Keeper(catalogue, school, make.user(catalogue.region, "provider_representative", organisation=school))
