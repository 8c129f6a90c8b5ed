"""Measures CPU time and peak memory of whole runs and compares them with the limits."""
import os
import statistics
import sys

RUNS = 11


def run(command):
    """Runs a command once; returns (CPU milliseconds, peak memory in MB)."""
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        os.execv(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command} failed")
    return (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def main():
    binary = sys.argv[1]
    failed = False
    size = os.path.getsize(binary) / 1e6
    checks = [("binary", size, 20, "MB")]
    for name, arguments, limit in [
        ("references/article.md, table", ["references/article.md", "-t", "table"], 50),
        ("references/article.html, table", ["references/article.html", "-t", "table"], 50),
        ("--version", ["--version"], 10),
    ]:
        runs = [run([binary, *arguments]) for _ in range(RUNS)]
        checks.append((name, statistics.median(cpu for cpu, _ in runs), limit, "ms CPU"))
        checks.append((name, statistics.median(memory for _, memory in runs), 30, "MB"))
    for name, figure, limit, unit in checks:
        verdict = "ok" if figure <= limit else "TOO MUCH"
        failed |= figure > limit
        print(f"{name:34} {figure:8.1f} {unit:7} (at most {limit})  {verdict}")
    sys.exit(failed)


main()
