"""What is read of others' events."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

CLUSTER_UPDATED = "demand_pooling.cluster_updated.v1"
PEOPLE = Field(0, ge=0, le=10_000_000)


class ClusterUpdated(BaseModel):
    """A cluster of needs came to be or changed."""

    model_config = ConfigDict(extra="ignore")

    cluster_id: int
    occupation_group: str = Field(max_length=4)
    occupation_label: str = ""
    level: str = ""
    headcount: int = PEOPLE
    employers: int = PEOPLE
    municipalities: int = PEOPLE
    threshold: int = PEOPLE
    missing: int = PEOPLE
    viable: bool = False
    municipality_codes: list[str] = []
    skills: list[str] = []
    start: str = ""
    revision: int = 0
