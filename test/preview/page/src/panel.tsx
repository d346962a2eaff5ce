import { dateTime, getFieldDisplayValues, type DataFrame, type FieldConfigSource } from '@grafana/data';
import { BarGauge, BigValue, PanelChrome, Table, TimeSeries } from '@grafana/ui';
import * as unstable from '@grafana/ui/unstable';
import { Component, useEffect, useState, type ReactNode } from 'react';
import type { Panel, View } from './dashboard.ts';
import { prepare, theme } from './grafana.ts';
import { Heatmap } from './heatmap.tsx';
import { run } from './query.ts';

/** A new table of Grafana 12, where the packages have it. */
const NewTable = (unstable as any).TableNG ?? Table;

type State = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly reason: string } | { readonly kind: 'ready'; readonly frames: DataFrame[]; readonly fieldConfig: FieldConfigSource };

interface Drawn {
  readonly panel: Panel;
  readonly view: View;
  readonly frames: DataFrame[];
  readonly fieldConfig: FieldConfigSource;
  readonly width: number;
  readonly height: number;
}

/** The data source of a panel that nobody here answers for. */
const elsewhere = ({ datasource }: Panel & { datasource?: { type?: string } }, { lines }: View): string | undefined =>
  (datasource?.type && datasource.type !== 'prometheus' && !(lines && datasource.type === 'grafana-opensearch-datasource') ? datasource.type : undefined);

/** A panel in its frame: asks its queries once and draws what they answer; `settled` is called when that is done or has failed. */
export function PanelView({ panel, view, width, height, settled }: { panel: Panel; view: View; width: number; height: number; settled: () => void }) {
  const [state, setState] = useState<State>({ kind: 'loading' });
  useEffect(() => {
    const load = async (): Promise<State> => {
      if (elsewhere(panel, view)) return { kind: 'ready', frames: [], fieldConfig: { defaults: {}, overrides: [] } };
      const targets = panel.targets ?? [];
      const answers = await Promise.all(targets.map((target) => run(target, targets.length, view)));
      return { kind: 'ready', ...(await prepare(panel, answers.flat())) };
    };
    load().catch((error: unknown): State => ({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })).then((next) => { setState(next); settled(); });
  }, []);
  return (
    <PanelChrome title={panel.title} description={panel.description} width={width} height={height}>
      {(innerWidth: number, innerHeight: number) => (
        <Guard>
          {state.kind === 'failed' && <Failure reason={state.reason} />}
          {state.kind === 'ready' && <Content panel={panel} view={view} frames={state.frames} fieldConfig={state.fieldConfig} width={innerWidth} height={innerHeight} />}
        </Guard>
      )}
    </PanelChrome>
  );
}

const Failure = ({ reason }: { reason: string }) => <pre style={{ color: theme.colors.error.text, whiteSpace: 'pre-wrap' }}>{reason}</pre>;

/** A panel that cannot be drawn says why instead of taking the whole page with it. */
class Guard extends Component<{ children: ReactNode }, { reason?: string }> {
  override state: { reason?: string } = {};
  static getDerivedStateFromError = (error: Error) => ({ reason: String(error.stack ?? error) });
  override render() { return this.state.reason ? <Failure reason={this.state.reason} /> : this.props.children; }
}

function Content(drawn: Drawn) {
  const { panel, frames, height, view } = drawn;
  const source = elsewhere(panel, view);
  if (panel.type === 'text') return <div style={{ whiteSpace: 'pre-wrap' }}>{panel.options?.content}</div>;
  if (source) return <Centred height={height} size={14} text={`(${source}: not drawn here)`} />;
  if (!frames.some(({ length }) => length)) return <Centred height={height} size={panel.type === 'stat' ? 24 : 14} text={panel.fieldConfig?.defaults?.noValue ?? 'No data'} />;
  switch (panel.type) {
    case 'timeseries': return <Graph {...drawn} />;
    case 'table': return <Rows {...drawn} />;
    case 'heatmap': return <Heatmap {...drawn} max={panel.options?.color?.max ?? 1} />;
    case 'stat': case 'bargauge': return <Values {...drawn} />;
    case 'logs': return <Lines {...drawn} />;
    default: return <Failure reason={`the preview does not draw panels of type ${panel.type}; add it to test/preview/page/src/panel.tsx`} />;
  }
}

const Centred = ({ text, height, size }: { text: string; height: number; size: number }) =>
  <div style={{ color: theme.colors.text.secondary, textAlign: 'center', paddingTop: height / 2 - size / 2 - 4, fontSize: size }}>{text}</div>;

const timeRange = ({ from, to }: View) => {
  const [start, end] = [dateTime(from * 1000), dateTime(to * 1000)];
  return { from: start, to: end, raw: { from: start, to: end } };
};

const Graph = ({ panel, frames, view, width, height }: Drawn) =>
  <TimeSeries frames={frames} structureRev={1} width={width} height={height} timeRange={timeRange(view)} timeZone="utc" options={panel.options} legend={{ displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [], ...panel.options?.legend }} />;

const Rows = ({ panel, frames, view, fieldConfig, width, height }: Drawn) =>
  <NewTable data={frames[0]} width={width} height={height} cellHeight={panel.options?.cellHeight ?? 'sm'} initialSortBy={panel.options?.sortBy} showTypeIcons={false} timeRange={timeRange(view)} structureRev={1} fieldConfig={fieldConfig} enableVirtualization={false} getActions={() => []} />;

const severityColours: Readonly<Record<string, string>> = { fatal: theme.visualization.getColorByName('purple'), error: theme.visualization.getColorByName('red'), warn: theme.visualization.getColorByName('yellow'), info: theme.visualization.getColorByName('blue') };

/** Lines as the panel of logs has them: a bar for how bad each is, its time, and what it says. */
function Lines({ frames: [frame], height }: Drawn) {
  const column = (name: string): readonly unknown[] => frame?.fields.find((field) => field.name === name)?.values ?? [];
  const [times, levels, messages] = [column('@timestamp'), column('level'), column('message')];
  return (
    <div style={{ height, overflow: 'hidden', fontFamily: theme.typography.fontFamilyMonospace, fontSize: 12 }}>
      {times.map((time, index) => (
        <div key={index} style={{ display: 'flex', gap: 8, padding: '2px 0' }}>
          <div style={{ width: 3, flexShrink: 0, background: severityColours[String(levels[index])] ?? theme.colors.border.medium }} />
          <div style={{ flexShrink: 0, color: theme.colors.text.secondary }}>{new Date(Number(time)).toISOString().replace('T', ' ').slice(0, 23)}</div>
          <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{String(messages[index])}</div>
        </div>
      ))}
    </div>
  );
}

function Values({ panel, frames, fieldConfig, width, height }: Drawn) {
  const { options = {} } = panel;
  const values = getFieldDisplayValues({ data: frames, fieldConfig, reduceOptions: options.reduceOptions ?? { calcs: ['lastNotNull'] }, replaceVariables: (text: string) => text, theme, sparkline: true, timeZone: 'utc' } as never);
  if (panel.type === 'bargauge') {
    const line = height / values.length;
    return <>{values.map(({ display, field }, index) => <BarGauge key={index} value={display} field={field as never} width={width} height={line - 4} theme={theme} orientation={'horizontal' as never} displayMode={options.displayMode ?? 'basic'} />)}</>;
  }
  return (
    <div style={{ display: 'flex' }}>
      {values.map(({ display, sparkline }, index) => (
        <BigValue key={index} value={display} sparkline={sparkline} colorMode={options.colorMode ?? 'value'} graphMode={options.graphMode ?? 'area'} justifyMode={options.justifyMode ?? 'auto'} textMode={values.length > 1 ? 'value_and_name' : (options.textMode ?? 'auto')} width={width / values.length} height={height} theme={theme} />
      ))}
    </div>
  );
}
