"""States that a person is attested in a post; a text that names two posts attests both."""

from __future__ import annotations

from azru_kg.intake.convert.claims import state_claim, state_date, state_mentions
from azru_kg.intake.convert.naming import describe_names, order_names
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.dates import PartialDate, Period
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.schemas import PostRow
from azru_kg.intake.word_tables import Cells
from azru_kg.rdf.nearest import find_nearest


def convert(row: PostRow, register: Register, drafts: Drafts) -> Conversion:
    """State tenures, in the file of each source; raise RowRefused if the row cannot be taken."""
    person = register.find("person", row.person, "person")
    posts = _find_posts(row, register)
    sources = register.list_sources(row.sources)
    covered = register.terms.founding.get((row.kind, row.key))
    if not sources:
        return Conversion(covered=covered)
    names = [_describe_post(post, register, drafts) for post in posts]
    claims = tuple(_state_tenure(row, person, post, sources, register, drafts) for post in names)
    state_mentions(drafts, sources, [person, *names])
    return Conversion(claims=claims, things=tuple(names), covered=covered)


def _find_posts(row: PostRow, register: Register) -> list[Cells]:
    """Return the rows of terms/posts.csv for the words, or the id, that a row holds."""
    posts = register.terms.index("posts", "post_id")
    if (row.post,) in posts and not row.organisation:
        return [posts[row.post,]]
    words = register.terms.index("post_words", "post", "organisation", "country")
    meaning = words.get((row.post, row.organisation or "", row.country or ""))
    if meaning is None:
        raise RowRefused("post", _explain_unknown(row, words))
    slugs = [meaning["post_id"], meaning["also_post_id"]]
    return [register.find_word("posts", "post_id", slug, "post") for slug in slugs if slug]


def _explain_unknown(row: PostRow, words: dict[tuple[str, ...], Cells]) -> str:
    given = " / ".join((row.post, row.organisation or "", row.country or ""))
    near = find_nearest(row.post, dict.fromkeys(post for post, *_ in words))
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
    state_claim(drafts, sources, claim, "azru:Tenure", label)
    drafts.state(sources, claim, "org:member", person)
    drafts.state(sources, claim, "azru:post", post)
    state_date(drafts, sources, claim, "azru:attestedOn", row.attested_on)
    if row.from_ or row.to:
        first = row.from_.first if row.from_ else None
        held = Period(first, row.to.last if row.to else None)
        drafts.state(sources, claim, "org:memberDuring", drafts.take_period(held))
    else:
        drafts.state(sources, claim, "azru:notStated", "org:memberDuring")
    return claim


def _spell_date(date: PartialDate | None) -> str:
    """Return a date as far as it is known: 2024-01-22, 2024-01, 2024 or nothing."""
    if date is None:
        return ""
    whole_year = (date.first.month, date.last.month) == (1, 12)
    return str(date.first)[: 10 if date.day else 4 if whole_year else 7]
