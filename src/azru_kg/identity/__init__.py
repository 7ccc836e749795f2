"""Says which names belong to one thing, and finds things that may be there twice.

`variants` gives the other spellings under which a name is looked for; `find_twins` finds pairs of
things that look like one, less those that `sheets/terms/distinct.csv` says are two.
"""

from azru_kg.identity.reviewed import Reviewed, read_reviewed
from azru_kg.identity.twins import Twins, find_twins
from azru_kg.identity.variants import variants

__all__ = ["Reviewed", "Twins", "find_twins", "read_reviewed", "variants"]
