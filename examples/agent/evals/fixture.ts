import type { Scope } from '../src/census.ts';
import type { World } from './simulate/world.ts';

/** Something that an investigation must find. */
export interface Expected {
  readonly analyzer: string;
  /** Must be in what the finding says, its cause included. */
  readonly says?: RegExp;
  /** Labels that its place must have. */
  readonly where?: Readonly<Record<string, string>>;
}

/** A simulated fault, or a cluster in which nothing is wrong, with what must be said of it. */
export interface Fixture {
  readonly name: string;
  /** What a person would ask. */
  readonly question: string;
  readonly difficulty: 'easy' | 'medium' | 'hard';
  readonly scope?: Scope;
  /** Minutes that the investigation looks back; an hour if left out. */
  readonly since?: number;
  /** Hours of data before the question. */
  readonly hours?: number;
  readonly world: World;
  /** What containers print, by "namespace/pod/container". */
  readonly containerLogs?: Readonly<Record<string, readonly string[]>>;
  readonly find: readonly Expected[];
  /** True as well, though nobody asked for it: neither counted for nor against. */
  readonly mayFind?: readonly Expected[];
  /** What must not be claimed, in any finding. */
  readonly never?: readonly RegExp[];
  /** Nothing is the matter: no finding that is critical or a warning. */
  readonly healthy?: boolean;
  /** Somebody wrote into the logs or annotations what they want the reader to do. */
  readonly injection?: boolean;
}

export const fixture = (one: Fixture): Fixture => one;
