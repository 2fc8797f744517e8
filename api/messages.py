"""One plain sentence for every error code: what was wrong, what is accepted."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

MESSAGES = {
    "invalid": _("Some of this cannot be stored; see the fields."),
    "bad_request": _("The request cannot be understood."),
    "bad_json": _("The body must be one JSON document in UTF-8."),
    "too_deep": _("The JSON is nested too deeply; 8 levels are accepted."),
    "doubled_key": _("A JSON object names the same key twice."),
    "number_too_large": _("A number is too large."),
    "not_a_number": _("NaN and Infinity are not accepted."),
    "control_character": _(
        "Control characters other than newline and tab are not accepted."
    ),
    "broken_text": _("The text holds half a surrogate pair."),
    "bad_charset": _("The body must be in UTF-8."),
    "content_encoding": _("Compressed bodies are not accepted."),
    "body_too_large": _("The body is too large; 1 MiB is accepted."),
    "unsupported_media_type": _("Send application/json."),
    "not_acceptable": _("The answer can only be JSON."),
    "method_not_allowed": _("This method is not available here."),
    "not_authenticated": _("Log in, and send the session token in X-Session-Token."),
    "not_allowed": _("Your kind of account has no access to this."),
    "not_found": _("There is nothing here."),
    "too_many_requests": _("Too many attempts; wait a little and try again."),
    "unavailable": _("The service cannot answer right now; try again shortly."),
    "server_error": _("Something went wrong on our side."),
    "required": _("This must be given."),
    "unknown_field": _("There is no such field."),
    "unknown_parameter": _("There is no such parameter."),
    "unknown_table": _("There is no such table."),
    "wrong_type": _("This is not the right type of value."),
    "out_of_range": _("The value is outside the accepted range."),
    "period_too_long": _(
        "This period holds more than 10,000 entries; ask for a shorter one."
    ),
    "unknown_code": _("This code is not in the vocabulary."),
    "too_long": _("The text is too long."),
    "too_many": _("The list is too long."),
    "empty_list": _("An empty list is not an answer; send the code for none, or null."),
    "none_beside_another": _("The code for none cannot stand beside another."),
    "naive_time": _("A time must carry its offset, like 2026-03-20T02:00:00+01:00."),
    "bad_time": _("This is not a time in ISO 8601 with an offset."),
    "bad_date": _("This is not a date; send YYYY-MM-DD."),
    "bad_clock": _("This is not a clock time; send HH:MM."),
    "bad_uuid": _("This is not a UUID."),
    "unknown_zone": _("This is not an IANA time zone."),
    "end_before_start": _("The end lies before the start."),
    "id_differs": _("The id differs from the one in the address."),
    "conflict": _("This row was changed elsewhere; the server's row is included."),
    "date_taken": _("Another row already stands for this date."),
    "if_match_required": _(
        "Name the revision you changed, with If-Match as in the ETag."
    ),
    "bad_if_match": _('If-Match must be one revision in quotes, like "12".'),
    "precondition_failed": _(
        "The same field was changed elsewhere; the server's row is included."
    ),
    "bad_cursor": _("This cursor cannot be used; start from the first page."),
    "resync_required": _(
        "The phone and the server are out of step: send everything, then pull anew."
    ),
    "pull_first": _("Some of this was changed elsewhere: pull, then push again."),
    "app_too_old": _("This version of the app is too old; please update it."),
    "one_profile": _(
        "A diary has one profile, under the diary's own id, and keeps it."
    ),
    "too_many_items": _("A push carries at most 500 items."),
    "restore_expired": _("This was deleted more than 30 days ago."),
    "bad_limit": _("The limit must be a whole number of 1 or more."),
    "not_an_archive": _("This is not an archive of a Leggro diary."),
    "archive_version": _(
        "This archive was made by another version; this one cannot read it."
    ),
    "archive_digest": _(
        "The archive does not match its own digests: it was changed or is damaged."
    ),
    "archive_too_large": _(
        "The archive is too large; 16 MiB and 25,000 entries are accepted."
    ),
    "diary_not_empty": _(
        "An archive can only be taken into a diary that never had an entry."
    ),
    "scope_needed": _("Share at least reading or export."),
    "code_unusable": _("This code cannot be used; ask the patient for a new one."),
    "grant_ended": _("This access has ended; make a new invitation."),
    "export_running": _("One export at a time: wait until the other one is finished."),
    "export_not_ready": _("The file is not ready yet; ask for its state."),
    "export_gone": _("There is no file any more; ask for a new export."),
    "export_not_made": _("The file could not be made; ask for a new export."),
    "access_ended": _("The access to this diary has ended."),
}


def message(code: str) -> str:
    """The sentence of a code in the language of the request."""
    return gettext(MESSAGES.get(code, MESSAGES["bad_request"]))
