"""The letters that are sent by mail."""

import logging
from smtplib import SMTPException
from typing import Literal

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yakusoku.apps.accounts.models import Invitation

log = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, link: str) -> Literal["sent", "failed", "none"]:
    """Send the link and return how it went; "none": no mail server is set up, so that nothing is sent.

    Without a server Django would print the letter, and the secret would stand in a log.
    """
    if not settings.EMAIL_HOST:
        return "none"
    text = render_to_string("accounts/invitation.txt", {"invitation": invitation, "link": link})
    subject = _("%(organization)sからの招待（約束）") % {"organization": invitation.organization.name}
    try:
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
    except (SMTPException, OSError) as error:
        # Its kind only: what a mail server answers names the address.
        log.warning("An invitation could not be sent by mail: %s.", type(error).__name__)
        return "failed"
    return "sent"
