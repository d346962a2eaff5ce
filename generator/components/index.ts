import type { Templates } from '../helm/index.ts';
import { ampProxy } from './amp/proxy.ts';
import './amp/remote-write.ts';
import { dashboards } from './dashboards.ts';
import { dcgm } from './dcgm.ts';
import { fluentbit } from './fluent-bit/index.ts';
import { grafana } from './grafana.ts';
import { helmTest } from './helm-test.ts';
import { mcp } from './mcp.ts';
import { monitors } from './monitors.ts';
import { neuron } from './neuron.ts';
import { opensearchExporter } from './opensearch-exporter.ts';
import { opensearch } from './opensearch/index.ts';
import { prometheus } from './prometheus.ts';
import { release } from './release.ts';
import { alertRouting } from './routing.ts';
import { rules } from './rules.ts';
import { sagemaker } from './sagemaker/index.ts';

/** Everything that this chart adds to its dependencies, a template each. */
export const components: readonly ((templates: Templates) => void)[] = [release, prometheus, ampProxy, grafana, opensearch, opensearchExporter, fluentbit, dcgm, neuron, sagemaker, monitors, dashboards, rules, alertRouting, mcp, helmTest];
