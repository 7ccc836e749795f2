"""States that a person is attested in a post; a text that names two posts attests both."""

from __future__ import annotations

from azru_kg.intake.convert.naming import describe_names, mention, order_names
from azru_kg.intake.convert.outcome import Outcome
from azru_kg.intake.dates import PartialDate, Period
from azru_kg.intake.drafts import Drafts, english
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.schemas import PostRow
from azru_kg.intake.terms import Cells
from azru_kg.validate.advice.nearness import find_nearest

_DURING = "org:memberDuring"
_ATTESTED = "azru:attestedOn"


def convert(row: PostRow, register: Register, drafts: Drafts) -> Outcome:
    """State tenures, in the file of each source; raise RowRefused if the row cannot be taken."""
    person = register.find("person", row.person, "person")
    posts = _find_posts(row, register)
    sources = register.list_sources(row.sources)
    day = _spell_date(row.attested_on)
    covered = register.terms.founding.get((row.kind, f"{row.person}/{row.post}/{day}"))
    if not sources:
        if covered is None:
            reason = "the document is read word by word. Name its claim in terms/founding.csv"
            raise RowRefused("sources", reason)
        return Outcome(covered=covered)
    names = [_describe_post(post, register, drafts) for post in posts]
    claims = tuple(
        _state_tenure(row, person, post, sources, register, drafts) for post in names
    )
    mention([person, *names], sources, drafts)
    return Outcome(claims=claims, things=tuple(names), covered=covered)


def _find_posts(row: PostRow, register: Register) -> list[Cells]:
    """Return the rows of terms/posts.csv for the words, or the id, that a row holds."""
    posts = register.terms.index("posts", "post_id")
    if (row.post,) in posts and not row.organisation:
        return [posts[row.post,]]
    words = register.terms.index("post_words", "post", "organisation", "country")
    meaning = words.get((row.post, row.organisation or "", row.country or ""))
    if meaning is None:
        raise RowRefused("post", _explain_unknown(row, words))
    found = [meaning["post_id"], meaning["also_post_id"]]
    return [register.find_word("posts", "post_id", one, "post") for one in found if one]


def _explain_unknown(row: PostRow, words: dict[tuple[str, ...], Cells]) -> str:
    given = " / ".join((row.post, row.organisation or "", row.country or ""))
    near = find_nearest(given, (" / ".join(key) for key in words))
    guess = f" Did you mean {near!r}?" if near else ""
    remedy = "Add one, or give the id of a post of terms/posts.csv and no organisation"
    return f"{given!r} is in no row of terms/post_words.csv.{guess} {remedy}"


def _describe_post(cells: Cells, register: Register, drafts: Drafts) -> str:
    post = f"post:{cells['post_id']}"
    country = cells["jurisdiction"].partition("-")[0]
    jurisdiction = register.find("country", country, "post")
    body = register.find("organisation", cells["organisation_id"], "organisation")
    drafts.describe(post, "a", "org:Post")
    names = {
        language: order_names(post, language, [cells.get(f"label_{language}")], register)
        for language in ("en", "az", "ru")
    }
    describe_names(post, names, register, drafts)
    drafts.describe(post, "azru:jurisdiction", jurisdiction)
    drafts.describe(post, "org:postIn", body)
    return post


def _state_tenure(
    row: PostRow,
    person: str,
    post: str,
    sources: list[str],
    register: Register,
    drafts: Drafts,
) -> str:
    cells = register.terms.index("posts", "post_id")[post.partition(":")[2],]
    called = order_names(post, "en", [cells["label_en"]], register)[0]
    day = _spell_date(row.attested_on)
    label = ", ".join(filter(None, (register.label(person), called, day)))
    claim = f"claim:{person.partition(':')[2]}-{cells['post_id']}-{day or 'undated'}"
    drafts.state(sources, claim, "a", "azru:Tenure")
    drafts.state(sources, claim, "rdfs:label", english(label))
    drafts.state(sources, claim, "org:member", person)
    drafts.state(sources, claim, "azru:post", post)
    _state_dates(row, claim, sources, drafts)
    for slug in sources:
        drafts.state([slug], claim, "prov:wasDerivedFrom", f"source:{slug}")
    return claim


def _state_dates(row: PostRow, claim: str, sources: list[str], drafts: Drafts) -> None:
    attested = row.attested_on
    if attested and attested.day:
        drafts.state(sources, claim, _ATTESTED, attested.day)
    else:
        drafts.state(sources, claim, "azru:notStated", _ATTESTED)
    if attested and not attested.day:
        drafts.state(sources, claim, "azru:dateWithin", drafts.take_period(attested.period))
    if row.from_ or row.to:
        held = Period(row.from_ and row.from_.first, row.to and row.to.last)
        drafts.state(sources, claim, _DURING, drafts.take_period(held))
    else:
        drafts.state(sources, claim, "azru:notStated", _DURING)


def _spell_date(date: PartialDate | None) -> str:
    """Return a date as far as it is known: 2024-01-22, 2024-01, 2024 or nothing."""
    if date is None:
        return ""
    whole_year = (date.first.month, date.last.month) == (1, 12)
    return str(date.first)[: 10 if date.day else 4 if whole_year else 7]
