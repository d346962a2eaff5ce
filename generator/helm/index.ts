/** Helm templates from cdk8s objects: references into typed values, control structures, and a printer. Knows nothing of what the chart installs. */
export { valuesOf, reference, rendered, type Reference, type ValueSchema } from './reference.ts';
export { ROOT } from './expression.ts';
export * from './operators.ts';
export { go, helper, helpers, include, includeBlock, includeBlockWith, includeMap, includeMapWith, includeTest, includeWith, type Helper, type TemplateText } from './helpers.ts';
export { Template, Templates, describe, forEach, forEachEntry, onlyWhen, renderHelpers, type TemplateProps } from './template.ts';
export { checkIncludes, checkValues } from './check.ts';
export { closest } from './suggest.ts';
