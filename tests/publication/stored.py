"""An edition as it stands in the database, without the work of making it: small, literal, with texts to look for."""

import hashlib
from datetime import datetime
from typing import Any

from polls.publication.models import Edition, EditionFile, Publication
from polls.publication.services.receipts import line_of
from polls.questionnaire.models import Poll
from polls.results.models import Run, WorkState

SALT = "5a17"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart-{}" viewBox="0 0 {} 200" role="img"><desc>54%</desc></svg>'
)


def stored(
    poll: Poll, run: Run, *, now: datetime, number: int = 1, receipts: tuple[str, ...] = (), is_published: bool = True,
    **fields: Any,
) -> Edition:  # fmt: skip
    """Store an edition; its publication too, where there is none at the address of the poll."""
    composition = {"languages": ["nl", "en"], "title": {"nl": "Kop", "en": "Head"}, "lead": {}, "entries": []}
    publication, _is_new = Publication.objects.get_or_create(
        slug=poll.slug,
        defaults={"poll": poll, "run": run, "composition": composition, "created_at": now, "edited_at": now},
    )
    content = "".join(f"\n{line_of(SALT, each)}\n" for each in receipts).encode()
    edition = Edition.objects.create(
        publication=publication,
        number=number,
        run=run,
        composition=composition,
        revision=publication.revision,
        document=document_of(poll.slug, number, has_receipts=bool(receipts)),
        drawings={code: {"criterion": drawings()} for code in ("nl", "en")},
        content_hash=hashlib.sha256(f"{poll.slug} {number}".encode()).hexdigest(),
        state=WorkState.DONE,
        created_at=now,
        published_at=now if is_published else None,
        **fields,
    )
    for name, text in (
        (f"{poll.slug}-{number}-tables-nl.csv", b"n;54\n"),
        (f"{poll.slug}-{number}-receipts.txt", content),
    ):
        EditionFile.objects.create(
            edition=edition, name=name, content_type="text/plain; charset=utf-8", size=len(text),
            sha256=hashlib.sha256(text).hexdigest(), content=text,
        )  # fmt: skip
    return edition


def drawings() -> dict[str, str]:
    return {"wide": DRAWING.format("wide", 640), "narrow": DRAWING.format("narrow", 360), "alone": ""}


def document_of(slug: str, number: int, *, has_receipts: bool) -> dict[str, Any]:
    name = f"{slug}-{number}-tables-nl.csv"
    return {
        "format": "edition/1",
        "publication": slug,
        "edition": number,
        "languages": ["nl", "en"],
        "note": {"nl": "Eén getal verbeterd.", "en": "One number corrected."} if number > 1 else {},
        "run": {"id": "run", "respondents": 120, "data_sha256": "d" * 64, "questionnaire_version": 1,
                "questionnaire_sha256": "e" * 64, "weights": None},
        "texts": {"nl": texts("Kwaliteit wint <van> prijs"), "en": texts("Quality beats price")},
        "receipts": {"salt": SALT, "count": 1} if has_receipts else None,
        "files": [{"name": name, "content_type": "text/csv", "size": 5, "sha256": "f" * 64}],
    }  # fmt: skip


def texts(title: str) -> dict[str, Any]:
    cell = {"text": "54%", "detail": "44–64%", "letters": "B", "is_small_base": False, "is_highest": True}
    return {
        "title": title,
        "lead": [{"kind": "body", "text": "Een meerderheid (54%) noemt kwaliteit."}],
        "organisation": "Klantenservice Federatie",
        "respondents": "120 respondenten",
        "filter": "",
        "fieldwork": "",
        "computed_on": "",
        "entries": [
            {
                "key": "criterion", "question": "criterion", "variable": None, "title": "Het criterium", "text": [],
                "question_text": "Wat telt?", "division": "", "base_note": "Basis: 120 respondenten",
                "chart": {"title": "Wat telt?", "alt": "54%"},
                "table": {
                    "columns": [{"segment": None, "label": "", "letter": "", "status": "shown", "n": "120", "base": 120,
                                 "is_small_base": False, "note": ""}],
                    "lines": [{"code": "quality", "label": "Kwaliteit", "role": "answer", "cells": [cell]},
                              {"code": "price", "label": "Prijs", "role": "answer", "cells": [None]}],
                    "notes": [], "tests": [],
                },
            }
        ],
        "notes": [],
        "reading": ["n is het aantal."],
        "computing": ["Wilson."],
        "statement": [["Opdrachtgever", "KSF"], ["Vragen", "\n".join(f"{n}. Wat telt?" for n in range(1, 9))]],
    }  # fmt: skip
