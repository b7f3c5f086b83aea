#!/usr/bin/env bash
# The longer run: a base of four million weights from nothing, tasks that are made up for the site's spots, training of
# all weights, and base against tuned on spots that were in no record of training. docs/results.md has its figures.
#
#   make sdk                                            # once: the JARs of the sample site
#   finetune/runs/debian-java.sh build/java             # once: Java to learn the language from
#   nice -n 10 finetune/runs/long-run.sh [OUT] &        # OUT: build/long; killed, the same command goes on
set -euo pipefail

OUT=${1:-build/long}
SITE=${SITE:-samples/ormb}
JAVA=${JAVA:-build/java}
MINUTES=${MINUTES:-42}        # of learning the language
RECORDS=${RECORDS:-16000}     # made-up tasks to train on, at most
STEPS=${STEPS:-1300}          # of eight records
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
BASE="$OUT/qwen2.5-coder-4m"
mkdir -p "$OUT"

[ -d "$OUT/site" ] || cp -r "$SITE" "$OUT/site"
spotsmith index -w "$OUT/site"

[ -f "$BASE/manifest.json" ] ||
  spotsmith pretrain "$JAVA" --names "$OUT/site/java" --out "$BASE" --shape qwen2.5-coder --minutes "$MINUTES" \
    --threads "$OMP_NUM_THREADS"

[ -f "$OUT/data/manifest.json" ] ||
  spotsmith dataset vary -w "$OUT/site" --out "$OUT/data" --count "$RECORDS" --held-out 160 \
    --most-characters 3000 --texts 0.15 --rewritings 2 --lines-behind 5

if [ ! -f "$OUT/run/manifest.json" ]; then
  again=()
  [ -d "$OUT/run/checkpoints" ] && again=(--resume)
  spotsmith train scratch-cpu --data "$OUT/data" --base "$BASE" --out "$OUT/run" -w "$OUT/site" --device cpu \
    --set "options.max_steps=$STEPS" "${again[@]}"
fi

spotsmith evaluate "$OUT/run" -w "$OUT/site" --data "$OUT/data" --part held-out --base "$BASE" --tier compile \
  --prompt record --arm base --arm tuned --arm "tuned + members-only" --samples 1 --seeds 1,2,3 --temperature 0.2 \
  --tokens 160 --device cpu --out "$OUT/run/evaluation"
python -m finetune.curve "$OUT/run" --evaluation "$OUT/run/evaluation/evaluation.json" --out "$OUT/long-run.png"
