import { k8s } from 'cdk8s-plus-28';
import { values } from '../chart.ts';
import { Template, either, include, pipeline, when, type Templates } from '../helm/index.ts';
import { fixedNames, imageOf, labelsOf, nameOf } from './names.ts';
import { hardened, runningAs } from './restricted.ts';
import { grafanaUrl, hasGrafana, hasOpenSearch, hasOpenSearchCa, hasPrometheus, openSearchReader, openSearchUrl, prometheusUrl } from './wiring.ts';

const COMPONENT = 'test';
const TIMES = 30;

/** Asks until the service answers as it should, for a service may still be starting. */
const SCRIPT = `failed=0
ask() {
  name="$1"; want="$2"; shift 2
  for try in $(seq ${TIMES}); do
    answer=$(curl --silent --show-error --max-time 10 "$@" 2>&1)
    if echo "$answer" | grep -Eq "$want"; then echo "ok      $name"; return; fi
    sleep 5
  done
  echo "failed  $name: wanted $want, got: $answer"
  failed=1
}
[ -z "$PROMETHEUS" ] || ask "Prometheus answers queries" '"status":"success"' "$PROMETHEUS/api/v1/query?query=vector(1)"
[ -z "$GRAFANA" ] || ask "Grafana is healthy" '"database": *"ok"' "$GRAFANA/api/health"
[ -z "$OPENSEARCH" ] || ask "OpenSearch is healthy" '"status":"(green|yellow)"' $OPENSEARCH_TLS --user "$OPENSEARCH_USER:$OPENSEARCH_PASSWORD" "$OPENSEARCH/_cluster/health"
[ -z "$OPENSEARCH" ] || ask "OpenSearch has the families of logs" '"count":' $OPENSEARCH_TLS --user "$OPENSEARCH_USER:$OPENSEARCH_PASSWORD" "$OPENSEARCH/$FAMILIES/_count"
exit $failed
`;

/** `helm test`. */
export function helmTest(templates: Templates): void {
  const template = new Template(templates, 'tests/health', {
    about: 'helm test: asks what is on, or brought along, whether it answers.',
    source: 'generator/components/helm-test.ts',
    when: values.tests.enabled,
  });
  const passwordOf = { secretKeyRef: { name: fixedNames.openSearchUsers, key: 'reader-password' } };
  new k8s.KubePod(template, 'pod', {
    metadata: {
      name: nameOf(COMPONENT),
      labels: labelsOf(COMPONENT),
      annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      imagePullSecrets: values.global.imagePullSecrets,
      securityContext: runningAs(65534),
      containers: [
        {
          name: 'ask',
          image: imageOf(values.tests.image),
          imagePullPolicy: values.tests.image.pullPolicy,
          command: ['/bin/sh', '-c', SCRIPT],
          env: [
            when(hasPrometheus, { name: 'PROMETHEUS', value: include(prometheusUrl) }),
            when(hasGrafana, { name: 'GRAFANA', value: include(grafanaUrl) }),
            ...[
              { name: 'OPENSEARCH', value: include(openSearchUrl) },
              { name: 'OPENSEARCH_TLS', value: either(hasOpenSearchCa, '--cacert /etc/opensearch/ca.crt', '') },
              { name: 'OPENSEARCH_USER', value: include(openSearchReader) },
              { name: 'OPENSEARCH_PASSWORD', valueFrom: passwordOf },
              { name: 'FAMILIES', value: pipeline('keys .Values.logs.families | sortAlpha | join ","') },
            ].map(variable => when(hasOpenSearch, variable)),
          ],
          resources: { requests: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('16Mi') }, limits: { memory: k8s.Quantity.fromString('64Mi') } },
          securityContext: hardened,
          volumeMounts: [{ name: 'opensearch-ca', mountPath: '/etc/opensearch', readOnly: true }],
        },
      ],
      volumes: [{ name: 'opensearch-ca', secret: { secretName: fixedNames.openSearchTls, items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true } }],
    },
  });
}

