"""What people touch in a browser: the rooms of a mediation, hosted for delegations."""

__all__: list[str] = []
