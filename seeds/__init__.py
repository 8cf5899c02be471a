"""What Brygga starts with: vocabulary, infrastructures and programmes, and demo data for those who ask for it."""

from seeds.demo.users import SignIn, demo_sign_ins
from seeds.loader import is_empty, load
from seeds.report import SeedReport

__all__ = ["SeedReport", "SignIn", "demo_sign_ins", "is_empty", "load"]
