"""Watching a search: what is new among its hits is told once a week at most.

Who has an account is told as notices are. Anybody else gives an address, which must say yes by mail first, and ends it with one click.
A watch that nobody has said yes to goes after a week; any goes after a year, unless the person asks for one more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from flask import current_app
from sqlalchemy import delete, func, or_, select
from werkzeug.datastructures import MultiDict

from core import mailed_links
from core.audit.service import record
from core.clock import today
from core.db import db, utcnow
from core.errors import DomainError
from core.i18n import gettext as _
from core.i18n import language, ngettext, speaking
from core.i18n import lazy_gettext as _l
from core.mail.templates import send_template
from core.mailed_links import MAX_TOKEN, digest, new_seed
from core.notices.service import notify
from core.users.models import User
from core.web.format import format_date
from plugins.training_catalog import presentation
from plugins.training_catalog.filters import STARTED, Filters, parse
from plugins.training_catalog.finding.conditions import event_conditions, info_conditions, word_condition
from plugins.training_catalog.finding.mails import CONFIRM, NEWS
from plugins.training_catalog.finding.models import Receiving, Watch
from plugins.training_catalog.finding.searching import meant
from plugins.training_catalog.finding.sharing import MAX_QUERY, query_of
from plugins.training_catalog.models import EducationEvent, EducationInfo
from plugins.training_catalog.scope import catalogue_scope
from plugins.training_catalog.settings import settings_in

if TYPE_CHECKING:
    from core.regions.models import Region

NEW_HITS = "training_catalog.new_hits"
UNCONFIRMED = timedelta(days=7)
LASTS = timedelta(days=365)
PAUSE = timedelta(days=7)
ENDED = timedelta(days=30)
MAX_WATCHES = 20  # of one person, in one region
MAX_TITLES = 10


def _derive(seed: str) -> str:
    return mailed_links.token_of("training_catalog.watch", seed)


def token_of(watch: Watch) -> str:
    """The secret in a watch's links: it confirms, prolongs and ends this one watch, and can do nothing else."""
    return _derive(watch.seed)


def by_token(region: Region, token: str) -> Watch | None:
    """The watch behind a link; None when there is none in this region, or its time is over."""
    if len(token) > MAX_TOKEN:
        return None
    statement = select(Watch).where(Watch.token_hash == digest(token), Watch.region_id == region.id, Watch.expires_at > utcnow())
    return db.session.execute(statement).scalar_one_or_none()


def of_user(region: Region, user: User) -> Sequence[Watch]:
    """A person's watches in a region, the newest first."""
    statement = select(Watch).where(Watch.region_id == region.id, Watch.user_id == user.id, Watch.expires_at > utcnow())
    return db.session.execute(statement.order_by(Watch.id.desc())).scalars().all()


def filters_of(region: Region, watch: Watch) -> Filters:
    """What is watched."""
    return parse(MultiDict(parse_qsl(watch.query)), reach_km=settings_in(region).reach_km)


def _checked(filters: Filters) -> str:
    query = query_of(filters)
    if not query or filters.start == STARTED:
        raise DomainError(_("Välj något i listan först, bland det som är på gång."))
    if len(query) > MAX_QUERY:
        raise DomainError(_("Urvalet är för långt för att bevakas. Välj färre filter."))
    return query


def ask(*, region: Region, filters: Filters, email: str) -> None:
    """Somebody wants mails at an address. One mail asks the address; nothing else is sent until it has said yes.

    Nothing shows whether the address watches already, or too much.
    """
    query = _checked(filters)
    known = list(db.session.execute(select(Watch).where(Watch.region_id == region.id, Watch.email == email)).scalars())
    found = next((each for each in known if each.query == query), None)
    if found is None:
        if len(known) >= MAX_WATCHES:
            return
        found = _add(region, query, email=email)
    if found.confirmed_at is not None:
        return
    record("training_catalog.watch.asked", region=region, subject=f"training_catalog:watch:{found.id}")
    send_template(
        kind=CONFIRM,
        to=email,
        region=region,
        variables={
            "search": presentation.in_words(filters),
            "link": absolute("watch_link", region, token=token_of(found)),
            "sender": region.name,
            "why": _("Du får mejlet för att någon skrev den här adressen på sidan. Var det inte du behöver du inte göra något."),
        },
    )


def keep(*, region: Region, filters: Filters, user: User) -> Watch:
    """Watch a search for who is signed in.

    Raises:
        DomainError: when nothing is chosen, or the person watches too much.
    """
    query = _checked(filters)
    known = of_user(region, user)
    found = next((each for each in known if each.query == query), None)
    if found is None:
        if len(known) >= MAX_WATCHES:
            raise DomainError(_("Du har redan %(n)s bevakningar. Ta bort någon först.", n=MAX_WATCHES))
        found = _add(region, query, user_id=user.id)
    agree(region=region, watch=found)
    return found


def _add(region: Region, query: str, **owner: Any) -> Watch:
    seed = new_seed()
    event_id, receiving_id = _newest(region)
    found = Watch(
        region_id=region.id,
        query=query,
        language=language(),
        seed=seed,
        token_hash=digest(_derive(seed)),
        expires_at=utcnow() + UNCONFIRMED,
        last_event_id=event_id,
        last_receiving_id=receiving_id,
        **owner,
    )
    db.session.add(found)
    db.session.flush()
    return found


def agree(*, region: Region, watch: Watch) -> None:
    """The person says yes, or asks for one more year."""
    watch.confirmed_at = watch.confirmed_at or utcnow()
    watch.expires_at = utcnow() + LASTS
    record("training_catalog.watch.confirmed", region=region, subject=f"training_catalog:watch:{watch.id}")
    db.session.flush()


def end(*, region: Region, watch: Watch) -> None:
    """No more of it, and nothing kept of whose it was or what it sought. The bare row lets the same link be clicked again for a month."""
    if watch.query:
        record("training_catalog.watch.ended", region=region, subject=f"training_catalog:watch:{watch.id}")
    watch.user_id = watch.confirmed_at = watch.told_at = None
    watch.email = watch.query = ""
    watch.expires_at = utcnow() + ENDED
    db.session.flush()


def _newest(region: Region) -> tuple[int, int]:
    with catalogue_scope(region):
        events = db.session.execute(select(func.max(EducationEvent.id))).scalar()
        receivings = db.session.execute(select(func.max(Receiving.id))).scalar()
    return events or 0, receivings or 0


@dataclass(frozen=True)
class News:
    """What is new to a watch."""

    titles: list[str]
    number: int


def news(region: Region, watch: Watch, filters: Filters) -> News:
    """Educations with an occasion that came, or that a centre within reach began to receive, since the watch last looked."""
    event = EducationEvent
    newer = event.id > watch.last_event_id
    if filters.home:
        begun = select(Receiving.event_id).where(
            Receiving.id > watch.last_receiving_id,
            Receiving.event_id.is_not(None),
            Receiving.municipality_code.in_(sorted(filters.near)),
        )
        newer = or_(newer, event.id.in_(begun))
    statement = (
        select(EducationInfo.id, EducationInfo.title, EducationInfo.next_start)
        .join(event, event.info_id == EducationInfo.id)
        .where(newer, EducationInfo.is_current.is_(True), *info_conditions(filters), *event_conditions(filters, today()))
        .distinct()
        .order_by(EducationInfo.next_start, EducationInfo.id)
    )
    if filters.q:
        statement = statement.where(word_condition(filters, meant(filters.q)))
    with catalogue_scope(region):
        rows = db.session.execute(statement.limit(200)).all()
    return News([row.title for row in rows[:MAX_TITLES]], len(rows))


def tell_all(region: Region) -> int:
    """Tell those whose week has passed what is new. Returns how many were told. Repeated, it tells nobody twice."""
    now = utcnow()
    statement = (
        select(Watch)
        .where(Watch.region_id == region.id, Watch.confirmed_at.is_not(None), Watch.expires_at > now)
        .where(or_(Watch.told_at.is_(None), Watch.told_at <= now - PAUSE), Watch.created_at <= now - timedelta(hours=12))
        .order_by(Watch.id)
        .with_for_update()
    )
    newest = _newest(region)
    told = 0
    for watch in db.session.execute(statement).scalars().all():
        if (watch.last_event_id, watch.last_receiving_id) == newest:
            continue
        filters = filters_of(region, watch)
        found = news(region, watch, filters)
        if found.number:
            _tell(region, watch, filters, found)
            watch.told_at = now
            told += 1
        watch.last_event_id, watch.last_receiving_id = newest
    db.session.flush()
    return told


def _tell(region: Region, watch: Watch, filters: Filters, found: News) -> None:
    with speaking(watch.language):
        search = presentation.in_words(filters)
        listed = "\n".join(f"* {title}" for title in found.titles)
        more = found.number - len(found.titles)
        if more > 0:
            listed += "\n" + ngettext("* och %(num)s till", "* och %(num)s till", more)
    path = f"/r/{region.slug}/training-catalog/?{query_of(filters)}"
    user = db.session.execute(select(User).where(User.id == watch.user_id)).scalar_one_or_none() if watch.user_id else None
    if user is not None:
        notify(
            kind=NEW_HITS,
            users=[user],
            region=region,
            key=f"{watch.id}:{watch.last_event_id}:{watch.last_receiving_id}",
            title=_l("Nya utbildningar: %(search)s", search=search),
            body=listed,
            url=path,
            subject_ref=f"training_catalog:watch:{watch.id}",
            group=search,
        )
        return
    stop = absolute("watch_stop", region, token=token_of(watch))
    base = str(current_app.extensions["samkraft_settings"].public_url).rstrip("/")
    with speaking(watch.language):
        variables = {
            "search": search,
            "hits": listed,
            "link": f"{base}{path}",
            "sender": region.name,
            "why": _(
                "Du får mejlet för att du bevakar sökningen, till och med %(day)s. Fortsätt eller ändra: %(page)s Sluta: %(stop)s",
                day=format_date(watch.expires_at),
                page=absolute("watch_link", region, token=token_of(watch)),
                stop=stop,
            ),
        }
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    send_template(kind=NEWS, to=watch.email, region=region, tongue=watch.language, headers=headers, variables=variables)


def clear(region: Region) -> int:
    """Forget the watches whose time is over, and those that nobody said yes to. Returns how many."""
    statement = delete(Watch).where(Watch.region_id == region.id, Watch.expires_at <= utcnow())
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]


def absolute(endpoint: str, region: Region, **values: Any) -> str:
    """The address of a page of the catalogue under the installation's public address; jobs have no request to make one."""
    base = urlsplit(current_app.extensions["samkraft_settings"].public_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(f"training_catalog.{endpoint}", {"region": region.slug, **values}, force_external=True)
