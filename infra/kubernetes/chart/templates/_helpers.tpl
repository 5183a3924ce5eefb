{{- define "triptych.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "triptych.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "triptych.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "triptych.selector" . }}
{{- end }}

{{- define "triptych.image" -}}
{{- if .Values.image.digest }}{{ .Values.image.repository }}@{{ .Values.image.digest }}{{ else }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "triptych.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "triptych.name" .) }}{{ else }}{{ .Values.serviceAccount.name | default "default" }}{{ end }}
{{- end }}

{{- /* Of every pod: nobody in particular, who may do nothing in particular. */}}
{{- define "triptych.pod" -}}
serviceAccountName: {{ include "triptych.serviceAccount" . }}
automountServiceAccountToken: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "triptych.container" -}}
image: {{ include "triptych.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{- define "triptych.secretVariable" -}}
- name: {{ .name }}
  valueFrom: {secretKeyRef: {name: {{ .secret }}, key: {{ .key }}}}
{{- end }}

{{- define "triptych.env" -}}
- {name: TEMPORAL_ADDRESS, value: {{ required "temporal.address is missing: host:port of the Temporal service" .Values.temporal.address | quote }}}
- {name: TEMPORAL_NAMESPACE, value: {{ .Values.temporal.namespace | quote }}}
{{- with .Values.temporal.apiKeySecret }}
{{- if .name }}
{{ include "triptych.secretVariable" (dict "name" "TEMPORAL_API_KEY" "secret" .name "key" .key) }}
{{- end }}
{{- end }}
{{- if or .Values.temporal.tls.enabled .Values.temporal.tls.secret .Values.temporal.apiKeySecret.name }}
- {name: TEMPORAL_TLS, value: "true"}
{{- end }}
{{- if .Values.temporal.tls.secret }}
- {name: TEMPORAL_TLS_CLIENT_CERT_PATH, value: /etc/temporal/tls/tls.crt}
- {name: TEMPORAL_TLS_CLIENT_KEY_PATH, value: /etc/temporal/tls/tls.key}
{{- if .Values.temporal.tls.privateAuthority }}
- {name: TEMPORAL_TLS_SERVER_CA_CERT_PATH, value: /etc/temporal/tls/ca.crt}
{{- end }}
{{- end }}
{{- with .Values.temporal.tls.serverName }}
- {name: TEMPORAL_TLS_SERVER_NAME, value: {{ . | quote }}}
{{- end }}
- {name: TRIPTYCH_DATA, value: {{ required "data is missing: s3://BUCKET[/PREFIX], where artefacts and runs are kept" .Values.data | quote }}}
{{- with .Values.s3.endpoint }}
- {name: MLFLOW_S3_ENDPOINT_URL, value: {{ . | quote }}}
{{- end }}
{{- with .Values.s3.region }}
- {name: AWS_REGION, value: {{ . | quote }}}
{{- end }}
{{- with .Values.s3.credentialsSecret }}
{{- $secret := required "s3.credentialsSecret.name is missing: a secret with the bucket's access key" .name }}
{{ include "triptych.secretVariable" (dict "name" "AWS_ACCESS_KEY_ID" "secret" $secret "key" .accessKeyId) }}
{{ include "triptych.secretVariable" (dict "name" "AWS_SECRET_ACCESS_KEY" "secret" $secret "key" .secretAccessKey) }}
{{- end }}
{{- with .Values.mlflow.trackingUri }}
- {name: MLFLOW_TRACKING_URI, value: {{ . | quote }}}
{{- end }}
{{- with .Values.mlflow.credentialsSecret }}
{{- if .username }}
{{ include "triptych.secretVariable" (dict "name" "MLFLOW_TRACKING_USERNAME" "secret" .name "key" .username) }}
{{- end }}
{{- if .password }}
{{ include "triptych.secretVariable" (dict "name" "MLFLOW_TRACKING_PASSWORD" "secret" .name "key" .password) }}
{{- end }}
{{- if .token }}
{{ include "triptych.secretVariable" (dict "name" "MLFLOW_TRACKING_TOKEN" "secret" .name "key" .token) }}
{{- end }}
{{- end }}
{{- with .Values.notify.urlSecret }}
{{- if .name }}
{{ include "triptych.secretVariable" (dict "name" "TRIPTYCH_NOTIFY_URL" "secret" .name "key" .key) }}
{{- end }}
{{- end }}
{{- with .Values.telemetry }}
{{- if .endpoint }}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .endpoint | quote }}}
{{- if .headersSecret.name }}
{{ include "triptych.secretVariable" (dict "name" "OTEL_EXPORTER_OTLP_HEADERS" "secret" .headersSecret.name "key" .headersSecret.key) }}
{{- end }}
{{- with .sampler }}
- {name: OTEL_TRACES_SAMPLER, value: {{ . | quote }}}
{{- end }}
{{- with .samplerArg }}
- {name: OTEL_TRACES_SAMPLER_ARG, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- end }}
{{- if ne .Values.logs.format "text" }}
- {name: TRIPTYCH_LOG_FORMAT, value: {{ .Values.logs.format }}}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* The folder of a machine that goes with the bucket: the server, and the place with ~ for /. */}}
{{- define "triptych.local" -}}
{{- $server := ternary (get (urlParse .Values.s3.endpoint) "host" | replace ":" "-") "s3.amazonaws.com" (ne .Values.s3.endpoint "") -}}
/cache/stores/{{ $server }}~{{ .Values.data | trimPrefix "s3://" | trimSuffix "/" | replace "/" "~" }}
{{- end }}

{{- /* What is written: nothing else is, for the root file system is read-only. */}}
{{- define "triptych.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: cache, mountPath: /cache}
{{- if .Values.priors.claim }}
- {name: local, mountPath: {{ include "triptych.local" . | quote }}} # else root would own the folder around the next
- {name: priors, mountPath: "{{ include "triptych.local" . }}/priors", readOnly: true}
{{- end }}
{{- if .Values.temporal.tls.secret }}
- {name: temporal-tls, mountPath: /etc/temporal/tls, readOnly: true}
{{- end }}
{{- end }}

{{- define "triptych.volumes" -}}
- {name: tmp, emptyDir: {medium: Memory, sizeLimit: 64Mi}}
- {name: cache, emptyDir: {sizeLimit: {{ .cacheSize }}}}
{{- with .root.Values.priors.claim }}
- {name: local, emptyDir: {}}
- {name: priors, persistentVolumeClaim: {claimName: {{ . }}, readOnly: true}}
{{- end }}
{{- with .root.Values.temporal.tls.secret }}
- {name: temporal-tls, secret: {secretName: {{ . }}, defaultMode: 0440}}
{{- end }}
{{- end }}
