# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What fuzzing has found is run each time; ``TORTURE=1`` searches for more.

``FUZZ_SECONDS`` says for how long, for each target. What is found stays in the state
folder; ``fuzz_worker.py TARGET keep`` takes over what reaches new code.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase

from . import fuzz_targets
from .fuzz_cases import (
    ANSWERS,
    LONGEST,
    seeds,
    write_all,
    write_dictionary,
)
from .fuzz_targets import TARGETS, WANTED, conversation, timed
from .hypothesis_profile import TORTURE

SECONDS = int(os.environ.get("FUZZ_SECONDS") or 600)
STATE = os.environ.get("STATE_DIR") or tempfile.gettempdir()
WORKER = Path(__file__).with_name("fuzz_worker.py")


def last(pattern, text):
    """What the pattern's group found the last time."""
    return [None, *re.findall(pattern, text)][-1]


class TestCases(BaseCase):
    def test_all_that_was_found(self):
        for name, target in TARGETS.items():
            cases = seeds(name)
            self.assertTrue(cases, name)
            for octets in cases:
                with self.subTest(name, octets=octets[:300]):
                    timed(target, octets)

    def test_what_takes_too_long_fails(self):
        def slow(_octets):
            start = time.process_time()
            while time.process_time() < start + 0.3:
                pass

        with patch.object(fuzz_targets, "MOST_SECONDS", 0.01):
            with self.assertRaisesRegex(AssertionError, "instead of 0.01 s"):
                timed(slow, b"")

    def test_the_conversation_gives_what_was_said(self):
        """Else the target ``fetch`` would read nothing at all."""
        with conversation(ANSWERS[0]) as reader:
            [found] = reader.headers(WANTED).found
        self.assertEqual((found.uid, found.content), (1, b"From: a@b"))


class TestSearch(BaseCase):
    def setUp(self):
        super().setUp()
        if not TORTURE:
            self.skipTest("Fuzzing takes long: run make torture.")
        if not find_spec("atheris"):
            self.skipTest("There is no atheris for this Python: nothing is searched.")

    def test_nothing_breaks_a_target(self):
        Path(STATE, "fuzz", "report.txt").unlink(missing_ok=True)
        for name in TARGETS:
            with self.subTest(name):
                self.search(name)

    def search(self, name):
        folder = Path(STATE, "fuzz", name)
        write_all(seeds(name), folder)
        dictionary = folder.with_suffix(".dict")
        write_dictionary(name, dictionary)
        words = [
            f"-max_total_time={SECONDS}", f"-max_len={LONGEST}", "-timeout=30",
            "-rss_limit_mb=2048", "-print_final_stats=1", f"-dict={dictionary}",
            f"-artifact_prefix={folder.parent}/{name}-", str(folder),
        ]  # fmt: skip
        command = [sys.executable, str(WORKER), name, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = last(r"number_of_executed_units: (\d+)", done.stderr)
        edges = last(r"cov: (\d+)", done.stderr)
        with (folder.parent / "report.txt").open("a") as report:
            report.write(f"{name}: {runs} executions, {edges} edges, {SECONDS} s\n")
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
