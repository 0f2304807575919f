"""A batch of mails to respondents: sent so many at a time, each once."""

import logging
from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPException
from typing import ClassVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.samples.letters import common_of, written
from yakusoku.apps.samples.models import Dispatch, Sending, Way
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.letter import mail_text

AT_A_TIME = 100
log = logging.getLogger(__name__)


class MailNotSet(Refusal):
    """The installation has no mail server."""

    code: ClassVar[str] = "sample.mail-not-set"


class NotByMail(Refusal):
    """The batch goes by post."""

    code: ClassVar[str] = "sample.not-by-mail"


class MailFailed(Refusal):
    """The mail server took none of them."""

    code: ClassVar[str] = "sample.mail-failed"


def send_mails(dispatch: Dispatch, *, by: User, at: datetime) -> int:
    """Send the next mails of a batch that have not gone; return how many went.

    Each is noted before it is sent, so that two who press at once send none twice; one that the server
    does not take is left for the next time.
    raises   MailNotSet, NotByMail, MailFailed
    """
    if dispatch.way != Way.MAIL:
        raise NotByMail()
    if not settings.EMAIL_HOST:
        raise MailNotSet()
    rows = _claimed(dispatch, at)
    refused = _send(dispatch, rows)
    with transaction.atomic():
        Sending.objects.filter(pk__in=[row.pk for row in refused]).update(mailed_at=None)
        gone = len(rows) - len(refused)
        if gone:
            facts = {"number": dispatch.number, "people": gone}
            house = dispatch.survey.organization_id
            record("sample.mailed", dispatch.survey, by=by, at=at, organization=house, facts=facts)
    if rows and not gone:
        raise MailFailed()
    return gone


@transaction.atomic
def _claimed(dispatch: Dispatch, at: datetime) -> list[Sending]:
    """Note the next mails as gone and return them; whoever was withdrawn meanwhile gets none."""
    rows = Sending.objects.select_for_update(of=("self",)).filter(dispatch=dispatch, mailed_at__isnull=True)
    rows = rows.filter(respondent__withdrawn_at__isnull=True).select_related("respondent__unit")
    found = list(rows.order_by("pk")[:AT_A_TIME])
    Sending.objects.filter(pk__in=[row.pk for row in found]).update(mailed_at=at)
    return found


def _send(dispatch: Dispatch, rows: Sequence[Sending]) -> list[Sending]:
    """Send a mail for each row; return those that the server did not take."""
    common = common_of(dispatch.survey, dispatch)
    refused: list[Sending] = []
    connection = get_connection()
    for row, letter in zip(rows, written(dispatch, rows), strict=True):
        text = mail_text(common, letter)
        unit = row.respondent.unit
        mail = EmailMessage(letter.title, text, None, [unit.mail if unit else ""], connection=connection)
        try:
            taken = mail.send()
        except (SMTPException, OSError) as error:
            # Its kind only: what a mail server answers names the address.
            log.warning("A mail to a respondent could not be sent: %s.", type(error).__name__)
            taken = 0
        if not taken:
            refused.append(row)
    return refused
