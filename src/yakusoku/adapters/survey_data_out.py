"""All files in which the data of a survey leave the house, by their names."""

from yakusoku.adapters.letters import letter_docx
from yakusoku.adapters.survey_data_files import survey_csv, survey_xlsx
from yakusoku.adapters.survey_ddi import survey_ddi
from yakusoku.adapters.survey_sav import survey_sav, survey_sps
from yakusoku.domain.letters.markdown import markdown_of
from yakusoku.domain.survey.codebook import Dataset
from yakusoku.domain.survey.public_use import Report
from yakusoku.domain.survey.public_use_words import note_of, record_of

PUBLIC, NOTE, RECORD = "public-use", "readme", "internal-record"


def data_files(dataset: Dataset, name: str, kind: str, *, labels: bool = False) -> dict[str, bytes]:
    """Return the files of one kind (csv, xlsx, sav, ddi), or of all.

    name     of the files, without what follows the full stop
    labels   csv and workbook hold words; among all, the words stand in a csv of their own beside the codes
    """
    files: dict[str, bytes] = {}
    if kind in {"csv", "ddi", "all"}:
        files[f"{name}.csv"] = survey_csv(dataset, labels=labels and kind == "csv")
    if kind in {"xlsx", "all"}:
        files[f"{name}.xlsx"] = survey_xlsx(dataset, labels=labels)
    if kind in {"sav", "all"}:
        files[f"{name}.sav"] = survey_sav(dataset)
        files[f"{name}.sps"] = survey_sps(dataset, f"{name}.sav").encode()
    if kind in {"ddi", "all"}:
        files[f"{name}-ddi.xml"] = survey_ddi(dataset, f"{name}.csv")
    if kind == "all" and labels:
        files[f"{name}-labels.csv"] = survey_csv(dataset, labels=True)
    return files


def public_use_files(made: Dataset, report: Report) -> dict[str, bytes]:
    """Return a file for public use in all kinds, the note that goes with it, and the record that stays."""
    record = record_of(report, made.codebook)
    return {
        **data_files(made, PUBLIC, "all"),
        f"{NOTE}.md": markdown_of(note_of(report, made.codebook)).encode(),
        f"{RECORD}.md": markdown_of(record).encode(),
        f"{RECORD}.docx": letter_docx(record),
    }
