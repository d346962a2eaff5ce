#!/bin/sh
# Writes the service as one file, with its page beside it, into the folder $1; from the root of the repository, after npm ci here and there.
set -eu
mkdir -p "$1"
# Some packages are CommonJS and want to require modules of Node.
npx --no-install esbuild examples/agent/src/serve/main.ts --bundle --minify-syntax --platform=node --target=node20 --format=esm --log-level=warning \
  --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" --outfile="$1/agent.mjs"
cp -R examples/agent/src/service/page "$1/page"
