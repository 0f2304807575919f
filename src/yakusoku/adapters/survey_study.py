"""What is to be said of a survey as a whole, from a YAML file."""

from dataclasses import fields
from pathlib import Path

from yakusoku.adapters.yaml_files import Problem, UnreadableFile, read_yaml
from yakusoku.domain.survey.codebook import Study

NAMES = tuple(each.name for each in fields(Study))


def read_study(path: Path) -> Study:
    """Return the description of a survey. Raises UnreadableFile with each line that cannot be used."""
    data = read_yaml(path)
    problems = [
        Problem(path.name, str(name), f"この項目はありません。書ける項目: {', '.join(NAMES)}")
        for name in data
        if name not in NAMES
    ]
    problems += [
        Problem(path.name, str(name), "文字か数を一つ書いてください。")
        for name, value in data.items()
        if name in NAMES and not isinstance(value, str | int | float)
    ]
    if problems:
        raise UnreadableFile(problems)
    return Study(**{name: str(value).strip() for name, value in data.items()})
