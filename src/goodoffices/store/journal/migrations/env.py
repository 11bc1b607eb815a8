"""Run steps on the connection that is handed in, within its transaction."""

from __future__ import annotations

from alembic import context

# Whoever only imports this module, as a check of all modules does, has no steps to run.
if hasattr(context, "config"):
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
