"""Names that several services share."""

MAKE_EDITION = "publication.make_edition"
"""The task by which a worker makes an edition."""

PUBLISHED = "published"
"""The key in ``Release.spec`` that marks what was told to everybody."""
