"""`yakusoku found`."""

import sys

import click

from yakusoku.cli.answers import REFUSED


@click.command()
@click.option("--organization", required=True, help="組織の名称（例: みなと市）")
@click.option(
    "--kind", type=click.Choice(["public_body", "company"]), default="public_body", show_default=True
)
@click.option("--department", "departments", multiple=True, help="課の名前（何度でも書けます）")
@click.option("--email", required=True, help="管理者のメールアドレス")
@click.option("--name", required=True, help="管理者の氏名")
@click.option(
    "--password",
    prompt="管理者のパスワード",
    hide_input=True,
    confirmation_prompt="もう一度",
    help="省くと尋ねます",
)
def command(
    organization: str, kind: str, departments: tuple[str, ...], email: str, name: str, password: str
) -> None:
    """最初の組織と管理者を登録します。ほかの利用者は、管理者が画面から招きます。"""
    from yakusoku.cli.django_setup import set_up_database  # noqa: PLC0415 (only when called)

    set_up_database()
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415 (needs Django)
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415

    from yakusoku.apps.accounts.services import found_organization  # noqa: PLC0415
    from yakusoku.domain.refusal import Refusal  # noqa: PLC0415
    from yakusoku.web.messages import sentence  # noqa: PLC0415

    try:
        validate_password(password)
        found_organization(organization, kind, departments, email, name, password=password, at=now())
    except ValidationError as error:
        click.echo("\n".join(error.messages), err=True)
        sys.exit(REFUSED)
    except Refusal as refusal:
        click.echo(sentence(refusal), err=True)
        sys.exit(REFUSED)
    click.echo(f"{organization} と管理者 {email} を登録しました。")
