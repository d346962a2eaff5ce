import { stageChart } from './stubs.ts';
import { template } from './render.ts';
const charts = process.argv[2] as never; const values = JSON.parse(process.argv[3]!);
const { chart } = await stageChart({ charts });
console.log(await template({ chart, values }));
