import { all, chosen } from '../../logs/query.ts';
import { lineList } from '../log-panel.ts';
import { errorPatterns, place, trouble } from '../logs.ts';
import type { PanelSpec } from '../panel.ts';

const linesOfPods = chosen('pod');

export const logPanels = (): PanelSpec[] => [
  errorPatterns(linesOfPods, [place.pod]),
  lineList({
    key: 'logs-trouble', title: 'Lines that tell of trouble', height: 8, query: all(linesOfPods, trouble),
    description: 'Lines of the pods that serve the chosen models, with words such as error, traceback or timeout. If one replica has them alone, it is the replica; if all have them, the model or what is asked.',
  }),
  lineList({ key: 'logs', title: 'Logs', query: linesOfPods, description: 'Everything that the chosen pods wrote, the newest first.' }),
];
