"""The letter that carries a link for one sheet."""

import logging
from smtplib import SMTPException
from typing import Literal

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yakusoku.apps.library.models import AnswerLink

log = logging.getLogger(__name__)


def send_link(link: AnswerLink, address: str) -> Literal["sent", "failed", "none"]:
    """Send the address and return how it went; "none": there is nobody to write to, or no mail server.

    Without a server Django would print the letter, and the secret would stand in a log.
    """
    if not settings.EMAIL_HOST or not link.email:
        return "none"
    text = render_to_string("library/link.txt", {"link": link, "address": address})
    client = link.inspection.version.engagement.organization.name
    subject = _("%(organization)sの遵守確認表への回答のお願い（約束）") % {"organization": client}
    try:
        send_mail(" ".join(subject.split()), text, None, [link.email])
    except (SMTPException, OSError) as error:
        # Its kind only: what a mail server answers names the address.
        log.warning("A link could not be sent by mail: %s.", type(error).__name__)
        return "failed"
    return "sent"
