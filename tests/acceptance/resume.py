"""Kills a check again and again and counts what had to be asked for twice; then lets two processes
ask at once and counts the limits they break together."""
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request

binary, loopback, folder = sys.argv[1:4]
RECORDS, KILLS = 150, 6
random.seed(1)
words = ["reed", "tide", "marsh", "heron", "delta", "silt", "current", "salt", "shore", "nest"]
works = [
    {
        "id": f"r{n}",
        "type": "article-journal",
        "title": f"{random.choice(words)} and {random.choice(words)} in survey number {n:04}",
        "author": [{"family": f"Author{n:04}", "given": "Ada"}],
        "container-title": "Journal of Surveys",
        "volume": str(n),
        "page": f"{n}-{n + 9}",
        "issued": {"date-parts": [[1990 + n % 30]]},
    }
    for n in range(RECORDS)
]
with open(f"{folder}/library.json", "w", encoding="utf-8") as out:
    json.dump(works, out)
with open(f"{folder}/register.json", "w", encoding="utf-8") as out:
    json.dump([{**work, "DOI": f"10.5555/{work['id']}"} for work in works], out)



def start(pool):
    server = subprocess.Popen(
        [loopback, "--pool", pool, "--records", f"{folder}/register.json"],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
    )
    return server, server.stdout.readline().strip()


server, url = start("test")
environment = {key: value for key, value in os.environ.items() if "REFSMITH" not in key}
environment["XDG_CACHE_HOME"] = f"{folder}/home"
failures = []


def asked():
    return stats()["requests"]


def stats():
    with urllib.request.urlopen(f"{url}/__stats") as answer:
        return json.load(answer)


def kept():
    """Answers on disk, without half-written ones."""
    walk = os.walk(f"{folder}/cache")
    return sum(name.endswith(".json") for _, _, names in walk for name in names)


try:
    command = [binary, "--no-config", "check", f"{folder}/library.json", "--online",
               "--crossref-url", url, "--cache", f"{folder}/cache", "--message-format", "json"]
    for kill in range(1, KILLS + 1):
        run = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        goal = RECORDS * kill // (KILLS + 2) + random.randrange(5)
        while asked() < goal and run.poll() is None:
            time.sleep(0.001)
        run.send_signal(signal.SIGKILL)
        run.wait()
        lost = asked() - kept()
        if lost > kill:
            failures.append(f"after {kill} kills {lost} answers are lost")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    verdicts = [line for line in lines if "verdict" in line]
    if [line["verdict"] for line in verdicts] != ["verified"] * RECORDS:
        failures.append(f"not all verified: {done.stderr[-500:]}")
    twice = asked() - RECORDS
    print(f"{RECORDS} records, {KILLS} kills: {twice} questions asked twice")
    if twice > KILLS:
        failures.append(f"{twice} questions asked twice")
finally:
    server.kill()

server, url = start("public")
try:
    runs = []
    for half in (works[:6], works[6:12]):
        library = f"{folder}/{half[0]['id']}.json"
        with open(library, "w", encoding="utf-8") as out:
            json.dump(half, out)
        runs.append(subprocess.Popen(
            [binary, "--no-config", "check", library, "--online", "--crossref-url", url, "--no-cache"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    codes = [run.wait(timeout=120) for run in runs]
    after = stats()
    print(f"two processes at once: {after['requests']} questions, {after['violations']} violations")
    if after["violations"] or codes != [0, 0]:
        failures.append(f"{after['violation_list']}, exit codes {codes}")
finally:
    server.kill()
for failure in failures:
    print(f"FAILED: {failure}")
sys.exit(bool(failures))
