"""Helps bib_files.sh: makes a large file, measures a program, compares two tidied files.

usage: bib_files.py make BIB ENTRIES OUT | time NAME COMMAND... | compare OURS THEIRS
"""

import os
import re
import subprocess
import sys
import time


def make(bib, entries, out):
    """Repeats the entries of a file with new keys until there are enough."""
    text = open(bib, encoding="utf-8", errors="replace").read()
    start = re.compile(r"^@(?!string|comment|preamble)(\w+)\{([^,\s]+),", re.M | re.I)
    first = start.search(text).start()
    head, body = text[:first], text[first:]
    blocks = re.split(r"(?m)^(?=@)", body)
    blocks = [block for block in blocks if start.match(block)]
    with open(out, "w", encoding="utf-8") as file:
        file.write(head)
        for idx in range(entries):
            block = blocks[idx % len(blocks)]
            file.write(start.sub(lambda m: f"@{m[1]}{{{m[2]}-{idx},", block, count=1))
    print(f"{os.path.getsize(out)} bytes, {entries} entries")


def measure(name, command):
    """Prints CPU time and peak memory of the best of three runs."""
    best = None
    for _ in range(3):
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        # 1 is a finding where we ran, and a failure elsewhere.
        if code > 1 or code == 1 and name != "refsmith":
            sys.exit(f"{name} ended with {code}")
        run = (usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss)
        best = min(best or run, run)
        if "-o" in command:
            written = command[command.index("-o") + 1]
            os.replace(written, written + ".done")
    if "-o" in command:
        os.replace(written + ".done", written)
    cpu, wall, memory = best
    print(f"{name}: {cpu:.2f} s CPU, {wall:.2f} s, {memory / 1024:.0f} MB")


def compare(ours, theirs):
    """Compares the fields of two files, entry by entry; white space within values is one blank."""
    left, right = entries(ours), entries(theirs)
    same = different = 0
    shown = 0
    for key in right.keys() | left.keys():
        a, b = left.get(key, []), right.get(key, [])
        for pair in zip(a + [None] * (len(b) - len(a)), b + [None] * (len(a) - len(b))):
            if pair[0] == pair[1]:
                same += 1
                continue
            different += 1
            if shown < 12:
                shown += 1
                print(f"  {key}\n    ours   {pair[0]}\n    theirs {pair[1]}")
    share = 100 * same / (same + different)
    print(f"fields alike: {same} of {same + different} ({share:.2f} %), {len(left)} and {len(right)} entries")
    if share < 99:
        sys.exit(1)


def entries(path):
    found = {}
    fields = None
    for line in open(path, encoding="utf-8"):
        head = re.match(r"@(\w+)\{([^,]+),", line)
        if head:
            fields = found.setdefault(head[2], [head[1]])
        elif fields is not None and re.match(r"  \S+ += ", line):
            fields.append(" ".join(line.split()))
        elif fields is not None and line.strip() not in ("", "}"):
            fields[-1] += " " + " ".join(line.split())
    return {key: [field.rstrip(",") for field in fields] for key, fields in found.items()}


if __name__ == "__main__":
    action, arguments = sys.argv[1], sys.argv[2:]
    if action == "make":
        make(arguments[0], int(arguments[1]), arguments[2])
    elif action == "time":
        measure(arguments[0], arguments[1:])
    else:
        compare(*arguments)
