"""The verbs of dossiers. Who saves what somebody else has changed since is told, and nothing is lost. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app

from core.audit.service import record
from core.db import db, utcnow
from core.documents import Document, as_data
from core.errors import Conflict, DomainError, NotFound
from core.i18n import gettext as _
from core.regions.models import Region
from core.users.models import User
from plugins.demand_pooling.dossier import commitments, queries, rules
from plugins.demand_pooling.dossier.basis import Basis, gather
from plugins.demand_pooling.dossier.document import dossier_document
from plugins.demand_pooling.dossier.models import Dossier, DossierVersion, Kind, Role, Seat
from plugins.demand_pooling.dossier.texts import KIND_LABELS, MAX_TEXT, TEXTS
from plugins.demand_pooling.models import DemandCluster

MOST_SEATS = 30
MOST_PER_CLUSTER = 20


def create(*, region: Region, cluster: DemandCluster, kind: Kind, title: str, actor: User | None) -> Dossier:
    """Begin a dossier of a cluster.

    Raises:
        DomainError: when the cluster is dissolved, or has a great many already.
    """
    if cluster.closed_at is not None:
        raise DomainError(_("Klustret är upplöst. Skapa underlaget från det kluster som har behoven nu."))
    if len(queries.of_cluster(region, cluster.id)) >= MOST_PER_CLUSTER:
        raise DomainError(_("Klustret har redan %(n)s underlag. Fortsätt på ett av dem.", n=MOST_PER_CLUSTER))
    made = Dossier(
        region_id=region.id,
        cluster_id=cluster.id,
        kind=kind,
        title=title.strip() or f"{KIND_LABELS[kind]}: {cluster.occupation_label}"[:200],
        texts={},
        programme={},
        letters=[],
        created_by_id=actor.id if actor else None,
    )
    db.session.add(made)
    db.session.flush()
    record("demand_pooling.dossier.created", region=region, subject=queries.ref(made), kind=kind.value, cluster=cluster.id)
    return made


def save_texts(*, region: Region, dossier_id: int, version: int, title: str, texts: Mapping[str, str]) -> Dossier:
    """Keep the region's own words.

    Raises:
        Conflict: when somebody else has changed the dossier since.
    """
    found = _unchanged(region, dossier_id, version)
    known = {text.name for text in TEXTS[found.kind]}
    found.texts = {**found.texts, **{name: words.strip()[:MAX_TEXT] for name, words in texts.items() if name in known}}
    found.title = title.strip()[:200] or found.title
    return _changed(region, found, "texts")


def save_programme(*, region: Region, dossier_id: int, version: int, facts: Mapping[str, Any]) -> Dossier:
    """Keep the entered facts of the programme.

    Raises:
        Conflict: when somebody else has changed the dossier since.
    """
    found = _unchanged(region, dossier_id, version)
    found.programme = {**found.programme, **facts}
    return _changed(region, found, "programme")


def choose_letters(*, region: Region, dossier_id: int, version: int, refs: Sequence[str]) -> Dossier:
    """Choose which letters of intent it leans on.

    Raises:
        DomainError: when they are more than may be named, or one is not a letter of the region that holds.
        Conflict: when somebody else has changed the dossier since.
    """
    found = _unchanged(region, dossier_id, version)
    wanted = list(dict.fromkeys(refs))
    if len(wanted) > rules.MOST_LETTERS:
        raise DomainError(
            _("Du har valt %(n)s avsiktsförklaringar. Högst %(most)s får vara med. Ta bort några.", n=len(wanted), most=rules.MOST_LETTERS),
            field="letters",
        )
    holding = {row.letter_ref for row in commitments.of_letters(region, wanted) if row.withdrawn_at is None}
    if set(wanted) - holding - set(found.letters):
        raise DomainError(_("En av avsiktsförklaringarna gäller inte längre. Välj om."), field="letters")
    found.letters = wanted
    return _changed(region, found, "letters", count=len(wanted))


def add_seat(*, region: Region, dossier_id: int, role: Role, organisation: str, position: str) -> Seat:
    """Propose a member of the steering group.

    Raises:
        DomainError: when there are very many already.
    """
    found = queries.get_dossier(region, dossier_id, lock=True)
    if len(queries.seats(found)) >= MOST_SEATS:
        raise DomainError(_("Gruppen har redan %(n)s ledamöter. Ta bort någon först.", n=MOST_SEATS))
    seat = Seat(region_id=region.id, dossier_id=found.id, role=role, organisation=organisation.strip(), position=position.strip())
    db.session.add(seat)
    _changed(region, found, "steering")
    return seat


def remove_seat(*, region: Region, dossier_id: int, seat_id: int) -> None:
    """Take a proposed member away.

    Raises:
        NotFound: when the dossier has no such member.
    """
    found = queries.get_dossier(region, dossier_id, lock=True)
    seat = next((each for each in queries.seats(found) if each.id == seat_id), None)
    if seat is None:
        raise NotFound(_("Ledamoten finns inte längre."))
    db.session.delete(seat)
    _changed(region, found, "steering")


def draft(region: Region, basis: Basis, *, number: int | None = None) -> Document:
    """The dossier as a document, as it would be now."""
    site = str(current_app.extensions["samkraft_settings"].public_url)
    return dossier_document(region, basis, site=site, now=utcnow(), number=number)


def send(*, region: Region, dossier_id: int, version: int, sent_to: str, actor: User | None) -> DossierVersion:
    """Freeze the dossier as it is, with who it went to. What is changed later makes a new version.

    Raises:
        Conflict: when somebody else has changed the dossier since.
        DomainError: when what it leans on is gone, or a chosen letter no longer holds.
    """
    found = _unchanged(region, dossier_id, version)
    basis = gather(region, actor, found)
    if basis.detail is None:
        raise DomainError(_("Klustret som underlaget bygger på finns inte längre. Skapa ett nytt underlag."))
    if basis.withdrawn or basis.unseen or len(basis.holding) < len(basis.letters):
        raise DomainError(_("En vald avsiktsförklaring är återkallad eller kan inte visas. Välj om avsiktsförklaringarna först."))
    earlier = queries.versions(found)
    number = earlier[0].number + 1 if earlier else 1
    content = as_data(draft(region, basis, number=number))
    made = DossierVersion(
        region_id=region.id,
        dossier_id=found.id,
        number=number,
        sent_to=sent_to.strip(),
        content=content,
        fingerprint=queries.fingerprint(content),
        letters=list(found.letters),
        commitments=[row.commitment_id for row in basis.commitments],
        sent_by_id=actor.id if actor else None,
    )
    db.session.add(made)
    found.updated_at = utcnow()
    db.session.flush()
    record("demand_pooling.dossier.sent", region=region, subject=queries.ref(found), number=number, fingerprint=made.fingerprint)
    return made


def _unchanged(region: Region, dossier_id: int, version: int) -> Dossier:
    """The dossier, locked, as the writer saw it."""
    found = queries.get_dossier(region, dossier_id, lock=True)
    if found.version != version:
        raise Conflict(_("Någon annan har ändrat underlaget medan du skrev. Det du skrev står kvar nedanför. Jämför, och spara igen."))
    return found


def _changed(region: Region, dossier: Dossier, part: str, **detail: Any) -> Dossier:
    dossier.updated_at = utcnow()  # also when only a seat has changed: then the version goes up
    db.session.flush()
    record("demand_pooling.dossier.changed", region=region, subject=queries.ref(dossier), part=part, **detail)
    return dossier
