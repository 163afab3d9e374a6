# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from unittest.mock import patch

from odoo.tests import tagged

from .axe import CORE, LOOK, source
from .browser import BrowserCase
from .mail_server import mail
from .test_sender_author import authenticated

MAILBOXES = """
    await open("imap_contact_sync.imap_account_action");
    await look("mailboxes", ".o_list_view .o_data_row");
    await open("imap_contact_sync.imap_account_action", {viewType: "form"});
    await look("new mailbox", ".o_form_view [name=email] input");
    await record("imap.account", IDS.refused);
    await look("refused mailbox", ".alert-danger [name=error_message]");
    await record("imap.account", IDS.counted);
    await look("preview", ".o_imap_preview .o_data_row");
    await record("imap.account", IDS.importing);
    await look("importing", ".alert-info [name=progress]");
"""
IMPORTED = """
    await record("imap.account", IDS.imported);
    await look("folders", ".o_form_view .o-imap-balance");
    one(".nav-link[name=advanced]").click();
    await look("advanced", ".tab-pane.active [name=ca_certificate]");
    named("button", "Change").click();
    await look("sharing of the mailbox", ".modal [name=consequence]");
    await close();
    one("button[name=action_disconnect]").click();
    await look("disconnect", ".modal [name=erase]");
    await close();
    one(".o_data_row [name=selected] input:checked").click();
    await until(() => one(".o_form_button_save"));
    one(".o_form_button_save").click();
    await look("untick", ".modal button[name=keep]");
    await close();
    one(".o_form_button_cancel").click();
"""
NEVER_LOG = """
    await open("imap_contact_sync.imap_exclusion_action");
    await look("never log", ".o_list_view .o_data_row");
    named(".o_control_panel button", "Add").click();
    await look("add to never log", ".modal [name=pattern]");
    const pattern = one(".modal [name=pattern] input");
    pattern.value = "bellerive.example";
    pattern.dispatchEvent(new Event("input", {bubbles: true}));
    pattern.dispatchEvent(new Event("change", {bubbles: true}));
    await look("add to never log, with its consequence", ".modal .alert-warning");
    await close();
"""
CONTACT = """
    await record("res.partner", IDS.lena);
    await until(() => emails().length === 3);
    await drawn(3);
    await look("contact", ".o-imap-blocked button");
    const email = (subject) => named(".o-mail-Message", subject);
    const choose = async (subject, choice) => {
        email(subject).scrollIntoView();
        email(subject).dispatchEvent(new MouseEvent("mouseenter"));
        email(subject).querySelector(".o-mail-Message-core")
            .dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
        await until(() => email(subject).querySelector("button[title=Expand]"));
        email(subject).querySelector("button[title=Expand]").click();
        await until(() => named(".o-dropdown-item", choice));
        named(".o-dropdown-item", choice).click();
    };
    await choose("Blocked", "Who reads this email");
    await look("sharing of an email", ".modal input[name=choice]");
    await close();
    await choose("Blocked", "Remove from this contact");
    await look("removal", ".modal .btn-primary");
    await close();
    email("Blocked").querySelector("button[title='Reply All']").click();
    await look("reply", ".modal .btn-primary");
    await close();
    one(".nav-link[name=imap_contact_sync_emails]").click();
    await look("addresses", ".tab-pane.active [name=imap_protected]");
    await open("imap_contact_sync.imap_view_as_action", {
        additionalContext: {active_id: IDS.lena, default_user_id: IDS.ben},
        clearBreadcrumbs: false,
    });
    await look("view emails as", ".modal [name=summary]");
    await close();
"""
EMAILS = """
    await record("res.partner", IDS.lena);
    await until(() => one("button[name=action_imap_emails]"));
    await until(() => one(".o-imap-filter"));
    one(".o-imap-filter").click();
    await until(() => named(".o-dropdown-item", "Received"));
    named(".o-dropdown-item", "Received").click();
    await look("filtered chatter", ".o-imap-filtered");
    one("button[name=action_imap_emails]").click();
    await look("emails of a contact", ".o_list_view .o_data_row");
    one(".o_data_row [name=imap_subject]").click();
    await look("conversation", ".o-imap-conversation .o-imap-frame");
"""
WHERE = """
    await open("imap_contact_sync.imap_where_action", {clearBreadcrumbs: false});
    await until(() => one(".o-imap-where input"));
    one(".o-imap-where input").value = IDS.sender;
    one(".o-imap-where input").dispatchEvent(new Event("input", {bubbles: true}));
    one(".o-imap-where").requestSubmit();
    await look("where is my email", ".o-imap-hit");
    await close();
"""
PEOPLE = """
    await record("imap.account", IDS.imported);
    await until(() => named(".o_statusbar_buttons button", "Find new contacts"));
    named(".o_statusbar_buttons button", "Find new contacts").click();
    await look("find new contacts", ".o-imap-people tbody tr");
    await close();
"""
RIGHT_TO_LEFT = """
    await record("imap.account", IDS.counted);
    await fits("preview", ".o_imap_preview .o_data_row");
    await record("imap.account", IDS.imported);
    await fits("folders", ".o-imap-balance");
    await record("res.partner", IDS.lena);
    await drawn(3);
    await fits("contact", ".o-imap-blocked button");
    one("button[name=action_imap_emails]").click();
    await fits("emails of a contact", ".o_list_view .o_data_row [name=imap_subject]");
    one(".o_data_row [name=imap_subject]").click();
    await fits("conversation", ".o-imap-conversation .o-imap-email");
"""
MANAGER = """
    await open("imap_contact_sync.imap_account_board_action");
    await look("board", ".o_kanban_record .fw-bold");
    for (const name of ["colleagues", "policy"]) {
        await open(`imap_contact_sync.imap_${name}_action`, {clearBreadcrumbs: false});
        await look(name, ".modal button[name=action_confirm]");
        await close();
    }
    await open("imap_contact_sync.imap_provider_action");
    await look("providers", ".o_list_view .o_data_row");
    await record("imap.provider", IDS.provider);
    await look("provider", ".o_form_view [name=own_domains]");
    await open("base_setup.action_general_configuration", {
        additionalContext: {module: "imap_contact_sync"},
    });
    one(".settings_tab [data-key=imap_contact_sync]")?.click();
    await look("settings", "[data-key=imap_contact_sync] #imap_lanes");
"""


class AxeCase(BrowserCase):
    options = {}

    def setUp(self):
        super().setUp()
        self.deliver()
        login = self.anna.login
        self.imported = self.connected(self.anna)
        self.sync(self.imported)
        self.counted = self.connected(self.anna, **self.second("counted"))
        self.run_cron()
        self.importing = self.connected(self.anna, **self.second("importing"))
        self.importing.action_start_import()
        self.refused = self.new_account(
            self.anna, **self.second("refused"), password="wrong"
        )
        self.refused.action_connect()
        self.env["imap.exclusion"].with_user(self.anna).create(
            {"pattern": f"bank.{login.partition('@')[2]}"}
        )

    def second(self, name):
        address = f"{name}-{self.mark}@test.example"
        message = mail(self.lena.email, address, "Second")
        self.server.deliver(address, message)
        return {"email": address, "name": name.title()}

    def deliver(self):
        lena, anna = self.lena.email, self.anna.login
        image = '<p>See <a href="https://other.example">this</a></p><img src="http://a.example">'
        claimed = mail(self.theo.email, anna, "Claimed", cc=lena)
        self.server.deliver(
            anna,
            mail(lena, anna, "Blocked", html=image),
            mail(lena, anna, "Locked", body="-----BEGIN PGP MESSAGE-----\nx\n"),
            authenticated(claimed, "dmarc=fail header.from=bellerive.example"),
        )

    def look(self, user, *screens):
        """Look at the screens with axe-core; nothing serious may be there."""
        names = ("imported", "counted", "importing", "refused", "lena")
        records = {name: getattr(self, name) for name in (*names, "ben")}
        records["provider"] = self.env["imap.provider"].search([], limit=1)
        ids = {name: each.id for name, each in records.items()}
        ids["sender"] = self.lena.email
        self.run_at(
            "/odoo/contacts",
            user,
            f"{source()};"
            f"const IDS = {json.dumps(ids)}, CORE = {json.dumps(CORE)},"
            f" OPTIONS = {json.dumps(self.options)};"
            f"{LOOK} {' '.join(screens)} report();",
        )


@tagged("post_install", "-at_install")
class TestAxe(AxeCase):
    """Nothing serious for axe-core on any screen of ours."""

    def test_mailboxes(self):
        self.look(self.anna, MAILBOXES, IMPORTED, NEVER_LOG)

    def test_what_is_wrong_is_found(self):
        wrong = """
            await record("res.partner", IDS.lena);
            await until(() => one(".o-imap-email"));
            const style = "cursor: pointer; color: #ccc";
            one(".o_form_sheet").insertAdjacentHTML("afterbegin",
                `<button></button><i class="o-imap-x" style="${style}">pale</i>`);
            await look("contact", ".o-imap-x");
            const text = found.splice(0).join();
            for (const what of ["button-name", "color-contrast: .o-imap-x", "no key"]) {
                if (!text.includes(what)) found.push(`Not found: ${what}`);
            }
        """
        self.look(self.anna, wrong)

    def test_contact(self):
        self.look(self.anna, CONTACT)

    def test_emails(self):
        self.look(self.anna, EMAILS, WHERE)

    def test_people(self):
        self.env.company.imap_new_contacts = "all"
        self.anna.group_ids += self.env.ref("base.group_partner_manager")
        stranger = mail("Ida Holm <ida@holm.example>", self.anna.login)
        self.server.deliver(self.anna.login, stranger)
        self.look(self.anna, PEOPLE)

    def test_manager(self):
        groups = "imap_contact_sync.group_manager,base.group_system"
        mia = self.new_colleague("Mia Adler", groups)
        mia.password = mia.login
        self.look(mia, MANAGER)


@tagged("post_install", "-at_install")
class TestAxeDark(TestAxe):
    """The same in the dark: its colours.

    Community has the dark style sheets, and Enterprise the switch and the palette.
    """

    options = {"runOnly": ["button-name", "color-contrast", "link-in-text-block"]}

    def setUp(self):
        super().setUp()
        scheme = patch.object(
            self.registry["ir.http"], "color_scheme", lambda _self: "dark"
        )
        self.enterContext(scheme)


@tagged("post_install", "-at_install")
class TestRightToLeft(AxeCase):
    """Nothing of ours leaves the screen, or lies on something else."""

    def test_right_to_left(self):
        self.env["res.lang"]._activate_lang("ar_001")
        self.anna.lang = "ar_001"
        self.look(self.anna, RIGHT_TO_LEFT)
