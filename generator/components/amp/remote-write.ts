import { chartInfo, values } from '../../chart.ts';
import { and, go, helper } from '../../helm/index.ts';
import { ampRegion, ampUrl, hasAmp } from './workspace.ts';

const { amp } = values.global;
const { queue } = amp;

/**
 * Amazon takes one of several Prometheus that scrape the same by the labels `cluster` and `__replica__`
 * (Amazon Managed Service for Prometheus, User Guide, "Send high-availability data").
 */
helper(
  `${chartInfo.name}.remoteWrite`,
  'Fields of the Prometheus object for global.amp, or nothing. kube-prometheus-stack calls it, with its own context.',
  go`{{- if ${and(hasAmp, amp.write)} -}}
{{- $stack := . -}}
{{- $spec := $stack.Values.prometheus.prometheusSpec -}}
remoteWrite:
  - name: amp
    url: {{ printf "%s/api/v1/remote_write" (include ${ampUrl} .) | quote }}
    sigv4:
      region: {{ include ${ampRegion} . }}
      {{- with ${amp.roleArn} }}
      roleArn: {{ . }}
      {{- end }}
    queueConfig:
      minShards: {{ int64 ${queue.minShards} }}
      maxShards: {{ int64 ${queue.maxShards} }}
      capacity: {{ int64 ${queue.capacity} }}
      maxSamplesPerSend: {{ int64 ${queue.maxSamplesPerSend} }}
      batchSendDeadline: {{ ${queue.batchSendDeadline} }}
      minBackoff: {{ ${queue.minBackoff} }}
      maxBackoff: {{ ${queue.maxBackoff} }}
      retryOnRateLimit: {{ ${queue.retryOnRateLimit} }}
{{- if not $spec.externalLabels }}
externalLabels:
  cluster: {{ ${values.global.clusterName} | quote }}
{{- end }}
{{- if not (or $spec.replicaExternalLabelName $spec.replicaExternalLabelNameClear) }}
replicaExternalLabelName: __replica__
{{- end }}
{{- end -}}`,
);
