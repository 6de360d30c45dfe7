"""The mail server as the outbox sees it: one kept connection, and three ways in which a mail may not leave."""

import logging
import smtplib

from django.core.mail import EmailMultiAlternatives, get_connection

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
        self._backend = get_connection()
        self._is_open = False

    def is_ready(self) -> bool:
        """Open the connection, or make sure that it still lives. An unreachable server costs no message an attempt."""
        try:
            if self._is_open and not self._answers():
                self.close()
            if not self._is_open:
                self._backend.open()
                self._is_open = True
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("mail server cannot be reached: %s", type(error).__name__)
            return False
        return True

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Hand over one mail. Raises one of the three errors above when it was not surely accepted."""
        try:
            self._backend.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _refusal(code, text) from error
        except smtplib.SMTPSenderRefused as error:  # our own address or log-in: no fault of this message
            raise TemporaryRefusalError(_readable(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise PermanentRefusalError(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise AcceptanceUnknownError(type(error).__name__) from error

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
    return kind(_readable(code, text))


def _readable(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
