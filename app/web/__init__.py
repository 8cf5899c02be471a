"""What all pages share: who may call what, who is signed in, forms, errors, language and navigation."""
