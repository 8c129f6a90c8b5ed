"""Runs the program against the loopback server and compares with the truth about the sixteen."""
import csv
import json
import os
import subprocess
import sys
import time
import urllib.request

binary, loopback, shared = sys.argv[1:4]
failures = []


def expect(condition, message):
    if not condition:
        failures.append(message)
        print(f"FAILED: {message}")


def distractors():
    """Returns the recorded works whose licence allows using them in tests."""
    with open(f"{shared}/crossref/manifest.tsv", encoding="utf-8") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    files = {
        os.path.basename(row["file"])
        for row in rows
        if row["kind"].startswith("work") and row["licence"].startswith("MIT")
    }
    present = set(os.listdir(f"{shared}/crossref/works"))
    return [f"{shared}/crossref/works/{name}" for name in sorted(files & present)]


def run(*arguments):
    environment = {key: value for key, value in os.environ.items() if "REFSMITH" not in key}
    command = [binary, "--no-config", *arguments, "--crossref-url", url, "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    return done.returncode, done.stdout, done.stderr


with open(f"{shared}/seed/seed_truth.json", encoding="utf-8") as file:
    truth = json.load(file)
with open("references/records.json", encoding="utf-8") as file:
    ids = [record["id"] for record in json.load(file)]
works = distractors()
expect(len(works) >= 500, f"at least 500 distractors, found {len(works)}")

for pool, options in [("public", []), ("polite", ["--mailto", "reader@example.org"])]:
    server = subprocess.Popen(
        [loopback, "--pool", pool, "--records", f"{shared}/seed/seed_truth.json", *works],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        url = server.stdout.readline().strip()
        start = time.monotonic()
        code, out, err = run("enrich", "references/article.md", "--message-format", "json", *options)
        expect(code == 0, f"{pool}: exit code {code}: {err}")
        answers = {line["record"]: line for line in map(json.loads, out.splitlines())}
        right = wrong = 0
        for n, (record, true) in enumerate(zip(ids, truth), 1):
            answer = answers[record]
            changes = {change["variable"]: change for change in answer["changes"]}
            found = changes.get("DOI", {}).get("to")
            if n == 16:
                expect(found is None, f"{pool}: 16 has no DOI, found {found}")
                continue
            right += str(found).lower() == true["DOI"].lower()
            wrong += found is not None and found.lower() != true["DOI"].lower()
            for change in changes.values():
                expect(change["kind"] != "wrong", f"{pool}: {n} is not wrong: {change}")
            if n in (3, 13):
                page = changes.get("page", {})
                expect(page.get("kind") == "truncated", f"{pool}: page of {n} is truncated: {page}")
                expect(page.get("to") == true["page"], f"{pool}: page of {n}: {page}")
            else:
                expect("page" not in changes, f"{pool}: page of {n} is right: {changes.get('page')}")
            if n in (2, 6, 8, 15):
                container = changes.get("container-title", {})
                expect(container.get("to") == true["container-title"], f"{pool}: journal of {n}: {container}")
            if n == 13:
                authors = changes.get("author", {}).get("to", "")
                expect("Dymov" in authors and "Szyf" in authors, f"{pool}: hidden authors: {authors}")
        expect((right, wrong) == (15, 0), f"{pool}: {right} right DOIs, {wrong} wrong")
        with urllib.request.urlopen(f"{url}/__stats", timeout=10) as answer:
            stats = json.load(answer)
        expect(stats["violations"] in (0, []), f"{pool}: {stats}")
        seconds = time.monotonic() - start
        print(f"{pool}: {right} right, {wrong} wrong, {stats['requests']} requests, "
              f"{stats['violations']} violations, {seconds:.0f} s")

        if pool == "polite":
            code, out, err = run("check", "references/article.md", "--online", "--message-format", "json", *options)
            lines = [json.loads(line) for line in out.splitlines()]
            verdicts = {line["record"]: line["verdict"] for line in lines if "verdict" in line}
            for n, record in enumerate(ids, 1):
                wanted = {3: "incomplete", 13: "incomplete", 16: "not-checkable"}.get(n, "verified")
                expect(verdicts.get(record) == wanted, f"verdict of {n}: {verdicts.get(record)}")
            arguments = ["enrich", "references/references.bib", "--accept", "0.95", "-t", "csl-json"]
            code, out, err = run(*arguments, *options)
            expect(code == 0, f"accepting: exit code {code}: {err}")
            accepted = json.loads(out)
            expect(accepted[2]["page"] == "141-153", "the accepted page is in the record")
            changed = [change["variable"] for change in accepted[2]["custom"]["provenance"]]
            expect("DOI" in changed and "page" in changed, f"provenance: {changed}")
            expect("DOI" not in accepted[15], "16 gets no DOI")
    finally:
        server.kill()
        server.wait()

sys.exit(bool(failures))
