"""Peak memory of the banner above that of its table, per answer cell: ``python -m bench.tables_memory SIZE``."""

import json
import sys
import tracemalloc

from bench.tables_data import QUESTIONS, make_banner
from bench.tables_engine import answers_of, whole_banner


def main(size: int) -> float:
    small = make_banner(1_000)
    whole_banner(answers_of(small), small.weights)
    banner = make_banner(size)
    answers = answers_of(banner)
    tracemalloc.start()
    whole_banner(answers, banner.weights)
    _now, peak = tracemalloc.get_traced_memory()
    return peak / (size * QUESTIONS)


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1])), sys.stdout)
