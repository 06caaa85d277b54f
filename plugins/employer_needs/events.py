"""What this plugin tells the others, and the little it wants to know of theirs."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from core.events import Event


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
        )


class NeedWithdrawn(Event):
    """A need no longer counts: the employer withdrew it, or said it anew in a later round."""

    name: ClassVar[str] = "employer_needs.need_withdrawn.v1"
    permission: ClassVar[str] = "employer_needs.response.read"

    need_id: int

    @classmethod
    def sample(cls) -> Self:
        return cls(need_id=17)


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


class ReplayRequested(_Heard):
    """`core.replay_requested.v1`: somebody missed events."""

    events: list[str]


class OrganisationMerged(_Heard):
    """`core.organisation_merged.v1`: the needs of one employer are another's now."""

    kept_id: int
    lost_id: int
