"""How commands say no and end."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.domain.refusal import Refusal

DONE, WITH_PROBLEMS, REFUSED = 0, 1, 2

SENTENCES = {
    "decision.reason-missing": "{title}（{slug}）: 採用しない、又は弱めるときは、理由（reason）を書いてください。",
    "decision.decider-missing": "{title}（{slug}）: 採用しない、又は弱めるときは、判断した人（decider）を書いてください。",
    "decision.strength-missing": "{title}（{slug}）: 代替案（alternative）には、強さ（strength）を書いてください。",
    "decision.strength-unknown": "{title}（{slug}）: この強さの条文はありません。次から選んでください: {known}",
    "decision.requirement-unknown": "{slug}: この名前の要件は目録にありません。つづりを確かめてください。",
    "decision.twice": "{title}（{slug}）: 判断が二度書かれています。一つにしてください。",
    "profile.negative-number": "{field}: 0以上の数で書いてください。",
    "specification.reference-missing": "条文が、採用していない条（{slug}）を引いています。[[ ]] で囲むか、採用してください。",
    "specification.placeholder-unknown": "条文の {name} を埋めるものがありません。",
    "file.name-unusable": "ファイル名が読めません。名前を付け直してください。",
    "file.empty": "中身が空です。送った遵守確認表をそのまま使ってください。",
    "file.too-large": "ファイルが大きすぎます（{limit}MBまで）。",
    "file.kind-unknown": "Excelのファイル（.xlsx）ではありません。.xlsx の形式で保存し直してください。",
    "file.content-mismatch": "中身がExcelのファイル（.xlsx）ではありません。.xlsx の形式で保存し直してください。",
    "file.locked": "中を確かめられません。パスワードを外すか、.xlsx の形式で保存し直してください。",
    "file.broken": "Excelのファイルとして開けません。送った遵守確認表をそのまま使ってください。",
    "file.expands-too-much": "開くと大きくなりすぎます。送った遵守確認表に書き直してください。",
    "file.macros": "マクロがあります。マクロのない .xlsx の形式で保存し直してください。",
    "file.external-link": "ほかの場所のファイルを読み込みます。リンクを解除して保存し直してください。",
    "file.embedded-object": "別のファイルや部品が埋め込まれています。取り除いて保存し直してください。",
    "file.unsafe-xml": "ふつうの文書にはない書き方があります。送った遵守確認表をそのまま使ってください。",
    "survey.base-unknown": "「{question}」をだれに尋ねたかを決める設問（{filters}）の列が、回答のファイルにありません。",
    "survey.quasi-unknown": "「{name}」という設問も列もありません。",
    "survey.quasi-unusable": "「{name}」は準識別子にできません。単一回答か数の設問、又は区分の列を選んでください。",
    "survey.quasi-not-chosen": "「{name}」は準識別子に選ばれていません。順序や階級は、準識別子に選んだものに指定してください。",
    "survey.k-unusable": "k={k} では作れません。k は2以上、回答者の数（{respondents}人）以下にし、準識別子を一つは選んでください。",
    "sample.frame-empty": "名簿に、抽出できる相手がいません。",
    "sample.too-large": "{n}件は抽出できません。名簿にいるのは{frame}件です。",
    "sample.too-small": "抽出する数（{n}件）が足りません。少なくとも{least}件にしてください。",
    "sample.spreads-missing": "層ごとのばらつき（--each 層=値）が足りません: {strata}",
    "sample.stratum-unknown": "「{stratum}」という層はありません。",
    "survey.not-a-number": "{column}: {row}件目の「{text:.40}」は使える数ではありません。割合なら --prop で指定してください。",
    "survey.design-blank": "{column}: 空欄が{count}件あります（初めは{row}件目）。設計の列はすべて埋めてください。",
    "survey.weight-unusable": "{column}: {row}件目の重みが使えません。0以上の数で、どれかは0より大きくしてください。",
    "survey.clusters-cross-strata": "{column}: 集落「{cluster}」が二つ以上の層にあります。別の集落なら --nest を付けてください。",
    "survey.population-mixed": "{column}: {row}件目が使えません。すべてを単位の数（1以上）か、すべてを抽出率（0より大きく1以下）にしてください。",
    "survey.population-varies": "{column}: 層「{stratum}」の中で値がそろっていません。一つの層に一つの値を書いてください。",
    "survey.population-too-small": "{column}: 層「{stratum}」の値 {population:g} が、抽出した単位の数 {drawn} より小さいです。",
    "survey.stages-differ": "--cluster は{stages}段ですが、--fpc の列は{populations}つです。段ごとに一つずつ書いてください。",
    "survey.only-unit": "単位が一つだけの層（「{stratum}」など{count}つ）があり、標準誤差を求められません。近い層と合わせるか、--lonely で扱いを選んでください。",
    "survey.chart-shares-overlap": "割合が重なるので、帯グラフと円グラフにできません（複数回答や、項目ごとの割合）。棒グラフ（棒）にしてください。",
    "survey.chart-one-group": "円グラフは一つの区分だけです（{groups}あります）。軸（--by）を外すか、帯グラフ（帯）にしてください。",
    "survey.chart-too-many-categories": "選択肢が{categories}あり、見分けられません（この図では{most}まで）。選択肢をまとめるか、棒グラフ（棒）にしてください。",
    "survey.chart-too-many-groups": "区分が{groups}あり、一つの図に入りません（この図では{most}まで）。軸を減らすか、区分をまとめてください。",
    "survey.chart-nobody": "答えた人がいないので、図にできません。",
    "survey.chart-not-a-whole": "「{group}」の割合の合計が{total}%で、100%になりません。棒グラフ（棒）にするか、足りない選択肢を足してください。",
    "survey.chart-share-impossible": "「{group}」の「{category}」の割合{percent}%が、0から100の間にありません。",
    "survey.chart-glyph-missing": "次の文字の字形がなく、図に書けません: {letters}。文字を置き換えるか、.svg に書いてください。",
}


def refuse(problems: list[Problem]) -> NoReturn:
    """Print each problem on a line of stderr and end with 2; nothing was written."""
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(REFUSED)


def explain(refusal: Refusal) -> str:
    """Return the sentence for a refusal."""
    return SENTENCES.get(refusal.code, refusal.code).format(**refusal.facts)


@contextmanager
def refusals(file: str) -> Iterator[None]:
    """Turn unreadable files and refusals of rules into lines of stderr and exit code 2."""
    try:
        yield
    except UnreadableFile as error:
        refuse(error.problems)
    except Refusal as refusal:
        refuse([Problem(file, "", explain(refusal))])
    except OSError as error:
        refuse([Problem(str(error.filename or file), "", f"読み書きできません（{error.strerror}）。")])
