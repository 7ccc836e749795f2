"""Describes posts."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import LANGUAGES, describe_names, order_names
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import PostRow


def convert(row: PostRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe a post; raise RowRefused if the row cannot be taken."""
    post = register.find("post", row.id, "id")
    country = register.find("country", row.country.partition("-")[0], "country")
    body = register.find("organisation", row.organisation, "organisation")
    drafts.describe(post, "a", "org:Post")
    names = {
        language: order_names(post, language, [getattr(row, f"name_{language}")], register)
        for language in LANGUAGES
    }
    describe_names(post, names, register, drafts)
    drafts.describe(post, "azru:jurisdiction", country)
    drafts.describe(post, "org:postIn", body)
    return Conversion(things=(post,))
