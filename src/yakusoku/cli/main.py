"""The command `yakusoku`. Each subcommand is imported only when it is called, so that help is quick."""

import importlib

import click

COMMANDS = {
    "pack": ("yakusoku.cli.pack", "業務実態から、特記仕様書・遵守確認表・利用説明書を作ります。"),
    "schedule": ("yakusoku.cli.schedule", "期間から、点検の日程を作ります。"),
    "intake": ("yakusoku.cli.intake", "記入された遵守確認表を読み取り、指摘を挙げます。"),
    "review": ("yakusoku.cli.review", "契約書を読み、足りない約束、弱い約束、古い法令を調べます。"),
    "portfolio": ("yakusoku.cli.portfolio", "フォルダの契約書をまとめて調べ、見直す順に並べます。"),
    "survey": ("yakusoku.cli.survey", "調査票を確かめ、集計表を作り、公表された表の数字を確かめます。"),
    "catalogue": ("yakusoku.cli.catalogue", "要件目録を確かめます。"),
    "serve": ("yakusoku.cli.serve", "画面を開くためのサーバを動かします。"),
    "found": ("yakusoku.cli.found", "最初の組織と管理者を登録します。"),
    "demo": ("yakusoku.cli.demo", "見本の市のデータを入れます。"),
    "tick": ("yakusoku.cli.tick", "時が来たことを行います（点検、催促、お知らせなど）。"),
    "package": ("yakusoku.cli.package", "確認表の一式（zip）を渡し、受け取ります。"),
    "renew": ("yakusoku.cli.renew", "古くなった約束と確認表を、いまの目録にそろえます。"),
    "check": ("yakusoku.cli.check", "データベースと保管ファイルに、矛盾がないか確かめます。"),
    "audit": ("yakusoku.cli.audit", "操作の記録が書き換えられていないか確かめます。"),
    "manage": ("yakusoku.cli.manage", "データベースの管理（migrate など）をします。"),
}


class LazyGroup(click.Group):
    """A group whose commands are known by name and loaded on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("コマンド"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yakusoku", prog_name="yakusoku")
def main() -> None:
    """約束: 外部委託で個人情報を守る約束を、決め、交わし、守るための道具です。

    終了コード: 0 完了、1 完了したが問題あり（一覧を表示）、2 受け付けなかった。
    """
