"""Setting up and changing what has a name and a kind: a team, an organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.web import drafts, labels
from caseapp.web.forms import Form


@dataclass(frozen=True, slots=True)
class Naming:
    """One kind of thing, the form that asks for it, and what people read."""

    screen: str
    form: Callable[..., Form]
    hint: Any
    making: Any
    changing: Any
    done: Any
    closing: str | None = None
    """Where it is closed, if it can be."""

    def new(self, actor: Actor) -> ResponseReturnValue:
        """Ask for a new one."""
        form = self.form()
        drafts.taken_up(actor, form, self._action(None))
        return self._page(form, None)

    def create(self, keep: Callable[..., Any]) -> ResponseReturnValue:
        """Keep a new one."""
        form = self.form()
        return self._kept(form, keep) or (self._page(form, None), 422)

    def edit(self, actor: Actor, noun: Any) -> ResponseReturnValue:
        """Show what it is, to be changed."""
        form = self.form(name=noun.name, kind=noun.kind)
        overtaken = drafts.taken_up(actor, form, self._action(noun), version=noun.version)
        return self._page(form, noun, theirs=self._as_it_stands(form, noun) if overtaken else None)

    def update(self, noun: Any, keep: Callable[..., Any]) -> ResponseReturnValue:
        """Keep what was changed; who comes second sees both."""
        form = self.form()
        if form.validate():
            form.must_be_made_from(noun, lambda: self._as_it_stands(form, noun))
        return self._kept(form, keep) or (self._page(form, noun), 422)

    def _kept(self, form: Form, keep: Callable[..., Any]) -> ResponseReturnValue | None:
        if not form.validate():
            return None
        try:
            keep(name=form["name"].data, kind=form["kind"].data)
        except RuleBroken as error:
            form.refuse(error)
            return None
        flash(str(self.done), "ok")
        return redirect(url_for("teams.index"), 303)

    def _action(self, noun: Any) -> str:
        if noun is None:
            return url_for(f"{self.screen}.create")
        return url_for(f"{self.screen}.update", **{f"{self.screen[:-1]}_id": noun.id})

    def _page(self, form: Form, noun: Any, *, theirs: dict[str, str] | None = None) -> str:
        return render_template(
            "teams/form.html",
            form=form,
            title=self.making if noun is None else self.changing,
            hint=self.hint,
            noun=noun,
            action=self._action(noun),
            closing=url_for(self.closing, team_id=noun.id) if self.closing and noun else None,
            theirs=list((theirs or {}).items()),
        )

    @staticmethod
    def _as_it_stands(form: Form, noun: Any) -> dict[str, str]:
        return {
            str(form["name"].label.text): noun.name,
            str(form["kind"].label.text): labels.of(noun.kind),
        }
