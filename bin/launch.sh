# What the commands in this directory share: finding Java, building once, JVM options, and a class
# data archive for fast starts. Sourced, never run. Before, the command sets
#   command         its name, with which its messages begin
#   home            the project's directory
#   module          the module whose jar and class path it runs with
#   archive_name    the name of its class data archive
# and defines record_classes FILE, which runs the JVM once with -XX:ArchiveClassesAtExit=FILE.

say() { printf '%s: %s\n' "$command" "$*" >&2; }
die() {
  say "$@"
  exit 1
}

class_path_file=$home/$module/target/class-path
work=$home/target/launcher
archive=$work/$archive_name.jsa
archive_option=

# ---- Java ----

find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || die "no Java in JAVA_HOME=$JAVA_HOME (expected a JDK, 17 or newer)"
  else
    java=$(command -v java) || die "no java found: install a JDK, 17 or newer, or set JAVA_HOME"
    if [ -h "$java" ]; then
      java=$(readlink -f "$java")
    fi
  fi
  # The release file says the version without starting a JVM.
  java_version=
  java_identity=
  if [ -r "${java%/bin/java}/release" ]; then
    while IFS== read -r key value; do
      case $key in
        JAVA_VERSION | JAVA_RUNTIME_VERSION | IMPLEMENTOR)
          value=${value#\"}
          value=${value%\"}
          [ "$key" = JAVA_VERSION ] && java_version=$value
          java_identity="${java_identity:-$java} $value"
          ;;
      esac
    done <"${java%/bin/java}/release"
  fi
  if [ -z "$java_version" ]; then
    java_version=$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')
    java_identity="$java $java_version"
  fi
  java_major=${java_version%%[.+-]*}
  case $java_major in
    '' | *[!0-9]*) die "cannot tell the version of $java" ;;
  esac
  [ "$java_major" -ge 17 ] ||
    die "Java 17 or newer is needed, $java is version $java_version (set JAVA_HOME)"
}

# ---- build, once ----

# Whether the class path of the last build is there, is ours, and has all its jars.
is_built() {
  [ -r "$class_path_file" ] || return 1
  class_path=
  read -r class_path <"$class_path_file"
  case $class_path in
    *"$home/engine/target/"*) ;;
    *) return 1 ;; # built in another directory
  esac
  module_jar=
  for jar in "$home/$module/target/commworld-$module"-*.jar; do
    case $jar in
      *-sources.jar | *-javadoc.jar | *-tests.jar) ;;
      *) module_jar=$jar ;;
    esac
  done
  [ -r "$module_jar" ] || return 1
  saved_ifs=$IFS
  IFS=:
  set -f
  for jar in $class_path; do
    [ -r "$jar" ] || {
      IFS=$saved_ifs
      set +f
      return 1
    }
  done
  IFS=$saved_ifs
  set +f
}

build() {
  [ -w "$home" ] || die "not built, and cannot build: $home is not writable"
  mkdir -p "$work" || die "cannot make $work"
  # One build at a time; the others wait for it.
  until mkdir "$work/building" 2>/dev/null; do
    read -r builder <"$work/building/pid" 2>/dev/null
    if [ -n "$builder" ] && ! kill -0 "$builder" 2>/dev/null; then
      rm -rf "$work/building"
    else
      sleep 1
    fi
  done
  trap 'rm -rf "$work/building"; exit 130' INT TERM HUP
  echo $$ >"$work/building/pid"
  if ! is_built; then
    [ -x "${java%/java}/javac" ] || {
      rm -rf "$work/building"
      die "not built yet, and $java has no javac beside it: a JDK is needed (set JAVA_HOME)"
    }
    say "building once; a first build downloads Spark and takes minutes (log: $work/build.log)"
    run_maven
    built=$?
    rm -rf "$work/building"
    [ $built -eq 0 ] || explain_failed_build
    is_built || die "the build did not leave what is needed (log: $work/build.log)"
  fi
  rm -rf "$work/building"
  trap - INT TERM HUP
}

run_maven() {
  {
    (cd "$home" && JAVA_HOME=${java%/bin/java} ./mvnw -B -DskipTests package 2>&1 </dev/null)
    echo "exit status $?"
  } | tee "$work/build.log" | awk -v name="$command" '
    /Building Commworld/ { sub(/.*Building /, ""); gsub(/  +/, " "); print name ":   " $0; fflush() }
    /Downloaded from/ { if (++files % 50 == 0) { print name ":   " files " files downloaded"; fflush() } }
    /^exit status/ { status = $3 }
    END { exit status }' >&2
}

explain_failed_build() {
  tail -n 200 "$work/build.log" | grep -E '^\[ERROR\]|^Error|^wget:|^curl:|mvnw|not resolve' | head -n 8 >&2
  if grep -qE 'UnknownHost|Unknown host|Could not resolve host|Connect(ion)? (refused|timed out)|Network is unreachable|Could not transfer artifact|Failed to fetch|failed to download' "$work/build.log"; then
    die "the build could not download what it needs: is there a network, or a Maven mirror to set? (log: $work/build.log)"
  fi
  die "the build failed (log: $work/build.log)"
}

# ---- JVM options ----

# What Spark needs of the JDK: Spark's own list (org.apache.spark.launcher.JavaModuleOptions).
spark_opens="-XX:+IgnoreUnrecognizedVMOptions"
for package in java.base/java.lang java.base/java.lang.invoke java.base/java.lang.reflect \
  java.base/java.io java.base/java.net java.base/java.nio java.base/java.util \
  java.base/java.util.concurrent java.base/java.util.concurrent.atomic \
  java.base/jdk.internal.ref java.base/sun.nio.ch java.base/sun.nio.cs \
  java.base/sun.security.action java.base/sun.util.calendar java.security.jgss/sun.security.krb5; do
  spark_opens="$spark_opens --add-opens=$package=ALL-UNNAMED"
done
java_options="$spark_opens -Djdk.reflect.useDirectMethodHandle=false -Dio.netty.tryReflectionSetAccessible=true"
java_options="$java_options -Dfile.encoding=UTF-8"

# ---- class data archive: classes come parsed and verified from a memory-mapped file ----

# Whether the archive is of these jars and this JVM. Tested with builtins only: it is on every start.
is_archived() {
  [ -r "$archive" ] && [ -r "$archive.java" ] || return 1
  read -r archived_java <"$archive.java"
  [ "$archived_java" = "$java_identity" ] || return 1
  for jar in "$class_path_file" "$home"/*/target/commworld-*.jar; do
    [ "$archive" -nt "$jar" ] || return 1
  done
}

# Runs the command once to record its classes. Failing is harmless: starts are slower. Two at the
# same time are harmless too: each writes a file of its own and moves it into place.
make_archive() {
  [ -w "$home" ] && mkdir -p "$work" 2>/dev/null || return 0
  if [ "$archive.failed" -nt "$class_path_file" ] && [ "$archive.failed" -nt "$module_jar" ]; then
    return 0
  fi
  say "preparing fast starts, once after a build"
  rm -f "$archive.failed"
  if record_classes "$archive.$$" </dev/null >"$work/$archive_name.log" 2>&1 &&
    [ -s "$archive.$$" ]; then
    printf '%s\n' "$java_identity" >"$archive.java"
    mv -f "$archive.$$" "$archive"
  else
    rm -f "$archive.$$" "$archive"
    echo "see $archive_name.log" >"$archive.failed"
    say "no fast starts: the archive could not be made (log: $work/$archive_name.log)"
  fi
}

# ---- for the command to call ----

# Finds Java, builds if need be; afterwards java, java_options, class_path and module_jar are set.
prepare() {
  find_java
  is_built || build
  if [ "$java_major" -ge 22 ]; then
    # Hadoop's and Netty's native code, and our calls between arrays and sockets.
    java_options="$java_options --enable-native-access=ALL-UNNAMED"
  fi
  if [ "$java_major" -ge 24 ]; then
    # Netty's use of Unsafe, which newer JDKs warn about.
    java_options="$java_options --sun-misc-unsafe-memory-access=allow"
    # A package that they do not have any more.
    gone=" --add-opens=java.base/sun.security.action=ALL-UNNAMED"
    java_options=${java_options%%"$gone"*}${java_options#*"$gone"}
  fi
}

# Adds the archive to java_options, made first if it is missing or of other jars.
use_archive() {
  is_archived || make_archive
  if [ -r "$archive" ]; then
    archive_option=-XX:SharedArchiveFile=$archive
    # A stale archive is ignored, silently: the JVM would warn on standard output.
    java_options="$java_options -Xshare:auto -Xlog:disable -Xlog:all=warning,cds*=off:stderr"
  fi
}

# Spark's start is long and runs once: what of it the second compiler would compile costs a fifth of
# the start's processor time. Four times the default thresholds; a program's loops reach them soon.
delay_second_compiler() {
  java_options="$java_options -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400"
  java_options="$java_options -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000"
}

# Commworld's own jars before those of the Spark installation.
installed_class_path() {
  [ -d "$SPARK_HOME/jars" ] || die "no Spark in SPARK_HOME=$SPARK_HOME (expected $SPARK_HOME/jars)"
  own=
  saved_ifs=$IFS
  IFS=:
  set -f
  for jar in $class_path; do
    case ${jar##*/} in
      commworld-* | picocli-* | asm-[0-9]*) own=$own$jar: ;;
    esac
  done
  IFS=$saved_ifs
  set +f
  class_path=${SPARK_CONF_DIR:-$SPARK_HOME/conf}:$own$SPARK_HOME/jars/*
}
