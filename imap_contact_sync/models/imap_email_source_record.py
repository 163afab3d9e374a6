# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from ..engine.records import Record
from .record_fields import CONTACT, RecordFields


class ImapEmailSource(models.Model):
    """What mail stands on: contacts, and what glue addons add.

    A glue addon for another model extends ``_record_fields``, and gives that model the
    methods of ``imap.record``. The chatters, the rights and the rules follow.
    """

    _inherit = "imap.email.source"

    @api.model
    def _record_fields(self):
        """``RecordFields`` by model. To be extended."""
        return {CONTACT: RecordFields("partner_ids", "withheld_ids", "partner_id")}

    @api.model
    def _further_fields(self):
        """The same, of other models than contacts."""
        fields = self._record_fields()
        return {model: fields[model] for model in fields if model != CONTACT}

    @api.model
    def _named_sql(self):
        """A table of ``source_id``, ``model`` and ``res_id``: which records each copy
        names. In brackets, for FROM. PostgreSQL reads only the model that is asked for.
        """
        fields = {
            model: self._fields[each.named]
            for model, each in self._record_fields().items()
        }
        return SQL(
            "(%s)",
            SQL(" UNION ALL ").join(
                SQL(
                    """SELECT %s AS source_id, %s::varchar AS model, %s AS res_id
                    FROM %s""",
                    SQL.identifier(field.column1),
                    model,
                    SQL.identifier(field.column2),
                    SQL.identifier(field.relation),
                )
                for model, field in fields.items()
            ),
        )

    def _names_record_sql(self, alias, openness, level):
        """Whether a copy that is open at this level names the record that an envelope
        stands on.

        Scalar sub-selects on purpose: with EXISTS PostgreSQL hashes the sources of
        all mailboxes for every page of a chatter, and with a join it reads all mail
        of the contact again for each of its messages.

        :param alias: of the table of the envelopes
        """
        return SQL(
            """(SELECT TRUE FROM imap_email_source source
                WHERE source.email_id = %s AND %s AND (%s)
                LIMIT 1)""",
            SQL.identifier(alias, "imap_email_id"),
            self._open_sql(openness, level),
            self._names_sql(alias),
        )

    def _names_sql(self, alias):
        """Whether a row called "source" names the record of an envelope."""
        return SQL(
            """(SELECT TRUE FROM %s named WHERE named.source_id = source.id
                AND named.model = %s AND named.res_id = %s)""",
            self._named_sql(),
            SQL.identifier(alias, "model"),
            SQL.identifier(alias, "res_id"),
        )

    def _readable_sql(self, alias):
        """Whether the user may read the record that a row stands on.

        :param alias: of a table with ``model`` and ``res_id``
        """
        queries = {}
        for model in self._record_fields():
            records = self.env[model].with_context(active_test=False)
            if records.has_access("read"):
                queries[model] = records._search([])
        return SQL(
            "(FALSE%s)",
            SQL().join(
                SQL(
                    " OR %s = %s AND %s IN %s",
                    SQL.identifier(alias, "model"),
                    model,
                    SQL.identifier(alias, "res_id"),
                    query.subselect(),
                )
                for model, query in queries.items()
            ),
        )

    def _on_readable(self, envelopes):
        """The ids of those envelopes whose record the user may read.

        Not by SQL: the chatter has read the record already.
        """
        found = []
        # sudo: only which records they stand on
        for model, some in envelopes.sudo().grouped("model").items():
            if model in self._record_fields():
                records = self.env[model].browse({each.res_id for each in some})
                readable = set(records.exists()._filtered_access("read").ids)
                found += [each.id for each in some if each.res_id in readable]
        return found

    def _named_records(self):
        """All records that these copies name, as ``Record``."""
        return {
            Record(model, id_)
            for model, fields in self._record_fields().items()
            for id_ in self[fields.named].ids
        }

    def _further_records(self):
        """Those of other models than contacts, in the order of their ids."""
        return tuple(
            sorted(each for each in self._named_records() if each.model != CONTACT)
        )

    def _naming(self, records):
        """Those of these copies that name any of these records of one model."""
        name = self._record_fields()[records._name].named
        return self.filtered(lambda source: source[name] & records)

    @api.model
    def _record_values(self, records, withheld):
        """What is written of the records of other models than contacts.

        :param records: named ones, as ``Record``
        """
        values = {}
        for model, fields in self._further_fields().items():
            for name, found in ((fields.named, records), (fields.withheld, withheld)):
                ids = [each.id for each in found if each.model == model]
                values[name] = [Command.set(ids)]
        return values

    def _kept_record_values(self, match):
        """The same of a copy that is kept already and is judged again."""
        withheld = set(match.withheld_records)
        for model, fields in self._further_fields().items():
            withheld |= {Record(model, id_) for id_ in self[fields.withheld].ids}
        return self._record_values(match.records, withheld - {*match.records})
