# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Requests of a user to the web server of a test."""

import xmlrpc.client
from datetime import timedelta

from requests import HTTPError

from odoo import fields
from odoo.tests import JsonRpcException
from odoo.tools import mute_logger

QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc")


class Sessions:
    """For ``Onlookers``: their passwords are their logins at creation."""

    def log_in(self, user, **session):
        """A session of the user."""
        self.env.flush_all()
        if user == self.public:
            self.authenticate(None, None)
        else:
            self.authenticate(user.login, self.password(user), session_extra=session)

    def rpc(self, route, **params):
        """The answer of a JSON route, or ``None`` where it is refused."""
        try:
            with mute_logger(*QUIET):
                return self.make_jsonrpc_request(route, params)
        except (JsonRpcException, HTTPError):
            return None

    def call(self, model, method, *args, **kwargs):
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model, method=method, args=args, kwargs=kwargs,
        )  # fmt: skip

    def get(self, url):
        with mute_logger(*QUIET):
            return self.url_open(url, allow_redirects=False)

    def chatter(self, chosen=None, **fetch_params):
        """The answer for a page, or for one of the emails that a filter chooses."""
        return self.rpc(
            "/mail/thread/messages",
            thread_model="res.partner",
            thread_id=self.nora.id,
            fetch_params=fetch_params,
            **({} if chosen is None else {"imap_filter": chosen}),
        )

    def password(self, user):
        return f"{user.name.split()[0].lower()}@test.example"

    def by_session(self, user, model, method, ids, named):
        args = [] if ids is None else [ids]
        return self.call(model, method, *args, **named)

    def by_jsonrpc(self, user, model, method, ids, named):
        args = [] if ids is None else [ids]
        call = [self.env.cr.dbname, user.id, self.password(user), model, method]
        return self.rpc(
            "/jsonrpc", service="object", method="execute_kw", args=[*call, args, named]
        )

    def by_xmlrpc(self, user, model, method, ids, named):
        args = [] if ids is None else [ids]
        call = (self.env.cr.dbname, user.id, self.password(user), model, method)
        try:
            with mute_logger(*QUIET):
                return self.xmlrpc_object.execute_kw(*call, args, named)
        except xmlrpc.client.Fault:
            return None

    def by_json2(self, user, model, method, ids, named):
        head = {
            "Authorization": f"bearer {self.api_key(user)}",
            "X-Odoo-Database": self.env.cr.dbname,
        }
        body = named if ids is None else named | {"ids": ids}
        with mute_logger(*QUIET):
            answer = self.url_open(f"/json/2/{model}/{method}", json=body, headers=head)
        return answer.json() if answer.status_code == 200 else None

    def api_key(self, user):
        known = self.__dict__.setdefault("api_keys", {})
        if user not in known:
            tomorrow = fields.Datetime.now() + timedelta(days=1)
            keys = self.env["res.users.apikeys"].with_user(user).sudo()
            known[user] = keys._generate("rpc", "test", tomorrow)
            self.env.flush_all()
        return known[user]
