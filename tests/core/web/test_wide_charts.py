"""Goal trees and Gantt charts: where things stand, and that what is drawn can be read without seeing it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from flask import Flask, render_template_string

from core.web.gantt_chart import LINES, NAMES, WIDTH, Span, gantt_chart
from core.web.tree_chart import BOX, GAP, Branch, broken, tree_chart

NAMES_OF = {"solid": "Går enligt plan", "hatched": "Försenad"}


def test_texts_are_broken_at_words_and_end_in_an_ellipsis() -> None:
    assert broken("Fler lär sig vård nära hemmet", 12, 4) == ("Fler lär sig", "vård nära", "hemmet")
    assert broken("ett två tre fyra", 4, 2) == ("ett", "två…")
    assert broken("Kompetensförsörjningsplanering", 12, 4) == ("Kompetensfö-", "rsörjningsp-", "lanering")
    assert broken("") == ()


def test_a_goal_stands_beside_the_middle_of_what_grows_from_it() -> None:
    tree = Branch("Vision", children=[Branch("Ett", children=[Branch("A", "Klar", "dotted"), Branch("B", fill="solid")]), Branch("Två")])
    chart = tree_chart(tree)
    boxes = {box.lines[0]: box for box in chart.boxes}
    assert {name: box.x for name, box in boxes.items()} == {
        "Vision": 0, "Ett": BOX + GAP, "A": 2 * (BOX + GAP), "B": 2 * (BOX + GAP), "Två": BOX + GAP
    }  # fmt: skip
    middle = {name: box.y + box.height / 2 for name, box in boxes.items()}
    assert abs(middle["Ett"] - (middle["A"] + middle["B"]) / 2) < 0.1
    assert abs(middle["Vision"] - (middle["Ett"] + middle["Två"]) / 2) < 0.1
    assert chart.width == 3 * BOX + 2 * GAP
    assert chart.height == max(box.y + box.height for box in chart.boxes)
    assert len(chart.links) == 4
    assert chart.fills == ("dotted", "solid")


def test_no_boxes_of_a_tree_overlap() -> None:
    names = "en insats med ett ganska långt namn som behöver flera rader i sin ruta"
    tree = Branch(names * 2, children=[Branch(names, children=[Branch(names) for _ in range(n)]) for n in (0, 1, 5, 2)])
    chart = tree_chart(tree)
    for level in range(3):
        column = sorted((box.y, box.y + box.height) for box in chart.boxes if box.level == level)
        assert all(before[1] <= after[0] for before, after in pairwise(column))


def test_bars_stand_at_their_days() -> None:
    spans = [
        Span("Hela året", date(2026, 1, 1), date(2026, 12, 31)),
        Span("Sista dagen", date(2026, 12, 31), date(2026, 12, 31), "hatched", "Försenad"),
    ]
    chart = gantt_chart(spans, today=date(2026, 7, 2))
    assert chart is not None
    whole, last = chart.rows
    assert (whole.x, round(whole.x + whole.width)) == (NAMES, WIDTH - 8)
    assert last.width == 4.0
    assert last.note_anchor == "end"
    assert chart.today == round(NAMES + (WIDTH - NAMES - 8) * 182 / 365, 1)
    assert [tick.label for tick in chart.ticks] == ["2026", "26-04", "26-07", "26-10"]


def test_a_chart_of_many_years_has_few_marks_and_headings_once() -> None:
    spans = [
        Span(f"Insats {n} " + "med långt namn " * 20, date(2020 + n, 1, 1), date(2021 + n, 1, 1), group=f"Prioritering {n // 5}")
        for n in range(10)
    ]
    chart = gantt_chart(spans, today=date(2019, 1, 1))
    assert chart is not None
    assert [row.lines[0] for row in chart.rows if row.is_heading] == ["Prioritering 0", "Prioritering 1"]
    assert len(chart.ticks) == 11
    assert max(len(row.lines) for row in chart.rows) == LINES
    assert chart.today is None
    assert gantt_chart([]) is None


def test_a_span_that_ends_before_it_begins_is_drawn_on_its_first_day() -> None:
    chart = gantt_chart([Span("Fel", date(2026, 5, 2), date(2026, 5, 1))])
    assert chart is not None
    assert chart.rows[0].width == 4.0


def test_drawings_have_a_name_a_description_and_a_table(app: Flask) -> None:
    tree = tree_chart(Branch("Vision <b>", children=[Branch("Ett & två", "Försenad", "hatched")]))
    bars = gantt_chart([Span("Ett & två", date(2026, 1, 1), date(2026, 6, 30), "hatched", "Försenad")], today=date(2026, 2, 1))
    with app.test_request_context("/"):
        html = render_template_string(
            '{{ ui.goal_tree("Mål", "Ett mål av två.", tree, names, ["Mål", "Läge"], [["Ett & två", "Försenad"]], "tree") }}'
            '{{ ui.gantt("Tid", "En insats är försenad.", bars, names, ["Insats", "Läge"], [["Ett & två", "Försenad"]], "time") }}',
            tree=tree,
            bars=bars,
            names=NAMES_OF,
        )
    assert '<title id="tree-name">Mål</title><desc id="tree-about">Ett mål av två.</desc>' in html
    assert '<title id="time-name">Tid</title><desc id="time-about">En insats är försenad.</desc>' in html
    assert "Vision &lt;b&gt;" in html
    assert html.count("<caption>") == 2
    assert html.count('fill="url(#tree-hatched)"') == 2  # the mark of the box, and the legend
    assert html.count('fill="url(#time-hatched)"') == 2
    assert "I dag" in html
    assert "style=" not in html
