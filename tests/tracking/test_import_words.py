"""Whatever the engine can say has words."""

import pytest

from tracking.import_words import _PROBLEMS, words
from tracking.importers import Ask, Code, Problem, Question, Why


@pytest.mark.parametrize("code", list(Code))
def test_every_problem_has_a_sentence(code):
    assert code in _PROBLEMS
    said = words(Problem(code, 3, "Coût", "douze", {"listed": 3}))
    assert "%(" not in said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (Ask.CURRENCY, Why.MISSING), (Ask.CURRENCY, Why.AMBIGUOUS), (Ask.CURRENCY, Why.CONFLICT),
        (Ask.PERIOD, Why.MISSING), (Ask.PERIOD, Why.AMBIGUOUS), (Ask.PERIOD, Why.CONFLICT),
        (Ask.DAY_MONTH_ORDER, Why.AMBIGUOUS), (Ask.DAY_MONTH_ORDER, Why.CONFLICT),
        (Ask.DECIMAL_MARK, Why.AMBIGUOUS), (Ask.DECIMAL_MARK, Why.CONFLICT),
        (Ask.SHEET, Why.AMBIGUOUS), (Ask.MAPPING, Why.MISSING), (Ask.MAPPING, Why.AMBIGUOUS),
    ],
)  # fmt: skip
def test_every_question_has_a_sentence(ask, why):
    assert words(Question(ask, why, "Coût")) != str(Question(ask, why, "Coût"))
