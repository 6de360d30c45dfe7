"""Peak memory of the banner above that of its table, per answer cell: ``python -m bench.tables_memory SIZE``."""

import json
import resource
import sys

from bench.tables_data import QUESTIONS, make_banner
from bench.tables_engine import answers_of, whole_banner


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(size: int) -> float:
    small = make_banner(1_000)
    whole_banner(answers_of(small), small.weights)
    banner = make_banner(size)
    answers = answers_of(banner)
    before = peak_bytes()
    whole_banner(answers, banner.weights)
    return (peak_bytes() - before) / (size * QUESTIONS)


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1])), sys.stdout)
