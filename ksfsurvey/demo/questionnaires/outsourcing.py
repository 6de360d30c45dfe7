"""The published poll: every figure of the press article has its question here."""

from ksfsurvey.demo.questionnaires.common import DONT_KNOW, OTHER, PRIVACY, ROLE, both
from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Segment,
    SegmentVariable,
    Source,
)

SINGLE, MULTIPLE, SCALE = QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE
RATING, NUMBER = QuestionKind.RATING, QuestionKind.NUMBER
SHORT_TEXT, LONG_TEXT = QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT

OUTSOURCING = SegmentVariable(
    code="outsourcing",
    label=both("Besteedt al uit", "Already outsources"),
    source_kind=Source.QUESTION,
    source="outsources",
    segments=(
        Segment("yes", both("Besteedt al uit", "Already outsources"), ("fully", "partly")),
        Segment("no", both("Besteedt nog niet uit", "Does not outsource yet"), ("no",)),
    ),
)

EXTERNAL = (
    Choice("labour_market", both("Krapte op de arbeidsmarkt", "Tight labour market")),
    Choice("economy", both("Economische ontwikkelingen", "Economic developments")),
    Choice("technology", both("Technologische ontwikkelingen", "Technological developments")),
    Choice("regulation", both("Wet- en regelgeving", "Laws and regulations")),
    Choice("expectations", both("Veranderende verwachtingen van klanten", "Changing customer expectations")),
    OTHER,
)

OPINION = Question(
    code="opinion",
    kind=SCALE,
    text=both(
        "Hoe staat u tegenover het uitbesteden van klantcontact aan gespecialiseerde organisaties?",
        "What do you think of outsourcing customer contact to specialised organisations?",
    ),
    choices=(
        Choice("very_negative", both("Zeer negatief", "Very negative")),
        Choice("negative", both("Negatief", "Negative")),
        Choice("neutral", both("Neutraal", "Neutral")),
        Choice("positive", both("Positief", "Positive")),
        Choice("very_positive", both("Zeer positief", "Very positive")),
    ),
    dont_know=DONT_KNOW,
)

GENERAL = Page(
    code="general",
    title=both("Uw mening", "Your opinion"),
    questions=(
        OPINION,
        Question(
            code="channels",
            kind=MULTIPLE,
            text=both(
                "Via welke kanalen heeft uw organisatie contact met klanten?",
                "Through which channels is your organisation in contact with customers?",
            ),
            help=both("U kunt meer antwoorden kiezen.", "You can choose more than one."),
            choices=(
                Choice("phone", both("Telefoon", "Telephone")),
                Choice("email", both("E-mail", "E-mail")),
                Choice("chat", both("Chat op de website", "Chat on the website")),
                Choice("messaging", both("WhatsApp of een andere berichtendienst", "WhatsApp or another messenger")),
                Choice("social", both("Sociale media", "Social media")),
                OTHER,
                Choice("none", both("Geen van deze", "None of these"), is_exclusive=True),
            ),
        ),
    ),
)

INHOUSE = Page(
    code="inhouse",
    title=both("Uitbesteden in uw organisatie", "Outsourcing in your organisation"),
    show_if="role = inhouse",
    questions=(
        Question(
            code="outsources",
            kind=SINGLE,
            requirement=Requirement.HARD,
            text=both(
                "Besteedt uw organisatie klantcontact uit?", "Does your organisation outsource customer contact?"
            ),
            choices=(
                Choice("fully", both("Ja, volledig", "Yes, fully")),
                Choice("partly", both("Ja, gedeeltelijk", "Yes, partly")),
                Choice("no", both("Nee, nog niet", "No, not yet")),
            ),
        ),
        Question(
            code="criterion",
            kind=SINGLE,
            text=both(
                "Wat is voor u het belangrijkste criterium bij de keuze van een partnerorganisatie?",
                "What is your most important criterion when selecting a partner organisation?",
            ),
            choices=(
                Choice("quality", both("Kwaliteit van het klantcontact", "Quality of customer contact")),
                Choice("expertise", both("Expertise en specialisatie", "Expertise and specialisation")),
                Choice("costs", both("Kosten", "Costs")),
                Choice("flexibility", both("Flexibiliteit in capaciteit", "Flexible capacity")),
                Choice("technology", both("Technologie en innovatie", "Technology and innovation")),
                OTHER,
            ),
        ),
        Question(
            code="external_start",
            kind=SINGLE,
            text=both(
                "Welke externe ontwikkeling is de belangrijkste overweging om met uitbesteden te beginnen?",
                "Which external development is the most important consideration to start outsourcing?",
            ),
            choices=EXTERNAL,
        ),
        Question(
            code="external_during",
            kind=SINGLE,
            text=both(
                "Welke externe ontwikkeling heeft tijdens het contract de meeste invloed?",
                "Which external development has the most influence during the contract?",
            ),
            choices=EXTERNAL,
        ),
    ),
)

PRACTICE = Page(
    code="practice",
    title=both("De praktijk van uitbesteden", "Outsourcing in practice"),
    show_if="outsources in (fully, partly)",
    questions=(
        Question(
            code="goal",
            kind=SINGLE,
            text=both(
                "Wat is voor uw organisatie het belangrijkste doel van uitbesteden?",
                "What is your organisation’s most important goal of outsourcing?",
            ),
            choices=(
                Choice(
                    "efficiency",
                    both("Klantcontact efficiënter organiseren", "More efficient organisation of customer contact"),
                ),
                Choice("capacity", both("Pieken kunnen opvangen", "Being able to handle peaks")),
                Choice("savings", both("Kosten besparen", "Cost savings")),
                Choice("hours", both("Ruimere openingstijden", "Longer opening hours")),
                Choice("quality", both("Betere kwaliteit van het klantcontact", "Better quality of customer contact")),
                OTHER,
            ),
        ),
        Question(
            code="direction",
            kind=SINGLE,
            text=both(
                "Heeft de afdeling klantcontact de regierol in het uitbestedingsproces?",
                "Does the customer contact department direct the outsourcing process?",
            ),
            choices=(Choice("yes", both("Ja", "Yes")), Choice("no", both("Nee", "No"))),
            dont_know=both("Weet ik niet", "Don’t know"),
        ),
        Question(
            code="share_outsourced",
            kind=NUMBER,
            text=both(
                "Welk deel van het klantcontact besteedt uw organisatie ongeveer uit?",
                "Roughly which part of customer contact does your organisation outsource?",
            ),
            unit=both("%", "%"),
            minimum=0,
            maximum=100,
            dont_know=both("Weet ik niet", "Don’t know"),
        ),
        Question(
            code="rating",
            kind=RATING,
            text=both(
                "Welk rapportcijfer geeft u de samenwerking met uw facilitaire partner?",
                "How do you rate the cooperation with your outsourcing partner?",
            ),
            low_label=both("Zeer slecht", "Very poor"),
            high_label=both("Uitstekend", "Excellent"),
            dont_know=DONT_KNOW,
        ),
    ),
)

FACILITAIR = Page(
    code="facilitair",
    title=both("Uw opdrachtgevers", "Your clients"),
    show_if="role = facilitair",
    questions=(
        Question(
            code="why_selected",
            kind=SINGLE,
            text=both(
                "Waarom kiezen opdrachtgevers vooral voor uw organisatie?",
                "Why do clients mainly select your organisation?",
            ),
            choices=(
                Choice("expertise", both("Expertise en specialisatie", "Expertise and specialisation")),
                Choice("quality", both("Kwaliteit", "Quality")),
                Choice("efficiency", both("Efficiëntie", "Efficiency")),
                Choice("savings", both("Kostenbesparing", "Cost savings")),
                OTHER,
            ),
        ),
        Question(
            code="external_reason",
            kind=SINGLE,
            text=both(
                "Welke externe factor is voor opdrachtgevers de belangrijkste reden om uit te besteden?",
                "Which external factor is clients’ most important reason to outsource?",
            ),
            choices=EXTERNAL,
        ),
        Question(
            code="external_contract",
            kind=SINGLE,
            text=both(
                "Welke externe factor heeft tijdens het contract de meeste invloed?",
                "Which external factor has the most influence during the contract?",
            ),
            choices=EXTERNAL,
        ),
    ),
)

CLOSING = Page(
    code="closing",
    title=both("Tot slot", "Finally"),
    questions=(
        Question(
            code="remark",
            kind=LONG_TEXT,
            requirement=Requirement.NO,
            text=both(
                "Wilt u nog iets kwijt over het uitbesteden van klantcontact?",
                "Is there anything you would like to add about outsourcing customer contact?",
            ),
            help=both(
                "Noem geen namen van personen of organisaties.",
                "Please do not mention names of people or organisations.",
            ),
        ),
    ),
)

OUTSOURCING_POLL = Questionnaire(
    slug="uitbesteden",
    title=both("Uitbesteden van klantcontact", "Outsourcing customer contact"),
    intro=both(
        "Hoe kijkt de sector naar het uitbesteden van klantcontact? Met uw antwoorden laten we zien wat er speelt bij "
        "inhouse en facilitaire contactcenters.",
        "How does the sector look at outsourcing customer contact? Your answers show what matters at inhouse and "
        "outsourced contact centres.",
    ),
    thanks=both(
        "Bedankt voor uw medewerking. De uitkomsten verschijnen over enkele weken op de website van de federatie.",
        "Thank you for taking part. The results will appear on the federation’s website in a few weeks.",
    ),
    privacy=PRIVACY,
    segment_variables=(ROLE, OUTSOURCING),
    pages=(GENERAL, INHOUSE, PRACTICE, FACILITAIR, CLOSING),
)
