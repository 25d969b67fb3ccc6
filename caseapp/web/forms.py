"""The form base, and fields whose value is always there once the form is valid."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

import wtforms
from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.fields.choices import Choice as Offer  # type: ignore[attr-defined] # stubs lag
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import ListWidget, RadioInput

from caseapp.kernel import clock
from caseapp.kernel.errors import Conflict, RuleBroken
from caseapp.web import messages, once, wording

Required = DataRequired(_l("Vul dit in."))
EARLIEST, YEARS_AHEAD = date(1900, 1, 1), 25
E = TypeVar("E", bound=Enum)


class Form(FlaskForm):  # type: ignore[misc] # flask_wtf ships no types
    """A form that is handled once, and remembers which version of a thing it was made from.

    The token against forged requests is checked for every form at once, before any view.
    """

    class Meta:
        csrf = False

    kept_at: datetime | None = None
    """When the draft was kept that this form was filled from."""

    form_key = wtforms.HiddenField()
    version = wtforms.HiddenField()
    made_from = wtforms.HiddenField()
    """The version the texts were typed over; kept with a draft, as `version` is not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.form_key.data:
            self.form_key.data = once.new_key()

    def refuse(self, error: RuleBroken) -> None:
        """Put the message of a broken rule at its field, or on top."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(messages.of(error))
        else:
            field.errors = [*field.errors, messages.of(error)]

    def refuse_all(self, errors: Iterable[RuleBroken]) -> None:
        """Put what is broken at its fields, but for fields at which something is wrong already."""
        for error in [one for one in errors if not self.errors.get(one.field)]:
            self.refuse(error)

    def must_be_made_from(self, noun: Any, theirs: Callable[[], dict[str, str]]) -> None:
        """Raise Conflict, with what stands there now, if the thing changed since this form."""
        if self.version.data != str(noun.version):
            raise Conflict(theirs(), self.as_typed())

    def as_typed(self) -> dict[str, str]:
        """Give what was filled in, each under the words its field has on the screen."""
        return {
            str(field.label.text): _written(field)
            for field in self
            if not isinstance(field, wtforms.HiddenField)
        }


def _written(field: Any) -> str:
    """Write down what somebody filled in, as they would read it back."""
    if isinstance(field, Day):
        return "-".join(filter(None, field.parts.values()))
    offers = field.iter_choices() if hasattr(field, "iter_choices") else ()
    words = {str(offer[0]): str(offer[1]) for offer in offers}
    values = field.data if isinstance(field.data, list) else [field.data]
    return ", ".join(words.get(str(value), str(value)) for value in values if value)


def at_most(length: int) -> Length:
    """Refuse a longer text with a message that says how long it may be."""
    return Length(max=length, message=_l("Dit is te lang: hooguit %(max)d tekens."))


class Text(wtforms.StringField):
    """One line of text, without spaces around it."""

    data: str

    def __init__(
        self, label: Any, *, length: int = 200, required: bool = False, **kwargs: Any
    ) -> None:
        validators = [*([Required] if required else []), at_most(length)]
        super().__init__(label, validators=[*validators, *kwargs.pop("extra", [])], **kwargs)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the text as typed; nothing typed is an empty text."""
        self.data = valuelist[0].strip() if valuelist else ""


class LongText(wtforms.TextAreaField):
    """Several lines of text."""

    data: str

    def __init__(
        self, label: Any, *, length: int = 10_000, required: bool = False, **kwargs: Any
    ) -> None:
        validators = [*([Required] if required else []), at_most(length)]
        super().__init__(label, validators=validators, **kwargs)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the text as typed, with one kind of line ending."""
        self.data = valuelist[0].replace("\r\n", "\n").strip() if valuelist else ""


class Choice(wtforms.SelectField):
    """One member of an enum, from a list that folds open, in the words of `labels`."""

    data: Any

    def __init__(
        self,
        label: Any,
        kind: type[Enum],
        *,
        members: Sequence[Enum] | None = None,
        must_choose: bool = True,
        **kwargs: Any,
    ) -> None:
        self.members, self.must_choose = members or list(kind), must_choose
        super().__init__(label, choices=[], validate_choice=False, **kwargs)
        if must_choose:
            self.flags.required = True

    def process_data(self, value: Any) -> None:
        """Take the member that stands in the object."""
        self.data = value if isinstance(value, Enum) else None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was chosen; what is not offered is nothing."""
        offered = {str(member.value): member for member in self.members}
        self.data = offered.get(valuelist[0]) if valuelist else None

    def pre_validate(self, _form: Any) -> None:
        """Refuse nothing chosen where something must be."""
        if self.data is None and self.must_choose:
            raise ValidationError(gettext("Kies een van deze."))

    def iter_choices(self) -> Iterator[Offer]:
        """Offer the members, and nothing where that may be chosen."""
        if not self.must_choose:
            yield Offer("", wording.gettext("Geen keuze"), self.data is None, {})
        for member in self.members:
            yield Offer(str(member.value), wording.label(member), self.data is member, {})


class FromList(wtforms.SelectField):
    """One of the things that are there now: a colleague, a team."""

    def __init__(self, label: Any, *, required: bool = True, **kwargs: Any) -> None:
        validators = [Required] if required else []
        super().__init__(label, choices=[], validators=validators, **kwargs)

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is not in the list."""
        if self.data and not any(offer[2] for offer in self.iter_choices()):
            raise ValidationError(gettext("Kies uit de lijst."))


class Cards(Choice):
    """One member of an enum, all of them in view."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()


class Day(wtforms.Field):
    """A day in three boxes: a browser's own date box speaks the browser's language."""

    data: date | None

    def __init__(
        self,
        label: Any,
        *,
        required: bool = False,
        past: bool = False,
        future: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.past, self.future, self.required = past, future, required
        self.parts = {"day": "", "month": "", "year": ""}
        if required:
            self.flags.required = True

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002 - WTForms' own
        """Take the three boxes as typed, or the day that stands in the object."""
        self.process_errors, self.data = [], data if isinstance(data, date) else None
        if self.data is not None:
            self.parts = {
                "day": str(self.data.day),
                "month": str(self.data.month),
                "year": str(self.data.year),
            }
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.parts):
            self.parts = {p: formdata.get(f"{self.name}-{p}", "").strip() for p in self.parts}
            self.data = None

    def _value(self) -> str:
        return ""

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is no day, and a day on the wrong side of today."""
        if not any(self.parts.values()):
            if self.data is None and self.required:
                raise ValidationError(gettext("Vul een datum in."))
            return
        self.data = self._read()
        today = clock.today()
        if self.past and self.data > today:
            raise ValidationError(gettext("Deze datum ligt in de toekomst."))
        if self.future and self.data < today:
            raise ValidationError(gettext("Deze datum is al voorbij."))
        if self.future and self.data.year > today.year + YEARS_AHEAD:
            raise ValidationError(gettext("Deze datum ligt te ver weg."))

    def _read(self) -> date:
        boxes = [self.parts[p] for p in ("year", "month", "day")]
        if not all(box.isascii() and box.isdigit() for box in boxes):
            raise ValidationError(gettext("Vul dag, maand en jaar in met cijfers."))
        try:
            day = date(*(int(box) for box in boxes))
        except (ValueError, OverflowError):
            raise ValidationError(gettext("Deze datum bestaat niet.")) from None
        if day < EARLIEST:
            raise ValidationError(gettext("Vul het jaar in met vier cijfers."))
        return day


def asked(kind: type[E], name: str) -> E | None:
    """Give the member that the link to a form asked for; what is not one of them is nothing."""
    value = request.args.get(name)
    return next((member for member in kind if member.value == value), None)
