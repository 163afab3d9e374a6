# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .ordering import LETTERS, NOTES, OrderCase


@tagged("post_install", "-at_install")
class TestBrowserOrder(OrderCase):
    def setUp(self):
        super().setUp()
        self.import_letters()

    def test_pages_follow_each_other_by_date(self):
        ids = self.newest_first()
        self.assertNotEqual(ids, sorted(ids, reverse=True))
        self.assertEqual(len(ids), NOTES + LETTERS)
        texts = {
            each.id: each.imap_email_id.content_ids.subject or str(each.body)[3:-4]
            for each in self.env["mail.message"].browse(ids)
        }
        self.run_with(
            """
            for (const count of [30, 60, 90, 110]) {
                const page = ALL.slice(0, count);
                same(has(), page, "What is there");
                same(seen(), page.map((id) => TEXTS[id]), "What is seen");
                await thread().imapReload(); // as when new mail is told of
                same(has(), page, "What is there still");
                check(thread().loadOlder === count < 110, "Whether there is more");
                toEnd();
                await settled();
            }
            await search("Letter");
            const found = () => [...document.querySelectorAll(".card")].map((each) =>
                each.innerText.match(/Letter \\d+/)[0]);
            const letters = ALL.map((id) => TEXTS[id]).filter((text) =>
                text.startsWith("Letter"));
            for (const count of [30, 60, 70]) {
                await until(() => found().length >= count);
                [...document.querySelectorAll(".card")].at(-1).scrollIntoView();
                await settled();
            }
            same(found(), letters, "What is found");
            """,
            TEXTS=texts,
        )

    def test_a_jump_and_on_in_both_directions(self):
        ids = self.newest_first()
        # The one with the lowest id has many older ones, with higher ids.
        places = [2, 55, len(ids) - 2, ids.index(min(ids))]
        self.run_with(
            """
            for (const place of PLACES) {
                await thread().loadAround(); // the newest ones again
                await settled();
                await thread().loadAround(ALL[place]);
                const end = has().at(-1);
                for (const reload of [false, true]) {
                    if (reload) await thread().imapReload();
                    check(has().includes(ALL[place]), `${place} is not there`);
                    check(has().at(-1) === end, "The page has moved");
                    const start = ALL.indexOf(has()[0]);
                    same(has(), ALL.slice(start, start + has().length), "A gap");
                }
                await until(last); // drawn
                await allLoaded();
                same(has(), ALL, `All around ${place}`);
            }
            """,
            PLACES=places,
        )

    def test_a_jump_from_the_search(self):
        """To the oldest letter, on no page that has been loaded."""
        oldest = self.contents(self.lena).sorted(lambda each: each.email_id.date)[0]
        self.run_with(
            """
            await search(SUBJECT);
            const card = () => [...document.querySelectorAll(".card")].find((each) =>
                each.innerText.includes(`Subject: ${SUBJECT}`));
            await until(card);
            await settled(); // core does not jump while a page is being loaded
            let highlighted = ""; // for two seconds only
            new MutationObserver(() => {
                highlighted ||= document.querySelector(".o-highlighted")?.innerText;
            }).observe(document.body, {
                attributes: true, childList: true, subtree: true,
            });
            card().querySelector(".o-mail-MessageCard-jump").click();
            const isThere = () => seen().includes(SUBJECT) && seen().length > 1;
            await until(isThere);
            await until(() => highlighted);
            check(highlighted.includes(SUBJECT), `${highlighted} is highlighted`);
            await allLoaded();
            same(has(), ALL, "All");
            """,
            SUBJECT=oldest.subject,
        )

    def test_ones_own_note_stands_on_top(self):
        self.run_with(
            """
            toEnd();
            await settled();
            await write("Called her");
            await until(() => first().includes("Called her"));
            await settled();
            check(first().includes("Called her"), first());
            await allLoaded();
            same(has().slice(1), ALL, "The rest");
            """
        )

    def test_who_sees_no_email_has_cores_chatter(self):
        notes = self.env["mail.message"].search(
            [*self.of_lena(), ("imap_email_id", "=", False)], order="id desc"
        )
        self.run_with(
            """
            check(!thread().imapDated, "By date");
            check(!document.querySelector(".o-imap-filter"), "A filter");
            await allLoaded();
            same(has(), NOTES, "By id");
            // Nobody is told of what is opened later: it is there after his next note.
            letTheServerGoOn();
            await write("Called her");
            await until(() => thread().imapDated);
            await settled();
            await allLoaded();
            same(has().slice(1), ALL, "By date");
            """,
            self.opens_the_mailbox,
            user=self.ben,
            NOTES=notes.ids,
        )

    def opens_the_mailbox(self, env):
        """A step of the server: Anna's emails are everybody's to read from now on."""
        account = self.account.with_env(env)
        account.with_user(self.anna).sharing = "everything"
