"""What a page is good for elsewhere: how it is cited, and what can be asked on from it."""
