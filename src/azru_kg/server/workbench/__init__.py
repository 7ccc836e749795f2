"""What the workbench asks the server for beside answers: its script, terms, remarks, links."""
