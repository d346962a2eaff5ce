import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Control } from './blocks.ts';
import { hasToken } from './expression.ts';
import { helpers } from './helpers.ts';
import { manifestOf } from './manifest.ts';
import type { Condition } from './operators.ts';
import { comment, printControl, printManifest } from './print.ts';
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

  /** File name in `templates/` → text. */
  render(): Map<string, string> {
    const templates = this.node.children.filter((child): child is Template => child instanceof Template);
    return new Map(templates.map(template => [template.file, template.render(this.resolver)]));
  }
}

export interface TemplateProps {
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
  private readonly props: TemplateProps;

  constructor(templates: Templates, name: string, props: TemplateProps) {
    super(templates, name);
    this.file = `${name}.yaml`;
    this.props = props;
  }

  render(resolver: TemplateResolver): string {
    const objects = (inner: { dotMoved: boolean }): string[] => printChildren(this, resolver, inner.dotMoved);
    const place = { indent: 0, dotMoved: false };
    const condition = this.props.when && expressionOf(this.props.when);
    const lines = condition ? printControl({ kind: 'if', condition }, place, objects) : objects(place);
    const printed = [...header(`${this.props.about}\nGenerated from ${this.props.source}.`), ...lines].join('\n') + '\n';
    if (hasToken(printed)) {
      throw new Error(`templates/${this.file}: a reference was changed as a text (sliced, upper-cased, …) and is broken: ${excerpt(printed)}. Use it whole, or write an operator of generator/helm`);
    }
    return printed;
  }
}

const excerpt = (text: string): string => JSON.stringify(text.split('\n').find(hasToken)?.trim().replace(/[\uE000-\uE002]/g, '…'));

/** A comment of the template that does not reach the manifest. */
const header = (about: string): string[] => ['{{- /*', ...comment(about, 0).map(line => line.replace(/^# ?/, '')), '*/ -}}'];

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

function printChildren(parent: Construct, resolver: TemplateResolver, dotMoved: boolean): string[] {
  return parent.node.children.flatMap(child => {
    if (child instanceof Scope) return printControl(child.control, { indent: 0, dotMoved }, inner => printChildren(child, resolver, inner.dotMoved));
    if (!ApiObject.isApiObject(child)) return printChildren(child, resolver, dotMoved);
    const [separator, ...lines] = printManifest(manifestOf(child, resolver), dotMoved);
    const about = child.node.metadata.filter(({ type }) => type === 'comment').flatMap(({ data }) => comment(String(data), 0));
    return [separator!, ...about, ...lines];
  });
}

/** The text of `_helpers.tpl`: all named templates, each with its comment. */
export const renderHelpers = (): string =>
  helpers()
    .map(({ name, comment: why, body }) => `{{/*\n${comment(why, 0).map(line => line.replace(/^# ?/, '')).join('\n')}\n*/}}\n{{- define ${JSON.stringify(name)} -}}\n${body.text.trim()}\n{{- end }}\n`)
    .join('\n');
