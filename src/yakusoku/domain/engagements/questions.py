"""The wizard's questions: what is asked, in which step, and why (plain words for a clerk)."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """Steps of the wizard in order."""

    WORK = "work"
    INFORMATION = "information"
    PLACES = "places"
    NEEDS = "needs"
    PERIOD = "period"

    @property
    def following(self) -> "Step | None":
        """Return the next step; None after the last."""
        steps = list(Step)
        place = steps.index(self) + 1
        return steps[place] if place < len(steps) else None

    @property
    def preceding(self) -> "Step | None":
        """Return the step before; None before the first."""
        place = list(Step).index(self) - 1
        return list(Step)[place] if place >= 0 else None


@dataclass(frozen=True, slots=True)
class QuestionText:
    """How one field is asked. `why` says what the answer changes."""

    label: str
    why: str
    help: str = ""


STEP_TITLES: dict[Step, str] = {
    Step.WORK: "業務",
    Step.INFORMATION: "情報",
    Step.PLACES: "場所",
    Step.NEEDS: "進め方",
    Step.PERIOD: "期間と契約",
}

STEP_LEADS: dict[Step, str] = {
    Step.WORK: "どんな業務を頼むのかを書きます。書類の表紙になります。",
    Step.INFORMATION: "この業務で扱う個人情報を選びます。多いほど、守り方も手厚くなります。",
    Step.PLACES: "実際に仕事をする場所を、ありのままに選びます。",
    Step.NEEDS: "「しないと業務が進まないこと」を選びます。ここが実態と違うと、守れない約束になります。",
    Step.PERIOD: "期間と選び方、監督に使える時間を書きます。点検の日程が決まります。",
}

QUESTIONS: dict[str, QuestionText] = {
    "title": QuestionText("業務の名称", "特記仕様書と遵守確認表の表題に使います。", "例: 水道メータ検針業務"),
    "department": QuestionText("担当する課", "この課の職員が、採否の判断と確認をします。"),
    "contract_kind": QuestionText(
        "契約の種類", "請負では、納めた物が約束と違うときの責任も定めます。", "例: 準委任、請負、単価契約"
    ),
    "categories": QuestionText(
        "扱う個人情報の種類",
        "健康の情報や個人番号には、法律が特に重い守り方を求めています。",
        "当てはまるものをすべて選びます。一つもなければ空のままで進めます。",
    ),
    "people": QuestionText(
        "何人分の情報ですか",
        "人数が多いほど漏れたときの影響が大きく、国への報告が要る場合もあります。",
        "おおよその人数で構いません。扱わないときは 0 と書きます。",
    ),
    "forms": QuestionText("どんな形で扱いますか", "紙とデータでは、なくし方も守り方も違います。"),
    "places": QuestionText(
        "どこで扱いますか", "自宅や訪問先で扱うのに持出しを禁じると、守れない約束になります。"
    ),
    "needs": QuestionText(
        "しないと業務が進まないこと",
        "欠かせないことを禁じると、隠れて行われて事故になります。禁じる代わりに、条件を付けて認めます。",
        "「できればしたい」ではなく「しないと進まない」ものだけを選びます。",
    ),
    "start": QuestionText("始まりの日", "点検の日程を決めます。", "例: 2027-04-01"),
    "end": QuestionText("終わりの日", "終わりには、返還と消去を確かめる点検があります。", "例: 2028-03-31"),
    "procurement": QuestionText(
        "委託先の選び方", "入札の前に確認表を示すと、手間を知ったうえで応募できます。"
    ),
    "contractor": QuestionText(
        "委託先", "決まっていなければ空のままにします。後で入れられます。", "登録した委託先から選びます。"
    ),
    "contractor_name": QuestionText("委託先の名前（登録がないとき）", "特記仕様書の当事者として印刷します。"),
    "supervision_hours_per_year": QuestionText(
        "監督に使える時間（年間）",
        "手間の合計がこれを超えると、画面でお知らせします。",
        "時間で書きます。例: 40",
    ),
}

NEED_EXAMPLES: dict[str, str] = {
    "carry_out": "書類や端末を事業所の外に持って出る",
    "copy": "書類を複写する、データを複製する",
    "transport": "委託元や再委託先との間で書類や媒体を運ぶ",
    "subcontract": "業務の一部を他の事業者に頼む",
    "temporary_staff": "派遣労働者などに仕事をしてもらう",
    "cloud": "クラウドや外部のサービスに情報を置く",
    "collect": "本人や家族などから情報を集める",
    "remote_access": "離れた場所からシステムにつなぐ",
    "develop_system": "システムを新しく作る、改修する",
    "operate_system": "システムを動かす、保守する",
}
