import type { SimulatedSource } from './define.ts';
import { histogram } from './families.ts';
import { loadOf, serving } from './serving.ts';

const label = 'serving.kserve.io/inferenceservice';
const port = 8080;
const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const means = { preprocess: 0.004, predict: 0.03, postprocess: 0.002 };

/** A model server written with KServe's SDK. */
export const kserve: SimulatedSource = {
  name: 'KServe model server',
  objects: [serving({ name: 'fraud-predictor', namespace: 'team-b', labels: { [label]: 'fraud', component: 'predictor' }, image: 'kserve/xgbserver:v0.16.0', port: { name: 'http', containerPort: port } })],
  answers: (pod, asked) => asked === port && pod.metadata.labels?.[label] !== undefined,
  families(pod, clock) {
    const count = loadOf(pod, clock).total(15);
    return Object.entries(means).map(([step, mean]) => histogram(`request_${step}_seconds`, bounds, [{ labels: { model_name: 'fraud' }, count, mean }]));
  },
};
