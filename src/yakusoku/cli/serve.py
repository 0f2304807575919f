"""`yakusoku serve`."""

import gc
import os
import socket
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cheroot.wsgi import Server


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="待ち受けるアドレス")
@click.option(
    "--port",
    type=int,
    default=lambda: int(os.environ.get("PORT", "8000")),
    help="ポート（既定は PORT、なければ 8000）",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="一つのプロセスが同時に応える数",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 32),
    envvar="YAKUSOKU_PROCESSES",
    default=1,
    show_default=True,
    help="プロセスの数（YAKUSOKU_PROCESSES でも決められます）",
)
def command(host: str, port: int, threads: int, processes: int) -> None:
    """画面を開くためのサーバを動かします。Ctrl-C で止まります。"""
    if processes > 1 and not hasattr(os, "fork"):
        raise click.UsageError("このOSでは、プロセスは一つだけです。")
    # The settings read it too: several processes keep the limits of attempts where all of them see it.
    os.environ["YAKUSOKU_PROCESSES"] = str(processes)
    listening = _listen(host, port)
    click.echo(f"http://{host}:{port}/ で開けます。止めるには Ctrl-C を押します。")
    if processes == 1:
        _answer(listening, threads)
        click.echo("止めました。")
        return
    from yakusoku.cli.workers import Workers  # noqa: PLC0415 (not on every OS)

    failed = Workers(processes, lambda: _answer(listening, threads)).run()
    click.echo("止めました。")
    raise SystemExit(failed)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises ClickException where the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise click.ClickException(f"{host}:{port} で待ち受けられません（{error.strerror}）。") from error


def _answer(listening: socket.socket, threads: int) -> None:
    """Answer at a socket until Ctrl-C."""
    server = _server(listening, threads)
    # What is loaded by now stays: the collector need not look at it again with every page.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        server.prepare()
        # Of several processes that see a new connection one takes it; the others must not wait for it.
        listening.setblocking(False)
        _resume()
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


def _resume() -> None:
    from yakusoku.apps.flows.resuming import resume_behind  # noqa: PLC0415 (after the settings)

    resume_behind()


def _server(listening: socket.socket, threads: int) -> "Server":
    from cheroot.wsgi import Server  # noqa: PLC0415 (only when called)
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from django.urls import resolve  # noqa: PLC0415

    from yakusoku.cli.django_setup import name_settings  # noqa: PLC0415

    class Listening(Server):
        """cheroot at a socket that is there already."""

        def bind(self, *_family: Any) -> socket.socket:
            """Take the socket instead of making one."""
            self.socket = listening
            return listening

    name_settings()
    application = get_wsgi_application()
    # Every page is known before the first person asks for one.
    resolve("/")
    return Listening(listening.getsockname()[:2], application, numthreads=threads, server_name="yakusoku")
