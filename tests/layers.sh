#!/bin/bash
# usage: layers.sh BUILD [ROOT]    hold the code of ROOT (default: this tree) to the layers: what each may include, by a table, and what
# its objects in BUILD/obj may call, by nm. Names each fault and exits 1. An include of a header that belongs to no layer and a call
# of an unknown library function are faults too, so that nothing new slips by.
set -u
export LC_ALL=C
[ $# -ge 1 ] || { echo "usage: layers.sh BUILD [ROOT]" >&2; exit 2; }
build=$(realpath "$1") || exit 2
cd "${2:-$(dirname "$0")/..}" || exit 2

# client/open does what commands do by the client's own functions, so it may use these, and the client nothing of it.
# layer | the layers whose headers and functions it may use | libraries, those of certain files only as FILE:LIBRARY
table='
lib/core        | lib/core                                         | config*:inih
lib/os          | lib/core lib/os                                  |
lib/fhir        | lib/core lib/fhir                                | jansson
lib/store       | lib/core lib/store                               | sodium sqlite ahead*:thread
lib/aggregate   | lib/core lib/aggregate                           | sodium ledger*:sqlite
gen/wayland     | gen/wayland                                      | wayland
daemon          | lib/core lib/os lib/store gen/wayland daemon               | event sodium bus*:systemd manager*:systemd logind*:systemd dnd*:systemd open_page*:systemd activity_mutter*:systemd activity_x11*:xcb activity_wayland*:wayland call_pulse*:pulse
daemon/notify   | lib/core lib/os daemon/notify                    | glib
daemon/calendar | lib/core lib/os daemon/calendar                  | ical
client          | lib/core lib/os lib/fhir lib/store lib/aggregate client client/officer | sodium jansson thai*:thai
client/officer  | lib/core lib/os lib/store lib/aggregate client client/officer | sodium jansson register_name*:unistring
client/open     | lib/core lib/os lib/store lib/aggregate client client/open | sodium event
'
# Public headers that no file of the same name implements.
declare -A home=([os]=lib/os [outbox]=lib/os [i18n]=lib/core [config_line]=lib/core [schedule]=lib/core [schedule_state]=lib/core [store]=lib/store [paths]=lib/store [records]=lib/store)

core_headers=' assert ctype float inttypes limits math stdarg stdbool stddef stdint stdio stdlib string libintl '
libc_headers=$core_headers'alloca dirent dlfcn endian errno fcntl fenv fnmatch ftw getopt glob grp iconv langinfo libgen locale malloc netdb paths poll pwd
 regex sched search semaphore setjmp signal spawn strings syslog termios time unistd utime wchar wctype sys/auxv sys/capability
 sys/epoll sys/eventfd sys/file sys/inotify sys/ioctl sys/mman sys/mount sys/param sys/prctl sys/random sys/resource sys/select
 sys/sendfile sys/signalfd sys/socket sys/stat sys/statfs sys/statvfs sys/syscall sys/sysinfo sys/time sys/timerfd sys/times
 sys/types sys/uio sys/un sys/utsname sys/vfs sys/wait sys/xattr netinet/in netinet/tcp arpa/inet linux/limits '

library_of_header() {
	case $1 in
	sodium.h | sodium/*) echo sodium ;;
	sqlite3.h) echo sqlite ;;
	event2/* | event.h) echo event ;;
	systemd/* | elogind/*) echo systemd ;;
	xcb/*) echo xcb ;;
	wayland-*) echo wayland ;;
	pulse/*) echo pulse ;;
	libnotify/* | glib* | gio/*) echo glib ;;
	jansson.h) echo jansson ;;
	ini.h) echo inih ;;
	libical/*) echo ical ;;
	thai/*) echo thai ;;
	unicase.h | unictype.h | uninorm.h | unistr.h) echo unistring ;;
	pthread.h | threads.h) echo thread ;;
	*) echo unknown ;;
	esac
}

# May FILE (its name alone) use LIBRARY? LIST is the table's third column.
allows() { # LIST FILE LIBRARY
	local item
	set -f
	for item in $1; do
		case $item in
		*:*) [[ $2 == ${item%%:*} && ${item#*:} == "$3" ]] && { set +f; return 0; } ;;
		"$3") set +f; return 0 ;;
		esac
	done
	set +f
	return 1
}

faults=0
fault() { echo "$1"; faults=$((faults + 1)); }

home_of() { # public header's name without .h
	local file
	for file in lib/*/"$1".c lib/*/"$1"_*.c; do [ -e "$file" ] && { dirname "$file"; return; }; done
	echo "${home[$1]:-none}"
}
declare -A homes
for header in include/evenkeel/*.h; do
	name=$(basename "$header" .h)
	homes[$name]=$(home_of "$name")
	[ "${homes[$name]}" = none ] && fault "$header: no layer implements it; name one in tests/layers.sh"
done

check_public() { # FILE LAYERS HEADER
	local name=${3#evenkeel/}
	name=${name%.h}
	local where=${homes[$name]:-missing}
	[[ " $2 " == *" $where "* ]] || fault "$1: may not include <$3> of $where"
}

check_system() { # FILE LAYER LIBRARIES HEADER
	local base=${1##*/} name=${4%.h} library
	if [[ $libc_headers == *[[:space:]]"$name"[[:space:]]* ]]; then
		[[ $2 != lib/core || $core_headers == *" $name "* || ($base == mem.c && $name == unistd) ]] ||
			fault "$1: lib/core may not include <$4>"
		return
	fi
	library=$(library_of_header "$4")
	allows "$3" "$base" "$library" || fault "$1: may not include <$4> ($library)"
}

check_file() { # FILE LAYER LAYERS LIBRARIES
	local header
	while read -r header; do
		case $header in
		'') ;;
		\<evenkeel/*\>) header=${header#<}; check_public "$1" "$3" "${header%>}" ;;
		\<*\>) header=${header#<}; check_system "$1" "$2" "$4" "${header%>}" ;;
		\"*/*\") fault "$1: includes $header; private headers stay within their directory" ;;
		\"*\")
			header=${header//\"/}
			# Generated ones lie in the build's gen/. A program within a layer that it may use shares that layer's.
			[ -e "$2/$header" ] || [ -e "$build/gen/$header" ] || [[ " $3 " == *" ${2%/*} "* && -e "${2%/*}/$header" ]] || fault "$1: includes \"$header\", which is not in $2" ;;
		*) fault "$1: includes $header, which names no file" ;;
		esac
	done <<<"$(sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*([<"][^>"]*[>"]|[^[:space:]]+).*/\1/p' "$1")"
}

declare -A layer_uses layer_libraries
while IFS='|' read -r layer uses libraries; do
	layer=${layer//[[:space:]]/}
	[ -n "$layer" ] || continue
	layer_uses[$layer]=$(echo $uses)
	layer_libraries[$layer]=$(set -f; echo $libraries)
done <<<"$table"

for directory in lib/* daemon daemon/* client client/*; do
	files=("$directory"/*.[ch])
	[ -e "${files[0]}" ] || continue
	if [ -z "${layer_uses[$directory]:-}" ]; then
		fault "$directory: no layer of the table in tests/layers.sh"
		continue
	fi
	for file in "${files[@]}"; do check_file "$file" "$directory" "${layer_uses[$directory]}" "${layer_libraries[$directory]}"; done
done
for file in include/evenkeel/*.h; do
	layer=${homes[$(basename "$file" .h)]}
	[ "$layer" = none ] || check_file "$file" "$layer" "${layer_uses[$layer]}" "${layer_libraries[$layer]}"
done

# The objects, only those whose source is still there.
objects=()
while read -r object; do
	source=${object#"$build"/obj/}
	[[ $object && ($source == gen/* || -e ${source%.o}.c) ]] && objects+=("$object")
done <<<"$(find "$build/obj/lib" "$build/obj/daemon" "$build/obj/client" "$build/obj/gen" -name '*.o' 2>/dev/null | sort)"
if [ ${#objects[@]} -eq 0 ]; then
	fault "no objects in $build/obj: build first"
fi

# Each undefined symbol of each object, with the layers that define it (programs may use one name twice) or "-": OBJECT SYMBOL LAYERS
calls() {
	nm -A "${objects[@]}" 2>/dev/null | awk -v prefix="$build/obj/" '
	function layer(file) {
		sub(/\/[^\/]*$/, "", file)
		return file == "gen" ? "lib/core" : file
	}
	{
		colon = index($0, ".o:")
		file = substr($0, length(prefix) + 1, colon + 1 - length(prefix))
		count = split(substr($0, colon + 3), part, " ")
		type = part[count - 1]; symbol = part[count]
		if (type ~ /^[Uwv]$/) { from[++calls] = file; called[calls] = symbol }
		else if (type ~ /^[A-TV-Z]$/) where[symbol] = where[symbol] " " layer(file)
	}
	END {
		for (i = 1; i <= calls; i++)
			print from[i], called[i], (called[i] in where ? where[called[i]] : " -")
	}'
}

library_of_symbol() {
	case $1 in
	sodium_* | crypto_* | randombytes*) echo sodium ;;
	sqlite3_*) echo sqlite ;;
	event_* | evbuffer_* | bufferevent_* | evutil_* | evtimer_* | evconnlistener_* | evhttp_* | evsignal_*) echo event ;;
	sd_*) echo systemd ;;
	xcb_*) echo xcb ;;
	wl_*) echo wayland ;;
	pa_*) echo pulse ;;
	g_* | notify_*) echo glib ;;
	json_* | jansson_*) echo jansson ;;
	ini_*) echo inih ;;
	pthread_sigmask) echo libc ;;
	pthread_* | thrd_* | mtx_* | cnd_*) echo thread ;;
	ical*) echo ical ;;
	th_brk*) echo thai ;;
	u8_* | u16_* | u32_* | uc_* | uninorm_*) echo unistring ;;
	*) echo libc ;;
	esac
}

# What the core may call of the C library: memory, strings, numbers. mem.c alone may end the process.
core_may_call() { # OBJECT SYMBOL
	case $2 in
	__asan_* | __ubsan_* | __sanitizer_* | __lsan_* | __tsan_* | __sancov_* | _GLOBAL_OFFSET_TABLE_) return 0 ;;
	__stack_chk_fail | __assert_fail | dgettext | dcgettext | dcngettext) return 0 ;;
	calloc | malloc | realloc | reallocarray | free | qsort | bsearch) return 0 ;;
	memcpy | memmove | memset | memcmp | bcmp | memchr | memrchr | memmem | explicit_bzero) return 0 ;;
	strtok | strerror | strsignal | strftime | strptime) return 1 ;;
	str*) return 0 ;;
	__str*_chk | __mem*_chk | __explicit_bzero_chk) return 0 ;;
	snprintf | vsnprintf | __snprintf_chk | __vsnprintf_chk) return 0 ;;
	abs | labs | llabs | exp | exp2 | expm1 | log | log2 | log10 | log1p | pow | sqrt | cbrt | sin | cos | tan | atan | atan2 | erf | erfc) return 0 ;;
	fabs | floor | ceil | round | lround | llround | trunc | rint | lrint | nearbyint | fmod | fmin | fmax | ldexp | frexp | hypot | tgamma | lgamma) return 0 ;;
	write | _exit) [[ $1 == lib/core/mem.o ]]; return ;;
	esac
	return 1
}

uses_one_of() { # LAYERS WANTED...
	local uses=" $1 " wanted; shift
	for wanted; do [[ $uses == *" $wanted "* ]] && return 0; done
	return 1
}

while read -r object symbol where; do
	[ -n "$object" ] || continue
	layer=${object%/*}
	[ "$layer" = gen ] && layer=lib/core
	if [ -z "${layer_uses[$layer]:-}" ]; then
		fault "$object: no layer of the table in tests/layers.sh"
	elif [ "$where" != - ]; then
		# The list of all commands names the officers', too.
		[[ $object == client/commands.o && $symbol == cmd_* && $where == client/officer ]] && continue
		# shellcheck disable=SC2086
		uses_one_of "${layer_uses[$layer]}" $where || fault "$object: calls $symbol of $where"
	else
		library=$(library_of_symbol "$symbol")
		base=${object##*/}
		if [ "$library" != libc ]; then
			allows "${layer_libraries[$layer]}" "${base%.o}.c" "$library" || fault "$object: calls $symbol ($library)"
		elif [ "$layer" = lib/core ] && ! core_may_call "$object" "$symbol"; then
			fault "$object: lib/core may not call $symbol"
		fi
	fi
done <<<"$(calls | sort -u)"

# No state that outlives a call: nothing of the core's may be written to. (Sanitizers keep data of their own beside it.)
for object in "${objects[@]}"; do
	case ${object#"$build"/obj/} in gen/wayland/*) continue ;; lib/core/* | gen/*) ;; *) continue ;; esac
	nm "$object" | grep -qE ' __((asan|tsan)_init|ubsan_handle_)' && continue
	state=$(size -A "$object" | awk '$1 ~ /^\.(data|bss|tdata|tbss)(\.|$)/ && $1 !~ /^\.data\.rel\.ro/ {sum += $2} END {print sum + 0}')
	[ "$state" = 0 ] || fault "${object#"$build"/obj/}: lib/core may not keep state, and this has $state bytes"
done

[ $faults -eq 0 ] || { echo "$faults faults in the layers"; exit 1; }
echo "the layers hold: ${#objects[@]} objects"
