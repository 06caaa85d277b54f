"""What plugins declare and return: small frozen records, checked by type at every hook call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from flask import Blueprint
from pydantic import BaseModel

from core.plugins.open_data import Dataset as Dataset
from core.plugins.open_data import Distribution as Distribution


class Area(StrEnum):
    """Where a blueprint is mounted; core computes the prefix."""

    WEB = "web"  # /r/<region>/<slug>/
    ADMIN = "admin"  # /r/<region>/admin/<slug>/
    API = "api"  # /api/v1/regions/<region>/<slug>/


@dataclass(frozen=True)
class Mount:
    """A blueprint and the area it belongs to. The blueprint's name must be the plugin's, or `<plugin>_<something>`."""

    blueprint: Blueprint
    area: Area = Area.WEB


@dataclass(frozen=True)
class Permission:
    """A right that a view asks for.

    Args:
        name: `<plugin>.<noun>.<verb>`, e.g. `employer_needs.round.manage`.
        title: What it lets one do, for the role page (lazy text).
        roles: Roles that have it from the start; see `core.users.roles.ROLES`. Region administrators have every
            permission of their region anyway.
        sensitive: Whether it shows other people's data or changes rights. Then it is only for who has signed in with a
            second factor, where the installation requires one (`require_second_factor`).
        per_organisation: Whether a role held on behalf of an organisation gives it only over that organisation's things. It opens the
            page; which things it holds for, `core.users.queries.may(…, organisation)` and `organisations_where` say.
    """

    name: str
    title: Any
    roles: tuple[str, ...] = ()
    sensitive: bool = False
    per_organisation: bool = False


@dataclass(frozen=True)
class Job:
    """Work outside the request.

    Args:
        name: `<plugin>.<verb>_<noun>`.
        func: Called as `func(region, **payload)`; `region` is None for a job above the regions. Runs inside a
            region scope. Must be idempotent: it is delivered at least once.
        queue: `default`, `mail` or `slow`.
        timeout: Seconds before it is stopped and retried.
        retries: How many more tries after the first failure; the wait doubles from 5 seconds.
        every: A timedelta, or a cron line in Europe/Stockholm, for scheduled jobs. One entry per job; when it
            fires it fans out to each region that has the plugin (or once, if `per_region` is False).
        atomic: True: the whole job is one transaction, together with its receipt (effectively once). False: the
            job commits its own parts with `atomic()`, and must converge when run again. Use it for what takes seconds.
    """

    name: str
    func: Callable[..., Any]
    queue: Literal["default", "mail", "slow"] = "default"
    timeout: int = 60
    retries: int = 5
    every: timedelta | str | None = None
    per_region: bool = True
    atomic: bool = True


@dataclass(frozen=True)
class Subscription:
    """A handler for an event.

    Args:
        event: The event's full name, `<plugin>.<what_happened>.v<N>`. The emitter need not be installed.
        payload_model: The subscriber's own, smaller pydantic model of the payload (extra fields ignored).
        handler: Called as `handler(region, payload)` in its own transaction, together with its receipt.
        name: Names the handler in receipts and logs; stable over renames of the function.
    """

    event: str
    payload_model: type[BaseModel]
    handler: Callable[..., Any]
    name: str


@dataclass(frozen=True)
class NavItem:
    """An entry of the region's menu. `permission` None: shown to everybody.

    Args:
        admin: It belongs to the administrators' menu.
        group: Which group of that menu: `people`, `parts`, `follow_up` or `technical`.
    """

    label: Any
    endpoint: str
    weight: int = 100
    permission: str | None = None
    admin: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    group: Literal["people", "parts", "follow_up", "technical"] = "parts"


@dataclass(frozen=True)
class Card:
    """A card on the region's board or start page.

    Args:
        title: Heading.
        template: Rendered with `context`; its path begins with the plugin's name.
        audience: `public`: on the start page for everybody; `member`: on the signed-in board.
        kind: `todo` cards come first, then `figures`, then `chart`.
    """

    title: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    weight: int = 100
    audience: Literal["public", "member"] = "member"
    kind: Literal["todo", "figures", "chart", "task"] = "figures"


@dataclass(frozen=True)
class Slot:
    """Content that another plugin's page makes room for: `{{ slot("training_catalog.event.aside", subject=ref) }}`."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    weight: int = 100


@dataclass(frozen=True)
class SearchHit:
    """One hit of the region-wide search. `score` 0–1 orders hits across plugins."""

    title: str
    url: str
    kind: Any
    summary: str = ""
    score: float = 0.5


@dataclass(frozen=True)
class Link:
    """What a ref (`"training_catalog:event:42"`) resolves to."""

    title: str
    url: str
    kind: Any = ""


@dataclass(frozen=True)
class StudyPlace:
    """A place where people study near home, such as a learning centre: somewhere to start from.

    Args:
        ref: Where it comes from, `"<plugin>:<kind>:<id>"`.
        name: What it is called.
        municipality_code: Where it is.
        latitude, longitude: On the map, if known.
    """

    ref: str
    name: str
    municipality_code: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Supply:
    """Education that could answer a need, as another plugin may show it.

    Args:
        ref: Where it comes from, `"<plugin>:<kind>:<id>"`.
        title: Name of the education.
        url: Its page.
        provider: Who gives it.
        start: When it starts, if known.
        place: Where, in words.
        distance: Whether it can be followed by distance.
        reason: Why it answers the need, in one sentence.
    """

    ref: str
    title: str
    url: str
    provider: str = ""
    start: date | None = None
    place: str = ""
    distance: bool = False
    reason: Any = ""


@dataclass(frozen=True)
class Check:
    """An answer to "is this plugin ready in this region?". `remedy` says what to do when it is not."""

    title: Any
    ok: bool
    remedy: Any = ""
    endpoint: str | None = None


@dataclass(frozen=True)
class Section:
    """A part of the yearly report: heading, paragraphs, and tables as (caption, header, rows)."""

    title: Any
    paragraphs: Sequence[Any] = ()
    tables: Sequence[tuple[Any, Sequence[Any], Sequence[Sequence[Any]]]] = ()
    weight: int = 100


@dataclass(frozen=True)
class DataSet:
    """Personal data of one user, for export (GDPR art. 15 and 20): a name, column names and rows."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Blocker:
    """A reason why a subject may not be deleted."""

    reason: Any


@dataclass(frozen=True)
class RecordType:
    """A kind of public record with its default retention (*gallringsregel*). A region may decide otherwise.

    Args:
        name: `<plugin>.<noun>`.
        title: What people call it (lazy text).
        keep_years: For how long it is kept; None: it is never disposed of (*bevaras*).
        basis: Why so long: a law, or a decision.
        keep_months: Months besides the years.
        due: `due(region, before, limit)`: the refs of those that may go because their time was out before a moment, oldest first.
            None: what is due cannot be told, and no rule can be run.
        dispose: `dispose(region, refs)`: delete these, or take the personal parts out, and say how many went.
        per_region: False: it belongs to the whole installation, and `due` and `dispose` are called with None.
        what: What disposal does, in one sentence (lazy text).
    """

    name: str
    title: Any
    keep_years: int | None
    basis: str = ""
    keep_months: int = 0
    due: Callable[..., Sequence[str]] | None = None
    dispose: Callable[..., int] | None = None
    per_region: bool = True
    what: Any = ""


@dataclass(frozen=True)
class NoticeKind:
    """Something that people can be told, and how they are unless they choose otherwise (`core.notices.service.notify`).

    Args:
        name: `<plugin>.<what_happened>`, for example `demand_pooling.cluster_viable`.
        title: What people call it, on the page where they choose (lazy text).
        description: One sentence: when it comes (lazy text).
        default: `now`: mailed at once; `digest`: in the day's mail; `in_app`: only on the page of notices; `off`: not at all.
        audience: Who may get it: a permission. Only they are shown the choice. None: everybody who is signed in.
        required: It is about safety: always mailed at once, and cannot be turned off.
    """

    name: str
    title: Any
    description: Any = ""
    default: Literal["now", "digest", "in_app", "off"] = "digest"
    audience: str | None = None
    required: bool = False


@dataclass(frozen=True)
class MailVariable:
    """A word that a mail's text may use: `{{ name }}`.

    Args:
        name: As it is written in the text.
        description: What it stands for (lazy text).
        sample: What the preview shows in its place.
        required: The text must have it; for links without which the mail is of no use.
    """

    name: str
    description: Any
    sample: Any
    required: bool = False


@dataclass(frozen=True)
class MailTemplate:
    """The standard words of a kind of mail (`core.mail.templates.send_template`). A region may write its own.

    Args:
        kind: `<plugin>.<what>`, as in the mail log.
        title: What people call it (lazy text).
        description: One sentence: when it is sent, and to whom (lazy text).
        subject: One line, with `{{ variables }}` (lazy text).
        body: Plain text, with `{{ variables }}` (lazy text).
        variables: Every variable that subject and body may use.
        regional: Whether a region may write its own words.
    """

    kind: str
    title: Any
    description: Any
    subject: Any
    body: Any
    variables: Sequence[MailVariable] = ()
    regional: bool = True


@dataclass(frozen=True)
class CalendarItem:
    """Something with a day or a time, for people's calendars.

    Args:
        uid: Stable, and unlike every other: `<plugin>:<kind>:<id>:<what>`.
        summary: The heading in the calendar.
        start: A day, or a moment (aware).
        end: The last day, or the moment it ends; None when there is none.
        url: Its page, a path of this site.
        location: Where, in words.
        updated: When it last changed. Calendars show a newer one in the place of an older one.
        description: More words.
        cancelled: It will not be. Calendars that have it strike it out; one that is left out instead stands there for ever.
    """

    uid: str
    summary: Any
    start: date | datetime
    updated: datetime
    end: date | datetime | None = None
    url: str = ""
    location: str = ""
    description: Any = ""
    cancelled: bool = False

    @property
    def all_day(self) -> bool:
        """Whether it is about days, not hours."""
        return not isinstance(self.start, datetime)


@dataclass(frozen=True)
class RecordField:
    """One field of a public record, as it may be disclosed.

    Args:
        name: Names the field; stable.
        label: What people call it (lazy text).
        value: Its text.
        secrecy: The paragraph of OSL that may make it secret, such as `30:23`; empty when nothing is known. Whoever discloses decides.
        why: Why it may be secret, in one sentence (lazy text).
    """

    name: str
    label: Any
    value: str
    secrecy: str = ""
    why: Any = ""


@dataclass(frozen=True)
class PublicRecord:
    """A public record (*allmän handling*) that can be disclosed: `<owner>:<kind>:<id>`, and its fields in the order of reading."""

    ref: str
    title: str
    fields: Sequence[RecordField] = ()
