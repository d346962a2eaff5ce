import { section, textList } from '../define.ts';

const LITERAL = String.raw`(?:[A-Za-z0-9_/:=@#%,;!~&<>-]|\\[.+*?()\[\]{}|^$\\-])`;
const CLASS = String.raw`(?:\[(?:[A-Za-z0-9_/:=@#%,;!~&<>.+*?(){}|$ -]|\\[dw.\\-])+\]|\\[dw])`;
const COUNT = String.raw`(?:[+*?]|\{[0-9]{1,4}(?:,(?:[0-9]{1,4})?)?\})?`;

export const redaction = section('Secrets are taken out of every line before it leaves its node: keys of clouds, tokens, passwords, private keys, mail addresses. What is known besides stands here.', {
  patterns: textList(`^${LITERAL}{3,}(?:(?:${LITERAL}|${CLASS})${COUNT})*$`)({
    default: [],
    description: 'Tokens of your own: regular expressions of literals, classes and counts that begin with at least three literals (`corp_[A-Za-z0-9]{20,}`). No groups, alternatives, anchors or dots: each part takes all it can, so that no line can stall a node.',
  }),
  keys: textList('^[A-Za-z][A-Za-z0-9_.-]{2,63}$')({ default: [], description: 'Names whose values are secret, as they stand before `=` or `:` (`x-internal-id`); `password`, `token`, `api_key` and their like are known.' }),
});
