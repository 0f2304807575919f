"""YAML read strictly: no duplicate keys, no references, no surprises; with lines for messages."""

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, cast

import yaml

MOST_BYTES = 1_000_000
# Far more than any of our files needs; a reader that calls itself for each level would end the process.
MOST_LEVELS = 100
MOST_DIGITS = 100
INTEGER = "tag:yaml.org,2002:int"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file, where, and what to do.

    place   a line number, a key path or a cell, as a person finds it; empty: the file as a whole
    """

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.message) if part)


class UnreadableFile(Exception):
    """A file cannot be used; nothing was taken from it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _Loader(yaml.CSafeLoader):
    """Safe loader that keeps dates as text."""


def _without_dates() -> None:
    """Keep 2027-04-01 as text, so that a wrong date is reported by our own rule."""
    resolvers = {
        first: [(tag, expression) for tag, expression in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in _Loader.yaml_implicit_resolvers.items()
    }
    _Loader.yaml_implicit_resolvers = resolvers


_without_dates()


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds. Raises UnreadableFile."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = (
            "ファイルが見つかりません" if isinstance(error, FileNotFoundError) else "ファイルを開けません"
        )
        raise refuse(path, "", f"{reason}。場所と名前を確かめてください。") from error
    return parse_yaml(raw, path.name)


def parse_yaml(raw: bytes, name: str) -> dict[str, Any]:
    """Return the mapping that YAML bytes hold; `name` stands in messages. Raises UnreadableFile."""
    path = Path(name)
    if len(raw) > MOST_BYTES:
        raise refuse(path, "", "ファイルが大きすぎます（1MBまで）。")
    try:
        data = _load(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refuse(path, "", "文字コードがUTF-8ではありません。UTF-8で保存し直してください。") from error
    except yaml.YAMLError as error:
        raise refuse(path, _line(error), _explain(error)) from error
    except (ValueError, KeyError, AttributeError) as error:
        # What the library lets slip when a value does not fit the type that its tag names.
        raise refuse(path, "", "読めない値があります。") from error
    if not isinstance(data, dict):
        raise refuse(path, "1行目", "「項目: 値」の形で書いてください。")
    return cast("dict[str, Any]", data)


def _load(text: str) -> Any:
    _refuse_depth(text)
    loader = _Loader(text)
    node = loader.get_single_node()
    if node is None:
        return None
    _refuse_surprises(node, set())
    return loader.construct_document(node)


def _refuse_depth(text: str) -> None:
    """Raise for what is nested too deeply; it walks over the events, so that no depth can harm it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_LEVELS:
            raise yaml.MarkedYAMLError(problem="deep")


def _refuse_surprises(node: yaml.Node, seen: set[int]) -> None:
    """Raise for a reference (it can blow up in memory), a key that is no word, or one that stands twice."""
    if id(node) in seen:
        raise yaml.MarkedYAMLError(problem="alias", problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode) and node.tag == INTEGER and len(node.value) > MOST_DIGITS:
        raise ValueError("an integer that cannot be written out")
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _refuse_surprises(child, seen)
    if isinstance(node, yaml.MappingNode):
        keys = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="key", problem_mark=key.start_mark)
            if key.value in keys:
                raise yaml.MarkedYAMLError(problem=f"twice {key.value}", problem_mark=key.start_mark)
            keys.add(key.value)
            _refuse_surprises(value, seen)


def refuse(path: PurePath, place: str, message: str) -> UnreadableFile:
    """Return the error for one problem in a file."""
    return UnreadableFile([Problem(path.name, place, message)])


def line_of(raw: bytes, keys: list[str | int]) -> int | None:
    """Return the line (from 1) of the value at a path of keys; None if it is not there."""
    try:
        node = yaml.compose(raw.decode("utf-8-sig"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    line = None
    for key in keys:
        found = _child(node, key)
        if found is None:
            break
        line, node = found
    return line


def _child(node: Any, key: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child = node.value[key]
        return child.start_mark.line + 1, child
    return None


def _line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{mark.line + 1}行目" if mark else ""


def _explain(error: yaml.YAMLError) -> str:
    problem = str(getattr(error, "problem", "") or "")
    if problem.startswith("twice "):
        return f"「{problem[6:]}」が二度書かれています。一つにしてください。"
    if problem == "alias":
        return "参照（*名前）は使えません。値をそのまま書いてください。"
    if problem == "key":
        return "項目の名前は、一つのことばで書いてください。"
    if problem == "deep":
        return "入れ子が深すぎます。"
    return "YAMLの書き方に誤りがあります。字下げ、コロンの後の空白、引用符を確かめてください。"


class _Dumper(yaml.SafeDumper):
    """Writes every value out: references are refused when the text is read again."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return that nothing is written as a reference to what stood before."""
        return True


def write_yaml(data: dict[str, Any]) -> str:
    """Return a mapping as YAML text that `parse_yaml` reads as the same mapping."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
