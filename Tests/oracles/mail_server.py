# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""A mail server on a free port of this machine, made of aiosmtpd; Python's own parser reads what comes.

mail_server.py FOLDER [--tls starttls|implicit] [--name HOST] [--login USER:PASSWORD] [--idle SECONDS]

The first line of its output is {"port", "ca", "otherCA"}; then one line follows for everything that happens: an event
"connected", "EHLO", "AUTH", "MAIL", "lost", or "message" with what the parser makes of it. Recipients whose address
begins with refused, full, hang, late and dropped get what they are called after. It ends with its input.
"""

import argparse
import asyncio
import base64
import datetime
import email
import email.header
import email.policy
import email.utils
import ipaddress
import json
import os
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def certificate(folder, authority, host):
    """Files of a new certificate authority and of a certificate of it for the host."""
    now = datetime.datetime.now(datetime.timezone.utc)

    def made(name, key, issuer, issuer_key, extension):
        names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)]) for text in (name, issuer)]
        builder = x509.CertificateBuilder(names[1], names[0], key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(days=1))
        builder = builder.not_valid_after(now + datetime.timedelta(days=1))
        return builder.add_extension(extension, critical=True).sign(issuer_key, hashes.SHA256())

    def write(name, *parts):
        path = os.path.join(folder, authority + name)
        with open(path, "wb") as file:
            file.write(b"".join(parts))
        return path

    issuer_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = made(authority, issuer_key, authority, issuer_key, x509.BasicConstraints(ca=True, path_length=0))
    is_address = host.replace(".", "").isdigit()
    name = x509.IPAddress(ipaddress.ip_address(host)) if is_address else x509.DNSName(host)
    leaf = made(host, key, authority, issuer_key, x509.SubjectAlternativeName([name]))
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return write("-ca.pem", root.public_bytes(encoding)), write("-server.pem", leaf.public_bytes(encoding), private)


def parsed(content):
    """What the standard library's parser reads from a message."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    # The newer parser leaves spaces between the encoded words of a name (bugs.python.org/issue35547).
    name, sender = email.utils.parseaddr(email.message_from_bytes(content)["From"])
    return {
        "headers": [[name, str(value)] for name, value in message.items()],
        "subject": message["Subject"],
        "senderName": str(email.header.make_header(email.header.decode_header(name))),
        "sender": sender,
        "recipients": [address.addr_spec for address in message["To"].addresses],
        "date": message["Date"].datetime.isoformat(),
        "type": message.get_content_type(),
        "charset": message.get_content_charset(),
        "isMultipart": message.is_multipart(),
        "text": message.get_content().replace("\r\n", "\n"),
        "defects": [repr(defect) for defect in message.defects]
        + [repr(defect) for value in message.values() for defect in value.defects],
        "raw": base64.b64encode(content).decode(),
    }


def is_encrypted(server):
    return server.transport.get_extra_info("ssl_object") is not None


class Handler:
    """What the server does with its callers."""

    def __init__(self, tell):
        self.tell = tell

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.tell("EHLO", name=hostname, isEncrypted=is_encrypted(server))
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.tell("MAIL", isEncrypted=is_encrypted(server))
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 <%s> is not known here" % address
        if address.startswith("hang"):
            await asyncio.sleep(3600)
        if address.startswith("dropped"):
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("late"):
            await asyncio.sleep(3600)
        if envelope.rcpt_tos[0].startswith("full"):
            return "452 4.2.2 the mailbox of <%s> is full" % envelope.rcpt_tos[0]
        self.tell(
            "message",
            mailFrom=envelope.mail_from,
            rcptTo=envelope.rcpt_tos,
            user=session.auth_data,
            isEncrypted=is_encrypted(server),
            **parsed(envelope.original_content),
        )
        return "250 OK"


class Server(SMTP):
    """Tells of connections."""

    def connection_made(self, transport):
        # After STARTTLS it is made once more.
        if self.session is None:
            self.event_handler.tell("connected")
        super().connection_made(transport)

    def connection_lost(self, error):
        super().connection_lost(error)
        # The socket itself is closed right after this.
        self.loop.call_soon(self.event_handler.tell, "lost")


class MailServer:
    """The server on a thread of its own."""

    def __init__(self, folder, tell, tls=None, name="127.0.0.1", login=None, idle=300):
        self.ca, chain = certificate(folder, "right", name)
        self.other_ca, _ = certificate(folder, "other", name)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(chain)

        def authenticate(server, session, envelope, mechanism, data):
            user, password = data.login.decode(), data.password.decode()
            tell("AUTH", user=user, isEncrypted=is_encrypted(server))
            return AuthResult(success=user + ":" + password == login, handled=False, auth_data=user)

        def protocol():
            return Server(
                Handler(tell),
                loop=self.loop,
                hostname="mail.example.test",
                timeout=idle,
                tls_context=context if tls == "starttls" else None,
                require_starttls=tls == "starttls",
                authenticator=authenticate if login else None,
                auth_required=bool(login),
                auth_require_tls=tls == "starttls",
            )

        self.loop = asyncio.new_event_loop()
        implicit = context if tls == "implicit" else None
        server = self.loop.run_until_complete(self.loop.create_server(protocol, "127.0.0.1", 0, ssl=implicit))
        self.port = server.sockets[0].getsockname()[1]
        threading.Thread(target=self.loop.run_forever, daemon=True).start()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("--tls")
    arguments.add_argument("--name", default="127.0.0.1")
    arguments.add_argument("--login")
    arguments.add_argument("--idle", type=float, default=300)
    given = arguments.parse_args()

    def tell(event, **more):
        print(json.dumps({"event": event, **more}), flush=True)

    server = MailServer(given.folder, tell, given.tls, given.name, given.login, given.idle)
    print(json.dumps({"port": server.port, "ca": server.ca, "otherCA": server.other_ca}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
