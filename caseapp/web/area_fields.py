"""Fields for an area of life and for a set of them: known to all by a label, or own by a name."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

from wtforms.fields.choices import Choice as Offer  # type: ignore[attr-defined] # stubs lag

from caseapp.model.domains import Area, OwnDomainSet
from caseapp.model.plan_words import Domain, DomainSet
from caseapp.web import wording
from caseapp.web.forms import Choice


def area_name(noun: Any) -> str:
    """Give what people call the area of life of a goal or a measurement, or an area itself."""
    area = noun if isinstance(noun, Area) else Area.of(noun)
    if area.own_domain is not None:
        return area.own_domain.name
    return wording.label(area.domain) if area.domain is not None else ""


def set_name(chosen: DomainSet | OwnDomainSet) -> str:
    """Give what people call a set of areas of life."""
    return chosen.name if isinstance(chosen, OwnDomainSet) else wording.label(chosen)


class _Known(Choice, ABC):
    """One of the things that are offered now, each with a key and a name."""

    offered: Sequence[Any] = ()
    typed: str | None = None

    def offer(self, things: Sequence[Any]) -> None:
        """Offer these; what was sent before is taken again, now that it is known what there is."""
        self.offered = things
        if self.typed is not None:
            self.process_formdata([self.typed])

    def process_data(self, value: Any) -> None:
        """Take what stands in the object."""
        self.data = value

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was chosen; what is not offered is nothing."""
        self.typed = valuelist[0] if valuelist else ""
        known = {self.key(one): one for one in self.offered}
        self.data = known.get(self.typed)

    def iter_choices(self) -> Iterator[Offer]:
        """Offer what there is."""
        for one in self.offered:
            yield Offer(self.key(one), self.words(one), self.data == one, {})

    @abstractmethod
    def key(self, one: Any) -> str:
        """Give by what it is sent."""

    @abstractmethod
    def words(self, one: Any) -> str:
        """Give what people read."""


class AreaChoice(_Known):
    """One area of life of the plan."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, Domain, **kwargs)

    def key(self, one: Area) -> str:
        """Give by what it is sent."""
        return one.key

    def words(self, one: Area) -> str:
        """Give what people read."""
        return area_name(one)


class SetChoice(_Known):
    """One set of areas of life: those everybody knows, and the municipality's own."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, DomainSet, **kwargs)

    def key(self, one: DomainSet | OwnDomainSet) -> str:
        """Give by what it is sent."""
        return str(one.value) if isinstance(one, Enum) else one.id.hex

    def words(self, one: DomainSet | OwnDomainSet) -> str:
        """Give what people read."""
        return set_name(one)
