"""The place of a page that answers a question, with the words that were asked for marked, spelled as they stand."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.questions import Question, Words
from search.words import tokens
from vietnamese.folding import UNSPACED, exact, fold
from vietnamese.text import nfc

LENGTH = 220
"""Characters of an excerpt, about."""
BEFORE = 60
"""Of them at most so many before the first word that is marked."""
MOST_READ = 60_000
"""Characters of a text in which an excerpt is looked for."""

_APART = re.compile(r"[^\s./-]")
_SIGN = re.compile(rf"[{UNSPACED}]")
_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:[\u0300-\u036f]+[^\W_{UNSPACED}]*)*")


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


@dataclass(frozen=True)
class Highlighter:
    """Finds what a question asked for in texts.

    Words that follow each other in the question count more than scattered ones: where a text has them together, single
    ones are not marked there. Of words that were typed with marks, other spellings are marked only where there is none
    with these. Signs of an unspaced script are marked only as they were asked for: the run of them, in its order.
    """

    question: Question

    def spans(self, text: str) -> list[Span]:
        """What is to be marked in `text` (in NFC), in order."""
        found = [(match.span(), _tokens(match[0])) for match in _WORD.finditer(text)]
        signs = self._places_of_signs([folded for _span, (folded, _exactly) in found])
        for spelled in (True, False) if self.question.marked else (False,):
            hits = [
                place in signs or self._hit(exactly if spelled else folded, spelled=spelled)
                for place, (_span, (folded, exactly)) in enumerate(found)
            ]
            if any(hits):
                return list(_joined(text, [(Span(*span), words[0]) for span, words in found], hits, self._is_loose))
        return []

    def marked(self, text: str) -> SafeString:
        """`text`, escaped, with `<mark>` around what was asked for."""
        return _with_marks(text := nfc(text), self.spans(text))

    def parts(self, text: str) -> list[str]:
        """`text` taken apart: what is marked stands at odd places."""
        text, at, parts = nfc(text), 0, []
        for span in self.spans(text):
            parts += [text[at : span.start], text[span.start : span.end]]
            at = span.end
        return [*parts, text[at:]]

    def excerpt(self, lead: str, body: str) -> SafeString:
        """The lead, or the paragraph that has more of what was asked for, cut to an excerpt; empty without either."""
        lines = [nfc(line) for line in (lead, *body[:MOST_READ].split("\n")) if line]
        if not lines:
            return SafeString("")
        best = max(lines, key=self._worth)  # the first of equals
        return _cut(best, self.spans(best))

    def _worth(self, line: str) -> int:
        """How much of the question a line answers: its different words, and how many of them stand together."""
        spans = self.spans(line)
        texts = {" ".join(tokens(fold(line[span.start : span.end]))) for span in spans}
        return len({word for text in texts for word in text.split()}) + max(
            (len(text.split()) for text in texts), default=0
        )

    def _hit(self, said: Words, *, spelled: bool) -> bool:
        """Whether a word of a text was asked for; signs of unspaced scripts are no words (`_runs`)."""
        asked, last = self._spelled_words if spelled else self._folded_words
        return not asked.isdisjoint(said) or (self.question.beginning and any(word.startswith(last) for word in said))

    @cached_property
    def _folded_words(self) -> tuple[frozenset[str], Words]:
        """The words asked for, and the last of them."""
        return frozenset(_without_signs(self.question.highlighted)), _without_signs(self.question.words[-1:])

    @cached_property
    def _spelled_words(self) -> tuple[frozenset[str], Words]:
        """The same with the marks that were typed."""
        asked = frozenset(_without_signs(self.question.highlighted_as_spelled))
        return asked, _without_signs(self.question.spelled_words[-1:])

    @cached_property
    def _runs(self) -> frozenset[Words]:
        """The signs of unspaced scripts that were asked for, as they follow each other."""
        terms = (folded for part in self.question.parts for folded, _spelled in part.terms)
        grouped = (group for term in terms for group in groupby(term, key=lambda word: bool(_SIGN.match(word))))
        return frozenset(tuple(run) for are_signs, run in grouped if are_signs)

    def _places_of_signs(self, said: Sequence[Words]) -> set[int]:
        """Where one of the runs stands among the words of a text."""
        if not self._runs:
            return set()
        words = ["".join(word) for word in said]
        return {
            place
            for run in self._runs
            for start in range(len(words) - len(run) + 1)
            if words[start] == run[0] and tuple(words[start : start + len(run)]) == run
            for place in range(start, start + len(run))
        }

    def _is_loose(self, words: Words) -> bool:
        """Whether a word may be marked where it stands alone: it was asked for as a word, not in a longer term."""
        alone = {part.folded[0] for part in self.question.parts if len(part.folded) == 1}.union(
            *(others for others in self.question.corrected.values()),
            (folded[0] for part in self.question.parts for folded, _spelled in part.others if len(folded) == 1),
        )
        last = self.question.words[-1:]
        return any(word in alone or (self.question.beginning and word.startswith(last)) for word in words)


def _without_signs(words: Iterable[str]) -> Words:
    return tuple(word for word in words if not _SIGN.match(word))


def spelled_in(texts: Iterable[str], wanted: Iterable[str]) -> str:
    """How the first of `texts` spells one of the folded words `wanted`; the first of these where none does."""
    wanted = tuple(wanted)
    for text in texts:
        for match in _WORD.finditer(nfc(text)):
            if tuple(_tokens(match[0])[0]) in {(word,) for word in wanted}:
                return match[0].lower()
    return wanted[0]


@lru_cache(maxsize=20_000)
def _tokens(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A word of a text as it is indexed: folded, and as it is spelled."""
    return tuple(tokens(fold(word))), tuple(tokens(exact(word)))


def _joined(
    text: str, words: Sequence[tuple[Span, Words]], hits: Sequence[bool], loose: Callable[[Words], bool]
) -> Iterator[Span]:
    """The runs of hits that have only spaces and joints between them.

    Single words are marked only where no run has several, and never those of a longer term (`loose` tells).
    """
    runs: list[tuple[Span, set[Words]]] = []
    last = -1
    for number, (span, word) in enumerate(words):
        if not hits[number]:
            continue
        if runs and last == number - 1 and not _APART.search(text[runs[-1][0].end : span.start]):
            runs[-1] = Span(runs[-1][0].start, span.end), runs[-1][1] | {word}
        else:
            runs.append((span, {word}))
        last = number
    if any(len(said) > 1 for _span, said in runs):
        yield from (span for span, said in runs if len(said) > 1)
    else:
        yield from (span for span, said in runs if all(map(loose, said)))


def _with_marks(text: str, spans: Sequence[Span]) -> SafeString:
    pieces, at = [], 0
    for span in spans:
        pieces.append((text[at : span.start], text[span.start : span.end]))
        at = span.end
    return format_html_join("", "{}<mark>{}</mark>", pieces) + format_html("{}", text[at:])


def _cut(text: str, spans: Sequence[Span]) -> SafeString:
    """About LENGTH characters of `text` from shortly before the first span, at the ends of words."""
    if len(text) <= LENGTH:
        return _with_marks(text, spans)
    first = spans[0].start if spans else 0
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE // 2) + 1
    end = len(text) if len(text) - start <= LENGTH else text.rfind(" ", start, start + LENGTH)
    end = max(end, spans[0].end if spans else 0, start + LENGTH // 2)
    within = [Span(span.start - start, span.end - start) for span in spans if start <= span.start and span.end <= end]
    cut = _with_marks(text[start:end], within)
    return format_html("{}{}{}", "… " if start else "", cut, " …" if end < len(text) else "")
