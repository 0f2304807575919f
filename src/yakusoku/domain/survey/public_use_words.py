"""What is written about a file for public use: the record that stays in the house, and the note that goes with it."""

from collections.abc import Iterator, Sequence

from yakusoku.domain.letters.model import Block, Facts, Heading, Items, Letter, Table, Text
from yakusoku.domain.survey.codebook import GAP_LABELS, Codebook, Gap
from yakusoku.domain.survey.public_use import Report
from yakusoku.domain.survey.rounding import percent_of

RECORD_TITLE, NOTE_TITLE = "公開用データの作成記録（内部用・公開しない）", "公開用データの説明"
# More lines of a table than a person reads; the rest are counted.
MOST_LINES = 200
NONE = "なし"


def record_of(report: Report, codebook: Codebook) -> Letter:
    """Return the record of what was done. It names combinations that may point to people: it is not published."""
    blocks = [
        Text(
            "この記録は、公開用データのそばに保管し、公開しません。人数の少ない組合せを書いてあるためです。"
        ),
        *_settings(report, codebook),
        *_recodings(report),
        *_risks(report),
        *_losses(report),
        *_checks(report),
    ]
    return Letter(RECORD_TITLE, "", None, (), (), blocks)


def note_of(report: Report, codebook: Codebook) -> Letter:
    """Return the note for those who use the data: what was done, without what could undo it."""
    withheld = sum(count for _, count in (*report.lost, *report.hidden))
    blocks: list[Block] = [
        Facts(
            [
                ("調査", codebook.study.title or NONE),
                ("回答者の数", f"{report.respondents:,}人"),
                ("変数の数", f"{len(codebook.variables):,}"),
                ("準識別子（属性から人が推測されないようにした変数）", "、".join(report.quasi)),
                (
                    "k",
                    f"{report.plan.k}（準識別子がすべて同じ人が、どの人にも自分を含めて{report.plan.k}人以上いる）",
                ),
            ]
        ),
        Heading("行ったこと"),
        Items(
            [
                "氏名、連絡先などの識別子と自由記述は入れていない。調査票にない列は、準識別子のほかは入れていない。",
                "人数の少ない区分はまとめ、数は階級にするか、両端をまとめて有効数字2桁にした。",
                f"それでも残る少人数の組合せは、値を「{GAP_LABELS[Gap.WITHHELD]}」にした（全体で{withheld:,}個）。",
                "行の順を並べ替え、番号を付け直した。番号は、元の回答者の番号と関係がない。",
            ]
        ),
        Heading("使う方へ"),
        Text("人を特定しようとすること、ほかのデータと突き合わせて人を推測することは、しないでください。"),
        Text("集計は、加工の前の結果と少し違うことがあります。公表された集計表は、加工の前のものです。"),
    ]
    return Letter(NOTE_TITLE, "", None, (), (), blocks)


def _settings(report: Report, codebook: Codebook) -> Iterator[Block]:
    yield Heading("条件")
    yield Facts(
        [
            ("調査", codebook.study.title or NONE),
            ("調査票の版", codebook.study.version or NONE),
            ("回答者の数", f"{report.respondents:,}人"),
            ("準識別子（先のものほど残す）", "、".join(report.quasi)),
            ("k", str(report.plan.k)),
            ("仕上がりの組の数", f"{report.classes:,}"),
            ("いちばん小さい組", f"{report.smallest:,}人"),
        ]
    )


def _recodings(report: Report) -> Iterator[Block]:
    yield Heading("除いた変数")
    yield from _table(("変数", "理由"), report.dropped)
    yield Heading("粗くした変数")
    yield from _table(("変数", "したこと"), report.recoded, (1, 2))


def _risks(report: Report) -> Iterator[Block]:
    k = report.plan.k
    people = sum(each.count for each in report.risky)
    yield Heading(f"{k}人に満たなかった組合せ（秘匿の前）")
    yield Text(f"{len(report.risky):,}通り、{people:,}人（{percent_of(people, report.respondents)}%）。")
    yield from _table((*report.quasi, "人数"), [(*each.values, str(each.count)) for each in report.risky])


def _losses(report: Report) -> Iterator[Block]:
    yield Heading("秘匿した値")
    rows = [
        (label, f"{count:,}", f"{percent_of(count, report.respondents)}%") for label, count in report.lost
    ]
    yield from _table(("準識別子", "個数", "回答者に対する割合"), rows)
    if report.hidden:
        yield Text("準識別子の値が分かってしまうので、それによって尋ねるかが決まる設問も秘匿した。")
        yield from _table(("設問", "個数"), [(label, f"{count:,}") for label, count in report.hidden])


def _checks(report: Report) -> Iterator[Block]:
    yield Heading("人が確かめること")
    yield Text(
        "組の全員が同じ答えの設問（l=1）。その組にいると知られている人の答えが分かる。知られて困る答えかを確かめる。"
    )
    rows = [(each.label, f"{each.classes:,}", f"{each.respondents:,}") for each in report.uniform]
    yield from _table(("設問", "組の数", "人数"), rows, (3, 1, 1))
    yield Text(
        f"準識別子でない設問の、{report.plan.k}人に満たない選択肢。外から見て分かることなら、準識別子に加えて作り直す。"
    )
    rare = [(label, option, str(count)) for label, option, count in report.rare]
    yield from _table(("設問", "選択肢", "人数"), rare, (2, 2, 1))


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float] = ()
) -> Iterator[Block]:
    """Yield a table of the first rows, and how many more there are; in words where there is none."""
    yield Table(head, rows[:MOST_LINES], widths) if rows else Text(NONE)
    if len(rows) > MOST_LINES:
        yield Text(f"ほかに{len(rows) - MOST_LINES:,}行。")
