"""The invented steps on the timeline of the style guide: each place, and a correction."""

from typing import Final

from caseapp.web.timeline import Line

PLACES: Final = {
    "care": ("care", "heart-handshake", "Zorg"),
    "safety": ("safety", "shield-half", "Veiligheid"),
    "shared": ("shared", "users-group", "Zorg en veiligheid"),
}
SAFETY_OWNER: Final = "Mehmet ten Have, OOV"


def lines(care_owner: str) -> list[Line]:
    """Give the steps, newest first; the name of who owns the care track may be long."""
    carer = f"{care_owner}, Wmo"
    return [
        Line(
            *PLACES["shared"],
            "Casusoverleg: samen plan vastgesteld",
            "Wmo-consulent, wijkagent, GGD en woningcorporatie spraken af wie wat doet. "
            "Het plan geldt tot 1 februari 2027.",
            "wo 18 november",
            "2026-11-18",
            "users-group",
            "Overleg",
            "Anna de Vries, casusregisseur",
            month="november 2026",
            href="#",
            notes=(("file-text", "Plan van aanpak, versie 2"),),
        ),
        Line(
            *PLACES["care"],
            "Huisbezoek: ze is moe en schaamt zich",
            "Mevrouw wil hulp bij geld en slaapt slecht. Ze is akkoord met contact met de GGD.",
            "di 17 november",
            "2026-11-17",
            "home",
            "Huisbezoek",
            carer,
            href="#",
            notes=(("message-2", "Verklaring van de inwoner"),),
        ),
        Line(
            *PLACES["safety"],
            "Melding overlast, tweede in 30 dagen",
            "Buren hoorden ruzie en glas breken. De wijkagent ging langs en sprak met de bewoner.",
            "ma 16 november",
            "2026-11-16",
            "shield-half",
            "Melding",
            SAFETY_OWNER,
            href="#",
            notes=(("building-community", "Bron: politie Oost"),),
        ),
        Line(
            *PLACES["care"],
            "Gebeld, geen gehoor",
            "Voicemail ingesproken, morgen opnieuw.",
            "do 12 november",
            "2026-11-12",
            "phone",
            "Contact",
            carer,
            href="#",
            corrected="Verbeterd op 13 november door S. Yılmaz: datum klopte niet",
        ),
        Line(
            *PLACES["care"],
            "Gebeld, geen gehoor",
            "Voicemail ingesproken.",
            "wo 11 november",
            "2026-11-11",
            "phone",
            "Eerdere tekst",
            carer,
            replaced=True,
        ),
        Line(
            *PLACES["safety"],
            "Signaal van de woningcorporatie",
            "Twee maanden huurachterstand en brandschade in de keuken.",
            "di 3 november",
            "2026-11-03",
            "building-community",
            "Signaal",
            SAFETY_OWNER,
            href="#",
        ),
        Line(
            *PLACES["care"],
            "Eerste contact na bericht van de huisarts",
            "Mevrouw is gebeld en kent haar vaste contactpersoon.",
            "wo 28 oktober",
            "2026-10-28",
            "phone",
            "Contact",
            carer,
            month="oktober 2026",
            href="#",
        ),
    ]
