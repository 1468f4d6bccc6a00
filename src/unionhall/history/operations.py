"""Migration operations that set up the database's own guards."""

from functools import partial

from django.db.migrations.operations.base import Operation

from unionhall.history import triggers


class AppendOnly(Operation):
    """Guard a model's table: see `triggers`. Use it again after the table is altered on SQLite."""

    reversible = True
    grows = False

    def __init__(self, name: str):
        self.name = name

    def state_forwards(self, app_label, state) -> None:
        """The guard is the database's alone; models do not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        self._change(triggers.install, app_label, schema_editor, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        self._change(triggers.remove, app_label, schema_editor, from_state)

    def describe(self) -> str:
        return f"Refuse to alter rows of {self.name}"

    def _change(self, change, app_label, schema_editor, state) -> None:
        model = state.apps.get_model(app_label, self.name)
        guard = triggers.guard_of(model, grows=self.grows)
        execute = partial(schema_editor.execute, params=None)  # a % in it is no placeholder
        change(guard, execute, schema_editor.connection.vendor)


class GrowOnly(AppendOnly):
    """Guard a table of heads: rows stay, and their length never shrinks."""

    grows = True
