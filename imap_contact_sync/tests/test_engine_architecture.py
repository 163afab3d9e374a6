# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The rules of the layout, read from the source.

A rule is a function from a module's path in the addon and its syntax tree to the
offences in it.
"""

import ast
import sys
from pathlib import Path

from odoo.tests import BaseCase

ADDON = Path(__file__).parents[1]
# The reading order of engine/__init__.py: a file imports only from files above it.
ORDER = [
    "engine.errors", "engine.folders", "engine.cursor", "engine.net.guard",
    "engine.net.bounds", "engine.net.imap4", "engine.net.diagnosis",
    "engine.net.authorities", "engine.net.transport", "engine.net.fetch",
    "engine.net.reader", "engine.net.search", "engine.net.login",
    "engine.net.session", "engine.visit", "engine.charsets", "engine.text",
    "engine.kind", "engine.addresses", "engine.envelope", "engine.links",
    "engine.survey", "engine.patterns",
    "engine.query", "engine.late", "engine.records", "engine.address_book",
    "engine.matching",
    "engine.choices", "engine.free_mail", "engine.role_addresses", "engine.people",
    "engine.trust", "engine.authentication",
    "engine.balance", "engine.html", "engine.quote_lines", "engine.quotes",
    "engine.split", "engine.files", "engine.notes",
    "engine.invitation", "engine.parts", "engine.rtf", "engine.tnef", "engine.cms",
    "engine.unpack",
    "engine.message", "engine.structure", "engine.large", "engine.secret",
]  # fmt: skip
BESIDE_THE_FLOW = {"engine.secret"}
FOREIGN = {"imapclient", "nh3", "cryptography", "tnefparse", "asn1crypto"}
NETWORK = {"socket", "ssl", "imaplib", "imapclient", "select", "selectors", "asyncio",
           "http", "urllib", "ftplib", "poplib", "smtplib", "socketserver"}  # fmt: skip
PURE = {
    ("engine.folders", "imapclient.imap_utf7"),
    ("engine.html", "urllib.parse"),
    ("engine.structure", "imapclient.exceptions"),
    ("engine.structure", "imapclient.response_parser"),
}
GATEWAY = {"message_post", "message_process", "message_route"}
LONGEST = 250


def module_name(path):
    return ".".join(path.with_suffix("").parts)


def imports(path, tree):
    """The full name of each imported module; those of the addon begin with a dot."""
    package = path.parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if not node.level:
                yield node.module
                continue
            up = package[: len(package) + 1 - node.level]
            if node.level > len(package):
                yield "beyond the addon"
            elif node.module:
                yield "." + ".".join([*up, node.module])
            else:
                yield from ("." + ".".join([*up, alias.name]) for alias in node.names)


def wrong_imports(path, tree):
    """Engine: standard library, the foreign libraries, and files above."""
    if path.parts[0] != "engine":
        return
    here = module_name(path)
    for name in imports(path, tree):
        top = name.partition(".")[0]
        if name.startswith("."):
            yield from wrong_sibling(here, name[1:])
        elif top not in FOREIGN and top not in sys.stdlib_module_names:
            yield f"{here} imports {name}"
        elif top in NETWORK and "net" not in path.parts and (here, name) not in PURE:
            yield f"{here} imports {name}: only engine/net does"


def wrong_sibling(here, name):
    above = ORDER[: ORDER.index(here)] if here in ORDER else []
    if name not in above or name in BESIDE_THE_FLOW or here in BESIDE_THE_FLOW:
        yield f"{here} imports {name}, which is not above it"


def names_used(tree):
    """Names, attributes and texts in code, but not in docstrings or comments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def gateway_uses(path, tree):
    yield from (f"{path} uses {name}" for name in names_used(tree) if name in GATEWAY)


def calls(tree, name):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == name:
                yield node


def commits(path, tree):
    """Only the run commits."""
    if str(path) != "models/imap_sync.py":
        for name in ("commit", "_commit_progress"):
            yield from (f"{path}:{node.lineno} {name}" for node in calls(tree, name))


def created_messages(path, tree):
    """Only the poster makes envelopes: mail.message, however long the way to create."""
    if str(path) != "models/imap_sync_post.py":
        for node in calls(tree, "create"):
            texts = {each.value for each in ast.walk(node.func)
                     if isinstance(each, ast.Constant)}  # fmt: skip
            if "mail.message" in texts:
                yield f"{path}:{node.lineno} creates mail.message"


def broad_handlers(path, tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "all"
            ends = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if caught in {"all", "Exception"} or (
                caught == "BaseException" and not ends
            ):
                yield f"{path}:{node.lineno} catches {caught}"


def missing_annotations(path, tree):
    """Every function of the engine names the types of its arguments and result."""
    if path.parts[0] != "engine":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found = node.args
            every = [*found.posonlyargs, *found.args, *found.kwonlyargs,
                     found.vararg, found.kwarg]  # fmt: skip
            bare = [each.arg for each in every if each and not each.annotation]
            if set(bare) - {"self", "cls"} or not node.returns:
                yield f"{path}:{node.lineno} {node.name}"


def missing_docstring(path, tree):
    if path.parts[0] == "engine" and not ast.get_docstring(tree):
        yield f"{path} does not say what it is for"


def too_long(path, source):
    length = source.count("\n")
    if length > LONGEST:
        yield f"{path} has {length} lines"


class TestArchitecture(BaseCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sources = {
            path.relative_to(ADDON): path.read_text("utf-8")
            for path in sorted(ADDON.rglob("*.py"))
            if path.relative_to(ADDON).parts[0] != "tests"
        }
        cls.trees = {path: ast.parse(text) for path, text in cls.sources.items()}

    def offences(self, rule):
        return [each for path, tree in self.trees.items() for each in rule(path, tree)]

    def test_rules(self):
        for rule in (wrong_imports, gateway_uses, commits, created_messages,
                     missing_annotations, missing_docstring):  # fmt: skip
            with self.subTest(rule.__name__):
                self.assertEqual(self.offences(rule), [])

    def test_one_broad_handler_for_each_level(self):
        found = self.offences(broad_handlers)
        self.assertEqual(len(found), 3, found)
        for each in found:
            self.assertRegex(each, r"^models/imap_sync(_folder|_message)?\.py:")

    def test_length(self):
        """In the addons beside this one, too."""
        root = ADDON.parent
        paths = {
            path.relative_to(root)
            for path in root.glob("imap_contact_sync*/**/*.py")
            if path.relative_to(root).parts[1] != "tests"
        }
        self.assertLessEqual({Path(ADDON.name) / path for path in self.sources}, paths)
        found = [
            each
            for path in sorted(paths)
            for each in too_long(path, (root / path).read_text("utf-8"))
        ]
        self.assertEqual(found, [])

    def test_no_test_replaces_what_the_assertions_call(self):
        """With a ``fail`` of its own no assertIn of a class can fail."""
        for path in sorted((ADDON / "tests").glob("test_*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    names = {each.name for each in node.body
                             if isinstance(each, ast.FunctionDef)}  # fmt: skip
                    self.assertFalse(names & {"fail", "run", "id", "subTest"}, path)

    def test_odoo_finds_every_file_of_tests(self):
        for folder in sorted(ADDON.parent.glob("imap_contact_sync*/tests")):
            tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
            named = {
                each.name
                for node in tree.body
                if isinstance(node, ast.ImportFrom)
                for each in node.names
            }
            files = {path.stem for path in folder.glob("test_*.py")}
            self.assertEqual(files - named, set(), folder)

    def test_every_file_of_the_engine_has_its_place(self):
        files = {
            module_name(path)
            for path in self.sources
            if path.parts[0] == "engine" and path.name != "__init__.py"
        }
        self.assertEqual(files, set(ORDER))

    def test_reading_order_is_the_documented_one(self):
        text = ast.get_docstring(self.trees[Path("engine/__init__.py")])
        places = [text.index(f"``{name}``") for name in (
            "errors", "folders", "cursor", "net/", "envelope", "matching", "html",
            "message", "secret",
        )]  # fmt: skip
        self.assertEqual(places, sorted(places))
        text = ast.get_docstring(self.trees[Path("engine/net/__init__.py")])
        places = [text.index(f"``{name}``") for name in (
            "guard", "diagnosis", "transport", "fetch", "session",
        )]  # fmt: skip
        self.assertEqual(places, sorted(places))


class TestRules(BaseCase):
    """Each rule sees each offence, and does not see one where there is none."""

    BAD = (
        (wrong_imports, "engine/cursor.py", "import odoo"),
        (wrong_imports, "engine/cursor.py", "from odoo import fields"),
        (wrong_imports, "engine/cursor.py", "import requests"),
        (wrong_imports, "engine/cursor.py", "from .. import models"),
        (wrong_imports, "engine/cursor.py", "from ..models import imap_sync"),
        (wrong_imports, "engine/net/guard.py", "from ... import models"),
        (wrong_imports, "engine/net/guard.py", "from .... import web"),
        (wrong_imports, "engine/cursor.py", "def f():\n    import socket"),
        (wrong_imports, "engine/message.py", "import ssl as tls"),
        (wrong_imports, "engine/message.py", "from urllib.request import urlopen"),
        (wrong_imports, "engine/message.py", "from imapclient.imap_utf7 import decode"),
        (wrong_imports, "engine/folders.py", "from imapclient import IMAPClient"),
        (wrong_imports, "engine/envelope.py", "from .message import parse_message"),
        (wrong_imports, "engine/html.py", "from . import message"),
        (wrong_imports, "engine/cursor.py", "from .net import guard"),
        (wrong_imports, "engine/net/guard.py", "from .session import open_session"),
        (wrong_imports, "engine/message.py", "from .secret import SecretBox"),
        (wrong_imports, "engine/secret.py", "from .errors import MailboxError"),
        (gateway_uses, "models/x.py", "record.message_post(body='x')"),
        (gateway_uses, "models/x.py", "getattr(record, 'message_process')()"),
        (gateway_uses, "models/x.py", "def message_route(self): pass"),
        (commits, "models/imap_account.py", "self.env.cr.commit()"),
        (commits, "hooks.py", "env['ir.cron']._commit_progress(1)"),
        (created_messages, "models/x.py", "self.env['mail.message'].create({})"),
        (created_messages, "models/x.py",
         "self.env['mail.message'].sudo().with_context(a=1).create([{}])"),
        (broad_handlers, "engine/x.py", "try: pass\nexcept: pass"),
        (broad_handlers, "engine/x.py", "try: pass\nexcept Exception as e: pass"),
        (broad_handlers, "engine/x.py", "try: pass\nexcept BaseException: pass"),
        (missing_annotations, "engine/x.py", "def f(a): pass"),
        (missing_annotations, "engine/x.py", "def f(a: int): pass"),
        (missing_annotations, "engine/x.py", "def f(*a) -> None: pass"),
        (missing_annotations, "engine/x.py", "def f(*, a) -> None: pass"),
        (missing_annotations, "engine/x.py", "class A:\n    def f(self): pass"),
        (missing_docstring, "engine/x.py", "x = 1"),
    )  # fmt: skip
    GOOD = (
        (wrong_imports, "engine/cursor.py", "import re\nfrom datetime import date"),
        (wrong_imports, "engine/message.py", "from . import html\nimport nh3"),
        (wrong_imports, "engine/folders.py", "from imapclient.imap_utf7 import decode"),
        (
            wrong_imports,
            "engine/net/session.py",
            "from ..cursor import UidSet\nimport ssl",
        ),
        (wrong_imports, "engine/net/session.py", "from .guard import Server"),
        (wrong_imports, "models/x.py", "import odoo, socket"),
        (gateway_uses, "models/x.py", '"""Never message_post."""\nmessage_posts = 1'),
        (commits, "models/imap_sync.py", "self.env.cr.commit()"),
        (
            created_messages,
            "models/imap_sync_post.py",
            "env['mail.message'].create({})",
        ),
        (created_messages, "models/x.py", "env['mail.message'].search([])"),
        (broad_handlers, "engine/x.py", "try: pass\nexcept ValueError: pass"),
        (broad_handlers, "engine/x.py", "try: pass\nexcept BaseException:\n    raise"),
        (missing_annotations, "engine/x.py", "def f(self, a: int) -> None: pass"),
        (missing_annotations, "models/x.py", "def f(a): pass"),
    )

    def test_rules(self):
        for offends, snippets in ((True, self.BAD), (False, self.GOOD)):
            for rule, path, source in snippets:
                with self.subTest(rule=rule.__name__, source=source):
                    found = list(rule(Path(path), ast.parse(source)))
                    self.assertEqual(bool(found), offends, found)

    def test_length(self):
        self.assertTrue(list(too_long(Path("x.py"), "x\n" * (LONGEST + 1))))
        self.assertFalse(list(too_long(Path("x.py"), "x\n" * LONGEST)))
