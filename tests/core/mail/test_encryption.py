"""The password of the mail server is never sent in the clear, nor to a server that cannot show who it is."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import select

from core.db import atomic, db, utcnow
from core.jobs.runner import drain
from core.mail import jobs
from core.mail.models import Mail
from core.mail.remedies import remedy
from core.mail.service import queue_mail
from tests.core.conftest import settings_of


class Server:
    """Takes all mail and every password, and remembers what it has heard."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.passwords: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(envelope.rcpt_tos[0])
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.passwords.append(data.password.decode())
        return AuthResult(success=True)


@contextmanager
def running(tls: ssl.SSLContext | None = None) -> Iterator[tuple[Server, int]]:
    made = Server()

    class Listening(Controller):
        def factory(self) -> SMTP:
            return SMTP(made, authenticator=made.authenticate, auth_require_tls=False, tls_context=tls)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Listening(made, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield made, port
    finally:
        controller.stop()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TIMEOUT_SECONDS", 5)


def sent(app: Flask, url: str) -> Mail:
    with atomic():
        queue_mail(to="person@test.samkraft.example", subject="Hej", body="Hej\n", kind="core.test")
    with settings_of(app, smtp_url=url):
        drain()
    db.session.expire_all()
    return db.session.execute(select(Mail)).scalar_one()


@pytest.mark.requirement("R12")
def test_a_password_is_not_sent_in_the_clear(context: None, app: Flask) -> None:
    with running() as (server, port):
        mail = sent(app, f"smtp://user:hunter2@127.0.0.1:{port}")
    assert (server.passwords, server.taken) == ([], [])
    assert (mail.sent_at, mail.failed_at, mail.attempts) == (None, None, 1)
    assert mail.error == "STARTTLS is not offered by the server; the password of smtp_url is not sent in the clear"
    assert remedy(mail).startswith("E-postservern erbjuder ingen kryptering")


def test_without_a_password_mail_goes_to_a_server_without_encryption(context: None, app: Flask) -> None:
    with running() as (server, port):
        mail = sent(app, f"smtp://127.0.0.1:{port}")
    assert (server.taken, mail.error, mail.sent_at is not None) == (["person@test.samkraft.example"], "", True)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that vouches for itself, and a server's use of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(utcnow() - datetime.timedelta(days=1))
        .not_valid_after(utcnow() + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "server.pem", folder / "server.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    return pem, context


@pytest.mark.requirement("R12")
def test_a_password_goes_to_a_server_that_is_trusted_and_to_no_other(
    context: None, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, tls = certificate(tmp_path)
    with running(tls) as (server, port):
        mail = sent(app, f"smtp://user:hunter2@127.0.0.1:{port}")
        assert (server.passwords, server.taken, mail.error) == ([], [], "SSLCertVerificationError")
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        with atomic():
            db.session.delete(mail)
        mail = sent(app, f"smtp://user:hunter2@127.0.0.1:{port}")
    assert (server.passwords, server.taken, mail.error) == (["hunter2"], ["person@test.samkraft.example"], "")
