/* The cohorts that an office knows. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "office_own.h"

void office_cohort_clear(struct office_cohort *cohort)
{
	file_bytes_wipe(&cohort->file);
	*cohort = (struct office_cohort){0};
}

void office_cohorts_free(struct office_cohort *cohorts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		office_cohort_clear(&cohorts[i]);
	free(cohorts);
}

void office_task_name(const uint8_t task_id[static DAP_ID_SIZE], char ret[static OFFICE_TASK_HEX + 1])
{
	sodium_bin2hex(ret, OFFICE_TASK_HEX + 1, task_id, OFFICE_TASK_HEX / 2);
}

bool office_is_task(const char *name)
{
	return strlen(name) == OFFICE_TASK_HEX && strspn(name, "0123456789abcdef") == OFFICE_TASK_HEX;
}

int office_take_cohort(struct file_bytes *file, struct office_cohort *ret)
{
	struct office_cohort cohort = {.file = *file};
	int r = cohort_decode((struct hpke_bytes){file->bytes, file->size}, &cohort.cohort);

	if (r)
		return r;
	cohort_label(&cohort.cohort, &cohort.label);
	office_task_name(cohort.cohort.task.task_id, cohort.task);
	*file = (struct file_bytes){0};
	*ret = cohort;
	return 0;
}

int office_cohort_path(const char *task, const char *name, char ret[static PATH_SIZE])
{
	return snprintf(ret, PATH_SIZE, OFFICE_COHORTS "/%s/%s", task, name);
}

int office_read_cohort(const struct office *office, const char *task, const char *name, struct office_cohort *ret,
		       struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	char below[PATH_SIZE], path[PATH_SIZE];

	office_cohort_path(task, name, below);
	if (office_path(office, below, path, err))
		return -1;
	int r = file_bytes_read_plain(path, OFFICE_COHORT_MOST, &file, err);
	if (r)
		return r;
	r = office_take_cohort(&file, ret);
	if (r == 0) {
		/* Each of them was signed here: what does not verify was changed since. */
		r = strcmp(ret->task, task) != 0 ? REFUSAL_TASK : cohort_signed_by(&ret->cohort, office->own.party);
		if (r)
			office_cohort_clear(ret);
	}
	return r ? error_set(err, ERROR_DAMAGED, "'%s': %s; put it back from a backup", path, refusal_words(r)) : 0;
}

static int by_quarter(const void *one, const void *other)
{
	const struct office_cohort *a = one, *b = other;

	if (a->cohort.terms.quarter != b->cohort.terms.quarter)
		return a->cohort.terms.quarter < b->cohort.terms.quarter ? 1 : -1;
	int order = strcmp(a->label.team, b->label.team);
	return order ? order : strcmp(a->task, b->task);
}

struct list {
	struct office_cohort *cohorts;
	size_t count;
};

static int read_all(const struct office *office, DIR *folder, struct list *list, struct error *err)
{
	for (const struct dirent *entry; (entry = readdir(folder));) {
		if (!office_is_task(entry->d_name))
			continue;
		list->cohorts = mem_grow(list->cohorts, list->count + 1, sizeof(*list->cohorts));
		struct office_cohort *next = &list->cohorts[list->count];
		*next = (struct office_cohort){0};
		int r = office_read_cohort(office, entry->d_name, OFFICE_COHORT_FILE, next, err);
		if (r < 0)
			return -1;
		list->count += r == 0;
	}
	return 0;
}

int office_cohorts(const struct office *office, struct office_cohort **ret, size_t *ret_count, struct error *err)
{
	struct list list = {0};
	char path[PATH_SIZE];

	if (office_path(office, OFFICE_COHORTS, path, err))
		return -1;
	DIR *folder = opendir(path);
	if (!folder)
		return error_set(err, ERROR_DAMAGED, "cannot read '%s': %s", path, strerror(errno));
	int r = read_all(office, folder, &list, err);
	closedir(folder);
	if (r) {
		office_cohorts_free(list.cohorts, list.count);
		return -1;
	}
	if (list.count > 0)
		qsort(list.cohorts, list.count, sizeof(*list.cohorts), by_quarter);
	*ret = list.cohorts;
	*ret_count = list.count;
	return 0;
}

/* "NAME@QUARTER", or a name that has an '@' itself. */
struct wanted {
	const char *word;
	size_t name;
	long quarter; /* -1: the newest */
};

static struct wanted parse(const char *word)
{
	struct wanted wanted = {word, strlen(word), -1};
	const char *at = strrchr(word, '@');
	char *end;

	if (at && at != word && strspn(at + 1, "0123456789") > 0) {
		long quarter = strtol(at + 1, &end, 10);
		if (*end == '\0')
			wanted = (struct wanted){word, (size_t)(at - word), quarter};
	}
	return wanted;
}

static bool is_named(const struct office_cohort *cohort, const struct wanted *wanted)
{
	const char *team = cohort->label.team;

	if (strcmp(team, wanted->word) == 0)
		return true;
	return strlen(team) == wanted->name && strncmp(team, wanted->word, wanted->name) == 0 &&
	       (wanted->quarter < 0 || wanted->quarter == (long)cohort->cohort.terms.quarter);
}

static bool is_task_word(const struct office_cohort *cohort, const char *word)
{
	enum { LEAST = 4 };

	return strlen(word) >= LEAST && strncmp(cohort->task, word, strlen(word)) == 0;
}

static int two(const char *word, struct error *err)
{
	return error_set(err, ERROR_USAGE,
			 "'%s' is more than one team; name its task, as 'evenkeel officer cohort' lists it", word);
}

/* The newest of the name; 1: there is none. */
static int by_name(const struct list *list, const char *word, size_t *ret, struct error *err)
{
	struct wanted wanted = parse(word);
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < list->count; i++) {
		if (!is_named(&list->cohorts[i], &wanted))
			continue;
		if (found == SIZE_MAX)
			found = i;
		else if (list->cohorts[i].cohort.terms.quarter == list->cohorts[found].cohort.terms.quarter)
			return two(word, err);
	}
	*ret = found;
	return found == SIZE_MAX;
}

static int by_task(const struct list *list, const char *word, size_t *ret, struct error *err)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < list->count; i++) {
		if (!is_task_word(&list->cohorts[i], word))
			continue;
		if (found != SIZE_MAX)
			return two(word, err);
		found = i;
	}
	*ret = found;
	return found == SIZE_MAX;
}

static int choose(const struct list *list, const char *word, size_t *ret, struct error *err)
{
	int r = by_name(list, word, ret, err);

	if (r > 0)
		r = by_task(list, word, ret, err);
	return r > 0 ? error_set(err, ERROR_FAILED, "there is no team '%s' here; 'evenkeel officer cohort' lists them",
				 word)
		     : r;
}

int office_cohort(const struct office *office, const char *word, struct office_cohort *ret, struct error *err)
{
	struct list list = {0};
	size_t place = 0;

	if (office_cohorts(office, &list.cohorts, &list.count, err))
		return -1;
	int r = choose(&list, word, &place, err);
	if (r == 0) {
		*ret = list.cohorts[place];
		list.cohorts[place] = (struct office_cohort){0};
	}
	office_cohorts_free(list.cohorts, list.count);
	return r;
}

int office_verify_key(const struct office *office, const struct office_cohort *cohort,
		      uint8_t ret[static PRIO3_KEY_SIZE], struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes key = {0};
	char name[PATH_SIZE];

	office_cohort_path(cohort->task, OFFICE_COHORT_KEY, name);
	int r = office_open_file(office, name, &key, err);
	if (r < 0)
		return -1;
	if (r > 0 || key.size != PRIO3_KEY_SIZE)
		return error_set(err, ERROR_DAMAGED, "the verify key of '%s' is gone; put back '%s' from a backup",
				 cohort->label.team, name);
	memcpy(ret, key.bytes, PRIO3_KEY_SIZE);
	return 0;
}
