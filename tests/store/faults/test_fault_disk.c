/*
 * A disk of 600 KiB that fills up: the append is refused in words, what is stored can be read, also after three restarts, and once
 * there is room again the store goes on.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../fixture.h"
#include "ledger.h"

enum { RESTARTS = 3, BALLAST = 100 * 1024 };

static struct {
	char dir[FAULT_PATH], disk[FAULT_PATH], store[FAULT_PATH], ballast[FAULT_PATH];
	struct ledger ledger;
	long stored, refused;
} test;

/* In a mount namespace of this process's own. */
static bool mount_disk(void)
{
	if (unshare(CLONE_NEWNS))
		return false;
	/* Fails in a changed root that is no mount point; there, unmounting has to do. */
	mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
	return mount("none", test.disk, "tmpfs", MS_NOSUID | MS_NODEV, "size=600k,mode=0700") == 0;
}

static int setup(void **state)
{
	(void)state;
	fault_directory(test.dir);
	fault_path(test.disk, test.dir, "disk");
	fault_path(test.store, test.disk, "store");
	fault_path(test.ballast, test.disk, "ballast");
	return mkdir(test.disk, 0700);
}

static int teardown(void **state)
{
	(void)state;
	umount2(test.disk, MNT_DETACH);
	fault_remove(test.dir);
	return 0;
}

static void put_ballast(void)
{
	static const char zeros[4096];
	int fd = open(test.ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	for (int size = 0; size < BALLAST; size += (int)sizeof(zeros))
		assert_int_equal(write(fd, zeros, sizeof(zeros)), sizeof(zeros));
	close(fd);
}

/* Whatever room is left. */
static void fill_up(void)
{
	static const char zeros[512];
	char path[FAULT_PATH];

	fault_path(path, test.disk, "filling");
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	while (fd >= 0 && write(fd, zeros, sizeof(zeros)) > 0)
		;
	if (fd >= 0)
		close(fd);
}

/* Store until refused; the message names what is the matter. */
static void append_until_full(struct store *store)
{
	struct error err = {0};
	int r = 0;

	for (int i = 0; i < 20000 && r == 0; i++)
		r = ledger_append(&test.ledger, store, 3, 0, &err);
	assert_int_equal(r, -1);
	test.refused++;
	if (!strstr(err.message, "full"))
		fail_msg("the disk is full, it says: %s", err.message);
}

static void read_all(struct store *store, const char *when)
{
	struct verdict verdict = ledger_read_store(&test.ledger, store, 0, NULL);

	if (verdict.words[0])
		fail_msg("%s: %s", when, verdict.words);
}

static void restart_on_the_full_disk(int round)
{
	struct store *store = NULL;
	struct error err = {0};
	char when[64];

	snprintf(when, sizeof(when), "restart %d", round);
	if (store_open(&store, test.store, &err))
		fail_msg("%s: %s", when, err.message);
	read_all(store, when);
	append_until_full(store);
	read_all(store, when);
	store_free(store);
	fill_up();
}

static void a_full_disk_refuses_and_goes_on(void **state)
{
	struct error err = {0};
	char filling[FAULT_PATH];

	(void)state;
	if (!mount_disk()) {
		print_message("# SKIP needs to mount a file system\n");
		skip();
	}
	put_ballast();
	fault_create(test.store);
	struct store *store = fault_open(test.store);
	append_until_full(store);
	fill_up();
	read_all(store, "full");
	append_until_full(store);
	store_free(store);
	for (int i = 1; i <= RESTARTS; i++)
		restart_on_the_full_disk(i);
	test.stored = ledger_stored(&test.ledger);
	store = fault_open(test.store);
	append_until_full(store);
	unlink(test.ballast);
	fault_path(filling, test.disk, "filling");
	unlink(filling);
	if (ledger_append(&test.ledger, store, 1, 0, &err))
		fail_msg("with room again: %s", err.message);
	store_free(store);
	/* Closed in order, nothing lies beside the database, and there is no room to lay anything there. */
	put_ballast();
	fill_up();
	restart_on_the_full_disk(RESTARTS + 1);
	unlink(test.ballast);
	unlink(filling);
	struct verdict verdict = ledger_check(&test.ledger, test.store, 0);
	assert_string_equal(verdict.words, "");
	fault_figure("disk-stored", test.stored);
	fault_figure("disk-refused", test.refused);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_full_disk_refuses_and_goes_on, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
