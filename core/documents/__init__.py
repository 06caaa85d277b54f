"""Documents that read like print: written once as a small model, given as HTML, tagged PDF and Word.

```python
document = Document(title=_("Kvitto"), language="sv", blocks=(Heading(_("Dina behov")), Paragraph((_("Tack för svaret."),))))
pdf = render_pdf(document)
```
"""

from core.documents.data import as_data, from_data
from core.documents.model import (
    Block,
    Bullets,
    Document,
    DocumentError,
    Heading,
    Inline,
    KeyFacts,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Table,
)
from core.documents.pdf import render_pdf
from core.documents.word import render_docx

__all__ = [
    "Block",
    "Bullets",
    "Document",
    "DocumentError",
    "Heading",
    "Inline",
    "KeyFacts",
    "Link",
    "Note",
    "PageBreak",
    "Paragraph",
    "Table",
    "as_data",
    "from_data",
    "render_docx",
    "render_pdf",
]
