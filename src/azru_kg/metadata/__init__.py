"""What a served dataset says about itself, as RDF: service description, VoID and DCAT.

Pure functions from counts and addresses to triples: nothing here asks an engine or answers a
request.
"""
