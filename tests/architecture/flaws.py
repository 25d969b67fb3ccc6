"""What can be wrong with a page, whatever it shows."""

import re
from xml.etree.ElementTree import Element

import html5lib


def flaws(body: str) -> list[str]:
    """Say what is wrong with a page."""
    try:
        tree = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
        ).parse(body)
    except html5lib.html5parser.ParseError as error:
        return [f"not HTML5: {error}"]
    checks = (_headed, _identified, _labelled, _safe, _forms, _tabled, _places)
    return [flaw for check in checks for flaw in check(tree)]


def _words(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _headed(tree: Element) -> list[str]:
    heads = tree.findall(".//h1")
    if len(heads) != 1:
        return [f"{len(heads)} times h1"]
    title, head = _words(tree.find(".//title")), _words(heads[0])
    return (
        [] if head and title.startswith(head) else [f"title {title!r} does not start with {head!r}"]
    )


def _identified(tree: Element) -> list[str]:
    found = [e.get("id") for e in tree.iter() if e.get("id") is not None]
    twice = sorted({one for one in found if found.count(one) > 1})
    refers = [
        (e, name, one)
        for e in tree.iter()
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls")
        for one in (e.get(name) or "").split()
    ]
    lost = [f"{name}={one!r} leads nowhere" for _e, name, one in refers if one not in found]
    return [f"id {one!r} twice" for one in twice] + lost


def _labelled(tree: Element) -> list[str]:
    labels = tree.findall(".//label")
    named = {label.get("for") for label in labels}
    inside = {id(field) for label in labels for field in label.iter()}
    wordless = [f"label for {e.get('for')!r} says nothing" for e in labels if not _words(e)]
    return wordless + [
        f"{field.tag} {field.get('name')!r} has no label"
        for kind in ("input", "select", "textarea")
        for field in tree.findall(f".//{kind}")
        if field.get("type") not in ("hidden", "submit", "button")
        and not (field.get("id") in named or id(field) in inside or field.get("aria-label"))
    ]


def _safe(tree: Element) -> list[str]:
    found = [f"style on {e.tag}" for e in tree.iter() if e.get("style") or e.tag == "style"]
    found += [f"{name} on {e.tag}" for e in tree.iter() for name in e.attrib if name[:2] == "on"]
    found += ["inline script" for e in tree.findall(".//script") if not e.get("src") or e.text]
    urls = [(e, e.get(name) or "") for e in tree.iter() for name in ("href", "src", "action")]
    return found + [
        f"{url} on {e.tag}" for e, url in urls if re.match(r"\s*(?:javascript|data|https?|//)", url)
    ]


def _forms(tree: Element) -> list[str]:
    found = []
    for form in tree.findall(".//form"):
        method, names = (form.get("method") or "").lower(), {e.get("name") for e in form.iter()}
        if not form.get("action") or method not in ("get", "post"):
            found.append(f"form without action or method: {form.attrib}")
        if method == "post" and "csrf_token" not in names:
            found.append(f"form without token: {form.get('action')}")
        if method == "get" and "csrf_token" in names:
            found.append(f"token in an address: {form.get('action')}")
    return found


def _tabled(tree: Element) -> list[str]:
    """Every row of a table has a cell under each of its headings."""
    found = []
    for table in tree.findall(".//table"):
        wide = len(table.findall("./thead/tr/th"))
        for row in table.findall("./tbody/tr") if wide else []:
            cells = sum(int(cell.get("colspan") or 1) for cell in row if cell.tag in ("td", "th"))
            if cells != wide:
                found.append(f"a row of {cells} cells under {wide} headings: {_words(row)[:60]}")
    return found


LANDMARKS = {"section": "region", "aside": "complementary", "nav": "navigation"}


def _places(tree: Element) -> list[str]:
    """Whoever walks a page by its landmarks meets no two of the same kind and name."""
    told = {e.get("id"): _words(e) for e in tree.iter() if e.get("id")}
    names = []
    for element in tree.iter():
        kind = element.get("role") or LANDMARKS.get(element.tag)
        name = element.get("aria-label") or told.get(element.get("aria-labelledby"), "")
        if kind in LANDMARKS.values() and (name or kind != "region"):
            names.append((kind, " ".join(name.split()).lower()))
    twice = sorted({one for one in names if names.count(one) > 1})
    return [f"landmark {kind} {name!r} more than once" for kind, name in twice]
