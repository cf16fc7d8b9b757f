#!/usr/bin/python3
"""Test of the monitoring files with the real Prometheus and node_exporter: metrics of two hosts,
a firing alert and every query of the dashboard, through Prometheus' HTTP API.

usage: fleet.py VMLINT; exit status 77: not installed
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MONITORING = os.path.join(SOURCE, "src/monitoring")
GUESTS = os.path.join(SOURCE, "fixtures")
LIMIT = 40  # seconds for each wait
failed = []


def check(what, good, shown=""):
    if not good:
        failed.append(what)
        print(f"FAILED: {what}: {shown}")
    check.n += 1


check.n = 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path, **query):
    url = f"http://127.0.0.1:{port}{path}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)["data"]


def wait_for(what, probe):
    """Return the first true result of `probe`; False after the limit."""
    end = time.monotonic() + LIMIT
    shown = None
    while time.monotonic() < end:
        try:
            shown = probe()
            if shown:
                return shown
        except OSError as error:  # not yet listening
            shown = error
        time.sleep(0.3)
    check(what, False, shown)
    return False


def start(processes, log, *command):
    processes.append(subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL))


def write_metrics(vmlint, work):
    """Write the metrics of two hosts as vmlint.service does; return their directories."""
    sources = {"host1": ["-c", f"test://{GUESTS}/_live/node.xml"],
               "host2": [f"{GUESTS}/_guests/web1.xml", f"{GUESTS}/disk-cache-unsafe/bad.xml",
                         "missing.xml"]}
    for name, operands in sources.items():
        os.mkdir(f"{work}/{name}")
        status = subprocess.run([vmlint, "-q", "--no-config", *operands, "-f",
                                 f"prometheus:{work}/{name}/vmlint.prom"],
                                stderr=subprocess.DEVNULL, check=False).returncode
        check(f"{name}: vmlint writes metrics", status in (1, 2), f"exit status {status}")
        with open(f"{work}/{name}/vmlint.prom", "rb") as metrics:
            said = subprocess.run(["promtool", "check", "metrics"], stdin=metrics,
                                  capture_output=True, text=True, check=False)
        check(f"{name}: promtool check metrics", said.returncode == 0, said.stdout + said.stderr)
    return list(sources)


def configure(work, exporters):
    with open(f"{MONITORING}/vmlint-alerts.yml", encoding="utf-8") as rules:
        hurried = rules.read().replace("for: 15m", "for: 1s")
    with open(f"{work}/alerts.yml", "w", encoding="utf-8") as out:
        out.write(hurried)
    with open(f"{work}/prometheus.yml", "w", encoding="utf-8") as out:
        json.dump({"global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
                   "rule_files": ["alerts.yml"],
                   "scrape_configs": [{"job_name": "node", "static_configs": [
                       {"targets": [f"127.0.0.1:{port}"], "labels": {"instance": name}}
                       for name, port in exporters.items()]}]}, out)


def check_series(port):
    counts = wait_for("series of two hosts", lambda: (
        lambda r: r if len(r) == 2 else None)(
            get(port, "/api/v1/query", query="sum by (instance) (vmlint_findings)")["result"]))
    if not counts:
        return
    check("both hosts", {c["metric"]["instance"] for c in counts} == {"host1", "host2"}, counts)
    live = get(port, "/api/v1/query", query='vmlint_findings{instance="host1"}')["result"]
    check("connection is the host name", {m["metric"].get("connection") for m in live}
          == {socket.gethostname()}, live)
    lost = get(port, "/api/v1/query", query="vmlint_inputs_failed")["result"]
    check("failed inputs", [(m["metric"]["instance"], m["value"][1]) for m in lost]
          == [("host2", "1")], lost)


def check_alerts(port):
    def firing():
        alerts = get(port, "/api/v1/alerts")["alerts"]
        found = {(a["labels"]["alertname"], a["labels"]["instance"]) for a in alerts
                 if a["state"] == "firing"}
        return found if len(found) >= 2 else None
    alerts = wait_for("firing alerts", firing)
    for wanted in ("VmlintError", "host2"), ("VmlintInputFailed", "host2"):
        check(f"{wanted[0]} fires", alerts and wanted in alerts, alerts)
    check("no alert on old runs", not any(a[0] == "VmlintStale" for a in alerts or ()), alerts)


def check_dashboard(port):
    with open(f"{MONITORING}/vmlint-dashboard.json", encoding="utf-8") as file:
        panels = json.load(file)["panels"]
    for panel in panels:
        for target in panel["targets"]:
            query = target["expr"]
            for name in "instance", "severity", "rule":
                query = query.replace(f"${name}", ".*")
            result = get(port, "/api/v1/query", query=query)["result"]
            check(f"dashboard: {panel['title']} has data", result, query)


def main():
    vmlint = os.path.abspath(sys.argv[1])
    for need in "prometheus", "prometheus-node-exporter", "promtool":
        if not shutil.which(need):
            print(f"no {need}: skipped")
            return 77
    processes = []
    with tempfile.TemporaryDirectory() as work, open(f"{work}/log", "w+", encoding="utf-8") as log:
        try:
            exporters = {name: free_port() for name in write_metrics(vmlint, work)}
            for name, port in exporters.items():
                start(processes, log, "prometheus-node-exporter", "--collector.disable-defaults",
                      "--collector.textfile", f"--collector.textfile.directory={work}/{name}",
                      f"--web.listen-address=127.0.0.1:{port}")
            configure(work, exporters)
            port = free_port()
            start(processes, log, "prometheus", f"--config.file={work}/prometheus.yml",
                  f"--storage.tsdb.path={work}/data", f"--web.listen-address=127.0.0.1:{port}")
            check_series(port)
            check_alerts(port)
            check_dashboard(port)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        if failed:
            log.seek(0)
            print("".join(log.readlines()[-20:]))
    print(f"{check.n - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main())
