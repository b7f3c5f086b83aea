#!/usr/bin/env bash
# The whole chain on two cores and without a download, in under 15 minutes: from the sample site to a tuned model that
# llama.cpp serves and Spotsmith writes code with. It shows that the parts fit; the model is far too small to be of use.
#
#   make sdk                                # once: the JARs of the sample site
#   finetune/runs/cpu-rehearsal.sh [OUT]    # OUT: an empty or a new folder; build/rehearsal
#
# Every line below is a command that you can give yourself. A step that is done is not done again.
set -euo pipefail

OUT=${1:-build/rehearsal}
SITE=${SITE:-samples/ormb}          # a workspace: spotsmith.toml, JARs, sources, DDL, documents
JAVA=${JAVA:-}                      # Java to learn the language from: folders, JARs or ZIPs of sources
MINUTES=${MINUTES:-4}               # of learning the language
EPOCHS=${EPOCHS:-2}                 # of learning the site
RECORDS=${RECORDS:-120}             # most records of the site that are learned from
LIMIT=${LIMIT:-10}                  # most held-out classes that are asked for
REQUEST=${REQUEST:-"hold a bill below a threshold amount parameter until the next bill cycle"}
LLAMA_CPP=${LLAMA_CPP:-${SPOTSMITH_LLAMA_CPP:-}}  # llama.cpp's sources; without them nothing is made for llama.cpp

export SPOTSMITH_LIMITS_CONTEXT_TOKENS=500  # the model reads 2,048 tokens, so it is shown little
export SPOTSMITH_LIMITS_ROUNDS=1
command -v spotsmith > /dev/null || export PATH="$PWD/.venv/bin:$PATH"  # as `make demo` sets it up
say() { printf '\n== %3d s  %s\n' "$SECONDS" "$*" >&2; }
BASE=$OUT/qwen2.5-coder-tiny  # its family is known by its name
mkdir -p "$OUT"

if [ -z "$JAVA" ]; then  # what Debian's openjdk-17-source, another JDK or a library's -sources.jar brings
  for place in /usr/lib/jvm/*/lib/src.zip /usr/share/java/*-sources.jar; do
    if [ -s "$place" ]; then JAVA="$place"; break; fi
  done
fi
if [ -z "$JAVA" ]; then
  echo "no Java to learn from: apt-get install openjdk-17-source, or JAVA=FOLDER $0" >&2
  exit 2
fi

if [ -n "$LLAMA_CPP" ] && ! "$(dirname "$(command -v spotsmith)")/python" -c 'import gguf, sentencepiece' 2>/dev/null; then
  echo "llama.cpp's converter needs two libraries, and minutes go by before it is asked: pip install 'spotsmith[gguf]'" >&2
  exit 2
fi

say "a copy of the sample site, and its index"
[ -d "$OUT/site" ] || cp -r "$SITE" "$OUT/site"
spotsmith index -w "$OUT/site"

say "records from its code; what is wrong with them; parts that share nothing"
[ -f "$OUT/data/records.jsonl" ] || spotsmith dataset build -w "$OUT/site" --out "$OUT/data" --context 500 --history 0
[ -f "$OUT/clean.jsonl" ] ||
  spotsmith dataset verify "$OUT/data" -w "$OUT/site" --out "$OUT/clean.jsonl" --report "$OUT/report" || [ $? -eq 3 ]
[ -f "$OUT/split/split.json" ] ||
  spotsmith dataset split "$OUT/clean.jsonl" -w "$OUT/site" --out "$OUT/split" --validation 0.1 --test 0.15

say "a tokenizer and a small model from nothing: $MINUTES minutes of $JAVA"
# shellcheck disable=SC2086  # JAVA may hold several places
[ -f "$BASE/manifest.json" ] ||
  spotsmith pretrain $JAVA --names "$OUT/site/java" --out "$BASE" --minutes "$MINUTES" --megabytes 12 \
    --shape qwen2.5-coder  # it fills in the middle too

say "QLoRA: 4-bit weights, an adapter on all linear layers, records of the site"
[ -f "$OUT/run/manifest.json" ] ||
  spotsmith train tiny-cpu --data "$OUT/split" --base "$BASE" --out "$OUT/run" -w "$OUT/site" \
    --set "options.num_train_epochs=$EPOCHS" --set "data.limit=$RECORDS" --set batch.size=4 --set judging.records=4 \
    --set judging.every=no

say "base, tuned, and tuned with repair, on classes that were held out"
spotsmith evaluate "$OUT/run" -w "$OUT/site" --data "$OUT/split" --part test --tier compile --samples 1 --seeds 1 \
  --limit "$LIMIT" --tokens 256 --four-bit --arm base --arm tuned --arm "tuned + repair" --out "$OUT/run/evaluation"

say "one folder of weights, each export asked whether it says what was trained"
proven() { "$@" || [ $? -eq 3 ]; }  # 3: it holds, and something could not be compared; it is said
[ -d "$OUT/merged" ] ||
  proven spotsmith export "$OUT/run" --to merged -w "$OUT/site" --out "$OUT/merged" --prompts 8 --tokens 128

if [ -z "$LLAMA_CPP" ]; then
  say "no GGUF: name llama.cpp's sources with LLAMA_CPP=FOLDER"
  exit 0
fi
[ -d "$OUT/gguf" ] || proven spotsmith export "$OUT/run" --to gguf -w "$OUT/site" --out "$OUT/gguf" \
  --llama-cpp "$LLAMA_CPP" --prompts 8 --tokens 128

say "served by llama.cpp, used by spotsmith generate"
: > "$OUT/server.log"
spotsmith model-server "$OUT/gguf" --port 8093 --llama-cpp "$LLAMA_CPP" > "$OUT/server.log" &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
until grep -q /v1 "$OUT/server.log"; do kill -0 $server; sleep 0.2; done
SPOTSMITH_CODER_URL=http://127.0.0.1:8093/v1 SPOTSMITH_CODER_SAMPLES=1 SPOTSMITH_CODER_ANSWER_TOKENS=256 \
  spotsmith generate -w "$OUT/site" --coder openai "$REQUEST" > "$OUT/generated.txt" ||
  echo "exit code $?; 3 says that a part was not written" >&2

times  # of this script, then of all commands: user and system
say "done; the card: $OUT/gguf/MODEL_CARD.md, the code: $OUT/generated.txt"
