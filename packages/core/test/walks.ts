/** Walks over small graphs, by the rows of the reference that they show. Graphs are written as `graphOf` reads them. */
export interface WalkCase {
  readonly row: string;
  readonly graph: string;
  /** The rows of the version table before, separated by spaces. */
  readonly rows?: string;
  /** A command and its targets: `upgrade head`, `stamp a b`, `history a:b`. */
  readonly run: string;
  /** Steps as `revision=rows after it`; for a history, ids. An error code in capitals. */
  readonly gives: string;
  /** Alembic does otherwise, and why mig does not follow. Absent: both agree. */
  readonly alembic?: string;
}

const line = "a1, b2 < a1, c3 < b2";
const fork = "a1, b2 < a1, c3 < a1";
const labelled = "a1, b2 [left] < a1, b3 < b2, c2 [right] < a1, c3 < c2";
const diamond = "a1, b2 < a1, c2 < a1, m3 < b2 c2, n4 < m3";
const roots = "a1 [one], a2 < a1, b1 [two], b2 < b1";
const needs = "lib1 [lib], lib2 < lib1, app1 [app], app2 < app1 ~ lib2, app3 < app2";
const prefixes = "abcd1, abcd2 < abcd1, abce3 < abcd2, xyz < abce3, xyz9 < xyz";

const names: readonly WalkCase[] = [
  { row: "ID-01 exact before prefix", graph: "abcd, abcdef < abcd", run: "upgrade abcd", gives: "abcd=abcd" },
  { row: "ID-02 prefix", graph: prefixes, run: "upgrade abce", gives: "abcd1=abcd1 abcd2=abcd2 abce3=abce3" },
  { row: "ID-02 prefix of one character", graph: "abcd1, xyz99 < abcd1", run: "upgrade a", gives: "abcd1=abcd1" },
  { row: "ID-02 short ids are never abbreviated", graph: prefixes, run: "upgrade xy", gives: "abcd1=abcd1 abcd2=abcd2 abce3=abce3 xyz=xyz xyz9=xyz9" },
  { row: "ID-02 short ids are never abbreviated", graph: "abc", run: "upgrade ab", gives: "REVISION_NOT_FOUND" },
  { row: "ID-02 labels are abbreviated", graph: "a1 [billing], b2 < a1", run: "upgrade bill", gives: "a1=a1" },
  { row: "ID-03 ambiguous prefix", graph: prefixes, run: "upgrade abcd", gives: "AMBIGUOUS_PREFIX" },
  { row: "ID-03 a label and an id are two candidates", graph: "abcd1 [abcdef]", run: "upgrade abc", gives: "AMBIGUOUS_PREFIX" },
  { row: "ID-04 head", graph: line, rows: "a1", run: "upgrade head", gives: "b2=b2 c3=c3" },
  { row: "ID-04 several heads", graph: fork, run: "upgrade head", gives: "MULTIPLE_HEADS" },
  { row: "ID-04 no revisions to be head", graph: line, rows: "c3", run: "upgrade head", gives: "" },
  { row: "ID-05 heads", graph: fork, run: "upgrade heads", gives: "a1=a1 b2=b2 c3=b2,c3" },
  { row: "ID-06 base", graph: line, rows: "c3", run: "downgrade base", gives: "c3=b2 b2=a1 a1=" },
  { row: "ID-06 base", graph: line, rows: "b2", run: "upgrade base", gives: "" },
  { row: "ID-08 +N", graph: line, run: "upgrade +1", gives: "a1=a1" },
  { row: "ID-08 +N", graph: line, rows: "a1", run: "upgrade +2", gives: "b2=b2 c3=c3" },
  { row: "ID-08 +N too far", graph: line, rows: "a1", run: "upgrade +3", gives: "WALKED_TOO_FAR" },
  { row: "ID-08 +N from several rows", graph: fork, rows: "b2 c3", run: "upgrade +1", gives: "AMBIGUOUS_WALK" },
  { row: "ID-08 +N at a branch point", graph: fork, rows: "a1", run: "upgrade +1", gives: "AMBIGUOUS_WALK" },
  { row: "ID-08 +N brings the other arm of a merge", graph: diamond, rows: "b2", run: "upgrade +1", gives: "c2=b2,c2 m3=m3" },
  { row: "ID-08 +N brings dependencies", graph: needs, rows: "app1", run: "upgrade +1", gives: "lib1=app1,lib1 lib2=app1,lib2 app2=app2" },
  { row: "ID-08 +0", graph: line, rows: "a1", run: "upgrade +0", gives: "WALKED_TOO_FAR" },
  { row: "ID-08 upgrade -1", graph: line, rows: "b2", run: "upgrade -1", gives: "WALKED_TOO_FAR" },
  { row: "ID-08 trailing text is not read", graph: line, run: "upgrade a1+1zzz", gives: "a1=a1 b2=b2" },
  { row: "ID-09 -N", graph: line, rows: "c3", run: "downgrade -1", gives: "c3=b2" },
  { row: "ID-09 -N to base", graph: line, rows: "c3", run: "downgrade -3", gives: "c3=b2 b2=a1 a1=" },
  { row: "ID-09 -N too far", graph: line, rows: "c3", run: "downgrade -4", gives: "WALKED_TOO_FAR" },
  { row: "ID-09 -N at base", graph: line, run: "downgrade -1", gives: "WALKED_TOO_FAR" },
  { row: "ID-09 -N across a merge", graph: diamond, rows: "n4", run: "downgrade -2", gives: "AMBIGUOUS_WALK" },
  { row: "ID-09 -N from several rows", graph: fork, rows: "b2 c3", run: "downgrade -1", gives: "AMBIGUOUS_WALK", alembic: "takes the first row" },
  { row: "ID-09 downgrade +1", graph: line, rows: "a1", run: "downgrade +1", gives: "WALKED_TOO_FAR" },
  { row: "ID-09 -0", graph: line, rows: "a1", run: "downgrade -0", gives: "WALKED_TOO_FAR" },
  { row: "ID-10 rev+N", graph: line, run: "upgrade a1+1", gives: "a1=a1 b2=b2" },
  { row: "ID-10 rev+N too far", graph: line, run: "upgrade a1+3", gives: "WALKED_TOO_FAR", alembic: "crashes" },
  { row: "ID-10 rev-N", graph: line, rows: "c3", run: "downgrade c3-1", gives: "c3=b2" },
  { row: "ID-10 rev-N in an upgrade", graph: line, run: "upgrade c3-1", gives: "a1=a1 b2=b2" },
  { row: "ID-10 rev-N below the base", graph: line, run: "upgrade c3-3", gives: "WALKED_TOO_FAR", alembic: "crashes" },
  { row: "ID-10 rev-N below the base", graph: line, rows: "c3", run: "downgrade c3-4", gives: "WALKED_TOO_FAR" },
  { row: "ID-10 rev-0", graph: line, rows: "c3", run: "downgrade b2-0", gives: "c3=b2" },
  { row: "ID-10 rev-N takes all branches above", graph: labelled, rows: "b3 c3", run: "downgrade b2-1", gives: "c3=b3,c2 c2=b3 b3=b2 b2=a1" },
  { row: "ID-10 label@rev-N takes that branch", graph: labelled, rows: "b3 c3", run: "downgrade left@b2-1", gives: "b3=b2,c3 b2=c3" },
  { row: "ID-11 head-N", graph: line, run: "upgrade head-1", gives: "a1=a1 b2=b2" },
  { row: "ID-11 heads-N", graph: fork, run: "upgrade heads-1", gives: "MULTIPLE_HEADS" },
  { row: "ID-12 base+N", graph: line, run: "upgrade base+2", gives: "a1=a1 b2=b2" },
  { row: "ID-12 base+N in a downgrade", graph: line, rows: "c3", run: "downgrade base+1", gives: "c3=b2 b2=a1" },
  { row: "ID-12 base+N with several bases", graph: roots, run: "upgrade base+1", gives: "AMBIGUOUS_WALK" },
  { row: "ID-13 label", graph: labelled, run: "upgrade left", gives: "a1=a1 b2=b2" },
  { row: "ID-14 label@head", graph: labelled, run: "upgrade left@head", gives: "a1=a1 b2=b2 b3=b3" },
  { row: "ID-14 label@head within a fork", graph: "a1 [x], b2 < a1, c2 < a1", run: "upgrade x@head", gives: "MULTIPLE_HEADS" },
  { row: "ID-15 label@base", graph: roots, rows: "a2 b2", run: "downgrade one@base", gives: "a2=a1,b2 a1=b2" },
  { row: "ID-15 label@base crosses shared ancestors", graph: labelled, rows: "b3 c3", run: "downgrade left@base", gives: "c3=b3,c2 c2=b3 b3=b2 b2=a1 a1=" },
  { row: "ID-15 label@base of an unapplied branch", graph: roots, rows: "a2", run: "downgrade two@base", gives: "" },
  { row: "ID-16 label@heads", graph: "a1 [x], b2 < a1, c2 < a1, z1", run: "upgrade x@heads", gives: "a1=a1 b2=b2 c2=b2,c2" },
  { row: "ID-16 label@heads ignores dependencies", graph: "a1 [x], b2 < a1 ~ c2, c2 < a1", run: "upgrade x@heads", gives: "OVERLAPPING_REVISIONS" },
  { row: "ID-17 label@rev", graph: labelled, run: "upgrade left@b3", gives: "a1=a1 b2=b2 b3=b3" },
  { row: "ID-17 label@rev, ancestors count", graph: labelled, run: "upgrade left@a1", gives: "a1=a1" },
  { row: "ID-17 label@rev of another branch", graph: labelled, run: "upgrade left@c3", gives: "NOT_IN_BRANCH" },
  { row: "ID-17 label@prefix narrows", graph: "rev01 [x], rev02, rev03 < rev02", run: "upgrade x@re", gives: "rev01=rev01" },
  { row: "ID-17 a downgrade label does not narrow", graph: "rev01 [x], rev02", rows: "rev01", run: "downgrade x@re", gives: "AMBIGUOUS_PREFIX" },
  { row: "ID-17 a downgrade label is a filter", graph: labelled, rows: "b3 c3", run: "downgrade left@a1", gives: "b3=b2,c3 b2=c3" },
  { row: "ID-17 a downgrade label is not checked", graph: labelled, rows: "b3 c3", run: "downgrade left@c2", gives: "c3=b3,c2" },
  { row: "ID-17 a downgrade label that leaves nothing", graph: "a1, b2 < a1, c2 < a1, d1 [d]", rows: "b2", run: "downgrade d@a1", gives: "NOT_AN_ANCESTOR" },
  { row: "ID-18 rev@head", graph: labelled, run: "upgrade c2@head", gives: "a1=a1 c2=c2 c3=c3" },
  { row: "ID-19 label@+N from its row", graph: labelled, rows: "b2 c2", run: "upgrade left@+1", gives: "b3=b3,c2" },
  { row: "ID-19 label@+N from the branch point", graph: labelled, rows: "a1", run: "upgrade left@+1", gives: "b2=b2" },
  { row: "ID-19 label@+N from what is implied", graph: `${needs}, lib3 < lib2`, rows: "app3", run: "upgrade lib@+1", gives: "lib3=app3,lib3" },
  { row: "ID-19 label@+N from the base", graph: roots, rows: "a2", run: "upgrade two@+1", gives: "b1=a2,b1" },
  { row: "ID-19 label@-N", graph: roots, rows: "a2 b2", run: "downgrade two@-1", gives: "b2=a2,b1" },
  { row: "ID-19 label@-N of an unapplied branch", graph: roots, rows: "a2", run: "downgrade two@-1", gives: "WALKED_TOO_FAR", alembic: "crashes" },
  { row: "ID-20 label@head-1", graph: labelled, run: "upgrade left@head-1", gives: "a1=a1 b2=b2" },
  { row: "ID-20 label@base+2", graph: roots, run: "upgrade two@base+2", gives: "b1=b1 b2=b2" },
  { row: "ID-21 range online", graph: line, run: "upgrade a1:b2", gives: "BAD_RANGE" },
  { row: "ID-25 prefix+N", graph: "abcd1, bcde2 < abcd1", run: "upgrade ab+1", gives: "abcd1=abcd1 bcde2=bcde2" },
];

const odd = "aaaa1 [rel.2], aaaa2 [my-label] < aaaa1, bbbb1 [rel-1], bbbb2 [v1.0-rc] < bbbb1, cccc1 [team-2fa] < bbbb2";

/** Labels may hold what in an id would be syntax. */
const oddLabels: readonly WalkCase[] = [
  { row: "ID-23 a label with a dash", graph: odd, run: "upgrade my-label", gives: "aaaa1=aaaa1 aaaa2=aaaa2" },
  { row: "ID-23 a label with a dash", graph: odd, run: "upgrade my-label@head", gives: "aaaa1=aaaa1 aaaa2=aaaa2" },
  { row: "ID-23 a label with a dash, abbreviated", graph: odd, run: "upgrade my-l", gives: "aaaa1=aaaa1 aaaa2=aaaa2" },
  { row: "ID-23 a label with a dash and a distance", graph: odd, run: "upgrade my-label@+1", gives: "aaaa1=aaaa1" },
  { row: "ID-23 a label with a dash and a distance", graph: odd, rows: "aaaa2", run: "downgrade my-label@-1", gives: "aaaa2=aaaa1" },
  { row: "ID-23 a label with a dash that is depended on", graph: "aaaa1 [my-label], bbbb1 ~ my-label", run: "upgrade bbbb1", gives: "aaaa1=aaaa1 bbbb1=bbbb1" },
  { row: "ID-23 a label with dots", graph: odd, run: "upgrade v1.0-rc", gives: "bbbb1=bbbb1 bbbb2=bbbb2" },
  { row: "ID-23 a label with dots and an end", graph: odd, run: "upgrade v1.0-rc@head-1", gives: "bbbb1=bbbb1 bbbb2=bbbb2" },
  { row: "ID-23 a distance follows letters and digits alone", graph: odd, run: "upgrade rel.2+1", gives: "REVISION_NOT_FOUND" },
  { row: "ID-23 a label that reads as a distance is one", graph: "aaaa1 [rel-1], aaaa2 [rel] < aaaa1, aaaa3 < aaaa2", rows: "aaaa3", run: "downgrade rel-1", gives: "aaaa3=aaaa2 aaaa2=aaaa1" },
  { row: "ID-23 the beginning of a label before a distance", graph: "aaaa1, aaaa2 [rel-1] < aaaa1", run: "upgrade rel-1", gives: "aaaa1=aaaa1" },
  { row: "ID-23 a distance in the middle of a label is one", graph: odd, run: "upgrade team-2fa", gives: "bbbb1=bbbb1" },
  { row: "ID-23 a distance in the middle of a label is one", graph: `${odd}, cccc2 < cccc1`, run: "upgrade cccc2-1fa", gives: "bbbb1=bbbb1 bbbb2=bbbb2 cccc1=cccc1" },
  { row: "ID-23 a distance before an @ is one", graph: "aaaa1, aaaa2 [rel-1] < aaaa1, aaaa3 < aaaa2", run: "upgrade rel-1@head", gives: "aaaa1=aaaa1" },
  { row: "ID-23 a stamp reads no distance", graph: odd, run: "stamp team-2fa", gives: "cccc1=cccc1" },
  { row: "ID-23 a stamp reads no distance", graph: odd, run: "stamp rel-1@head", gives: "cccc1=cccc1" },
  { row: "ID-23 a label that reads as a distance, as a branch", graph: odd, run: "upgrade rel-1@+2", gives: "bbbb1=bbbb1 bbbb2=bbbb2" },
  { row: "ID-23 no branch before an @", graph: odd, run: "upgrade @my-label", gives: "aaaa1=aaaa1 aaaa2=aaaa2" },
  { row: "ID-23 two branches before a distance", graph: fork, run: "upgrade b2@c3@+1", gives: "a1=a1" },
  { row: "ID-23 two branches before a distance", graph: roots, rows: "b2", run: "downgrade two@two@-1", gives: "REVISION_NOT_FOUND" },
  { row: "CLI-67 -N of a branch, and +N from there", graph: labelled, run: "history left@-1:left@+1", gives: "b3 b2" },
  { row: "CLI-68 an upper end with an @ clamps nothing", graph: line, run: "history -9:a1@heads", gives: "REVISION_NOT_FOUND" },
  { row: "CLI-68 a row clamps", graph: line, rows: "b2", run: "history -9:current", gives: "b2 a1" },
  { row: "CLI-68 -N beyond the bases of several heads", graph: fork, run: "history -9:", gives: "MULTIPLE_HEADS" },
];

const walks: readonly WalkCase[] = [
  { row: "GRAPH-17 order", graph: diamond, run: "upgrade n4", gives: "a1=a1 b2=b2 c2=b2,c2 m3=m3 n4=n4" },
  { row: "GRAPH-18 a merge brings its arms", graph: diamond, rows: "c2", run: "upgrade m3", gives: "b2=b2,c2 m3=m3" },
  { row: "GRAPH-18 merge of three", graph: "a1, b1, c1, m2 < a1 b1 c1", run: "upgrade head", gives: "a1=a1 b1=a1,b1 c1=a1,b1,c1 m2=m2" },
  { row: "GRAPH-19 one branch", graph: roots, run: "upgrade two@head", gives: "b1=b1 b2=b2" },
  { row: "GRAPH-19 and what it depends on", graph: needs, run: "upgrade app@head", gives: "app1=app1 lib1=app1,lib1 lib2=app1,lib2 app2=app2 app3=app3" },
  { row: "GRAPH-20 dependencies stay", graph: needs, rows: "app3", run: "downgrade app@base", gives: "app3=app2 app2=app1,lib2 app1=lib2" },
  { row: "GRAPH-21 dependents go", graph: needs, rows: "app3", run: "downgrade lib1", gives: "app3=app2 app2=app1,lib2 lib2=app1,lib1" },
  { row: "GRAPH-21 dependents go", graph: needs, rows: "app3", run: "downgrade lib@base", gives: "app3=app2 app2=app1,lib2 lib2=app1,lib1 lib1=app1" },
  { row: "GRAPH-22 all branches above go", graph: labelled, rows: "b3 c3", run: "downgrade a1", gives: "c3=b3,c2 c2=b3 b3=b2 b2=a1" },
  { row: "GRAPH-23 rows split below a merge", graph: diamond, rows: "n4", run: "downgrade m3", gives: "n4=m3" },
  { row: "GRAPH-23 rows split below a merge", graph: diamond, rows: "m3", run: "downgrade b2", gives: "m3=b2,c2" },
  { row: "GRAPH-24 overlapping targets", graph: line, run: "upgrade a1 c3", gives: "OVERLAPPING_REVISIONS" },
  { row: "GRAPH-24 several targets", graph: labelled, run: "upgrade b2 c2", gives: "a1=a1 b2=b2 c2=b2,c2" },
  { row: "CLI-55 applied target", graph: line, rows: "c3", run: "upgrade a1", gives: "" },
  { row: "CLI-59 current target", graph: line, rows: "c3", run: "downgrade c3", gives: "" },
  { row: "CLI-59 unapplied target", graph: line, rows: "a1", run: "downgrade b2", gives: "NOT_AN_ANCESTOR" },
  { row: "semantics 2, head ignores dependencies", graph: needs, run: "upgrade head", gives: "MULTIPLE_HEADS" },
  { row: "semantics 2, heads counts them", graph: needs, run: "upgrade heads", gives: "app1=app1 lib1=app1,lib1 lib2=app1,lib2 app2=app2 app3=app3" },
  { row: "semantics 4, implied and nothing of its line above it", graph: needs, rows: "app3", run: "downgrade lib2", gives: "NOT_AN_ANCESTOR" },
  { row: "semantics 4, what depends on the target itself stays", graph: `${needs}, lib3 < lib2`, rows: "app3 lib3", run: "downgrade lib2", gives: "lib3=app3" },
  { row: "semantics 6, one child above: no filter", graph: line, rows: "c3", run: "downgrade nope@a1", gives: "c3=b2 b2=a1" },
  { row: "semantics 15, a merge that needs an ancestor of an arm", graph: "a1, b2 < a1, c2, m3 < b2 c2 ~ a1", run: "upgrade head", gives: "a1=a1 b2=b2 c2=b2,c2 m3=m3", alembic: "crashes" },
  { row: "ERR-04 unknown revision", graph: line, run: "upgrade nope", gives: "REVISION_NOT_FOUND" },
  { row: "ERR-08 unknown branch", graph: line, run: "upgrade nope@head", gives: "REVISION_NOT_FOUND" },
  { row: "ERR-08 unknown branch", graph: roots, rows: "a2", run: "downgrade nope@base", gives: "REVISION_NOT_FOUND" },
  { row: "ERR-16 malformed relative", graph: line, run: "upgrade +x", gives: "REVISION_NOT_FOUND" },
  { row: "ERR-16 malformed relative", graph: line, run: "upgrade a1+-", gives: "REVISION_NOT_FOUND" },
  { row: "ERR-17 overlapping rows", graph: line, rows: "a1 b2", run: "upgrade head", gives: "OVERLAPPING_REVISIONS" },
  { row: "ERR-30 unknown row", graph: line, rows: "gone", run: "upgrade head", gives: "APPLIED_REVISION_NOT_FOUND" },
  { row: "ERR-30 unknown row", graph: line, rows: "gone", run: "downgrade base", gives: "APPLIED_REVISION_NOT_FOUND" },
  { row: "VT-08 a redundant row goes where it is the only other", graph: "a1, b2 < a1, c3 < b2 ~ a1", rows: "c3", run: "downgrade b2", gives: "c3=b2", alembic: "1.8.1 leaves a1 as well, 1.19 does not" },
];

const stamps: readonly WalkCase[] = [
  { row: "STAMP-01 from base", graph: line, run: "stamp head", gives: "c3=c3" },
  { row: "STAMP-01 up", graph: line, rows: "a1", run: "stamp head", gives: "c3=c3" },
  { row: "STAMP-01 down", graph: line, rows: "c3", run: "stamp a1", gives: "a1=a1" },
  { row: "STAMP-01 another branch", graph: labelled, rows: "b3", run: "stamp c3", gives: "c3=b3,c3" },
  { row: "STAMP-02 base", graph: roots, rows: "a2 b2", run: "stamp base", gives: "a2=b2 b2=" },
  { row: "STAMP-03 heads", graph: labelled, run: "stamp heads", gives: "b3=b3 c3=b3,c3" },
  { row: "STAMP-03 several", graph: roots, run: "stamp a2 b1", gives: "a2=a2 b1=a2,b1" },
  { row: "STAMP-03 several above one row", graph: labelled, rows: "a1", run: "stamp b2 c2", gives: "b2=b2 c2=b2,c2" },
  { row: "STAMP-03 several below one row", graph: diamond, rows: "n4", run: "stamp b2 c2", gives: "b2=b2 c2=b2,c2", alembic: "crashes" },
  { row: "STAMP-04 label@base", graph: roots, rows: "a2 b2", run: "stamp one@base", gives: "a2=b2" },
  { row: "STAMP-05 several rows to a branch point", graph: labelled, rows: "b3 c3", run: "stamp a1", gives: "a1=a1" },
  { row: "STAMP-05 below a merge, one row", graph: diamond, rows: "n4", run: "stamp b2", gives: "b2=b2" },
  { row: "STAMP-06 already there", graph: line, rows: "b2", run: "stamp b2", gives: "" },
  { row: "STAMP-07 overlapping", graph: line, run: "stamp a1 c3", gives: "a1=a1 c3=a1,c3" },
  { row: "semantics 13, dependencies are lineage", graph: needs, rows: "app3", run: "stamp lib1", gives: "lib1=lib1" },
  { row: "semantics 13, dependencies are lineage", graph: needs, rows: "lib1", run: "stamp app3", gives: "app3=app3" },
  { row: "semantics 13, relative", graph: line, rows: "a1", run: "stamp +1", gives: "REVISION_NOT_FOUND" },
  { row: "semantics 13, relative", graph: line, rows: "b2", run: "stamp b2-1", gives: "REVISION_NOT_FOUND" },
  { row: "semantics 13, unknown row", graph: line, rows: "gone", run: "stamp head", gives: "APPLIED_REVISION_NOT_FOUND" },
  { row: "CLI-81 purge", graph: line, rows: "gone a1", run: "stamp --purge b2", gives: "b2=b2" },
  { row: "ERR-06 several heads", graph: fork, run: "stamp head", gives: "MULTIPLE_HEADS" },
];

const histories: readonly WalkCase[] = [
  { row: "CLI-66 all", graph: line, run: "history :", gives: "c3 b2 a1" },
  { row: "CLI-67 both ends are included", graph: line, run: "history a1:b2", gives: "b2 a1" },
  { row: "CLI-67 open ends", graph: line, run: "history b2:", gives: "c3 b2" },
  { row: "CLI-67 open ends", graph: line, run: "history :b2", gives: "b2 a1" },
  { row: "CLI-67 -N from the heads", graph: line, run: "history -1:", gives: "c3 b2" },
  { row: "CLI-67 -N:current", graph: line, rows: "b2", run: "history -2:current", gives: "b2 a1" },
  { row: "CLI-67 current:+N", graph: line, rows: "a1", run: "history current:+1", gives: "b2 a1" },
  { row: "CLI-68 no colon", graph: line, run: "history a1", gives: "BAD_RANGE" },
  { row: "CLI-68 two colons", graph: line, run: "history a1:b2:c3", gives: "BAD_RANGE" },
  { row: "CLI-68 reversed", graph: line, run: "history c3:a1", gives: "NOT_AN_ANCESTOR" },
  { row: "CLI-68 the lower end clamps below a named upper one", graph: line, run: "history -9:b2", gives: "b2 a1" },
  { row: "CLI-71 one branch", graph: roots, run: "history two@base:", gives: "b2 b1" },
  { row: "semantics 14, the upper end clamps", graph: line, run: "history a1:+9", gives: "c3 b2 a1" },
  { row: "semantics 14, dependencies appear only from base", graph: needs, run: "history app1:", gives: "app3 app2 app1" },
  { row: "semantics 14, dependencies appear only from base", graph: needs, run: "history :app@head", gives: "app3 app2 lib2 lib1 app1" },
  { row: "semantics 14, the lower end is not relative to a revision", graph: line, run: "history c3-1:", gives: "REVISION_NOT_FOUND" },
  { row: "semantics 14, :current on an empty table means heads", graph: line, run: "history :current", gives: "c3 b2 a1" },
];

export const walkCases: readonly WalkCase[] = [...names, ...oddLabels, ...walks, ...stamps, ...histories];
