"""Which machines may be talked to: the address that a name leads to is looked at before a byte is sent to it."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
import httpx

from clairevoie.sources.http.broken import UNKNOWN
from clairevoie.sources.http.refused import Refused

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PIECE = 65_536
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Iterable[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def refusal(address: str, *, private: bool) -> str:
    """Why no connection is made to an address, "" where it may be. private: the operator declared it."""
    true = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    if true.is_multicast or true.is_unspecified or true.is_link_local or (true.is_reserved and not true.is_loopback):
        return f"{true} is no address of a server"
    if private or true.is_global:
        return ""
    return f"{true} is a private address; say allow_private: true if that is meant"


class Guarded(httpx.HTTPTransport):
    """Connections to checked addresses only, each request bounded in time whatever the server drips."""

    def __init__(self, context: ssl.SSLContext, *, private: bool, find: Resolve = resolve) -> None:
        super().__init__(verify=context, trust_env=False)
        self.lines = _Lines(private=private, find=find)
        self._pool = httpcore.ConnectionPool(ssl_context=context, max_connections=2, max_keepalive_connections=1,
                                             keepalive_expiry=15, http1=True, network_backend=self.lines)


class _Lines(httpcore.NetworkBackend):
    """end: when (monotonic) the request that is going on must be over."""

    def __init__(self, *, private: bool, find: Resolve) -> None:
        self.end = float("inf")
        self._private, self._find = private, find
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
                    socket_options: Iterable[Any] | None = None) -> httpcore.NetworkStream:
        """A connection to the first address of a host that may be talked to; it is that very address which is checked
        and connected to. Raises Refused.
        """
        addresses = self._found(host, port, timeout)
        faults = [fault for address in addresses if (fault := refusal(address, private=self._private))]
        if faults or not addresses:
            raise Refused(f"{host}: {faults[0] if faults else 'no address'}")
        stream = self._first(addresses, port, timeout, local_address, socket_options)
        peer = stream.get_extra_info("server_addr")
        if peer is None or (fault := refusal(str(peer[0]), private=self._private)):
            stream.close()
            raise Refused(f"{host}: {fault if peer else 'the address that answers is not known'}")
        return _Timed(stream, self)

    def _found(self, host: str, port: int, timeout: float | None) -> list[str]:
        """The addresses of a host, in time: the system's resolver cannot be stopped, so it is left behind."""
        found: list[str] = []
        faults: list[Exception] = []

        def ask() -> None:
            try:
                found.extend(dict.fromkeys(self._find(host, port)))
            except (OSError, UnicodeError) as fault:
                faults.append(fault)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        left = max(self.end - time.monotonic(), 0)
        asking.join(min(left, timeout if timeout is not None else left, threading.TIMEOUT_MAX))
        if asking.is_alive():
            raise httpcore.ConnectTimeout(f"no address of {host} in time")
        if faults:
            raise httpcore.ConnectError(f"{UNKNOWN}{host}")
        return found

    def _first(self, addresses: list[str], port: int, timeout: float | None, local: str | None,
               options: Iterable[Any] | None) -> httpcore.NetworkStream:
        for address in addresses[:-1]:
            try:
                return self._sockets.connect_tcp(address, port, timeout, local, options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._sockets.connect_tcp(addresses[-1], port, timeout, local, options)


class _Timed(httpcore.NetworkStream):
    """A connection whose every read and write ends when the request must."""

    def __init__(self, stream: httpcore.NetworkStream, lines: _Lines) -> None:
        self._stream, self._lines = stream, lines

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(min(max_bytes, _PIECE), self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None,
                  timeout: float | None = None) -> httpcore.NetworkStream:
        left = self._left(timeout, httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._lines)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None, late: type[Exception]) -> float:
        left = self._lines.end - time.monotonic()
        if left <= 0:
            raise late
        return left if timeout is None else min(left, timeout)


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that only carries it."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address

