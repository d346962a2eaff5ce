const longest = 300;

/** What a program, an annotation or a label says can hold anything: no control characters reach a terminal, and no more than a few lines a reader. */
export const plain = (text: string): string => text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');

/** Words after which a secret follows, and secrets that show by themselves; the chart's pipeline masks lines before it stores them, other stores may not. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b((?:[\w-]*(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|credential)[\w-]*)["']?\s*[=:]\s*["']?)(?!<)[^\s"',;&]{6,}/gi, '$1[masked]'],
  [/\b(bearer|basic)\s+[\w.~+/-]{12,}=*/gi, '$1 [masked]'],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\b(?:hf|ghp|gho|ghs)_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}|\bsk-[\w-]{20,}|\bxox[abpr]-[\w-]{10,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/g, '[masked]'],
  [/(:\/\/[^\s/:@]+:)[^\s@/]+@/g, '$1[masked]@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs, '[masked private key]'],
];

export const masked = (text: string): string => secrets.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text);

/** Text from outside as it may be shown: plain, masked, and cut. */
export function shown(text: string, most = longest): string {
  const whole = plain(masked(text)).trim();
  return whole.length <= most ? whole : `${whole.slice(0, most)} … (${whole.length - most} more characters)`;
}
