"""Letters come back sign by sign: every title of the seeds, and thousands of random subjects and texts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default

import pytest
import yaml

from app.mail.writing import write_mail
from config import ROOT
from matching.text.signs import clean_line, clean_text
from models.clock import now
from models.outbox import OutboxMessage

_HOW_MANY = 5_000
_WORDS = (
    "och ansökan om klinisk läkemedelsprövning FDA-ansökan för Åland Östersjön mätning av nanopartiklar i blodplasma "
    'a å – “ ” ’ … € ½ µ °C ≤ 5 10 % =?utf-8?q?a?= =?x ?= _ = == . .. , ; : < > ( ) " \\ @ # 👩🏽‍🔬 日本語 Ωμέγα '
    "flödescytometrianalysinstrumentsleverantörsförteckningsuppdateringar " + "x" * 90 + " " + "ö" * 90
).split()
_SPACES = (" ", " ", " ", " ", "  ", "   ", "")


def read_back(subject: str, body: str, sender: str = "brygga@test.example") -> EmailMessage:
    letter = OutboxMessage(
        to_address="anna@företaget.example",
        reply_to="eva@test.example",
        subject=subject,
        body=body,
        message_id="<a@b>",
        created_at=now(),
    )
    raw = bytes(write_mail(letter, sender))
    assert raw.isascii()
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    # The older of the two readers of the standard library, which many programs use, agrees.
    assert str(make_header(decode_header(message_from_bytes(raw, policy=compat32)["Subject"]))) == mail["Subject"]
    return mail


def text_of(mail: EmailMessage) -> str:
    text: str = mail.get_content()
    return text.replace("\r\n", "\n")


def titles(node: object) -> Iterator[str]:
    """Yield every text of a line's length in the seeds."""
    if isinstance(node, str):
        if len(node) <= 200 and "\n" not in node:
            yield node
    elif isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from titles(each)


def test_every_title_of_the_seeds_comes_back() -> None:
    files = [*(ROOT / "seeds" / "data").glob("*.yaml"), *(ROOT / "seeds" / "data" / "demo").glob("*.yaml")]
    found = {clean_line(title) for path in files for title in titles(yaml.safe_load(path.read_text(encoding="utf-8")))}
    wrong = [
        title
        for title in found
        if title and read_back(f"Introduktion: {title}", title)["Subject"] != f"Introduktion: {title}"
    ]
    assert wrong == []
    assert len(found) > 500


@pytest.mark.parametrize("share", range(5))
def test_thousands_of_random_letters_come_back(share: int) -> None:
    chance = random.Random(f"letters {share}")
    for _turn in range(_HOW_MANY // 5):
        words = [chance.choice(_WORDS) + chance.choice(_SPACES) for _ in range(chance.randint(1, 12))]
        subject = clean_line("".join(words)[:200])
        lines = ["".join(chance.choices(_WORDS, k=chance.randint(0, 20))) for _ in range(chance.randint(1, 8))]
        body = clean_text(chance.choice(("\n", "\n\n", " \n\t")).join(lines)) or "x"
        mail = read_back(subject, body)
        assert mail["Subject"] == subject
        assert text_of(mail) == body + "\n"


def test_the_subject_that_lost_a_space() -> None:
    subject = "FDA-ansökan och ansökan om klinisk läkemedelsprövning"
    mail = read_back(subject, "Hej")
    assert mail["Subject"] == subject
    assert mail["To"] == "anna@xn--fretaget-n4a.example"


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\u00a0", "\u00ad"])
def test_strange_line_ends_in_a_subject_are_made_plain(sign: str) -> None:
    assert re.fullmatch("a ?b", read_back(f"a{sign}b", "Hej")["Subject"])


@pytest.mark.parametrize("name", ["Brygga", "Bryggan på Åland och i Östersjön", "A. Å, B"])
def test_the_senders_name_comes_back(name: str) -> None:
    mail = read_back("Hej", "Hej", f'"{name}" <brygga@test.example>')
    assert mail["From"].addresses[0].display_name == name
    assert mail["From"].addresses[0].addr_spec == "brygga@test.example"
