"""Prints how the checker does on right texts and on planted errors: ``python -m tests.reporting.checking [seed]``."""

import sys
from collections import Counter

from tests.reporting.checking.measuring import false_alarms, missed
from tests.reporting.checking.planting import ERRORS, right_texts, wrong_texts

COUNT = 200


def main(seed: int) -> None:
    alarmed = false_alarms(list(right_texts(COUNT, seed)))
    lost = Counter(made.error for made in missed(list(wrong_texts(COUNT, seed))))
    sys.stdout.write(
        f"seed {seed}: {len(alarmed)} of {COUNT} right texts raise an alarm; of {COUNT} planted errors "
        f"{sum(lost.values())} are missed\n"
    )
    sys.stdout.writelines(f"  {error}: {lost[error]} of {COUNT // len(ERRORS)} missed\n" for error in ERRORS)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
