"""The first half of the poll with every kind of question: choosing, judging, and several rows at once."""

from ksfsurvey.demo.pictures import picture_name
from ksfsurvey.demo.questionnaires.common import DONT_KNOW, OTHER, both
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Requirement, Row

SECTORS = (
    ("energy", "Energie en water", "Energy and water"),
    ("public", "Gemeente of overheid", "Municipality or government"),
    ("health", "Gezondheidszorg", "Health care"),
    ("housing", "Woningcorporatie", "Housing association"),
    ("insurance", "Verzekeringen", "Insurance"),
    ("bank", "Bank en pensioen", "Banking and pensions"),
    ("telecom", "Telecom en internet", "Telecom and internet"),
    ("retail", "Winkel en webshop", "Shop and web shop"),
    ("travel", "Reizen en vrije tijd", "Travel and leisure"),
    ("transport", "Vervoer en openbaar vervoer", "Transport and public transport"),
    ("post", "Post en pakketten", "Post and parcels"),
    ("media", "Media en uitgeverij", "Media and publishing"),
    ("education", "Onderwijs", "Education"),
    ("software", "Software en techniek", "Software and technology"),
    ("charity", "Goede doelen", "Charities"),
    ("industry", "Industrie", "Industry"),
    ("staffing", "Uitzendbranche", "Staffing"),
    ("facilitair", "Facilitair contactcenter", "Outsourced contact centre"),
)

CHANNELS = (
    ("phone", "Telefoon", "Telephone"),
    ("mail", "E-mail", "E-mail"),
    ("chat", "Chat", "Chat"),
    ("whatsapp", "WhatsApp", "WhatsApp"),
)

AGREEMENT = (
    Choice("1", both("Helemaal oneens", "Strongly disagree")),
    Choice("2", both("Oneens", "Disagree")),
    Choice("3", both("Neutraal", "Neutral")),
    Choice("4", both("Eens", "Agree")),
    Choice("5", both("Helemaal eens", "Strongly agree")),
)


def choices(rows: tuple[tuple[str, str, str], ...]) -> tuple[Choice, ...]:
    return tuple(Choice(code, both(dutch, english)) for code, dutch, english in rows)


CHOOSING = Page(
    "choosing",
    title=both("Kiezen", "Choosing"),
    questions=(
        Question(
            "welcome",
            QuestionKind.INFORMATION,
            both("Alle soorten vragen bij elkaar", "Every kind of question in one place"),
            help=both(
                "Dit is een voorbeeld. U ziet elke soort vraag die u in een peiling kunt zetten. Antwoord gerust: er "
                "wordt niets mee gedaan.",
                "This is an example. You see every kind of question that a poll can have. Do answer: nothing is done "
                "with it.",
            ),
            requirement=Requirement.NO,
        ),
        Question(
            "position",
            QuestionKind.SINGLE,
            both("Wat is uw functie?", "What is your position?"),
            choices=(
                Choice("agent", both("Klantcontactmedewerker", "Customer contact agent")),
                Choice("lead", both("Teamleider", "Team leader")),
                Choice("manager", both("Manager of directeur", "Manager or director")),
                OTHER,
            ),
        ),
        Question(
            "channels",
            QuestionKind.MULTIPLE,
            both("Welke kanalen gebruiken uw klanten het meest?", "Which channels do your customers use most?"),
            choices=(*choices(CHANNELS), OTHER, Choice("none", both("Geen van deze", "None of these"), True)),
            min_choices=1,
            max_choices=3,
            dont_know=DONT_KNOW,
        ),
        Question(
            "sector",
            QuestionKind.DROPDOWN,
            both("In welke branche werkt uw organisatie?", "In which industry does your organisation work?"),
            choices=(*choices(SECTORS), OTHER),
        ),
        Question(
            "workplace",
            QuestionKind.IMAGE_CHOICE,
            both("Waar werkt u het liefst?", "Where do you prefer to work?"),
            choices=(
                Choice(
                    "office",
                    both("Op kantoor", "At the office"),
                    image=picture_name("desk"),
                    image_alt=both("Een bureau met scherm, koptelefoon en plant", "A desk with screen and headset"),
                ),
                Choice(
                    "home",
                    both("Thuis", "At home"),
                    image=picture_name("home"),
                    image_alt=both("Een bank met laptop bij het raam", "A sofa with a laptop by the window"),
                ),
                Choice(
                    "mixed",
                    both("Afwisselend", "A mix of both"),
                    image=picture_name("mix"),
                    image_alt=both("Een huis naast een kantoor", "A house next to an office building"),
                ),
            ),
        ),
    ),
)

JUDGING = Page(
    "judging",
    title=both("Beoordelen", "Judging"),
    questions=(
        Question(
            "ai_helps",
            QuestionKind.SCALE,
            both("AI maakt ons klantcontact beter.", "AI makes our customer contact better."),
            choices=AGREEMENT,
            dont_know=DONT_KNOW,
        ),
        Question(
            "quality",
            QuestionKind.RATING,
            both(
                "Welk cijfer geeft u de bereikbaarheid van uw eigen klantenservice?",
                "How do you rate how well your own customer service can be reached?",
            ),
            low_label=both("heel slecht", "very poor"),
            high_label=both("uitstekend", "excellent"),
            dont_know=both("Weet ik niet", "Don’t know"),
        ),
        Question(
            "recommend",
            QuestionKind.NPS,
            both(
                "Hoe waarschijnlijk is het dat u werken in klantcontact aanraadt aan een vriend?",
                "How likely are you to recommend a job in customer contact to a friend?",
            ),
        ),
        Question(
            "tools",
            QuestionKind.STARS,
            both(
                "Hoeveel sterren geeft u de systemen waarmee u werkt?", "How many stars for the systems you work with?"
            ),
        ),
        Question(
            "digital",
            QuestionKind.SLIDER,
            both("Welk deel van de vragen lossen klanten zelf online op?", "What share do customers solve online?"),
            help=both("Een schatting is goed genoeg.", "An estimate will do."),
            step=5,
            unit=both("%", "%"),
            dont_know=both("Weet ik niet", "Don’t know"),
        ),
    ),
)

ROWS = Page(
    "rows",
    title=both("Meer dingen tegelijk", "Several things at once"),
    questions=(
        Question(
            "statements",
            QuestionKind.MATRIX_SINGLE,
            both("In hoeverre bent u het eens met deze uitspraken?", "How far do you agree with these statements?"),
            choices=AGREEMENT,
            rows=(
                Row("workload", both("De werkdruk in mijn team is goed vol te houden.", "My team’s workload is fine.")),
                Row("growth", both("Ik krijg genoeg ruimte om te leren.", "I get enough room to learn.")),
                Row("tools", both("De kennisbank helpt mij snel verder.", "The knowledge base helps me quickly.")),
                Row("pride", both("Ik ben trots op wat we doen.", "I am proud of what we do.")),
            ),
            requirement=Requirement.HARD,
            dont_know=both("Weet niet", "Don’t know"),
        ),
        Question(
            "hours",
            QuestionKind.MATRIX_MULTIPLE,
            both("Wanneer bent u via deze kanalen bereikbaar?", "When can you be reached by these channels?"),
            choices=(
                Choice("day", both("Kantoortijd", "Office hours")),
                Choice("evening", both("Avond", "Evening")),
                Choice("weekend", both("Weekend", "Weekend")),
                Choice("never", both("Niet", "Not at all"), is_exclusive=True),
            ),
            rows=tuple(Row(code, both(dutch, english)) for code, dutch, english in CHANNELS),
        ),
        Question(
            "minutes",
            QuestionKind.MATRIX_NUMBER,
            both("Hoelang duurt een gemiddeld contact?", "How long does an average contact take?"),
            rows=(
                Row("phone", both("Telefoongesprek", "Phone call")),
                Row("mail", both("E-mail beantwoorden", "Answering an e-mail")),
                Row("chat", both("Chatgesprek", "Chat")),
            ),
            minimum=0,
            maximum=120,
            decimals=1,
            unit=both("minuten", "minutes"),
            dont_know=both("Weet niet", "Don’t know"),
        ),
    ),
)
