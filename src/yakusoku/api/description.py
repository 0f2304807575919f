"""The description of the interface (OpenAPI 3.1): what ninja cannot know of itself, said once for every route."""

from functools import cached_property
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from yakusoku.web.api import Problem

PROBLEM_TYPE = "application/problem+json"
ABOUT = (
    "委託先が個人情報をどう守るかを、決め、交わし、守られていることを確かめる。"
    "画面と同じ決まり、同じ権限で働きます。一覧は limit と offset で読み、items と count で答えます。"
    "断るときは RFC 9457 の problem+json で、変わらない記号（code）と、人が読む文（title）を返します。"
)
BEARER = "/account/tokens/ で作るトークン。作った人として、作ったときに選んでいた組織のために働きます。"
TAGS = {
    "members": "利用者、招待、課、操作の記録",
    "catalogue": "要件目録の、団体の追加と変更",
    "engagements": "委託業務と、要件の採否",
    "specifications": "発行した特記仕様書",
    "publication": "特記仕様書を発行する",
    "candidates": "契約の前: 公表、委託候補、調査票、計画、契約の日",
    "board": "外部委託審査会: 会議、議案、投票、条件",
    "consultations": "相談と助言",
    "reviews": "契約書の点検と、見立ての訂正",
    "standards": "ひな形と見直し、現場の声、勉強会",
    "survey-answers": "調査の回答: 集まりぐあい、紙の入力、訂正、データ",
    "samples": "調査の標本: 名簿、層、抽出、回答者、手紙、回収率",
    "surveys": "調査と、調査票",
    "survey answers": "調査の回答",
    "survey results": "調査の集計: 表、重み、前の回との比較、データ、公表された表の点検",
    "portfolios": "契約の棚卸し: たくさんの契約を読み、並べて見る",
    "chain": "再委託と、情報を持つ者のつながり、受渡し",
    "inspections": "点検: 回答、提出、確認",
    "findings": "指摘、改善指示、報告、確かめ、延長",
    "training": "研修の記録",
    "erasure": "返却と消去の台帳",
    "library": "委託先の控え: 答える確認表、回答の控え、認証、回答のリンク",
    "register": "委託台帳",
    "dashboard": "全体の状況",
    "duties": "することの一覧",
    "rules": "組織の決まり",
    "notices": "お知らせ",
    "publicity": "住民に公表する頁",
    "oscal": "OSCAL の文書を出す、取り込む",
    "webhooks": "出来事を知らせる先",
}
PROBLEMS = {
    400: ("UnreadableBody", "本文を JSON として読めない"),
    401: ("NoToken", "トークンがない、無効、又は持ち主がその組織の人でなくなった"),
    403: ("Forbidden", "この操作の権限がない"),
    404: ("NotFound", "ない、又は見えない"),
    409: ("Refused", "決まりが断った。code がどの決まりかを示す"),
    422: ("Misshapen", "値の形が違う"),
}


class Interface(NinjaAPI):
    """The interface with a description that is complete: every route tells how it may say no."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return a name that a generated client can bear, such as `chain_consent`."""
        parts = operation.view_func.__module__.split(".")
        return f"{parts[parts.index('apps') + 1]}_{operation.view_func.__name__}"

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description with tags, the token and the problems of each route.

        It is made once: the routes stand when the process has begun, and making it takes more than a second.
        """
        if path_params:
            return self._described(path_prefix, path_params)
        if path_prefix not in self._known:
            self._known[path_prefix] = self._described(path_prefix, path_params)
        return self._known[path_prefix]

    @cached_property
    def _known(self) -> dict[str | None, OpenAPISchema]:
        """Return the descriptions that were made, by where the addresses in them begin."""
        return {}

    def _described(self, path_prefix: str | None, path_params: dict[str, Any] | None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["info"]["description"] = ABOUT
        used = set()
        for path in schema["paths"].values():
            for method, operation in path.items():
                # A router within a router hands its tag on; the innermost is the one that says what it is.
                operation["tags"] = operation["tags"][-1:]
                used.update(operation["tags"])
                _tell_problems(method, operation)
        schema["tags"] = [{"name": tag, "description": told} for tag, told in TAGS.items() if tag in used]
        parts = schema["components"]
        parts["schemas"][Problem.__name__] = Problem.model_json_schema()
        parts["responses"] = {name: _problem(told) for name, told in PROBLEMS.values()}
        parts["securitySchemes"] = {"Token": {"type": "http", "scheme": "bearer", "description": BEARER}}
        return schema


def _tell_problems(method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    told = {401, 403}
    if operation.get("parameters"):
        told |= {404, 422}
    if "requestBody" in operation:
        told |= {400, 404, 422}
    if method != "get" or 409 in responses:
        told.add(409)
    if 404 in responses:
        told.add(404)
    kept = {status: answer for status, answer in responses.items() if int(status) < 400}
    refusals = {status: {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"} for status in sorted(told)}
    operation["responses"] = kept | refusals


def _problem(told: str) -> dict[str, Any]:
    shape = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": told, "content": {PROBLEM_TYPE: {"schema": shape}}}
