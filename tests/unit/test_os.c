/* The few questions to the operating system. Zone files are made here, so that no tzdata is needed; /proc may be missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/os.h>

#define NOW_S INT64_C(1772438400) /* 2026-03-02 08:00 UTC */
#define SPRING INT64_C(1774746000)
#define CENTRAL "CET-1CEST,M3.5.0,M10.5.0/3"

static void clocks_go_on(void **state)
{
	struct instant first = instant_now(), second = instant_now();

	(void)state;
	assert_true(first.wall_ms > INT64_C(1600000000000));
	assert_true(first.boot_ms > 0);
	assert_true(second.boot_ms >= first.boot_ms);
}

static void the_client_s_clock_can_be_frozen(void **state)
{
	static const struct {
		const char *written;
		int64_t wall_ms; /* -1 = refused */
	} cases[] = {
		{"2026-03-02T09:00:00+01:00", NOW_S * 1000},
		{"2026-03-02T08:00Z", NOW_S * 1000},
		{"2026-03-02T09:00", NOW_S * 1000},
		{"2026-07-01T09:00", 1782889200000},
		{"tomorrow", -1},
		{"2026-03-02", -1},
	};
	struct instant now;

	(void)state;
	setenv("TZ", CENTRAL, 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error err = {0};
		setenv("EVENKEEL_NOW", cases[i].written, 1);
		int rc = instant_now_client(&now, &err);
		assert_int_equal(rc, cases[i].wall_ms < 0 ? -1 : 0);
		if (rc < 0) {
			assert_int_equal(err.kind, ERROR_USAGE);
			assert_non_null(strstr(err.message, "EVENKEEL_NOW"));
			continue;
		}
		assert_int_equal(now.wall_ms, cases[i].wall_ms);
	}
	setenv("EVENKEEL_NOW", "", 1);
	assert_int_equal(instant_now_client(&now, NULL), 0);
	unsetenv("EVENKEEL_NOW");
	assert_int_equal(instant_now_client(&now, NULL), 0);
	assert_true(llabs(now.wall_ms - instant_now().wall_ms) < 60000);
	unsetenv("TZ");
}

static void the_system_s_zone_is_probed(void **state)
{
	(void)state;
	setenv("TZ", CENTRAL, 1);
	struct zone zone = zone_probe(NOW_S);
	assert_int_equal(zone.count, 8);
	assert_int_equal(zone.first_offset_s, 3600);
	assert_int_equal(zone_offset_s(&zone, SPRING - 1), 3600);
	assert_int_equal(zone_offset_s(&zone, SPRING), 7200);
	assert_int_equal(zone_next_change_s(&zone, NOW_S), SPRING);
	assert_string_equal(zone.name, CENTRAL);
	setenv("TZ", "UTC0", 1);
	zone = zone_probe(NOW_S);
	assert_int_equal(zone.count, 0);
	assert_int_equal(zone.first_offset_s, 0);
	unsetenv("TZ");
}

/* A zone file by hand (RFC 8536): one change long ago, a rule behind it. */
static void make_zone(const char *dir, const char *name, const char *rule)
{
	/* The old part, then the one of 64 bits: 1 change, 1 type, 4 bytes of names; the change, its type, the type, the name. */
	static const uint8_t old[] = {'T',  'Z',  'i', 'f', '2', [39] = 1, [43] = 4, 0, 0,
				      0x0e, 0x10, 0,   0,   'C', 'E',      'T',      0};
	static const uint8_t new[] = {'T', 'Z',  'i',  'f', '2', [35] = 1, [39] = 1, [43] = 4, [52] = 0, 0,
				      0,   0x0e, 0x10, 0,   0,   'C',      'E',      'T',      0};
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fwrite(old, 1, sizeof(old), file);
	fwrite(new, 1, sizeof(new), file);
	fprintf(file, "\n%s\n", rule);
	assert_int_equal(fclose(file), 0);
}

static void a_zone_by_name(void **state)
{
	static const char *const wrong[] = {"Nowhere/City",
					    "",
					    "../../etc/passwd",
					    "/etc/passwd",
					    "Test/",
					    "Test",
					    "Test//City",
					    "Test/City ",
					    "Test/Text",
					    "A234567890123456789012345678901234567890123456789"};
	const char *scratch = getenv("TMPDIR");
	char dir[256], path[512];
	struct zone zone, untouched = zone_fixed(77);
	struct error err = {0};

	(void)state;
	snprintf(dir, sizeof(dir), "%s/evenkeel-zones.XXXXXX", scratch ? scratch : "/tmp");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/Test", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	make_zone(dir, "Test/City", CENTRAL);
	snprintf(path, sizeof(path), "%s/Test/Text", dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs("no zone file", file);
	fclose(file);
	setenv("TZDIR", dir, 1);
	setenv("TZ", "XYZ-5", 1);
	assert_int_equal(zone_probe_named("Test/City", NOW_S, &zone, &err), 0);
	assert_string_equal(zone.name, "Test/City");
	assert_int_equal(zone_offset_s(&zone, SPRING), 7200);
	/* The program's own zone is as before. */
	assert_string_equal(getenv("TZ"), "XYZ-5");
	assert_int_equal(zone_probe(NOW_S).first_offset_s, 18000);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		zone = untouched;
		if (zone_probe_named(wrong[i], NOW_S, &zone, &err) != -1)
			fail_msg("'%s' is known", wrong[i]);
		assert_true(zone_equal(&zone, &untouched));
	}
	unsetenv("TZ");
	assert_int_equal(zone_probe_named("Test/City", NOW_S, &zone, &err), 0);
	assert_null(getenv("TZ"));
	snprintf(path, sizeof(path), "rm -r %s", dir);
	assert_int_equal(system(path), 0);
	/* Without any zones UTC is still known, and the message says what to install. */
	assert_int_equal(zone_probe_named("Europe/Berlin", NOW_S, &zone, &err), -1);
	assert_non_null(strstr(err.message, "tzdata"));
	assert_int_equal(zone_probe_named("UTC", NOW_S, &zone, &err), 0);
	assert_int_equal(zone.count, 0);
	unsetenv("TZDIR");
}

/* In a child: what is shut stays shut. */
static int hardened(void)
{
	struct rlimit core = {1, 1};

	umask(0);
	process_harden();
	getrlimit(RLIMIT_CORE, &core);
	int dumpable = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
#if defined(__SANITIZE_ADDRESS__)
	dumpable = 0;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
	dumpable = 0;
#endif
#endif
	return (dumpable != 0) | (core.rlim_cur != 0 || core.rlim_max != 0) << 1 | (umask(0) != 077) << 2;
}

static void doors_are_shut(void **state)
{
	int status = -1;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0)
		_exit(hardened());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void figures(void **state)
{
	struct process_figures figures = process_figures();

	(void)state;
	if (access("/proc/self/status", R_OK) < 0) {
		assert_int_equal(figures.pss_kib | figures.uss_kib | figures.threads, 0);
		assert_true(figures.wakeups == 0 && figures.cpu_ms == 0);
		return;
	}
	assert_int_equal(figures.threads, 1);
	if (access("/proc/self/smaps_rollup", R_OK) == 0) {
		assert_in_range(figures.uss_kib, 50, 1 << 20);
		assert_true(figures.pss_kib >= figures.uss_kib);
	}
}

static void programs_are_found_beside_this_one(void **state)
{
	char path[4096], small[4];
	struct error err = {0};

	(void)state;
	assert_int_equal(process_helper("test_os", path, sizeof(path), &err), 0);
	assert_int_equal(access(path, X_OK), 0);
	assert_int_equal(process_helper("no-such-helper", path, sizeof(path), &err), -1);
	assert_string_equal(path, "");
	assert_non_null(strstr(err.message, "'no-such-helper'"));
	assert_int_equal(process_helper("test_os", small, sizeof(small), &err), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_go_on),
		cmocka_unit_test(the_client_s_clock_can_be_frozen),
		cmocka_unit_test(the_system_s_zone_is_probed),
		cmocka_unit_test(a_zone_by_name),
		cmocka_unit_test(doors_are_shut),
		cmocka_unit_test(figures),
		cmocka_unit_test(programs_are_found_beside_this_one),
	};

	return cmocka_run_group_tests_name("os", tests, NULL, NULL);
}
