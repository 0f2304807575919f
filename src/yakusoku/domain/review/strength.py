"""How strongly a sentence binds, read from the words it ends with (docs/rules/review-strength.md)."""

import re
from dataclasses import dataclass

from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.finding import Trace
from yakusoku.domain.review.knowledge import Nature
from yakusoku.domain.review.text import ClauseText

_ASSENT = r"(?:承諾|承認|同意|許可|許諾|許し|了承|了解|認め(?:た|る)|指示)"
_GIVEN = (
    rf"{_ASSENT}[^。\n]{{0,30}}?(?:得|受け|いただ|ない限り|なければ|なしに|なくして?|がない|場合を除|ときを除|場合に限|ときは|ものを除"
    r"|以外|のほか|した場合|する場合|された場合|がある場合|場合のほか|場合でない|場合でなければ|を要する|したとき|あるとき|をもって)"
    rf"|{_ASSENT}(?:なく|無し|なし|を得|を受け)"
)
_CONSENT = re.compile(_GIVEN)
_EXCEPTION = re.compile(rf"この限りでない|{_GIVEN}")
_BAN = re.compile(
    r"(?:て|で)は?(?:なら|いけ)な(?:い|ら)|てはならず|ないもの(?:とし|とする|である)|ないこと(?:とし|とする|。|$|\n)|(?:を|は)禁(?:じ|ず|止)|禁じられ|禁止"
    r"|ことが?(?:は)?でき(?:ない|ません)|ことはあり?ません|(?:し|せ|え|け|て|め|べ|れ|げ|わ|さ|ら|か|た|ば|ま|が|な|じ|み|ち|り|い|き|ぎ|に|び)"
    r"(?:ない|ません)(?:。|$|\n|もの|、又は|、かつ|とと)|認め(?:ない|られない)|許され(?:ない|ません)|(?:を|は)しない|(?:に)?限る|以外(?:に|の者に)[^。\n]{0,20}(?:ない|ません)"
)
_EFFORT = re.compile(
    r"努め(?:る|なければ|ます|て)|努力(?:する|し|義務)|望ましい|配慮する(?:もの|よう)|心[が掛]け|よう(?:に)?心[が掛]|検討する(?:もの|こと)?"
    r"|(?:必要に応じ|適宜)[^。\n]{0,20}協議|協議(?:して|のうえ|の上)定める|お願い(?:し|いた)"
)
_MAY = re.compile(
    r"ことができ(?:る|ます|るもの)|できる(?:もの|こと)?(?:とし|とする|。|$)|て(?:も)?よい|することがあ(?:る|り)|妨げない|(?:認め|許)(?:る|られ)"
)
_ONLY_IF = re.compile(
    r"(?:場合|とき|者|もの|範囲|限度)に?(?:限り|限って|限る|において)|条件(?:と|に|の)|限度で|要件"
)


@dataclass(frozen=True, slots=True)
class Binding:
    """How a clause binds as to one requirement. `conditional`: allowed with the other side's assent."""

    strength: Strength
    conditional: bool


def binding(clause: ClauseText, trace: Trace) -> Binding:
    """Return how strongly a clause binds as to the requirement of a trace: the strongest of its sentences."""
    numbers = sorted({clause.sentence_at(end - 1) for _, end in trace.spans})
    told = [_sentence(clause, number, trace) for number in numbers]
    best = min(told, key=lambda each: _order(each.strength, trace.knowledge.nature))
    return Binding(best.strength, any(each.conditional for each in told))


def _order(strength: Strength, nature: Nature) -> int:
    """Return 0 for what says most about a requirement: of an act, that assent is needed, before a plain ban."""
    if nature is Nature.ACT:
        order = (Strength.CONSENT, Strength.PROHIBIT, Strength.CONTROLLED, Strength.PERMIT, Strength.DUTY)
        return order.index(strength) if strength in order else len(order)
    order = (Strength.DUTY, Strength.PROHIBIT, Strength.CONSENT, Strength.CONTROLLED, Strength.EFFORT)
    return order.index(strength) if strength in order else len(order)


def _sentence(clause: ClauseText, number: int, trace: Trace) -> Binding:
    text = clause.sentences[number].text
    following = clause.sentences[number + 1].text if number + 1 < len(clause.sentences) else ""
    assent = bool(_CONSENT.search(text)) or (
        following.startswith(("但し", "もっとも", "前項", "2前項"))
        and bool(_EXCEPTION.search(following))
        and bool(_CONSENT.search(following))
    )
    if _EFFORT.search(text):
        return Binding(Strength.EFFORT, False)
    if trace.knowledge.nature is Nature.ACT:
        return _act(text, assent)
    if (
        trace.knowledge.nature is Nature.DUTY
        and _BAN.search(text)
        and not re.search("しなければ|なければなら", text)
    ):
        return Binding(Strength.CONSENT if assent else Strength.PROHIBIT, assent)
    return Binding(Strength.DUTY, assent)


def _act(text: str, assent: bool) -> Binding:
    if assent:
        return Binding(Strength.CONSENT, True)
    if _BAN.search(text):
        return Binding(Strength.PROHIBIT, False)
    if _MAY.search(text):
        return Binding(Strength.CONTROLLED if _ONLY_IF.search(text) else Strength.PERMIT, False)
    return Binding(Strength.DUTY, False)
