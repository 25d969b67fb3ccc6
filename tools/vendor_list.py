"""What is brought in for the browser: packages with their version, parts, icons and licences."""

from typing import Final

# Parts of the NL Design System. The candidate version is preferred where both exist.
UTRECHT: Final = {
    "alert": "5.0.2",
}
