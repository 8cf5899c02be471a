"""What the pages of errors and refusals say: what happened, and what to do about it."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

# By HTTP status: a title, and advice.
HTTP_WORDS: Final = {
    400: (
        _l("The form could not be read"),
        _l("It held something that the page did not ask for. Go back, load the page again and send it once more."),
    ),
    403: (_l("You do not have access to this page"), _l("Ask an administrator if you need it for your work.")),
    404: (
        _l("There is no such page"),
        _l("It may have been moved or removed, or it is not open to you. Search, or start from the home page."),
    ),
    405: (_l("The page cannot be used that way"), _l("Go back and use the buttons on the page.")),
    409: (
        _l("This has changed since the page was shown"),
        _l(
            "If you pressed twice, the first time counted. Otherwise somebody else was before you. "
            "What you sent now is not saved: load the page again and see how it stands."
        ),
    ),
    413: (
        _l("That was too much at once"),
        _l(
            "Nothing has been saved. Press Back in the browser: what you wrote is still in the form. Then shorten the "
            "text, or choose a smaller file: one may hold 10 MB, one to import 5 MB."
        ),
    ),
    415: (_l("This is not a form"), _l("Brygga reads forms only. Go back and use the buttons on the page.")),
    429: (_l("Too many attempts"), _l("Wait a while and try again.")),
    500: (
        _l("Something went wrong with us"),
        _l("What you did last may not have been saved. Go back and try again; if it returns, tell the administrator."),
    ),
}
# By the code of a refusal.
REFUSAL_WORDS: Final = {
    "need_not_ready": _l("The need is not open for matching. Open it first."),
    "company_not_agreed": _l(
        "The company handed in this need itself, and has not agreed to what others would read. Ask it on the need's "
        "page."
    ),
    "company_withdrew": _l("The company has withdrawn this need. Only the company itself can take that back."),
    "consent_missing": _l(
        "Nobody has written down that the company agrees to be introduced. Write down who said yes, when and how, on "
        "the need's page or with the letters. Nothing has been sent."
    ),
    "consent_withdrawn": _l(
        "The company has withdrawn its consent to be introduced. Nothing can be sent before it has said yes anew."
    ),
    "draft_in_the_way": _l(
        "A draft that waits says something else in the same place. Publish it or throw it away first, then put the "
        "former words in a draft."
    ),
    "meeting_in_calendars": _l(
        "Others have the meeting in their calendars. Cancel it and tell them; then it can be taken back."
    ),
    "too_many_to_rank": _l(
        "The list is too long for a file with the best suggestion of each need. "
        "Narrow it with the filter, or hide the column Best suggestion."
    ),
    "match_closed": _l("The match is closed. Open it again before you take the next step."),
    "step_not_allowed": _l("The match cannot go to that stage from where it is."),
    "rate_missing": _l("No euro rate is recorded for the month. Record it under Euro rates, then do this again."),
    "aid_step": _l("The steps of a support are taken in order. Load its page again and see which comes next."),
    "same_support": _l(
        "A support like this one is recorded already. Its form shows which, and takes a word that this is another."
    ),
    "same_use": _l(
        "A use on these days is recorded already. Its form shows which, and takes a word that this is another."
    ),
    "use_share": _l("Companies would use more of the unit's year than they may. The form takes who has decided that."),
    "open_needs": _l("The company has open needs. Mark them as met or withdrawn first, then archive it."),
    "declared_since": _l(
        "The company has declared the same accounting year meanwhile, so the former declaration cannot be put back."
    ),
    "used_since": _l(
        "A use of the same days has been recorded meanwhile, so this one cannot be put back. It stands on its match."
    ),
    "use_unlikely": _l(
        "The hours or the value are more than a use is likely to have. The form takes that they are right."
    ),
    "use_unapproved": _l("The aid of the match is not approved yet. The form takes who has decided otherwise and why."),
    "aid_left_out": _l("Aid that was declared before and still counts is left out. Say why on the declaration's page."),
    "aid_near_link": _l("A linked company may be one on record. The step's page asks which."),
    "aid_no_cent": _l("An amount in kronor comes to 0.00 euro. Leave it out."),
    "aid_no_euro": _l("The aid comes to 0.00 euro, so there is nothing to grant."),
    "aid_ceiling": _l("Three years of aid would pass the ceiling. Its page says how much, and takes a decision."),
    "missing_address": _l("A letter has nobody to go to. Add an e-mail address first."),
    "unsendable_letter": _l(
        "One of the letters cannot be sent as it is, so none has been. Look through addresses and subjects."
    ),
    "report_frozen": _l(
        "The report is frozen and never changes. Open it: what has changed since is listed there under corrections."
    ),
    "comment_changed": _l(
        "The comment was changed while the report was being frozen, so nothing is frozen. "
        "Read the comment and freeze again."
    ),
    "report_damaged": _l(
        "The frozen report has been changed in the database and can no longer be read. "
        "Tell the administrator: the backup has it as it was frozen."
    ),
    "file_lost": _l("The file's content is missing or damaged. Tell the administrator: the backup has it."),
    "demo_data": _l("The report holds demo data, so it cannot be frozen here. Remove the demo data first."),
    "too_early": _l(
        "What the report is about is not over, so it cannot be frozen yet. Open it to read it as it stands or to write "
        "a comment, and freeze it once its last day is over."
    ),
    "ranking_would_fall": _l(
        "The weights rank the needs kept aside worse than those in use, or hide more of their best answers, "
        "so they are not put in use. "
        "The ranking stays as it is."
    ),
    "ranking_not_usable": _l(
        "These weights cannot be switched to: they are not finished, were made for an earlier engine, "
        "or somebody has switched meanwhile. Load the page about the ranking again."
    ),
    "too_few_judgements": _l("There are too few judgements to learn from yet. Judge some pairs blind, and come back."),
    "last_administrator": _l(
        "This is the last administrator who can sign in. Make somebody else an administrator first."
    ),
    "address_taken": _l("There is already an account with this address."),
    "not_mergeable": _l("Demo data and real records are not merged."),
    "merged_again": _l("What they became has been merged once more. Undo that first."),
    "busy": _l("Many people are signing in at this moment. Wait a few seconds and try again."),
    "built_upon": _l("It has been undone already, or more has been done since. Nothing has been changed now."),
    "noted_since": _l(
        "Something has been written on the match since, and undoing would take the match away. Close it instead."
    ),
    "tag_named_since": _l(
        "Another tag has got its name meanwhile, so it cannot be put back. Rename that one first, then do this again."
    ),
    "tag_merged_on": _l(
        "The tag that it became has been removed or merged meanwhile. Put that one back first, then do this again."
    ),
    "invited_since": _l("Letters about the meeting have been written since. Cancel the meeting instead."),
    "refused": _l("The rules do not allow this."),
}
