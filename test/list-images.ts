import { everything } from './everything.ts';
import { images } from './images.ts';
import { render } from './render.ts';
import { stageChart } from './stubs.ts';

/** Prints every image that the chart can start, one in a line, for who has to mirror them: `npm run images`. */
const { chart, real, line } = await stageChart();
console.error(real ? line : `${line} The list lacks what only the real charts know: run "npm run test:upstream" first.`);
console.log(images(await render({ chart, values: everything })).join('\n'));
