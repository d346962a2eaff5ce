import type { Analyzer } from '../analyzer.ts';
import type { Finding } from '../findings.ts';
import { called, ofWorkload } from '../place.ts';
import { quoted, told, type Told } from '../told.ts';

/** How PyTorch 2.9, XLA, cuBLAS and vLLM 0.12 say that the memory of the device does not suffice. Hints that only mention it have no amount. */
const outOfMemory = {
  phrases: ['CUDA out of memory', 'OutOfMemoryError', 'RESOURCE_EXHAUSTED', 'CUBLAS_STATUS_ALLOC_FAILED', 'No available memory for the cache blocks', 'larger than the available KV cache memory', 'cudaErrorMemoryAllocation'],
  pattern: /(cuda|hip) out of memory\. tried to allocate|outofmemoryerror: |resource_exhausted: out of memory|cublas_status_alloc_failed|no available memory for the cache blocks|larger than the available kv cache memory|cudaerrormemoryallocation/i,
};

const kvCache = /cache blocks|kv cache/i;
const wanted = /tried to allocate ([\d.]+ [KMGT]i?B)/i;
const fragmented = /reserved by PyTorch but unallocated/i;

function finding(of: Told): Finding {
  const where = ofWorkload(of.place);
  const text = of.lines.map(({ message }) => message).join('\n');
  const serving = kvCache.test(text);
  const amount = wanted.exec(text)?.[1];
  return {
    analyzer: 'device-memory',
    what: `${called(of.place)} ran out of GPU memory`,
    where,
    since: of.lines[0]!.at,
    severity: 'warning',
    confidence: { level: 'high', reason: 'the program says so itself' },
    ...(serving ? { cause: 'no room is left for the KV cache beside the weights' } : amount && { cause: `it asked for ${amount} more` }),
    evidence: [quoted(of)],
    nextStep: serving
      ? 'Lower `--max-model-len` or `--max-num-seqs`, raise `--gpu-memory-utilization`, or spread the model over more GPUs (`--tensor-parallel-size`).'
      : `Take a smaller micro-batch with gradient accumulation, activation checkpointing, or sharded optimizer states${fragmented.test(text) ? '; as memory is reserved and not used, try PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True first' : ''}.`,
    runbooks: ['GPUMemoryAlmostFull'],
  };
}

export const deviceMemory: Analyzer = {
  name: 'device-memory',
  about: 'programs that run out of GPU memory',
  reads: ['logs'],
  examine: async (view) => (await told(view, outOfMemory)).map(finding),
};
