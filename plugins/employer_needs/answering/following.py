"""Following an answer's needs by mail: asked for on the status page, confirmed by a mailed link, ended with one click."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core import mailed_links
from core.audit.service import record
from core.db import db, get, utcnow
from core.i18n import gettext as _
from core.mail.templates import send_template
from core.regions.models import Region
from plugins.employer_needs import tokens, trail_words
from plugins.employer_needs.answering.models import Follower
from plugins.employer_needs.links import absolute
from plugins.employer_needs.mail_templates import FOLLOW, NEWS
from plugins.employer_needs.models import CompetenceNeed, Response, StatusEntry
from plugins.employer_needs.settings import sender

MAX_FOLLOWERS = 20  # of one answer


def token_of(follower: Follower) -> str:
    """The secret in a follower's links: it confirms and it ends, and can do nothing else."""
    return tokens.derive("follower", follower.seed)


def by_token(region: Region, token: str) -> Follower | None:
    """The follower behind a link; None when there is none in this region."""
    if len(token) > mailed_links.MAX_TOKEN:
        return None
    statement = select(Follower).where(Follower.token_hash == mailed_links.digest(token), Follower.region_id == region.id)
    return db.session.execute(statement).scalar_one_or_none()


def ask(*, region: Region, response: Response, email: str) -> None:
    """Somebody wants mails at an address. One mail asks the address; nothing else is sent until it has said yes."""
    found = list(db.session.execute(select(Follower).where(Follower.response_id == response.id)).scalars())
    follower = next((each for each in found if each.email == email), None)
    if follower is None:
        if len(found) >= MAX_FOLLOWERS:
            return
        seed = mailed_links.new_seed()
        follower = Follower(
            region_id=region.id,
            response_id=response.id,
            email=email,
            seed=seed,
            token_hash=mailed_links.digest(tokens.derive("follower", seed)),
        )
        db.session.add(follower)
        db.session.flush()
    if follower.confirmed_at is not None and follower.ended_at is None:
        return
    _note(region, response, "employer_needs.follower.asked")
    _send(
        region,
        follower,
        FOLLOW,
        organisation=response.organisation_name,
        link=absolute("follow", region, token=token_of(follower)),
        why=_("Du får mejlet för att någon skrev den här adressen på sidan. Var det inte du behöver du inte göra något."),
    )


def confirm(*, region: Region, follower: Follower) -> None:
    """The address has said yes. Again, too, after it has said no."""
    follower.confirmed_at, follower.ended_at = utcnow(), None
    _note(region, get(Response, follower.response_id), "employer_needs.follower.confirmed")
    db.session.flush()


def end(*, region: Region, follower: Follower) -> None:
    """No more mails. Repeated, it changes nothing."""
    if follower.ended_at is None:
        follower.ended_at = utcnow()
        _note(region, get(Response, follower.response_id), "employer_needs.follower.ended")
    db.session.flush()


def _note(region: Region, response: Response, action: str) -> None:
    """In the log it stands that somebody did, not who."""
    record(action, region=region, subject=f"employer_needs:response:{response.id}", reference=response.reference)


def tell(region: Region, changed: Sequence[tuple[CompetenceNeed, StatusEntry]]) -> None:
    """Mail those who follow what has happened to needs: one mail each, whatever the number of needs."""
    by_response: dict[int, list[tuple[CompetenceNeed, StatusEntry]]] = {}
    for need, entry in changed:
        by_response.setdefault(need.response_id, []).append((need, entry))
    statement = (
        select(Follower, Response)
        .join(Response, Response.id == Follower.response_id)
        .where(
            Follower.response_id.in_(list(by_response)),
            Follower.region_id == region.id,
            Follower.confirmed_at.is_not(None),
            Follower.ended_at.is_(None),
        )
        .order_by(Follower.id)
    )
    for follower, response in db.session.execute(statement).all():
        stop = absolute("unfollow", region, token=token_of(follower))
        _send(
            region,
            follower,
            NEWS,
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            organisation=response.organisation_name,
            news="\n\n".join(
                f"{need.title}: {trail_words.heading(entry)}\n{trail_words.sentence(entry)}" for need, entry in by_response[response.id]
            ),
            link=absolute("followed", region, token=token_of(follower)),
            why=_("Du får mejlet för att du följer behoven. Sluta få dem: %(link)s", link=stop),
        )


def _send(region: Region, follower: Follower, kind: str, *, headers: dict[str, str] | None = None, **variables: str) -> None:
    send_template(kind=kind, to=follower.email, variables={**variables, "sender": sender(region)}, region=region, headers=headers)
