"""Writing an edition: its document, its drawings and its files. Loads what counts, draws and writes."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from polls.codebook.schema import Questionnaire
from polls.publication.models import Edition
from polls.publication.services import files
from polls.publication.services.addresses import address_of
from polls.publication.services.receipts import ReceiptList, list_receipts
from polls.publication.services.screening import Screened, screen
from polls.reporting.build import build_report
from polls.reporting.edition import Imprint, build_edition
from polls.reporting.published.composition import Composition, from_document
from polls.reporting.published.freezing import Frozen, UnknownQuestionError, freeze, only_chosen
from polls.results.models import Run
from polls.results.services.imprint import imprint_of
from polls.results.services.method_statement import statement_in
from polls.results.services.work import Progress

FORMAT = "edition/1"
PRINTING = timedelta(minutes=3)
"""A large report is printed without a word."""


class IncompleteError(Exception):
    """A number of a text is not in the run, a question is gone, or an item of the method statement is missing."""


@dataclass(frozen=True)
class Written:
    """An edition with its files, before it is stored."""

    document: dict[str, Any]
    drawings: dict[str, dict[str, dict[str, str]]]
    files: list[files.Made]
    content_hash: str
    screened: Screened

    def fields(self) -> dict[str, Any]:
        """Give what is stored with the edition itself."""
        return {
            "document": self.document,
            "drawings": self.drawings,
            "content_hash": self.content_hash,
            "told": self.screened.told,
            "told_before": self.screened.told_before,
        }


def write_edition(edition: Edition, tell: Progress) -> Written:
    """Write an edition from its composition and its run. Raises IncompleteError and ``screening.WithheldError``."""
    tell(5, silence=PRINTING)
    run, composition = edition.run, from_document(edition.composition)
    slug = edition.publication.slug
    stem = f"{slug}-{edition.number}"
    screened = screen(run)
    made: list[files.Made] = []
    frozen: dict[str, Frozen] = {}
    for place, language in enumerate(composition.languages):
        imprint = _imprint(run, language)
        report = build_report(run.questionnaire, screened.summary, language=language)
        frozen[language] = _frozen(report, composition, imprint)
        made += files.tables_of(build_edition(only_chosen(report, composition.questions), imprint), stem)
        made += files.pictures_of(frozen[language].texts, frozen[language].drawings, language, stem)
        tell(5 + round(80 * (place + 1) / len(composition.languages)), silence=PRINTING)
    chosen = _variables(run.questionnaire, composition)
    made.append(files.run_of(run, screened.summary, chosen, composition.languages[0], stem))
    receipts = list_receipts(run, address_of(slug, edition.number))
    made += [files.receipts_file(receipts, stem)] if receipts else []
    document = _document(edition, composition, frozen, receipts, made)
    whole = files.document_file(document, stem)
    made.append(whole)
    made.append(files.sums_file(made, stem))
    drawings = {language: each.drawings for language, each in frozen.items()}
    return Written(document, drawings, made, whole.sha256, screened)


def freeze_now(run: Run, composition: Composition, language: str) -> Frozen:
    """Freeze a composition as it is, for a preview: nothing is stored. Raises IncompleteError."""
    report = build_report(run.questionnaire, screen(run).summary, language=language)
    try:
        return freeze(report, composition, _imprint(run, language, is_whole=False))
    except UnknownQuestionError as error:
        raise IncompleteError(str(error)) from error


def _frozen(report: Any, composition: Composition, imprint: Imprint) -> Frozen:
    try:
        frozen = freeze(report, composition, imprint)
    except UnknownQuestionError as error:
        raise IncompleteError(str(error)) from error
    if frozen.unknown:
        raise IncompleteError(", ".join(frozen.unknown))
    return frozen


def _imprint(run: Run, language: str, *, is_whole: bool = True) -> Imprint:
    stated = statement_in(run.poll, run, language)
    if is_whole and any(each.is_missing for each in stated):
        raise IncompleteError("method statement")
    pairs = tuple((each.label, each.text) for each in stated if not each.is_missing)
    return replace(imprint_of(run, language), statement=pairs)


def _variables(questionnaire: Questionnaire, composition: Composition) -> frozenset[str]:
    """Give the variables of the chosen questions."""
    chosen = [questionnaire.question_by_code[code] for code in composition.questions]
    return frozenset(variable.code for question in chosen for variable in question.variables)


def _document(
    edition: Edition, composition: Composition, frozen: dict[str, Frozen], receipts: ReceiptList | None,
    made: list[files.Made],
) -> dict[str, Any]:  # fmt: skip
    run = edition.run
    weights = run.recipe.get("weights")
    return {
        "format": FORMAT,
        "publication": edition.publication.slug,
        "edition": edition.number,
        "address": address_of(edition.publication.slug, edition.number),
        "poll": run.poll.slug,
        "languages": list(composition.languages),
        "note": edition.note,
        "run": {
            "id": str(run.pk),
            "respondents": run.base,
            "data_sha256": run.data_hash,
            "questionnaire_version": run.version.number,
            "questionnaire_sha256": run.version.sha256,
            "weights": f"{weights['name']} {weights['version']}" if weights else None,
        },
        "texts": {language: each.texts for language, each in frozen.items()},
        "receipts": {"salt": receipts.salt, "count": receipts.count} if receipts else None,
        "files": [each.described() for each in made],
    }
