import { noise } from '../fleet/random.ts';
import { controller, hasLabels } from './controller.ts';
import type { SimulatedSource } from './define.ts';
import { counter, gauge } from './families.ts';

const labels = { 'app.kubernetes.io/name': 'keda-operator', 'app.kubernetes.io/part-of': 'keda-operator' };
const port = 8080;

const scaledObject = { namespace: 'team-a', scaledObject: 'api' };
const scaler = { ...scaledObject, scaler: 'prometheusScaler', metric: 's0-prometheus', triggerIndex: '0', type: 'scaledobject' };

/** KEDA's operator, and the HorizontalPodAutoscaler that it makes for the Deployment `api`. */
export const keda: SimulatedSource = {
  name: 'KEDA',
  objects: [
    ...controller({ name: 'keda-operator', namespace: 'keda', labels, image: 'ghcr.io/kedacore/keda:2.20.2', port: { name: 'metrics', containerPort: port } }),
    {
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'keda-hpa-api', namespace: 'team-a' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' }, minReplicas: 3, maxReplicas: 12,
        metrics: [{ type: 'External', external: { metric: { name: 's0-prometheus' }, target: { type: 'AverageValue', averageValue: '100' } } }],
      },
    },
  ],
  answers: (pod, asked) => asked === port && hasLabels(pod, labels),
  families(_, { origin, time }) {
    const age = Math.max(0, time - origin);
    return [
      gauge('keda_build_info', [{ labels: { version: '2.20.2', git_commit: '', goversion: 'go1.26', goos: 'linux', goarch: 'amd64' }, value: 1 }]),
      gauge('keda_scaler_metrics_value', [{ labels: scaler, value: Math.round(180 + 120 * noise('keda', 120, time)) }]),
      gauge('keda_scaler_metrics_latency_seconds', [{ labels: scaler, value: 0.03 + 0.02 * noise('keda', 30, time) }]),
      gauge('keda_scaler_active', [{ labels: scaler, value: 1 }]),
      counter('keda_scaler_detail_errors_total', [{ labels: scaler, value: 0.001 * age }]),
      gauge('keda_scaled_object_paused', [{ labels: scaledObject, value: 0 }]),
      counter('keda_scaled_object_errors_total', [{ labels: scaledObject, value: 0 }]),
    ];
  },
};
