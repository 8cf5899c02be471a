"""What a pasted mail asks, among greeting, background, signature, disclaimer and the thread below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from matching.arrays import FloatArray
from matching.embeddings.encoders import Kind
from matching.engine import Engine
from matching.evaluation import OWN_SET
from matching.features.as_read import need_as_read
from matching.features.sentences import texts_of_need
from matching.learning import judged_sets, pasted_evaluation
from matching.profiles import NeedProfile, Passage
from matching.scoring import parameters
from matching.text.mail_parts import asked_part
from seeds.files import shipped_vocabulary
from tests.matching.worlds import LetterEncoder, an_engine

TWINS = Path(__file__).parent / "data" / "pasted.jsonl"
ASK = "Vi behöver veta hur mycket silver som läcker ut ur plåstret på sju dagar."


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An engine that reads words alone, with the project's own capabilities."""
    built = Engine(shipped_vocabulary(), None, parameters.load())
    built.put(*judged_sets.read(*OWN_SET.values()).capabilities)
    return built


def shown(text: str) -> str:
    return " ".join(asked_part(text).split())


@pytest.mark.parametrize(
    "mail",
    [
        f"Hej Karin!\n\n{ASK}\n\nMed vänlig hälsning\nNora Påhitt\nTel: 070-000 00 00",
        f"Hej,\nhoppas allt är bra! {ASK}\n\nmvh Nora",
        f"{ASK}\n\n--\nPåhittsbolaget AB\nwww.pahitt.example",
        f"{ASK}\n\nDetta mejl är konfidentiellt och endast avsett för mottagaren.",
        f"Från: Nora <n@pahitt.example>\nTill: k@brygga.example\nÄmne: Fråga\n\n{ASK}",
        f"{ASK}\n\nDen 1 nov. 2026 kl. 09:14 skrev Karin <k@brygga.example>:\n> Ring mig om djurförsöken.\n> Karin",
        f"{ASK}\n\n-----Original Message-----\nFrom: Karin\nSent: Monday\n\nThe seminar on sequencing is on Thursday.",
        f"Kan du ta den här?\n\n---------- Vidarebefordrat meddelande ----------\nFrån: Mira <m@p.example>\n\n{ASK}",
        f"Dear all,\n\n{ASK}\n\nKind regards,\nEva Madeup\nMobile: +46 70 000 00 00",
        f"Hei,\n\n{ASK}\n\nMed vennlig hilsen\nKari\nDenne e-posten er fortrolig.",
    ],
)
def test_only_what_is_asked_is_read_and_stands_where_it_stood(mail: str) -> None:
    asked = asked_part(mail)
    assert len(asked) == len(mail)
    assert asked.index(ASK) == mail.index(ASK)
    assert ASK in shown(mail)
    for around in ("hälsning", "regards", "konfidentiellt", "djurförsöken", "sequencing", "070", "Ämne", "fortrolig"):
        assert around not in asked


@pytest.mark.parametrize(
    "text",
    [
        ASK,
        "Hej",
        "",
        "\n\n",
        "Tack vare vår metod kan vi mäta pH. Best practice saknas.",
        "Best results come from fresh tissue. We need somebody to cut it.",
        "- prov 1\n- prov 2\n- prov 3\nVi vill veta halten i vart och ett av dem.",
        "Mål: att mäta silver\nMaterial: 20 plåster\nTid: före jul",
    ],
)
def test_a_text_that_is_no_mail_is_read_as_it_stands(text: str) -> None:
    assert asked_part(text) == text


def test_background_that_asks_nothing_is_left_out_of_a_long_text_only() -> None:
    background = "Vi är ett familjeföretag med sjutton anställda som säljer vattenflaskor och appar för sömn. " * 10
    assert "vattenflaskor" not in asked_part(f"{background}\n\n{ASK}")
    assert "vattenflaskor" in asked_part(f"{background}\n\nInget sägs om vad som behövs.")
    assert "vattenflaskor" in asked_part(f"Vi säljer vattenflaskor.\n\n{ASK}")


def test_a_disclaimer_in_a_signature_is_no_limit(engine: Engine) -> None:
    mail = f"{ASK}\n\nMvh\nNora\nVi gör inga djurförsök och använder inte möss.\nTänk på miljön innan du skriver ut."
    need = NeedProfile("N", (Passage("text", mail),))
    assert engine.rank(need, today=date(2026, 1, 1), top=1).candidates
    assert need_as_read(need).passages[0].text.strip() == ASK


def test_pasted_needs_find_what_their_clean_twins_find(engine: Engine) -> None:
    twins = pasted_evaluation.read(TWINS)
    figures = pasted_evaluation.measure(engine, twins, date(2026, 1, 1))
    assert figures.twins >= 40
    assert figures.same >= 0.95, figures.apart


def test_a_reason_quotes_the_mail_verbatim(engine: Engine) -> None:
    mail = "Hej Karin!\n\nVi behöver ytplasmonresonans på åtta antikroppar.\n\nMed vänlig hälsning\nNora"
    need = NeedProfile("N", (Passage("text", mail),))
    best = engine.rank(need, today=date(2026, 1, 1), top=1).candidates[0]
    quotes = [reason.need for reason in best.reasons if reason.need is not None]
    assert quotes
    assert all(mail[quote.start : quote.end] == quote.text for quote in quotes)


class Recorder(LetterEncoder):
    """Remembers what it is asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return vectors as ever."""
        self.read += texts
        return super().encode(texts, kind)


def test_what_is_encoded_ahead_is_what_is_read() -> None:
    """Else a need that was encoded ahead would be encoded again by the page that ranks it."""
    encoder = Recorder()
    engine = an_engine(encoder)
    said = f"{ASK} Plåstret är tunt och sitter på\u00ad huden."
    mail = f"Hej Karin!\n\n{said}\n\nMed vänlig hälsning\nNora\nTel: 070-000 00 00"
    need = NeedProfile("N", (Passage("title", "Re: Silver ur ett plåster"), Passage("text", mail)))
    encoder.read.clear()
    engine.order(need, today=date(2026, 1, 1))
    assert len(encoder.read) >= 3
    assert set(encoder.read) == set(texts_of_need(need.passages))
