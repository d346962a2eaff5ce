import { doctor } from './cli.ts';

process.exitCode = await doctor(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
