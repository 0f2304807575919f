"""Taking from a Word document what its reader's program would fetch from elsewhere."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn
from lxml import etree

from yakusoku.adapters.office_uploads import FOLLOWED_BY_HAND

# These stand for themselves without the link that they name; anything else that names one goes with it.
_STAY = {qn("w:hyperlink"), qn("a:blip"), "{urn:schemas-microsoft-com:vml}imagedata"}
_NAMED = (qn("r:id"), qn("r:link"), qn("r:embed"), qn("r:pict"))


def loosened(document: Document) -> bool:
    """Take away every link to elsewhere but those that a person follows; return whether that could be done."""
    return all([_loosen(part) for part in document.part.package.iter_parts()])


def _loosen(part: Part) -> bool:
    away = {
        key
        for key, each in part.rels.items()
        if each.is_external
        and not (each.reltype == RELATIONSHIP_TYPE.HYPERLINK and FOLLOWED_BY_HAND.match(each.target_ref))
    }
    if away and not isinstance(part, XmlPart):
        return False
    for key in away:
        del part.rels[key]
    if away and isinstance(part, XmlPart):
        _forget(part.element, away)
    return True


def _forget(root: etree._Element, away: set[str]) -> None:
    for element in list(root.iter()):
        named = [name for name in _NAMED if element.get(name) in away]
        if named and element.tag in _STAY:
            for name in named:
                del element.attrib[name]
        elif named and (above := element.getparent()) is not None:
            above.remove(element)
