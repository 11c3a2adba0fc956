#!/bin/sh
# Prints the home of a Java that Spark runs on (17 or 21), for the tests of `engine: spark`, installing one from the
# system's packages if this machine has none and we may.
home() {
    for java in "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java)" /usr/lib/jvm/*/bin/java; do
        if "$java" -version 2>&1 | grep -Eq 'version "(17|21)[."]'; then
            dirname "$(dirname "$(readlink -f "$java")")"
            return 0
        fi
    done
    return 1
}
home && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    for release in 17 21; do
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "openjdk-$release-jre-headless"; } >&2
        home && exit 0
    done
fi
echo "No Java 17 or 21 could be found or installed, so that the tests of Spark do not run: apt-get install openjdk-17-jre-headless" >&2
exit 1
