"""The form of the questions about one drug's part in the reaction: the scales' and our own."""

from typing import Any

from django import forms

from dressapp.cases.entry import RowForm
from scoring.causality.culprits import QUESTIONS
from scoring.causality.scale import UNKNOWN, Question
from scoring.explain import signed
from scoring.kernel.citation import CERTAINTY


def field_of(question: str) -> str:
    """Return the name of a question's field; a dot has a meaning of its own where fields are looked up."""
    return question.replace(".", "_")


def choices_of(question: Question) -> list[tuple[str, str]]:
    """Return the answers with their points; those that could not be verified say so."""
    has_points = "." in question.id
    named = [
        (each.word, f"{each.words} ({_points(each.points, each.certainty)})" if has_points else each.words)
        for each in question.options
    ]
    return [*named, (UNKNOWN, "Unknown")] if question.may_be_unknown else named


def _points(points: int, certainty: str) -> str:
    mark = f", {CERTAINTY['GK'].partition(':')[0]}" if certainty == "GK" else ""
    return f"{signed(points)}{mark}"


class QuestionsForm(RowForm):
    """The clinician's answers about one drug; `row` is the course. What is not answered stays out."""

    def _stored_value(self, name: str) -> Any:
        """Return the stored answer to the question of a field."""
        return self.row.causality.get(QUESTION_OF[name], "")

    @property
    def values(self) -> dict[str, Any]:
        """Return every answer of the drug: those of this form, and what the page did not offer as stored."""
        answers = dict(self.row.causality)
        for name, question in QUESTION_OF.items():
            if self.was_offered(name):
                answers[question] = self.cleaned_data[name]
        return {"causality": {question: word for question, word in answers.items() if word}}


QUESTION_OF = {field_of(question): question for question in QUESTIONS}
CausalityForm: type[QuestionsForm] = type(
    "CausalityForm",
    (QuestionsForm,),
    {
        field_of(question.id): forms.ChoiceField(
            label=question.title, choices=choices_of(question), required=False, widget=forms.RadioSelect
        )
        for question in QUESTIONS.values()
    },
)
