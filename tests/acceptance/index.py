"""Builds an index, kills the program in between, and asks it for the sixteen."""
import json
import os
import signal
import subprocess
import sys
import time

binary, shared, folder = sys.argv[1:4]
index, world = f"{folder}/index", f"{folder}/world.jsonl"
registered_file = f"{folder}/registered.json"
failures = []


def expect(condition, message):
    if not condition:
        failures.append(message)
        print(f"FAILED: {message}")


def run(*arguments):
    environment = {key: value for key, value in os.environ.items() if "REFSMITH" not in key}
    environment["REFSMITH_OFFLINE"] = "1"
    command = [binary, "--no-config", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    return done.returncode, done.stdout, done.stderr


with open(f"{shared}/seed/seed_truth.json", encoding="utf-8") as file:
    truth = json.load(file)
# A register holds what has a DOI: all but the chapter.
with open(registered_file, "w", encoding="utf-8") as file:
    json.dump([record for record in truth if "DOI" in record], file)
build = ["index", "build", world, registered_file, "-o", index]
started = subprocess.Popen([binary, "--no-config", *build], stderr=subprocess.DEVNULL)
time.sleep(0.3)
started.send_signal(signal.SIGKILL)
started.wait()
code, out, err = run(*build)
expect(code == 0, f"going on after a kill: exit code {code}: {err}")
code, out, err = run("index", "info", index, "--message-format", "json")
info = json.loads(out)
with open(world, encoding="utf-8") as file:
    lines = sum(1 for _ in file)
expect(lines - 5 <= info["works"] <= lines + 16, f"{lines} lines, {info['works']} works")

with open("references/records.json", encoding="utf-8") as file:
    ids = [record["id"] for record in json.load(file)]
code, out, err = run("enrich", "references/article.md", "--index", index, "--message-format", "json")
answers = {line["record"]: line for line in map(json.loads, out.splitlines())}
right = wrong = 0
for n, (record, true) in enumerate(zip(ids, truth), 1):
    changes = {change["variable"]: change for change in answers[record]["changes"]}
    found = changes.get("DOI", {}).get("to")
    if n == 16:
        expect(found is None, f"16 has no DOI, found {found}")
        continue
    right += str(found).lower() == true["DOI"].lower()
    wrong += found is not None and found.lower() != true["DOI"].lower()
    for change in changes.values():
        expect(change["kind"] != "wrong", f"{n} is not wrong: {change}")
expect((right, wrong) == (15, 0), f"{right} right DOIs, {wrong} wrong")

code, out, err = run("check", "references/article.md", "--index", index, "--message-format", "json")
lines = [json.loads(line) for line in out.splitlines()]
verdicts = {line["record"]: line["verdict"] for line in lines if "verdict" in line}
for n, record in enumerate(ids, 1):
    wanted = {3: "incomplete", 13: "incomplete", 16: "not-checked"}.get(n, "verified")
    expect(verdicts.get(record) == wanted, f"verdict of {n}: {verdicts.get(record)}")
print(f"{info['works']} works: {right} right, {wrong} wrong")
sys.exit(bool(failures))
