"""Runs refsmith on files that hold nothing or are broken, and checks how it bears them.

usage: python3 bad_input.py REFSMITH DIRECTORY

Files without references: exit code 2, nothing on stdout, no output file, and on stderr a message
that names the file and, after `help:`, the way out. Broken files that still hold references: exit
code 0 or 1, and the references come out. All: no panic, no signal, `SECONDS` of time, `ADDRESS`
bytes of address space, and a resident size within `SMALL` or, for the big file, `ADDRESS`.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

SECONDS = 20
ADDRESS = 1_500_000_000
SMALL = 256_000_000
BIG_FILE = 200_000_000

# What every failing file is given to; `-` stands for the file, `=` for an output file.
COMMANDS = [
    ["convert", "-", "-t", "csl-json"],
    ["convert", "-", "-t", "bibtex", "-o", "="],
    ["parse", "-"],
    ["cite", "-", "--style", "apa", "--as", "text"],
]

PROSE = """# A walk by the river

The path begins behind the mill (built in 1821) and follows the water for an hour.

- Take a coat, for the wind is cold.
- Take bread for the ducks (they prefer oats).
- Come back before dark.

At the old bridge the river divides; the left arm is the quieter one.
"""

BROKEN_HTML = """<!DOCTYPE html><html><head><title>Notes</title>
<body class=main id="a" id=b"c>
<div><p>Some words before the list & an ampersand alone, 3 < 4, &nosuch; &#xZZ;
<p>A second paragraph <b>in <i>crossed</b> tags</i></section>
<h2>References</h3>
<ul>
<li>{0}
<li><em>{1}</li></li>
<li>{2}</p>
</ul></div></div></div>
<!-- the comment that nobody closed
<p>gone
"""


def limit_memory():
    """Sets the bound on address space, in the child before it becomes refsmith."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS, ADDRESS))


class Run:
    """One finished run: its words, how it ended, how long it took and how much it held."""

    def __init__(self, arguments):
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=limit_memory,
        )
        self.timed_out = False

        def stop():
            self.timed_out = True
            process.kill()

        alarm = threading.Timer(SECONDS, stop)
        alarm.start()
        start = time.monotonic()
        parts = {}

        def drain(name, pipe):
            parts[name] = pipe.read()

        pipes = {"stdout": process.stdout, "stderr": process.stderr}
        readers = [threading.Thread(target=drain, args=pair) for pair in pipes.items()]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        # wait4 instead of communicate: it alone tells the size of this one child.
        _, status, usage = os.wait4(process.pid, 0)
        alarm.cancel()
        process.returncode = self.code = os.waitstatus_to_exitcode(status)
        self.stdout = parts["stdout"]
        self.stderr = parts["stderr"].decode("utf-8", "replace")
        self.seconds = time.monotonic() - start
        self.bytes = usage.ru_maxrss * 1024

    def faults(self, most):
        """Yields what no input may cause; `most` is the bound on the resident size in bytes."""
        if self.timed_out:
            yield f"expected an end within {SECONDS} s, found none"
        elif self.code < 0:
            yield f"ended by {signal.Signals(-self.code).name}"
        if "panicked" in self.stderr:
            yield "panicked"
        if self.bytes > most:
            yield f"expected at most {most / 1e6:.0f} MB, found {self.bytes / 1e6:.0f} MB"


def refused(run, path, output):
    """Yields what is wrong with a run on a file that holds no reference."""
    if run.code != 2:
        yield f"expected exit code 2, found {run.code}"
    if run.stdout:
        yield f"expected nothing on stdout, found {run.stdout[:80]!r}"
    if output.exists():
        yield "wrote an output file"
    if path.name not in run.stderr:
        yield "expected a message that names the file"
    if "help:" not in run.stderr:
        yield "expected a message that says the way out after `help:`"


def recovered(run, expected):
    """Yields what is wrong with a run on a broken file; `expected` holds a title or `None` (not
    to be compared) for every reference in it."""
    if run.code not in (0, 1):
        yield f"expected exit code 0 or 1, found {run.code}"
        return
    try:
        titles = [record.get("title") for record in json.loads(run.stdout)]
    except ValueError as error:
        yield f"expected CSL-JSON on stdout: {error}"
        return
    if len(titles) != len(expected):
        yield f"expected {len(expected)} records, found {len(titles)}: {titles}"
        return
    for title, found in zip(expected, titles):
        if title is not None and title != found:
            yield f"expected the title {title!r}, found {found!r}"


def empty_handed(directory):
    """Makes the files without references and yields their paths."""
    noise = random.Random(1).randbytes(65_536)
    contents = {"empty.txt": b"", "blank.md": b" \n\n\t\n", "noise.bin": noise}
    contents["prose.md"] = PROSE.encode()
    for name, content in contents.items():
        (directory / name).write_bytes(content)
        yield directory / name
    (directory / "folder.txt").mkdir()
    yield directory / "folder.txt"
    yield directory / "missing.txt"


def big(directory):
    """Makes one line of 200 MB and returns its path."""
    words = b"the river goes on and on and nobody has put a full stop after any of it yet "
    path = directory / "big.txt"
    with path.open("wb") as file:
        block = words * 10_000
        for _ in range(BIG_FILE // len(block) + 1):
            file.write(block)
    return path


def broken(directory):
    """Makes the broken files and yields path and expected titles."""
    lines = Path("references/references.txt").read_text(encoding="utf-8").splitlines()
    records = json.loads(Path("references/records.json").read_text(encoding="utf-8"))
    titles = [record["title"] for record in records]

    html = directory / "broken.html"
    chosen = [0, 5, 9]
    text = BROKEN_HTML.format(*(lines[n].replace("&", "&amp;") for n in chosen))
    # The file breaks off inside a tag.
    html.write_text(text + '<a href="', encoding="utf-8")
    yield html, [titles[n] for n in chosen]

    # Two bytes that are no UTF-8, one in the prose and one in the title of reference 2. The rest
    # is UTF-8 still: curly apostrophes elsewhere must not turn into something else.
    stray = directory / "stray_bytes.md"
    content = Path("references/article.md").read_bytes()
    for place in (b"A newborn cannot", b"Comparative primate neuroimaging"):
        assert content.count(place) == 1
        content = content.replace(place, place[:9] + b"\xe9" + place[9:])
    stray.write_bytes(content)
    yield stray, [None if n == 1 else title for n, title in enumerate(titles)]


def main(refsmith, directory):
    """Makes the files, runs everything and returns the exit code."""
    directory = Path(directory)
    output = directory / "output.bib"
    failures = 0

    def report(arguments, run, faults):
        nonlocal failures
        command = " ".join(Path(a).name if "/" in a else a for a in arguments)
        size = f"{run.seconds:.2f} s, {run.bytes / 1e6:.0f} MB"
        faults = list(faults)
        if not faults:
            print(f"ok: {command}: exit {run.code}, {size}")
            return
        failures += 1
        print(f"FAILED: {command}: exit {run.code}, {size}", file=sys.stderr)
        for fault in faults:
            print(f"  {fault}", file=sys.stderr)
        for line in run.stderr.splitlines()[:8]:
            print(f"  | {line[:200]}", file=sys.stderr)

    cases = [(path, SMALL, COMMANDS) for path in empty_handed(directory)]
    cases.append((big(directory), ADDRESS, [COMMANDS[0], COMMANDS[2]]))
    for path, most, commands in cases:
        for command in commands:
            filled = {"-": str(path), "=": str(output)}
            arguments = [filled.get(word, word) for word in command]
            run = Run([refsmith, *arguments])
            report(arguments, run, [*run.faults(most), *refused(run, path, output)])
            output.unlink(missing_ok=True)
    for path, expected in broken(directory):
        arguments = ["convert", str(path), "-t", "csl-json"]
        run = Run([refsmith, *arguments])
        report(arguments, run, [*run.faults(SMALL), *recovered(run, expected)])
    if failures:
        print(f"FAILED: {failures} runs", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
