"""Who may call what about accounts, lists in one's own way, tags, chosen rows and files: a part of the table."""

from __future__ import annotations

from collections.abc import Mapping

from app.web.rules import ADMINISTRATOR, EVERYONE, OFFICE, OFFICE_AND_INFRASTRUCTURE, OWN_ACCOUNT, Rule, shown_and_sent

OF_ONES_OWN: Mapping[tuple[str, str], Rule] = {
    # accounts
    ("accounts.sign_in", "GET"): EVERYONE,
    ("accounts.sign_in", "POST"): EVERYONE,
    ("accounts.sign_out", "POST"): EVERYONE,
    ("accounts.choose_language", "POST"): EVERYONE,
    ("accounts.forgotten_password", "GET"): EVERYONE,
    ("accounts.forgotten_password", "POST"): EVERYONE,
    ("accounts.choose_password", "GET"): EVERYONE,
    ("accounts.choose_password", "POST"): EVERYONE,
    ("accounts.settings", "GET"): OWN_ACCOUNT,
    ("accounts.settings", "POST"): OWN_ACCOUNT,
    ("accounts.users", "GET"): ADMINISTRATOR,
    ("accounts.new_user", "GET"): ADMINISTRATOR,
    ("accounts.new_user", "POST"): ADMINISTRATOR,
    ("accounts.edit_user", "GET"): ADMINISTRATOR,
    ("accounts.edit_user", "POST"): ADMINISTRATOR,
    ("accounts.invite", "POST"): ADMINISTRATOR,
    # saved views of lists
    ("saved_views.index", "GET"): OFFICE,
    ("saved_views.new", "GET"): OFFICE,
    ("saved_views.new", "POST"): OFFICE,
    ("saved_views.edit", "GET"): OFFICE,
    ("saved_views.edit", "POST"): OFFICE,
    ("saved_views.remove", "POST"): OFFICE,
    ("saved_views.put_back", "POST"): OFFICE,
    ("saved_views.open_with", "POST"): OFFICE,
    ("saved_views.open_without", "POST"): OFFICE,
    ("saved_views.columns", "POST"): OFFICE,
    # tags
    ("tags.index", "GET"): OFFICE,
    ("tags.show", "GET"): OFFICE,
    **shown_and_sent("tags.edit", OFFICE),
    ("tags.remove", "POST"): OFFICE,
    ("tags.put_back", "POST"): OFFICE,
    **shown_and_sent("tags.put_on", OFFICE),
    ("tags.take_off", "POST"): OFFICE,
    ("tags.put_on_again", "POST"): OFFICE,
    # what was thrown away; which of it, the queries of each kind say
    ("bin.index", "GET"): OFFICE_AND_INFRASTRUCTURE,
    # several rows of a list at once
    **shown_and_sent("batches.assign", OFFICE),
    **shown_and_sent("batches.plan", OFFICE),
    **shown_and_sent("batches.put_on", OFFICE),
    **shown_and_sent("batches.take_off", OFFICE),
    ("batches.undo", "POST"): OFFICE,
    # what is done beside the answers
    ("jobs.index", "GET"): OFFICE,
    ("jobs.ask", "POST"): ADMINISTRATOR,
    # files that are imported
    ("imports.index", "GET"): OFFICE,
    ("imports.start_file", "GET"): OFFICE,
    ("imports.on_record", "GET"): OFFICE,
    **shown_and_sent("imports.new", OFFICE),
    **shown_and_sent("imports.columns", OFFICE),
    ("imports.show", "GET"): OFFICE,
    ("imports.rows", "GET"): OFFICE,
    ("imports.decide", "POST"): OFFICE,
    ("imports.start", "POST"): OFFICE,
    ("imports.undo", "POST"): OFFICE,
    ("imports.discard", "POST"): OFFICE,
    # files on records; which staff see which, `visible_files` says
    **shown_and_sent("files.new", OFFICE),
    **shown_and_sent("files.new_for_infrastructure", OFFICE_AND_INFRASTRUCTURE),
    **shown_and_sent("files.edit", OFFICE),
    ("files.download", "GET"): OFFICE_AND_INFRASTRUCTURE,
    ("files.take_back", "POST"): OFFICE_AND_INFRASTRUCTURE,
    ("files.put_back", "POST"): OFFICE_AND_INFRASTRUCTURE,
}
