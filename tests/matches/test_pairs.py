"""A pair is short-listed, dismissed, introduced, or added by hand."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.mail import writing
from app.mail.failures import MailError, MailFailure
from app.mail.writing import write_mail
from models.accounts import Role, User
from models.judgements import Judgement, Verdict
from models.matches import CloseReason, Match, Stage, StageChange
from models.needs import NeedStatus
from models.organisations import Company
from models.outbox import OutboxMessage
from models.people import PersonRole
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser
from tests.matches.conftest import LETTERS, Pair

MakeMatch = Callable[..., Match]


def the_match(session: Session) -> Match:
    session.expire_all()
    return session.scalars(sa.select(Match)).one()


def verdicts(session: Session) -> list[Verdict]:
    return list(session.scalars(sa.select(Judgement.verdict).order_by(Judgement.id)))


def letters(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_pair_is_put_on_the_short_list_and_the_reader_stays_with_the_need(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    answer = consultant.send(pair.path("shortlist"))
    assert answer.location == f"/needs/{pair.need.id}"
    match = the_match(session)
    assert match.stage is Stage.SHORTLISTED
    assert match.owner_id is not None
    steps = session.scalars(sa.select(StageChange.to_stage).order_by(StageChange.id)).all()
    assert steps == [Stage.SUGGESTED, Stage.SHORTLISTED]
    assert verdicts(session) == [Verdict.SHORTLIST]


def test_the_short_list_is_undone_from_the_flash(consultant: Browser, session: Session, pair: Pair) -> None:
    page = consultant.get(consultant.send(pair.path("shortlist")).location).get_data(as_text=True)
    match = the_match(session)
    assert f'action="/matches/{match.id}/undo"' in page
    answer = consultant.send(f"/matches/{match.id}/undo", {"version": str(match.version)})
    assert answer.location == f"/needs/{pair.need.id}"
    assert session.scalars(sa.select(Match)).all() == []
    assert verdicts(session) == []


def test_short_listing_twice_changes_nothing(consultant: Browser, session: Session, pair: Pair) -> None:
    consultant.send(pair.path("shortlist"))
    consultant.send(pair.path("shortlist"))
    assert verdicts(session) == [Verdict.SHORTLIST]


def test_short_listing_does_not_set_a_match_back(
    consultant: Browser, session: Session, pair: Pair, make_match: MakeMatch
) -> None:
    make_match(Stage.AGREED)
    assert consultant.send(pair.path("shortlist")).status_code == 302
    assert the_match(session).stage is Stage.AGREED


@pytest.mark.parametrize("status", [NeedStatus.DRAFT, NeedStatus.MET, NeedStatus.WITHDRAWN])
def test_only_an_open_need_is_paired(consultant: Browser, session: Session, pair: Pair, status: NeedStatus) -> None:
    pair.need.status = status
    session.commit()
    assert consultant.send(pair.path("shortlist")).status_code == 409
    assert consultant.get(pair.path("introduce")).status_code == 409
    assert consultant.send(pair.path("introduce"), LETTERS).status_code == 409
    assert consultant.get(f"/needs/{pair.need.id}/matches/new").status_code == 409
    assert letters(session) == []


def test_a_capability_that_is_no_longer_offered_is_not_paired_anew(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    pair.capability.is_active = False
    session.commit()
    assert consultant.send(pair.path("shortlist")).status_code == 404


def test_a_pair_is_dismissed_with_a_reason(consultant: Browser, session: Session, pair: Pair) -> None:
    answer = consultant.send(pair.path("dismiss"), {"reason": "wrong_method", "note": "Mäter inte kraft."})
    assert answer.location == f"/needs/{pair.need.id}"
    match = the_match(session)
    assert (match.stage, match.close_reason, match.close_note) == (
        Stage.CLOSED,
        CloseReason.WRONG_METHOD,
        "Mäter inte kraft.",
    )
    assert verdicts(session) == [Verdict.DISMISS]


@pytest.mark.parametrize("status", [NeedStatus.DRAFT, NeedStatus.MET, NeedStatus.WITHDRAWN])
def test_a_pair_of_a_need_that_is_not_open_is_not_dismissed(
    consultant: Browser, session: Session, pair: Pair, status: NeedStatus
) -> None:
    pair.need.status = status
    session.commit()
    assert consultant.send(pair.path("dismiss"), {"reason": "other"}).status_code == 409
    assert session.scalars(sa.select(Match)).all() == []


def test_dismissing_needs_a_reason_and_keeps_the_note(consultant: Browser, session: Session, pair: Pair) -> None:
    answer = consultant.send(pair.path("dismiss"), {"reason": "", "note": "Mäter inte kraft."})
    assert answer.status_code == 422
    assert "Mäter inte kraft." in answer.get_data(as_text=True)
    assert session.scalars(sa.select(Match)).all() == []


def test_a_dismissed_pair_is_neither_dismissed_again_nor_taken_up(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    consultant.send(pair.path("dismiss"), {"reason": "wrong_place"})
    match = the_match(session)
    assert consultant.send(pair.path("dismiss"), {"reason": "other"}).location == f"/matches/{match.id}"
    assert consultant.send(pair.path("shortlist")).status_code == 409
    assert consultant.get(pair.path("introduce")).status_code == 409
    assert verdicts(session) == [Verdict.DISMISS]


def test_the_letters_are_prefilled_with_addresses_links_and_the_public_text(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    session.add(factories.contact(pair.company, name="Anna Ek", email="anna@company.example"))
    session.commit()
    page = consultant.get(pair.path("introduce")).get_data(as_text=True)
    assert 'value="anna@company.example"' in page
    assert f'value="{pair.infrastructure.contact_email}"' in page
    assert "{länk}" in page
    assert pair.need.teaser in page


def test_the_needs_own_contact_comes_before_the_companys(consultant: Browser, session: Session, pair: Pair) -> None:
    session.add(factories.contact(pair.company, email="first@company.example"))
    own = factories.person(email="own@company.example")
    own.roles.append(PersonRole(company=pair.company))
    pair.need.contact = own
    session.commit()
    page = consultant.get(pair.path("introduce")).get_data(as_text=True)
    assert 'value="own@company.example"' in page
    assert "first@company.example" not in page


@pytest.fixture
def account(session: Session, pair: Pair) -> User:
    """Somebody at the unit who can sign in, and whose address the unit's letter goes to."""
    user = factories.user(role=Role.STAFF, name="Stina Stab", infrastructures=[pair.infrastructure])
    pair.infrastructure.contact_email = user.email
    session.add(user)
    session.commit()
    return user


@pytest.mark.usefixtures("account")
def test_the_letters_can_be_had_in_english(consultant: Browser, pair: Pair) -> None:
    page = consultant.get(pair.path("introduce") + "?language=en").get_data(as_text=True)
    assert "Sign in to Brygga to read more" in page
    assert pair.capability.title_en in page
    assert "Logga in i Brygga" in consultant.get(pair.path("introduce") + "?language=xx").get_data(as_text=True)


def test_only_somebody_with_an_account_is_asked_to_sign_in(
    consultant: Browser, session: Session, pair: Pair, account: User
) -> None:
    def letter() -> str:
        page = consultant.get(pair.path("introduce") + "?language=en").get_data(as_text=True)
        start = page.index('name="infrastructure_body"')
        return unescape(page[start : page.index("</textarea>", start)])

    assert "Sign in to Brygga" in letter()
    pair.infrastructure.contact_email = "mailbox@host.example"
    session.commit()
    assert "Sign in" not in letter()
    assert "Those of you who have an account in Brygga can read more" in letter()
    assert "{link}" in letter()
    account.is_active = False
    session.commit()
    assert "Sign in" not in letter()
    assert "{link}" not in letter()
    assert "Write to me if you want to know more" in letter()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("infrastructure_to", "info@enhet..example"), "är ingen domän"),
        (("infrastructure_to", "enhet@host"), "är ingen domän"),
        (("infrastructure_to", "åsa@host.example"), "bokstäver från a till z"),
        (("company_to", "a b@company.example"), "E-postadressen är inte fullständig"),
        (("company_subject", "\u200b\u2060"), "Fyll i"),
        (("company_subject", "Hej\nBcc: spion@evil.example"), "på en rad"),
        (("infrastructure_subject", "Hej\x07"), "osynliga styrtecken"),
        (("infrastructure_body", "Hej\x07"), "osynliga styrtecken"),
    ],
)
def test_where_one_letter_cannot_go_neither_does_and_the_form_says_why(
    consultant: Browser, pair: Pair, session: Session, wrong: tuple[str, str], said: str
) -> None:
    field, value = wrong
    answer = consultant.send(pair.path("introduce"), LETTERS | {field: value})
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert session.scalars(sa.select(OutboxMessage)).all() == []
    assert session.scalars(sa.select(Match)).all() == []


def test_what_sends_letters_has_the_last_word_when_the_form_is_sent(
    consultant: Browser, session: Session, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(letter: OutboxMessage, _sender: str) -> EmailMessage:
        if letter.to_address == LETTERS["infrastructure_to"]:
            raise MailError(MailFailure.SUBJECT)
        return EmailMessage()

    monkeypatch.setattr(writing, "write_mail", refuse)
    answer = consultant.send(pair.path("introduce"), LETTERS)
    assert answer.status_code == 422
    assert "Ämnesraden går inte att använda i ett brev." in answer.get_data(as_text=True)
    assert session.scalars(sa.select(OutboxMessage)).all() == []


def test_strange_signs_in_a_subject_are_made_plain_and_the_answer_goes_to_the_consultant(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    typed = {
        "infrastructure_subject": "Ett\u2028före\u00adtag\x85hör av\u00a0sig",
        "infrastructure_to": "info@Företaget.example",
    }
    assert consultant.send(pair.path("introduce"), LETTERS | typed).status_code == 302
    company, infrastructure = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert (infrastructure.subject, infrastructure.to_address) == ("Ett företag hör av sig", "info@företaget.example")
    assert company.together == infrastructure.together is not None
    actor = session.scalars(sa.select(User).where(User.role == Role.CONSULTANT)).one()
    mails = [write_mail(letter, "brygga@test.example") for letter in (company, infrastructure)]
    assert [mail["Reply-To"] for mail in mails] == [actor.email, actor.email]
    assert mails[1]["To"] == "info@xn--fretaget-n4a.example"


def test_an_introduction_puts_both_letters_in_the_outbox(consultant: Browser, session: Session, pair: Pair) -> None:
    answer = consultant.send(pair.path("introduce"), LETTERS)
    match = the_match(session)
    assert answer.location == f"/matches/{match.id}"
    assert (match.stage, match.next_step) == (Stage.INTRODUCED, "Fråga")
    to_company, to_infrastructure = letters(session)
    assert (to_company.to_address, to_infrastructure.to_address) == ("anna@company.example", "unit@host.example")
    first, last = (
        f"Hej.\nLäs mer: http://127.0.0.1:8000/matches/{match.id}",
        "Svara: http://127.0.0.1:8000/answer/{token}",
    )
    assert to_infrastructure.body == f"{first}\n{last}"
    assert to_company.match_id == match.id
    assert verdicts(session) == [Verdict.INTRODUCE]


def test_sending_twice_sends_once(consultant: Browser, session: Session, pair: Pair) -> None:
    first = consultant.send(pair.path("introduce"), LETTERS)
    second = consultant.send(pair.path("introduce"), LETTERS)
    assert first.location == second.location
    assert len(letters(session)) == 2
    assert "Inget brev har skickats nu" in consultant.get(second.location).get_data(as_text=True)


@pytest.mark.parametrize("field", ["company_to", "infrastructure_to"])
@pytest.mark.parametrize("address", ["", "anna", "a@b.example\nBcc: c@d.example"])
def test_a_letter_without_an_address_is_not_sent(
    consultant: Browser, session: Session, pair: Pair, field: str, address: str
) -> None:
    answer = consultant.send(pair.path("introduce"), {**LETTERS, field: address})
    assert answer.status_code == 422
    assert "Läs mer" in answer.get_data(as_text=True), "what was written is kept"
    assert letters(session) == []
    assert session.scalars(sa.select(Match)).all() == []


def test_the_page_says_when_an_address_is_missing(consultant: Browser, session: Session, pair: Pair) -> None:
    pair.infrastructure.contact_email = None
    session.commit()
    page = consultant.get(pair.path("introduce")).get_data(as_text=True)
    assert "Ingen på företaget har en adress" in page
    assert "Enheten har ingen adress" in page


SECRET = "Kanariefågel sjunger för konsulten i hemlighet."
LONG = "den nya fågeln börjar inte sjunga förrän"


@pytest.mark.parametrize("layer", ["private_text", "infrastructure_text", "desired_result", "conditions"])
def test_no_letter_may_quote_a_confidential_layer(
    consultant: Browser, session: Session, pair: Pair, layer: str
) -> None:
    setattr(pair.need, layer, f"En rad.\n{SECRET} Därtill kan vi säga att {LONG} på det hela taget.")
    session.commit()
    assert SECRET not in consultant.get(pair.path("introduce")).get_data(as_text=True)
    for field in ("company_body", "infrastructure_body"):
        for clause in (SECRET.upper(), "en fågel; kanariefågel, sjunger för\nkonsulten i hemlighet", LONG):
            pasted = {**LETTERS, field: f"Hej, {clause}  Hälsningar"}
            assert consultant.send(pair.path("introduce"), pasted).status_code == 422
    assert letters(session) == []
    if layer == "private_text":
        pasted = {**LETTERS, "company_body": f"Hej, {LONG} {{svar}}", "anyway": "y"}
        assert consultant.send(pair.path("introduce"), pasted).status_code == 302
        assert len(letters(session)) == 2


def test_a_company_that_asked_for_secrecy_is_not_named_to_the_infrastructure(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    company = session.get_one(Company, pair.company.id)
    company.name, company.secrecy_note = "Hemliga Bolaget AB", "Att vi söker."
    session.add(factories.contact(pair.company, name="Anna Ek"))
    session.commit()
    page = consultant.get(pair.path("introduce")).get_data(as_text=True)
    letter = page.split('name="infrastructure_body"')[1].split("</textarea>")[0]
    assert "Hemliga" not in letter
    assert "Anna Ek" not in letter


def test_a_pair_is_found_by_words_and_added_by_hand(consultant: Browser, session: Session, pair: Pair) -> None:
    pair.capability.title_sv = "Kryoelektronmikroskopi"
    session.commit()
    path = f"/needs/{pair.need.id}/matches/new"
    assert "Kryoelektronmikroskopi" in consultant.get(f"{path}?q=kryoelektron+enhet").get_data(as_text=True)
    assert "Kryoelektronmikroskopi" not in consultant.get(f"{path}?q=kryoelektron+saknas").get_data(as_text=True)
    answer = consultant.send(path, {"capability_id": str(pair.capability.id)})
    match = the_match(session)
    assert answer.location == f"/matches/{match.id}"
    assert (match.stage, match.score) == (Stage.SHORTLISTED, None)


def test_a_capability_is_found_by_a_synonym_of_its_concept(consultant: Browser, session: Session, pair: Pair) -> None:
    concept = factories.concept(label_sv="sekvensering")
    concept.terms.append(Term(language=Language.EN, kind=TermKind.SYNONYM, text="NGS"))
    known = factories.capability(pair.infrastructure, title_sv="Läsning av arvsmassa", concepts=[concept])
    session.add(known)
    session.commit()
    found = consultant.get(f"/needs/{pair.need.id}/matches/new?q=ngs").get_data(as_text=True)
    assert "Läsning av arvsmassa" in found
    assert pair.capability.title_sv not in found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("Vi gör NGS.", True), ("ngs/qPCR", True), ("(NGS)", True), ("NGS", True), ("bindningsstudier", False)],
)
def test_an_acronym_is_found_as_a_whole_word_only(
    consultant: Browser, session: Session, pair: Pair, text: str, is_found: bool
) -> None:
    pair.capability.text_sv = text
    session.commit()
    page = consultant.get(f"/needs/{pair.need.id}/matches/new?q=ngs").get_data(as_text=True)
    assert (pair.capability.title_sv in page) is is_found


@pytest.mark.parametrize("chosen", ["", "x", "-1", "9" * 12, "²"])
def test_a_choice_that_is_no_number_is_refused(consultant: Browser, pair: Pair, chosen: str) -> None:
    path = f"/needs/{pair.need.id}/matches/new"
    assert consultant.send(path, {"capability_id": chosen}).status_code == 400


@pytest.mark.parametrize("act", ["dismiss", "introduce"])
@pytest.mark.parametrize("extra", [{"stage": "used"}, {"reason": ["other", "other"]}])
def test_unknown_and_doubled_keys_are_refused(
    consultant: Browser, session: Session, pair: Pair, act: str, extra: dict[str, Any]
) -> None:
    sent = LETTERS if act == "introduce" else {"reason": "other"}
    assert consultant.send(pair.path(act), {**sent, **extra}).status_code == 400
    assert session.scalars(sa.select(Match)).all() == []


@pytest.mark.parametrize("act", ["shortlist", "dismiss", "introduce"])
def test_missing_needs_and_capabilities_are_not_found(consultant: Browser, pair: Pair, act: str) -> None:
    for path in (
        f"/needs/9999/capabilities/{pair.capability.id}/{act}",
        f"/needs/{pair.need.id}/capabilities/9999/{act}",
    ):
        assert consultant.send(path).status_code == 404
