"""The open poll, for visitors of the demo to answer themselves."""

from ksfsurvey.demo.questionnaires.common import DONT_KNOW, OTHER, PRIVACY, ROLE, SIZE, both
from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
)

SINGLE, MULTIPLE, SCALE = QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE
RATING, NUMBER = QuestionKind.RATING, QuestionKind.NUMBER
SHORT_TEXT, LONG_TEXT = QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT

AI_POLL = Questionnaire(
    slug="ai-in-klantcontact",
    title=both("AI in het klantcontact", "AI in customer contact"),
    intro=both(
        "Chatbots, voicebots en slimme hulp voor medewerkers: wat doet uw organisatie ermee?",
        "Chatbots, voicebots and smart support for agents: what does your organisation do?",
    ),
    thanks=both("Bedankt! Zo weten we waar de sector staat.", "Thank you! This shows us where the sector stands."),
    privacy=PRIVACY,
    segment_variables=(ROLE, SIZE),
    pages=(
        Page(
            code="use",
            title=both("Gebruik", "Use"),
            questions=(
                Question(
                    code="uses_ai",
                    kind=SINGLE,
                    requirement=Requirement.HARD,
                    text=both(
                        "Gebruikt uw organisatie AI in het klantcontact?",
                        "Does your organisation use AI in customer contact?",
                    ),
                    choices=(
                        Choice("yes", both("Ja", "Yes")),
                        Choice("pilot", both("We doen een proef", "We are running a pilot")),
                        Choice("no", both("Nee", "No")),
                    ),
                    dont_know=both("Weet ik niet", "Don’t know"),
                ),
                Question(
                    code="applications",
                    kind=MULTIPLE,
                    show_if="uses_ai in (yes, pilot)",
                    text=both("Waarvoor gebruikt u AI?", "What do you use AI for?"),
                    help=both("U kunt meer antwoorden kiezen.", "You can choose more than one."),
                    choices=(
                        Choice("chatbot", both("Chatbot voor klanten", "Chatbot for customers")),
                        Choice("voicebot", both("Voicebot aan de telefoon", "Voicebot on the telephone")),
                        Choice(
                            "agent_support",
                            both("Hulp voor medewerkers tijdens het gesprek", "Support for agents during the call"),
                        ),
                        Choice("summaries", both("Gesprekken samenvatten", "Summarising calls")),
                        OTHER,
                        Choice("unknown", both("Dat weet ik niet precies", "I do not know exactly"), is_exclusive=True),
                    ),
                ),
            ),
        ),
        Page(
            code="view",
            title=both("Uw kijk erop", "Your view"),
            questions=(
                Question(
                    code="trust",
                    kind=SCALE,
                    text=both("AI maakt het klantcontact beter.", "AI makes customer contact better."),
                    help=both("In hoeverre bent u het hiermee eens?", "To what extent do you agree?"),
                    choices=(
                        Choice("strongly_disagree", both("Helemaal oneens", "Strongly disagree")),
                        Choice("disagree", both("Oneens", "Disagree")),
                        Choice("neutral", both("Niet eens, niet oneens", "Neither agree nor disagree")),
                        Choice("agree", both("Eens", "Agree")),
                        Choice("strongly_agree", both("Helemaal eens", "Strongly agree")),
                    ),
                    dont_know=DONT_KNOW,
                ),
                Question(
                    code="readiness",
                    kind=RATING,
                    text=both(
                        "Hoe goed is uw organisatie voorbereid op AI in het klantcontact?",
                        "How well is your organisation prepared for AI in customer contact?",
                    ),
                    low_label=both("Helemaal niet", "Not at all"),
                    high_label=both("Uitstekend", "Excellently"),
                ),
            ),
        ),
        Page(
            code="finally",
            title=both("Tot slot", "Finally"),
            questions=(
                Question(
                    code="agents",
                    kind=NUMBER,
                    requirement=Requirement.NO,
                    text=both(
                        "Hoeveel medewerkers heeft uw klantcontactafdeling?",
                        "How many people work in your customer contact department?",
                    ),
                    minimum=1,
                    maximum=20_000,
                ),
                Question(
                    code="word",
                    kind=SHORT_TEXT,
                    requirement=Requirement.NO,
                    text=both("In één woord: waar denkt u aan bij AI?", "In one word: what does AI make you think of?"),
                ),
            ),
        ),
    ),
)
