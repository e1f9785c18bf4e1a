/* What a step is to leave of backups, of the store from before a restoring, and of what was erased. */
#include <string.h>
#include <unistd.h>

#include <evenkeel/backup.h>

#include "judge.h"

#define ELSEWHERE "elsewhere"

static bool has(const char *dir, const char *name)
{
	char path[FAULT_PATH];

	fault_path(path, dir, name);
	return access(path, F_OK) == 0;
}

/* Backup @name, restored to a place of its own. 0; -1 where there is none; else it is broken. */
static int restore_backup(const char *place, const char *name, char *ret_to)
{
	char from[FAULT_PATH];
	struct error err = {0};

	fault_path(from, place, name);
	fault_path(ret_to, place, "other");
	fault_remove(ret_to);
	if (!has(from, "keys") || !has(from, "store.db"))
		return -1;
	int r = backup_restore(ret_to, from, &err);
	if (r)
		BROKEN("the backup: %s", err.message);
	return r ? 1 : 0;
}

/* How many records it has. */
static int read_backup(struct ledger *ledger, const char *dir)
{
	ledger->other = OTHER;
	struct verdict verdict = ledger_read(ledger, dir, LIFE_RESTORED, NULL);
	if (verdict.words[0])
		BROKEN("the backup: %.500s", verdict.words);
	return verdict.found;
}

/* What is gone from the store is gone from its backup; one that was being removed when the step was cut need not be whole. */
void life_judge_erasing(const char *place, enum life_end end)
{
	static struct ledger ledger;
	char to[FAULT_PATH];
	struct error err = {0};
	int view = judge_check(place, end, judge_begin(place, end, &err), &err);
	bool gone = hand.verdict.found < hand.views[view].ledger.count;

	if (judge_good() && end != LIFE_CUT && !gone)
		BROKEN("done, and as it was before");
	int r = judge_good() ? restore_backup(place, "store/" BACKUP_DIRECTORY, to) : -1;
	if (r > 0 && end == LIFE_CUT)
		hand.verdict.words[0] = '\0';
	if (r == 0) {
		ledger = hand.views[view].ledger;
		for (int i = life->backup.count; i < ledger.count; i++)
			ledger.state[i] = LEDGER_TRIED;
		for (int i = LIFE_ERASED_FIRST; gone && i <= LIFE_ERASED_LAST; i++)
			ledger.state[i] = LEDGER_UNTRIED;
		read_backup(&ledger, to);
		if (judge_good())
			judge_folder(to, 1u << FOLDER_THEN | 1u << FOLDER_NOW, "the backup");
	}
	judge_finish(view);
}

/* Questionnaires and database are both of before or both new; where they go one by one, the questionnaires go first. */
static void check_backup_folder(const char *dir, bool one_by_one, bool is_new)
{
	unsigned allowed = is_new ? 1u << FOLDER_NOW : 1u << FOLDER_THEN;

	if (one_by_one)
		allowed |= 1u << FOLDER_NOW;
	judge_folder(dir, allowed, is_new ? "the new backup" : "the backup of before");
}

/* The backup in @name is whole, that of before or the new one, with the keys that open it. */
static void check_backup(const char *place, const char *name, enum life_end end, int view)
{
	static struct ledger ledger;
	char to[FAULT_PATH];
	int old = life->backup.count, all = life->views[LIFE_AFTER].ledger.count;
	int r = restore_backup(place, name, to);

	if (r < 0 && (end != LIFE_CUT || old))
		BROKEN("there is no backup");
	if (r)
		return;
	ledger = hand.views[view].ledger;
	/* Rows from after the older backup, and those that the judging added. */
	for (int i = end == LIFE_CUT && old ? old : all; i < ledger.count; i++)
		ledger.state[i] = LEDGER_TRIED;
	int found = read_backup(&ledger, to);
	if (judge_good())
		check_backup_folder(to, strcmp(name, ELSEWHERE) == 0, found > old);
}

static void judge_backup(const char *place, const char *name, enum life_end end)
{
	struct error err = {0};
	int view = judge_check(place, end, judge_begin(place, end, &err), &err);

	if (judge_good())
		check_backup(place, name, end, view);
	if (judge_good())
		judge_run_again(place);
	if (judge_good())
		check_backup(place, name, LIFE_DONE, view);
	judge_finish(view);
}

void life_judge_backup(const char *place, enum life_end end)
{
	judge_backup(place, "store/" BACKUP_DIRECTORY, end);
}

void life_judge_backup_elsewhere(const char *place, enum life_end end)
{
	judge_backup(place, ELSEWHERE, end);
}

/* The store of before the restoring, kept aside, is whole. */
static void check_aside(const char *place)
{
	struct life_view *before = &hand.views[LIFE_BEFORE];
	char from[FAULT_PATH], to[FAULT_PATH];

	if (!before->passphrase)
		return;
	fault_path(from, hand.store, BACKUP_ASIDE);
	fault_path(to, place, "aside");
	if (!has(hand.store, BACKUP_ASIDE)) {
		BROKEN("the store of before the restoring is not aside");
		return;
	}
	judge_folder(from, 1u << before->folder, "the store from before");
	if (!judge_good())
		return;
	fault_copy(from, to);
	before->ledger.other = before->passphrase;
	hand.verdict = ledger_check(&before->ledger, to, before->allowed);
}

void life_judge_restore(const char *place, enum life_end end)
{
	struct error err = {0};
	int view = judge_view_by_passphrase(place, &err);

	/* Opened, and what was begun has come to its end: now the store from before is aside, or it is this one. */
	if (view < LIFE_VIEWS && !judge_passphrases_differ())
		view = backup_has_aside(hand.store) ? LIFE_AFTER : LIFE_BEFORE;
	view = judge_check(place, end, view, &err);
	if (judge_good() && view == LIFE_BEFORE) {
		judge_run_again(place);
		view = LIFE_AFTER;
		if (judge_good())
			judge_view(view);
	}
	if (judge_good())
		check_aside(place);
	judge_finish(view);
}
