"""Pushes the seed's references into the stand-in for Zotero, in all its generations."""
import importlib.util
import json
import os
import subprocess
import sys
import tempfile

binary, shared = sys.argv[1:3]
spec = importlib.util.spec_from_file_location("mock_zotero", f"{shared}/zotero/mock_zotero.py")
mock = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mock)
failures = []


def expect(condition, message):
    if not condition:
        failures.append(message)
        print(f"FAILED: {message}")


def run(home, *arguments):
    environment = {key: value for key, value in os.environ.items() if "REFSMITH" not in key}
    environment |= {"XDG_STATE_HOME": home, "REFSMITH_OFFLINE": "1"}
    command = [binary, "zotero", *arguments, "--no-config", "--message-format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def works(state):
    return [item["data"] for item in state.items if item["data"]["itemType"] != "note"]


article = f"{shared}/seed/article.txt"
cases = 0
for generation in ["7", "9", "10", "10.0.3"]:
    for local_api in [False, True]:
        for prompt in ["always", "once", "deny"]:
            case = f"Zotero {generation}, local API {'on' if local_api else 'off'}, {prompt}"
            cases += 1
            state = mock.State(generation, local_api, prompt)
            server = mock.serve(0, state)
            url = f"http://127.0.0.1:{server.server_port}"
            with tempfile.TemporaryDirectory() as home:
                push = ["push", article, "--zotero-url", url]
                code, first, talk = run(home, *push, "--collection", "Inbox", "--tag", "imported")
                outcome = "created" if local_api else "sent"
                expect(code == 0, f"{case}: exit {code}: {talk}")
                expect([line["outcome"] for line in first] == [outcome] * 16, f"{case}: {first}")
                kinds = [work["itemType"] for work in works(state)]
                expect(kinds == ["journalArticle"] * 15 + ["bookSection"], f"{case}: {kinds}")
                inbox = all(work["collections"] == ["C7"] for work in works(state))
                expect(inbox, f"{case}: not all in the collection")
                tags = all({"imported"} == {tag if isinstance(tag, str) else tag["tag"] for tag in work["tags"]} for work in works(state))
                expect(tags, f"{case}: not all tagged")
                notes = all(len(work["notes"]) == 1 for work in works(state))
                expect(notes, f"{case}: not all have the reference as a note")
                code, second, talk = run(home, *push)
                expect(code == 0, f"{case}: second run: exit {code}: {talk}")
                expect([line["outcome"] for line in second] == ["known"] * 16, f"{case}: {second}")
                expect(len(works(state)) == 16, f"{case}: {len(works(state))} items after two runs")
                if local_api:
                    code, pulled, talk = run(home, "pull", "--zotero-url", url)
                    expect(code == 0 and len(pulled) == 16, f"{case}: pull: {talk}")
                    titled = all(record.get("title") for record in pulled)
                    expect(titled, f"{case}: pulled without titles")
            server.shutdown()

for prompt, prompts in [("always", 1), ("once", 3), ("deny", 1)]:
    state = mock.State("10", True, prompt)
    server = mock.serve(0, state)
    url = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as home:
        books = f"{home}/books.bib"
        with open(books, "w", encoding="utf-8") as file:
            for number in range(120):
                file.write(f"@book{{k{number}, title = {{Tea, volume {number}}}, year = {1000 + number}}}\n")
        code, lines, talk = run(home, "push", books, "--zotero-url", url, "--via", "local")
        count = len(works(state))
        expect(len(state.authorize_times) == prompts, f"local, {prompt}: {len(state.authorize_times)} prompts")
        if prompt == "deny":
            expect(code == 2 and count == 0, f"local, deny: exit {code}, {count} items")
        else:
            expect(code == 0 and count == 120, f"local, {prompt}: exit {code}, {count} items: {talk}")
    server.shutdown()

print(f"{cases} cases, {len(failures)} failures")
sys.exit(1 if failures else 0)
