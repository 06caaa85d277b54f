"""What a demo region has of dossiers: one that was sent, with published figures and a joint judgement beside it. All of it is made up."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from core.jobs import enqueue
from core.regions.models import Region
from core.regions.queries import municipalities
from core.users.queries import with_permission
from plugins.demand_pooling.dossier import commitments, rules, service
from plugins.demand_pooling.dossier.models import Dossier, Kind, Role
from plugins.demand_pooling.dossier.permissions import WRITE
from plugins.demand_pooling.evidence import service as judgements
from plugins.demand_pooling.evidence.models import Indicator, Level, Measure
from plugins.demand_pooling.models import DemandCluster

JOB = "demand_pooling.dossier_demo"
TRIES = 5
SOURCE = "Exempelmyndigheten, påhittade uppgifter"
TEXTS = {
    "purpose": "Utbildningen ska ge kommunerna i inlandet fler utbildade, så nära hemmet som det går.",
    "demand": "Arbetsgivarna har sökt personal hela året utan att få tag i den.\n\nFlera räknar med pensionsavgångar inom tre år.",
    "role": "I yrket arbetar man både självständigt och i arbetslag. Man behöver kunna planera, utföra och dokumentera arbetet.",
    "participation": "Arbetsgivarna har gått igenom kursplanen vid två möten och vill delta i undervisningen.",
    "form": "Distans med närträffar på lärcentrum passar dem som arbetar och har familj.",
}
PROGRAMME = {
    "provider": "Exempelskolan",
    "exam": "yh",
    "points": 300,
    "pace": 100,
    "form": "distance",
    "start": "hösten 2027",
    "starts": 2,
    "students": 12,
    "weeks": 18,
    "periods": 3,
}
SEATS = (Role.WORKING_LIFE, Role.WORKING_LIFE, Role.WORKING_LIFE, Role.STUDENT, Role.EDUCATION_LEADER)


def ask(region: Region) -> None:
    """Have it made when the region's clusters are there."""
    enqueue(JOB, region=region)


def make(region: Region, tries: int = 0) -> None:
    """Make it, once. Run again it adds nothing; while there is no cluster it waits for a later try."""
    if db.session.execute(select(Dossier.id).where(Dossier.region_id == region.id).limit(1)).first():
        return
    open_clusters = select(DemandCluster).where(DemandCluster.region_id == region.id, DemandCluster.closed_at.is_(None))
    cluster = db.session.execute(
        open_clusters.order_by(DemandCluster.missing, DemandCluster.headcount.desc()).limit(1)
    ).scalar_one_or_none()
    if cluster is None:
        if tries < TRIES:
            enqueue(JOB, region=region, tries=tries + 1)
        return
    _published(region, cluster)
    judgements.judge(
        region=region,
        group=cluster.occupation_group,
        level=Level.SHORTAGE,
        words="Nio av kommunerna saknar sökande med utbildning. Läget väntas bestå i minst tre år.",
        parties="Exempelregionens kompetensråd",
        seen=0,
        actor=None,
    )
    made = service.create(region=region, cluster=cluster, kind=Kind.YH_APPLICATION, title="", actor=None)
    made.texts, made.programme = dict(TEXTS), dict(PROGRAMME)
    found = {row.letter_ref: row.organisation_name for row in commitments.of_group(region, cluster.occupation_group)}
    made.letters = list(found)[: rules.MOST_LETTERS]
    db.session.flush()
    employers = [*found.values(), "Exempelkommunen", "Exempelverken AB", "Exempelvården AB"]
    for place, role in enumerate(SEATS):
        organisation = employers[place] if role is Role.WORKING_LIFE else "Exempelskolan"
        service.add_seat(region=region, dossier_id=made.id, role=role, organisation=organisation, position="")
    sender = next(iter(with_permission(region, WRITE)), None)  # who sends must be able to see the persons behind the letters
    if sender is not None or not found:
        service.send(region=region, dossier_id=made.id, version=made.version, sent_to="Myndigheten för yrkeshögskolan", actor=sender)


def _published(region: Region, cluster: DemandCluster) -> None:
    counties = sorted({place.county_code for place in municipalities(region)})
    for place, area in enumerate(["00", *counties[:2]]):
        facts = {"region_id": region.id, "source": SOURCE, "occupation_group": cluster.occupation_group, "area": area}
        db.session.add(
            Indicator(
                measure=Measure.FORECAST,
                period="2026-1",
                name=cluster.occupation_label[:120],
                situation=("shortage", "paradox", "shortage")[place],
                chances=("large", "medium", "large")[place],
                outlook=("increase", "unchanged", "increase")[place],
                **facts,
            )
        )
        db.session.add(Indicator(measure=Measure.JOB_ADS, period="2026-10", count=(1_840, 96, 41)[place], **facts))
    db.session.flush()
