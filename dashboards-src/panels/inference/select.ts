import { linkTo } from '../panel.ts';

/** What is chosen at the top of the dashboard, as matchers of recorded series. */
export const ofModels = 'cluster=~"$cluster", namespace=~"$namespace", model=~"$model"';

/** Pods that serve them, and are chosen too. */
export const ofPods = `${ofModels}, pod=~"$pod"`;

/** The same for series as an engine exposes them. */
export const servedAs = 'cluster=~"$cluster", namespace=~"$namespace", model_name=~"$model"';

/** Where a source does not name the model. */
export const inNamespaces = 'cluster=~"$cluster", namespace=~"$namespace"';

/** To what one model does, from a number that is about all. */
export const toModel = linkTo('inference', 'Show this model', { keep: ['cluster', 'namespace'], labels: { model: 'model' } });

/** To the pods and GPUs behind the models. */
export const toTasks = linkTo('tasks', 'Pods and GPUs in these namespaces', { keep: ['cluster', 'namespace'] });

export const toFleet = linkTo('gpu-fleet', 'GPUs in these namespaces', { keep: ['cluster', 'namespace'] });
