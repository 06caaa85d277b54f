"""The events this plugin emits, and its own reading of those it listens to."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from core.events import Event

NEED_PUBLISHED = "employer_needs.need_published.v1"
NEED_WITHDRAWN = "employer_needs.need_withdrawn.v1"
CATALOGUE_CHANGED = "training_catalog.catalogue_changed.v1"
PEOPLE = Field(0, ge=0, le=1_000_000)


class ClusterUpdated(Event):
    """A cluster came to be, or its members or figures changed, or its facts were asked for again.

    Args:
        need_ids: Those of the region's own needs. None, and nobody in `headcount`, when the cluster is no more.
        municipality_codes: Where its people are.
        skills: What several employers, or one, ask for; the most asked for first. None of what is kept secret.
        start: The term a class is planned for, such as "2027-2"; empty when nobody has said.
        revision: Grows with time: an older one says nothing new.
    """

    name: ClassVar[str] = "demand_pooling.cluster_updated.v1"
    permission: ClassVar[str] = "demand_pooling.cluster.read"

    cluster_id: int
    need_ids: list[int]
    occupation_group: str
    occupation_label: str
    level: str
    headcount: int
    employers: int
    municipalities: int
    threshold: int
    missing: int
    viable: bool
    municipality_codes: list[str] = Field(default_factory=list)
    skills: list[str] = Field(default_factory=list)
    start: str = ""
    revision: int = 0

    @classmethod
    def sample(cls) -> Self:
        return cls(
            cluster_id=7,
            need_ids=[41, 42],
            occupation_group="5321",
            occupation_label="Undersköterskor, hemtjänst, äldreboende och habilitering",
            level="upper_secondary",
            headcount=9,
            employers=2,
            municipalities=2,
            threshold=12,
            missing=3,
            viable=False,
            municipality_codes=["2417", "2481"],
            skills=["demensvård"],
            start="2027-2",
            revision=1_795_000_000_000,
        )


class SupplyFound(Event):
    """An education was found for a cluster that is large enough for a class."""

    name: ClassVar[str] = "demand_pooling.supply_found.v1"
    permission: ClassVar[str] = "demand_pooling.cluster.read"

    cluster_id: int
    need_ids: list[int]
    title: str
    ref: str
    url: str
    provider: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            cluster_id=7,
            need_ids=[41, 42],
            title="Vård- och omsorgsutbildning",
            ref="training_catalog:info:3",
            url="/r/exempelregionen/training-catalog/3",
            provider="Exempelskolan",
        )


class ClusterProgressed(Event):
    """A cluster took a step on the way from a signal to an outcome. `need_ids` are those of the region's own needs.

    Statuses: signal, validated, clustered, pooled, requested, offered, funding, decided, in_catalogue, cohort, started, completed,
    outcome; and cancelled. `facts` holds what an employer may be told: never another employer's name.
    """

    name: ClassVar[str] = "demand_pooling.cluster_progressed.v1"
    permission: ClassVar[str] = "demand_pooling.cluster.read"

    cluster_id: int
    need_ids: list[int]
    status: str
    facts: dict[str, str | int]

    @classmethod
    def sample(cls) -> Self:
        return cls(cluster_id=7, need_ids=[41, 42], status="requested", facts={"providers": 2, "answer_by": "2026-12-01"})


class _Heard(BaseModel):
    """What is heard may hold more than is read here."""

    model_config = ConfigDict(extra="ignore")


class SkillAsked(_Heard):
    """A skill of a need: how much it matters (1–3), and whether it must be there from the first day."""

    label: str
    id: str | None = None
    importance: int = 1
    at_hire: bool = False


class NeedPublished(_Heard):
    """A need was published, or published again with changes."""

    need_id: int
    reference: str = ""
    organisation_id: int
    organisation_name: str = ""
    municipality_code: str
    occupation_group: str
    occupation_label: str = ""
    local_title: str = ""
    kind: str = ""
    headcount_0_1: int = PEOPLE
    headcount_1_3: int = PEOPLE
    headcount_3_5: int = PEOPLE
    level: str
    shortage: int = 0
    distance_acceptable: bool = False
    placements_offered: int = PEOPLE
    skills: list[str] = []
    occupation_id: str | None = None
    taxonomy_version: str = ""
    skills_detail: list[SkillAsked] = []
    licences: list[str] = []
    languages: list[str] = []
    study_forms: list[str] = []
    pace: int | None = Field(None, ge=1, le=100)
    sessions_max: int | None = Field(None, ge=0, le=200)
    travel_km: int | None = Field(None, ge=0, le=2000)
    visibility: str = ""
    secret: bool = False
    revision: int = 0


class ReplayRequested(_Heard):
    """`core.replay_requested.v1`: somebody missed events."""

    events: list[str]


class NeedWithdrawn(_Heard):
    """A need was withdrawn."""

    need_id: int
    revision: int = 0


class CatalogueChanged(_Heard):
    """Courses came, changed or went."""

    source: str = ""
