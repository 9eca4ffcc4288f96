"""Failures and problems: what a person reads of them."""

import pytest

from graph_service.errors import BadInput, BadValue, GraphServiceError, Problem


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem(kind="odd", why="it is odd", todo="Mend it."), "-: odd: it is odd. Mend it."),
        (
            Problem(kind="odd", why="it is odd", todo="Mend it.", file="f.csv", line=3),
            "f.csv:3: odd: it is odd. Mend it.",
        ),
        (Problem(kind="odd", why="It is.", todo="Mend it.", subject="c1"), "c1: odd: It is. Mend it."),
        (
            Problem(kind="odd", why="it is odd", todo="Mend it.", file="f", field="a", value="x"),
            "f a = 'x': odd: it is odd. Mend it.",
        ),
    ],
)
def test_a_problem_says_where_what_why_and_what_to_do(problem: Problem, text: str) -> None:
    assert str(problem) == text


@pytest.mark.parametrize("todo", ["", " "])
def test_a_problem_that_does_not_say_what_to_do_cannot_be_made(todo: str) -> None:
    """So no loader, and not the engine, can raise one of any kind; where nothing is to be done it says that."""
    with pytest.raises(AssertionError, match="odd: a problem says what to do"):
        Problem(kind="odd", why="it is odd", todo=todo)


def test_a_bad_value_is_bad_input_and_a_value_error() -> None:
    """Callers of either kind catch it."""
    assert issubclass(BadValue, BadInput)
    assert issubclass(BadValue, ValueError)
    assert issubclass(BadInput, GraphServiceError)
