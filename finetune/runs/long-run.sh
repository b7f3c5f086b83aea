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
MINUTES=${MINUTES:-31}        # of learning the language
RECORDS=${RECORDS:-3600}      # made-up tasks to train on
STEPS=${STEPS:-330}           # of eight records
MORE=${MORE:-2400}            # other tasks of the same spots, for a second part that goes on from the first
MORE_STEPS=${MORE_STEPS:-190}
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
    --most-characters 3000 --texts 0.2 --rewritings 2 --lines-behind 5

if [ ! -f "$OUT/run/manifest.json" ]; then
  again=()
  [ -d "$OUT/run/checkpoints" ] && again=(--resume)
  spotsmith train scratch-cpu --data "$OUT/data" --base "$BASE" --out "$OUT/run" -w "$OUT/site" --device cpu \
    --set "options.max_steps=$STEPS" --set options.lr_scheduler_type=linear \
    --set judging.every=110 --set judging.records=24 "${again[@]}"
fi

FIRST="$OUT/qwen2.5-coder-4m-first"  # the family is known by the name of the folder
[ -d "$FIRST" ] || cp -r "$OUT/run/model" "$FIRST"
[ -f "$OUT/more/manifest.json" ] ||
  spotsmith dataset vary -w "$OUT/site" --out "$OUT/more" --beside "$OUT/data" --count "$MORE" --held-out 18 \
    --most-characters 3000 --texts 0.1 --rewritings 0 --lines-behind 5 --seed 43
if [ ! -f "$OUT/run2/manifest.json" ]; then
  again=()
  [ -d "$OUT/run2/checkpoints" ] && again=(--resume)
  spotsmith train scratch-cpu --data "$OUT/more" --base "$FIRST" --out "$OUT/run2" -w "$OUT/site" --device cpu \
    --set "options.max_steps=$MORE_STEPS" --set options.lr_scheduler_type=linear --set options.learning_rate=8e-4 \
    --set judging.every=95 --set judging.records=24 "${again[@]}"
fi

spotsmith evaluate "$OUT/run2" -w "$OUT/site" --data "$OUT/data" --part held-out --base "$BASE" --tier compile \
  --prompt record --arm base --arm tuned --arm "tuned + members-only" --samples 1 --seeds 1 --temperature 0.01 \
  --tokens 160 --device cpu --out "$OUT/run2/evaluation"
python -m finetune.curve "$OUT/run" "$OUT/run2" --evaluation "$OUT/run2/evaluation/evaluation.json" \
  --out "$OUT/long-run.png"
