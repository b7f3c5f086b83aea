#!/usr/bin/env bash
# From a site's own code to a tuned model that is served: read it from top to bottom, change the lines on top, run it.
# A step that is done is not done again, so the same command goes on after a stop. docs/training.md says what to look at.
#
#   BASE=models/Qwen3-8B LLAMA_CPP=llama.cpp finetune/runs/site-to-served.sh [SITE] [OUT]
set -euo pipefail

SITE=${1:-.}                          # folder with spotsmith.toml
OUT=${2:-tuned}                       # everything that is made here
BASE=${BASE:?folder of the base model, for instance BASE=models/Qwen3-8B}
RECIPE=${RECIPE:-qwen3-8b-qlora}      # see finetune/recipes, each with what it needs
HELD_OUT=${HELD_OUT:-3}               # spots of which no example is learned from
SEEDS=${SEEDS:-"1,2,3"}               # of the evaluation; a gain is claimed with three
LLAMA_CPP=${LLAMA_CPP:-}              # llama.cpp's sources; without them: an adapter for vLLM, and merged weights
command -v spotsmith > /dev/null || export PATH="$PWD/.venv/bin:$PATH"

say() { printf '\n== %s\n' "$*" >&2; }
allow() {  # allow CODE COMMAND...: an exit code that is an answer and not a mistake
  local code=$1 got=0; shift
  "$@" || got=$?
  [ "$got" -eq 0 ] || [ "$got" -eq "$code" ]
}
mkdir -p "$OUT"

say "1. What the site holds: JARs, sources, DDL, documents."
spotsmith index -w "$SITE"

say "2. Records: a request, what the code needs as context, and the code. Each answer was compiled."
[ -f "$OUT/data/records.jsonl" ] || spotsmith dataset build -w "$SITE" --out "$OUT/data"

say "3. What is wrong with them. Secrets are masked, records with errors left out (exit code 3: some were)."
[ -f "$OUT/clean.jsonl" ] || allow 3 spotsmith dataset verify "$OUT/data" -w "$SITE" --mask --tokenizer "$BASE" \
  --out "$OUT/clean.jsonl" --report "$OUT/report"

say "4. Parts that share no class, no family and no near-duplicate; whole spots are held out."
[ -f "$OUT/split/split.json" ] ||
  spotsmith dataset split "$OUT/clean.jsonl" -w "$SITE" --out "$OUT/split" --hold-out-spots "$HELD_OUT"

say "5. What training will need, before a weight is loaded."
spotsmith train "$RECIPE" --data "$OUT/split" --base "$BASE" --out "$OUT/run" -w "$SITE" --plan

say "6. Training. What it writes for validation records is compiled, and that chooses the checkpoint."
resume=""
[ ! -d "$OUT/run" ] || resume=--resume
[ -f "$OUT/run/manifest.json" ] ||
  spotsmith train "$RECIPE" --data "$OUT/split" --base "$BASE" --out "$OUT/run" -w "$SITE" $resume

say "7. The base against the tuned model, on spots that neither has seen: builds, facts, what was forgotten."
[ -f "$OUT/run/evaluation/manifest.json" ] || spotsmith evaluate "$OUT/run" -w "$SITE" --data "$OUT/split" \
  --part held-out --seeds "$SEEDS" --out "$OUT/run/evaluation"

say "8. Exports. Each is asked what the trained model was asked (exit code 3: something could not be compared)."
[ -d "$OUT/adapter" ] || allow 3 spotsmith export "$OUT/run" --to vllm -w "$SITE" --out "$OUT/adapter"
[ -d "$OUT/merged" ] || allow 3 spotsmith export "$OUT/run" --to merged -w "$SITE" --out "$OUT/merged"
if [ -n "$LLAMA_CPP" ] && [ ! -d "$OUT/ollama" ]; then
  allow 3 spotsmith export "$OUT/run" --to ollama -w "$SITE" --out "$OUT/ollama" --llama-cpp "$LLAMA_CPP"
fi

say "9. Serve it, with one of these:"
cat << LINES
  vLLM       sh $OUT/adapter/serve.sh
  llama.cpp  spotsmith model-server $OUT/ollama
  Ollama     ollama create tuned -f $OUT/ollama/Modelfile
  itself     in spotsmith.toml: [coder] kind = "transformers", folder = "$OUT/merged"
Then name the server in spotsmith.toml ([coder] url) and ask: spotsmith generate -w $SITE "..."
Where it comes from and what was measured: $OUT/merged/MODEL_CARD.md
LINES
