"""How strongly a clause binds, read from the words its sentences end with (docs/rules/review-strength.md)."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.finding import Span, Trace
from yakusoku.domain.review.knowledge import Nature
from yakusoku.domain.review.text import ClauseText

# Assent of the other side; that of the persons concerned themselves is none, and 必要と認める is a judgement.
_ASSENT = (
    r"(?:承諾|承認|同意|許可|許諾|許し|了承|了解|合意|申し?入れ|許した|(?<!と)認め(?:た|る|られ(?:た|る)))"
)
_OPEN = r"[^。\n]{0,30}?"
# A look at the first letter spares the rest of it nearly everywhere.
_GRANTED = re.compile(
    r"(?=[承合同許了申認特依命指相委])(?:"
    rf"{_ASSENT}(?:を|の印を){_OPEN}(?:得|受け|いただ|頂|もら|取|要す|求め)|{_ASSENT}(?:が|は)?(?:な(?:い|く|け|し)|無し|に基づ|がある|のある)"
    rf"|{_ASSENT}{_OPEN}(?:ない限り|なければ|なしに|なくして|場合を除|ときを除|ものを除|に限|以外|のほか|場合のほか|場合でな|場合は|により?(?:ます|る)|の[下も]と?(?:、|で|に)|書を|した場合|する場合|された場合|した(?:とき|者|もの|範囲|機器)|するとき|ときは|た(?:とき|場合)|範囲を(?:超|越)|によらず|を要)"
    r"|(?:認めた|許した|認める)[^。、\n]{0,10}(?:会社|業者|者|先|機器|もの|場所|サービス|アプリ|様式)(?:に限|以外|に行わせ|によらず|を、認めた|だけ|は、?この限り)"
    r"|認めた(?:場合|とき)(?:でな|を除|のほか|に限)|特に(?:必要と)?認めた(?:とき|場合)"
    r"|(?:承諾|同意|承認|許可)のうえ|許可証の交付を受け|(?:許し|承認し|許可し|承諾し)た日に限|相当と認めた(?:場合|とき)に限"
    r"|(?:委託|依頼)(?:され|し|が)ない限り|(?:依頼|指示)(?:した|があった|がある)(?:場合|とき)に限"
    r"|(?:依頼|命じ|承知)(?:した|た)[^。、\n]{0,10}(?:もの|集計|とき|場合)(?:に限|は、?この限り)"
    r"|指示(?:が|を受け|に(?:よら|基づか))?(?:ない限り|なければ|な(?:く|し)に?|がない|がある(?:場合|とき)を除|(?:する|した|ある)(?:場合|とき)(?:を除|のほか|でな)|又は(?:承|同))|指示し、(?:又は)?(?:承|同))"
)
_OF_THE_PERSON = re.compile(
    r"(?:本人|被験者|患者|保護者|求職者|登録者|申込者|応募者|対象者|参加者|受診者|入居者|居住者|運転者|被害者|会員)"
    r"(?:から|の|が)[^。\n]{0,12}?(?:同意|承諾|署名)[^、。\n]{0,8}"
)
# It is not asked for, or holds as given: 承諾を得ることなく…できる, 承諾があったものとみなす.
_NOT_ASKED = re.compile(
    rf"{_ASSENT}を(?:得|要す|取|受け)る?(?:ことなく|までもなく|ことを要しない)(?=[^。\n]{{0,80}}?(?:できる|でき、|できます|てよい))"
    rf"|{_ASSENT}を?(?:得た|した|があった|のあった)もの(?:と(?:みな|して)|とす)"
)
# How assent is given, between the one who gives it and the word for it.
_MANNER = re.compile(
    r"(?:あらかじめ|予め|事前[にの]?|前もって|その都度|都度|(?:書面|文書|口頭)(?:による|により|で|の)?"
    r"|必要な|所要の|所定の|しかるべき|然るべき|適切な|個別[にの]|明示の|指示(?:し[、,，]?)?|(?:又|若しく)は|[、,，])*$"
)
_GIVER = re.compile(
    r"(?:[のがもごお御]|から|より|(?<!とき)(?<!場合)に)$|(?<!必要)(?<!事情)が[^、,，。]{0,20}$"
)
_ASKED = re.compile(
    r"に(?:対し)?[^。\n]{0,20}(?:申請|申し?出|届け?出|示し|提出|協議|知らせ|通知|伺い|願い|相談|求め)|申請|申し?出|届け?出|担当|職員|委員会|相手方|甲|発注者|委託者|委託元|貴社|御社|お客様|契約者"
)
_FOR_ASSENT = re.compile(_ASSENT)
_STILL = re.compile(
    r"この限りで(?:は)?(?:ない|ありません)|妨げない|除く|認められる|でき(?:る|ます)|得る|受ける"
    r"|(?:得て|いただき|によ(?:る|り)|経て)"
)
_EXCEPTION = re.compile(
    r"^(?:[0-9一二三()]{0,4})(?:但し|もっとも|ただ、|前項|やむを得|これ(?:ら)?(?:を行|以外)|その(?:ほか|他)の?|(?:業務|必要|どうしても)[^。、\n]{0,14}(?:とき|場合)(?:は|に限))"
)
_BAN = re.compile(
    r"(?:て|で)は?(?:なら|いけ)な(?:い|ら|く)|ては?なりません|てはならず|ではならず"
    r"|(?:を|は|も|が)禁(?:じ|ず)|禁じ(?:る|て|られ)|禁止|ことが?(?:は|も)?でき(?:な|ません|ず)|ことは(?:あり|いたし|し)?ま?せん|ことはない"
    r"|[しせえけてめべれげわさらかたばまがなじみちりいきぎにび](?:ない|ません|ぬ)(?:。|$|\n|もの|こと|、又は|、かつ|と(?:約|誓|確|と)|よう|旨)"
    r"|[さたかわらまばがせれけえめげべてじ]ず(?:、|又は|に(?!つい)|$|。)|認め(?:な|ませ|られな)|許され(?:な|ませ)|許さな|してはな|しないもの"
    r"|以外(?:に|の者に|の場所で|では)[^。\n]{0,20}(?:ない|ません)|厳禁|差し控え"
)
# A duty that ends as a ban does: 記録しなければならない.
_OUGHT = re.compile("(?:なけれ|ね)ば(?:な(?:らない|らぬ|りません)|いけない)")
_ONLY = re.compile(r"(?<!もの)に限(?:り|って|る|定)|のみ|だけ")
_EFFORT = re.compile(
    r"努め(?:る|なければ|ます|て(?:おり|いる|まいり))|努力(?:する|し|義務|を払|を尽)|最善を尽く|望ましい|配慮(?:する|し|に努)|心[が掛]け|よう(?:に)?心[が掛]"
    r"|検討する(?:もの|こと)?(?:。|$|と)|(?:適宜|必要に応じ)[^。\n]{0,20}協議|協議(?:して|し、|のうえ|の上)[^。\n]{0,16}(?:定め|決め)|お願い(?:し(?!たい)|いた)"
    r"|適宜[^。\n]{0,8}(?:対応|実施|行)|必要(?:である|がある)?と判断した(?:場合|とき)に[^。\n]{0,12}(?:適用|実施|対応)"
)
_MAY = re.compile(
    r"(?=[こですて妨認許足])(?:ことができ(?:る|ます)|(?<!こと)(?<!場合に)でき(?:る|ます)(?:(?:もの|こと)?(?:とし|とする)|もの?(?:。|$)|(?:。|$))|て(?:も)?(?:よい|構わ)|することがあ(?:る|り)|ことがござい"
    r"|妨げない|(?:認め|許)(?:る|られる|します)|足りる)"
)
# That an incident shall not happen again is no more than wished by everyone; the duty stands beside it.
_NEVER_AGAIN = re.compile(
    r"(?:再発|拡大|回収|発見)(?:の)?(?:防止)?(?:等)?に(?:努め|取り?組)[^。\n]{0,8}|に努めるとともに"
)
# A record that is kept and may be looked at as well.
_KEPT = re.compile(r"(?:保存|保管|記録|取得)(?:され|して(?:おり|い)|し)、?")
# It may be done, and the next sentence says under which conditions.
_IN_THAT_CASE = re.compile(r"^(?:その|この|これらの)(?:場合|際)")
# People or things are taken on only with assent.
_TAKING = re.compile(
    r"(?:充て|用い|使|行わせ|従事させ|加え|当て|迎え|運|移|集め|取得|収集|持ち?込|搬出|出す|預け|頼|任せ|外で行)[^。、\n]{0,12}"
    r"(?:とき|場合|際|に)は[^。\n]{0,60}(?:承認|承諾|同意|許可|了承|許し|許諾|了解|許可印|許可証の交付)を(?:得|受け|要|求め|取)"
    r"|(?:承認|承諾|同意|許可|相当と認め)(?:した|た)[^。、\n]{0,6}(?:場合|とき|日)に限"
)
# What the client may do is a duty of the contractor.
_RIGHT = re.compile(
    r"(?:求め|請求|検査|調査|立入|立ち入|解除|確認|命[じず]|指示|公表|監査|差し?止め|質問|取消|調べ|通知|評価|提出させ|報告させ|行わせ)[^。\n]{0,14}(?:ことができ|できる)"
)
# What is allowed for one purpose or at one place only is forbidden otherwise; of things, these alone are allowed.
_ELSEWHERE = re.compile("目的|ため|為|用途|以外|庁舎|事業所|事務所|社内|構内|施設|室|場所")
_WITHIN = re.compile(r"(?:部数|限度|範囲|とき|場合)に限")
_ONLY_IF = re.compile(r"(?:に限り|に限って|に限る|のみ|だけ)|条件(?:と|に|の)|限度|要件|範囲で")
_MAINLY = re.compile(r"原則と|主として|を基本と")
_LIST = re.compile(r"次(?:の|に)|以下(?:の|に)|下記|各号")
_ITEM = re.compile(
    r"[ \t　]*(?:[・●○※▪\-－]|[①-⑳⑴-⒂]|[（(]?[0-9０-９ア-ンa-zａ-ｚ一二三四五六七八九十]{1,2}[）)．.、 \t　])"
)
_NOT_LIABLE = re.compile(r"責任?を(?:負わ|負い|負いかね)(?:ない|ません|ます)|責めを負わない")
_MUST = re.compile("しなければ|なければなら")


@dataclass(frozen=True, slots=True)
class Binding:
    """How a clause binds as to one requirement.

    conditional  allowed with the other side's assent
    weak         the words of its best sentence that make it weak
    """

    strength: Strength
    conditional: bool
    weak: tuple[Span, ...] = ()


def binding(clause: ClauseText, trace: Trace) -> Binding:
    """Return how strongly a clause binds as to the requirement of a trace: the strongest of its sentences."""
    numbers = sorted({clause.sentence_at(end - 1) for _, end in trace.spans})
    told = [(_sentence(clause, number, trace.knowledge.nature), number) for number in numbers]
    conditional = any(each.conditional for each, _ in told)
    if any(_MAINLY.search(clause.sentences[number].text) for number in numbers) and (
        free := _freed(clause, numbers[-1], trace.knowledge.nature)
    ):
        return Binding(free, False, trace.weak)
    order = min(_order(each.strength, trace.knowledge.nature) for each, _ in told)
    best = [(each, number) for each, number in told if _order(each.strength, trace.knowledge.nature) == order]
    if best[0][0].strength is Strength.PROHIBIT and (opened := _opened(told, best[0][1])):
        best = [opened]
    by_sentence = [_weak_words(clause, trace, number) for _, number in best]
    # A weak sentence beside one that binds as much and is not weak takes nothing away.
    weak = () if not all(by_sentence) else tuple(span for spans in by_sentence for span in spans)
    if best[0][0].strength is Strength.CONSENT:
        weak = _nobody(clause, {each for _, number in best for each in (number, number + 1)})
    return Binding(best[0][0].strength, conditional, weak)


def _nobody(clause: ClauseText, numbers: Collection[int]) -> tuple[Span, ...]:
    """Return the words for assent that nobody is named to give; nothing: somebody is, somewhere in the clause."""
    if _ASKED.search(clause.text):
        return ()
    found = []
    for hit in _FOR_ASSENT.finditer(clause.text):
        before = clause.text[
            max(clause.text.rfind(mark, 0, hit.start()) for mark in "。\n") + 1 : hit.start()
        ]
        if _GIVER.search(_MANNER.sub("", before)):
            return ()
        if clause.sentence_at(hit.start()) in numbers:
            found.append(hit.span())
    return tuple(found)


def _opened(told: list[tuple[Binding, int]], banned: int) -> tuple[Binding, int] | None:
    """Return the later sentence that allows under conditions, without assent, part of what one bans."""
    for each, number in told:
        if number > banned and each.strength in {Strength.CONTROLLED, Strength.PERMIT}:
            return Binding(Strength.CONTROLLED, False), number
    return None


def _weak_words(clause: ClauseText, trace: Trace, number: int) -> tuple[Span, ...]:
    """Return the weak words of a sentence, and of a proviso that follows it."""
    mine = {number, number + 1} if clause.is_proviso(number + 1) else {number}
    spans = tuple(span for span in trace.weak if clause.sentence_at(span[0]) in mine)
    if _RIGHT.search(clause.sentences[number].text):
        # That the client does it when there is need is no weakness: 必要に応じて検査することができる.
        return tuple(span for span in spans if not clause.text.startswith("必要に応じ", span[0]))
    return spans


def _freed(clause: ClauseText, number: int, nature: Nature) -> Strength | None:
    """Return PERMIT when what holds in the main is left to the contractor in the same or the next sentence."""
    if nature is Nature.RIGHT:
        return None
    for sentence in clause.sentences[number : number + 2]:
        if _MAY.search(sentence.text) and not _assent(sentence.text) and not _RIGHT.search(sentence.text):
            return Strength.PERMIT
    return None


def _order(strength: Strength, nature: Nature) -> int:
    """Return 0 for what says most about a requirement: of an act, that assent is needed, before a plain ban."""
    if nature is Nature.ACT:
        order = (Strength.CONSENT, Strength.PROHIBIT, Strength.CONTROLLED, Strength.PERMIT, Strength.DUTY)
        return order.index(strength) if strength in order else len(order)
    order = (Strength.DUTY, Strength.PROHIBIT, Strength.CONSENT, Strength.CONTROLLED, Strength.EFFORT)
    return order.index(strength) if strength in order else len(order)


def _sentence(clause: ClauseText, number: int, nature: Nature) -> Binding:
    text = _governed(clause, number)
    assent = _assent(text) or _excepted(clause, number)
    if nature is Nature.ACT:
        return Binding(Strength.EFFORT, False) if _tries(text) else _act(text, assent)
    if (_EFFORT.search(text) and _EFFORT.search(_NEVER_AGAIN.sub("", text))) or _NOT_LIABLE.search(text):
        return Binding(Strength.EFFORT, False)
    if nature is Nature.RIGHT:
        return Binding(Strength.DUTY, False)
    if assent and (_TAKING.search(text) or (_BAN.search(text) and not _MUST.search(text))):
        return Binding(Strength.CONSENT, True)
    conditional = assent and _changing(text)
    bound = any(words.search(text) for words in (_RIGHT, _BAN, _MUST, _ONLY, _KEPT)) or assent
    if _MAY.search(text) and not bound:
        return Binding(Strength.PERMIT, False)
    return Binding(Strength.DUTY, conditional)


def _tries(text: str) -> bool:
    """Return whether a sentence ends in an effort, whatever it says before."""
    last = max((found.end() for found in _EFFORT.finditer(text)), default=0)
    return last > max((found.end() for found in _BAN.finditer(text)), default=0)


def _changing(text: str) -> bool:
    """Return whether assent frees from a duty, or is needed to leave what was agreed."""
    return bool(
        re.search(
            r"(?:しよう|変え(?:よう)?|変更し?|替え(?:よう)?|代え(?:よう)?|交代|移転|移す|移そう|増や)[^。\n]{0,12}(?:とする|する|る)?(?:とき|場合|には)",
            text,
        )
        or re.search(r"認めた(?:とき|場合)は[^。\n]{0,30}でき", text)
        or re.search(r"(?:承諾|承認|許可|認め)(?:した|た)場合において", text)
    )


def _assent(text: str) -> bool:
    # Few sentences speak of assent at all, and only in those is it looked for more closely.
    if not _GRANTED.search(text):
        return False
    return bool(_GRANTED.search(_NOT_ASKED.sub("", _OF_THE_PERSON.sub("", text))))


def _governed(clause: ClauseText, number: int) -> str:
    """Return a sentence; with an item of a list, the words the list begins with, which say what it is about.

    What a proviso behind these words allows with assent, it allows for every item.
    """
    sentence = clause.sentences[number]
    if not _ITEM.match(sentence.folded.source):
        return sentence.text
    for place in range(number - 1, -1, -1):
        before = clause.sentences[place]
        if _LIST.search(before.text):
            but = clause.sentences[place + 1].text if clause.is_proviso(place + 1) else ""
            return "\n".join([sentence.text, before.text, *([but] if _assent(but) else [])])
        if not (_ITEM.match(before.folded.source) or clause.is_proviso(place)):
            break
    return sentence.text


def _excepted(clause: ClauseText, number: int) -> bool:
    """Return whether the next sentences allow with assent what this one forbids."""
    for following in clause.sentences[number + 1 : number + 2]:
        text = following.text
        but = (
            _EXCEPTION.match(text) or "この限りで" in text or "これらを" in text or text.endswith("を除く。")
        )
        may = _MAY.search(text) and not _BAN.search(text)
        if (but or may) and _assent(text):
            return bool(_STILL.search(text))
    return False


def _act(text: str, assent: bool) -> Binding:
    if assent:
        return Binding(Strength.CONSENT, True)
    may = _MAY.search(text)
    if _BAN.search(_OUGHT.sub("", text)) and not (may and may.start() > text.rfind("ない")):
        return Binding(Strength.PROHIBIT, False)
    if may:
        return Binding(Strength.CONTROLLED if _ONLY_IF.search(text) else Strength.PERMIT, False)
    if _ONLY.search(text):
        within = (
            "開示" in text or (_WITHIN.search(text) and "目的" not in text) or not _ELSEWHERE.search(text)
        )
        return Binding(Strength.CONTROLLED if within else Strength.PROHIBIT, False)
    return Binding(Strength.DUTY, False)
