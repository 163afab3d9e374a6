# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

CODE = "model._cron_sync()"


class IrCron(models.Model):
    """Lanes: each scheduled action that runs ``_cron_sync`` reads mailboxes.

    Odoo runs one record of ``ir.cron`` on one worker at a time, whatever the number
    of workers and hosts; several records let several workers read.
    """

    _inherit = "ir.cron"

    @api.model
    def _imap_lanes(self):
        """All lanes, also those that are switched off, the first one first."""
        lanes = self.with_context(active_test=False).search(
            [("model_id.model", "=", "imap.sync"), ("code", "=", CODE)], order="id"
        )
        return self.env.ref("imap_contact_sync.ir_cron_sync") | lanes

    @api.model
    def _trigger_imap_lanes(self):
        """Wake all lanes; the first that is free takes what is due."""
        for lane in self._imap_lanes().filtered("active"):
            lane._trigger()

    @api.model
    def _set_imap_lanes(self, count):
        """Have that many lanes; at least one."""
        lanes = self._imap_lanes()
        for number in range(len(lanes) + 1, count + 1):
            lanes |= lanes[0].copy({"name": f"{lanes[0].name} ({number})"})
        for number, lane in enumerate(lanes[1:], 2):
            if lane.active != (number <= count):
                lane.active = number <= count
