"""Why a need and a capability meet, by what each side gives evidence for, in words that stand verbatim in both."""
