"""Why a tag that was removed cannot be put back."""

from __future__ import annotations

from models.errors import BuiltUponError


class TagNamedSinceError(BuiltUponError):
    """Another tag in use has the name of one that was removed."""

    code = "tag_named_since"


class TagMergedOnError(BuiltUponError):
    """The tag that another became has been removed or merged itself."""

    code = "tag_merged_on"
