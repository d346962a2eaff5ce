import { QueryVariableBuilder, VariableRefresh, VariableSort } from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource } from '../panels/style.ts';

/** A choice at the top of a dashboard. It means the same on every dashboard, and links carry it along. */
export interface Variable {
  readonly name: string;
  /** The series whose label is offered, with matchers. */
  readonly series: string;
  builder(): QueryVariableBuilder;
}

/** Values of the label that is named like the variable; several may be chosen, and all are at first. */
function labelVariable(name: string, label: string, series: string): Variable {
  const query = `label_values(${series}, ${name})`;
  return {
    name,
    series,
    builder: () => new QueryVariableBuilder(name).label(label).datasource(datasource)
      .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' }).definition(query)
      .refresh(VariableRefresh.OnTimeRangeChanged).sort(VariableSort.NaturalAsc)
      .multi(true).includeAll(true).allValue('.*').current({ text: ['All'], value: ['$__all'] }),
  };
}

/** `from` is a series that has the label; the choices made before narrow it by `matchers`. */
export const cluster = (from: string): Variable => labelVariable('cluster', 'Cluster', from);
export const node = (from: string): Variable => labelVariable('node', 'Node', from);
export const namespace = (from: string): Variable => labelVariable('namespace', 'Namespace', from);
export const gpu = (from: string): Variable => labelVariable('gpu', 'GPU', from);
export const workload = (from: string): Variable => labelVariable('workload', 'Workload', from);
export const workloadKind = (from: string): Variable => labelVariable('workload_kind', 'Kind', from);
export const pod = (from: string): Variable => labelVariable('pod', 'Pod', from);
export const queue = (from: string): Variable => labelVariable('queue', 'Queue', from);
export const model = (from: string): Variable => labelVariable('model', 'Model', from);
export const job = (from: string): Variable => labelVariable('job', 'Job', from);
