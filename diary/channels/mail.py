"""Mail, through whatever ``EMAIL_URL`` names."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from diary.channels.message import ChannelDown, Message, Refused

CLOSING = 421  # the server goes away, whoever the mail is for
PERMANENT = 500  # an SMTP answer from here on is about this message or mailbox


def send(message: Message) -> None:
    """Hand one mail to the mail server; raises ``ChannelError``.

    The ``Message-ID`` is made of the key: a mail sent twice is one mail to the mailbox.
    """
    mail = EmailMessage(
        subject=message.words,
        body=f"{message.words}.\n\nLeggro\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.email],
        headers={
            "Message-ID": f"<{message.key}@{_domain()}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        raise (ChannelDown if CLOSING in codes else Refused) from error
    except smtplib.SMTPResponseException as error:
        is_permanent = error.smtp_code >= PERMANENT
        is_login = isinstance(error, smtplib.SMTPAuthenticationError)
        raise (Refused if is_permanent and not is_login else ChannelDown) from error
    except OSError as error:  # smtplib's errors are OSErrors too
        raise ChannelDown from error


def _domain() -> str:
    """The sender's: the name of this machine would differ from one try to the next."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return address.rpartition("@")[2] or "localhost"
