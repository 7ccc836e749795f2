"""The mechanics of HTTP: headers, tags, codings, connections, budgets, problems, records."""
