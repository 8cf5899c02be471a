"""The demo data in order: users first, then what they look after."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.accounts import Role
from seeds.demo.achievements import load_achievements
from seeds.demo.aid import load_aid
from seeds.demo.calendar import Calendar
from seeds.demo.companies import load_companies
from seeds.demo.consents import load_consents
from seeds.demo.hand_ins import load_hand_ins
from seeds.demo.hours import load_hours
from seeds.demo.matches import Cast, load_matches
from seeds.demo.needs import load_needs
from seeds.demo.notes import NoteSubjects, load_notes
from seeds.demo.people import load_people
from seeds.demo.readiness import give_addresses, load_readiness
from seeds.demo.receivers import load_receivers
from seeds.demo.tags import load_tags
from seeds.demo.users import load_users
from seeds.report import SeedReport


def load_demo(session: Session, *, today: date, report: SeedReport) -> None:
    """Add the demo rows that are missing; vocabulary and infrastructures must be in place."""
    calendar = Calendar(today)
    consultant = load_users(session, report)[Role.CONSULTANT]
    companies = load_companies(session, calendar, consultant, report)
    people = load_people(session, calendar, companies, report)
    needs = load_needs(session, calendar, companies=companies, people=people, consultant=consultant, report=report)
    cast = Cast(needs, people, consultant)
    load_matches(session, calendar, cast, report)
    load_consents(session, calendar, cast, report)
    subjects = NoteSubjects(companies, people, needs)
    load_notes(session, calendar, subjects, consultant, report)
    load_tags(session, subjects, report)
    load_achievements(session, calendar, companies, consultant, report)
    load_hand_ins(session, calendar, consultant, report)
    load_aid(session, calendar, subjects, consultant, report)
    load_hours(session, calendar, needs, consultant, report)
    load_readiness(session, calendar, report)
    load_receivers(session, report)
    give_addresses(session)
