"""States that a person is attested in a post; a text that names two posts attests both."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import StatementDraft, open_statement
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.dates import Period
from azru_kg.intake.sheets.schemas.statements import TenureRow
from azru_kg.intake.sheets.word_tables import Cells
from azru_kg.rdf.nearest import find_nearest


def convert(row: TenureRow, register: Register, drafts: Drafts) -> Conversion:
    """State tenures in the file of the source; raise RowRefused if the row cannot be taken."""
    statement = open_statement(row, register, drafts)
    statement.check_date("attested_on", row.attested_on)
    person = register.find("person", row.person, "person")
    posts = _find_posts(row, register)
    claims = tuple(_state_tenure(row, person, post, statement) for post in posts)
    statement.mention([person, *posts])
    return Conversion(claims=claims)


def _find_posts(row: TenureRow, register: Register) -> list[str]:
    """Return the posts that the words, or the id, of a row name."""
    if register.knows("post", row.post) and not row.organisation:
        return [register.find("post", row.post, "post")]
    words = register.terms.index("post_words", "post", "organisation", "country")
    meaning = words.get((row.post, row.organisation or "", row.country or ""))
    if meaning is None:
        raise RowRefused("post", _explain_unknown(row, words))
    slugs = [meaning["post_id"], meaning["also_post_id"]]
    return [register.find("post", slug, "post") for slug in slugs if slug]


def _explain_unknown(row: TenureRow, words: dict[tuple[str, ...], Cells]) -> str:
    given = " / ".join((row.post, row.organisation or "", row.country or ""))
    near = find_nearest(row.post, dict.fromkeys(post for post, *_ in words))
    guess = f" Did you mean {near!r}?" if near else ""
    remedy = "Add one, or give the id of a post of the sheet posts and no organisation"
    return f"{given!r} is in no row of terms/post_words.csv.{guess} {remedy}"


def _state_tenure(row: TenureRow, person: str, post: str, statement: StatementDraft) -> str:
    register = statement.register
    slug = post.partition(":")[2]
    day = str(row.attested_on or "")
    held = _find_period(row)
    label = ", ".join(filter(None, (register.label(person), register.label(post), day)))
    claim = f"claim:{person.partition(':')[2]}-{slug}-{day or _name_period(held)}"
    statement.say_claim(claim, "azru:Tenure", label)
    statement.say(claim, "org:member", person)
    statement.say(claim, "azru:post", post)
    statement.say_date(claim, "azru:attestedOn", row.attested_on)
    if held is not None:
        statement.say(claim, "org:memberDuring", statement.drafts.take_period(held))
    statement.mark_claim(claim)
    return claim


def _find_period(row: TenureRow) -> Period | None:
    if row.from_ is None and row.to is None:
        return None
    return Period(row.from_.first if row.from_ else None, row.to.last if row.to else None)


def _name_period(held: Period | None) -> str:
    return held.slug.lower() if held else "undated"
