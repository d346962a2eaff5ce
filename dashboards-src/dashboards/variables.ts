import { CustomVariableBuilder, QueryVariableBuilder, TextBoxVariableBuilder, VariableRefresh, VariableSort } from '@grafana/grafana-foundation-sdk/dashboard';
import { pushedBy } from '../catalogue/pushed.ts';
import { anyLine } from '../logs/query.ts';
import { datasource } from '../panels/style.ts';
import { cloudWatch } from '../sagemaker/history.ts';

/** A choice at the top of a dashboard. It means the same on every dashboard, and links carry it along. */
export interface Variable {
  readonly name: string;
  builder(): QueryVariableBuilder | CustomVariableBuilder | TextBoxVariableBuilder;
}

/** What "All" stands for: whatever there is, which makes the shortest query; any line of logs as well; or only what the choices made before leave. */
type All = 'anything' | 'any line' | 'offered';

const allValue: Readonly<Record<All, string | undefined>> = { anything: '.*', 'any line': anyLine, offered: undefined };

const offering = (name: string, title: string, label: string, series: string): QueryVariableBuilder => {
  const query = `label_values(${series}, ${label})`;
  return new QueryVariableBuilder(name).label(title).datasource(datasource)
    .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' }).definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged).sort(VariableSort.NaturalAsc);
};

/** Values of the label that is named like the variable; several may be chosen, and all are at first. */
const labelVariable = (name: string, title: string, series: string, all: All = 'anything'): Variable => ({
  name,
  builder: () => {
    const variable = offering(name, title, name, series).multi(true).includeAll(true).current({ text: ['All'], value: ['$__all'] });
    const value = allValue[all];
    return value ? variable.allValue(value) : variable;
  },
});

/** Exactly one value of a label, the first one at first: what reads the series of single GPUs must be about one thing, or it would read all of them. */
const oneOf = (label: string, title: string, series: string): Variable => ({ name: `this_${label}`, builder: () => offering(`this_${label}`, title, label, series).multi(false).includeAll(false) });

/** `from` is a series that has the label; the choices made before narrow it by `matchers`. */
export const cluster = (from: string): Variable => labelVariable('cluster', 'Cluster', from);
export const node = (from: string): Variable => labelVariable('node', 'Node', from);
export const namespace = (from: string): Variable => labelVariable('namespace', 'Namespace', from);
export const gpu = (from: string): Variable => labelVariable('gpu', 'GPU', from);
export const workload = (from: string): Variable => labelVariable('workload', 'Workload', from);
export const workloadKind = (from: string): Variable => labelVariable('workload_kind', 'Kind', from);
export const pod = (from: string): Variable => labelVariable('pod', 'Pod', from);
/** Only those that are offered: OpenSearch knows no word for any pod. */
export const listedPod = (from: string): Variable => labelVariable('pod', 'Pod', from, 'offered');
export const queue = (from: string): Variable => labelVariable('queue', 'Queue', from);
export const clusterQueue = (from: string): Variable => labelVariable('cluster_queue', 'ClusterQueue', from);
export const resource = (from: string): Variable => labelVariable('resource', 'Resource', from);
/** Only of the chosen workloads: its series do not name them. */
export const rayCluster = (from: string): Variable => labelVariable('ray_io_cluster', 'Ray cluster', from, 'offered');
export const model = (from: string): Variable => labelVariable('model', 'Model', from);
export const job = (from: string): Variable => labelVariable('job', 'Job', from);
/** Of AWS. */
export const account = (from: string): Variable => labelVariable('account_id', 'Account', from);
export const region = (from: string): Variable => labelVariable('region', 'Region', from);
export const endpoint = (from: string): Variable => labelVariable('endpoint_name', 'Endpoint', from);
export const inferenceComponent = (from: string): Variable => labelVariable('inference_component_name', 'Component', from);
export const jobKind = (from: string): Variable => labelVariable('job_kind', 'Kind', from);
export const jobName = (from: string): Variable => labelVariable('job_name', 'Job', from);
export const pipeline = (from: string): Variable => labelVariable('pipeline_name', 'Pipeline', from);

/** The same for dashboards of lines. */
export const ofLines = {
  cluster: (from: string): Variable => labelVariable('cluster', 'Cluster', from, 'any line'),
  namespace: (from: string): Variable => labelVariable('namespace', 'Namespace', from, 'any line'),
  workload: (from: string): Variable => labelVariable('workload', 'Workload', from, 'any line'),
  pod: (from: string): Variable => labelVariable('pod', 'Pod', from, 'any line'),
  node: (from: string): Variable => labelVariable('node', 'Node', from, 'any line'),
} as const;

export const thisNode = (from: string): Variable => oneOf('node', 'This node', from);
export const thisWorkload = (from: string): Variable => oneOf('workload', 'This workload', from);

/** The name of one metric that programs push by OTLP; buckets are no metric by themselves. */
export const thisMetric = (matchers: string): Variable => oneOf('__name__', 'Own metric', `{__name__!~".+_bucket", via="${pushedBy}", ${matchers}}`);

/** A region of AWS, as CloudWatch lists them; that of the data source at first. Not `region`: that one is a label of series. */
export const awsRegion = (): Variable => ({
  name: 'aws_region',
  builder: () => new QueryVariableBuilder('aws_region').label('Region').datasource(cloudWatch).query({ queryType: 'regions', refId: 'CloudWatchVariableQueryEditor-VariableQuery' }).definition('regions')
    .refresh(VariableRefresh.OnDashboardLoad).current({ text: 'default', value: 'default' }),
});

/** One of a few words, the first one at first. */
export const oneWord = (name: string, title: string, words: readonly string[]): Variable => ({
  name,
  builder: () => new CustomVariableBuilder(name).label(title).values(words.join(',')).current({ text: words[0]!, value: words[0]! })
    .options(words.map((word, index) => ({ selected: index === 0, text: word, value: word }))),
});

/** Any of a few words that lines have, all of them at first. */
export const anyWord = (name: string, title: string, words: readonly string[]): Variable => ({
  name,
  builder: () => new CustomVariableBuilder(name).label(title).values(words.join(',')).multi(true).includeAll(true).allValue(anyLine).current({ text: ['All'], value: ['$__all'] })
    .options(words.map((word) => ({ selected: false, text: word, value: word }))),
});

/** Whatever somebody types, as a part of a query. */
export const typed = (name: string, title: string, atFirst: string): Variable => ({
  name,
  builder: () => new TextBoxVariableBuilder(name).label(title).defaultValue(atFirst).current({ text: atFirst, value: atFirst }).options([{ selected: true, text: atFirst, value: atFirst }]),
});
