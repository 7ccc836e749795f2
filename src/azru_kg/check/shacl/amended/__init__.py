"""What is put in the place of parts of pySHACL: each module says where these err, and by what."""
