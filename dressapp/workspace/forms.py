"""What the pages post that belongs to no single row."""

from django import forms


class SaveAssessmentForm(forms.Form):
    """The revision that the person saw, and the id that makes two posts one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
