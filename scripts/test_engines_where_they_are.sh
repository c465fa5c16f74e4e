#!/bin/sh
# Runs `make test-engines` where Java and PostgreSQL stand and Spark's packages do or are asked for; else says in
# one line why not, which is no failure.
left_out() {
    echo "make test-engines left out: $1"
    exit 0
}
[ -e .venv-spark/ready ] || [ "${SAFETY_TEST_ENGINES:-}" = 1 ] \
    || left_out "no .venv-spark here (SAFETY_TEST_ENGINES=1 makes it)"
command -v java >/dev/null 2>&1 || left_out "no Java here"
command -v psql >/dev/null 2>&1 || left_out "no PostgreSQL here"
make spark || left_out "its packages could not be installed"
exec make test-engines
