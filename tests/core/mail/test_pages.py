"""The mail log and the region's own words, and who may see them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db import atomic, db
from core.mail.models import Mail
from core.mail.service import queue_mail
from core.mail.templates import send_template
from core.regions.models import Region
from core.testing.client import Browser
from core.testing.factories import Factory

NOTICE = "core.notice"
PAGE = f"/r/norr/admin/mail-templates/{NOTICE}/sv"
VALUES = {"title": "Rubrik", "body": "", "link": "https://x.example/", "sender": "Norr", "why": "Därför."}


@pytest.fixture
def north(make: Factory) -> Region:
    return make.region("norr")


@pytest.fixture
def admin(app: Flask, make: Factory, north: Region) -> Browser:
    return Browser(app).sign_in(make.user(north, "region_admin"))


def send(region: Region | None, tongue: str = "sv") -> Mail:
    with atomic():
        return send_template(kind=NOTICE, to="x@test.samkraft.example", variables=VALUES, region=region, tongue=tongue)


def test_the_log_shows_the_region_s_mails_and_those_to_its_people(admin: Browser, north: Region, make: Factory) -> None:
    south = make.region("soder")
    here, there = make.user(north, "strategist"), make.user(south, "strategist")
    with atomic():
        queue_mail(to="norr@x.example", subject="Hemligt ämne", body="hemlig text", kind="core.test", region=north)
        queue_mail(to="soder@x.example", subject="x", body="x", kind="core.test", region=south)
        for person in (here, there):
            queue_mail(to=person.email, subject="x", body="x", kind="core.test")
    admin.get("/r/norr/admin/mail")
    assert [each in admin.text for each in ("norr@x.example", here.email, "soder@x.example", there.email)] == [True, True, False, False]
    assert "emlig" not in admin.text  # nor what a mail says
    assert "norr@x.example" not in admin.get("/r/norr/admin/mail?to=soder").text
    assert "norr@x.example" in admin.get("/r/norr/admin/mail?to=NORR&kind=core.test&state=waiting").text


def test_another_region_s_mail_cannot_be_sent_again(admin: Browser, make: Factory) -> None:
    south = make.region("soder")
    with atomic():
        mail = queue_mail(to="soder@x.example", subject="x", body="x", kind="core.test", region=south)
    token = admin.get("/r/norr/admin/mail-templates").form_token()
    data = {"csrf_token": token, "submission_key": "k" * 20}
    assert admin.client.post(f"/r/norr/admin/mail/{mail.id}/retry", data=data).status_code == 404


def test_own_words_are_used_in_this_region_and_language_only(admin: Browser, north: Region, make: Factory) -> None:
    south = make.region("soder")
    admin.get(PAGE).submit(having="subject", subject="Norr: {{ title }}", body="Läs här: {{ link }}\n{{ why }}")
    assert "Texten är sparad" in admin.text
    assert send(north).subject == "Norr: Rubrik"
    assert send(north).body == "Läs här: https://x.example/\nDärför.\n"
    assert [send(north, "en").subject, send(south).subject, send(None).subject] == ["Rubrik"] * 3
    assert send(north).template == f"{NOTICE}@1"
    logged = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.startswith("core.mail_template"))).scalars().all()
    assert logged == ["core.mail_template.changed"]


def test_the_standard_comes_back(admin: Browser, north: Region) -> None:
    admin.get(PAGE).submit(having="subject", subject="Eget", body="{{ link }} {{ why }}")
    admin.get(PAGE).submit(to=f"{PAGE}/reset")
    assert "Standardtexten används igen." in admin.text
    assert send(north).subject == "Rubrik"


def test_a_preview_shows_samples_and_keeps_nothing(admin: Browser, north: Region) -> None:
    admin.get(PAGE).submit(having="subject", button=("action", "preview"), subject="<b>{{ title }}</b>", body="{{ link }} {{ why }}")
    assert "&lt;b&gt;Behovsklustret räcker till en klass&lt;/b&gt;" in admin.page
    assert send(north).subject == "Rubrik"


@pytest.mark.requirement("S31")
@pytest.mark.parametrize(
    "body",
    [
        "{{ link.__class__.__mro__ }} {{ why }}",
        "{{ link }} {{ why }} {{ ''.__class__ }}",
        "{{ link }} {{ why }} {% for x in range(10**9) %}x{% endfor %}",
        "{{ link }} {{ why }} {{ config }}",
        "{{ link }} {{ why }} {{ self._TemplateReference__context }}",
        "{{ link }} {{ why }} {{ 'x' * 10**9 }}",
        "{{ link }} {{ why }} {{ 9**9**9 }}",
        "{{ link }} {{ why }} {% include '/etc/passwd' %}",
        "{{ link }} {{ why }} {% import 'x' as y %}",
        "{{ link }} {{ why }} {% set x = 1 %}",
        "{{ link }} {{ why }} {% macro x() %}{% endmacro %}",
        "{{ link }} {{ why }} {{ link|attr('__class__') }}",
        "{{ link }} {{ why }} {{ link|map('upper')|list }}",
        "{{ link }} {{ why }} {{ lipsum(1000000) }}",
        "{{ link }} {{ why }} {% filter upper %}x{% endfilter %}",
        "{{ link }} {{ why }} {{ link[0] }}",
        "{{ link }} {{ why }} {{ " + "(" * 3000 + "link" + ")" * 3000 + " }}",
        "{{ link }} {{ why }} {{",
        "{{ link }} {{ why }} {{ unknown }}",
        "{{ link }} utan varför",
        "{% if title %}{{ link }}{% endif %} {{ why }}",
    ],
)
def test_what_is_no_mail_text_is_refused_at_the_field_and_kept_there(admin: Browser, north: Region, body: str) -> None:
    admin.get(PAGE).submit(having="subject", subject="Ett eget ämne", body=body)
    assert "Rätta en sak" in admin.text
    assert 'id="body-error"' in admin.page
    assert 'value="Ett eget ämne"' in admin.page
    assert send(north).subject == "Rubrik"


@pytest.mark.requirement("S32")
def test_a_subject_stays_one_line(admin: Browser, north: Region) -> None:
    admin.get(PAGE).submit(having="subject", subject="{{ title }}", body="{{ link }} {{ why }} x")
    with atomic():
        values = {**VALUES, "title": "Hej\r\nBcc: x@evil.example"}
        mail = send_template(kind=NOTICE, to="x@test.samkraft.example", variables=values, region=north)
    assert mail.subject == "Hej Bcc: x@evil.example"


@pytest.mark.requirement("S32")
@pytest.mark.parametrize("bad", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_header_takes_a_line_break(context: None, bad: str) -> None:
    from core.errors import DomainError

    for values in ({"to": f"a@x.example{bad}Bcc: b@x.example"}, {"subject": f"Hej{bad}Bcc: b@x.example"}):
        with pytest.raises(DomainError), atomic():
            queue_mail(**{"to": "a@x.example", "subject": "x", "body": "x", "kind": "core.test", **values})
    for headers in ({"X-Own": f"a{bad}Bcc: b@x.example"}, {f"X-Own{bad}": "a"}, {"Bcc": "b@x.example"}, {"Subject": "a"}):
        with pytest.raises(ValueError, match="cannot be set"), atomic():
            queue_mail(to="a@x.example", subject="x", body="x", kind="core.test", headers=headers)


def test_two_who_write_at_once_do_not_overwrite_each_other(app: Flask, admin: Browser, make: Factory, north: Region) -> None:
    other = Browser(app).sign_in(make.user(north, "region_admin"))
    other.get(PAGE)
    admin.get(PAGE).submit(having="subject", subject="Först", body="{{ link }} {{ why }} a")
    other.submit(having="subject", subject="Sedan", body="{{ link }} {{ why }} b")
    assert "Någon annan har ändrat texten" in other.text
    assert send(north).subject == "Först"


def test_sign_in_mails_cannot_be_changed(admin: Browser) -> None:
    assert admin.get("/r/norr/admin/mail-templates/core.sign_in/sv").status == 404


def test_variables_must_be_the_template_s(north: Region) -> None:
    with pytest.raises(TypeError, match="why"), atomic():
        send_template(kind=NOTICE, to="x@x.example", variables={k: v for k, v in VALUES.items() if k != "why"}, region=north)


def test_mail_to_somebody_with_protected_identity_is_left_out(admin: Browser, north: Region, make: Factory) -> None:
    from core.records.models import ProtectedPerson

    person, other = make.user(north, "strategist"), make.user(north, "strategist")
    with atomic():
        for each in (person, other):
            queue_mail(to=each.email, subject="x", body="x", kind="core.test", region=north)
        db.session.add(ProtectedPerson(email=person.email))
    admin.get("/r/norr/admin/mail")
    assert [each.email in admin.text for each in (person, other)] == [False, True]
