import { section, stringMap, textList } from '../define.ts';

export const routing = section('Which family of indices the lines of a pod go to. First its annotation `logs.observability/family`, then this, then the kind of its workload, its labels and its namespace, else `apps`.', {
  namespaces: stringMap({ default: {}, description: 'Family for all pods of a namespace (`team-a: ml-training`), among those of `logs.families`.' }),
  excludedNamespaces: textList('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')({ default: [], description: 'Namespaces whose pods are left out.' }),
});

export const labels = textList('^[A-Za-z0-9]([A-Za-z0-9_./-]*[A-Za-z0-9])?$')({
  default: ['app.kubernetes.io/name', 'app.kubernetes.io/component'],
  description: 'Labels of pods that their lines carry as `labels`, dots in the names as underscores. Each is a field of the index, so none comes unasked.',
});
