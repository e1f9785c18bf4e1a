/*
 * The weekly backup, its maker killed at each of its system calls. What lies in `backup` is one pair of database and keys that belong
 * together, the one from before or the new one, also after a rotation; and what is left beside it goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>
#include <evenkeel/rotate.h>

#include "backup_stage.h"
#include "calls.h"

static struct {
	bool exchange; /* the file system knows how to */
	int old_pairs, new_pairs;
} test;

/* As where the file system says EINVAL. */
static void forbid_exchange(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_renameat2, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[4])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RENAME_EXCHANGE, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 22),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(filter) / sizeof(*filter), .filter = filter};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		_exit(1);
	if (renameat2(AT_FDCWD, stage.store, AT_FDCWD, stage.dir, RENAME_EXCHANGE) == 0 || errno != EINVAL)
		_exit(1);
}

static int make_backup_without_exchange(void)
{
	forbid_exchange();
	return stage_make_backup();
}

static void judge(long at)
{
	/* Between two renames there may be none in its place until the store is opened. */
	if (!test.exchange)
		assert_true(stage_records_in("store", STAGE_PASSPHRASE) >= STAGE_RECORDS);
	if (stage_is_new_pair("killed at call", at))
		test.new_pairs++;
	else
		test.old_pairs++;
	assert_int_equal(stage_make_backup(), 0);
	assert_true(stage_is_new_pair("and again, after call", at));
	stage_assert_nothing_beside();
	assert_true(stage_records_in("store", STAGE_PASSPHRASE) >= STAGE_RECORDS);
}

static void a_pair_is_old_or_new(void **state)
{
	(void)state;
	test.exchange = true;
	test.old_pairs = test.new_pairs = 0;
	calls_kill_each(stage_make_backup, stage_begin, judge, "kills-backup");
	print_message("# %d old pairs, %d new\n", test.old_pairs, test.new_pairs);
	assert_true(test.old_pairs > 0 && test.new_pairs > 0);
}

static void so_it_is_without_an_exchange(void **state)
{
	(void)state;
	test.exchange = false;
	test.old_pairs = test.new_pairs = 0;
	calls_kill_each(make_backup_without_exchange, stage_begin, judge, "kills-backup-elsewhere");
	print_message("# %d old pairs, %d new\n", test.old_pairs, test.new_pairs);
	assert_true(test.old_pairs > 0 && test.new_pairs > 0);
}

static int make_backup_on_a_stick(void)
{
	struct store *store = NULL;
	struct error err = {0};
	char stick[FAULT_PATH];

	forbid_exchange();
	fault_path(stick, stage.dir, "stick");
	int r = store_open(&store, stage.store, &err);
	if (r == 0)
		r = backup_make(store, stick, fixture_instant(START_MS + 8 * STAGE_DAY_MS), 0, &err);
	store_free(store);
	return r;
}

/* With the same keys and an older list of questions. */
static void begin_with_stick(void)
{
	struct store *store;
	struct error err = {0};
	char stick[FAULT_PATH];

	stage_begin();
	stage_shell("rm -rf stick");
	fault_path(stick, stage.dir, "stick");
	folder_make(stage.store, FOLDER_THEN);
	store = fixture_open(stage.dir);
	assert_int_equal(backup_make(store, stick, fixture_instant(START_MS), 0, &err), 0);
	store_free(store);
	folder_make(stage.store, FOLDER_NOW);
}

/* Restored elsewhere, it has the questionnaires of then or of now: some, whenever the maker was killed. */
static void judge_stick(long at)
{
	char stick[FAULT_PATH], to[FAULT_PATH];
	struct error err = {0};

	stage_shell("rm -rf other");
	fault_path(stick, stage.dir, "stick");
	fault_path(to, stage.dir, "other");
	if (backup_restore(to, stick, &err))
		fail_msg("killed at call %ld: %s", at, err.message);
	enum folder folder = stage_folder_in("other");
	if (folder != FOLDER_THEN && folder != FOLDER_NOW)
		fail_msg("killed at call %ld: the questionnaires are %s", at, folder_name(folder));
	test.old_pairs += folder == FOLDER_THEN;
	test.new_pairs += folder == FOLDER_NOW;
	assert_true(stage_records_in("other", STAGE_PASSPHRASE) >= STAGE_RECORDS);
}

static void questionnaires_elsewhere_are_old_or_new(void **state)
{
	(void)state;
	test.old_pairs = test.new_pairs = 0;
	calls_kill_each(make_backup_on_a_stick, begin_with_stick, judge_stick, "kills-backup-stick");
	print_message("# %d of then, %d of now\n", test.old_pairs, test.new_pairs);
	assert_true(test.old_pairs > 0 && test.new_pairs > 0);
	/* Between its two renames, whether or not a kill met that. */
	stage_shell("mv stick/instruments stick/instruments.old");
	judge_stick(0);
}

/* What a crash left goes with the next passphrase, the next backup, or the store. */
static void what_is_left_behind_goes(void **state)
{
	struct erase_all how = {.whole_directory = true};
	struct error err = {0};
	(void)state;

	stage_begin();
	stage_shell("mkdir -m 700 store/backup.new && cp store/keys store/store.db store/backup.new/");
	stage_shell("cp -a store/backup store/backup.old");
	assert_int_equal(stage_make_backup(), 0);
	stage_assert_nothing_beside();
	/* A passphrase that no longer counts does not live on in it. */
	stage_shell("mkdir -m 700 store/backup.new && cp store/keys store/backup.new/");
	struct store *store = NULL;
	assert_int_equal(store_open(&store, stage.store, &err), 0);
	assert_int_equal(store_change_passphrase(store, STAGE_PASSPHRASE, strlen(STAGE_PASSPHRASE), "third", 5, &err),
			 0);
	store_free(store);
	stage_assert_nothing_beside();
	stage_shell("cp -a store/backup store/backup.new && cp -a store/backup store/backup.old");
	assert_int_equal(backup_sweep(stage.store, &err), 0);
	stage_shell("test ! -e store/backup.new && cp -a store/backup store/backup.new");
	assert_int_equal(erase_store(stage.store, &how, &err), 0);
	stage_shell("test ! -e store");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_is_old_or_new),
		cmocka_unit_test(so_it_is_without_an_exchange),
		cmocka_unit_test(questionnaires_elsewhere_are_old_or_new),
		cmocka_unit_test(what_is_left_behind_goes),
	};

	return cmocka_run_group_tests(tests, stage_setup, stage_teardown);
}
