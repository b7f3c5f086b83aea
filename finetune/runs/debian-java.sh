#!/usr/bin/env bash
# Java to learn the language from: sources of libraries that Debian carries, unpacked below OUT. Nothing is installed.
#
#   finetune/runs/debian-java.sh [OUT]      # build/java; then JAVA=build/java finetune/runs/long-run.sh
#
# apt gets lists and caches of its own below OUT; the mirror is the one that this machine's apt uses. Where there is no
# network, any folder with Java, JDK sources (src.zip) or -sources.jar will do instead.
set -euo pipefail

OUT=${1:-build/java}
PACKAGES=${PACKAGES:-"libcommons-lang3-java libcommons-collections4-java libhttpcore-java libhttpclient-java
  libjackson2-databind-java libjackson2-core-java libspring-core-java libjsoup-java libpdfbox2-java"}

mkdir -p "$OUT/apt/state/lists/partial" "$OUT/apt/cache/archives/partial"
OUT=$(cd "$OUT" && pwd)
apt=(-o "Dir::Etc::sourcelist=$OUT/apt/sources.list" -o "Dir::Etc::sourceparts=-"
  -o "Dir::State=$OUT/apt/state" -o "Dir::Cache=$OUT/apt/cache" -o Acquire::Retries=2)
if [ ! -s "$OUT/apt/sources.list" ]; then
  apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    sort -u > "$OUT/apt/sources.list"
  [ -s "$OUT/apt/sources.list" ] || { echo "apt knows no list of Debian's packages: apt-get update" >&2; exit 2; }
  apt-get "${apt[@]}" update
fi
for package in $PACKAGES; do
  [ -d "$OUT/$package" ] && continue
  rm -rf "$OUT/.$package" && mkdir "$OUT/.$package"
  # Of three files only the library's own is needed; a mirror between two releases may lack the others.
  (cd "$OUT/.$package" && apt-get "${apt[@]}" source --download-only "$package") || ls "$OUT/.$package"/*.orig*.tar.*
  for packed in "$OUT/.$package"/*.orig*.tar.*; do
    case $packed in *.asc) ;; *) tar -xf "$packed" -C "$OUT/.$package" ;; esac
  done
  rm -f "$OUT/.$package"/*.tar.* "$OUT/.$package"/*.dsc
  mv "$OUT/.$package" "$OUT/$package"
done
find "$OUT" -name '*.java' | wc -l
