"""A poll with every kind of question, for visitors of the demo to see what a poll can ask."""

from ksfsurvey.demo.questionnaires.common import DONT_KNOW, PRIVACY, both
from ksfsurvey.demo.questionnaires.kinds_opinions import CHANNELS, CHOOSING, JUDGING, ROWS, choices
from polls.codebook.schema import (
    Channel,
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Segment,
    SegmentVariable,
    Source,
    TakenFrom,
    TextFormat,
)

ORDERING = Page(
    "ordering",
    title=both("Ordenen en verdelen", "Ordering and dividing"),
    questions=(
        Question(
            "priorities",
            QuestionKind.RANKING,
            both("Wat is voor uw klanten het belangrijkst?", "What matters most to your customers?"),
            choices=(
                Choice("fast", both("Snel antwoord", "A quick answer")),
                Choice("once", both("In één keer goed geholpen", "Helped well the first time")),
                Choice("friendly", both("Vriendelijk contact", "A friendly contact")),
                Choice("person", both("Een mens aan de lijn", "A human on the line")),
                Choice("anytime", both("Dag en nacht bereikbaar", "Available day and night")),
            ),
        ),
        Question(
            "budget",
            QuestionKind.ALLOCATION,
            both("Hoe verdeelt u het budget over de kanalen?", "How do you divide the budget over the channels?"),
            choices=choices(CHANNELS),
            unit=both("%", "%"),
            dont_know=both("Weet ik niet", "Don’t know"),
        ),
        Question(
            "wage",
            QuestionKind.NUMBER,
            both("Wat is het bruto uurloon van een starter?", "What is the gross hourly wage of a starter?"),
            minimum=0,
            maximum=100,
            decimals=2,
            unit=both("euro per uur", "euros an hour"),
            dont_know=DONT_KNOW,
        ),
    ),
)

FACTS = Page(
    "facts",
    title=both("Gegevens", "Facts"),
    questions=(
        Question(
            "opened",
            QuestionKind.DATE,
            both("Op welke dag opende uw contactcenter?", "On which day did your contact centre open?"),
            earliest="1950-01-01",
            latest="2030-12-31",
            requirement=Requirement.NO,
        ),
        Question(
            "busiest",
            QuestionKind.MONTH,
            both("Welke maand was dit jaar het drukst?", "Which month was the busiest this year?"),
            requirement=Requirement.NO,
        ),
        Question(
            "email",
            QuestionKind.SHORT_TEXT,
            both("Op welk e-mailadres mogen we de uitslag sturen?", "To which address may we send the results?"),
            format=TextFormat.EMAIL,
            requirement=Requirement.NO,
        ),
        Question(
            "phone",
            QuestionKind.SHORT_TEXT,
            both("Op welk nummer bent u bereikbaar?", "On which number can you be reached?"),
            format=TextFormat.PHONE,
            requirement=Requirement.NO,
        ),
        Question(
            "postcode",
            QuestionKind.SHORT_TEXT,
            both("Wat is de postcode van uw vestiging?", "What is the postcode of your site?"),
            format=TextFormat.POSTCODE,
            requirement=Requirement.NO,
        ),
        Question(
            "tip",
            QuestionKind.LONG_TEXT,
            both("Welke tip hebt u voor collega’s in de sector?", "Which advice do you have for colleagues?"),
            requirement=Requirement.NO,
        ),
        Question(
            "roster",
            QuestionKind.FILE,
            both("Stuur een voorbeeld van uw rooster mee", "Send along an example of your roster"),
            help=both("Haal namen van medewerkers eerst weg.", "Please remove names of staff first."),
            file_types=("pdf", "spreadsheet", "image"),
            max_megabytes=5,
            requirement=Requirement.NO,
        ),
    ),
)

ENDING = Page(
    "ending",
    title=both("Tot slot", "Finally"),
    questions=(
        Question(
            "via",
            QuestionKind.HIDDEN,
            both("Via welke weg kwam de deelnemer binnen?", "How did the participant get here?"),
            choices=(
                Choice("newsletter", both("Nieuwsbrief", "Newsletter")),
                Choice("linkedin", both("LinkedIn", "LinkedIn")),
                Choice("website", both("Website", "Website")),
            ),
            taken_from=TakenFrom.LINK,
            requirement=Requirement.NO,
        ),
        Question(
            "week_wage",
            QuestionKind.CALCULATED,
            both("Bruto weekloon van een starter bij 36 uur", "Gross weekly wage of a starter at 36 hours"),
            expression="wage * 36",
            decimals=2,
            unit=both("euro", "euros"),
            requirement=Requirement.NO,
        ),
        Question(
            "consent",
            QuestionKind.CONSENT,
            both("Mogen we uw antwoorden gebruiken?", "May we use your answers?"),
            statement=both(
                "Ja, de Klantenservice Federatie mag mijn antwoorden voor dit voorbeeld bewaren",
                "Yes, the Klantenservice Federatie may keep my answers for this example",
            ),
            requirement=Requirement.HARD,
        ),
    ),
)

KINDS_POLL = Questionnaire(
    slug="alle-vraagsoorten",
    title=both("Alle vraagsoorten", "Every kind of question"),
    intro=both(
        "Werkt u in klantcontact? Loop eens door alle soorten vragen die in onze peilingen kunnen staan.",
        "Do you work in customer contact? Walk through every kind of question that our polls can have.",
    ),
    thanks=both("Bedankt voor het uitproberen!", "Thank you for trying it out!"),
    privacy=PRIVACY,
    pages=(CHOOSING, JUDGING, ROWS, ORDERING, FACTS, ENDING),
    channel=Channel.OPEN,
    segment_variables=(
        SegmentVariable(
            code="team",
            label=both("Functie", "Position"),
            source_kind=Source.QUESTION,
            source="position",
            segments=(
                Segment("agents", both("Medewerkers", "Agents"), ("agent",)),
                Segment("leaders", both("Leidinggevenden", "Team leaders and managers"), ("lead", "manager")),
            ),
        ),
    ),
    is_anonymous=False,
)
