"""Draws a card with ReportLab (Debian package python3-reportlab), for comparison.

usage: reportlab_card.py CARD.json FONT-REGULAR.ttf FONT-BOLD.ttf ROUNDS [OUT.pdf]

The card is one of testdata/cards. It has the content of our own: every word, the
tables, the position strips, three-year dots and trends as vectors, the embedded
fonts. It is laid out by ReportLab's own Paragraph and Table and has no tags.
Fonts are parsed once. It prints the milliseconds of processor time for a card,
the median of the rounds, each of five cards.
"""
import io
import json
import sys
import time
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (ListFlowable, ListItem, PageBreak, Paragraph,
                                SimpleDocTemplate, Spacer, Table)

INK, BLUE, GREY, ORANGE, LIGHT = map(HexColor, ("#0B0C0C", "#12436D", "#3D3D3D", "#F46A25", "#BFBFBF"))


def style(name, size, color=INK, bold=False, **kw):
    return ParagraphStyle(name, fontName="Bold" if bold else "Regular", fontSize=size, leading=size * 1.2,
                          textColor=color, **kw)


BODY, SMALL, BOLD = style("body", 9.5), style("small", 9.5, GREY), style("bold", 9.5, bold=True)
RULES = [("LINEBELOW", (0, 0), (-1, -1), 0.5, LIGHT), ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)]
H1, H2, FIGURE = style("h1", 22, BLUE, True), style("h2", 13, BLUE, True), style("figure", 9.5, alignment=TA_RIGHT)


def text(runs):
    return "".join(("<b>%s</b>" if r["Bold"] else "%s") % escape(r["Text"]) for r in runs or [])


def para(s, st=BODY):
    return Paragraph(escape(s), st)


def strip(s):
    d = Drawing(34 * mm, 8 * mm)
    if not s:
        return d

    def at(v):
        return (v - s["Min"]) / (s["Max"] - s["Min"]) * 34 * mm

    if s["HasLimits"]:
        d.add(Rect(at(s["LimitLo"]), 6, at(s["LimitHi"]) - at(s["LimitLo"]), 11, fillColor=LIGHT, strokeWidth=0))
    if s["HasQuartiles"]:
        d.add(Rect(at(s["QuartileLo"]), 6, at(s["QuartileHi"]) - at(s["QuartileLo"]), 11, fillColor=GREY, strokeWidth=0))
    if s["HasMarker"]:
        d.add(Line(at(s["Marker"]), 4, at(s["Marker"]), 19, strokeColor=GREY))
    d.add(Line(at(s["Lo"]), 11, at(s["Hi"]), 11, strokeColor=BLUE, strokeWidth=1.4))
    d.add(Circle(at(s["Dot"]), 11, 3.5, fillColor=BLUE, strokeWidth=0))
    return d


def spark(s):
    d = Drawing(14 * mm, 8 * mm)
    points = [(i * 6 * mm + 4, 3 + 15 * p["Value"] / (s["Max"] or 1)) for i, p in enumerate(s["Points"]) if not p["Missing"]] if s else []
    for a, b in zip(points, points[1:]):
        d.add(Line(*a, *b, strokeColor=BLUE))
    for x, y in points:
        d.add(Circle(x, y, 2, fillColor=BLUE, strokeWidth=0))
    return d


def trend(t):
    w, h = 52 * mm, 20 * mm
    d = Drawing(w, h)
    d.add(Line(0, 0, w, 0, strokeColor=GREY))
    d.add(Line(0, h, w, h, strokeColor=LIGHT))
    for s in t["Series"]:
        points = [(8 + i * (w - 30) / 2, h * p["Value"] / t["Max"], p) for i, p in enumerate(s["Points"]) if not p["Missing"]]
        for a, b in zip(points, points[1:]):
            d.add(Line(a[0], a[1], b[0], b[1], strokeColor=BLUE))
        for x, y, p in points:
            d.add(Line(x, h * p["Lo"] / t["Max"], x, h * p["Hi"] / t["Max"], strokeColor=BLUE))
            d.add(Circle(x, y, 2.7, fillColor=BLUE if s["Filled"] else HexColor("#FFFFFF"), strokeColor=BLUE))
    return [para(t["Title"], BOLD), para(t["Takeaway"]), para(t["MaxText"], SMALL), d, para(t["MinText"] + " " + " ".join(t["Years"]), SMALL),
            para(", ".join(s["Label"] for s in t["Series"]), SMALL), para(t.get("Under", ""), SMALL)]


def figures(t):
    if not t["Rows"]:
        return []
    rows = [[para(c, BOLD) for c in t["Header"]]] + [[para(c, FIGURE if n else BODY) for c, n in zip(r, t["Numeric"])] for r in t["Rows"]]
    widths = [66 * mm] + [120 * mm / (len(t["Header"]) - 1)] * (len(t["Header"]) - 1)
    return [para(t["Title"], H2), para(t["Caption"], SMALL), Table(rows, widths, style=RULES), para(t["Note"], SMALL)]


def bullets(items):
    return ListFlowable([ListItem(i) for i in items], bulletType="bullet", start="•")


def story(c):
    g = c["Glance"]
    out = [para(c["Label"], BOLD), para(c["Name"], H1), para(" · ".join(c["Identity"]), SMALL), para(" ".join(c["Tags"] or []), BOLD),
           Paragraph(text(c["Notice"]), BODY), Paragraph(text(c["Headline"]), style("headline", 13))]
    out.append(bullets([Paragraph(text(f), BODY) for f in c["Findings"] or []]))
    rows = [[para(g["Columns"][k], BOLD) for k in ("Measure", "SEND", "NoSEND", "Gap", "Local", "Strip", "Years", "Result")]]
    for r in g["Rows"]:
        cells = [[para(r[k]["Main"], FIGURE), para(r[k]["Sub"], FIGURE)] for k in ("SEND", "NoSEND", "Gap", "Local")]
        rows.append([para(r["Measure"], BOLD)] + cells + [strip(r["Strip"]), spark(r["Years"]), para(r["Result"], BOLD)])
        rows.append([para(r["Note"] + " · " + r["Aside"], SMALL)] + [""] * 7)
    spans = [("SPAN", (0, i), (-1, i)) for i in range(2, len(rows), 2)]
    widths = [v * mm for v in (34, 16, 16, 20, 14, 38, 16, 26)]
    out += [para(g["Title"], H2), Table(rows, widths, style=spans + RULES), para(g["Note"], SMALL)]
    out += figures(c["Published"])
    facts = [[para(f["Value"], BOLD), para(f["Label"], SMALL), para(f["Local"], SMALL)] for f in c["Context"] or []]
    if facts:
        out.append(Table([facts]))
    out.append(PageBreak())
    for e in c["Enquiries"] or []:
        columns = [[para(e["MeansTitle"], BOLD), bullets([para(m) for m in e["Means"]])],
                   [para(e["QuestionsTitle"], BOLD), bullets([para(q) for q in e["Questions"]])]]
        out += [para(e["Heading"], H2), para(e["Title"], BOLD), Paragraph(text(e["Says"]), BODY), Table([columns], [92 * mm] * 2)]
    if c["Trends"]:
        out += [para(c["Headings"]["trends"], H2), Table([[trend(t) for t in c["Trends"][:3]]])]
    for title, items in (("strengths", c["Strengths"]), ("unknowns", c["Unknowns"])):
        out += [para(c["Headings"][title], H2), bullets([para(i) for i in items or []])]
    out += figures(c["More"])
    for title, items in (("method", c["Method"]), ("glossary", c["Glossary"])):
        out += [para(c["Headings"][title], H2), Paragraph(" ".join(text(i) for i in items or []), SMALL), Spacer(1, 3)]
    return out


def draw(card, to):
    def footer(canvas, doc):
        canvas.setFont("Regular", 9)
        canvas.drawString(14 * mm, 8 * mm, card["FooterLeft"])
        canvas.drawRightString(A4[0] - 14 * mm, 8 * mm, "%s · Page %d of 2" % (card["Marking"], doc.page))

    doc = SimpleDocTemplate(to, pagesize=A4, leftMargin=12 * mm, rightMargin=12 * mm, topMargin=8 * mm, bottomMargin=12 * mm,
                            title=card["Title"], lang="en-GB", pageCompression=1)
    doc.build(story(card), onFirstPage=footer, onLaterPages=footer)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        card = json.load(f)
    pdfmetrics.registerFont(TTFont("Regular", sys.argv[2]))
    pdfmetrics.registerFont(TTFont("Bold", sys.argv[3]))
    pdfmetrics.registerFontFamily("Regular", normal="Regular", bold="Bold", italic="Regular", boldItalic="Bold")
    if len(sys.argv) > 5:
        draw(card, sys.argv[5])
    each, times = 5, []
    for _ in range(int(sys.argv[4])):
        start = time.process_time()
        for _ in range(each):
            draw(card, io.BytesIO())
        times.append((time.process_time() - start) / each * 1e3)
    print("%.3f" % sorted(times)[len(times) // 2])


main()
