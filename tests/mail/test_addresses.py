"""What forms take as an e-mail address can be sent to, and what cannot be sent to is refused when it is typed."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from app.email_addresses import AddressError, AddressFault, read_email, wire_email
from app.mail.writing import write_mail
from models.clock import now
from models.outbox import OutboxMessage


@pytest.mark.parametrize(
    ("typed", "kept", "sent"),
    [
        ("anna@company.se", "anna@company.se", "anna@company.se"),
        ("Anna.B+x@Company.SE", "Anna.B+x@company.se", "Anna.B+x@company.se"),
        ("info@företaget.example", "info@företaget.example", "info@xn--fretaget-n4a.example"),
        ("info@FÖRETAGET.example", "info@företaget.example", "info@xn--fretaget-n4a.example"),
        ("info@xn--fretaget-n4a.example", "info@företaget.example", "info@xn--fretaget-n4a.example"),
        ("info@fo\u0308retaget.example", "info@företaget.example", "info@xn--fretaget-n4a.example"),
        (" anna\u200b@com\u00adpany.se\ufeff", "anna@company.se", "anna@company.se"),
        ("anna@a\u2011b.se", "anna@a-b.se", "anna@a-b.se"),
        ("a@straße.example", "a@straße.example", "a@xn--strae-oqa.example"),
        ("a@company。se", "a@company.se", "a@company.se"),
    ],
)
def test_an_address_is_kept_as_people_write_it_and_sent_as_the_net_does(typed: str, kept: str, sent: str) -> None:
    assert read_email(typed) == kept
    assert wire_email(typed) == wire_email(kept) == sent
    letter = OutboxMessage(to_address=kept, subject="Hej", body="Hej", message_id="<a@b>", created_at=now())
    raw = bytes(write_mail(letter, "brygga@test.example"))
    assert raw.isascii()
    assert message_from_bytes(raw, policy=default)["To"] == sent


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("åsa@company.se", AddressFault.LOCAL_PART),
        ("a\u0430@company.se", AddressFault.LOCAL_PART),
        ("a@b..se", AddressFault.DOMAIN),
        ("a@b.se.", AddressFault.DOMAIN),
        ("a@.b.se", AddressFault.DOMAIN),
        ("a@-b.se", AddressFault.DOMAIN),
        ("a@b-.se", AddressFault.DOMAIN),
        ("a@b_c.se", AddressFault.DOMAIN),
        ("a@b c.se", AddressFault.DOMAIN),
        ("a@1.2.3.4", AddressFault.DOMAIN),
        ("a@[127.0.0.1]", AddressFault.DOMAIN),
        ("a@" + "x" * 64 + ".se", AddressFault.DOMAIN),
        ("a@xn--\u00e5.se", AddressFault.DOMAIN),
        ("a@company", AddressFault.DOMAIN),
        ("a..b@company.se", AddressFault.INCOMPLETE),
        (".a@company.se", AddressFault.INCOMPLETE),
        ("a.@company.se", AddressFault.INCOMPLETE),
        ("a b@company.se", AddressFault.INCOMPLETE),
        ('"a b"@company.se', AddressFault.INCOMPLETE),
        ("a@b@company.se", AddressFault.INCOMPLETE),
        ("<a@company.se>", AddressFault.INCOMPLETE),
        ("x" * 65 + "@company.se", AddressFault.INCOMPLETE),
        ("@company.se", AddressFault.INCOMPLETE),
        ("a@", AddressFault.INCOMPLETE),
        ("\u200b@\u200b", AddressFault.INCOMPLETE),
        ("", AddressFault.INCOMPLETE),
    ],
)
def test_what_no_letter_can_go_to_is_refused(typed: str, fault: AddressFault) -> None:
    with pytest.raises(AddressError) as refusal:
        read_email(typed)
    assert refusal.value.fault is fault
