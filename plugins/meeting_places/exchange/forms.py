"""What is asked in the exchange at a meeting."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from core.i18n import lazy_gettext as _l
from core.web.forms import Form


class PostForm(Form):
    """A question or an answer. `key` is the secret of the reader's link, when they came by one."""

    key = HiddenField(validators=[Optional(), Length(max=100)])
    text = TextAreaField(_l("Din fråga"), [DataRequired(_l("Skriv din fråga.")), Length(max=2000)])
    shows_name = BooleanField(_l("Visa mitt namn"))


class AnswerForm(PostForm):
    """An answer."""

    text = TextAreaField(_l("Ditt svar"), [DataRequired(_l("Skriv ditt svar.")), Length(max=2000)])


class ReportForm(Form):
    """Why a post should not stand there."""

    key = HiddenField(validators=[Optional(), Length(max=100)])
    reason = TextAreaField(
        _l("Varför ska inlägget inte stå kvar?"),
        [DataRequired(_l("Skriv varför.")), Length(max=300)],
        description=_l("Bara arrangören ser vad du skriver, och inte vem du är."),
    )


class HideForm(Form):
    """Why a post is hidden."""

    reason = TextAreaField(
        _l("Varför döljs inlägget?"),
        [DataRequired(_l("Skriv varför inlägget döljs.")), Length(max=300)],
        description=_l("Den som skrev inlägget ser orsaken."),
    )
