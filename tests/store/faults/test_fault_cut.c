/*
 * The power goes in the midst of the steps of a store's life: setting up, another passphrase, the recovery code, rotations, erasing and
 * forgetting, backups, restoring, accepting. Each step runs once, and what it does to files is kept; then the power goes before each
 * change, and from what would then be on the disk the store comes up as it was before the step or as it is after it.
 *
 * And the negative control: the same with one sync left out, of a file or of a directory, each in its turn, and with all of a kind.
 * Where two copies stand in for each other one sync less may not show; if nothing ever showed, the test would show nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/keys.h>
#include <evenkeel/seal.h>

#include "../fixture.h"
#include "disk.h"
#include "life.h"
#include "trace.h"

enum { SEEN = 1 << 16 };

/* What is left out: the sync with this number in the trace, or all of a kind. */
enum { OF_FILES, OF_DIRECTORIES, OF_DATABASES, KINDS };
enum { NOTHING = -1, ALL_OF = -10 };
static const char *const kind_names[KINDS] = {"files", "directories", "databases"};

static struct {
	char image[FAULT_PATH];
	const struct life_step *step;
	struct trace trace;
	enum life_end end;
	int at, left_out;
	bool again;                   /* the second time */
	uint8_t (*seen)[DISK_DIGEST]; /* images that were looked at, and were as they should be */
	long seen_count;
	long cuts, cuts_again, images, violations, printed;
	long controls[KINDS], noticed[KINDS], blind;
} test;

/* Where it is, or belongs. */
static uint8_t *place_of(const uint8_t digest[static DISK_DIGEST])
{
	static const uint8_t none[DISK_DIGEST];
	uint32_t at;

	memcpy(&at, digest, sizeof(at));
	for (at %= SEEN; memcmp(test.seen[at], none, DISK_DIGEST); at = (at + 1) % SEEN)
		if (memcmp(test.seen[at], digest, DISK_DIGEST) == 0)
			break;
	return test.seen[at];
}

static void note_seen(uint8_t *place, const uint8_t digest[static DISK_DIGEST])
{
	if (++test.seen_count > SEEN / 2)
		abort();
	memcpy(place, digest, DISK_DIGEST);
}

static void broken(enum disk_image image, unsigned seed, const char *words)
{
	static const char *const names[] = {
		[DISK_NONE] = "nothing",        [DISK_ALL] = "all",          [DISK_NAMES] = "the names",
		[DISK_DATA] = "the bytes",      [DISK_PREFIX] = "the first", [DISK_DIRECTORY] = "one directory's",
		[DISK_SECTORS] = "some sectors"};

	test.violations++;
	if (test.printed++ < 5)
		print_error("# %s, cut%s before change %d of %d (%s), %s of %d pending (%u): %s\n", test.step->name,
			    test.again ? " again" : "", test.at, test.trace.count,
			    test.at < test.trace.count ? strrchr(test.trace.events[test.at].path, '/') : "the end",
			    names[image], disk_pending(), seed, words);
}

/* True: it is as it should be. */
static bool look(enum disk_image image, unsigned seed)
{
	uint8_t digest[DISK_DIGEST];

	disk_choose(image, seed, digest);
	digest[0] ^= (uint8_t)test.end;
	uint8_t *seen = place_of(digest);
	if (memcmp(seen, digest, DISK_DIGEST) == 0)
		return true;
	disk_write(test.image);
	struct verdict verdict = life_judge(test.step, test.image, test.end);
	test.images++;
	if (!verdict.words[0]) {
		note_seen(seen, digest);
		return true;
	}
	if (test.left_out == NOTHING)
		broken(image, seed, verdict.words);
	return false;
}

/* All that a disk may hold now, or some of it. */
static bool look_at_all(void)
{
	bool thorough = fault_is_long() && test.left_out == NOTHING && !test.again;
	unsigned pending = (unsigned)disk_pending(), seed = (unsigned)test.at * 100;
	unsigned prefixes = thorough ? 24 : 2, directories = thorough ? 8 : 1, choices = thorough ? 12 : 1;
	bool good = look(DISK_NONE, 0);

	for (enum disk_image image = DISK_ALL; pending && image < DISK_PREFIX; image++)
		good &= look(image, 0);
	for (unsigned i = 1; i < pending && i <= prefixes; i++)
		good &= look(DISK_PREFIX, pending <= prefixes ? i : (seed + i) * 2654435761u % pending);
	for (unsigned i = 0; i < directories && i < pending && pending > 1; i++)
		good &= look(DISK_DIRECTORY, i);
	for (unsigned i = 0; i < choices && pending > 1; i++)
		good &= look(DISK_SECTORS, seed + i);
	return good;
}

static int kind_of(const struct shim_event *event)
{
	return event->is_directory ? OF_DIRECTORIES : event->plain ? OF_FILES : OF_DATABASES;
}

static bool is_left_out(int at)
{
	const struct shim_event *event = &test.trace.events[at];

	return event->op == SHIM_SYNC && (at == test.left_out || test.left_out == ALL_OF - kind_of(event));
}

/* What lies on the disk and has no name is what forgetting was to overwrite. */
static bool look_for_remnants(void)
{
	const unsigned char *bytes;
	struct keys keys;
	struct seal seal;
	bool good = true;
	size_t size;

	for (int i = 0; disk_remnant(i, &bytes, &size); i++) {
		bool is_keys = keys_decode(bytes, size, &keys, NULL) == 0;
		bool is_seal = size >= SEAL_SLOT_SIZE && seal_decode(bytes, &seal) == 0;
		if ((is_keys && test.step->promises & LIFE_WIPES_KEYS) ||
		    (is_seal && test.step->promises & LIFE_WIPES_SEALS))
			good = false;
	}
	if (!good && test.left_out == NOTHING)
		broken(DISK_NONE, 0, "keys or seals are left without a name");
	return good;
}

/* What was kept once more; the power goes before each change. With a sync left out the first violation is enough. */
static bool sweep(const char *base, enum life_end end, int left_out)
{
	bool good = true;

	test.left_out = left_out;
	test.end = LIFE_CUT;
	disk_start(base, life->work);
	for (test.at = 0; test.at < test.trace.count; test.at++) {
		const struct shim_event *event = &test.trace.events[test.at];
		if (!good && left_out != NOTHING)
			return false;
		if (shim_is_change(event) && test.at > left_out) {
			good &= look_at_all();
			if (left_out == NOTHING)
				*(test.again ? &test.cuts_again : &test.cuts) += 1;
		}
		if (!is_left_out(test.at))
			disk_follow(NULL, event);
	}
	test.end = end;
	good &= look_at_all();
	return end == LIFE_DONE ? good & look_for_remnants() : good;
}

static void record(int (*run)(const char *place, struct error *err), const char *base)
{
	struct error err = {0};

	test.trace = (struct trace){0};
	fault_copy(base, life->work);
	shim = (struct shim){.after = trace_follow, .below = life->work, .context = &test.trace};
	int r = run(life->work, &err);
	shim = (struct shim){0};
	if (r)
		fail_msg("%s: %s", test.step->name, err.message);
}

static void begin(const struct life_step *step)
{
	test.step = step;
	test.printed = test.seen_count = 0;
	memset(test.seen, 0, SEEN * sizeof(*test.seen));
	life_prepare(step);
	record(step->run, life->base);
}

/* What the next one does who comes by; whether that succeeds was judged already. */
static int come_by(const char *place, struct error *err)
{
	static const char *const passphrases[] = {PASSPHRASE, OTHER};
	struct store *store = life_open(place, err);

	for (size_t i = 0; store && i < sizeof(passphrases) / sizeof(*passphrases); i++)
		if (store_unlock(store, passphrases[i], strlen(passphrases[i]), err) == 0)
			break;
	store_free(store);
	return 0;
}

/* The step up to the change @at came down, all of it. False: that is what it was before, too. */
static bool write_half(int at, const char *to)
{
	static uint8_t last[DISK_DIGEST];
	uint8_t digest[DISK_DIGEST];

	disk_start(life->base, life->work);
	for (int i = 0; i < at; i++)
		disk_follow(NULL, &test.trace.events[i]);
	disk_choose(DISK_ALL, 0, digest);
	if (memcmp(digest, last, DISK_DIGEST) == 0)
		return false;
	memcpy(last, digest, DISK_DIGEST);
	disk_write(to);
	return true;
}

/* The power goes, and goes again while what it left half done is being settled. */
static void cut_again(void)
{
	struct trace first = test.trace;
	char half[FAULT_PATH];

	fault_path(half, life->dir, "half");
	for (int at = 0; at < first.count; at++) {
		test.trace = first;
		if (!shim_is_change(&first.events[at]) || !first.events[at].plain || !write_half(at, half))
			continue;
		record(come_by, half);
		test.again = true;
		sweep(half, LIFE_CUT, NOTHING);
		test.again = false;
		trace_clear(&test.trace);
	}
	test.trace = first;
}

static void leave_out_each(void)
{
	for (int i = 0; i < test.trace.count; i++) {
		const struct shim_event *event = &test.trace.events[i];
		if (event->op != SHIM_SYNC || kind_of(event) == OF_DATABASES)
			continue;
		test.controls[kind_of(event)]++;
		test.noticed[kind_of(event)] += !sweep(life->base, LIFE_DONE, i);
	}
	bool noticed = false;
	for (int kind = 0; kind < KINDS && !noticed; kind++)
		noticed = !sweep(life->base, LIFE_DONE, ALL_OF - kind);
	if (!noticed && test.blind++ < 5)
		print_error("# %s: nothing syncs, and nothing shows\n", test.step->name);
}

static void a_power_cut_leaves_before_or_after(void **state)
{
	(void)state;
	for (int i = 0; i < life_step_count; i++) {
		if (!life_wanted(&life_steps[i]))
			continue;
		begin(&life_steps[i]);
		sweep(life->base, LIFE_DONE, NOTHING);
		if (fault_is_long())
			cut_again();
		long images = test.images;
		if (fault_is_long() || strcmp(life_steps[i].name, "forgetting") == 0)
			leave_out_each();
		/* Those of the control do not count. */
		test.images = images;
		trace_clear(&test.trace);
	}
	fault_figure("cut-cuts", test.cuts);
	fault_figure("cut-cuts-again", test.cuts_again);
	fault_figure("cut-images", test.images);
	fault_figure("cut-violations", test.violations);
	assert_true(test.images > test.cuts / 2);
	assert_int_equal(test.violations, 0);
}

static void with_a_sync_left_out_it_shows(void **state)
{
	char name[64];

	(void)state;
	for (int kind = 0; kind < OF_DATABASES; kind++) {
		snprintf(name, sizeof(name), "control-%s-unsynced", kind_names[kind]);
		fault_figure(name, test.controls[kind]);
		snprintf(name, sizeof(name), "control-%s-noticed", kind_names[kind]);
		fault_figure(name, test.noticed[kind]);
	}
	assert_true(test.noticed[OF_FILES] > 0 || !life_all_wanted());
	assert_true(test.noticed[OF_DIRECTORIES] > 0 || !life_all_wanted());
	assert_int_equal(test.blind, 0);
}

static int setup(void **state)
{
	(void)state;
	shim_register();
	life_start();
	fault_path(test.image, life->dir, "image");
	test.seen = calloc(SEEN, sizeof(*test.seen));
	return test.seen ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	disk_stop();
	free(test.seen);
	life_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_power_cut_leaves_before_or_after),
		cmocka_unit_test(with_a_sync_left_out_it_shows),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
