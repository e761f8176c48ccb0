"""Which parts have a section; free of the libraries that reading a file needs."""

_paths: dict[int, str] = {}
NOT_YET = ("saml_service_providers", "upstreams")


def register(order: int, path: str) -> None:
    """`path` names a class that is a `sections.Section`; lower `order` is written first and removed last."""
    _paths[order] = path


def registered() -> list[str]:
    """The paths in order."""
    return [_paths[order] for order in sorted(_paths)]
