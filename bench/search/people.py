"""A made-up population: 80,000 Dutch-looking surnames, skewed, and people who bear them."""

import random
import string
from dataclasses import dataclass
from itertools import accumulate
from uuid import UUID

COMMON = (
    "Jansen,de Jong,de Vries,van den Berg,van Dijk,Bakker,Janssen,Visser,Smit,Meijer,de Boer,"
    "Mulder,de Groot,Bos,Vos,Peters,Hendriks,van Leeuwen,Dekker,Brouwer,de Wit,Dijkstra,Smits,"
    "de Graaf,van der Meer,van der Linden,Kok,Jacobs,de Haan,Vermeulen,van den Heuvel,"
    "van der Veen,van den Broek,de Bruijn,de Bruin,van der Heijden,Schouten,van Beek,Willems,"
    "van Vliet,van de Ven,Hoekstra,Maas,Verhoeven,Koster,van Dam,van der Wal,Prins,Blom,"
    "Huisman,Peeters,de Jonge,Kuipers,van Veen,Kuiper,Fransen,Postma,Veenstra,Kramer,"
    "van den Brink,Scholten,van Wijk,Post,Martens,Gerritsen,van der Velde,Molenaar,Timmermans,"
    "Wolters,Yilmaz,Yildiz,El Idrissi,Kaya,Demir,Ozturk,Nguyen,Ali,Mohamed,El Amrani,Kowalski,"
    "Nowak,Ben Ali,Wouters,Lefevre,Lefebvre,van IJsselstein,Kuijpers,Kuypers,Ter Horst,"
    "Wissink,Roelofsen,te Winkel,Lammers,Hoftijzer,Bussink,Rensink,Wassink,Geurtsen,Berendsen,"
    "Evers,Kock,Heijnen,Heinen"
).split(",")
STARTS = (
    "ab aal acht al am bak bal bar beek ber bie boer bol bon boom bos braa brand bre broek "
    "brug bur dal dam dek den dij doe dor dra dui een ees el eng es flo fok ger gies goor gra "
    "groen gul haan haar hal ham har heer heij hem hen hoe hof hol hoog hor huis ijs jaar jan "
    "kal kam kat ker klein klom koe kol kop kor kou kra kui lam lan leeu lem lie lin loo luit "
    "maar man mee mei mol moor nie nij noor oe oost op os over paal pel pij poel pot rad ree "
    "ren rie roe rood ros ruit sa schaa schip schol schuur sla slot smee spie staal steen "
    "stok stra swa ta tel ter tim tol trom uit vaal veen vel ver vis vlie voor vrie waa wal "
    "was weer wes wie wil win wis wol wou zaal zand zee zij"
).split()
MIDDLES = ["", "", "", "e", "er", "el", "en", "ker", "der", "ste", "ne", "me", "ke", "le", "ger"]
ENDS = (
    "sen sma stra inga ing ink man mans huis huizen berg bergen veld velde dijk kamp hof "
    "hoven meijer bos brink donk beek horst hout laar land linde loo mars meer molen oord "
    "rade ring rust schot sloot stein straat teren tuin waard wal water weg weide werf wijk "
    "zand zicht sink terink kink jes kes tjes ts ers aar enaar ema kema da gers boom poort "
    "put hoek heide bach bert"
).split()
ABROAD_STARTS = (
    "ab ad ak al ar as ay ba bay ben bou cel cha dem don ek el er fa gul ha id ka kar lah"
).split()
ABROAD_MIDDLES = "a da di ha i ka la li ma me mi na ou ra ri sa su ta u za".split()
ABROAD_ENDS = (
    "ak an ani aoui ar at az bi di dogan er il im iz kaya li man ni oglu oui ri rim ska ski tas wi"
).split()
PREFIXES = [
    "van",
    "van der",
    "van den",
    "de",
    "van de",
    "ter",
    "te",
    "in 't",
    "op den",
    "el",
    "v.d.",
]
GIVEN = (
    "Jan Johannes Maria Anna Pieter Cornelis Hendrik Willem Kees Wim Henk Gerrit Sophie Emma "
    "Daan Mohamed Fatma Ozgur Ahmed Mehmet Ayse Youssef Noor Sem Lieke Bram Thijs Eva Julia "
    "Tess Luuk Petra Ingrid Marieke Sander Jeroen Bas Monique Ellen Karin Peter Paul Erik Rob "
    "Hans Ans Truus Elisabeth Margaretha Catharina Wilhelmina Jacobus Antonius Franciscus "
    "Piotr Agnieszka Fatima"
).split()
GIVEN_STARTS = (
    "a al an be bo ca da de el em fa fen ge ha he i ja je jo ka ki la le li lo ma me mi na ni "
    "no o pa pe ra re ri ro sa se si so ta te ti to va we wi ya yo za ze"
).split()
GIVEN_ENDS = (
    "an ana ard art as bel bert da den dia el ella en eth fie ia ica ien il in ina ine is ita "
    "ja jan ka ke la lia lin ma mar mien na nda nie no ra ric rik ron s sa ta tje tus vin "
    "wien"
).split()
SURNAMES = 80_000
GIVEN_NAMES = 12_000
DOUBLE_NAMES, TWO_GIVEN_NAMES = 0.04, 0.5
FROM_ABROAD, RESPELT, WITH_PREFIX = 0.16, 0.1, 0.25


@dataclass(frozen=True)
class Person:
    """Somebody made up."""

    id: UUID
    given: str
    surname: str


class Population:
    """Draws people: the most common surname is borne by about one in 43, as in the older test."""

    def __init__(self, seed: int = 8) -> None:
        dice = random.Random(seed)
        self.surnames = self._surnames(dice)
        self.given = self._given(dice)
        self._surname_weights = list(accumulate(1 / (n + 3.3) for n in range(len(self.surnames))))
        self._given_weights = list(accumulate(1 / (n + 8) for n in range(len(self.given))))

    def people(self, start: int, count: int) -> list[Person]:
        """Draw the people numbered from start; the same every time."""
        dice = random.Random(start)
        surnames = dice.choices(self.surnames, cum_weights=self._surname_weights, k=2 * count)
        given = dice.choices(self.given, cum_weights=self._given_weights, k=2 * count)
        return [
            Person(
                UUID(int=dice.getrandbits(128), version=4),
                f"{given[n]} {given[n + count]}" if dice.random() < TWO_GIVEN_NAMES else given[n],
                f"{surnames[n]}-{surnames[n + count]}"
                if dice.random() < DOUBLE_NAMES
                else surnames[n],
            )
            for n in range(count)
        ]

    @staticmethod
    def _surnames(dice: random.Random) -> list[str]:
        names = dict.fromkeys(COMMON)
        cores = {name.split()[-1].lower() for name in COMMON}
        while len(cores) < SURNAMES:
            roll = dice.random()
            if roll < FROM_ABROAD:
                parts = (dice.choice(ABROAD_STARTS), dice.choice(ABROAD_MIDDLES))
                core = "".join(parts) + dice.choice(["", dice.choice(ABROAD_MIDDLES)])
                core += dice.choice(ABROAD_ENDS)
            else:
                core = dice.choice(STARTS) + dice.choice(MIDDLES) + dice.choice(ENDS)
            if roll > 1 - RESPELT:
                core = respelt(core, dice)
            if core not in cores:
                cores.add(core)
                prefix = f"{dice.choice(PREFIXES)} " if dice.random() < WITH_PREFIX else ""
                names[prefix + core.capitalize()] = None
        return list(names)

    @staticmethod
    def _given(dice: random.Random) -> list[str]:
        names = dict.fromkeys(GIVEN)
        while len(names) < GIVEN_NAMES:
            middle = dice.choice(["", "", *GIVEN_STARTS])
            name = dice.choice(GIVEN_STARTS) + middle + dice.choice(GIVEN_ENDS)
            names[name.capitalize()] = None
        return list(names)


def respelt(word: str, dice: random.Random) -> str:
    """Write a word in another Dutch way."""
    pairs = [("ij", "y"), ("s", "ss"), ("k", "ck"), ("aa", "ae"), ("ee", "e"), ("oo", "o")]
    pairs += [("ou", "au"), ("ui", "uy"), ("z", "s"), ("f", "v"), ("t", "th"), ("g", "gh")]
    old, new = dice.choice(pairs)
    return word.replace(old, new, 1)


def mistyped(word: str, dice: random.Random) -> str:
    """Make one typing error anywhere in a word: a letter wrong, missing, added, or two swapped."""
    letters = word.lower()
    while True:
        place = dice.randrange(len(letters))
        letter = dice.choice(string.ascii_lowercase)
        error = dice.choice(
            [
                letters[:place] + letter + letters[place + 1 :],
                letters[:place] + letters[place + 1 :],
                letters[:place] + letter + letters[place:],
                letters[:place] + letters[place : place + 2][::-1] + letters[place + 2 :],
            ]
        )
        if error != letters and error.strip():
            return error
