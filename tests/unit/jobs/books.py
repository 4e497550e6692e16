"""Small books, made in memory."""

from __future__ import annotations

import io
import zipfile

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
 <rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>
 </rootfiles></container>"""

PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
 <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:title>The Kettle</dc:title><dc:creator>A. Writer</dc:creator></metadata>
 <manifest>
  <item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
  <item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
  <item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
  <item id="blank" href="text/blank.xhtml" media-type="application/xhtml+xml"/>
  <item id="cover" href="cover.jpg" media-type="image/jpeg"/>
 </manifest>
 <spine><itemref idref="nav"/><itemref idref="two"/><itemref idref="blank"/>
  <itemref idref="one"/></spine></package>"""

NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="toc"><ol><li><a href="text/two%20b.xhtml#x">The <b>Second</b> First</a></li></ol>
</nav></body></html>"""

ONE = """<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>No</title><style>p { color: red }</style></head>
<body><h1>One</h1><p>It sang<a epub:type="noteref" href="#n">1</a> at
four &amp; five.</p><script>alert("no")</script><p>Then<br/>it stopped.</p></body></html>"""

TWO = "<html><body><h2>Two</h2><p>Water.</p></body></html>"


def epub(**files: str) -> bytes:
    content = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": PACKAGE,
        "OEBPS/nav.xhtml": NAV,
        "OEBPS/text/one.xhtml": ONE,
        "OEBPS/text/two b.xhtml": TWO,
        "OEBPS/text/blank.xhtml": "<html><body><p> * </p></body></html>",
    } | files
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return made.getvalue()


def pdf(pages: list[list[str]], title: str = "", outline: dict[str, int] | None = None) -> bytes:
    """A PDF of lines of text, made of its own objects; with an outline by pypdf."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        drawn = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {drawn} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Contents {len(objects)} 0 R /Resources << /Font << /F1 << /Type /Font "
            "/Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    made += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode()
    )
    if not title and not outline:
        return made
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made)))
    writer.add_metadata({"/Title": title, "/Author": "P. D. Format"})
    for name, page in (outline or {}).items():
        writer.add_outline_item(title=name, page_number=page)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()
