import { tool, toolNames, toolVersions, type ToolName } from './tools.ts';

const USAGE = `Usage: tsx test/tools/install.ts [--all | TOOL...]
Finds or builds the tools that the tests and the lab use (all of them unless named), and prints where each is.
Tools: ${toolNames.join(', ')}`;

const isTool = (name: string): name is ToolName => (toolNames as string[]).includes(name);

/** Returns the exit status. */
async function install(args: string[]): Promise<number> {
  const names = args.filter((arg) => arg !== '--all');
  const unknown = names.filter((name) => !isTool(name));
  if (unknown.length > 0) {
    console.error(`There is no tool ${unknown.join(', ')}.\n${USAGE}`);
    return 2;
  }
  // One after the other: a build takes all cores, and the later ones reuse what the earlier ones compiled.
  for (const name of names.length > 0 ? names.filter(isTool) : toolNames) console.log(`${name} ${toolVersions[name]} ${await tool(name)}`);
  return 0;
}

process.exitCode = await install(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
