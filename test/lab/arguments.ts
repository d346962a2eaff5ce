import type { Container } from './fleet/cluster.ts';

/**
 * The flags that a chart gives to a container, for the same program run as a process here.
 * @param drop flags that belong to the pod (paths, addresses, TLS files): the name without dashes, or its part before a dot or dash
 * @returns none when there is no such container
 */
export function containerArgs(containers: readonly Container[], name: string, drop: readonly string[]): string[] {
  const { args = [] } = containers.find((container) => container.name === name) ?? {};
  return args.filter((argument) => !drop.some((flag) => belongsTo(argument, flag)));
}

const belongsTo = (argument: string, flag: string): boolean => {
  const [name = ''] = argument.replace(/^--?/, '').split('=');
  return name === flag || name.startsWith(`${flag}.`) || name.startsWith(`${flag}-`);
};
