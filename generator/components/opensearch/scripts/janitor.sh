#!/bin/sh
# Deletes the oldest indices where they take more room than they may: of a family that is above its maxSize, and of all where a disk is fuller than logs.diskLimit.
#
# DOCUMENTS   folder with families and sizes (FAMILY BYTES)
# DISK_LIMIT  percent; beside them what request.sh reads
set -eu
. "$(dirname "$0")/request.sh"

# closed FAMILY...: "CREATED BYTES INDEX" of the indices that take no new lines, the oldest first.
closed() {
  for family; do
    open=$(writes_to "$family")
    # Without it none can be told from the one that must stay.
    [ -n "$open" ] || continue
    request GET "_cat/indices/$family-0*?h=creation.date,store.size,index&bytes=b"
    awk -v open="$open" '$3 != open' "$answer"
  done > "$work/closed"
  sort -n "$work/closed"
}

size_of() {
  request GET "_cat/indices/$1-0*?h=store.size&bytes=b"
  awk '{ sum += $1 } END { printf "%d", sum }' "$answer"
}

fullest_disk() {
  request GET '_cat/allocation?h=disk.percent'
  awk '$1 > most { most = $1 } END { printf "%d", most }' "$answer"
}

# delete_oldest WHY FAMILY...: false where only indices are left that take new lines.
delete_oldest() {
  why=$1
  shift
  indices=$(closed "$@") || exit 1
  oldest=$(echo "$indices" | head -n 1 | awk '{ print $3 }')
  [ -n "$oldest" ] || return 1
  request DELETE "$oldest"
  case $status in 200 | 404) ;; *) refused "deleting $oldest" "the role of $OPENSEARCH_USER" ;; esac
  echo "deleted $oldest: $why"
}

# keep_size FAMILY BYTES
keep_size() {
  size=$(size_of "$1")
  while [ "$size" -gt "$2" ]; do
    if ! delete_oldest "$1 takes $size bytes, more than its maxSize of $2" "$1"; then
      echo "$1 takes $size bytes, more than its maxSize of $2, in the one index that takes new lines: give it a smaller logs.families.$1.rolloverSize"
      return
    fi
    size=$(size_of "$1")
  done
}

# keep_disk FAMILY...
keep_disk() {
  full=$(fullest_disk)
  while [ "$full" -ge "$DISK_LIMIT" ]; do
    delete_oldest "a disk is $full % full, and logs.diskLimit is $DISK_LIMIT" "$@" ||
      stop 1 "A disk is $full % full, and only indices are left that take new lines: enlarge the volumes of OpenSearch, or set a smaller logs.rollover.size."
    sleep "${PAUSE:-10}"
    full=$(fullest_disk)
  done
  echo "The fullest disk is $full % full, and logs.diskLimit is $DISK_LIMIT."
}

login "$work/login" "$OPENSEARCH_USER" "$LOGIN_KEY"
until_ready _cluster/health
while read -r family most; do keep_size "$family" "$most"; done < "$DOCUMENTS/sizes"
# shellcheck disable=SC2046 # names of families have no spaces
keep_disk $(cat "$DOCUMENTS/families")
