"""One object for each argument of core's addresses, for the tests that walk every address (matrix, canaries, mass assignment).

A new address with an argument fails `test_matrix.py` until its value is supplied here. To add one, name the table of the object in
`ROWS`; or, where any row will not do, write a function named as the argument, or as `<endpoint with _ for .>__<argument>`, that makes
the object in the region it is given and returns the value. An object that belongs to a person and to nobody else is made for
`person`, and its argument named in `PERSONAL`. What is the same in every region (a plugin's name, a language) is taken for no object.
The arguments of plugins' addresses come from `objects()` of their conformance suites.
"""

from __future__ import annotations

import importlib
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import select

from core.accessibility.models import AccessibilityFault
from core.db import atomic, db, region_scope, utcnow
from core.demo.people import DOMAIN, make_people
from core.feedback import service as feedback
from core.feedback.models import FeedbackKind
from core.imports import service as imports
from core.jobs.models import Outcome
from core.jobs.outbox import insert
from core.lists.service import save_view
from core.mail.service import queue_mail
from core.memberships.models import EmailDomain
from core.memberships.services.inviting import invite
from core.memberships.services.joining import ask
from core.notices import feeds
from core.notices.mails import unsubscribe_token
from core.notices.models import Notice
from core.organisations.models import Organisation, Workplace
from core.plugins import hooks
from core.plugins.registry import registry
from core.records import disclosure
from core.records.models import ProtectedPerson
from core.regions.models import Region
from core.regions.queries import readable_region_ids
from core.testing.conformance import PluginConformance
from core.testing.factories import Factory
from core.testing.matrix import Ground, Values
from core.testing.routes import routes_of
from core.texts.catalogue import TEXTS
from core.users.models import Passkey, Totp, User, UserSession
from core.users.sessions import open_session
from core.users.sign_in import start
from tests.architecture import any_row

# Fields without which a form has nothing to answer.
FIELDS = {"core_lists.save": {"endpoint": "core_organisations.index", "name": "Prov", "query": "q=prov"}}

# Arguments whose object belongs to one person: everybody else gets 404.
PERSONAL = frozenset({"notice_id", "session_id", "passkey_id", "identity_id", "view_id"})

# Arguments for which any row will do: made with the smallest values that the columns take.
ROWS = {
    "webhook_id": "core_webhook",
    "delivery_id": "core_webhook_delivery",
    "token_id": "core_api_token",
    "hold_id": "core_retention_hold",
    "provider_id": "core_identity_provider",
    "identity_id": "core_external_identity",
}

# -- one function per argument ------------------------------------------------------------------------------------------


def name(make: Factory, region: Region, person: User) -> str:
    """A plugin's name."""
    return "training_catalog"


def group(make: Factory, region: Region, person: User) -> str:
    """An occupation group, which belongs to every region."""
    return "5321"


def plugin(make: Factory, region: Region, person: User) -> str:
    return "employer_needs"


def code(make: Factory, region: Region, person: User) -> str:
    """A language."""
    return "en"


def core_opendata_dataset__plugin(make: Factory, region: Region, person: User) -> str:
    return "training_catalog"


def core_opendata_dataset__name(make: Factory, region: Region, person: User) -> str:
    """A data set that its plugin always publishes."""
    return "courses"


def core_opendata_dataset_file__plugin(make: Factory, region: Region, person: User) -> str:
    return "training_catalog"


def core_opendata_dataset_file__name(make: Factory, region: Region, person: User) -> str:
    return "courses"


def core_opendata_dataset_file__form(make: Factory, region: Region, person: User) -> str:
    return "csv"


def core_opendata_catalog_file__form(make: Factory, region: Region, person: User) -> str:
    return "ttl"


def core_static_plugin_file__filename(make: Factory, region: Region, person: User) -> str:
    return "needs.css"


def static__filename(make: Factory, region: Region, person: User) -> str:
    return "css/samkraft.css"


def email(make: Factory, region: Region, person: User) -> str:
    """Of a person of the demo; nobody else is signed in by the address alone."""
    make_people(region)
    return f"strategist@{region.slug}.{DOMAIN}"


def fault_id(make: Factory, region: Region, person: User) -> int:
    """Of an accessibility statement."""
    with atomic():
        fault = AccessibilityFault(region_id=region.id, title="Kartan går inte att nå med tangentbordet")
        db.session.add(fault)
    return fault.id


def feedback_id(make: Factory, region: Region, person: User) -> int:
    with atomic():
        return feedback.send(region=region, kind=FeedbackKind.PAGE, text="Det går inte att läsa tabellen.").id


def notice_id(make: Factory, region: Region, person: User) -> int:
    with atomic():
        notice = Notice(
            user_id=person.id, region_id=region.id, kind="core.test", key=f"prov-{region.id}", group_key="prov", title="Prov", url="/"
        )
        db.session.add(notice)
    return notice.id


def job_id(make: Factory, region: Region, person: User) -> int:
    """A job that has failed, and so can be tried again."""
    with atomic():
        row = insert(kind="job", name="core.send_mail", region=region, payload={})
        row.done_at, row.outcome, row.last_error = utcnow(), Outcome.FAILED, "fel"
    return row.id


def mail_id(make: Factory, region: Region, person: User) -> int:
    with atomic():
        return queue_mail(to="ngn@test.samkraft.example", subject="Prov", body="Prov", kind="core.test").id


def core_mail_retry__mail_id(make: Factory, region: Region, person: User) -> int:
    """Of a mail of the region's that was given up."""
    with atomic():
        mail = queue_mail(to="ngn@test.samkraft.example", subject="Prov", body="Prov", kind="core.test", region=region)
        mail.failed_at = utcnow()
    return mail.id


def core_mail_words__kind(make: Factory, region: Region, person: User) -> str:
    """A mail whose words a region can choose."""
    return sorted(kind for kind, (_owner, template) in registry().mail_templates.items() if template.regional)[0]


core_mail_reset__kind = core_mail_words__kind


def person_id(make: Factory, region: Region, person: User) -> int:
    """Of a protected person with a role in the region."""
    user = make.user(region, "strategist")
    with atomic():
        row = ProtectedPerson(email=user.email)
        db.session.add(row)
    return row.id


def case_id(make: Factory, region: Region, person: User) -> int:
    """Of a disclosure that is not decided."""
    with atomic():
        return disclosure.open_case(region=region, request="Alla svar", received_on=utcnow().date(), requester="", actor=person).id


def record_id(make: Factory, region: Region, person: User) -> int:
    """Of a record in a disclosure: a plugin's, made before."""
    with atomic():
        return disclosure.add(region=region, case_id=case_id(make, region, person), ref=disclosure.find(region, "")[0].ref).id


def view_id(make: Factory, region: Region, person: User) -> int:
    """Of a list that a person has saved."""
    with atomic():
        view = save_view(user=person, region=region, endpoint="core_organisations.index", name="Prov", query="q=prov")
    return view.id


def token(make: Factory, region: Region, person: User) -> str:
    """Of a link that signs somebody in."""
    with atomic():
        return start(make.user()).token


def organisation_id(make: Factory, region: Region, person: User) -> int:
    return make.organisation(region, f"Provorganisationen i {region.name}").id


def other_id(make: Factory, region: Region, person: User) -> int:
    """Another organisation, that could be the same."""
    return make.organisation(region).id


def workplace_id(make: Factory, region: Region, person: User) -> int:
    named = select(Organisation.id).where(Organisation.name == f"Provorganisationen i {region.name}")
    with atomic():
        workplace = Workplace(organisation_id=db.session.execute(named).scalar_one(), name="Prov", sort_key="prov")
        db.session.add(workplace)
    return workplace.id


def user_id(make: Factory, region: Region, person: User) -> int:
    """Of somebody with a role in the region."""
    return make.user(region, "strategist").id


def invitation_id(make: Factory, region: Region, person: User) -> int:
    with atomic():
        return invite(
            region=region, actor=make.user(region, "region_admin"), email=f"ny{region.id}@test.samkraft.example", role="strategist"
        ).id


def request_id(make: Factory, region: Region, person: User) -> int:
    """Of somebody who wants a role."""
    with atomic():
        return ask(region=region, email=person.email, name="Prov", organisation_name="Provbolaget", role="strategist", user=person).id


def domain_id(make: Factory, region: Region, person: User) -> int:
    with atomic():
        domain = EmailDomain(
            region_id=region.id,
            domain=f"prov{region.id}.example",
            organisation_id=make.organisation(region).id,
            role="employer_representative",
        )
        db.session.add(domain)
    return domain.id


def session_id(make: Factory, region: Region, person: User) -> int:
    """Of another device of the same person."""
    with atomic():
        open_session(person)
    return db.session.execute(select(UserSession.id).where(UserSession.user_id == person.id).order_by(UserSession.id)).scalars().first()


def passkey_id(make: Factory, region: Region, person: User) -> int:
    with atomic():
        passkey = Passkey(user_id=person.id, credential_id=f"prov{person.id}", handle=f"prov{person.id}", public_key=b"prov", name="Prov")
        db.session.add(passkey)
    return passkey.id


def kind(make: Factory, region: Region, person: User) -> str:
    """Of import."""
    return "core.organisations"


def import_id(make: Factory, region: Region, person: User) -> int:
    with atomic():
        found = imports.kind_named(region, "core.organisations")
        return imports.begin(region=region, kind=found, data=b"namn\nProvbolaget AB\n", file_name="prov.csv", actor=None).id


def key(make: Factory, region: Region, person: User) -> str:
    """Of a text that a region can write."""
    return sorted(TEXTS)[0]


def core_retention_rule__name(make: Factory, region: Region, person: User) -> str:
    return next(rule.name for rule in hooks.stewardship().retention_rules())


def core_notices_calendar_feed__token(make: Factory, region: Region, person: User) -> str:
    """Of a calendar's secret address."""
    with atomic():
        return feeds.renew(user=person)


def core_notices_unsubscribe__token(make: Factory, region: Region, person: User) -> str:
    return unsubscribe_token(person.id, "*")


# -- all of them --------------------------------------------------------------------------------------------------------


def suite(owner: str) -> PluginConformance | None:
    """The conformance suite of a plugin of the product."""
    try:
        module = importlib.import_module(f"tests.plugins.{owner}.test_conformance")
    except ModuleNotFoundError:
        return None
    for found in vars(module).values():
        if isinstance(found, type) and issubclass(found, PluginConformance) and getattr(found, "plugin", "") == owner:
            return found()
    return None


def held_by_browser(app: Flask) -> frozenset[str]:
    """The endpoints whose object belongs to the browser that made it."""
    suites = [suite(owner) for owner in app.extensions["samkraft_registry"].plugins]
    return frozenset(endpoint for found in suites if found for endpoint in found.held_by_browser)


def values(app: Flask, make: Factory, region: Region, person: User) -> Values:
    """Make one object of every kind in a region. By endpoint, the values that its address needs besides the region."""
    found: Values = {}
    made: dict[Any, Any] = {}
    for owner in app.extensions["samkraft_registry"].plugins:
        supplied = suite(owner)
        if supplied is not None:
            with region_scope(region.id, read=readable_region_ids(region, owner)), atomic():
                found |= {endpoint: dict(each) for endpoint, each in supplied.objects(make, region).items()}
    with region_scope(region.id):
        for route in (each for owner in (None, *app.extensions["samkraft_registry"].plugins) for each in routes_of(app, owner)):
            for argument in route.arguments:
                choices = getattr(route.rule._converters.get(argument), "items", None)
                if choices:  # one word of several
                    found.setdefault(route.endpoint, {}).setdefault(argument, sorted(choices)[0])
            if route.arguments - set(found.get(route.endpoint, {})):
                found.setdefault(route.endpoint, {})
                found[route.endpoint] |= _supplied(route.endpoint, route.arguments, made, (make, region, person))
    db.session.commit()
    return found


def _supplied(endpoint: str, arguments: set[str], made: dict[Any, Any], given: tuple[Factory, Region, User]) -> dict[str, Any]:
    """The values of an address. One object serves all addresses that take the same."""
    found = {}
    for argument in sorted(arguments):
        supply = globals().get(f"{endpoint.replace('.', '_')}__{argument}") or globals().get(argument)
        if supply is None and argument in ROWS:
            found[argument] = any_row.row(ROWS[argument], made, *given)
        if supply is not None:
            if supply not in made:
                made[supply] = supply(*given)
            found[argument] = made[supply]
    return found


def ground(app: Flask, connection: Any) -> Ground:
    """Two regions with everything, and every kind of visitor. Everybody has an authenticator app, so that it can be taken away."""
    found = Ground(app, connection, partial(values, app), held_by_browser(app), PERSONAL, FIELDS)
    with atomic():
        db.session.add_all(Totp(user_id=user_id, secret="-") for user_id in db.session.execute(select(User.id)).scalars().all())
    return found
