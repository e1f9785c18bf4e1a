#!/bin/bash
# The layers hold; and each kind of fault, planted in a copy, is found and named.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
check 'the layers hold' tests/layers.sh "$BUILD"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/layers.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT

# A small tree in which nothing is wrong: one file a layer.
plant() { # FILE; the source on stdin
	mkdir -p "$scratch/root/$(dirname "$1")" "$scratch/build/obj/$(dirname "$1")"
	cat >"$scratch/root/$1"
	case $1 in
	*.c) (cd "$scratch/root" && ${CC:-cc} -w -O0 -fPIE -Iinclude -D_GNU_SOURCE -c -o "$scratch/build/obj/${1%.c}.o" "$1") ;;
	esac
}
fresh() {
	rm -rf "$scratch/root" "$scratch/build"
	plant include/evenkeel/thing.h <<<'int thing(int);'
	plant include/evenkeel/vault.h <<<'int vault(void);'
	plant lib/core/thing.c <<<'#include <evenkeel/thing.h>
int thing(int x) { return x + 1; }'
	plant lib/store/vault.c <<<'#include <evenkeel/thing.h>
int vault(void) { return thing(1); }'
	plant daemon/main.c <<<'#include <evenkeel/vault.h>
int main(void) { return vault(); }'
}
run() { tests/layers.sh "$scratch/build" "$scratch/root" 2>&1; }

fresh
like 'a tree without faults passes' "$(run)" '^the layers hold: 3 objects$'

# NAME, FILE, REGEX that must be said; the source on stdin
planted() {
	local name=$1 file=$2 wanted=$3 said status
	fresh
	plant "$file"
	said=$(run); status=$?
	if [ $status -eq 1 ]; then like "$name" "$said" "$wanted"; else not_ok "$name" "status $status: $said"; fi
}

planted 'the core includes a clock' lib/core/bad.c 'lib/core/bad.c: lib/core may not include <time.h>' <<<'#include <time.h>'
planted 'the core includes the store' lib/core/bad.c 'bad.c: may not include <evenkeel/vault.h> of lib/store' <<<'#include <evenkeel/vault.h>'
planted 'the core includes SQLite' lib/core/bad.c 'bad.c: may not include <sqlite3.h> \(sqlite\)' <<<$'#if 0\n#include <sqlite3.h>\n#endif'
planted 'inih outside of config' lib/core/bad.c 'may not include <ini.h> \(inih\)' <<<$'#if 0\n#  include <ini.h>\n#endif'
planted 'a header by a way round' lib/core/bad.c 'includes "../store/vault.h"; private headers' <<<$'#if 0\n#include "../store/vault.h"\n#endif'
planted 'a header by a macro' lib/core/bad.c 'includes HEADER, which names no file' <<<$'#if 0\n#include HEADER\n#endif'
planted 'a library nobody knows' lib/store/bad.c 'may not include <curl/curl.h> \(unknown\)' <<<$'#if 0\n#include <curl/curl.h>\n#endif'
planted 'the client includes libevent' client/bad.c 'may not include <event2/event.h> \(event\)' <<<$'#if 0\n#include <event2/event.h>\n#endif'
planted 'Wayland outside of its file' daemon/bad.c 'bad.c: may not include <wayland-client.h> \(wayland\)' <<<$'#if 0\n#include <wayland-client.h>\n#endif'
planted 'the client includes the daemon' client/bad.c 'includes "app.h", which is not in client' <<<$'#if 0\n#include "app.h"\n#endif'
planted 'the helper includes the store' daemon/notify/bad.c 'may not include <evenkeel/vault.h>' <<<'#include <evenkeel/vault.h>'
planted 'the client includes its pages' client/bad.c 'includes "door.h", which is not in client' <<<$'#if 0\n#include "door.h"\n#endif'
planted 'the pages include the daemon' client/open/bad.c 'includes "app.h", which is not in client/open' <<<$'#if 0\n#include "app.h"\n#endif'
planted 'the pages call GLib' client/open/bad.c 'bad.o: calls g_free \(glib\)' <<<'void g_free(void *); void bad(void) { g_free(0); }'
planted 'a helper includes its daemon' daemon/notify/bad.c 'includes "app.h", which is not in daemon/notify' <<<$'#if 0\n#include "app.h"\n#endif'
planted 'a header of no layer' include/evenkeel/orphan.h 'orphan.h: no layer implements it' <<<'int orphan(void);'
planted 'a directory of no layer' lib/extra/bad.c 'lib/extra: no layer of the table' <<<'int extra;'

planted 'the core reads a clock' lib/core/bad.c 'lib/core/bad.o: lib/core may not call time$' <<<'long time(long *); long bad(void) { return time(0); }'
planted 'the core opens a file' lib/core/bad.c 'may not call fopen$' <<<'void *fopen(const char *, const char *); void *bad(void) { return fopen("x", "r"); }'
planted 'the core prints' lib/core/bad.c 'may not call (printf|puts|putchar)$' <<<'int printf(const char *, ...); int bad(int x) { return printf("%d", x); }'
planted 'the core reads the environment' lib/core/bad.c 'may not call getenv$' <<<'char *getenv(const char *); char *bad(void) { return getenv("HOME"); }'
planted 'the core writes outside of mem' lib/core/bad.c 'may not call write$' <<<'long write(int, const void *, unsigned long); long bad(void) { return write(2, "x", 1); }'
planted 'the core calls the store' lib/core/bad.c 'bad.o: calls vault of lib/store' <<<'int vault(void); int bad(void) { return vault(); }'
planted 'the core keeps state' lib/core/bad.c 'bad.o: lib/core may not keep state' <<<'static int count; int bad(void) { return ++count; }'
planted 'the core keeps a table that can be written to' lib/core/bad.c 'bad.o: lib/core may not keep state' <<<'int bad[3] = {1, 2, 3};'
planted 'the store calls libevent' lib/store/bad.c 'bad.o: calls event_base_new \(event\)' <<<'void *event_base_new(void); void *bad(void) { return event_base_new(); }'
planted 'the helper calls SQLite' daemon/notify/bad.c 'bad.o: calls sqlite3_open \(sqlite\)' <<<'int sqlite3_open(void); int bad(void) { return sqlite3_open(); }'
planted 'the daemon calls GLib' daemon/bad.c 'bad.o: calls g_free \(glib\)' <<<'void g_free(void *); void bad(void) { g_free(0); }'
planted 'systemd outside of bus' daemon/bad.c 'bad.o: calls sd_notify \(systemd\)' <<<'int sd_notify(int, const char *); int bad(void) { return sd_notify(0, ""); }'
planted 'a second thread in the daemon' daemon/bad.c 'bad.o: calls pthread_create \(thread\)' <<<'int pthread_create(void); int bad(void) { return pthread_create(); }'
planted 'the operating system layer seals' lib/os/bad.c 'bad.o: calls crypto_box_seal \(sodium\)' <<<'int crypto_box_seal(void); int bad(void) { return crypto_box_seal(); }'

# What is allowed stays allowed.
fresh
plant daemon/bus.c <<<'int sd_notify(int, const char *); int bus(void) { return sd_notify(0, ""); }'
plant lib/core/table.c <<<'static const char *const words[] = {"a", "b"}; const char *table(int i) { return words[i]; }'
plant lib/core/mem.c <<<'#include <unistd.h>
void end(void) { write(2, "x", 1); _exit(1); }'
plant client/page.h <<<'int page(int);'
plant client/page.c <<<'#include "page.h"
int page(int x) { return x; }'
plant client/open/open.c <<<$'#if 0\n#include "page.h"\n#endif\nint page(int); int event_new(void); int open_page(void) { return page(event_new()); }'
like 'what is allowed passes' "$(run)" '^the layers hold: 8 objects$'
fresh
rm -r "$scratch/build/obj"
like 'nothing built is a fault' "$(run)" 'no objects in'
finish
