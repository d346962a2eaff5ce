import { having, logs, troubled } from '../logs.ts';
import type { PanelSpec } from '../panel.ts';

const linesOfPods = having('pod', 'pod');

export const logPanels = (): PanelSpec[] => [
  logs({
    key: 'logs-trouble', title: 'Lines that tell of trouble', height: 8, query: `${linesOfPods} AND ${troubled}`,
    description: 'Lines of the pods that serve the chosen models, with words such as error, traceback or timeout. If one replica has them alone, it is the replica; if all have them, the model or what is asked.',
  }),
  logs({ key: 'logs', title: 'Logs', query: linesOfPods, description: 'Everything that the chosen pods wrote, the newest first.' }),
];
