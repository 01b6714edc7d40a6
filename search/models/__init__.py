"""What the public search keeps, and what editors tell it."""

from search.models.documents import Combination, Document, DocumentText, IndexState, Word
from search.models.promotions import Promotion
from search.models.synonyms import Synonyms
from search.models.unanswered import Unanswered

__all__ = ["Combination", "Document", "DocumentText", "IndexState", "Promotion", "Synonyms", "Unanswered", "Word"]
