"""Reads a questionnaire file of anybody, as a process of its own with little memory and little time.

Run by ``guarded`` with the file on standard input; answers with one JSON document on standard output:
``{"document": …, "findings": […]}``, or ``{"unreadable": {"code": …, "parts": {…}}}``.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # the process starts isolated, and knows of no other place

from polls.codebook.document import to_document
from polls.exchange.findings import UnreadableError
from polls.exchange.formats import read_any

MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_SECONDS = 10


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    answer: dict[str, object]
    try:
        read = read_any(sys.stdin.buffer.read())
        answer = {
            "document": to_document(read.questionnaire),
            "findings": [asdict(found) for found in read.findings],
        }
    except UnreadableError as error:
        answer = {"unreadable": {"code": error.code, "parts": dict(error.parts)}}
    except (MemoryError, RecursionError):
        answer = {"problem": "bomb"}
    except Exception:  # a hostile file may break its reader anywhere; whatever broke, the file is not read
        answer = {"unreadable": {"code": "damaged", "parts": {}}}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
