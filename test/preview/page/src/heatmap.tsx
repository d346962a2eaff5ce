import { getFieldDisplayName, type DataFrame } from '@grafana/data';
import type { View } from './dashboard.ts';
import { theme } from './grafana.ts';

/** RdYlBu of d3, as Grafana's scheme of that name: red for little, blue for much. */
const scheme = ['#a50026', '#d73027', '#f46d43', '#fdae61', '#fee090', '#ffffbf', '#e0f3f8', '#abd9e9', '#74add1', '#4575b4', '#313695'];
const colour = (share: number): string => scheme[Math.round(Math.max(0, Math.min(1, share)) * (scheme.length - 1))]!;

const names = 110, axis = 20;

/** One line of cells for each series: Grafana's own heat map is not in its packages. */
export function Heatmap({ frames, width, height, max, view }: { frames: DataFrame[]; width: number; height: number; max: number; view: View }) {
  const line = (height - axis) / frames.length;
  const x = (seconds: number) => names + ((seconds - view.from) / (view.to - view.from)) * (width - names);
  const cell = Math.max(1, ((width - names) * view.step) / (view.to - view.from) - 1);
  return (
    <svg width={width} height={height}>
      {frames.map((frame, index) => {
        const [times, values] = frame.fields;
        const top = height - axis - (index + 1) * line;
        return (
          <g key={index}>
            <text x={names - 6} y={top + line / 2 + 4} textAnchor="end" fontSize={11} fill={theme.colors.text.primary}>{frame.name ?? getFieldDisplayName(values!, frame, frames)}</text>
            {Array.from(times!.values as ArrayLike<number>, (time, point) => {
              const value = values!.values[point] as number | null;
              return value === null ? null : <rect key={point} x={x(time / 1000)} y={top} width={cell} height={Math.max(1, line - 1)} fill={colour(value / max)} />;
            })}
          </g>
        );
      })}
    </svg>
  );
}
