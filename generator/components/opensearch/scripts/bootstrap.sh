#!/bin/sh
# Makes OpenSearch what the values of the chart say: users, roles, index templates, policies, aliases, snapshots. It may run as often as it likes,
# and after it was interrupted: each object is looked at, written and looked at again, and it says which were created or changed.
#
# DOCUMENTS   folder with what to write; beside it what request.sh reads
# IF_MISSING  true: does nothing where every user logs in and every family has an index to write to, as after a loss of the volume neither is so
set -eu
. "$(dirname "$0")/request.sh"

say() { printf '%-10s %s\n' "$1" "$2"; }

# apply WHAT PATH FILE VALUE [FILTER]: writes a document. What the server makes of it is compared with itself, so that no JSON has to be understood here.
apply() {
  value=$4
  request GET "$2${5:+?filter_path=$5}"
  found=$status
  cp "$answer" "$work/before"
  request PUT "$2${6:-}" "$3"
  case $status in 200 | 201) ;; *) refused "$1" "$4" ;; esac
  request GET "$2${5:+?filter_path=$5}"
  if [ "$found" != 200 ]; then say created "$1"
  elif cmp -s "$work/before" "$answer"; then say 'as wanted' "$1"
  else say changed "$1"; fi
}

# apply_versioned WHAT PATH FILE VALUE FILTER: the same where the plugin takes a change only with the number of what it replaces.
apply_versioned() {
  value=$4
  request GET "$2?filter_path=_seq_no,_primary_term"
  version=
  case $status in
    200) version="?if_seq_no=$(sed 's/.*"_seq_no":\([0-9]*\).*/\1/' "$answer")&if_primary_term=$(sed 's/.*"_primary_term":\([0-9]*\).*/\1/' "$answer")" ;;
    404) ;;
    *) refused "$1" "$4" ;;
  esac
  apply "$1" "$2" "$3" "$4" "$5" "$version"
}

# documents KIND: names of the documents of a kind.
documents() { for file in "$DOCUMENTS/$1".*.json; do [ ! -f "$file" ] || basename "$file" .json | cut -d . -f 2-; done; }

roles() {
  for role in $(documents role); do
    apply "role $role" "_plugins/_security/api/roles/$role" "$DOCUMENTS/role.$role.json" logs.families
    apply "users of role $role" "_plugins/_security/api/rolesmapping/$role" "$DOCUMENTS/role-mapping.$role.json" external.opensearch
  done
}

# may_log_in USER KEY: whether the password in the Secret is the one that OpenSearch knows.
may_log_in() {
  login "$work/user" "$1" "$2"
  ask "$work/user" GET '_plugins/_security/authinfo?filter_path=user_name'
  rm "$work/user"
  [ "$status" = 200 ]
}

# with_password WHO: the document of a user with the password; only the shell itself sees it.
with_password() {
  printf '{"password": "%s",\n' "$(quoted "$(cat "$CREDENTIALS/users/$1-password")")"
  tail -n +2 "$DOCUMENTS/user.$1.json"
}

users() {
  while read -r who user; do
    cp "$DOCUMENTS/user.$who.json" "$work/document"
    known=true
    may_log_in "$user" "$who-password" || { known=false; with_password "$who" > "$work/document"; }
    apply "user $user" "_plugins/_security/api/internalusers/$user" "$work/document" "$who-password in the Secret of credentials.opensearch"
    [ "$found" != 200 ] || $known || say changed "password of $user"
  done < "$DOCUMENTS/users"
}

# The admin's own password: only its certificate may change it, as OpenSearch knows the old one.
admin_password() {
  [ -f "$CREDENTIALS/admin.crt" ] || return 0
  if may_log_in "$OPENSEARCH_USER" "$LOGIN_KEY"; then say 'as wanted' "password of $OPENSEARCH_USER"; return; fi
  printf '[{"op": "add", "path": "/password", "value": "%s"}]' "$(quoted "$(cat "$CREDENTIALS/users/$LOGIN_KEY")")" > "$work/document"
  request PATCH "_plugins/_security/api/internalusers/$OPENSEARCH_USER" "$work/document"
  [ "$status" = 200 ] || refused "password of $OPENSEARCH_USER" "$LOGIN_KEY in the Secret of credentials.opensearch"
  say changed "password of $OPENSEARCH_USER"
}

templates() {
  for name in $(documents component-template); do
    apply "component template $name" "_component_template/$name" "$DOCUMENTS/component-template.$name.json" "logs.labels and logs.codec"
  done
  while read -r family; do
    apply "index template $family" "_index_template/$family" "$DOCUMENTS/index-template.$family.json" "logs.families.$family"
  done < "$DOCUMENTS/families"
}

policies() {
  while read -r family; do
    apply_versioned "policy $family" "_plugins/_ism/policies/$family" "$DOCUMENTS/policy.$family.json" "logs.retention, logs.rollover and logs.families.$family" \
      policy.description,policy.default_state,policy.states,policy.ism_template.index_patterns,policy.ism_template.priority
  done < "$DOCUMENTS/families"
}

# An alias that is written to: of the newest index, or of a first one.
alias_of() {
  value=logs.families.$1
  index=$(writes_to "$1")
  [ -z "$index" ] || { say 'as wanted' "alias $1"; return; }
  request GET "_cat/indices/$1-0*?h=index&s=index:desc"
  newest=$(head -n 1 "$answer" | tr -d ' ')
  if [ -n "$newest" ]; then
    printf '{"actions": [{"add": {"index": "%s", "alias": "%s", "is_write_index": true}}]}' "$newest" "$1" > "$work/document"
    request POST _aliases "$work/document"
  else
    newest=$1-000001
    printf '{"aliases": {"%s": {"is_write_index": true}}}' "$1" > "$work/document"
    request PUT "$newest" "$work/document"
  fi
  if grep -q invalid_alias_name_exception "$answer"; then
    stop 2 "refused    alias $1: there is an index of that name in its place. Move its lines away (POST _reindex) and delete it, or rename logs.families.$1; then run helm upgrade."
  fi
  [ "$status" = 200 ] || refused "alias $1" "logs.families.$1"
  say created "alias $1 to $newest"
}

# A changed schema holds for new indices only: begin one.
schema_of() {
  index=$(writes_to "$1")
  request GET "$index/_mapping?filter_path=*.mappings._meta.schema"
  ! grep -q "\"$(cat "$DOCUMENTS/schema")\"" "$answer" || return 0
  request POST "$1/_rollover"
  [ "$status" = 200 ] || refused "new index of $1" "logs.families.$1"
  index=$(writes_to "$1")
  say changed "schema of $1: lines go to $index now"
}

# Indices keep the policy that they began with until they are told of another.
policy_holds() {
  printf '{"policy_id": "%s"}' "$1" > "$work/document"
  request POST "_plugins/_ism/add/$1-0*" "$work/document"
  request POST "_plugins/_ism/change_policy/$1-0*?filter_path=updated_indices,failed_indices.index_name,failed_indices.reason" "$work/document"
  [ "$status" = 200 ] || refused "policy $1 for the indices that exist" "logs.families.$1"
  if grep -q '"reason"' "$answer"; then echo "not yet    policy $1 for the indices that exist: $(cat "$answer")"; unfinished=true; return; fi
  say holds "policy $1 (indices: $(sed 's/.*"updated_indices":\([0-9]*\).*/\1/' "$answer"))"
}

indices() {
  while read -r family; do
    alias_of "$family"
    schema_of "$family"
    policy_holds "$family"
  done < "$DOCUMENTS/families"
}

snapshots() {
  policy=_plugins/_sm/policies/observability
  if [ ! -f "$DOCUMENTS/repository.json" ]; then
    request GET "$policy?filter_path=_seq_no"
    [ "$status" = 200 ] || return 0
    request DELETE "$policy"
    say deleted 'schedule of snapshots; those that exist stay'
    return
  fi
  apply 'repository of snapshots' _snapshot/observability "$DOCUMENTS/repository.json" logs.snapshots
  request GET "$policy?filter_path=_seq_no"
  if [ "$status" = 404 ]; then
    request POST "$policy" "$DOCUMENTS/snapshots.json"
    case $status in 200 | 201) ;; *) refused 'schedule of snapshots' logs.snapshots ;; esac
    say created 'schedule of snapshots'
  else
    apply_versioned 'schedule of snapshots' "$policy" "$DOCUMENTS/snapshots.json" logs.snapshots sm_policy.description,sm_policy.creation,sm_policy.deletion,sm_policy.snapshot_config
  fi
}

if [ -f "$CREDENTIALS/admin.crt" ]; then login "$work/login"; else login "$work/login" "$OPENSEARCH_USER" "$LOGIN_KEY"; fi
# A user that does not log in, or a family without an index to write to.
is_missing() {
  while read -r who user; do may_log_in "$user" "$who-password" || return 0; done < "$DOCUMENTS/users"
  while read -r family; do
    index=$(writes_to "$family") || exit 1
    [ -n "$index" ] || return 0
  done < "$DOCUMENTS/families"
  return 1
}

unfinished=false
until_ready _plugins/_security/api/roles/all_access
if "${IF_MISSING:-false}" && ! is_missing; then
  echo 'Nothing is missing.'
  exit
fi
admin_password
roles
users
templates
policies
indices
snapshots
! $unfinished || stop 1 'Not all is done yet: it will be tried again.'
echo 'All is as the values say.'
