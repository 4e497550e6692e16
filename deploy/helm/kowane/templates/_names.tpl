{{/* The release's name, with the chart's where it is not part of it. */}}
{{- define "kowane.name" -}}
{{- if contains "kowane" .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}{{ printf "%s-kowane" .Release.Name | trunc 63 | trimSuffix "-" }}{{ end -}}
{{- end }}

{{- define "kowane.selector" -}}
app.kubernetes.io/name: kowane
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "kowane.labels" -}}
{{ include "kowane.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}
