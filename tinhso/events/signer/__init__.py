"""The signer: a program of its own that signs checkpoints of the log and never a smaller or another tree.

    python -m tinhso.events.signer --state DIR --socket PATH
    python -m tinhso.events.signer --state DIR --allow ORIGIN      (a second epoch, by whoever keeps the signer)

It runs under its own user, away from the database and its backups, and knows nothing of Django. What it signed it keeps
in DIR: the key, and for each origin the last size and root, all notes, and a copy of all leaf hashes, so that a changed
log can be compared with it hash by hash.
"""
