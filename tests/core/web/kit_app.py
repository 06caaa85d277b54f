"""A small application around core's templates: stand-ins for the views, sample forms and a page per layout.

The kit is tested here without database, plugins or access rules, so that a fault shown is a fault of the templates.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFProtect
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from core import i18n
from core.audit.forms import AuditFilterForm
from core.db import Page
from core.web import format as formats

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
REGION = SimpleNamespace(
    name="Region Exempel",
    slug="exempel",
    contact_email="kontakt@exempel.example",
    texts={},
    accent="",
    version=1,
    description="Arbetsgivare, kommuner och utbildare i sjutton kommuner planerar utbildning tillsammans.",
)
USER = SimpleNamespace(name="Demo Strateg", email="strategist@exempel.demo.example")
MAIL = "Hej\n\nÖppna länken:\nhttps://exempel.example/sign-in/abc?x=1&y=2.\n"
STUBS = {
    "core_site.landing": "/",
    "core_site.choose_language": "/lang/<code>",
    "core_region.start": "/r/<region>/",
    "core_region.search": "/r/<region>/search",
    "core_notices.inbox": "/notices",
    "core_account.index": "/account",
    "core_auth.by_passkey": "/sign-in/passkey",
    "core_oidc.start": "/sign-in/with/<int:provider_id>",
    "core_auth.sign_in": "/sign-in",
    "core_auth.sign_out": "/sign-out",
    "core_admin.plugins": "/r/<region>/admin/plugins",
    "core_admin.jobs": "/r/<region>/admin/jobs",
    "core_admin.audit": "/r/<region>/admin/audit",
    "core_admin.retry_job": "/r/<region>/admin/jobs/<int:job_id>/retry",
    "core_dev.mails": "/dev/mail",
    "core_dev.mail": "/dev/mail/<int:mail_id>",
    "core_dev.roles": "/dev/sign-in",
}


class SampleForm(Form):
    """Every kind of field."""

    name = StringField("Vad heter organisationen?", [InputRequired("Skriv organisationens namn.")])
    email = EmailField("E-postadress", [InputRequired("Skriv en e-postadress.")], description="Dit skickar vi kvittot.")
    password = PasswordField("Lösenord")
    occupation = StringField("Vilket yrke gäller behovet?", [InputRequired("Skriv ett yrke.")])
    occupation_id = StringField(widget=HiddenInput())
    headcount = IntegerField(
        "Hur många behöver ni?", [InputRequired("Skriv ett antal."), NumberRange(1, 999, "Skriv ett tal mellan 1 och 999.")]
    )
    start = DateField("När behöver de börja?", validators=[InputRequired("Skriv ett datum.")])
    municipality = SelectField(
        "Kommun", choices=[SelectChoice("1", "Bräckby"), SelectChoice("2", "Norra Skogsbygdens kommun"), SelectChoice("3", "Ånäset")]
    )
    kind = RadioField(
        "Vilket slags behov är det?",
        [InputRequired("Välj ett slags behov.")],
        choices=[
            SelectChoice("new", "Nyrekrytering"),
            SelectChoice("replacement", "Ersättningsrekrytering vid pension"),
            SelectChoice("upskilling", "Kompetensutveckling"),
        ],
        description="Välj det som stämmer bäst.",
    )
    offers = SelectMultipleField(
        "Vad kan ni bidra med?",
        choices=[
            SelectChoice("placements", "Praktikplatser"),
            SelectChoice("lecturer", "Gästföreläsare"),
            SelectChoice("time", "Betald studietid"),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    comment = TextAreaField(
        "Berätta mer", [Length(max=20, message="Texten är 34 tecken lång och får vara högst 20. Korta den med 14 tecken.")]
    )
    attachment = FileField("Bifoga en fil", description="PDF eller Word, högst 8 MB.")
    contact = BooleanField("Ni får ta kontakt med oss om utbildningar", description="Visas bara för samordnaren i din kommun.")


FILLED = {
    "name": "Exempelvårdens äldreomsorg AB",
    "email": "inte en adress",
    "headcount": "fyra",
    "start": "nästa höst",
    "municipality": "2",
    "offers": ["placements", "time"],
    "comment": "Vi behöver fler som kan arbeta natt.",
}


def sample_form(*, filled: bool = False) -> SampleForm:
    """The sample form, empty or with faults."""
    if not filled:
        return SampleForm()
    form = SampleForm(MultiDict([(k, v) for k, values in FILLED.items() for v in (values if isinstance(values, list) else [values])]))
    form.validate()
    form.email.errors = ["Skriv adressen med @, till exempel namn@exempel.se."]
    return form


def page_of(items: list[Any], *, number: int = 1, total: int | None = None, size: int = 30) -> Page[Any]:
    """A page of a list."""
    return Page(items=items, total=len(items) if total is None else total, number=number, size=size)


def contexts() -> dict[str, dict[str, Any]]:
    """Each page to look at: its template and what the view gives it. The part of the key after `@` names a state."""
    card = Markup('<article class="card card--default sk-card"><h3 class="sk-card__title">Kurser som startar</h3><p>4 kurser</p></article>')
    job = SimpleNamespace(
        id=7,
        name="training_catalog.import_courses",
        done_at=NOW,
        available_at=NOW,
        attempts=6,
        last_error="Servern svarade inte på 30 sekunder.",
        outcome="failed",
    )
    mail = SimpleNamespace(id=1, subject="Logga in i Samkraft", recipient="demo@exempel.example", created_at=NOW, body=MAIL)
    plugin = SimpleNamespace(
        title="Kompetensbehov", description="Arbetsgivare svarar en gång, och svaren räknas samman.", name="employer_needs"
    )
    row = {
        "name": "employer_needs",
        "title": "Kompetensbehov",
        "description": plugin.description,
        "version": "0.1.0",
        "enabled": True,
        "requires": ["Utbildningskatalog"],
        "needed_by": ["Samlade behov"],
        "settings_url": "/settings",
        "switch_url": "/switch",
        "checks": [
            SimpleNamespace(title="En omgång är öppen", ok=False, remedy="Öppna en omgång", endpoint=None),
            SimpleNamespace(title="Yrken finns", ok=True, remedy="", endpoint=None),
        ],
    }
    typed = [("Antal", "4"), ("Kommentar", "Vi behöver fler\nsom kan arbeta natt.")]
    entry = SimpleNamespace(at=NOW, actor="Demo Administratör")
    hit = SimpleNamespace(
        title="Undersköterska, distans", url="/x", kind="Utbildning", summary="Vård- och omsorgscollege, start 18 januari 2027"
    )
    counts = SimpleNamespace(waiting=12, retrying=2, failed=1, skipped=0, done=240)
    errors = {f"errors/{code}.html": {"typed": typed if code in (409, 413) else []} for code in (400, 401, 403, 404, 409, 410, 413, 429)}
    return {
        "kit/everything.html": {
            "form": sample_form(),
            "chips": [("Vård och omsorg", "#a"), ("Distans", "#b")],
            "page": page_of([1] * 30, number=4, total=1284),
        },
        "kit/task.html": {"form": sample_form()},
        "kit/task.html@errors": {"form": sample_form(filled=True)},
        "kit/check.html": {},
        "kit/receipt.html": {"reference": "RÄV-2026-0417"},
        "kit/list.html": {"form": sample_form(), "page": page_of([1] * 30, number=2, total=128)},
        "kit/list.html@empty": {"form": sample_form(), "page": page_of([])},
        "kit/detail.html": {},
        "kit/bench.html": {},
        "kit/document.html": {},
        "kit/board.html": {},
        "pages/landing.html": {
            "regions": [
                {"name": "Region Exempel", "description": REGION.description, "url": "/r/exempel/"},
                {"name": "Norra samarbetet", "description": "", "url": "/r/norr/"},
            ],
            "region": None,
            "user": None,
        },
        "pages/landing.html@empty": {"regions": [], "region": None, "user": None},
        "pages/region_start.html": {"task_cards": _tasks(), "public_cards": [card], "user": None},
        "pages/region_start.html@empty": {"task_cards": [], "public_cards": [], "user": None},
        "pages/region_board.html": {"todo": [card], "figures": [card], "chart": []},
        "pages/region_board.html@empty": {"todo": [], "figures": [], "chart": []},
        "pages/search.html": {"query": "vårdbiträde", "hits": [hit, hit]},
        "pages/search.html@empty": {"query": "xyz", "hits": []},
        "auth/sign_in.html": {"form": sample_form(), "next_url": "", "user": None, "region": None},
        "auth/check_mail.html": {"form": SimpleCode(), "dev_mail_url": "/dev/mail", "minutes": 15, "user": None, "region": None},
        "auth/confirm.html": {"email": "d•••@exempel.example", "user": None, "region": None},
        **{
            f"auth/link_invalid.html@{reason}": {"reason": reason, "user": None, "region": None}
            for reason in ("used", "expired", "unknown")
        },
        "admin/plugins.html": {
            "plugins": [row, {**row, "name": "plans", "title": "Planer", "enabled": False, "checks": [], "needed_by": []}],
            "quarantined": [SimpleNamespace(name="weather", error="ImportError: no module", remedy="Ta bort eller uppgradera paketet.")],
            "missing": ["old_part"],
        },
        "admin/plugin_settings.html": {"form": sample_form(), "plugin": plugin},
        "admin/plugin_confirm.html@off": {"plugin": plugin, "enabled": True, "others": ["Samlade behov"]},
        "admin/plugin_confirm.html@on": {"plugin": plugin, "enabled": False, "others": []},
        "admin/audit.html": {
            "page": page_of([entry] * 2),
            "entries": [(SimpleNamespace(entry=entry, who="Demo Strateg"), "Slog på delen Kompetensbehov")] * 2,
            "form": AuditFilterForm(MultiDict({"action": "core.plugin"})),
            "chips": [("Händelse: core.plugin", "/r/exempel/admin/audit")],
            "downloads": {"csv": "/r/exempel/admin/audit.csv", "xlsx": "/r/exempel/admin/audit.xlsx"},
        },
        "admin/jobs.html": {"counts": counts, "page": page_of([job]), "state": "failed"},
        "admin/jobs.html@empty": {"counts": counts, "page": page_of([]), "state": "waiting"},
        "dev/mail.html": {"page": page_of([mail]), "to": "", "region": None, "user": None},
        "dev/mail_detail.html": {"mail": mail, "region": None, "user": None},
        "dev/sign_in.html": {
            "people": [{"role": "Kompetensstrateg", "name": "Demo Strateg", "region": "Region Exempel", "url": "/x"}],
            "region": None,
            "user": None,
        },
        **errors,
        "errors/500.html": {"reference": "1f2e3d4c", "region": None},
        "errors/503.html": {"reference": "1f2e3d4c", "fields": typed},
        "errors/stale.html": {"fields": typed, "action": "/x"},
    }


class SimpleCode(Form):
    """The code from the mail."""

    code = StringField("Kod", [InputRequired()], render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"})


def _tasks() -> list[Markup]:
    texts = [
        ("Berätta vad ni behöver", "Svara för er arbetsplats. Det tar ungefär tio minuter."),
        ("Hitta en utbildning", "Sök bland kurser och program, även på distans."),
        ("Se hur det går", "Behov, utbildningar och resultat i regionen."),
    ]
    return [formats.Kit().task(title, text, "#") for title, text in texts]


def _context() -> dict[str, Any]:
    link = lambda label, url, current=False: SimpleNamespace(label=label, url=url, current=current)  # noqa: E731
    return {
        "region": REGION,
        "user": USER,
        "language": i18n.language(),
        "languages": i18n.LANGUAGES,
        "footer_links": [("Tillgänglighetsredogörelse", "/a11y")],
        "nav_items": [
            link("Översikt", "/r/exempel/", True),
            link("Behov", "/b"),
            link("Samlade behov", "/c"),
            link("Utbildningar", "/u"),
            link("Planer", "/p"),
        ],
        "admin_groups": [
            SimpleNamespace(label="Delar och innehåll", links=[link("Delar", "/r/exempel/admin/plugins")]),
            SimpleNamespace(label="Teknik", links=[link("Jobb", "/r/exempel/admin/jobs")]),
        ],
        "today": date(2026, 11, 24),
        "now": NOW,
        "theme_css_url": "/theme.css" if "theme" in request.args else None,
    }


def create_app() -> Flask:
    """The application; `/show?name=…` renders one of `contexts()`."""
    app = Flask("kit", root_path=str(ROOT / "core"), template_folder="web/templates", static_folder="web/static", static_url_path="/static")
    app.config.update(SECRET_KEY="kit", TESTING=True)
    app.jinja_options["trim_blocks"] = True
    app.jinja_options["lstrip_blocks"] = True
    i18n.init_app(app, [ROOT / "core" / "translations"])
    CSRFProtect(app)
    seen = {"region_text": lambda key: "", "unread_notices": lambda: 2, "saved_views": lambda: None}  # as core/web/shell.py gives them
    app.jinja_env.globals.update(submission_key=lambda: "key", **seen, **formats.GLOBALS)
    app.jinja_env.filters.update(formats.FILTERS)
    app.context_processor(_context)
    for endpoint, rule in STUBS.items():
        app.add_url_rule(rule, endpoint, lambda **_: "")
    kit = Blueprint("kit", __name__, template_folder=str(Path(__file__).parent / "templates"))
    app.register_blueprint(kit)

    @app.url_defaults
    def region(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "region"):
            values.setdefault("region", "exempel")

    @app.get("/show")
    def show() -> str:
        name = request.args["name"]
        return render_template(name.partition("@")[0], **contexts()[name])

    @app.get("/suggest")
    def suggest() -> Response:
        items = [
            ("1", "Undersköterska", "vårdbiträde → Undersköterska"),
            ("2", "Undersköterska, hemtjänst", ""),
            ("3", "Underhållstekniker", ""),
        ]
        found = [i for i in items if request.args.get("q", "").lower() in i[1].lower() + i[2].lower()]
        return jsonify(items=[{"value": v, "label": label, "why": why} for v, label, why in found])

    @app.get("/theme.css")
    def theme() -> Response:
        return Response(":root{--region-accent:#7a1f5c;--region-accent-text:#ffffff}", mimetype="text/css")

    @app.after_request
    def policy(response: Response) -> Response:
        from core.web.headers import CSP

        response.headers["Content-Security-Policy"] = CSP
        return response

    return app
