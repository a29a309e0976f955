"""What of a change of an OpenAPI schema breaks programs that were made for it.

What is asked may only be widened: nothing more is demanded, nothing that was taken is refused. What is answered may
only be narrowed: nothing that was told is missing, nothing comes that was not to be expected.
"""

from collections.abc import Iterator
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
#: What stands for values that are told apart by what they may be.
SEVERAL = ("anyOf", "oneOf", "allOf")

Schema = dict[str, Any]


def breaks(old: Schema, new: Schema) -> list[str]:
    """Each break as a line, in the order of the old schema."""
    return list(dict.fromkeys(_Comparison(old, new).lines()))


class _Comparison:
    """Two schemas, walked from their operations."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self.old, self.new = old, new
        self.seen: set[tuple[str, str, bool]] = set()

    def lines(self) -> Iterator[str]:
        """Operation by operation."""
        for path, methods in self.old["paths"].items():
            for method in METHODS:
                if method not in methods:
                    continue
                where, now = f"{method.upper()} {path}", self.new["paths"].get(path, {}).get(method)
                if now is None:
                    yield f"{where}: gone"
                else:
                    yield from self._operation(where, methods[method], now)

    def _operation(self, where: str, was: Schema, now: Schema) -> Iterator[str]:
        if was.get("operationId") != now.get("operationId"):
            yield f"{where}: its operationId is another"
        if now.get("security") and not was.get("security"):
            yield f"{where}: asks for a token"
        yield from self._parameters(where, was, now)
        yield from self._contents(
            f"{where} body", was.get("requestBody", {}), now.get("requestBody", {}), asked=True
        )
        if now.get("requestBody", {}).get("required") and not was.get("requestBody", {}).get("required"):
            yield f"{where} body: demanded"
        for status, answer in was["responses"].items():
            if status not in now["responses"]:
                yield f"{where} {status}: gone"
            else:
                yield from self._contents(f"{where} {status}", answer, now["responses"][status], asked=False)

    def _parameters(self, where: str, was: Schema, now: Schema) -> Iterator[str]:
        before, after = (
            {(one["in"], one["name"]): one for one in told.get("parameters", ())} for told in (was, now)
        )
        for key, parameter in before.items():
            if key not in after:
                yield f"{where} ?{key[1]}: gone"
            else:
                yield from self._values(
                    f"{where} ?{key[1]}", parameter["schema"], after[key]["schema"], asked=True
                )
        for key, parameter in after.items():
            if parameter.get("required") and not before.get(key, {}).get("required"):
                yield f"{where} ?{key[1]}: demanded"

    def _contents(self, where: str, was: Schema, now: Schema, *, asked: bool) -> Iterator[str]:
        for media, content in was.get("content", {}).items():
            if media not in now.get("content", {}):
                yield f"{where}: no {media} any more"
            elif "schema" in content:
                yield from self._values(
                    where, content["schema"], now["content"][media]["schema"], asked=asked
                )

    def _values(self, where: str, was: Schema, now: Schema, *, asked: bool) -> Iterator[str]:
        names = (was.get("$ref", ""), now.get("$ref", ""))
        if all(names):
            if (*names, asked) in self.seen:
                return
            self.seen.add((*names, asked))
            where = names[0].rsplit("/", 1)[-1]
        was, now = self._resolved(self.old, was), self._resolved(self.new, now)
        yield from self._words(where, was, now, asked=asked)
        yield from self._types(where, was, now, asked=asked)
        yield from self._alternatives(where, was, now, asked=asked)
        yield from self._properties(where, was, now, asked=asked)
        if "items" in was and "items" in now:
            yield from self._values(f"{where}[]", was["items"], now["items"], asked=asked)

    def _resolved(self, whole: Schema, shape: Schema) -> Schema:
        while "$ref" in shape:
            shape = whole["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]
        return shape

    def _words(self, where: str, was: Schema, now: Schema, *, asked: bool) -> Iterator[str]:
        before, after = _enumerated(was), _enumerated(now)
        if asked and after is not None:
            gone = (before or set()) - after
            yield from (f"{where}: {word} is not taken any more" for word in sorted(gone, key=str))
            if before is None:
                yield f"{where}: takes only some words"
        if not asked and before is not None:
            new = (after or set()) - before
            yield from (f"{where}: may be {word}" for word in sorted(new, key=str))
            if after is None:
                yield f"{where}: may be any word"

    def _types(self, where: str, was: Schema, now: Schema, *, asked: bool) -> Iterator[str]:
        before, after = _types(was), _types(now)
        if before and after:
            wrong = before - after if asked else after - before
            yield from (f"{where}: {'no ' if asked else ''}{kind}" for kind in sorted(wrong))

    def _alternatives(self, where: str, was: Schema, now: Schema, *, asked: bool) -> Iterator[str]:
        for several in SEVERAL:
            before = {self._name(one): one for one in was.get(several, ())}
            after = {self._name(one): one for one in now.get(several, ())}
            wrong = (
                before.keys() - after.keys() if asked else after.keys() - before.keys() if before else set()
            )
            yield from (f"{where}: {'no ' if asked else ''}{name}" for name in sorted(wrong))
            for name in before.keys() & after.keys():
                yield from self._values(where, before[name], after[name], asked=asked)

    def _name(self, shape: Schema) -> str:
        return str(shape["$ref"]).rsplit("/", 1)[-1] if "$ref" in shape else "/".join(sorted(_types(shape)))

    def _properties(self, where: str, was: Schema, now: Schema, *, asked: bool) -> Iterator[str]:
        before, after = was.get("properties", {}), now.get("properties", {})
        for name, shape in before.items():
            if name not in after:
                yield f"{where}.{name}: gone"
            else:
                yield from self._values(f"{where}.{name}", shape, after[name], asked=asked)
        demanded, promised = set(now.get("required", ())), set(was.get("required", ()))
        if asked:
            yield from (f"{where}.{name}: demanded" for name in sorted(demanded - promised))
        else:
            yield from (
                f"{where}.{name}: may be missing" for name in sorted((promised & after.keys()) - demanded)
            )


def _enumerated(shape: Schema) -> set[Any] | None:
    if "const" in shape:
        return {shape["const"]}
    return set(shape["enum"]) if "enum" in shape else None


def _types(shape: Schema) -> set[str]:
    kinds = shape.get("type", [])
    return {kinds} if isinstance(kinds, str) else set(kinds)
