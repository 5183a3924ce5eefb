"""Renders the chart for each file of values, and checks what comes out. Called by `check`."""

import copy
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import kubernetes_validate
import yaml

HERE = Path(__file__).parent
CHART = HERE / "chart"
HELM, CRDS = sys.argv[1], Path(sys.argv[2])
VERSIONS = ["1.30", "1.37"]  # of Kubernetes: an old one, and the newest whose schemas are known
RENDERED = [
    ["one-cluster"],
    ["cloud"],
    ["certificate"],
    ["cloud", "gpu"],
    ["one-cluster", "gpu"],
]
SECRETS = re.compile("KEY|SECRET|PASSWORD|TOKEN|NOTIFY_URL|USERNAME|HEADERS")
NO_SECRETS = {"TEMPORAL_TLS_CLIENT_KEY_PATH"}


class Wrong(Exception):
    pass


def require(condition, what):
    if not condition:
        raise Wrong(what)


def helm(verb, values, *more):
    command = [HELM, verb, *(["t"] if verb == "template" else []), str(CHART), "--kube-version", VERSIONS[0] + ".0"]
    for name in values:
        command += ["-f", str(HERE / "values" / f"{name}.yaml")]
    done = subprocess.run(command + list(more), capture_output=True, text=True)
    if done.returncode != 0:
        raise Wrong(done.stderr.strip() or done.stdout.strip())
    return done.stdout


def render(values, *more):
    return [doc for doc in yaml.safe_load_all(helm("template", values, *more)) if doc]


def strict(schema):
    """An API server drops fields that it does not know; here they are mistakes."""
    if isinstance(schema, dict):
        if "properties" in schema and not schema.get("x-kubernetes-preserve-unknown-fields"):
            schema.setdefault("additionalProperties", False)
        if schema.get("x-kubernetes-int-or-string"):
            schema.pop("anyOf", None)
            schema["type"] = ["integer", "string"]
        for part in schema.values():
            strict(part)
    elif isinstance(schema, list):
        for part in schema:
            strict(part)
    return schema


def custom_schemas():
    schemas = {}
    for file in CRDS.glob("*.yaml"):
        crd = yaml.safe_load(file.read_text())
        for version in crd["spec"]["versions"]:
            schema = strict(version["schema"]["openAPIV3Schema"])
            schema["properties"]["metadata"] = {"type": "object"}
            schemas[f"{crd['spec']['group']}/{version['name']}", crd["spec"]["names"]["kind"]] = schema
    return schemas


CUSTOM = custom_schemas()


def check_schema(doc):
    custom = CUSTOM.get((doc["apiVersion"], doc["kind"]))
    if custom:
        jsonschema.validate(doc, custom)
        return
    for version in VERSIONS:
        kubernetes_validate.validate(doc, version, strict=True)


def pod_of(doc):
    return doc["spec"]["template"]["spec"] if doc["kind"] in ("Deployment", "Job") else None


def check_pod(doc):
    pod = pod_of(doc)
    require(pod["automountServiceAccountToken"] is False, "the pod has a token of the API server")
    security = pod["securityContext"]
    require(security["runAsNonRoot"] and security["runAsUser"] == 65532, "the pod may run as root")
    require(security["seccompProfile"]["type"] == "RuntimeDefault", "there is no seccomp profile")
    volumes = {volume["name"] for volume in pod["volumes"]}
    for container in pod["containers"]:
        limits = container["securityContext"]
        require(limits["readOnlyRootFilesystem"], "the root file system can be written")
        require(limits["capabilities"]["drop"] == ["ALL"] and not limits["allowPrivilegeEscalation"], "rights are left")
        mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        require(set(mounted) <= volumes and len(set(mounted.values())) == len(mounted), f"mounts do not fit: {mounted}")
        require({"/tmp", "/cache"} <= set(mounted.values()), "the program needs /tmp and /cache to write to")
        for variable in container["env"]:
            if SECRETS.search(variable["name"]) and variable["name"] not in NO_SECRETS:
                require("secretKeyRef" in variable.get("valueFrom", {}), f"{variable['name']} stands in the open")


def check_deployment(doc):
    pod = pod_of(doc)
    labels = doc["spec"]["template"]["metadata"]["labels"]
    require(doc["spec"]["selector"]["matchLabels"].items() <= labels.items(), "the selector misses its pods")
    container = pod["containers"][0]
    options = dict(arg[2:].split("=", 1) for arg in container["args"] if "=" in arg)
    require(pod["terminationGracePeriodSeconds"] >= int(options["grace"]) + 15, "Kubernetes kills before the worker's grace is over")
    port = container["ports"][0]
    require(str(port["containerPort"]) == options["metrics-port"], "metrics are on another port")
    require(options["metrics-host"] == "0.0.0.0", "probes cannot reach the worker")
    for probe, page in {"startupProbe": "ready", "readinessProbe": "ready", "livenessProbe": "live"}.items():
        get = container[probe]["httpGet"]
        require(get == {"path": f"/health/{page}", "port": port["name"]}, f"{probe} asks {get}")


def check_scaled_object(doc, docs):
    target = doc["spec"]["scaleTargetRef"]["name"]
    deployments = {d["metadata"]["name"]: d for d in docs if d["kind"] == "Deployment"}
    require(target in deployments, f"there is no deployment {target}")
    require("replicas" not in deployments[target]["spec"], "an upgrade would set the replicas back")
    queue = target.rsplit("-", 1)[1]
    triggers = {trigger["name"]: trigger for trigger in doc["spec"]["triggers"]}
    for trigger in triggers.values():
        for name, value in trigger["metadata"].items():
            # YAML makes numbers and booleans of what is not quoted, and these are maps of strings.
            require(isinstance(value, str), f"{name} of trigger {trigger['name']} is no quoted string: {value!r}")
        authentication = trigger.get("authenticationRef")
        if authentication:
            known = {d["metadata"]["name"] for d in docs if d["kind"] == "TriggerAuthentication"}
            require(authentication["name"] in known, f"there is no {authentication}")
    backlog = triggers["backlog"]["metadata"]
    require(backlog["taskQueue"] == f"triptych-{queue}", "it looks at another queue")
    require(backlog["queueTypes"] == ("activity" if queue == "gpu" else "workflow,activity"), "it looks at other tasks")
    modifiers = doc["spec"]["advanced"]["scalingModifiers"]
    require(all(isinstance(value, str) for value in modifiers.values()), f"not all quoted: {modifiers}")
    require(set(re.findall("[a-z]+", modifiers["formula"])) == set(triggers), "the formula has other names than the triggers")
    args = deployments[target]["spec"]["template"]["spec"]["containers"][0]["args"]
    build = [arg.split("=", 1)[1] for arg in args if arg.startswith("--build-id=")]
    require([backlog[name] for name in backlog if name == "workerDeploymentBuildId"] == build, "it looks at another build's work")
    require(f'queue="triptych-{queue}"' in triggers["busy"]["metadata"]["query"], "busy slots of another queue")
    if queue == "gpu":
        require(f"--slots={modifiers['target']}" in args, "pods are counted by other slots than they have")


def check(docs):
    names = set()
    for doc in docs:
        where = f"{doc['kind']} {doc['metadata']['name']}"
        try:
            require(where not in names, "it is there twice")
            names.add(where)
            check_schema(doc)
            if pod_of(doc):
                check_pod(doc)
            if doc["kind"] == "Deployment":
                check_deployment(doc)
            if doc["kind"] == "ScaledObject":
                check_scaled_object(doc, docs)
            if doc["kind"] == "ConfigMap" and "triptych.json" in doc["data"]:
                original = json.loads((HERE.parent / "grafana" / "triptych.json").read_text())
                require(json.loads(doc["data"]["triptych.json"]) == original, "it is another dashboard")
        except (Wrong, jsonschema.ValidationError, kubernetes_validate.ValidationError) as e:
            raise Wrong(f"{where}: {getattr(e, 'message', e)}") from e


def must_fail(what, action, *words):
    try:
        action()
    except Wrong as e:
        require(all(word in str(e) for word in words), f"{what}: another complaint than expected: {e}")
        return
    raise Wrong(f"{what} is not noticed")


def spoilt(change):
    docs = copy.deepcopy(render(["cloud"]))
    change({(doc["kind"], doc["metadata"]["name"].rsplit("-", 1)[-1]): doc for doc in docs})
    return lambda: check(docs)


def check_the_checks():
    """Mistakes that must not pass."""

    def number(docs):
        docs["ScaledObject", "gpu"]["spec"]["triggers"][0]["metadata"]["targetQueueSize"] = 1

    def misspelt(docs):
        docs["ScaledObject", "gpu"]["spec"]["cooldownPeriode"] = 1

    def unknown(docs):
        docs["Deployment", "gpu"]["spec"]["template"]["spec"]["containers"][0]["image_pull_policy"] = "Always"

    def impatient(docs):
        docs["Deployment", "gpu"]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] = 30

    def open_secret(docs):
        docs["Deployment", "cpu"]["spec"]["template"]["spec"]["containers"][0]["env"].append({"name": "TEMPORAL_API_KEY", "value": "x"})

    must_fail("a number in a trigger", spoilt(number), "ScaledObject")
    must_fail("a misspelt field of KEDA's", spoilt(misspelt), "cooldownPeriode")
    must_fail("a misspelt field of Kubernetes'", spoilt(unknown), "image_pull_policy")
    must_fail("a short grace", spoilt(impatient), "grace")
    must_fail("a secret in the open", spoilt(open_secret), "stands in the open")
    for setting, words in {
        "temporal.address=": ["temporal.address is missing"],
        "data=": ["data is missing"],
        "data=/a/folder": ["/data"],
        "gpu.slots=0": ["/gpu/slots"],
        "gpu.slotes=2": ["slotes"],
        "autoscaling.by=itself": ["/autoscaling/by"],
        "telemetry.endpoint=collector": ["/telemetry/endpoint"],
        "telemetry.sampler=some": ["/telemetry/sampler"],
        "logs.format=xml": ["/logs/format"],
        "run.enabled=true": ["run.name is missing"],
    }.items():
        must_fail(setting, lambda setting=setting: render(["cloud"], "--set", setting), *words)


def main():
    kinds = set()
    for values in RENDERED:
        helm("lint", values, "--strict")
        docs = render(values)
        try:
            check(docs)
        except Wrong as e:
            raise Wrong(f"with {' and '.join(values)}: {e}") from e
        kinds |= {doc["kind"] for doc in docs}
    check_the_checks()
    print(f"The chart is fine: {len(RENDERED)} sets of values, {', '.join(sorted(kinds))}.")


if __name__ == "__main__":
    try:
        main()
    except Wrong as e:
        sys.exit(f"check: {e}")
