import { describe, expect, it } from 'vitest';
import { Lua, literal } from '../lua.ts';
import { corpus } from './corpus.ts';

const MARK = '[redacted]';

const lua = new Lua();
lua.run("clean = require('redact').redactor({ 'corp_[A-Za-z0-9]{8,}', 'team\\\\.[a-f0-9]{4}-\\\\d+', 'part-[a-z0-9]{2,4}[a-z-]+=' }, { 'x-internal-id' })");

/** What the chart's own script leaves of a line. */
const redacted = (line: string): string => lua.run(`return (clean(${literal(line)}))`);

interface Case {
  readonly line: string;
  readonly left: string;
  readonly secrets: number;
}

function caseOf(written: string): Case {
  const text = written.replaceAll('·', '');
  return { line: text.replace(/[⟦⟧]/g, ''), left: text.replace(/⟦[^⟧]*⟧/g, MARK), secrets: text.split('⟦').length - 1 };
}

const cases = Object.entries(corpus).flatMap(([category, lines]) => lines.map((line) => ({ category, ...caseOf(line) })));

it('finds every secret of the corpus and takes nothing else', () => {
  const results = cases.map((each) => ({ ...each, got: redacted(each.line) }));
  const withSecrets = results.filter(({ secrets }) => secrets > 0);
  const innocent = results.filter(({ secrets }) => secrets === 0);
  const wrong = results.filter(({ left, got }) => left !== got);
  const missed = withSecrets.filter(({ left, got }) => left !== got).length;
  const falseHits = innocent.filter(({ left, got }) => left !== got).length;
  console.info(`Redaction: ${cases.length} cases; recall ${(((withSecrets.length - missed) / withSecrets.length) * 100).toFixed(1)} % of ${withSecrets.length}, false hits ${falseHits} of ${innocent.length}`);
  expect(wrong.map(({ category, line, left, got }) => ({ category, line, left, got }))).toEqual([]);
  expect(cases.length).toBeGreaterThanOrEqual(350);
});

describe('a line that comes again is read as it was the first time', () => {
  it.each([
    ['a token before one that is none', 'ghp_aaaaaaaaaaaaaaaaaaaa ghp_bbbbbbbbbbbbbbbbbbbb_', `${MARK} ghp_bbbbbbbbbbbbbbbbbbbb_`],
    ['a password in an address before one that has none', `db://u:hunter2x@h a://b ${'y'.repeat(300)}`, `db://u:${MARK}@h a://b ${'y'.repeat(300)}`],
    ['two private keys', '-----BEGIN PRIVATE KEY-----a-----END PRIVATE KEY----- and -----BEGIN PRIVATE KEY-----b-----END PRIVATE KEY-----', `${MARK} and ${MARK}`],
  ])('%s', (_, line, left) => {
    expect([redacted(line), redacted(line)]).toEqual([left, left]);
  });

  it('two cases of the corpus side by side', () => {
    const lines = cases.slice(1).map(({ line }, index) => `${cases[index]!.line} ${line}`);
    expect(lines.filter((line) => redacted(line) !== redacted(line))).toEqual([]);
  });
});

describe('what a user adds', () => {
  it.each([
    ['id corp_abcdef1234 used', `id ${MARK} used`],
    ['corp_short', 'corp_short'],
    ['see team.ab12-77 there', `see ${MARK} there`],
    ['see part-abxx-part-12abc= there', `see part-abxx-${MARK} there`],
    ['x-internal-id: 12', `x-internal-id: ${MARK}`],
    ['"X-Internal-Id": "a b"', `"X-Internal-Id": "${MARK}"`],
  ])('%s', (line, left) => {
    expect(redacted(line)).toBe(left);
  });
});

it('says how many secrets there were, and whether a private key goes on', () => {
  expect(lua.run("local _, count, open = clean('password=a1 token=abcdef12 -----BEGIN PRIVATE KEY-----'); return count .. ' ' .. tostring(open)")).toBe('3 true');
});

/** Bait for what goes back and forth: a quadratic rule would take hours for these. */
describe.each<[string, string, number]>([
  ['words that begin secrets', 'password token secret key auth ', 35_000],
  ['names without an end', 'password', 130_000],
  ['names and signs', 'password=', 110_000],
  ['open quotes', 'password="', 100_000],
  ['escaped quotes', 'password=\\\\"', 90_000],
  ['beginnings of tokens', 'eyJ', 350_000],
  ['beginnings of web tokens, apart', 'eyJ-', 250_000],
  ['tokens that end as names', `${'xoxb-'.repeat(200_000)}_`, 1],
  ['beginnings of keys', 'sk-', 350_000],
  ['beginnings of keys, apart', 'sk-a ', 200_000],
  ['signs of mail', 'a@', 500_000],
  ['mail without an end', 'a@b.', 250_000],
  ['a domain without an end', `a@${'-'.repeat(1_000_000)}/`, 1],
  ['local parts', 'aaaaaaaa.', 110_000],
  ['addresses', 'a://b:', 160_000],
  ['addresses with many users', 'a://b:c@d', 110_000],
  ['private keys', '-----BEGIN PRIVATE KEY-----', 38_000],
  ['private keys in quotes', '-----BEGIN PRIVATE KEY-----" ', 34_000],
  ['the name of a private key', `-----BEGIN ${'PRIVATE KEY'.repeat(90_000)}`, 1],
  ['bearers', 'Bearer ', 140_000],
  ['basics', 'Basic dXNlcjpw', 70_000],
  ['commands', 'mysql -p', 120_000],
  ['commands and pipes', 'echo a|password-stdin ', 48_000],
  ['sentences without an end', 'password for a ', 66_000],
  ['calls without an end', 'password=a(', 90_000],
  ['brackets without an end', 'auth [', 166_000],
  ['elements of documents', '"password", value', 55_000],
  ['harmless values', 'password=%s)+', 77_000],
  ['calls', 'password=a()+', 77_000],
  ['an attribute without an end', `password=a.${'b'.repeat(1_000_000)}-`, 1],
  ['white space behind a name', `"password"${' '.repeat(1_000_000)}`, 1],
  ['white space in commands', `echo${' '.repeat(490)}password-stdin `, 2_000],
  ['logins', 'wandb login ', 83_000],
  ['one word', 'a', 1_000_000],
])('a line of a megabyte of %s', (_, piece, times) => {
  it('is read once', () => {
    const seconds = Number(lua.run(`local line = (${literal(piece)}):rep(${times}); local from = os.clock(); clean(line); return tostring(os.clock() - from)`));
    expect(seconds).toBeLessThan(60);
  });
});
