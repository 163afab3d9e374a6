-- A copy for tests must not read the mailboxes: no password is left in it, and none
-- that somebody enters is used (see imap.key).
UPDATE imap_account
   SET secret = NULL,
       state = 'draft';

-- It gets a key of its own if it ever becomes a real database.
DELETE FROM ir_config_parameter
 WHERE key IN ('imap_contact_sync.key_fingerprint', 'imap_contact_sync.lost_keys',
               'imap_contact_sync.key_backed_up');
