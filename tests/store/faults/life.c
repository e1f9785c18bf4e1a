#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/erase.h>
#include <evenkeel/keys.h>
#include <evenkeel/rotate.h>

#include "../fixture.h"
#include "judge.h"

struct life *life;

struct judge_hand hand;

void life_start(void)
{
	life = mmap(NULL, sizeof(*life), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (life == MAP_FAILED)
		abort();
	fault_directory(life->dir);
	fault_path(life->base, life->dir, "base");
	fault_path(life->work, life->dir, "work");
	folder_start(life->dir);
}

void life_stop(void)
{
	fault_remove(life->dir);
	munmap(life, sizeof(*life));
}

bool life_wanted(const struct life_step *step)
{
	const char *part = getenv("FAULTS_STEPS");

	return !part || strstr(step->name, part);
}

bool life_all_wanted(void)
{
	return !getenv("FAULTS_STEPS");
}

void life_prepare(const struct life_step *step)
{
	memset(life->views, 0, sizeof(life->views));
	memset(&life->backup, 0, sizeof(life->backup));
	fault_remove(life->base);
	if (mkdir(life->base, 0700))
		abort();
	step->prepare();
}

void life_begin(void)
{
	fault_copy(life->base, life->work);
}

bool judge_good(void)
{
	return !hand.verdict.words[0];
}

static bool opens(const char *place, const char *passphrase, struct error *err)
{
	struct store *store = life_open(place, err);
	bool opened = store && store_unlock(store, passphrase, strlen(passphrase), err) == 0;

	store_free(store);
	return opened;
}

int judge_view_by_passphrase(const char *place, struct error *err)
{
	for (int i = 0; i < LIFE_VIEWS; i++)
		if (hand.views[i].passphrase && opens(place, hand.views[i].passphrase, err))
			return i;
	return LIFE_VIEWS;
}

bool judge_passphrases_differ(void)
{
	const char *before = hand.views[LIFE_BEFORE].passphrase, *after = hand.views[LIFE_AFTER].passphrase;

	return !before || strcmp(before, after) != 0;
}

/* Which state it is in; with one passphrase for both, the step's word. */
static int view_of(const char *place, enum life_end end, struct error *err)
{
	int view = judge_view_by_passphrase(place, err);

	if (view < LIFE_VIEWS && !judge_passphrases_differ())
		view = end == LIFE_CUT ? LIFE_BEFORE : LIFE_AFTER;
	return view;
}

void judge_folder(const char *dir, unsigned allowed, const char *what)
{
	enum folder found = folder_find(dir);

	if (!(allowed & 1u << found))
		BROKEN("%s: its questionnaires are %s", what, folder_name(found));
}

void judge_view(int view)
{
	struct life_view *at = &hand.views[view];
	unsigned allowed = 1u << at->folder;

	/* What cannot be read of the list, or of those that were added since the backup, stays with the store from before. */
	if (at->folder == FOLDER_JOINED && hand.end == LIFE_DONE_BADLY)
		allowed |= 1u << FOLDER_LISTED | 1u << FOLDER_THEN;
	at->ledger.other = at->passphrase;
	hand.verdict = ledger_check(&at->ledger, hand.store, at->allowed);
	if (judge_good())
		judge_folder(hand.store, allowed, "the store");
}

void judge_run_again(const char *place)
{
	struct error err = {0};
	char code[RECOVERY_CODE_SIZE];

	memcpy(code, life->views[LIFE_AFTER].code, sizeof(code));
	if (hand.step->run(place, &err))
		BROKEN("and it cannot be done again: %s", err.message);
	/* This one has a code of its own; the next to be judged has not. */
	memcpy(hand.views[LIFE_AFTER].code, life->views[LIFE_AFTER].code, sizeof(code));
	memcpy(life->views[LIFE_AFTER].code, code, sizeof(code));
}

int judge_check(const char *place, enum life_end end, int view, const struct error *err)
{
	if (view == LIFE_VIEWS && end == LIFE_CUT && !hand.views[LIFE_BEFORE].passphrase) {
		judge_run_again(place);
		view = LIFE_AFTER;
	} else if (view == LIFE_VIEWS) {
		BROKEN("nothing opens it: %s", err->message);
	} else if (end != LIFE_CUT && view != LIFE_AFTER) {
		BROKEN("done, and as it was before");
	}
	if (judge_good())
		judge_view(view == LIFE_VIEWS ? LIFE_AFTER : view);
	return view == LIFE_VIEWS ? LIFE_AFTER : view;
}

static const char *shut_out; /* for look_at_file: nftw has no context */

static int look_at_file(const char *path, const struct stat *status, int type, struct FTW *unused)
{
	uint8_t master[VAULT_MASTER_SIZE];
	struct keys keys;
	size_t size;

	(void)status, (void)unused;
	if (type != FTW_F)
		return 0;
	unsigned char *bytes = fixture_bytes(path, &size);
	bool is_keys = keys_decode(bytes, size, &keys, NULL) == 0;
	free(bytes);
	return is_keys && keys_open(&keys, shut_out, strlen(shut_out), master, NULL) == 0;
}

static void check_shut(void)
{
	shut_out = hand.views[LIFE_BEFORE].passphrase;
	if (nftw(hand.store, look_at_file, 16, FTW_PHYS) > 0)
		BROKEN("the passphrase of before opens a key file still");
}

/* The code of its state opens it, and after a rotation the other one does not. */
static void check_code(int view)
{
	struct life_view *at = &hand.views[view];
	const char *other = hand.views[LIFE_BEFORE].code;
	struct error err = {0};

	if (view == LIFE_AFTER && other[0] && strcmp(other, at->code) != 0 &&
	    store_recover(hand.store, other, THIRD, strlen(THIRD), STORE_TEST_KDF, &err) != -1)
		BROKEN("the recovery code of before opens it still");
	if (store_recover(hand.store, at->code, THIRD, strlen(THIRD), STORE_TEST_KDF, &err)) {
		BROKEN("by the recovery code: %s", err.message);
		return;
	}
	at->ledger.other = THIRD;
	hand.verdict = ledger_read(&at->ledger, hand.store, at->allowed, NULL);
}

int judge_begin(const char *place, enum life_end end, struct error *err)
{
	if (end == LIFE_DONE && hand.step->promises & LIFE_SHUTS)
		check_shut();
	return view_of(place, end, err);
}

void judge_finish(int view)
{
	if (judge_good())
		check_code(view);
}

void life_judge_store(const char *place, enum life_end end)
{
	struct error err = {0};
	int view = judge_check(place, end, judge_begin(place, end, &err), &err);

	judge_finish(view);
}

void life_judge_keyring(const char *place, enum life_end end)
{
	struct error err = {0};
	struct store *store = life_open(place, &err);

	if (!store || (end != LIFE_CUT && store_unlock_keyring(store, THIRD, strlen(THIRD), &err)))
		BROKEN("the keyring: %s", err.message);
	store_free(store);
	if (judge_good())
		life_judge_store(place, end);
}

/* Added or not, taken away or not; the numbers may be given out before. */
void life_judge_folder(const char *place, enum life_end end)
{
	struct life_view *before = &hand.views[LIFE_BEFORE], *after = &hand.views[LIFE_AFTER];
	unsigned allowed = 1u << after->folder;

	if (end == LIFE_CUT)
		allowed |= 1u << before->folder | 1u << FOLDER_NUMBERED;
	judge_folder(hand.store, allowed, "the store");
	if (judge_good() && folder_find(hand.store) != after->folder)
		judge_run_again(place);
	before->folder = after->folder;
	if (judge_good())
		life_judge_store(place, end);
}

/* Whatever state it was in: accepting again ends it. */
void life_judge_accept(const char *place, enum life_end end)
{
	struct error err = {0};
	int view = judge_check(place, end, judge_begin(place, end, &err), &err);

	if (judge_good())
		judge_run_again(place);
	hand.views[view].allowed = hand.views[LIFE_AFTER].allowed;
	if (judge_good())
		judge_view(view);
	judge_finish(view);
}

static int any_file(const char *path, const struct stat *status, int type, struct FTW *unused)
{
	(void)path, (void)status, (void)unused;
	return type != FTW_D && type != FTW_DP;
}

static void check_nothing_is_left(const char *when)
{
	if (nftw(hand.store, any_file, 16, FTW_PHYS) > 0)
		BROKEN("%s files are left", when);
}

/* One that does not open must not be one that opens elsewhere: the next attempt takes all of it. */
void life_judge_forget(const char *place, enum life_end end)
{
	struct error err = {0};

	if (end != LIFE_CUT)
		check_nothing_is_left("forgotten, and");
	int r = erase_look(hand.store, &err);
	if (judge_good() && r < 0)
		BROKEN("not to be forgotten any more: %s", err.message);
	if (judge_good() && r == 0)
		judge_run_again(place);
	if (judge_good())
		check_nothing_is_left("forgotten again, and");
}

struct verdict life_judge(const struct life_step *step, const char *place, enum life_end end)
{
	hand.step = step;
	memcpy(hand.views, life->views, sizeof(hand.views));
	fault_path(hand.store, place, "store");
	hand.verdict = (struct verdict){0};
	hand.end = end;
	step->judge(place, end);
	return hand.verdict;
}
