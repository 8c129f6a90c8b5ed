"""Times whole runs of programs that render the same bibliographies; see csl_speed.sh.

    --style NAME     only this style (may be repeated)
    --engine NAME    only this program (may be repeated)
    --size N         only this many records (may be repeated)
    --limit SECONDS  the CPU time that a run of a peer may take (60)
"""
import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
STYLES = ["ieee", "nlm-citation-sequence", "apa", "chicago-author-date"]
SIZES = [16, 1000, 10_000, 100_000]
# The fewer records, the shorter a run, and the more runs for the median.
RUNS = {16: 11, 1000: 5, 10_000: 3}
SEED = 1


def arguments():
    parser = argparse.ArgumentParser()
    for name in ["--refsmith", "--hayagriva", "--pandoc", "--csl", "--work"]:
        parser.add_argument(name, required=True)
    parser.add_argument("--style", action="append")
    parser.add_argument("--engine", action="append")
    parser.add_argument("--size", action="append", type=int)
    parser.add_argument("--limit", type=float, default=60)
    return parser.parse_args()


def make(work, count):
    """Writes records, citations and a text that cites each record, for one size."""
    path = {kind: os.path.join(work, f"{count}.{kind}") for kind in ("json", "citations", "md")}
    with open(path["json"], "w", encoding="utf-8") as out:
        command = [sys.executable, os.path.join(HERE, "citeproc/make_records.py"), str(count), str(SEED)]
        subprocess.run(command, stdout=out, check=True)
    # One record per line; the file as a whole would make this process large, see `peak`.
    with open(path["json"], encoding="utf-8") as file:
        ids = [json.loads(line.rstrip(",\n"))["id"] for line in file if line.startswith("{")]
    with open(path["citations"], "w", encoding="utf-8") as out:
        json.dump([{"citationItems": [{"id": name}]} for name in ids], out)
    with open(path["md"], "w", encoding="utf-8") as out:
        out.writelines(f"[@{name}]\n\n" for name in ids)
    return path


def engines(options):
    """The programs: name to a function that makes the command."""
    locales = os.path.join(options.csl, "locales")
    render = os.path.join(HERE, "citeproc/render.js")
    return {
        "refsmith": lambda path, style: [
            options.refsmith, "cite", "-q", path["json"], "--style", style,
            "--citations", path["citations"]],
        "hayagriva": lambda path, style: [
            options.hayagriva, path["json"], style, locales, "--out", os.devnull],
        "citeproc-js": lambda path, style: [
            shutil.which("node"), render, locales, path["json"], style, "--citations", path["citations"]],
        "pandoc": lambda path, style: [
            options.pandoc, "--citeproc", "--bibliography", path["json"], "--csl", style,
            "-t", "plain", path["md"]],
    }


def run(command, limit):
    """Runs a command; returns CPU seconds and peak MB, or None when it fails or takes too long."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, descriptor) for descriptor in range(3)]
    # Spawned, not forked: a fork would add what it costs to copy this process.
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    os.close(null)
    if limit:
        resource.prlimit(pid, resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 1))
    _, status, usage = os.wait4(pid, 0)
    cpu = usage.ru_utime + usage.ru_stime
    if os.waitstatus_to_exitcode(status) not in (0, 1) or limit and cpu > limit:
        return None
    return cpu, usage.ru_maxrss / 1024


def peak(command, memory):
    """Returns the peak in MB. What `wait4` tells is at least the size of this process, so smaller
    ones are asked for with the program `time`, where that is installed."""
    time = shutil.which("time")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if memory > own + 5 or not time:
        return memory
    asked = subprocess.run([time, "-f", "%M", *command], capture_output=True, text=True, check=False)
    return int(asked.stderr.split()[-1]) / 1024


def measure(command, count, limit):
    """Returns the median of CPU seconds, and MB."""
    runs = []
    for _ in range(RUNS.get(count, 1)):
        result = run(command, limit)
        if result is None:
            return None
        runs.append(result)
        # A run of many seconds says enough.
        if result[0] > 5:
            break
    cpu = statistics.median(cpu for cpu, _ in runs)
    return cpu, peak(command, max(memory for _, memory in runs))


def seconds(found):
    if found is None:
        return "-"
    return f"{found[0] * 1000:.1f} ms" if found[0] < 0.1 else f"{found[0]:.2f} s"


def number(value):
    return f"{value:.0f}" if value < 1000 else f"{value:,.0f}"


def table(style, results, sizes):
    print(f"\n{style}\n")
    print("| | " + " | ".join(f"{size:,}" for size in sizes) + " | peak MB | entries/s | ratio, CPU |")
    print("| --- |" + " --- |" * (len(sizes) + 3))
    ours = results.get("refsmith", {})
    for name, found in results.items():
        cells = [seconds(found.get(size)) for size in sizes]
        done = [size for size in sizes if found.get(size)]
        memory = " / ".join(f"{found[size][1]:.0f}" for size in done)
        at = [size for size in done if size in ours and size <= 10_000]
        rate = number(at[-1] / found[at[-1]][0]) + f" at {at[-1]:,}" if at else "-"
        ratio = " / ".join(f"{found[size][0] / ours[size][0]:.0f}" for size in at if name != "refsmith")
        print(f"| {name} | " + " | ".join(cells) + f" | {memory} | {rate} | {ratio or '1'} |")
    small, large = ours.get(10_000), ours.get(100_000)
    if small and large:
        print(f"\nFrom 10,000 to 100,000 records: {large[0] / small[0]:.1f} times the time.")
    sys.stdout.flush()


def main():
    options = arguments()
    sizes = options.size or SIZES
    paths = {size: make(options.work, size) for size in sizes}
    for style in options.style or STYLES:
        file = os.path.join(options.csl, "styles", f"{style}.csl")
        results = {}
        for name, command in engines(options).items():
            if options.engine and name not in options.engine:
                continue
            found = results[name] = {}
            ours = name == "refsmith"
            last = None
            for size in sizes:
                # A peer that is at best linear and cannot be done in time need not begin.
                slow = last and last >= 1000 and found[last][0] * size / last * 0.7 > options.limit
                hopeless = slow and not ours
                if hopeless or size > 10_000 and not ours:
                    break
                result = measure(command(paths[size], file), size, None if ours else options.limit)
                if result is None:
                    break
                found[size], last = result, size
        table(style, results, sizes)


main()
