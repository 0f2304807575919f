"""`yakusoku serve`."""

import os

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="待ち受けるアドレス")
@click.option(
    "--port",
    type=int,
    default=lambda: int(os.environ.get("PORT", "8000")),
    help="ポート（既定は PORT、なければ 8000）",
)
@click.option("--threads", type=int, default=8, show_default=True, help="同時に応える数")
def command(host: str, port: int, threads: int) -> None:
    """画面を開くためのサーバを、一つのプロセスで動かします。Ctrl-C で止まります。"""
    from cheroot.wsgi import Server  # noqa: PLC0415 (only when called)
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    from yakusoku.cli.django_setup import name_settings  # noqa: PLC0415

    name_settings()
    server = Server((host, port), get_wsgi_application(), numthreads=threads, server_name="yakusoku")
    click.echo(f"http://{host}:{port}/ で開けます。止めるには Ctrl-C を押します。")
    try:
        server.start()
    except KeyboardInterrupt:
        click.echo("止めました。")
    finally:
        server.stop()
