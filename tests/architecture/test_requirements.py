"""Each numbered requirement names the tests that prove it."""

from __future__ import annotations

import ast

from tools import requirements


def test_every_requirement_is_proved_or_said_to_be_open() -> None:
    assert requirements.faults() == []


def test_marks_are_read_from_functions_classes_and_modules() -> None:
    source = """
pytestmark = [pytest.mark.slow, pytest.mark.requirement("R1")]

@pytest.mark.requirement("S1", "S2")
def test_one(): ...

@pytest.mark.requirement("S3")
class TestTwo:
    def test_three(self): ...
    @pytest.mark.requirement("S4")
    def test_four(self): ...
    def helper(self): ...

def helper(): ...
"""
    assert sorted(requirements._marked(ast.parse(source), "f.py")) == [
        ("R1", "f.py::TestTwo::test_four"),
        ("R1", "f.py::TestTwo::test_three"),
        ("R1", "f.py::test_one"),
        ("S1", "f.py::test_one"),
        ("S2", "f.py::test_one"),
        ("S3", "f.py::TestTwo::test_four"),
        ("S3", "f.py::TestTwo::test_three"),
        ("S4", "f.py::TestTwo::test_four"),
    ]
