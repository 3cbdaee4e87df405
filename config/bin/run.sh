#!/usr/bin/env bash
# make run: the demonstration on 127.0.0.1:${PORT:-8000}, from a bare clone; a second start keeps the data.
set -euo pipefail
cd "$(dirname "$0")/../.."
. config/bin/install.sh run

export DEMO=1 BUSINESS_DATE="${BUSINESS_DATE:-2017-11-06}" PORT="${PORT:-8000}"
python=.venv/bin/python
if (: </dev/tcp/127.0.0.1/"$PORT") 2>/dev/null; then
    echo "端口 $PORT 已被占用，请换一个：PORT=8001 make run" >&2
    exit 1
fi

mkdir -p var
$python manage.py migrate --verbosity 0
$python manage.py demo
static=$( (cat requirements.lock && find static -type f -print0 | sort -z | xargs -0 sha256sum) | sha256sum)
if [ "$static" != "$(cat var/static.sha256 2>/dev/null)" ]; then
    $python manage.py collectstatic --noinput --clear --verbosity 0
    echo "$static" >var/static.sha256
fi

# Should this script be killed without a chance to tidy up, the kernel ends its processes.
child() { exec setpriv --pdeathsig TERM "$@"; }
# Threads wait for each other's writes on SQLite (20 s at most); more processes would not write faster.
child $python -m gunicorn config.wsgi --bind "127.0.0.1:$PORT" --workers 2 --threads 4 \
    --no-control-socket --log-level warning &
server=$!
child $python manage.py db_worker &
worker=$!

stop() {
    kill $server $worker 2>/dev/null || true
    # The next start takes up again what the worker was doing: a long task is not waited for.
    timeout 5 tail --follow --sleep-interval 0.1 --pid $worker /dev/null || kill -KILL $worker
    wait
}
trap stop EXIT
trap 'exit 0' INT TERM HUP

alive() { kill -0 $server 2>/dev/null && kill -0 $worker 2>/dev/null; }
started=$SECONDS
until $python -c 'import http.client as http, sys
server = http.HTTPConnection("127.0.0.1", sys.argv[1], timeout=5)
server.request("GET", "/readyz")
sys.exit(server.getresponse().status != 200)' "$PORT" 2>/dev/null; do
    if ! alive || [ $((SECONDS - started)) -gt 60 ]; then
        echo "服务未能就绪，原因见上。" >&2
        exit 1
    fi
    sleep 0.2
done
cat <<TEXT

学会党建工作台账（演示，业务日期 $BUSINESS_DATE）：http://127.0.0.1:$PORT/
账号：secretary secretary2 reviewer reviewer2 committee leader admin，密码都是 partyreg-2017
按 Ctrl-C 停止。
TEXT
# Not `wait -n`: it misses what ended before it was called.
while alive; do sleep 0.5; done
kill -0 $worker 2>/dev/null && ended=网页服务 || ended=后台任务进程
echo "$ended意外停止，全部退出。" >&2
exit 1
