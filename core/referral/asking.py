"""Asking organisations, reminding them, and closing a referral. Nothing here commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic

from sqlalchemy import select

from core import mailed_links
from core.audit.service import record
from core.clock import today
from core.db import db, sort_key, utcnow
from core.errors import Conflict, DomainError
from core.i18n import gettext as _
from core.mail.templates import send_template
from core.organisations.models import Organisation
from core.referral.columns import ReferralStatus
from core.referral.reading import C, R, Reading
from core.regions.models import Region
from core.users.service import normalise_email
from core.web.format import format_date

MAX_ASKED = 500


@dataclass(frozen=True)
class Referrals(Reading[R, C], Generic[R, C]):
    """The referrals of a plugin, and what can be done with them.

    Args:
        absolute: The plugin's address of a page, in full: `absolute("answer_referral", region, token=…)` is the answering page.
        told: Called when organisations have been asked, for what the plugin does besides the mails.
    """

    absolute: Callable[..., str]
    told: Callable[[Region, R, Sequence[C]], None] | None = None

    def save(self, *, region: Region, found: R, facts: Mapping[str, Any], on: date | None = None) -> R:
        """Begin a referral (`found` is new then), or change one.

        Args:
            facts: `title`, `message`, `answer_by`.
            on: The day it is written, if not today.

        Raises:
            DomainError: when the last day has passed.
            Conflict: when it is closed.
        """
        if found.status is ReferralStatus.CLOSED:
            raise Conflict(_("Remissen är avslutad och kan inte ändras."))
        answer_by: date = facts["answer_by"]
        if answer_by < (on or today()) and found.answer_by != answer_by:
            raise DomainError(_("Sista dagen att svara har passerat. Välj en dag som kommer."), field="answer_by")
        found.title, found.message, found.answer_by = facts["title"], facts["message"], answer_by
        db.session.add(found)
        db.session.flush()
        self._record("referral.saved", region, found)
        return found

    def add_asked(self, *, region: Region, referral: R, asked: Sequence[tuple[str, str]]) -> int:
        """Ask these organisations, each with a name and an address. Those that are asked already get the new address, if they have none.

        Returns:
            How many are new.

        Raises:
            DomainError: when an address is none, or there are too many.
            Conflict: when the referral is closed.
        """
        if referral.status is ReferralStatus.CLOSED:
            raise Conflict(_("Remissen är avslutad. Gör en ny om fler ska tillfrågas."))
        there = {row.name.casefold(): row for row in self.consulted_of(referral)}
        if len(there) + len(asked) > MAX_ASKED:
            raise DomainError(_("En remiss kan gå till högst %(n)s organisationer.", n=MAX_ASKED), field="asked")
        registered = _registered([name for name, _email in asked])
        made = 0
        for name, email in asked:
            address = normalise_email(email, field="asked") if email else ""
            found = there.get(name.casefold())
            if found is None:
                found = self._new(region, referral, name, registered.get(sort_key(name)))
                there[name.casefold()] = found
                made += 1
            found.email = found.email or address
        db.session.flush()
        if referral.status is ReferralStatus.OPEN:
            self.ask(region=region, referral=referral)
        self._record("referral.asked_added", region, referral, asked=made)
        return made

    def _new(self, region: Region, referral: R, name: str, organisation_id: int | None) -> C:
        kind: Any = self.consulted
        seed = mailed_links.new_seed()
        made = kind(
            region_id=region.id,
            referral_id=referral.id,
            name=name,
            organisation_id=organisation_id,
            seed=seed,
            token_hash=mailed_links.digest(self.token_of(seed)),
        )
        db.session.add(made)
        return made  # type: ignore[no-any-return]

    def remove_asked(self, *, region: Region, referral: R, consulted: C) -> None:
        """Ask an organisation no longer.

        Raises:
            Conflict: when it has answered: an answer is a public record, and stays.
        """
        if consulted.answered_at is not None:
            raise Conflict(_("%(name)s har svarat. Svaret är en allmän handling och tas inte bort.", name=consulted.name))
        self._record("referral.asked_removed", region, referral, organisation=consulted.name)
        db.session.delete(consulted)
        db.session.flush()

    def ready(self, referral: R) -> None:
        """Look whether it can be sent.

        Raises:
            Conflict: when it is sent already, or nobody is asked.
        """
        if referral.status is not ReferralStatus.DRAFT:
            raise Conflict(_("Remissen är redan skickad."))
        if not self.consulted_of(referral):
            raise Conflict(_("Lägg till dem som ska svara innan du skickar remissen."))

    def sent(self, *, region: Region, referral: R, content: dict[str, Any], at: datetime | None = None) -> None:
        """Freeze the draft, and mail everybody who is asked.

        Args:
            content: The draft as it reads now.
        """
        referral.content = content
        referral.status, referral.sent_at = ReferralStatus.OPEN, at or utcnow()
        db.session.flush()
        self.ask(region=region, referral=referral, at=at)
        self._record("referral.sent", region, referral)

    def ask(self, *, region: Region, referral: R, at: datetime | None = None) -> None:
        """Mail those who have not been asked yet."""
        for consulted in self.silent(referral):
            if consulted.asked_at is None:
                consulted.asked_at = at or utcnow()
                self._mail(region, referral, consulted, "referral_ask", message=referral.message)
        if self.told is not None:
            self.told(region, referral, self.consulted_of(referral))
        db.session.flush()

    def remind(self, *, region: Region, referral: R) -> int:
        """Mail those who have not answered, with the same link; nobody twice on the same day. The caller sees to that it takes answers."""
        told = 0
        for consulted in self.silent(referral):
            if consulted.reminded_at is None or consulted.reminded_at.date() < utcnow().date():
                self._remind(region, referral, consulted)
                told += 1
        if told:
            self._record("referral.reminded", region, referral, mails=told)
        db.session.flush()
        return told

    def remind_near(self, region: Region, *, days: int, after: timedelta) -> None:
        """Each morning: remind those who have not answered, once, when the last day is near. Run again it mails nobody more.

        Args:
            after: Nobody is reminded sooner than so long after the first mail.
        """
        for referral in self.open(region):
            if not today() <= referral.answer_by <= today() + timedelta(days=days):
                continue
            for consulted in self.silent(referral):
                if consulted.reminded_at is None and consulted.asked_at is not None and utcnow() - consulted.asked_at > after:
                    self._remind(region, referral, consulted)

    def _remind(self, region: Region, referral: R, consulted: C) -> None:
        consulted.reminded_at = utcnow()
        self._mail(region, referral, consulted, "referral_remind")

    def close(self, *, region: Region, referral: R, at: datetime | None = None) -> None:
        """Take no more answers.

        Raises:
            Conflict: when it is not open.
        """
        if referral.status is not ReferralStatus.OPEN:
            raise Conflict(_("Remissen är inte öppen."))
        referral.status, referral.closed_at = ReferralStatus.CLOSED, at or utcnow()
        db.session.flush()
        self._record("referral.closed", region, referral)

    def answered(
        self, *, region: Region, referral: R, consulted: C, stance: Any, facts: Mapping[str, Any], at: datetime | None = None
    ) -> None:
        """Keep an answer; said again it takes the earlier one's place. The caller has looked whether it can be taken.

        Args:
            facts: `text`, `answered_by`, `official`.
        """
        first = consulted.answered_at is None
        consulted.stance, consulted.text = stance, facts["text"]
        consulted.answered_by, consulted.official = facts["answered_by"], facts["official"]
        consulted.answered_at = at or utcnow()
        db.session.flush()
        action = "referral.answered" if first else "referral.answer_changed"
        self._record(action, region, referral, organisation=consulted.name, stance=stance.value)

    def token_of(self, seed: str) -> str:
        """The token of an organisation's link."""
        return mailed_links.token_of(f"{self.plugin}.referral", seed)

    def _mail(self, region: Region, referral: R, consulted: C, kind: str, **variables: str) -> None:
        why = _(
            "Du får mejlet för att %(region)s har skrivit den här adressen för %(organisation)s. Skicka länken bara till den som svarar.",
            region=region.name,
            organisation=consulted.name,
        )
        values = {
            **variables,
            "title": referral.title,
            "organisation": consulted.name,
            "day": format_date(referral.answer_by),
            "link": self.absolute("answer_referral", region, token=self.token_of(consulted.seed)),
            "sender": region.name,
            "why": why,
        }
        send_template(kind=f"{self.plugin}.{kind}", to=consulted.email, variables=values, region=region)

    def _record(self, what: str, region: Region, referral: R, **detail: Any) -> None:
        record(f"{self.plugin}.{what}", region=region, subject=referral.ref, title=referral.title, **detail)


def _registered(names: Sequence[str]) -> dict[str, int]:
    keys = {sort_key(name) for name in names}
    wanted = select(Organisation.sort_key, Organisation.id).where(Organisation.sort_key.in_(keys), Organisation.closed_on.is_(None))
    return {row.sort_key: row.id for row in db.session.execute(wanted.order_by(Organisation.id.desc()))}
