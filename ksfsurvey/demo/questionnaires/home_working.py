"""The poll that is still a draft, for visitors of the demo to edit."""

from ksfsurvey.demo.questionnaires.common import PRIVACY, ROLE, both
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire

SINGLE, MULTIPLE, SCALE = QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE
RATING, NUMBER = QuestionKind.RATING, QuestionKind.NUMBER
SHORT_TEXT, LONG_TEXT = QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT

DRAFT_POLL = Questionnaire(
    slug="thuiswerken",
    title=both("Thuiswerken in het contactcenter", "Working from home in the contact centre"),
    intro=both("Een korte peiling over thuiswerken.", "A short poll about working from home."),
    thanks=both("Bedankt voor uw antwoorden.", "Thank you for your answers."),
    privacy=PRIVACY,
    segment_variables=(ROLE,),
    pages=(
        Page(
            code="home_working",
            title=both("Thuiswerken", "Working from home"),
            questions=(
                Question(
                    code="days",
                    kind=SINGLE,
                    text=both(
                        "Hoeveel dagen per week werken uw medewerkers thuis?",
                        "How many days a week do your people work from home?",
                    ),
                    choices=(
                        Choice("none", both("Geen", "None")),
                        Choice("some", both("Eén of twee", "One or two")),
                        Choice("most", both("Drie of meer", "Three or more")),
                    ),
                ),
                # Left unfinished on purpose: the check before publishing shows what is still missing.
                Question(
                    code="effect",
                    kind=SCALE,
                    show_if="days in (some, most)",
                    text={"nl": "Wat is het effect van thuiswerken op de kwaliteit?"},
                    choices=(
                        Choice("worse", both("Slechter", "Worse")),
                        Choice("same", both("Gelijk", "The same")),
                        Choice("better", {"nl": "Beter"}),
                    ),
                ),
            ),
        ),
    ),
)
