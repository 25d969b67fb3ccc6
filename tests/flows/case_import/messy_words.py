"""What invented people are called, where they live and what is written about them."""

FIRST_NAMES = (
    "Gerrit", "Hendrika", "Johan", "Willemien", "Bertus", "Dinie", "Henk", "Tonnie", "Truus",
    "Wim", "Riek", "Theo", "Anneke", "Marloes", "Sander", "Fatma", "Mehmet", "Ayşe", "Mohammed",
    "Samira", "Ahmad", "Rania", "Zofia", "Piotr", "Agnieszka", "Tesfay", "Selam", "Oksana",
    "Andrii", "Çağla", "Noor", "Daan", "Ruben", "Lotte", "José", "Chantal",
)  # fmt: skip
SURNAMES = (
    ("", "Jansen"), ("", "Wissink"), ("", "Heusinkveld"), ("", "Te Boekhorst"),
    ("te", "Grotenhuis"),
    ("", "Lammers"), ("van den", "Berg"), ("ter", "Horst"), ("", "Roelofsen"), ("", "Berendsen"),
    ("", "Hoftijzer"), ("", "Wolters"), ("", "Kemper"), ("van der", "Meer"), ("de", "Vries"),
    ("", "Yılmaz"), ("", "Kaya"), ("", "Öztürk"), ("", "Şahin"), ("el", "Amrani"), ("", "Benali"),
    ("", "Al Hariri"), ("", "Kowalski"), ("", "Nowak"), ("", "Wiśniewska"), ("", "Gebremedhin"),
    ("", "Kovalenko"), ("", "Haddad"), ("ten", "Have"), ("", "Klein Gunnewiek"), ("", "Nijenhuis"),
    ("", "Wamelink-Jansen"), ("van 't", "Hof"), ("", "Evers"), ("", "Geerdes"), ("", "Rutten"),
)  # fmt: skip
PLACES = (
    ("Terborg", "7061"), ("Ulft", "7071"), ("Gendringen", "7081"), ("Silvolde", "7064"),
    ("Varsseveld", "7051"), ("Westendorp", "7054"), ("Etten", "7075"), ("Netterden", "7077"),
    ("Breedenbroek", "7084"), ("Sinderen", "7065"), ("Megchelen", "7078"),
)  # fmt: skip
STREETS = (
    "Kerkstraat", "Hoofdstraat", "Dorpsstraat", "Molenweg", "Burgemeester van de Zandestraat",
    "Oude IJsselweg", "Silvoldseweg", "Pastoorsdijk", "Heezenstraat", "Plein 1944",
    "Wilhelminalaan",
    "Industrieweg", "Prins Bernhardstraat", "Slingerparallel", "Het Goor", "Spoorstraat",
)  # fmt: skip
PROBLEMS = (
    "Woonoverlast", "woonoverlast ", "verward gedrag", "Onbegrepen gedrag", "schulden",
    "Schuldenproblematiek", "Huiselijk geweld", "HG", "drugsoverlast", "Verslaving",
    "Jeugdoverlast",
    "vervuiling / verslaving", "Verwaarlozing", "veelpleger", "dakloos", "ondermijning",
    "huurachterstand", "multiproblematiek", "Woonoverlats", "stalking", "zie dossier", "",
)  # fmt: skip
TITLES = (
    "Burenconflict loopt op", "Man meldt zich overal, niemand pakt door",
    "Gezin met drie kinderen, dreigende ontruiming",
    "Nachtelijke overlast flat", "Terugkeer uit detentie", "Zorgmijder",
    "Woning vol spullen", "Jongeren bij het station", "Opschaling na incident 's nachts", "",
)  # fmt: skip
CARE = ("Noor Bakker", "n.bakker@oude-ijsselstreek.example", "T. Wissink", "Marloes", "?", "")
SAFETY = ("Sander Kemper", "OOV - Sander", "s.kemper@oude-ijsselstreek.example", "", "", "n.t.b.")
PHASES = (
    "AVE 1",
    "AVE 2",
    "ave 3",
    "AVE4",
    "groen",
    "oranje",
    "rood",
    "fase III",
    "2",
    "1",
    "",
    "hoog",
)
STATES = ("lopend", "In behandeling", "waakvlam", "nieuw", "open", "afgesloten", "", "loopt", "??")
NOTES = (
    "Belt niet terug. 2x langs geweest.", "Wil alleen met de huisarts praten;\nafspraak gemaakt",
    "Moeder is mantelzorger", "Goed gesprek gehad, volgende keer samen met GGNet", "", "", "",
    "“Ik red me wel”, zegt meneer – zelf twijfelen we", "kosten € 250 bijzondere bijstand",
)  # fmt: skip
SAFETY_NOTES = (
    "Melding politie 14/10",
    "Wijkagent kijkt mee",
    "",
    "",
    "",
    "gebiedsverbod besproken",
)
SHARED = ("", "", "", "zie ook rij hierboven", "hond aanwezig!", "alleen bellen na 10:00 uur")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
