import { ThemeContext } from '@grafana/data';
import { GlobalStyles } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import type { Panel, View } from './dashboard.ts';
import { theme } from './grafana.ts';
import { PanelView } from './panel.tsx';

/** Grafana's grid: 24 columns, rows of 30 px with 8 px between them. */
const columns = 24, unit = 38, gap = 8;

declare global {
  interface Window {
    /** Set when every panel has its data or its error; the height of the page in pixels. */
    drawn?: number;
  }
}

interface Placed {
  readonly panel: Panel;
  readonly y: number;
}

/** Where each panel stands when the closed rows are open or stay closed. */
function place(panels: readonly Panel[], open: boolean): Placed[] {
  let pushed = 0;
  return panels.flatMap((panel) => {
    const own = { panel, y: panel.gridPos.y + pushed };
    if (!open || !panel.panels?.length) return [own];
    const inner = panel.panels.map((child) => ({ panel: child, y: child.gridPos.y + pushed }));
    pushed += Math.max(...panel.panels.map(({ gridPos }) => gridPos.y + gridPos.h)) - panel.gridPos.y - 1;
    return [own, ...inner];
  });
}

const parameters = new URLSearchParams(location.search);
const width = Number(parameters.get('width') ?? 1400);
const view = (await (await fetch(`/view.json${location.search}`)).json()) as View;
const placed = place(view.dashboard.panels, parameters.get('open') === 'true');
const height = Math.max(...placed.map(({ panel, y }) => y + panel.gridPos.h)) * unit + gap;
const asking = placed.filter(({ panel }) => panel.type !== 'row').length;
let settledPanels = 0;
const done = (): void => { window.drawn = height; };
const settled = (): void => { if (++settledPanels === asking) done(); };
if (asking === 0) done();

const Row = ({ panel }: { panel: Panel }) =>
  <div style={{ fontSize: 16, fontWeight: 500, padding: 4, color: theme.colors.text.primary }}>{panel.collapsed && parameters.get('open') !== 'true' ? '›' : '⌄'} {panel.title}</div>;

document.body.style.background = theme.colors.background.canvas;
createRoot(document.getElementById('root')!).render(
  <ThemeContext.Provider value={theme}>
    <GlobalStyles />
    <div style={{ position: 'relative', width, height }}>
      {placed.map(({ panel, y }) => (
        <div key={panel.id} style={{ position: 'absolute', left: (panel.gridPos.x * width) / columns + gap / 2, top: y * unit + gap / 2 }}>
          {panel.type === 'row' ? <Row panel={panel} /> : <PanelView panel={panel} view={view} width={(panel.gridPos.w * width) / columns - gap} height={panel.gridPos.h * unit - gap} settled={settled} />}
        </div>
      ))}
    </div>
  </ThemeContext.Provider>,
);
