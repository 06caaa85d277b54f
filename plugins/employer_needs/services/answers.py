"""An employer's draft: begun by a link, saved at every step. Whether it may still be changed is decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core import mailed_links
from core.db import db, get, one_or_none, utcnow
from core.errors import Conflict, DomainError, Gone, NotFound
from core.i18n import gettext as _
from core.organisations.models import Organisation
from core.organisations.service import find_by_orgnr
from core.regions.models import Region
from core.users.service import normalise_email
from plugins.employer_needs import tokens
from plugins.employer_needs.answering import earlier
from plugins.employer_needs.models import CompetenceNeed, Invitation, Response, SurveyRound
from plugins.employer_needs.occupations import Coded
from plugins.employer_needs.services.rounds import takes_answers
from plugins.employer_needs.values import MAX_NEEDS, Level, NeedKind, NeedState, ResponseStatus, StudyForm, Visibility

CHOSEN = ("licences", "languages", "routes_tried", "consequences", "study_forms")


def response_token(seed: str) -> str:
    """The secret in the links to an answer: to its draft, and to what became of it."""
    return tokens.derive("response", seed)


def begin(*, region: Region, survey_round: SurveyRound, invitation: Invitation | None = None, previous: Response | None = None) -> Response:
    """The draft of an invitation, made at the first visit; or a new one for an employer without invitation.

    Args:
        previous: The earlier answer that it builds on, of somebody who has shown its link.

    Raises:
        Gone: when the round takes no answers.
    """
    check_open(survey_round)
    if invitation is not None:
        # Locked, so that two first visits at once do not make two drafts.
        get(Invitation, invitation.id, lock=True)
        found = db.session.execute(select(Response).where(Response.invitation_id == invitation.id)).scalar_one_or_none()
        if found is not None:
            return found
    seed = mailed_links.new_seed()
    response = Response(
        region_id=region.id,
        round_id=survey_round.id,
        reference=tokens.new_reference(),
        seed=seed,
        token_hash=mailed_links.digest(response_token(seed)),
    )
    if invitation is not None:
        response.invitation_id = invitation.id
        response.organisation_name = invitation.organisation_name
        response.orgnr = invitation.orgnr
        response.municipality_code = invitation.municipality_code
        response.contact_email = invitation.email
        invitation.opened_at, invitation.declined_at = invitation.opened_at or utcnow(), None
        previous = previous or earlier.previous_of(invitation)
    elif previous is not None:
        for name in ("organisation_name", "orgnr", "municipality_code", "contact_email"):
            setattr(response, name, getattr(previous, name))
    if previous is not None:
        earlier.build_on(response, previous)
    db.session.add(response)
    db.session.flush()
    return response


def begun_on(survey_round: SurveyRound, previous: Response) -> Response | None:
    """The answer of a round that builds on an earlier one, if it has been begun."""
    statement = select(Response).where(
        Response.round_id == survey_round.id, Response.previous_id == previous.id, Response.revises_id.is_(None)
    )
    return db.session.execute(statement.order_by(Response.id).limit(1)).scalar_one_or_none()


def check_open(survey_round: SurveyRound) -> None:
    """Refuse what comes after the round has closed.

    Raises:
        Gone: saying so.
    """
    if not takes_answers(survey_round):
        raise Gone(
            _("Omgången har stängt, så svaret kan inte ändras eller skickas. Det du sparade tidigare finns kvar."), code="round_closed"
        )


def check_editable(response: Response, survey_round: SurveyRound) -> None:
    """Refuse to change what has been sent, or whose round has closed.

    Raises:
        Conflict: when it has been sent.
        Gone: when the round takes no answers.
    """
    if response.status != ResponseStatus.DRAFT:
        raise Conflict(
            _("Svaret är redan skickat och kan inte ändras här. Kontakta regionen om något behöver rättas."), code="already_sent"
        )
    check_open(survey_round)


def organisation_for(orgnr: str) -> Organisation | None:
    """The known organisation of a checked number, to propose its name and municipality."""
    return find_by_orgnr(orgnr)


def save_organisation(response: Response, *, name: str, orgnr: str | None, municipality_code: str | None, confirmed: bool = True) -> None:
    """Say who answers.

    Args:
        municipality_code: None for an employer outside the region.
        confirmed: Whether all of it has been answered.
    """
    response.organisation_name = name.strip()
    response.orgnr = orgnr
    response.municipality_code = municipality_code
    response.organisation_confirmed = confirmed
    db.session.flush()


def own_need(response: Response, need_id: int, *, lock: bool = False) -> CompetenceNeed:
    """A need of this very answer.

    Raises:
        NotFound: when there is none, or it belongs to another answer.
    """
    need = one_or_none(CompetenceNeed, need_id, lock=lock)
    if need is None or need.response_id != response.id:
        raise NotFound(_("Sidan eller uppgiften finns inte, eller så har du inte tillgång till den."))
    return need


def add_need(response: Response, *, title: str, coded: Coded | None) -> CompetenceNeed:
    """Begin a need with its job title. The place is proposed from the organisation's.

    Raises:
        DomainError: when the answer is full.
    """
    statement = select(func.count(CompetenceNeed.id), func.max(CompetenceNeed.position)).where(CompetenceNeed.response_id == response.id)
    count, last = db.session.execute(statement).one()
    if count >= MAX_NEEDS:
        raise DomainError(_("Ett svar kan ha högst %(max)s behov. Lägg ihop behov av samma yrke.", max=MAX_NEEDS))
    need = CompetenceNeed(region_id=response.region_id, response_id=response.id, position=(last or 0) + 1, visibility=response.visibility)
    need.municipality_code = response.municipality_code
    db.session.add(need)
    save_title(need, title=title, coded=coded)
    return need


def save_title(need: CompetenceNeed, *, title: str, coded: Coded | None) -> None:
    """Keep the title as it was written. Without an occupation, one that was chosen for the same title stays."""
    if coded is None and need.occupation_group and title == need.local_title:
        return
    need.local_title = title
    _code(need, coded)
    db.session.flush()


def choose_occupation(need: CompetenceNeed, coded: Coded) -> None:
    """Say which occupation, or at least which group, the title belongs to."""
    _code(need, coded)
    db.session.flush()


def _code(need: CompetenceNeed, coded: Coded | None) -> None:
    need.occupation_id = coded.occupation_id if coded else None
    need.occupation_label = coded.label if coded else ""
    need.occupation_group = coded.group_code if coded else None
    need.group_label = coded.group_label if coded else ""
    need.taxonomy_version = coded.version if coded else ""


def save_amount(need: CompetenceNeed, *, kind: NeedKind | None, headcounts: Sequence[int]) -> None:
    """Say why somebody is needed, and how many within 1 year, in 1–3 and in 3–5 years."""
    need.kind = kind
    need.headcount_0_1, need.headcount_1_3, need.headcount_3_5 = headcounts
    db.session.flush()


def save_place(need: CompetenceNeed, *, municipality_code: str | None, level: Level | None) -> None:
    """Say where, and what level of education."""
    need.municipality_code, need.level = municipality_code, level
    db.session.flush()


def save_skills(need: CompetenceNeed, *, skills: Sequence[dict[str, Any]], shortage: int | None) -> None:
    """Say what they need to know, and how hard they are to find (1–5). What was said of a skill before stays with it."""
    known = {str(skill["label"]).casefold(): skill for skill in need.skills}
    need.skills = [{**known.get(str(skill["label"]).casefold(), {}), **skill} for skill in skills]
    need.shortage = shortage
    db.session.flush()


def save_terms(need: CompetenceNeed, *, distance_acceptable: bool | None, placements_offered: int, note: str) -> None:
    """Say whether distance studies will do, how many placements are offered, and anything else.

    Raises:
        DomainError: when it contradicts what was said before.
    """
    if distance_acceptable is False and StudyForm.DISTANCE in need.study_forms:
        raise DomainError(
            _("Under Mer om behovet har ni valt att utbildningen kan ges på distans. Svara Ja här, eller ändra där först."),
            field="distance_acceptable",
        )
    need.distance_acceptable, need.placements_offered, need.note = distance_acceptable, placements_offered, note.strip()
    db.session.flush()


def save_details(
    need: CompetenceNeed,
    *,
    skills: Sequence[tuple[int, bool]],
    chosen: Mapping[str, Sequence[str]],
    pace: int | None,
    sessions_max: int | None,
    travel_km: int | None,
    secret: bool,
) -> None:
    """Say more: of each skill how important it is and whether it is needed at hire, and what the education may be like.

    Args:
        skills: Importance (1–3) and at hire, for the need's skills in their order.
        chosen: `licences`, `languages`, `routes_tried`, `consequences` and `study_forms`.

    Raises:
        DomainError: when it contradicts what was said before.
    """
    forms = set(chosen["study_forms"])
    if need.distance_acceptable is False and StudyForm.DISTANCE in forms:
        raise DomainError(
            _("Ni har svarat att utbildningen inte kan ges på distans. Ta bort Distans här, eller ändra det svaret."), field="study_forms"
        )
    if sessions_max == 0 and forms and not forms & {StudyForm.DISTANCE, StudyForm.WORKPLACE}:
        raise DomainError(_("Utan träffar på plats måste distans eller arbetsplatsen gå bra. Ändra antalet träffar."), field="sessions_max")
    need.skills = [
        {**skill, "importance": importance, "at_hire": at_hire} for skill, (importance, at_hire) in zip(need.skills, skills, strict=True)
    ]
    for name in CHOSEN:
        setattr(need, name, list(chosen[name]))
    need.pace, need.sessions_max, need.travel_km, need.secret = pace, sessions_max, travel_km, secret
    db.session.flush()


def remove_need(need: CompetenceNeed) -> None:
    """Take a need out of a draft; it has never been anybody's record.

    Raises:
        Conflict: when it has been sent.
    """
    if need.state != NeedState.DRAFT:
        raise Conflict(_("Behovet är redan skickat."))
    db.session.delete(need)
    db.session.flush()


def save_contact(response: Response, *, name: str, email: str, phone: str, visibility: Visibility | None) -> None:
    """Say whom to ask, and who may see that the needs are this employer's.

    Raises:
        DomainError: when the address cannot be one.
    """
    response.contact_email = normalise_email(email, field="contact_email") if email.strip() else ""
    response.contact_name, response.contact_phone = name.strip(), phone.strip()
    response.visibility = visibility
    for need in db.session.execute(select(CompetenceNeed).where(CompetenceNeed.response_id == response.id)).scalars():
        need.visibility = visibility
    db.session.flush()
