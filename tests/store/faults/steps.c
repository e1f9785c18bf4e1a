/* The steps of a store's life. */
#include <string.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>
#include <evenkeel/rotate.h>

#include "../fixture.h"
#include "prepare.h"

const struct instant life_now = {.wall_ms = START_MS + INT64_C(60000) * LEDGER_MAX};

struct store *life_open(const char *place, struct error *err)
{
	char dir[FAULT_PATH];
	struct store *store = NULL;

	fault_path(dir, place, "store");
	int r = store_open(&store, dir, err);
	if (r == STORE_EMPTY)
		error_set(err, ERROR_FAILED, "no store");
	return store;
}

static struct store *unlocked(const char *place, struct error *err)
{
	struct store *store = life_open(place, err);

	if (store && store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), err))
		store = store_free(store);
	return store;
}

static int set_up(const char *place, struct error *err)
{
	char dir[FAULT_PATH];

	fault_path(dir, place, "store");
	return store_create_confirmed(dir, PASSPHRASE, strlen(PASSPHRASE), STORE_TEST_KDF, fixture_instant(START_MS),
				      life_keep_code, life->views[LIFE_AFTER].code, err);
}

static int change_passphrase(const char *place, struct error *err)
{
	struct store *store = life_open(place, err);
	int r = store ? store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), err) : -1;

	store_free(store);
	return r;
}

static int use_code(const char *place, struct error *err)
{
	char dir[FAULT_PATH];

	fault_path(dir, place, "store");
	return store_recover(dir, life->views[LIFE_BEFORE].code, OTHER, strlen(OTHER), STORE_TEST_KDF, err);
}

static int give_keyring(const char *place, struct error *err)
{
	struct store *store = life_open(place, err);
	int r = store ? store_keyring_on(store, PASSPHRASE, strlen(PASSPHRASE), THIRD, strlen(THIRD), err) : -1;

	store_free(store);
	return r;
}

static int rotate(const char *place, bool full, struct error *err)
{
	struct rotate_order order = {.passphrase = OTHER,
				     .length = strlen(OTHER),
				     .full = full,
				     .now = life_now,
				     .zone_min = 60,
				     .confirm = life_keep_code,
				     .context = life->views[LIFE_AFTER].code};
	struct store *store = unlocked(place, err);
	int r = store ? store_rotate(store, &order, err) : -1;

	store_free(store);
	return r;
}

static int rotate_fast(const char *place, struct error *err)
{
	return rotate(place, false, err);
}

static int rotate_full(const char *place, struct error *err)
{
	return rotate(place, true, err);
}

static bool is_wanted(void *context, uint64_t n, const struct record *record)
{
	(void)context, (void)record;
	return n >= LIFE_ERASED_FIRST && n <= LIFE_ERASED_LAST;
}

static int erase(const char *place, struct error *err)
{
	struct erase_plan plan = {0};
	struct store_report report;
	struct store *store = unlocked(place, err);
	int r = store ? erase_plan(store, is_wanted, NULL, &plan, &report, err) : -1;

	if (r == 0)
		r = erase_rows(store, &plan, life_now, err);
	erase_plan_clear(&plan);
	store_free(store);
	return r;
}

static int forget(const char *place, bool whole, struct error *err)
{
	char dir[FAULT_PATH];
	struct erase_all how = {.whole_directory = whole};

	fault_path(dir, place, "store");
	return erase_store(dir, &how, err);
}

static int forget_all(const char *place, struct error *err)
{
	return forget(place, true, err);
}

static int forget_named(const char *place, struct error *err)
{
	return forget(place, false, err);
}

static int back_up(const char *place, struct error *err)
{
	struct store *store = life_open(place, err);
	int r = store ? backup_weekly(store, life_now, err) : -1;

	store_free(store);
	return r < 0 ? -1 : 0;
}

static int back_up_elsewhere(const char *place, struct error *err)
{
	char target[FAULT_PATH];
	struct store *store = life_open(place, err);

	fault_path(target, place, "elsewhere");
	int r = store ? backup_make(store, target, life_now, 0, err) : -1;
	store_free(store);
	return r;
}

static int restore(const char *place, struct error *err)
{
	char dir[FAULT_PATH], from[FAULT_PATH];

	fault_path(dir, place, "store");
	fault_path(from, place, "elsewhere");
	return backup_restore(dir, from, err);
}

static int accept(const char *place, struct error *err)
{
	bool changed;
	struct store_report report;
	struct store *store = unlocked(place, err);
	int r = store ? store_accept(store, life_now, &changed, &report, err) : -1;

	store_free(store);
	return r;
}

static int first_reading(const char *place, struct error *err)
{
	struct store_report report;
	struct store *store = unlocked(place, err);
	int r = store ? store_read(store, NULL, NULL, &report, err) : -1;

	store_free(store);
	return r;
}

const struct life_step life_steps[] = {
	{"setup", prepare_nothing, set_up, life_judge_store, 0},
	{"another passphrase", prepare_other_passphrase, change_passphrase, life_judge_store, LIFE_SHUTS},
	{"the recovery code", prepare_other_passphrase, use_code, life_judge_store, LIFE_SHUTS},
	{"the recovery code, keys lost", prepare_lost_keys, use_code, life_judge_store, 0},
	{"the keyring", prepare_plain, give_keyring, life_judge_keyring, 0},
	{"a fast rotation", prepare_other_passphrase, rotate_fast, life_judge_store, LIFE_SHUTS | LIFE_WIPES_SEALS},
	{"a full rotation", prepare_other_passphrase, rotate_full, life_judge_store, LIFE_SHUTS | LIFE_WIPES_SEALS},
	{"an erasure", prepare_erasing, erase, life_judge_erasing, 0},
	{"forgetting", prepare_forgetting, forget_all, life_judge_forget, LIFE_WIPES_KEYS | LIFE_WIPES_SEALS},
	{"forgetting what is ours", prepare_forgetting, forget_named, life_judge_forget,
	 LIFE_WIPES_KEYS | LIFE_WIPES_SEALS},
	{"a first backup", prepare_no_backup, back_up, life_judge_backup, 0},
	{"a backup", prepare_plain, back_up, life_judge_backup, 0},
	{"a backup over old keys", prepare_old_keys, back_up, life_judge_backup, 0},
	{"a backup elsewhere", prepare_elsewhere, back_up_elsewhere, life_judge_backup_elsewhere, 0},
	{"restoring", prepare_restoring, restore, life_judge_restore, 0},
	{"restoring, no store", prepare_moving, restore, life_judge_restore, 0},
	{"restoring, another store", prepare_exchanging, restore, life_judge_restore, 0},
	{"accepting without a seal", prepare_no_seal, accept, life_judge_accept, 0},
	{"accepting what was restored", prepare_restored, accept, life_judge_accept, 0},
	{"accepting gaps", prepare_gaps, accept, life_judge_accept, 0},
	{"adding a questionnaire", prepare_adding, life_add_questionnaire, life_judge_folder, 0},
	{"removing a questionnaire", prepare_taking_away, life_take_questionnaire_away, life_judge_folder, 0},
	{"a first reading", prepare_plain, first_reading, life_judge_store, 0},
};
const int life_step_count = sizeof(life_steps) / sizeof(life_steps[0]);
