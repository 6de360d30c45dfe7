"""Delivery status notifications as the large mail servers write them."""

MESSAGE_ID = "<0123456789abcdef@polls.example>"


def notification(
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <jan@firm.example>: Recipient address rejected: User unknown",
    message_id: str = MESSAGE_ID,
    to: str = "bounces@polls.example",
    returned: str = "message/rfc822",
    recipient: str = "jan@firm.example",
) -> bytes:
    """Write a notification in the form of Postfix."""
    lines = [
        "From: MAILER-DAEMON@mx.polls.example (Mail Delivery System)",
        "Subject: Undelivered Mail Returned to Sender",
        f"To: {to}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="limit"',
        "",
        "--limit",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "",
        "--limit",
        "Content-Description: Delivery report",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.polls.example",
        "Arrival-Date: Tue,  1 Sep 2026 11:00:00 +0200 (CEST)",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        f"Original-Recipient: rfc822;{recipient}",
        f"Action: {action}",
        f"Status: {status}",
        "Remote-MTA: dns; mx.firm.example",
        f"Diagnostic-Code: {diagnostic}",
        "",
        "--limit",
        f"Content-Type: {returned}",
        "",
        "From: Klantenservice Federatie <peiling@polls.example>",
        f"Message-ID: {message_id}",
        "Subject: Doet u mee?",
        "",
        "Beste Jan",
        "",
        "--limit--",
        "",
    ]
    return "\r\n".join(lines).encode()
