"""The book itself: modules by key, checked as they are entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stadtherz.core.registry.contract import Module


class Book:
    """Modules in order of entry; keys are unique over the whole installation."""

    def __init__(self) -> None:
        self._modules: dict[str, Module] = {}

    def enter(self, module: Module) -> None:
        if module.key in self._modules:
            msg = f"Module {module.key!r} is registered twice."
            raise ValueError(msg)
        for kind, keys in _keys(module):
            _refuse_strangers(module.key, kind, keys)
        self._modules[module.key] = module

    def remove(self, key: str) -> None:
        del self._modules[key]

    def get(self, key: str) -> Module:
        return self._modules[key]

    def __iter__(self) -> Iterator[Module]:
        return iter(tuple(self._modules.values()))


def _keys(module: Module) -> Iterable[tuple[str, list[str]]]:
    yield "permission", [p.key for p in module.permissions]
    yield "topic", [t.key for t in module.topics]
    yield "figure", [f.key for f in module.figures]
    yield "job", [j.key for j in module.jobs]
    yield "bridge", [b.key for b in module.bridges]
    yield "listener", [entry.key for entry in module.listens]
    yield "check", [c.key for c in module.checks]
    yield "privacy kind", [p.key for p in module.privacy]
    yield "demo stage", [d.key for d in module.demo]


def _refuse_strangers(module_key: str, kind: str, keys: list[str]) -> None:
    for key in keys:
        if not key.startswith(f"{module_key}."):
            msg = f"The {kind} {key!r} of module {module_key!r} must begin with {module_key!r}."
            raise ValueError(msg)
    if len(set(keys)) != len(keys):
        msg = f"Module {module_key!r} has a {kind} twice."
        raise ValueError(msg)


BOOK = Book()
