"""The mail server as the outbox sees it: one kept connection, and three ways in which a mail may not leave."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from polls.invitations.services import smtp

logger = logging.getLogger(__name__)


class TemporaryRefusalError(Exception):
    """The server refused for now, and surely has not accepted."""


class PermanentRefusalError(Exception):
    """The server will never accept this mail."""


class AcceptanceUnknownError(Exception):
    """The connection broke while the mail went over it: nobody can know whether it was accepted."""


class Relay:
    """Sends mails over one connection of the configured backend. Not shared between threads."""

    def __init__(self) -> None:
        is_smtp = settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"
        self._backend = smtp.Backend() if is_smtp else get_connection()
        self._is_open = False

    def is_ready(self) -> bool:
        """Open the connection, or make sure that it still lives. An unreachable server costs no message an attempt."""
        try:
            if self._is_open and not self._answers():
                self.close()
            if not self._is_open:
                smtp.check_signing()
                self._backend.open()
                self._is_open = True
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("mail server cannot be reached: %s", type(error).__name__)
            return False
        except smtp.SigningError:
            logger.exception("no mail leaves")
            return False
        return True

    def send(self, mail: EmailMultiAlternatives) -> str:
        """Hand over one mail and give what the server said. Raises one of the three errors above, or ValueError.

        ValueError is for a mail that cannot be written as one; nothing was sent then.
        """
        try:
            self._backend.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _refusal(code, text) from error
        except smtplib.SMTPSenderRefused as error:  # our own address or log-in: no fault of this message
            raise TemporaryRefusalError(smtp.readable(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise PermanentRefusalError(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise AcceptanceUnknownError(type(error).__name__) from error
        return str(getattr(self._backend, "answer", ""))

    def close(self) -> None:
        self._is_open = False
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException) as error:
            logger.info("closing the connection to the mail server: %s", type(error).__name__)

    def _answers(self) -> bool:
        """Whether the connection still lives; a server may have hung up since the last mail."""
        connection = getattr(self._backend, "connection", None)
        if connection is None:
            return True  # a backend without a connection, such as one that speaks HTTP
        try:
            return bool(connection.noop()[0] == 250)
        except (OSError, smtplib.SMTPException):
            return False


def _refusal(code: int, text: bytes | str) -> Exception:
    kind = PermanentRefusalError if 500 <= code < 600 else TemporaryRefusalError
    return kind(smtp.readable(code, text))


def send_now(mail: EmailMultiAlternatives) -> bool:
    """Send one mail at once, such as a test to oneself; give whether it was accepted."""
    relay = Relay()
    try:
        if not relay.is_ready():
            return False
        relay.send(mail)
    except (TemporaryRefusalError, PermanentRefusalError, AcceptanceUnknownError) as error:
        logger.warning("a test mail was not accepted: %s", error)
        return False
    finally:
        relay.close()
    return True
