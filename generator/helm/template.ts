import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Control } from './blocks.ts';
import { ROOT, hasToken, readable, type Dot } from './expression.ts';
import { helpers } from './helpers.ts';
import { manifestOf, whereOf } from './manifest.ts';
import type { Condition } from './operators.ts';
import { comment, printControl, printManifest, templateComment } from './print.ts';
import { expressionOf, reference, type Reference, type ValueSchema } from './reference.ts';
import { TemplateResolver } from './resolver.ts';

/** The templates of one Helm chart. */
export class Templates extends App {
  readonly resolver: TemplateResolver;

  constructor() {
    const resolver = new TemplateResolver();
    super({ resolvers: [resolver] });
    this.resolver = resolver;
  }

  /** Path in `templates/` → text. */
  render(): Map<string, string> {
    return new Map(this.#templates().map(template => [template.file, template.render(this.resolver)]));
  }

  /** Path in `templates/` → name, of the files whose text is the body of a named template: what they have to include. */
  named(): Map<string, string> {
    return new Map(this.#templates().flatMap(({ file, named }) => (named ? [[file, named] as const] : [])));
  }

  #templates(): Template[] {
    return this.node.children.filter((child): child is Template => child instanceof Template);
  }
}

export interface TemplateProps {
  /** Makes it the body of a named template of this name. */
  readonly named?: string;
  /** What the file brings and why; stands at its top. */
  readonly about: string;
  /** The source file that writes it; stands below. */
  readonly source: string;
  /** The whole file exists only where this holds. */
  readonly when?: Condition;
}

/** One file of `templates/`: Kubernetes objects in the order in which they are made. */
export class Template extends Chart {
  readonly file: string;
  readonly named: string | undefined;
  private readonly props: TemplateProps;

  constructor(templates: Templates, name: string, props: TemplateProps) {
    super(templates, name);
    this.file = `${name}.yaml`;
    this.named = props.named;
    this.props = props;
  }

  render(resolver: TemplateResolver): string {
    const objects = ({ dot }: { dot: Dot }): string[] => printChildren(this, resolver, dot);
    const place = { indent: 0, dot: ROOT };
    const condition = this.props.when && expressionOf(this.props.when);
    const lines = condition ? printControl({ kind: 'if', condition }, place, objects) : objects(place);
    const printed = [...header(`${this.props.about}\nGenerated from ${this.props.source}.`), ...lines].join('\n') + '\n';
    if (hasToken(printed)) {
      throw new Error(`templates/${this.file}: a reference was changed as a text (sliced, upper-cased, …) and is broken: ${excerpt(printed)}. Use it whole, or write an operator of generator/helm`);
    }
    return printed;
  }
}

const excerpt = (text: string): string => JSON.stringify(readable(text.split('\n').find(hasToken)!.trim()));

/** A comment of the template that does not reach the manifest. */
const header = (about: string): string[] => ['{{- /*', ...templateComment(about), '*/ -}}'];

/** Objects that share a control structure. */
class Scope extends Construct {
  constructor(
    parent: Construct,
    id: string,
    readonly control: Control,
  ) {
    super(parent, id);
  }
}

/** Objects in it exist only where the condition holds. */
export function onlyWhen(parent: Construct, id: string, condition: Condition): Construct {
  return new Scope(parent, id, { kind: 'if', condition: expressionOf(condition)! });
}

/** Objects in it exist once for each element of a list (`$name` in the template). */
export function forEach<E>(parent: Construct, name: string, list: Reference<readonly E[]>, objects: (scope: Construct, element: Reference<E>) => void, element: ValueSchema = { type: 'string' }): void {
  const scope = new Scope(parent, name, { kind: 'range', list: expressionOf(list)!, variables: `$${name}` });
  objects(scope, reference<E>(`$${name}`, element));
}

/** The same for each entry of a map, as `$key, $value` in the template. */
export function forEachEntry(parent: Construct, [key, value]: readonly [string, string], map: Reference<unknown>, objects: (scope: Construct, key: Reference<string>, value: Reference<string>) => void): void {
  const scope = new Scope(parent, key, { kind: 'range', list: expressionOf(map)!, variables: `$${key}, $${value}` });
  objects(scope, reference<string>(`$${key}`, { type: 'string' }), reference<string>(`$${value}`, { type: 'string' }));
}

/** Says above an object why it is there. */
export function describe<O extends ApiObject>(object: O, text: string): O {
  object.node.addMetadata('comment', text);
  return object;
}

function printChildren(parent: Construct, resolver: TemplateResolver, dot: Dot): string[] {
  return parent.node.children.flatMap(child => {
    if (child instanceof Scope) return printControl(child.control, { indent: 0, dot }, inner => printChildren(child, resolver, inner.dot));
    if (!ApiObject.isApiObject(child)) return printChildren(child, resolver, dot);
    const [separator, ...lines] = printObject(child, resolver, dot);
    const about = child.node.metadata.filter(({ type }) => type === 'comment').flatMap(({ data }) => comment(String(data), 0));
    return [separator!, ...about, ...lines];
  });
}

function printObject(object: ApiObject, resolver: TemplateResolver, dot: Dot): string[] {
  const manifest = manifestOf(object, resolver);
  try {
    return printManifest(manifest, dot);
  } catch (cause) {
    throw new Error(`${whereOf(object)}: ${(cause as Error).message}`, { cause });
  }
}

/** The text of `_helpers.tpl`: all named templates, each with its comment. */
export const renderHelpers = (): string =>
  helpers()
    .map(({ name, comment: why, body }) => `{{/*\n${templateComment(why).join('\n')}\n*/}}\n{{- define ${JSON.stringify(name)} -}}\n${body.text.trim()}\n{{- end }}\n`)
    .join('\n');
