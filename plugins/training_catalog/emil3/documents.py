"""The three documents of EMIL 3, as far as the catalogue reads them. What is not declared here is kept aside, not lost."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from plugins.training_catalog.emil3.values import (
    Code,
    Codes,
    Day,
    Flag,
    Identifier,
    Identifiers,
    LangString,
    Line,
    Moment,
    Number,
    Strings,
    Texts,
    Whole,
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class _Document(BaseModel):
    model_config = ConfigDict(extra="allow", populate_by_name=True)

    identifier: Identifier
    lastEdited: Moment = None
    expires: Day = None


def _many(value: Any) -> Any:
    """A single object where a list is expected."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class Address(_Part):
    """An address; `studyLocation` is where teaching happens, in words."""

    areaCode: Line = None
    town: Line = None
    postalCode: Line = None
    streetAddress: Line = None
    studyLocation: LangString = Field(default_factory=Texts)


Addresses = Annotated[list[Address], BeforeValidator(_many)]


class Credits(_Part):
    """Credits with their system (C_Credits)."""

    system: Code | None = None
    credits: Number = None


class TimeLength(_Part):
    """An extent in hours, days, weeks, months, years or semesters."""

    length: Whole = None
    max: Whole = None
    unit: Code | None = None


class Execution(_Part):
    """When an event takes place, and who decides it."""

    condition: Code | None = None
    start: Day = None
    end: Day = None


class PaceOfStudy(_Part):
    """Per cent of full time."""

    percentage: Number = None


class DistanceEducation(_Part):
    """Its mere presence means distance."""

    noOfMandatorySessions: Whole = None
    noOfOptionalSessions: Whole = None
    noOfMandatoryRemoteSessions: Whole = None
    noOfOptionalRemoteSessions: Whole = None
    description: LangString = Field(default_factory=Texts)


class Application(_Part):
    """How and when to apply."""

    code: Line = None
    instruction: LangString = Field(default_factory=Texts)
    url: LangString = Field(default_factory=Texts)
    first: Day = None
    last: Day = None
    continuous: Flag = None


class PhoneNumber(_Part):
    """A phone number, itself a LangString in the standard."""

    number: LangString = Field(default_factory=Texts)


class ResponsibleBody(_Part):
    """Who is responsible for a provider."""

    type: Code | None = None
    name: LangString = Field(default_factory=Texts)


class Provider(_Document):
    """EducationProvider."""

    name: LangString
    description: LangString = Field(default_factory=Texts)
    url: LangString = Field(default_factory=Texts)
    visitAddresses: Addresses = Field(default_factory=list)
    contactAddress: Address | None = None
    emailAddresses: Strings = Field(default_factory=list, validation_alias=AliasChoices("emailAddresses", "emailAddress"))
    phones: Annotated[list[PhoneNumber], BeforeValidator(_many)] = Field(default_factory=list)
    responsibleBody: ResponsibleBody | None = None
    organisationNumber: Line = None


class Info(_Document):
    """EducationInfo."""

    title: LangString
    code: Line = None
    description: LangString = Field(default_factory=Texts)
    url: LangString = Field(default_factory=Texts)
    type: Code | None = None
    configuration: Code | None = None
    subjects: Codes = Field(default_factory=list, validation_alias=AliasChoices("subjects", "subject"))
    isVocational: Flag = None
    resultIsDegree: Flag = None
    degrees: LangString = Field(default_factory=Texts)
    qualificationLevel: Code | None = None
    credits: Credits | None = None
    extent: TimeLength | None = None
    eligibility: LangString = Field(default_factory=Texts)
    recommendedPriorKnowledge: LangString = Field(default_factory=Texts)


class Event(_Document):
    """EducationEvent."""

    education: Identifier
    providers: Identifiers
    title: LangString = Field(default_factory=Texts)
    description: LangString = Field(default_factory=Texts)
    url: LangString = Field(default_factory=Texts)
    locations: Addresses = Field(default_factory=list)
    languageOfInstructions: Strings = Field(
        default_factory=list, validation_alias=AliasChoices("languageOfInstructions", "languageOfInstruction")
    )
    execution: Execution | None = None
    isCancelled: Flag = None
    places: Whole = None
    timeOfStudy: Code | None = None
    paceOfStudy: PaceOfStudy | None = None
    isApprenticeship: Flag = None
    distance: DistanceEducation | None = None
    application: Application | None = None
