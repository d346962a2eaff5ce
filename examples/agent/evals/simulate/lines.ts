import { at, type World } from './world.ts';

interface Speaker {
  readonly namespace?: string;
  readonly pod?: string;
  readonly node?: string;
}

/** Lines of a pod's container, a second apart from a minute on, as the chart's pipeline stores them. */
export const printed = ({ namespace, pod, node }: Speaker, minute: number, ...messages: readonly string[]): World => ({
  lines: messages.map((message, index) => ({
    at: at + minute * 60 + index, message,
    ...(namespace !== undefined && { namespace }), ...(pod !== undefined && { pod, container: 'main' }), ...(node !== undefined && { node }),
  })),
});

/** Lines of a node's kernel. */
export const kernel = (node: string, minute: number, ...messages: readonly string[]): World => printed({ node }, minute, ...messages);
