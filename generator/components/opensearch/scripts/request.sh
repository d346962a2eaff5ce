# What the scripts share: how they log in, ask and wait.
#
# OPENSEARCH_URL   where it is
# OPENSEARCH_USER  who asks; the password is in $CREDENTIALS/users/$LOGIN_KEY
# CREDENTIALS      folder with users/, ca.crt where the authority is a private one, and admin.crt and admin.key where the admin has a certificate

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
answer=$work/answer
umask 077

# quoted TEXT: as it has to stand between quotation marks, in JSON and in a configuration of curl.
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

# login FILE [USER KEY]: a configuration of curl, as passwords in arguments would be seen by every process. Without a user it is the admin's certificate.
login() {
  {
    echo 'header = "Content-Type: application/json"'
    [ ! -f "$CREDENTIALS/ca.crt" ] || echo "cacert = \"$CREDENTIALS/ca.crt\""
    if [ $# -eq 1 ]; then
      echo "cert = \"$CREDENTIALS/admin.crt\""
      echo "key = \"$CREDENTIALS/admin.key\""
    else
      echo "user = \"$(quoted "$2"):$(quoted "$(cat "$CREDENTIALS/users/$3")")\""
    fi
  } > "$1"
}

# stop CODE TEXT: beside what functions print, and also from within $(…), which has to be an assignment then.
stop() {
  echo "$2" >&2
  exit "$1"
}

# said: the answer, for people.
said() { if [ "$status" = 000 ]; then cat "$work/curl"; else echo "OpenSearch answers $status: $(head -c 1000 "$answer")"; fi; }

# ask LOGIN METHOD PATH [FILE]: $status is the answer's, 000 where there was none; its text is in the file $answer.
ask() {
  status=$(curl --config "$1" --silent --show-error --max-time 60 --request "$2" ${4:+--data-binary "@$4"} --output "$answer" --write-out '%{http_code}' "$OPENSEARCH_URL/$3" 2> "$work/curl") || status=000
}

# request METHOD PATH [FILE]: the same as the one who is logged in. What may pass by itself is asked again for a minute. $value is the value of the chart that it is about.
value=
request() {
  for pause in ${PAUSES-1 2 5 10 20 20} end; do
    ask "$work/login" "$@"
    case $status in
      000 | 429 | 5??) [ $pause = end ] || sleep $pause ;;
      *) return ;;
    esac
  done
  stop 1 "$1 $2: $(said)${value:+
           Look at $value.}"
}

# refused WHAT VALUE: names what OpenSearch does not take, and the value to look at. Trying again would not help, but where somebody else was at it.
refused() {
  if [ "$status" = 409 ] || grep -q resource_already_exists_exception "$answer"; then stop 1 "$1: $(said)"; fi
  stop 2 "refused    $1: $(said)
           Look at $2, then run helm upgrade."
}

# writes_to FAMILY: name of the index that takes its lines, or nothing. Of the index alone, as an alias for itself is shown only to who may see every index.
writes_to() {
  request GET "$1-0*/_alias/$1?filter_path=*.aliases.*.is_write_index"
  case $status in 200 | 404) ;; *) refused "alias $1" "the role of $OPENSEARCH_USER" ;; esac
  tr '}' '\n' < "$answer" | sed -n 's/.*"\([^"]*\)":{"aliases":{"[^"]*":{"is_write_index":true$/\1/p'
}

# until_ready PATH: an open port is not enough, the security plugin answers 503 for a while.
until_ready() {
  for try in $(seq "${TRIES:-120}"); do
    ask "$work/login" GET "$1"
    case $status in
      200) return ;;
      401 | 403) stop 1 "OpenSearch does not let $OPENSEARCH_USER in: its password in the Secret, or the certificate of the admin, is not the one that OpenSearch knows." ;;
    esac
    [ "$try" != 1 ] || echo "waiting for $OPENSEARCH_URL"
    sleep 5
  done
  stop 1 "OpenSearch is not ready: $(said)"
}
