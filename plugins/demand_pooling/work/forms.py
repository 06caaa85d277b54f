"""What the work bench asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import lazy_gettext as _l
from core.web.forms import Form
from plugins.demand_pooling.levels import level_label
from plugins.demand_pooling.models import DemandCluster
from plugins.demand_pooling.work.opening import MAX_TEXT
from plugins.demand_pooling.work.progress import Progress, progress_label
from plugins.demand_pooling.work.queries import MAX_QUERY
from plugins.demand_pooling.work.statuses import MAX_MESSAGE

MAX_NUMBER = 2**31 - 1
NEW = "new"


def number(text: Any) -> int | None:
    """A whole number that a column can hold, from what was posted; None when it is none."""
    words = str(text or "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 11 and int(words) <= MAX_NUMBER else None


class SearchForm(Form):
    """Which clusters to list."""

    q = StringField(_l("Yrke, titel eller ort"), [Length(max=MAX_QUERY)])


class NeedsForm(Form):
    """What to do with some of a cluster's needs."""

    version = HiddenField()
    needs = SelectMultipleField(_l("Behov"), coerce=str, validate_choice=False)
    target = SelectField(_l("Flytta de valda till"), validate_choice=False)
    text = TextAreaField(_l("Varför"), [Length(max=MAX_TEXT)])

    def __init__(self, cluster: DemandCluster, targets: Sequence[DemandCluster], formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.target.choices = [("", _("Välj")), *((str(other.id), _named(other)) for other in targets if other.id != cluster.id)]
        self.target.choices.append((NEW, _("Ett nytt kluster")))
        if formdata is None:
            self.version.data = str(cluster.version)

    def chosen(self) -> list[int]:
        """The needs that were ticked."""
        return [found for each in self.needs.data or () if (found := number(each)) is not None]


class MergeForm(Form):
    """Which cluster to take in."""

    version = HiddenField()
    other = SelectField(_l("Ta in alla behov från"), validate_choice=False)

    def __init__(self, cluster: DemandCluster, targets: Sequence[DemandCluster], formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.other.choices = [("", _("Välj")), *((str(other.id), _named(other)) for other in targets if other.id != cluster.id)]
        if formdata is None:
            self.version.data = str(cluster.version)


class CommentForm(Form):
    """A comment."""

    comment = TextAreaField(_l("Kommentar"), [Length(max=MAX_TEXT)], description=_l("Syns för dem som arbetar med klustren."))


class StatusForm(Form):
    """Where the cluster goes next."""

    version = HiddenField()
    status = RadioField(_l("Nytt läge"), [InputRequired(_l("Välj ett läge."))], coerce=str)
    text = TextAreaField(
        _l("Varför"),
        [Length(max=MAX_TEXT)],
        description=_l("Behövs när du avbryter eller går tillbaka. Syns bara för er som arbetar med klustret."),
    )
    message = TextAreaField(
        _l("Meddelande till arbetsgivarna"), [Length(max=MAX_MESSAGE)], description=_l("Visas i statusspåret för varje behov i klustret.")
    )
    needs_go = RadioField(_l("Om du avbryter, vad händer med behoven?"), coerce=str, default="release")

    def __init__(self, cluster: DemandCluster, ways: Sequence[Progress], formdata: Any = None) -> None:
        super().__init__(formdata=formdata)
        self.status.choices = [(str(status), progress_label(status)) for status in ways]
        self.needs_go.choices = [
            ("release", _("De läggs ihop på nytt, kanske med andra")),
            ("keep", _("De ligger kvar här, så att arbetet kan tas upp igen")),
        ]
        if formdata is None:
            self.version.data = str(cluster.version)


def _named(cluster: DemandCluster) -> str:
    name = _(
        "%(occupation)s, %(level)s, kring %(hub)s: %(people)s personer",
        occupation=cluster.occupation_label,
        level=level_label(cluster.level).lower(),
        hub=name_of(cluster.hub_code),
        people=cluster.headcount,
    )
    return _("%(name)s (låst)", name=name) if cluster.locked_at else name
