"""Files on records: kept by the digest of their content, given back as attachments and to whom may see them only."""
