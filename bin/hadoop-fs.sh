# The common forms of hadoop fs, answered without a JVM: for file: paths, and for hdfs:/// where it is
# a directory ($COMMWORLD_HDFS_DIR). Sourced by hadoop, never run.
#
# What is done here is done exactly as Hadoop's FsShell does it, down to its messages. Whatever is
# not certain to be so (another file system, an option, a mistake) is left to FsShell, before anything
# has been done: a function that returns 1 has done nothing.

newline='
'
tab=$(printf '\t')

# fs_by_ourselves ARGUMENTS: exits with the command's status, or returns for FsShell to run it.
fs_by_ourselves() {
  # A configuration may say anything about file systems.
  [ -z "${HADOOP_CONF_DIR:-}" ] && [ -z "${HADOOP_OPTS:-}${HADOOP_CLIENT_OPTS:-}" ] || return 0
  [ $# -ge 2 ] || return 0
  status=0
  fs_command=$1
  shift
  case $fs_command in
    -cat) fs_cat "$@" ;;
    -ls) fs_ls "$@" ;;
    -mkdir) fs_mkdir "$@" ;;
    -put | -copyFromLocal) fs_put "$@" ;;
    -get | -copyToLocal) fs_get "$@" ;;
    -rm) fs_rm "$@" ;;
    -test) fs_test "$@" ;;
    -touchz) fs_touchz "$@" ;;
    -mv) fs_mv "$@" ;;
    *) return 0 ;;
  esac && exit "$status"
  return 0
}

# The path of a file in the local file system: locate ARGUMENT sets local. Fails for what needs
# Hadoop: other file systems, patterns, names that Hadoop changes before it prints them.
locate() {
  case $1 in
    *[\*\?\[\]\{\}\\]* | *"$newline"* | *"$tab"* | *//*//* | */../* | */.. | ../* | .. | */./* | */. | ./* | . | '') return 1 ;;
    file:///*) local=${1#file://} ;;
    hdfs:///*)
      [ -d "$COMMWORLD_HDFS_DIR" ] || mkdir -p "$COMMWORLD_HDFS_DIR" || return 1
      local=$COMMWORLD_HDFS_DIR${1#hdfs://}
      ;;
    *:* | *//* | -*) return 1 ;;
    *) local=$1 ;;
  esac
  case ${1#*://} in
    *//* | *:*) return 1 ;;
    /) ;;
    */) local=${local%/} ;;
  esac
}

all_located() {
  [ $# -gt 0 ] || return 1
  for argument; do
    locate "$argument" || return 1
  done
}

# complain COMMAND ARGUMENT MESSAGE
complain() {
  printf '%s: `%s'"'"': %s\n' "$1" "$2" "$3" >&2
  status=1
}

# Whether an argument is a path of the mapped hdfs:///, which has no checksum files.
is_hdfs() {
  case $1 in
    hdfs:*) return 0 ;;
    *) return 1 ;;
  esac
}

# The checksum file that Hadoop keeps beside a local file: wrong once the file is another.
checksum_of() {
  case $1 in
    */*) checksum=${1%/*}/.${1##*/}.crc ;;
    *) checksum=.$1.crc ;;
  esac
}

fs_cat() {
  all_located "$@" || return 1
  for argument; do
    locate "$argument"
    if [ -d "$local" ]; then
      complain cat "$argument" "Is a directory"
    elif [ ! -e "$local" ]; then
      complain cat "$argument" "No such file or directory"
    else
      cat <"$local" || status=1
    fi
  done
}

fs_mkdir() {
  parents=
  if [ "$1" = -p ]; then
    parents=-p
    shift
  fi
  all_located "$@" || return 1
  for argument; do
    locate "$argument"
    if [ -e "$local" ]; then
      [ -d "$local" ] || return 1
    elif [ -z "$parents" ]; then
      [ -d "${local%/*}" ] && [ "$local" != "${local%/*}" ] || return 1
    fi
  done
  for argument; do
    locate "$argument"
    if [ ! -d "$local" ]; then
      mkdir $parents "$local" 2>/dev/null || complain mkdir "$argument" "Input/output error"
    elif [ -z "$parents" ]; then
      complain mkdir "$argument" "File exists"
    fi
  done
}

# The last of the arguments, and the number of those before it.
last_of() {
  sources=$(($# - 1))
  shift $sources
  last=$1
}

# Where copies of $1 go to if they go to $last: sets target. Fails where FsShell would complain.
target_of() {
  locate "$1" || return 1
  source_file=$local
  [ -f "$source_file" ] && [ -r "$source_file" ] || return 1
  name=${source_file##*/}
  if [ "$last" = . ] && [ "$fs_command" != -put ] && [ "$fs_command" != -copyFromLocal ]; then
    local=.
  else
    locate "$last" || return 1
  fi
  target=$local
  if [ -d "$target" ]; then
    target=${target%/}/$name
  else
    case $last in
      */) return 1 ;;
    esac
    [ $sources -eq 1 ] || return 1
    case $target in
      /*) [ -d "${target%/*}/" ] || return 1 ;;
      */*) [ -d "${target%/*}" ] || return 1 ;;
    esac
  fi
  [ ! -d "$target" ] || return 1
  [ -n "$force" ] || [ ! -e "$target" ]
}

# Files get the mode of new files, as Hadoop's have it, and their names when they are complete.
copy_all() {
  last_of "$@"
  copied=0
  for argument; do
    [ $copied -lt $sources ] || break
    target_of "$argument" || return 1
    copied=$((copied + 1))
  done
  copied=0
  for argument; do
    [ $copied -lt $sources ] || break
    copied=$((copied + 1))
    target_of "$argument"
    if cat <"$source_file" >"$target._COPYING_" && mv -f "$target._COPYING_" "$target"; then
      checksum_of "$target"
      is_hdfs "$last" || [ ! -e "$checksum" ] || rm -f "$checksum"
    else
      rm -f "$target._COPYING_"
      complain "${fs_command#-}" "$argument" "Input/output error"
    fi
  done
}

fs_put() {
  force=
  if [ "$1" = -f ]; then
    force=-f
    shift
  fi
  [ $# -ge 2 ] || return 1
  if [ $# -eq 2 ] && [ "$1" = - ]; then
    return 1
  fi
  copy_all "$@"
}

fs_get() {
  force=
  if [ "$1" = -f ]; then
    force=-f
    shift
  fi
  [ $# -ge 2 ] || return 1
  last_of "$@"
  case $last in
    hdfs:*) return 1 ;;
  esac
  copy_all "$@"
}

fs_rm() {
  recursive=
  force=
  while :; do
    case ${1-} in
      -r | -R) recursive=yes ;;
      -f) force=yes ;;
      -skipTrash) ;;
      *) break ;;
    esac
    shift
  done
  all_located "$@" || return 1
  for argument; do
    locate "$argument"
    case $local in
      / | "$COMMWORLD_HDFS_DIR" | "$COMMWORLD_HDFS_DIR/") return 1 ;;
    esac
  done
  for argument; do
    locate "$argument"
    if [ ! -e "$local" ]; then
      [ -n "$force" ] || complain rm "$argument" "No such file or directory"
    elif [ -d "$local" ] && [ -z "$recursive" ]; then
      complain rm "$argument" "Is a directory"
    elif rm -rf "$local" 2>/dev/null; then
      checksum_of "$local"
      is_hdfs "$argument" || [ ! -e "$checksum" ] || rm -f "$checksum"
      printf 'Deleted %s\n' "${argument%/}"
    else
      complain rm "$argument" "Input/output error"
    fi
  done
}

fs_test() {
  [ $# -eq 2 ] && locate "$2" || return 1
  case $1 in
    -e) [ -e "$local" ] ;;
    -d) [ -d "$local" ] ;;
    -f) [ -f "$local" ] ;;
    -s) [ -f "$local" ] && [ -s "$local" ] ;;
    -z) [ -f "$local" ] && [ ! -s "$local" ] ;;
    *) return 1 ;;
  esac || status=1
}

fs_touchz() {
  all_located "$@" || return 1
  for argument; do
    locate "$argument"
    case $local in
      */*) [ -d "${local%/*}/" ] || return 1 ;;
    esac
    [ ! -e "$local" ] || { [ -f "$local" ] && [ ! -s "$local" ]; } || return 1
  done
  for argument; do
    locate "$argument"
    : 2>/dev/null >"$local" || complain touchz "$argument" "Input/output error"
  done
}

# One file or directory, to a name that is free, within one file system.
fs_mv() {
  [ $# -eq 2 ] && all_located "$@" || return 1
  { is_hdfs "$1" && is_hdfs "$2"; } || { ! is_hdfs "$1" && ! is_hdfs "$2"; } || return 1
  locate "$1"
  from=$local
  locate "$2"
  [ -e "$from" ] || return 1
  if [ -d "$local" ]; then
    local=${local%/}/${from##*/}
  fi
  case $2 in
    */) return 1 ;;
  esac
  case $local in
    */*) [ -d "${local%/*}/" ] || return 1 ;;
  esac
  case $local/ in
    "$from"/*) return 1 ;;
  esac
  [ ! -e "$local" ] || return 1
  if mv "$from" "$local" 2>/dev/null; then
    if ! is_hdfs "$1"; then
      checksum_of "$from"
      moved=$checksum
      checksum_of "$local"
      rm -f "$checksum"
      [ ! -e "$moved" ] || mv "$moved" "$checksum"
    fi
  else
    complain mv "$1" "Input/output error"
  fi
}

# One line a file, unsorted: name, then what ls prints, separated by tabs.
listing_format='%P\t%M\t%u\t%g\t%s\t%TY-%Tm-%Td %TH:%TM\n'

# Lines in the order in which Hadoop walks: a directory, then what is in it, by name.
sort_listing() {
  awk -F "$tab" -v OFS="$tab" '{ key = $1; gsub("/", "\001", key); print key, $0 }' |
    LC_ALL=C sort -t "$tab" -k 1,1
}

# print_listing ARGUMENT HIDES_CHECKSUMS COUNTS
print_listing() {
  awk -F "$tab" -v argument="$1" -v hides="$2" -v counts="$3" '
    function max(a, b) { return a > b ? a : b }
    function parent(name) { return name ~ /\// ? substr(name, 1, match(name, /\/[^\/]*$/) - 1) : "" }
    {
      name = $2
      base = name; sub(/.*\//, "", base)
      if (hides && base ~ /^\..*\.crc$/) next
      n++
      names[n] = name; modes[n] = $3; owners[n] = $4; groups[n] = $5
      sizes[n] = substr($3, 1, 1) == "d" ? 0 : $6
      times[n] = $7
      p = parents[n] = parent(name)
      owner[p] = max(owner[p], length($4)); group[p] = max(group[p], length($5))
      size[p] = max(size[p], length(sizes[n]))
    }
    END {
      if (counts && n) print "Found " n " items"
      widest = 10
      prefix = argument
      if (prefix !~ /\/$/) prefix = prefix "/"
      for (i = 1; i <= n; i++) {
        p = parents[i]
        if (!(p in seen)) {
          seen[p]
          ownerWidth = max(ownerWidth, owner[p]); groupWidth = max(groupWidth, group[p])
          widest = max(widest, size[p])
        }
        directory = substr(modes[i], 1, 1) == "d"
        path = names[i] == "" ? argument : prefix names[i]
        printf "%s%s%3s %-" ownerWidth "s %-" groupWidth "s %" widest "s %s %s\n", \
          directory ? "d" : "-", substr(modes[i], 2) " ", directory ? "-" : "1", \
          owners[i], groups[i], sizes[i], times[i], path
      }
    }'
}

fs_ls() {
  counts=1
  if [ "$1" = -R ]; then
    counts=
    shift
  fi
  [ $# -eq 1 ] && locate "$1" || return 1
  # Only GNU find prints what is needed.
  [ -r /proc/version ] || return 1
  case $1 in
    file:/// | hdfs:/// | /) shown=$1 ;;
    */) shown=${1%/} ;;
    *) shown=$1 ;;
  esac
  if [ ! -e "$local" ]; then
    complain ls "$1" "No such file or directory"
    return 0
  fi
  hides=1
  ! is_hdfs "$1" || hides=
  depth='-mindepth 1 -maxdepth 1'
  if [ ! -d "$local" ]; then
    depth='-maxdepth 0'
    counts=
  elif [ -z "$counts" ]; then
    depth='-mindepth 1'
  fi
  # shellcheck disable=SC2086 # options are words
  listing=$(find -L "$local" $depth -printf "$listing_format" 2>/dev/null) || return 1
  [ -n "$listing" ] || return 0
  printf '%s\n' "$listing" | sort_listing | print_listing "$shown" "$hides" "$counts"
}
