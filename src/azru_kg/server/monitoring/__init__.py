"""How a server that runs is watched from outside: whether it is well, and what it does."""
