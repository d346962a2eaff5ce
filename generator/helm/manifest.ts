import { ApiObject } from 'cdk8s';
import { Block, spreadBlock } from './blocks.ts';
import { expressionOf } from './reference.ts';
import { isCollection, readable } from './expression.ts';
import { isMap, isUnion, type TemplateResolver } from './resolver.ts';

/** Where in a manifest we are, for error messages. */
type Path = readonly string[];

/** Names an object in a message. */
export const whereOf = (object: ApiObject): string => `${object.kind} ${object.node.path}`;

/**
 * The manifest as its author wrote it, templates in place and keys in the author's order, with the names of fields as
 * cdk8s prints them. Whatever cdk8s would have dropped or mangled on the way is an error.
 */
export function manifestOf(object: ApiObject, resolver: TemplateResolver): Record<string, unknown> {
  const { metadata, ...props } = (object as unknown as { props: Record<string, unknown> }).props;
  const where = whereOf(object);
  const name = isMap(metadata) ? metadata['name'] : undefined;
  if (name === undefined || name === '') {
    throw new Error(`${where} has no fixed name: cdk8s would invent one from a hash; write metadata: { name: … }`);
  }
  const print = (others: ReadonlySet<Block>): unknown => {
    resolver.others = others;
    try {
      return object.toJson();
    } catch (cause) {
      throw new Error(`${where}: a value of another kind stands where Kubernetes wants a list or an object, and cdk8s cannot read it: ${(cause as Error).message}`, { cause });
    }
  };
  const { apiVersion: _, kind: __, ...fields } = props;
  const rest = new Comparison(where, print);
  return { apiVersion: object.apiVersion, kind: object.kind, metadata: metadata as Record<string, unknown>, ...rest.map(fields, []) };
}

/** Walks what the author wrote beside what cdk8s made of it. */
class Comparison {
  private readonly printed: unknown;

  constructor(
    private readonly where: string,
    private readonly print: (others: ReadonlySet<Block>) => unknown,
    private readonly others: ReadonlySet<Block> = new Set(),
  ) {
    this.printed = print(others);
  }

  map(written: Record<string, unknown>, path: Path): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(written)) {
      const block = spreadBlock(key);
      if (block) {
        Object.assign(result, this.both(block, (side, part) => side.map(part as Record<string, unknown>, path)));
      } else if (isSpreadReference(key, value)) {
        result[key] = value;
      } else if (value !== undefined && value !== null) {
        const name = this.nameOf(key, path);
        result[name] = this.value(value, [...path, name]);
      }
    }
    return result;
  }

  private both(block: Block, branch: (side: Comparison, part: unknown) => unknown): Block {
    const otherwise = block.otherwise === undefined ? undefined : branch(new Comparison(this.where, this.print, new Set([...this.others, block])), block.otherwise);
    return new Block(block.control, branch(this, block.body), otherwise);
  }

  private value(written: unknown, path: Path): unknown {
    if (written instanceof Block) return this.both(written, (side, part) => side.value(part, path));
    const at = this.at(path);
    if (Array.isArray(written)) return written.map((item, i) => this.value(item, [...path, String(i)]));
    if (isUnion(written)) return written.value;
    if (isMap(written)) {
      if (!isMap(at)) this.refuse(path, 'an object stands where Kubernetes has none');
      return this.map(written, path);
    }
    const expression = expressionOf(written);
    const isText = typeof written === 'string' || (expression && !isCollection(expression));
    if (isText && typeof at === 'object') this.refuse(path, 'a text stands where Kubernetes wants an object or a list, and cdk8s would drop it: use a reference to a map or list, or given(…)');
    return written;
  }

  /** L1 properties differ from Kubernetes' fields in letter case only: clusterIp, clusterIP. */
  private nameOf(key: string, path: Path): string {
    const at = this.at(path);
    if (isMap(at)) {
      if (key in at) return key;
      const name = Object.keys(at).find(candidate => candidate.toLowerCase() === key.toLowerCase());
      if (name) return name;
    }
    return this.refuse([...path, key], 'cdk8s does not know this field and would drop it: look for its name in the type of the object');
  }

  private at(path: Path): unknown {
    return path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], this.printed);
  }

  private refuse(path: Path, why: string): never {
    throw new Error(`${this.where}: ${readable(path.join('.'))}: ${why}`);
  }
}

/** `{ ...values.annotations }` leaves the reference's token as a key with nothing behind it. */
const isSpreadReference = (key: string, value: unknown): boolean => value === '' && key.startsWith('\uE000');
