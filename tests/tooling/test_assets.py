"""What the browser gets: vendored files as locked, built files current, readable colours."""

import re
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import build_assets, theme, vendor_assets
from tools.styleguide.pages import environment, pages
from tools.vendor_list import ICONS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = pages()
NAMED = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']""")


def test_vendored_files_are_as_locked():
    assert vendor_assets.check() == []


def test_a_touched_vendored_file_is_seen(tmp_path, monkeypatch):
    file = tmp_path / "vendor" / "a.css"
    file.parent.mkdir()
    file.write_text("a{}")
    lock = tmp_path / "vendor.lock.json"
    lock.write_text('{"packages": [], "files": {"vendor/a.css": "00", "vendor/gone.css": "00"}}')
    (file.parent / "stray.js").write_text("1")
    monkeypatch.setattr(vendor_assets, "ROOT", tmp_path)
    monkeypatch.setattr(vendor_assets, "VENDOR", file.parent)
    monkeypatch.setattr(vendor_assets, "LOCK", lock)
    assert vendor_assets.check() == [
        "not in vendor.lock.json: vendor/stray.js",
        "missing: vendor/gone.css",
        "touched: vendor/a.css",
    ]


def test_built_files_are_current():
    assert build_assets.stale() == []


def test_every_token_our_styles_use_has_a_value():
    assert build_assets.undefined_tokens() == []


def test_every_icon_a_template_names_is_in_the_sprite():
    named = {name for file in TEMPLATES for name in NAMED.findall(file.read_text("utf-8"))}
    assert named
    assert named <= set(ICONS)


def test_the_sprite_holds_every_icon_asked_for():
    sprite = (vendor_assets.VENDOR / "icons.svg").read_text("utf-8")
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == set(ICONS)


@given(hue=st.floats(0, 360), chroma=st.floats(0, 0.3), lightness=st.floats(0.2, 0.95))
def test_no_brand_colour_gives_text_that_cannot_be_read(hue, chroma, lightness):
    steps = theme.ramp(hue, chroma, lightness)
    assert theme.contrast(steps[400], steps[100]) >= theme.READABLE
    assert theme.contrast(steps[500], "#ffffff") >= theme.VERY_READABLE
    assert theme.contrast(steps[700], steps[200]) >= theme.READABLE


def test_contrast_is_what_wcag_says():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("one", theme.THEMES, ids=lambda one: one.name)
def test_every_shipped_theme_can_be_read(one):
    assert theme.css(one).count("--basis-color-accent-1-") > 20


def test_no_template_of_ours_carries_style_or_script_of_its_own():
    forbidden = re.compile(
        r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)|javascript:"""
    )
    found = {f.name: m.group() for f in TEMPLATES if (m := forbidden.search(f.read_text("utf-8")))}
    assert found == {}


def test_what_is_imported_into_the_parts_is_handed_on():
    parts = environment().get_template("components/ui.html").module
    imported = re.findall(
        r'{% from "[^"]+" import ([^%]+?) %}',
        (ROOT / "templates" / "components" / "ui.html").read_text("utf-8"),
    )
    names = {name.strip() for line in imported for name in line.split(",")}
    assert {name for name in names if not hasattr(parts, name)} == set()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_of_the_style_guide_is_valid_html(name):
    html5lib.HTMLParser(strict=True).parse(PAGES[name])


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_id_is_given_twice_and_every_label_has_its_field(name):
    ids = re.findall(r'\sid="([^"]*)"', PAGES[name])
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'\s(?:for|aria-describedby|aria-labelledby)="([^"]*)"', PAGES[name])
    assert {one for several in pointed for one in several.split()} <= set(ids)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_title_starts_with_the_heading_of_its_page(name):
    [title] = re.findall(r"<title>\s*(.*?)\s*</title>", PAGES[name], re.DOTALL)
    [heading] = re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", PAGES[name], re.DOTALL)
    assert title == f"{heading} - Samenhang"


def test_what_is_not_there_and_what_is_not_yours_hold_no_token():
    assert "example-token" in PAGES["form"]
    assert "example-token" not in PAGES["404"]
