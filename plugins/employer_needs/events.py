"""What this plugin tells the others, and the little it wants to know of theirs."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from core.events import Event

Visible = Literal["aggregate_only", "named_to_strategists", "named_in_dossiers"]


class SkillDetail(BaseModel):
    """A skill that a need asks for."""

    label: str
    id: str | None = None
    importance: int = Field(2, ge=1, le=3, description="3 is necessary, 1 is good to have.")
    at_hire: bool = Field(True, description="False: it can be learnt at work.")


class NeedPublished(Event):
    """An employer has stated a need, or changed it: same `need_id`, so consumers upsert.

    `organisation_name` is empty when the employer wants to be shown only in sums; `organisation_id` still lets employers be counted.
    """

    name: ClassVar[str] = "employer_needs.need_published.v1"
    permission: ClassVar[str] = "employer_needs.response.read_all"  # needs that are shown only in sums are told too

    need_id: int
    reference: str = Field(description="The answer's reference, as the employer knows it.")
    organisation_id: int
    organisation_name: str
    municipality_code: str = Field(description="SCB's four digits.")
    occupation_group: str = Field(description="SSYK 2012, four digits.")
    occupation_label: str
    local_title: str
    kind: Literal["new_recruitment", "replacement", "upskilling"]
    headcount_0_1: int
    headcount_1_3: int
    headcount_3_5: int
    level: Literal["none", "short_course", "upper_secondary", "vocational", "higher"]
    shortage: int = Field(ge=1, le=5)
    distance_acceptable: bool
    placements_offered: int
    skills: list[str]
    occupation_id: str | None = Field(None, description="The occupation concept of JobTech's taxonomy, where one was chosen.")
    taxonomy_version: str = ""
    skills_detail: list[SkillDetail] = Field([], description="The skills, with what was said of each.")
    licences: list[str] = Field([], description="In words: driving licences, professional licences, certificates.")
    languages: list[str] = Field([], description="In words.")
    study_forms: list[Literal["on_site", "centre", "distance", "workplace"]] = Field([], description="Empty: any.")
    pace: int | None = Field(None, description="Percent of full time; None: any.")
    sessions_max: int | None = Field(None, description="Meetings in person per term, at most.")
    travel_km: int | None = Field(None, description="How far to a place of study, at most; None: as the region says.")
    visibility: Visible = "named_to_strategists"
    secret: bool = Field(False, description="The secrecy marker: for nobody but the region's own staff.")
    revision: int = Field(0, description="Goes up each time that the need is told of.")

    @classmethod
    def sample(cls) -> Self:
        return cls(
            need_id=17,
            reference="BH-7K3F-9Q2M",
            organisation_id=4,
            organisation_name="Exempelverken AB",
            municipality_code="2417",
            occupation_group="5321",
            occupation_label="Undersköterska, hemtjänst, äldreboende och habilitering",
            local_title="Undersköterska",
            kind="new_recruitment",
            headcount_0_1=2,
            headcount_1_3=1,
            headcount_3_5=0,
            level="upper_secondary",
            shortage=4,
            distance_acceptable=True,
            placements_offered=1,
            skills=["Demensvård"],
            taxonomy_version="demo",
            skills_detail=[SkillDetail(label="Demensvård", importance=3)],
            licences=["Körkort B"],
            languages=["Svenska"],
            study_forms=["centre", "distance"],
            pace=50,
            sessions_max=4,
            travel_km=60,
            revision=2,
        )


class NeedWithdrawn(Event):
    """A need no longer counts: the employer withdrew it, or said it anew in a later round."""

    name: ClassVar[str] = "employer_needs.need_withdrawn.v1"
    permission: ClassVar[str] = "employer_needs.response.read"

    need_id: int
    revision: int = 0

    @classmethod
    def sample(cls) -> Self:
        return cls(need_id=17, revision=3)


class CommitmentMade(Event):
    """An employer has signed a commitment in a letter of intent, or the needs that it is about have changed. Nobody's person is named."""

    name: ClassVar[str] = "employer_needs.commitment_made.v1"
    permission: ClassVar[str] = "employer_needs.letter.read"

    commitment_id: int
    letter_ref: str = Field(description="Names the letter, for the hook `letters_of_intent`.")
    organisation_id: int
    organisation_name: str
    orgnr: str
    municipality_code: str
    size: str = Field(description="The organisation's size class in words; empty when it is not known.")
    occupation_group: str
    need_ids: list[int]
    kind: Literal["hire", "placements", "steering_group", "lecturer", "paid_study_time", "co_funding"]
    amount: int = Field(description="People, placements, hours or kronor, by kind; 1 for a seat.")
    period: str = Field(description="What the amount is counted for, in words, such as per termin.")
    signed_on: date
    revision: int = 1

    @classmethod
    def sample(cls) -> Self:
        return cls(
            commitment_id=5,
            letter_ref="employer_needs:letter:3",
            organisation_id=4,
            organisation_name="Exempelverken AB",
            orgnr="5560360793",
            municipality_code="2417",
            size="20–49 anställda",
            occupation_group="5321",
            need_ids=[17],
            kind="placements",
            amount=2,
            period="per termin",
            signed_on=date(2026, 11, 24),
        )


class CommitmentWithdrawn(Event):
    """A commitment no longer holds: its letter of intent was withdrawn."""

    name: ClassVar[str] = "employer_needs.commitment_withdrawn.v1"
    permission: ClassVar[str] = "employer_needs.letter.read"

    commitment_id: int
    letter_ref: str
    revision: int

    @classmethod
    def sample(cls) -> Self:
        return cls(commitment_id=5, letter_ref="employer_needs:letter:3", revision=2)


class _Heard(BaseModel):
    """Base of what is read from others' events: more fields than these may come."""

    model_config = ConfigDict(extra="ignore")


class ClusterUpdated(_Heard):
    """`demand_pooling.cluster_updated.v1`: how big the group is that some needs belong to."""

    cluster_id: int
    need_ids: list[int]
    headcount: int
    employers: int
    municipalities: int
    missing: int
    viable: bool


class SupplyFound(_Heard):
    """`demand_pooling.supply_found.v1`: an education that answers the needs of a group."""

    cluster_id: int
    need_ids: list[int]
    title: str
    ref: str
    url: str
    provider: str = ""


class PlacementCompleted(_Heard):
    """`internships.placement_completed.v1`: somebody has completed a placement that was promised for a need."""

    placement_id: int
    need_ref: str = ""
    commitment_ref: str = ""


class ClusterProgressed(_Heard):
    """`demand_pooling.cluster_progressed.v1`: a step on the way from a group of needs to an education that has been held."""

    cluster_id: int
    need_ids: list[int]
    status: str
    facts: dict[str, str | int] = {}


class ReplayRequested(_Heard):
    """`core.replay_requested.v1`: somebody missed events."""

    events: list[str]


class OrganisationMerged(_Heard):
    """`core.organisation_merged.v1`: the needs of one employer are another's now."""

    kept_id: int
    lost_id: int
