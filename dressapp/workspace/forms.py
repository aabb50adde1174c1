"""What the pages post that belongs to no single row."""

from django import forms

from dressapp.assessments.models import Meaning
from dressapp.core.fields import TextField
from dressapp.core.forms import TypedForm


class CompleteForm(TypedForm):
    """The revision that the person saw, the id that makes two posts one, and why a signed one is amended."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = TextField(label="Why it is amended", paragraphs=True)


class SignForm(forms.Form):
    """What the signature means, and the password once more; nothing is chosen beforehand."""

    meaning = forms.ChoiceField(
        label="What your signature means",
        choices=Meaning.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what your signature means."},
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput,
        error_messages={"required": "Enter your password."},
    )
