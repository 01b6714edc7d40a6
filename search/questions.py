"""What a reader asked, as the words that are looked for."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Self

from search.words import BREAK, Phrase, Query, tokens
from vietnamese.folding import HAN, HANGUL, HIRAGANA, KATAKANA, exact, fold
from vietnamese.text import nfc

MAX_QUERY = 200
"""Characters of a question that are looked for and shown."""
MAX_WORDS = 16
"""Words of a question that are looked for."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSPACED = re.compile("|".join(rf"[{signs}]+" for signs in (HIRAGANA, KATAKANA, HANGUL, HAN)))
"""What is one word in an unspaced script, as far as the script tells: Japanese changes it between most words."""
_ONLY_HAN = re.compile(f"[{HAN}]+")
_KOREAN = re.compile(
    rf"(?P<stem>[{HANGUL}]{{2,}}?)"
    rf"(?:(?:[을를이가은는의에로와과도만]|에서|에게|으로|까지|부터)[은는도만]?|[하합할한해했되됩될된됐][{HANGUL}]{{0,3}})"
)
"""A word with a particle, or with an ending of the two verbs that make verbs of nouns."""
_OF = "的"
"""Joins words in Chinese, and says nothing itself."""
_INVISIBLE = re.compile("[\u00ad\u200b]+")
_NUMBER = re.compile(r"[1-9][0-9]{4,12}")
"""Digits that texts write in threes, with points between them."""
_CODE = re.compile(r"(?=.*\d.*\d)[a-z0-9]{4,24}")
_QUOTED = re.compile(r'"([^"]*)"|“([^”“]*)”|«([^»«]*)»')
_QUOTED_OR_WORD = re.compile(rf"{_QUOTED.pattern}|(?P<word>[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*)")

Words = tuple[str, ...]


def clean_query(text: str) -> str:
    """What was asked, on one line, in NFC, without what nobody typed, at most MAX_QUERY characters."""
    cut = text[: MAX_QUERY * 8]  # before the normal form, which takes time for each character
    return " ".join(_CONTROL.sub(" ", nfc(cut)).split())[:MAX_QUERY].strip()


def without_quotes(text: str) -> str:
    """A question with its phrases as words."""
    return _QUOTED.sub(lambda quoted: f" {quoted[0][1:-1]} ", text)


def in_question(text: str, write: Callable[[str], str]) -> str:
    """A question with each of its words as `write` writes it; phrases and what stands between words stay."""
    return _QUOTED_OR_WORD.sub(lambda found: write(found[0]) if found["word"] else found[0], text)


def in_words(text: str) -> list[str]:
    """The words of a question as they were typed, those of phrases too."""
    return [found["word"] for found in _QUOTED_OR_WORD.finditer(without_quotes(text)) if found["word"]]


@dataclass(frozen=True)
class Part:
    """Words of the question that are looked for together: one word, a quoted phrase or a term that has synonyms.

    `folded` and `spelled` have as many words each. `others` are the synonyms, folded and spelled.
    """

    folded: Words
    spelled: Words
    quoted: bool = False
    others: tuple[tuple[Words, Words], ...] = ()

    @property
    def terms(self) -> tuple[tuple[Words, Words], ...]:
        """The part and its synonyms, each folded and spelled."""
        return (self.folded, self.spelled), *self.others

    @property
    def looser(self) -> "tuple[Part, ...]":
        """What is left of it where its words may stand elsewhere or end otherwise; else the part.

        Of Han signs each must stand beside one that it was typed beside, so that 建议提交 finds 提交建议, and 天地 no
        page that has both signs somewhere. Of a Korean word the stem is enough.
        """
        text, size = "".join(self.folded), len(self.folded)
        if self.quoted or self.others or size <= 2:
            return (self,)
        if korean := _KOREAN.fullmatch(text):
            stem = tuple(korean["stem"])
            return (replace(self, others=((stem, stem),)),)
        if not _ONLY_HAN.fullmatch(text):
            return (self,)
        pairs = [(pair, pair) for pair in pairwise(self.folded)]
        inner = [at for at in range(2, size - 2) if self.folded[at] != _OF]
        return (Part(*pairs[0]), *(Part(*pairs[at - 1], others=(pairs[at],)) for at in inner), Part(*pairs[-1]))

    @property
    def marked(self) -> bool:
        """Whether it was typed with marks."""
        return self.folded != self.spelled


@dataclass(frozen=True)
class Question:
    """A question in its parts. `cut` is true where it was too long to be looked for as a whole."""

    text: str
    parts: tuple[Part, ...] = ()
    cut: bool = False
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)
    beginning: bool = False
    spread: tuple[Part, ...] = ()
    """Its parts where what is invisible stands between words, as in texts copied from Word or Zalo; else empty."""

    @classmethod
    def read(cls, typed: str, synonyms: Iterable[Sequence[str]] = ()) -> Self:
        """Read what somebody typed; never fails, whatever it is. `synonyms` are lists of terms that mean the same."""
        text = clean_query(typed)
        parts = list(_parts(text))
        kept = _first(parts, MAX_WORDS)
        cut = kept != parts or len(text) < len(" ".join(nfc(typed[: MAX_QUERY * 8]).split()))
        synonyms = list(synonyms)
        spread = _first(list(_parts(_INVISIBLE.sub(" ", text))), MAX_WORDS) if _INVISIBLE.search(text) else []
        return cls(text, tuple(_with_synonyms(kept, synonyms)), cut, spread=tuple(_with_synonyms(spread, synonyms)))

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def marked(self) -> bool:
        """Whether some word was typed with marks."""
        return any(part.marked for part in self.parts)

    @property
    def words(self) -> Words:
        """All its words, folded."""
        return tuple(word for part in self.parts for word in part.folded)

    @property
    def unquoted_words(self) -> Words:
        """Those of them that perhaps are not typed as they were meant."""
        return tuple(word for part in self.parts if not part.quoted for word in part.folded)

    @property
    def spelled_words(self) -> Words:
        """The same with the marks that were typed."""
        return tuple(word for part in self.parts for word in part.spelled)

    @property
    def folded(self) -> Query:
        """Every part in any spelling."""
        return self._asked(spelled=False)

    @property
    def spelled(self) -> Query:
        """Every part with the marks that were typed."""
        return self._asked(spelled=True)

    @property
    def phrase(self) -> Query:
        """The words as they follow each other, in any spelling."""
        return self._together(self.words)

    @property
    def spelled_phrase(self) -> Query:
        """The same with the marks that were typed."""
        return self._together(self.spelled_words)

    @cached_property
    def highlighted(self) -> frozenset[str]:
        """The folded words to be marked in what was found."""
        found = {word for part in self.parts for term in part.terms for word in term[0]}
        return frozenset(found.union(*self.corrected.values()))

    @cached_property
    def highlighted_as_spelled(self) -> frozenset[str]:
        """The same with the marks that were typed."""
        return frozenset(word for part in self.parts for term in part.terms for word in term[1])

    @property
    def is_loose(self) -> bool:
        """Whether places that have it all may still differ in which of its words they have, and how."""
        return len(self.words) > 2 or self.beginning or bool(self.corrected) or any(part.others for part in self.parts)

    @property
    def may_be_longer(self) -> bool:
        """Whether its last word is perhaps not typed to its end."""
        return bool(self.parts) and not self.parts[-1].quoted and len(self.parts[-1].folded[-1]) > 1

    def as_beginning(self) -> Self:
        """The same where the last word is perhaps not typed to its end, unless it is quoted."""
        return replace(self, beginning=not (self.parts and self.parts[-1].quoted))

    def corrected_by(self, words: dict[str, tuple[str, ...]]) -> Self:
        """The same where these words may be any of others, too."""
        return replace(self, corrected=words)

    @property
    def apart(self) -> Self | None:
        """The same with the words of unspaced scripts each for itself (`Part.looser`); None where that is no other."""
        parts = tuple(looser for part in self.parts for looser in part.looser)
        return replace(self, parts=parts) if parts != self.parts else None

    @property
    def otherwise(self) -> "Iterator[Self]":
        """The same with its words parted or joined by what stands between them: as “SK2022-009.327”, a code."""
        if self.spread and self.spread != self.parts:
            yield replace(self, parts=self.spread, spread=())
        joined = "".join(self.words)
        if len(self.parts) > 1 and _CODE.fullmatch(joined):
            yield replace(self, parts=(Part((joined,), (joined,)),), spread=())

    def _together(self, words: Words) -> Query:
        return ((Phrase(words, prefix=self.beginning),),)

    def _asked(self, *, spelled: bool) -> Query:
        last = len(self.parts) - 1
        return tuple(
            tuple(dict.fromkeys(self._alternatives(part, spelled, self.beginning and number == last)))
            for number, part in enumerate(self.parts)
        )

    def _alternatives(self, part: Part, spelled: bool, prefix: bool) -> Iterator[Phrase]:
        yield Phrase(part.spelled if spelled else part.folded, prefix)
        for folded, marked in part.others:
            yield Phrase(marked if spelled else folded)
        if len(part.folded) == 1 and not part.quoted:
            for word in self.corrected.get(part.folded[0], ()):
                yield Phrase((word,))


def _parts(text: str) -> Iterator[Part]:
    """The words of `text`, each a part of its own; what stands in quotes is one."""
    end = 0
    for quoted in _QUOTED.finditer(text):
        yield from _words(text[end : quoted.start()])
        folded, spelled = _both(next(group for group in quoted.groups() if group is not None))
        if folded:
            yield Part(folded, spelled, quoted=True)
        end = quoted.end()
    yield from _words(text[end:])


def _words(text: str) -> Iterator[Part]:
    end = 0
    for unspaced in _UNSPACED.finditer(text):
        yield from _spaced(text[end : unspaced.start()])
        yield Part(*_both(unspaced[0]))
        end = unspaced.end()
    yield from _spaced(text[end:])


def _spaced(text: str) -> Iterator[Part]:
    for folded, spelled in zip(*_both(text), strict=True):
        in_threes = _threes(folded) if _NUMBER.fullmatch(folded) else ()
        yield Part((folded,), (spelled,), others=((in_threes, in_threes),) if in_threes else ())


def _threes(digits: str) -> Words:
    """The words of a number as texts write it: “300000” as “300.000”."""
    return tuple(f"{int(digits):,}".split(","))


def _both(text: str) -> tuple[Words, Words]:
    """The words of `text` folded, and as they are spelled; without what stands between texts in the index."""
    folded, spelled = (tuple(word for word in tokens(spelling(text)) if word != BREAK) for spelling in (fold, exact))
    return folded, spelled


def _first(parts: list[Part], most: int) -> list[Part]:
    """The first parts that together have at most so many words; of a first one that is longer, its beginning."""
    kept: list[Part] = []
    for part in parts:
        room = most - sum(len(one.folded) for one in kept)
        if len(part.folded) > room:
            return kept or [replace(part, folded=part.folded[:room], spelled=part.spelled[:room])]
        kept.append(part)
    return kept


@lru_cache(maxsize=4)
def _others(synonyms: tuple[tuple[str, ...], ...]) -> Mapping[Words, list[tuple[Words, Words]]]:
    """The synonyms of each term, folded and spelled, by its folded words; editors hardly ever change them."""
    known: dict[Words, list[tuple[Words, Words]]] = {}
    for terms in synonyms:
        family = list(dict.fromkeys(_both(term) for term in terms))
        for folded, _spelled in family:
            known.setdefault(folded, []).extend(other for other in family if other[0] != folded)
    return known


def _with_synonyms(parts: list[Part], synonyms: Iterable[Sequence[str]]) -> Iterator[Part]:
    """`parts` with the words of each term that has synonyms as one part, the longest terms first."""
    known = _others(tuple(map(tuple, synonyms)))
    longest = max(map(len, known), default=0)
    at = 0
    while at < len(parts):
        part, length = parts[at], 1
        for size in range(min(longest, len(parts) - at), 0, -1):
            together = parts[at : at + size]
            if any(one.quoted for one in together):
                continue
            folded = tuple(word for one in together for word in one.folded)
            if folded in known:
                spelled = tuple(word for one in together for word in one.spelled)
                part, length = Part(folded, spelled, others=tuple(dict.fromkeys(known[folded]))), size
                break
        yield part
        at += length
