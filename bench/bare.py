"""The floor: Flask and Jinja alone, a page of as many bytes and parts as the case page.

No database, no sign-in, no policy, no log. What stands between this and the case page is the house.
"""

from flask import Flask, render_template_string

STEPS = 40
PAGE = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><main>
<h1>{{ title }}</h1><p>{{ filler }}</p><ol>
{% for step in steps %}<li class="tl__item" id="step-{{ loop.index }}"><article>
<p><time datetime="{{ step.iso }}">{{ step.day }}</time> <span>{{ step.kind }}</span></p>
<h4><a href="/steps/{{ loop.index }}">{{ step.title }}</a></h4>
<div><p>{{ step.body }}</p></div><p><span>{{ step.author }}</span></p></article></li>
{% endfor %}</ol></main></body></html>"""
BODY = "Gesproken met de bewoner over de voortgang; afspraak gemaakt & vastgelegd. "
STEP = {
    "iso": "2026-03-03",
    "day": "di 3 maart",
    "kind": "huisbezoek",
    "title": "Huisbezoek aan de bewoner",
    "body": BODY * 16,
    "author": "N. Wissink",
}
FILLER = "Een zin van gewone lengte over wat er speelt. " * 280

app = Flask(__name__)


@app.get("/")
def show() -> str:
    """Show the page; its template is compiled once."""
    return render_template_string(PAGE, title="Casus", steps=[STEP] * STEPS, filler=FILLER)
