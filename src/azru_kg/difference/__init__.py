"""What differs between two releases, statement by statement, and why, as far as that can be told.

`compared_side` reads a release, `comparing` finds the changes, `reasons` says why; the rest writes
them: in words, as a page, as a feed, and as a patch that makes one release of the other.
"""
