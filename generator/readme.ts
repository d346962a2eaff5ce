import { schema } from '../values-schema/index.ts';
import { alertGroups } from '../dashboards-src/alerts/index.ts';
import { dashboards, drawn } from '../dashboards-src/dashboards/index.ts';
import { families } from '../dashboards-src/logs/families.ts';
import { fields, type Field } from '../dashboards-src/logs/fields.ts';
import { chartInfo } from './chart.ts';
import { checks } from './components/checks.ts';
import { contractSection } from './contract.ts';
import { dependencies } from './dependencies.ts';
import { hyperpodTable } from './hyperpod.ts';
import { code, table } from './markdown.ts';
import { sagemakerCostRows, sagemakerRows } from './sagemaker-readme.ts';
import { valuesTable } from './values.ts';

const example = ({ example: value }: Field): string => code(typeof value === 'object' ? JSON.stringify(value) : `${value}`);

/** A row for each field of a line, in the order of the schema. */
const fieldsTable = table(
  ['field', 'type', 'what it is', 'example', 'in a structured line', 'OpenTelemetry'],
  Object.entries(fields as Readonly<Record<string, Field>>).map(([name, field]) => [
    code(name), field.type, `${field.description}${field.values ? ` One of ${field.values.join(', ')}.` : ''}${field.unit === 'seconds' ? ' Seconds.' : ''}`, example(field),
    field.from ? [name, ...field.from].map(code).join(', ') : '', field.otel ? code(field.otel) : '',
  ]),
);

const familiesTable = table(
  ['family', 'what is in it', 'kinds of workload', 'labels of pods', 'namespaces'],
  Object.entries(families).map(([name, { description, workloadKinds, podLabels, namespaces }]) => [
    code(name), description, workloadKinds.join(', '), podLabels.map((label) => code('value' in label ? `${label.name}=${label.value}` : label.name)).join(', '), namespaces.map(code).join(', '),
  ]),
);

/** `chart/README.md`: what a user of the chart looks up. */
export const chartReadme = (): string => `# ${chartInfo.name}

${chartInfo.description}

Written by \`npm run generate\`; how to install it is in the README of the repository.

## Dependencies

${table(
  ['chart', 'version', 'switched by'],
  dependencies.filter(({ repository }) => repository).map(({ name, version, condition }) => [name, version, `\`${condition}\``]),
)}

## Dashboards

${dashboards.map((one) => ({ ...one, picture: drawn.includes(one) })).map(({ name, json, picture }) => `### ${json.title}\n\n${json.description}${picture ? `\n\n![${json.title}](../dashboards-src/pictures/${name}.webp)` : ''}`).join('\n\n')}

## Alerts

Each has a page in [charts/runbooks/runbooks](charts/runbooks/runbooks).

${table(['alert', 'severity', 'for', 'threshold'], alertGroups.flatMap(({ alerts }) => alerts.map(({ name, tier, for: duration, threshold }) => [`[${name}](charts/runbooks/runbooks/${name}.md)`, tier, duration, threshold ? String(threshold.default) : ''])))}

## Lines of logs

Every line is a document in OpenSearch, in the indices of a family, with these fields. A program that writes its lines as JSON (structlog, python-json-logger, or ${code('examples/common/json_lines.py')} of the repository) sets those
that have names in the column *in a structured line*, by any of them; the others are set by the pipeline, and a line cannot set them. What else it says is kept in ${code('attributes')}.

${fieldsTable}

A ${code('keyword')} is compared as a whole and can be counted by, a ${code('text')} is searched by its words, ${code('keywords')} is a set of names (${code('labels.team')}), an ${code('order')} is a number to sort by, and what is ${code('stored')} is shown and not searched.

### Families

Asked in this order; a pod that none claims is of ${code('apps')}, and what nodes and kernels write is of ${code('ml-system')}.

${familiesTable}

${contractSection}

## SageMaker HyperPod

Where everything is that the observability add-on of HyperPod collects, in its nine categories. How to run beside the add-on is in the README of the repository.

${hyperpodTable()}

## Metrics of SageMaker

What is read of CloudWatch, with the labels that tell the series apart beside ${code('account_id')} and ${code('region')}; those with a question mark are there where AWS has them. In bold what ${code('sagemaker.level=basic')} asks for.

${table(['switched by', 'namespace', 'labels', 'metrics and statistics'], sagemakerRows)}

What AWS takes for that in an hour, by the number of endpoints (${code('npm run cost:sagemaker')} computes others), at most and by the list price:

${table(['endpoints', 'level', 'metrics, 300 s', 'requests, 300 s', 'dollars, 300 s', 'metrics, 60 s', 'requests, 60 s', 'dollars, 60 s'], sagemakerCostRows)}

## What is refused

Before anything is changed, each with the value to set:

${checks.map(({ refuses }) => `- ${refuses}`).join('\n')}

## Values

${valuesTable(schema)}`;
