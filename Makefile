# Evenkeel. `make help` says what can be made.

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec/evenkeel
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
EXAMPLESDIR ?= $(DATADIR)/doc/evenkeel/examples
LOCALEDIR ?= $(DATADIR)/locale
USERUNITDIR ?= $(PREFIX)/lib/systemd/user
SYSCONFDIR ?= /etc

CC ?= cc
AR ?= ar
PKG_CONFIG ?= pkg-config
CLANG_FORMAT ?= clang-format-14
SANITIZE ?=
VERSION := 0.1

# Objects and programs: build/, or build/san-address/ and the like for sanitized ones.
empty :=
comma := ,
O ?= build$(if $(SANITIZE),/san-$(subst $(comma),-,$(SANITIZE)))

have = $(shell $(PKG_CONFIG) --exists $(1) 2>/dev/null && echo yes)
flags = $(shell $(PKG_CONFIG) --cflags $(1) 2>/dev/null)
libs = $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null)

HAVE_SYSTEMD := $(if $(call have,libsystemd),libsystemd,$(if $(call have,libelogind),libelogind))
HAVE_PULSE := $(if $(call have,libpulse),libpulse)
HAVE_ICAL := $(if $(call have,libical),libical)
HAVE_THAI := $(if $(call have,libthai),libthai)
HAVE_X11 := $(if $(call have,xcb xcb-sync),xcb xcb-sync)

# Wayland's code is made from the descriptions that the packages wayland-protocols and plasma-wayland-protocols bring (the latter has
# no .pc file; it lies beside the former). Without one of them the source is left out.
protocol_dir := $(shell $(PKG_CONFIG) --variable=pkgdatadir wayland-protocols 2>/dev/null)
wayland_xml := $(wildcard $(protocol_dir)/staging/ext-idle-notify/ext-idle-notify-v1.xml)
kde_xml := $(wildcard $(dir $(protocol_dir))plasma-wayland-protocols/idle.xml)
WAYLAND_SCANNER ?= $(shell $(PKG_CONFIG) --variable=wayland_scanner wayland-scanner)
HAVE_WAYLAND := $(if $(and $(call have,wayland-client wayland-server wayland-scanner),$(wayland_xml),$(kde_xml)),wayland-client)

OPTIMIZE ?= $(if $(SANITIZE),-O1 -g -fno-omit-frame-pointer,-O2 -g)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
	-Wwrite-strings -Wvla -Wformat=2 -Wno-format-nonliteral -Wundef \
	-Werror=implicit-function-declaration
HARDEN := -fstack-protector-strong -fPIE $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2) -fstack-clash-protection
HARDEN_LD := -pie -Wl,-z,relro,-z,now -Wl,--as-needed
SAN := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all)

CPPFLAGS += -Iinclude -I$(O)/gen -D_GNU_SOURCE -DEVENKEEL_VERSION='"$(VERSION)"' -DLIBEXECDIR='"$(LIBEXECDIR)"' \
	-DLOCALEDIR='"$(LOCALEDIR)"' -DSYSCONFDIR='"$(SYSCONFDIR)"'
CFLAGS ?= $(OPTIMIZE)
override CFLAGS += -std=c17 $(WARN) $(HARDEN) $(SAN) -MMD -MP
override LDFLAGS += $(HARDEN_LD) $(SAN)

# libunistring has no .pc file.
CLIENT_LIBS = $(call libs,$(HAVE_THAI)) -lunistring
LIB_LIBS = $(call libs,libsodium sqlite3 inih jansson) -lm -pthread
DAEMON_LIBS = $(call libs,libevent_core $(HAVE_SYSTEMD) $(HAVE_X11) $(HAVE_WAYLAND))
NOTIFY_LIBS = $(call libs,libnotify)
CALENDAR_LIBS = $(call libs,$(HAVE_ICAL))
OPEN_LIBS = $(call libs,libevent_extra libevent_core)
TEST_LIBS = $(call libs,cmocka $(HAVE_PULSE) $(if $(HAVE_WAYLAND),wayland-server))

# A make that was not told how many jobs to run takes one a processor for its own builds.
jobs = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 1))
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-8s %s\n' $(1) $(patsubst $(O)/%,%,$(2)))

# Sources, one list a part.
core_src := $(wildcard lib/core/*.c)
os_src := $(wildcard lib/os/*.c)
fhir_src := $(wildcard lib/fhir/*.c)
store_src := $(wildcard lib/store/*.c)
aggregate_src := $(wildcard lib/aggregate/*.c)
systemd_src := $(wildcard daemon/manager.c daemon/bus.c daemon/logind*.c daemon/dnd*.c daemon/open_page.c daemon/activity_mutter.c \
	daemon/activity_logind.c daemon/app_bus.c)
daemon_src := $(filter-out $(if $(HAVE_X11),,daemon/activity_x11%) $(if $(HAVE_WAYLAND),,daemon/activity_wayland%) \
	$(if $(HAVE_SYSTEMD),,$(systemd_src)) $(if $(HAVE_PULSE),,daemon/call_pulse%),$(wildcard daemon/*.c))
notify_src := $(wildcard daemon/notify/*.c)
calendar_src := $(if $(HAVE_ICAL),$(wildcard daemon/calendar/*.c))
client_src := $(wildcard client/*.c client/officer/*.c)
open_src := $(wildcard client/open/*.c)
test_src := $(wildcard tests/unit/test_*.c tests/store/test_*.c tests/store/faults/test_*.c tests/aggregate/test_*.c)
fuzz_src := $(filter-out $(if $(HAVE_ICAL),,tests/fuzz/fuzz_ics.c),$(wildcard tests/fuzz/fuzz_*.c))
fuzz_helper_src := $(filter-out tests/fuzz/fuzz_%,$(wildcard tests/fuzz/*.c))
fault_src := tests/store/faults/plain.c tests/store/faults/stream.c
vector_src := $(wildcard tests/aggregate/*_vectors.c tests/aggregate/secrets.c)
adversary_src := $(wildcard tests/aggregate/adversary*.c)
# Makes files that tests/cli/check_team*.sh join.
maker_src := tests/aggregate/make_cohort.c
test_helper_src := $(filter-out $(test_src) $(fault_src) $(vector_src) $(maker_src) $(adversary_src),$(wildcard tests/unit/*.c tests/store/*.c tests/store/faults/*.c \
	tests/aggregate/*.c)) \
	$(fuzz_src) $(fuzz_helper_src)
tool_src := $(maker_src) $(wildcard tests/bench/*_bench.c tests/desktop/*.c tests/browser/*.c tests/stats/*.c)
bench_helper_src := $(filter-out $(tool_src),$(wildcard tests/bench/*.c))

obj = $(patsubst %.c,$(O)/obj/%.o,$(1))
gen_obj := $(O)/obj/gen/catalogue_data.o $(O)/obj/gen/shipped_data.o
wayland_gen := $(if $(HAVE_WAYLAND),$(O)/gen/wayland/wayland-ext-idle $(O)/gen/wayland/wayland-kde-idle)
wayland_obj := $(patsubst $(O)/gen/%,$(O)/obj/gen/%.o,$(wayland_gen))
lib_obj := $(call obj,$(core_src) $(os_src) $(fhir_src) $(store_src) $(aggregate_src)) $(gen_obj)

programs := $(O)/evenkeel $(O)/evenkeeld $(O)/evenkeel-notify $(O)/evenkeel-open $(if $(HAVE_ICAL),$(O)/evenkeel-calendar)
languages := zh_CN th
locales := $(patsubst %,$(O)/locale/%/LC_MESSAGES/evenkeel.mo,$(filter $(languages),$(patsubst po/%.po,%,$(wildcard po/*.po))))
# The field's arithmetic once more, as it is where a compiler has no 128-bit integers.
narrow_tests := $(O)/tests/aggregate/test_field128_narrow
tests := $(patsubst tests/%.c,$(O)/tests/%,$(test_src)) $(narrow_tests)
tools := $(patsubst tests/%.c,$(O)/tests/%,$(tool_src))
# Programs that tests/aggregate/check_*.sh run, the former for any files of test vectors.
vector_programs := $(O)/tests/vdaf-vectors $(O)/tests/vdaf-vectors-narrow $(O)/tests/hpke-vectors $(O)/tests/aggregate/secrets

.PHONY: all help deps deps-desktop deps-browser deps-stats check check-run check-mutants check-faults check-desktop check-browser check-layers check-long \
	check-stats check-calibration bench bench-peers try install \
	uninstall format format-check pot clean fuzz FORCE
all: $(programs) $(locales)

help:
	@echo 'make                build the programs into build/'
	@echo 'make try            install what is missing, build, and run the main job in build/try'
	@echo 'make check          install what is missing, build, and pass all tests'
	@echo 'make vectors        build/tests/vdaf-vectors, hpke-vectors: run files of test vectors, FILE...'
	@echo 'make check-mutants  ten faults put into the scheduler; each must be caught'
	@echo 'make check-faults   failing disks, power cuts, kill -9, bad bits, no memory: the long form, with figures'
	@echo 'make check-long     a thousand simulated years of random events through the schedule'
	@echo 'make check-stats    the statistics beside R, which it installs'
	@echo 'make check-calibration  how often the statistics see what is not there, and miss what is'
	@echo 'make check-desktop  real notification servers under a private X server, real clicks'
	@echo 'make check-browser  the HTML report and the page of evenkeel open in a real browser: three languages, light and dark, without a network'
	@echo 'make fuzz           every parser on libFuzzer, FUZZ_S=60 seconds each; FUZZ="office enrol" only those of tests/fuzz/fuzz_*.c'
	@echo 'make bench          measure; prints ratios and the idle daemon'
	@echo 'make bench-peers    the idle daemon beside Workrave, Safe Eyes and RSIBreak, which it installs'
	@echo 'make install        PREFIX=$(PREFIX) DESTDIR= ; make uninstall takes it back'
	@echo 'make format         settle the layout of the code; make pot collects texts to translate'
	@echo 'SANITIZE=address    or undefined, thread: another build beside the plain one; CC=clang, V=1'

has = -D$(1)=$(if $($(1)),1,0)
# Only the headers of libpulse: the daemon opens the library when it needs it.
have_flags := $(foreach name,HAVE_SYSTEMD HAVE_X11 HAVE_WAYLAND HAVE_PULSE HAVE_ICAL,$(call has,$(name))) $(call flags,$(HAVE_SYSTEMD) $(HAVE_PULSE))
$(O)/obj/daemon/%.o: CPPFLAGS += $(have_flags)
$(O)/obj/daemon/notify/%.o: CPPFLAGS += $(call flags,libnotify)
$(O)/obj/client/%.o: CPPFLAGS += $(call has,HAVE_THAI) $(call has,HAVE_ICAL) $(call flags,$(HAVE_THAI)) -DEXAMPLESDIR='"$(EXAMPLESDIR)"'
$(O)/obj/client/open/%.o $(O)/obj/client/officer/%.o: CPPFLAGS += -Iclient
$(O)/obj/daemon/calendar/%.o: CPPFLAGS += $(call flags,$(HAVE_ICAL))
$(O)/obj/tests/%.o: CPPFLAGS += -Itests -Iclient $(have_flags) $(call has,HAVE_THAI)

$(O)/obj/%.o: %.c | $(O)/gen/001_store.sql.h $(O)/gen/001_ledger.sql.h
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(O)/obj/gen/%.o: CPPFLAGS += -Ilib/core -Ilib/fhir
$(O)/obj/gen/%.o: $(O)/gen/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# What a Wayland protocol is in C: the daemon's side, and the side of a compositor for the tests. The headers count as the system's.
$(O)/gen/wayland/wayland-ext-idle%: xml = $(wayland_xml)
$(O)/gen/wayland/wayland-kde-idle%: xml = $(kde_xml)
define scan
$(call say,GEN,$@)
$(Q)mkdir -p $(@D)
$(Q)$(WAYLAND_SCANNER) $(1) $(xml) $@
endef
$(addsuffix .c,$(wayland_gen)): $(wayland_xml) $(kde_xml)
	$(call scan,private-code)
$(addsuffix .h,$(wayland_gen)): $(wayland_xml) $(kde_xml)
	$(call scan,client-header)
$(addsuffix -server.h,$(wayland_gen)): $(wayland_xml) $(kde_xml)
	$(call scan,server-header)
wayland_users := $(call obj,daemon/activity_wayland.c tests/unit/wayland_desktop.c)
$(wayland_users): CPPFLAGS += -isystem $(O)/gen/wayland
$(wayland_users): | $(addsuffix .h,$(wayland_gen)) $(addsuffix -server.h,$(wayland_gen))

# Directories are compiled in: when a call names others (make install PREFIX=/usr), what knows them is built again.
directories := $(LIBEXECDIR) $(LOCALEDIR) $(SYSCONFDIR) $(EXAMPLESDIR)
$(O)/gen/directories: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(directories)' | cmp -s - $@ || echo '$(directories)' >$@
$(call obj,lib/os/process.c lib/os/locale.c lib/store/paths.c client/doctor.c): $(O)/gen/directories

# The catalogue and the SQL are data under schema/, compiled in.
$(O)/gen/catalogue_data.c: schema/exercises.awk schema/compile.awk schema/ids.tsv schema/tips.tsv schema/exercises.tsv \
	$(wildcard schema/catalogue/*/*.txt)
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f schema/exercises.awk -f schema/compile.awk schema/ids.tsv schema/tips.tsv schema/exercises.tsv \
		$(sort $(wildcard schema/catalogue/*/*.txt)) >$@.new && mv $@.new $@

instruments := $(sort $(wildcard schema/instruments/*.json))
reversed := schema/instruments/reversed.tsv
$(O)/gen/shipped_data.c: schema/instruments.sh $(reversed) $(instruments) $(instruments:.json=.ini)
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)LC_ALL=C schema/instruments.sh $(reversed) $(instruments) >$@.new && mv $@.new $@

define sql_text
$(call say,GEN,$@)
$(Q)mkdir -p $(@D)
$(Q)sed -e '/^--/d' -e 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n"/' $< >$@
endef
$(O)/gen/%.sql.h: schema/%.sql
	$(sql_text)
$(O)/gen/%.sql.h: schema/team/%.sql
	$(sql_text)

# What setup puts into a person's autostart is compiled in; that and the menu's entry are installed with their place in them.
$(O)/gen/%.desktop.h: client/data/%.desktop.in
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n"/' $< >$@
$(call obj,client/autostart.c): $(O)/gen/evenkeeld.desktop.h

# The pages' style, a string a line: C promises no more than 4,095 bytes in one.
define style
$(call say,GEN,$@)
$(Q)mkdir -p $(@D)
$(Q)sed -e 's/^\t*//; s/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n",/' $< >$@
endef
$(O)/gen/%.css.h: client/%.css
	$(style)
$(O)/gen/%.css.h: client/open/%.css
	$(style)
$(call obj,client/open/view.c): $(O)/gen/open.css.h
$(call obj,client/html_style.c): $(O)/gen/html.css.h

$(O)/libevenkeel.a: $(lib_obj)
$(O)/libdaemon.a: $(call obj,$(filter-out daemon/main.c,$(daemon_src))) $(wayland_obj)
$(O)/libcalendar.a: $(call obj,$(filter-out daemon/calendar/main.c,$(calendar_src)))
$(O)/libclient.a: $(call obj,$(filter-out client/main.c,$(client_src)))
$(O)/libopen.a: $(call obj,$(filter-out client/open/main.c,$(open_src)))
$(O)/%.a:
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

link = $(call say,LD,$@)
define run_link
$(Q)mkdir -p $(@D)
$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^)
endef

$(O)/evenkeel: $(call obj,client/main.c) $(O)/libclient.a $(O)/libevenkeel.a
	$(link)
	$(run_link) $(LIB_LIBS) $(CLIENT_LIBS)
$(O)/evenkeeld: $(call obj,daemon/main.c) $(O)/libdaemon.a $(O)/libevenkeel.a
	$(link)
	$(run_link) $(LIB_LIBS) $(DAEMON_LIBS)
$(O)/evenkeel-notify: $(call obj,$(notify_src)) $(O)/libevenkeel.a
	$(link)
	$(run_link) $(NOTIFY_LIBS) -lm
$(O)/evenkeel-calendar: $(call obj,daemon/calendar/main.c) $(O)/libcalendar.a $(O)/libevenkeel.a
	$(link)
	$(run_link) $(CALENDAR_LIBS) -lm

$(O)/evenkeel-open: $(call obj,client/open/main.c) $(O)/libopen.a $(O)/libclient.a $(O)/libevenkeel.a
	$(link)
	$(run_link) $(LIB_LIBS) $(CLIENT_LIBS) $(OPEN_LIBS)

$(filter $(O)/tests/bench/%,$(tools)): $(call obj,$(bench_helper_src))
$(filter-out $(narrow_tests),$(tests)) $(tools): $(O)/tests/%: $(O)/obj/tests/%.o $(call obj,$(test_helper_src)) $(O)/libdaemon.a $(O)/libopen.a $(O)/libclient.a $(O)/libcalendar.a $(O)/libevenkeel.a
	$(link)
	$(run_link) $(LIB_LIBS) $(CLIENT_LIBS) $(OPEN_LIBS) $(DAEMON_LIBS) $(CALENDAR_LIBS) $(TEST_LIBS)

# Parties and members who don't keep to the rules, for tests/cli/check_officer_adversary.sh.
adversary := $(O)/tests/aggregate/adversary
$(call obj,$(adversary_src)): CPPFLAGS += -Iclient
$(adversary): $(call obj,$(adversary_src) tests/aggregate/patched.c) $(O)/libclient.a $(O)/libevenkeel.a
	$(link)
	$(run_link) $(LIB_LIBS) $(CLIENT_LIBS)

# What the narrow object defines, the library's own is not taken for.
narrow_obj := $(O)/obj/tests/narrow/field128.o
$(narrow_obj): lib/aggregate/field128.c
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -DFIELD128_NARROW $(CFLAGS) -c -o $@ $<
$(narrow_tests): $(O)/tests/%_narrow: $(O)/obj/tests/%.o $(narrow_obj) $(O)/libevenkeel.a
	$(link)
	$(run_link) $(LIB_LIBS) $(TEST_LIBS)

vector_obj := $(call obj,$(addprefix tests/aggregate/,script.c vector_file.c hex.c circuits.c contribution.c))
$(O)/tests/vdaf-vectors: $(call obj,tests/aggregate/vdaf_vectors.c)
$(O)/tests/vdaf-vectors-narrow: $(call obj,tests/aggregate/vdaf_vectors.c) $(narrow_obj)
$(O)/tests/hpke-vectors: $(call obj,tests/aggregate/hpke_vectors.c)
# Without what debuggers read: not every valgrind can read what every compiler writes there.
$(O)/tests/aggregate/secrets: override LDFLAGS += -Wl,--strip-debug
$(O)/tests/aggregate/secrets: $(call obj,tests/aggregate/secrets.c)
$(vector_programs): $(vector_obj) $(O)/libevenkeel.a
	$(link)
	$(run_link) $(LIB_LIBS)

# In the fault tests what the store calls to change files goes by tests/store/faults/plain.c.
fault_calls := open close read write fsync fdatasync rename unlink unlinkat rmdir mkdir mkostemp fdopen fileno utimensat renameat2
fault_tests := $(filter $(O)/tests/store/faults/%,$(tests))
$(fault_tests): $(call obj,$(fault_src))
$(fault_tests): override LDFLAGS += $(fault_calls:%=-Wl,--wrap=%)

$(O)/locale/%/LC_MESSAGES/evenkeel.mo: po/%.po
	$(call say,MSGFMT,$@)
	$(Q)mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

-include $(shell find $(O)/obj -name '*.d' 2>/dev/null)
.SECONDARY:

deps:
	$(Q)packaging/deps.sh build
deps-desktop:
	$(Q)packaging/deps.sh build desktop
deps-browser: $(O)/browser/node_modules/.package-lock.json
deps-stats:
	$(Q)packaging/deps.sh build stats

check:
	$(Q)packaging/deps.sh build test
	$(Q)+$(MAKE) --no-print-directory $(jobs) check-run

# Preloaded by tests/cli/check_team_hang.sh.
hang := $(O)/tests/cli/hang.so
$(hang): tests/cli/hang.c
	$(link)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(filter-out -fsanitize%,$(CFLAGS)) -fPIC -shared -o $@ $<

check-run: all $(tests) $(tools) $(vector_programs) $(adversary) $(hang)
	$(Q)tests/run.sh $(O) $(tests)

.PHONY: vectors
vectors: $(vector_programs)

check-layers: all
	$(Q)tests/layers.sh $(O)

check-mutants: all
	$(Q)tests/mutants/run.sh $(O)

check-faults:
	$(Q)packaging/deps.sh build test
	$(Q)+$(MAKE) --no-print-directory $(jobs) all $(tests)
	$(Q)tests/store/faults/run.sh $(O) $(fault_tests)

# A thousand simulated years.
check-long: $(O)/tests/unit/test_schedule_year
	$(Q)YEARS=1000 $<

check-stats: deps-stats
	$(Q)+$(MAKE) --no-print-directory $(jobs) all $(O)/tests/stats/figures
	$(Q)tests/stats/run.sh $(O)

check-calibration: $(O)/tests/stats/calibration_trend $(O)/tests/stats/calibration_links
	$(Q)$(O)/tests/stats/calibration_trend
	$(Q)echo
	$(Q)$(O)/tests/stats/calibration_links

check-desktop:
	$(Q)packaging/deps.sh build desktop
	$(Q)+$(MAKE) --no-print-directory $(jobs) all $(tools)
	$(Q)tests/desktop/run.sh $(O)

# The modules come from npm's registry at the versions and with the hashes of the lock file, and lie in the build.
$(O)/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	$(Q)packaging/deps.sh build browser
	$(Q)mkdir -p $(O)/browser
	$(Q)cp tests/browser/package.json tests/browser/package-lock.json $(O)/browser
	$(Q)cd $(O)/browser && npm ci --silent --no-audit --no-fund --ignore-scripts
	$(Q)touch $@
check-browser: deps-browser
	$(Q)+$(MAKE) --no-print-directory $(jobs) all $(O)/tests/browser/made_page $(O)/tests/browser/made_team $(O)/tests/aggregate/make_cohort
	$(Q)tests/browser/run.sh $(O)

bench:
	$(Q)packaging/deps.sh build bench
	$(Q)+$(MAKE) --no-print-directory $(jobs) all $(tools)
	$(Q)tests/bench/run.sh $(O)

bench-peers:
	$(Q)packaging/deps.sh build peers
	$(Q)+$(MAKE) --no-print-directory $(jobs) all
	$(Q)tests/bench/peers.sh $(O)

try:
	$(Q)packaging/deps.sh build
	$(Q)+$(MAKE) --no-print-directory $(jobs) all
	$(Q)packaging/try.sh $(O)

# libFuzzer, each target (or those named in FUZZ) for FUZZ_S seconds; needs clang.
FUZZ_S ?= 60
FUZZ ?=
fuzz:
	$(Q)+$(MAKE) --no-print-directory CC=clang SANITIZE=address,undefined,fuzzer-no-link O=build/fuzz build/fuzz/libopen.a build/fuzz/libclient.a build/fuzz/libcalendar.a build/fuzz/libdaemon.a build/fuzz/libevenkeel.a
	$(Q)tests/fuzz/run.sh build/fuzz $(FUZZ_S) $(if $(FUZZ),$(FUZZ:%=tests/fuzz/fuzz_%.c),$(fuzz_src))

include packaging/install.mk

c_files := $(shell git ls-files '*.c' '*.h' 2>/dev/null)
format:
	$(Q)$(CLANG_FORMAT) -i $(c_files)
format-check:
	$(Q)$(CLANG_FORMAT) --dry-run --Werror $(c_files)

POT ?= po/evenkeel.pot
pot:
	$(Q)xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --keyword=error_set:3 --keyword=problems_refuse:3 --keyword=problems_note:3 \
		--package-name=evenkeel --no-location --sort-output -o $(POT) $(sort $(wildcard lib/*/*.c client/*.c client/*/*.c daemon/*.c daemon/*/*.c))
	$(Q)for l in $(languages); do [ -f po/$$l.po ] || msginit --no-translator -l $$l -i $(POT) -o po/$$l.po; \
		msgmerge -q --no-location --sort-output --backup=none -U po/$$l.po $(POT); done

clean:
	rm -rf build
