const $ = (id) => document.getElementById(id);
const log = $('log');
const grafana = document.body.dataset.grafana;
let conversation, running, said, notes = [];

// Everything that is shown is text: nothing that was written elsewhere becomes markup.
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function add(className, ...children) {
  const item = element('li', undefined, className);
  item.append(...children);
  log.append(item);
  item.scrollIntoView({ block: 'nearest' });
  return item;
}

const day = (seconds) => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 16) + ' UTC';

function evidenceText(one) {
  if (one.kind === 'metric') return `${one.value}  ${Object.entries(one.labels).map(([label, value]) => `${label}=${value}`).join(' ')}\n${one.query}`;
  if (one.kind === 'object') return `${one.object}: ${one.says}`;
  return `${Object.entries(one.place).map(([label, value]) => `${label}=${value}`).join(' ')}\n${one.lines.join('\n')}`;
}

// Grafana's Explore with the query and the time of the evidence.
function exploreLink({ query, window }) {
  const panes = { a: { datasource: 'prometheus', queries: [{ refId: 'A', expr: query, datasource: { type: 'prometheus', uid: 'prometheus' } }], range: { from: String((window.from - 1800) * 1000), to: String(window.to * 1000) } } };
  const link = element('a', 'Open in Grafana');
  link.href = `${grafana.replace(/\/+$/, '')}/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(panes))}`;
  link.target = '_blank';
  link.rel = 'noreferrer noopener';
  return link;
}

function findingItem(finding) {
  const head = element('div', undefined, 'head');
  head.append(element('span', `${finding.severity}: `, 'severity'), element('strong', finding.what));
  const facts = element('dl');
  const fact = (name, text) => text && facts.append(element('dt', name), element('dd', text));
  fact('Why', finding.cause);
  fact('Since', finding.since && day(finding.since) + (finding.ended ? `, ended ${day(finding.ended)}` : ''));
  fact('Confidence', `${finding.confidence.level}: ${finding.confidence.reason}`);
  fact('Cost', finding.cost && `${finding.cost.amount.toFixed(2)} dollars an hour: ${finding.cost.assumption}`);
  fact('Next step', finding.nextStep);
  fact('Runbooks', finding.runbooks.join(', '));
  const details = element('details');
  details.append(element('summary', `Evidence (${finding.evidence.length})`));
  for (const one of finding.evidence) {
    details.append(element('pre', evidenceText(one)));
    if (grafana && one.kind === 'metric') details.append(exploreLink(one));
  }
  add(finding.severity, head, facts, details);
}

function findings({ report }) {
  add('step', element('div', report.findings.length ? `${report.findings.length} findings of the analyzers, in ${report.seconds} s` : 'The analyzers found nothing.'));
  report.findings.forEach(findingItem);
  if (report.unseen.length) {
    const details = element('details');
    details.append(element('summary', `Not seen (${report.unseen.length})`), element('pre', report.unseen.map(({ what, why }) => `${what}: ${why}`).join('\n')));
    add('step', details);
  }
}

const show = {
  conversation: ({ id }) => { conversation = id; },
  findings,
  text: ({ text }) => { (said ??= add('said')).append(text); },
  call: ({ tool, input }) => { said = undefined; const details = element('details'); details.append(element('summary', `Asks ${tool}`), element('pre', JSON.stringify(input, null, 2))); add('step', details); },
  result: ({ tool, ok, text }) => { const details = element('details'); details.append(element('summary', `${tool} ${ok ? 'answers' : 'fails'}`), element('pre', text)); add(ok ? 'step' : 'step failed', details); },
  error: ({ message }) => { add('failed', element('div', message)); },
  done: ({ reason, toolCalls, inputTokens, outputTokens }) => { $('status').textContent = `Done: ${reason}. ${toolCalls} tool calls, ${inputTokens + outputTokens} tokens.`; },
};

function take(event) {
  notes.push(event);
  show[event.type]?.(event);
}

async function read(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const data = part.split('\n').find((line) => line.startsWith('data: '));
      if (data) take(JSON.parse(data.slice(6)));
    }
  }
}

function busy(yes) {
  $('send').disabled = yes;
  $('stop').disabled = !yes;
  $('export').disabled = yes || notes.length === 0;
}

$('ask').addEventListener('submit', async (submitted) => {
  submitted.preventDefault();
  const question = $('question').value.trim();
  const optional = Object.fromEntries(['namespace', 'workload'].map((name) => [name, $(name).value.trim()]).filter(([, value]) => value));
  notes.push({ type: 'question', question, ...optional });
  add('asked', element('strong', question));
  said = undefined;
  running = new AbortController();
  busy(true);
  $('status').textContent = 'Looking…';
  try {
    const response = await fetch('prompt', {
      method: 'POST', signal: running.signal, headers: { 'content-type': 'application/json', authorization: `Bearer ${$('token').value}` },
      body: JSON.stringify({ question, since: $('since').value, ...optional, ...(conversation && { conversation }) }),
    });
    if (response.ok) await read(response.body);
    else show.error({ message: (await response.json()).error });
  } catch (error) {
    $('status').textContent = error.name === 'AbortError' ? 'Stopped.' : `The service does not answer: ${error.message}`;
  }
  busy(false);
  $('question').focus();
});

$('stop').addEventListener('click', () => running?.abort());
$('new').addEventListener('click', () => { running?.abort(); conversation = undefined; notes = []; log.replaceChildren(); $('status').textContent = ''; busy(false); $('question').focus(); });
$('question').addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) $('ask').requestSubmit(); });

const fence = (text) => { const marks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1))); return `${marks}\n${text}\n${marks}`; };

function markdown() {
  const parts = ['# Investigation'];
  for (const note of notes) {
    if (note.type === 'question') parts.push(`## ${note.question}`, [note.namespace && `Namespace ${note.namespace}`, note.workload && `workload ${note.workload}`].filter(Boolean).join(', '));
    if (note.type === 'findings') for (const one of note.report.findings) parts.push(`### ${one.severity}: ${one.what}`, one.cause ? `Why: ${one.cause}` : '', `Confidence: ${one.confidence.level}, ${one.confidence.reason}`, `Next step: ${one.nextStep}`, ...one.evidence.map((evidence) => fence(evidenceText(evidence))));
    if (note.type === 'text') { if (parts.at(-1)?.said) parts.at(-1).said += note.text; else parts.push({ said: note.text }); }
    if (note.type === 'call') parts.push(`Asked ${note.tool}:`, fence(JSON.stringify(note.input, null, 2)));
    if (note.type === 'result') parts.push(fence(note.text));
    if (note.type === 'error') parts.push(`Error: ${note.message}`);
  }
  return parts.map((part) => part.said ?? part).filter(Boolean).join('\n\n') + '\n';
}

$('export').addEventListener('click', () => {
  const link = element('a');
  link.href = URL.createObjectURL(new Blob([markdown()], { type: 'text/markdown' }));
  link.download = 'investigation.md';
  link.click();
  URL.revokeObjectURL(link.href);
});
