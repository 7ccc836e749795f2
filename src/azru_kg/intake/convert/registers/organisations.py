"""States what body an organisation is."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import collect_names, describe_names, list_doubles
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import OrganisationRow


def convert(row: OrganisationRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe an organisation; raise RowRefused if the row cannot be taken."""
    organisation = register.find("organisation", row.id, "id")
    find_code(register, "organisation_types", row.type, "type")
    if row.country:
        register.find("country", row.country, "country")
    rows = list_doubles(organisation, row, register)
    if rows:
        _describe(organisation, rows, register, drafts)
    return Conversion(things=(organisation,))


def _describe(
    organisation: str, rows: list[OrganisationRow], register: Register, drafts: Drafts
) -> None:
    kind = find_code(register, "organisation_types", rows[0].type, "type")
    country = next((row.country for row in rows if row.country), None)
    drafts.describe(organisation, "a", "org:Organization")
    describe_names(organisation, collect_names(organisation, rows, register), register, drafts)
    drafts.describe(organisation, "dcterms:type", f"code:{kind['code']}")
    if country:
        drafts.describe(organisation, "azru:jurisdiction", f"country:{country}")
