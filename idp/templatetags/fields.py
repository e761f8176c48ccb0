"""How our own pages draw a form's control: templates/field.html is the only caller.

Django marks a control that has an error of its own. What is added here: the form's own sentence ("the password is wrong")
belongs to the control that must be filled in again, and the cursor stands there, so that it is read aloud and typing goes on.
"""

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

register = template.Library()

SUMMARY = "form-errors"  # the id in templates/form_errors.html


@register.simple_tag
def control(field: BoundField, first: bool = False) -> SafeString:
    """The control of `field`; `first` gives it the cursor on a page that has no errors."""
    attrs: dict[str, str | bool] = {}
    if field.form.errors:
        if field.name == _to_correct(field.form):
            attrs["autofocus"] = True
            if not field.errors:
                attrs["aria-describedby"] = SUMMARY
    elif first:
        attrs["autofocus"] = True
    return field.as_widget(attrs=attrs)


def _to_correct(form: BaseForm) -> str:
    """The first control with an error; for an error of the whole form the first that is shown empty, as passwords are."""
    fields = list(form)
    wrong = [field.name for field in fields if field.errors]
    empty = [field.name for field in fields if not getattr(field.field.widget, "render_value", True) or not field.value()]
    return (wrong or empty or [field.name for field in fields])[0]
