"""A cluster, employers who have signed, and a dossier of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from core.db import atomic, db
from core.jobs.runner import drain
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory
from core.users.models import User
from plugins.demand_pooling.dossier import commitments, service
from plugins.demand_pooling.dossier.events import CommitmentMade, CommitmentWithdrawn
from plugins.demand_pooling.dossier.models import Dossier, Kind
from plugins.demand_pooling.models import DemandCluster
from plugins.employer_needs.commitments.models import Letter
from tests.plugins.demand_pooling.conftest import NORTH, Pool
from tests.plugins.demand_pooling.test_clusters import fill


@dataclass
class Desk:
    """A strategist's desk."""

    make: Factory
    pool: Pool
    region: Region
    user: User

    def inside(self) -> Any:
        return self.make.inside(self.region, "demand_pooling")

    @property
    def cluster(self) -> DemandCluster:
        with self.inside():
            return db.session.execute(select(DemandCluster).order_by(DemandCluster.id)).scalars().first() or pytest.fail("no cluster")

    def dossier(self, kind: Kind = Kind.YH_APPLICATION) -> Dossier:
        """A new one."""
        cluster = self.cluster
        with self.inside(), atomic():
            return service.create(region=self.region, cluster=cluster, kind=kind, title="", actor=self.user)

    def again(self, dossier: Dossier) -> Dossier:
        """As it is in the database now."""
        db.session.expire_all()
        with self.inside():
            return db.session.execute(select(Dossier).where(Dossier.id == dossier.id)).scalar_one()

    def letter(self, number: int, **person: str) -> str:
        """A signed letter of the employer with that number. Returns its ref."""
        facts = {"person_name": f"Kim Exempel {number}", "person_title": "Enhetschef", "person_email": f"kim{number}@exempel.example"}
        with self.make.inside(self.region, "employer_needs"), atomic():
            letter = Letter(
                region_id=self.region.id,
                reference=f"AF-{number:04d}",
                seed=f"{number:032d}",
                token_hash=f"{number:064d}",
                organisation_name=f"Exempelbolaget {number} AB",
                orgnr=None,
                municipality_code="2482",
                signed_at=datetime(2026, 11, 2, tzinfo=UTC),
                signed_text="Vi avser.",
                **{**facts, **person},
            )
            db.session.add(letter)
            db.session.flush()
            return f"employer_needs:letter:{letter.id}"

    def commit(self, letter_ref: str, number: int, *, commitment_id: int = 0, **facts: Any) -> int:
        """Tell of a commitment of the employer with that number."""
        said: dict[str, Any] = {
            "commitment_id": commitment_id or number,
            "letter_ref": letter_ref,
            "organisation_id": number,
            "organisation_name": f"Exempelbolaget {number} AB",
            "orgnr": "5560360793",
            "municipality_code": "2482",
            "size": "20–49 anställda",
            "occupation_group": "5321",
            "need_ids": [number],
            "kind": "placements",
            "amount": 2,
            "period": "per termin",
            "signed_on": date(2026, 11, 2),
            "revision": 1,
            **facts,
        }
        with self.inside(), atomic():
            commitments.record_commitment(region=self.region, made=CommitmentMade(**said))
        return int(said["commitment_id"])

    def withdraw(self, commitment_id: int, letter_ref: str, revision: int = 2) -> None:
        """Take it back."""
        with self.inside(), atomic():
            withdrawn = CommitmentWithdrawn(commitment_id=commitment_id, letter_ref=letter_ref, revision=revision)
            commitments.withdraw_commitment(region=self.region, withdrawn=withdrawn)


@pytest.fixture
def desk(make: Factory, pool: Pool) -> Desk:
    region = make.region("norr", plugins=["employer_needs", "demand_pooling"], municipalities=NORTH)
    user = make.user(region, "strategist", name="Sam Strateg")
    drain()
    make.forget()
    fill(pool, region, 12)
    pool.work()
    return Desk(make, pool, region, user)


@pytest.fixture
def strategist(desk: Desk, browser: Browser) -> Browser:
    return browser.sign_in(desk.user)
