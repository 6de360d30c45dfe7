"""Ports for servers that may be started again."""

import socket

from ksfsurvey.broker import FIRST_PORT, LAST_PORT, free_port, is_free


def test_a_free_port_is_none_that_an_outgoing_connection_is_given() -> None:
    ports = [free_port() for _ in range(20)]
    assert all(FIRST_PORT <= port <= LAST_PORT < 32_768 for port in ports)


def test_a_port_on_which_somebody_listens_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        assert not is_free("127.0.0.1", server.getsockname()[1])
