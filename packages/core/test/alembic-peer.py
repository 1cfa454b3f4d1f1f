"""Answers the questions of answer.ts with the Alembic that is installed: a JSON line in, a JSON line out."""

import json
import sys
import types
import warnings

from alembic import util
from alembic.runtime.migration import HeadMaintainer
from alembic.script import revision as rev
from alembic.script.base import ScriptDirectory

warnings.simplefilter("ignore")


class Script(rev.Revision):
    module = types.SimpleNamespace(upgrade=None, downgrade=None)
    doc = ""


class Rows(HeadMaintainer):
    """The version table, in memory."""

    def __init__(self, rows):
        self.heads = set(rows)

    def _insert_version(self, version):
        self.heads.add(version)

    def _delete_version(self, version):
        self.heads.remove(version)

    def _update_version(self, from_, to_):
        self.heads.remove(from_)
        self.heads.add(to_)


def directory(revisions):
    found = ScriptDirectory.__new__(ScriptDirectory)
    found.revision_map = rev.RevisionMap(
        lambda: [
            Script(r["id"], tuple(r["downRevisions"]), tuple(r["dependsOn"]) or None, tuple(r["branchLabels"]))
            for r in revisions
        ]
    )
    return found


CLASSES = [
    (rev.LoopDetected, "", "SELF_LOOP"),
    (rev.DependencyCycleDetected, "", "DEPENDENCY_CYCLE"),
    (rev.CycleDetected, "", "REVISION_CYCLE"),
    (rev.RangeNotAncestorError, "", "NOT_AN_ANCESTOR"),
    (rev.MultipleHeads, "", "MULTIPLE_HEADS"),
    (rev.ResolutionError, "not a member", "NOT_IN_BRANCH"),
    (rev.ResolutionError, "Multiple revisions", "AMBIGUOUS_PREFIX"),
    (rev.ResolutionError, "", "REVISION_NOT_FOUND"),
    (rev.RevisionError, "mbiguous", "AMBIGUOUS_WALK"),
    (rev.RevisionError, "too far", "WALKED_TOO_FAR"),
    (rev.RevisionError, "didn't produce", "WALKED_TOO_FAR"),
    (rev.RevisionError, "overlaps", "OVERLAPPING_REVISIONS"),
    (rev.RevisionError, "valid downgrade target", "NOT_AN_ANCESTOR"),
    (util.CommandError, "range", "BAD_RANGE"),
]


def error_class(error):
    cause = error.__cause__ if isinstance(error, util.CommandError) and error.__cause__ else error
    for kind, part, name in CLASSES:
        if isinstance(cause, kind) and part in str(cause):
            return name
    return "CRASH"


def walk(script, command, rows, targets):
    if ":" in targets[0]:
        raise util.CommandError("range")
    if command == "stamp":
        return [((s.to_ or s.from_)[0], s) for s in script._stamp_revs(tuple(targets), tuple(rows))]
    target = targets[0] if len(targets) == 1 else tuple(targets)
    plan = script._upgrade_revs if command == "upgrade" else script._downgrade_revs
    return [(s.revision.revision, s) for s in plan(target, tuple(rows))]


def history(script, rows, text):
    if text.count(":") != 1:
        raise util.CommandError("range")
    base, head = text.split(":")
    base = tuple(rows) if base == "current" else base
    head = tuple(rows) if head == "current" else head
    return [s.revision for s in script.walk_revisions(base or "base", head or "heads")]


def answer(question):
    try:
        script = directory(question["revisions"])
        rows = [] if question["purge"] else question["rows"]
        if question["command"] == "history":
            return {"revisions": history(script, rows, question["targets"][0])}
        table = Rows(rows)
        steps = []
        for name, step in walk(script, question["command"], rows, question["targets"]):
            table.update_to_step(step)
            steps.append({"revision": name, "headsAfter": sorted(table.heads)})
        return {"steps": steps}
    except Exception as error:
        return {"error": error_class(error)}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
