"""Certificates that are made for a test, and what speaks TLS before a server that does not."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True)
class Certificate:
    """One of this machine, which is its own authority.

    Attributes:
        authority: file of it.
        key: file of its private key.
    """

    authority: Path
    key: Path

    def context(self, protocols: Sequence[str] = ()) -> ssl.SSLContext:
        """Return the TLS context of a server with this certificate and these protocols."""
        secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secured.load_cert_chain(self.authority, self.key)
        if protocols:
            secured.set_alpn_protocols([*protocols])
        return secured


def certificate(folder: Path, name: str = "authority") -> Certificate:
    """Make one."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(1))
        .not_valid_after(today + dt.timedelta(1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    authority, private = folder / f"{name}.pem", folder / f"{name}-key.pem"
    authority.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Certificate(authority, private)


@contextlib.contextmanager
def tls_before(port: int, secured: ssl.SSLContext) -> Iterator[int]:
    """Take off TLS before a server on this machine until the end of the block; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ends: list[socket.socket] = []
        threading.Thread(target=_accept, args=(listening, port, secured, ends)).start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            for end in ends:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


def _accept(
    listening: socket.socket, port: int, secured: ssl.SSLContext, ends: list[socket.socket]
) -> None:
    while True:
        try:
            near = listening.accept()[0]
        except OSError:
            return
        ends.append(near)
        threading.Thread(target=_join, args=(near, port, secured, ends)).start()


def _join(
    near: socket.socket, port: int, secured: ssl.SSLContext, ends: list[socket.socket]
) -> None:
    with contextlib.suppress(OSError), near, socket.create_connection(("127.0.0.1", port)) as far:
        ends.append(far)
        with secured.wrap_socket(near, server_side=True) as inner:
            back = threading.Thread(target=_pass_on, args=(far, inner))
            back.start()
            _pass_on(inner, far)
            back.join()


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    with contextlib.suppress(OSError, ValueError):
        while read := here.recv(1 << 16):
            there.sendall(read)
    with contextlib.suppress(OSError):
        there.shutdown(socket.SHUT_RDWR)
