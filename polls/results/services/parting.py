"""The work on one part of very many responses. Loads NumPy and polars: imported only where numbers are made."""

from polls.analysis.tabulation.asked import read_asked
from polls.analysis.tabulation.questionnaire import answers_of
from polls.analysis.tabulation.shards import count_shard
from polls.results.dataset import load_table
from polls.results.dataset.bulk import KeyRange
from polls.results.dataset.parts import keep_part, rows_between
from polls.results.models import Shard
from polls.results.services.jobs import job_of


def make_part(shard: Shard) -> tuple[int, bytes | None]:
    """Read or count one part; give how many responses it has, and the counts. Raises DataMovedError or ValueError."""
    job = job_of(shard)
    questionnaire = job.questionnaire
    if not job.table:
        part = KeyRange(shard.number, shard.of)
        return keep_part(shard.poll, questionnaire, shard.data_key, part), None
    whole = load_table(shard.poll, questionnaire, shard.data_key)
    first, end = (whole.n * (shard.number + step) // shard.of for step in (0, 1))
    answers = answers_of(questionnaire, rows_between(whole, first, end), "en")
    counts = count_shard(*read_asked(job.table, answers, ()))
    return counts.respondents, counts.to_bytes()
