"""usage: html_check.py FILE    Is the page whole, and does it ask for nothing? Says what is wrong and exits 1; else prints what stands in it:
language, number of h1, of sections, of pictures, of tables."""
import sys
from html.parser import HTMLParser

VOID = {"meta", "br", "col"}
FORBIDDEN = {"script", "link", "iframe", "img", "object", "embed", "form", "base", "a", "video", "audio", "use", "image"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.counts, self.ids, self.references, self.language = [], [], {}, [], [], None

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in FORBIDDEN:
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if name in ("style", "src", "href", "srcset", "action") or name.startswith("on") or "://" in (value or ""):
                self.faults.append(f"{name}={value} in <{tag}>")
        if len(values) != len(attributes):
            self.faults.append(f"an attribute twice in <{tag}>")
        if tag == "html":
            self.language = values.get("lang")
        if "id" in values:
            self.ids.append(values["id"])
        self.references += [values[name] for name in ("aria-labelledby", "aria-describedby") if name in values]
        if tag == "svg" and values.get("role") != "img":
            self.faults.append("a picture without a role")
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> of what was not open, at {self.getpos()}")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style" and ("url(" in data or "@import" in data):
            self.faults.append("a style from elsewhere")


page = Page()
page.feed(open(sys.argv[1], encoding="utf-8").read())
page.close()
if page.open:
    page.faults.append(f"not closed: {page.open}")
if len(page.ids) != len(set(page.ids)):
    page.faults.append("an id stands twice")
page.faults += [f"a reference to nothing: {name}" for name in page.references if name not in page.ids]
print(*page.faults or [page.language] + [page.counts.get(tag, 0) for tag in ("h1", "section", "svg", "details")], sep="\n" if page.faults else " ")
sys.exit(1 if page.faults else 0)
