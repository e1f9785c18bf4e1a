#include "instrument_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "instrument_questions.h"

#define DIRECTORY "instruments"
#define QUESTIONNAIRE "questionnaire.json"
#define SCORING "scoring.ini"
#define VALUESETS "valuesets"
#define QUESTIONS "questions"

/* PATHS->store/instruments[/NAME][/FILE] */
struct text instrument_path(const struct paths *paths, const char *name, const char *file)
{
	struct text ret = {0};

	text_appendf(&ret, "%s/" DIRECTORY, paths->store);
	if (name)
		text_appendf(&ret, "/%s", name);
	if (file)
		text_appendf(&ret, "/%s", file);
	return ret;
}

/* As questionnaire_read makes ids: what may stand in a path. */
static bool is_id(const char *id)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";

	return *id && *id != '.' && strlen(id) <= 64 && strspn(id, fine) == strlen(id) && strcmp(id, QUESTIONS) != 0;
}

static bool exists(const char *path)
{
	struct stat about;

	return lstat(path, &about) == 0;
}

/* Whoever adds or takes away is alone at it. The lock ends with the returned descriptor. */
static int lock_directory(const struct paths *paths, struct error *err)
{
	_cleanup_(text_clear) struct text dir = instrument_path(paths, NULL, NULL);

	if (paths_make_private(text_string(&dir), err) < 0)
		return -1;
	int fd = open(text_string(&dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX) < 0) {
		error_set(err, ERROR_FAILED, "cannot open '%s': %s", text_string(&dir), strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

/* The plain files in @dir, then it. One that is not there is fine. */
static int remove_flat(const char *dir, struct error *err)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;

	if (!stream && errno == ENOENT)
		return 0;
	while (stream && (entry = readdir(stream))) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(stream), entry->d_name, 0);
	}
	if (stream)
		closedir(stream);
	return rmdir(dir) == 0 ? 0 : error_set(err, ERROR_FAILED, "cannot remove '%s': %s", dir, strerror(errno));
}

static int remove_copy(const struct paths *paths, const char *name, struct error *err)
{
	_cleanup_(text_clear) struct text dir = instrument_path(paths, name, NULL),
					  sets = instrument_path(paths, name, VALUESETS);

	return remove_flat(text_string(&sets), err) || remove_flat(text_string(&dir), err) ? -1 : 0;
}

static int write_copy(const struct paths *paths, const char *name, const char *file, const void *bytes, size_t size,
		      struct error *err)
{
	_cleanup_(text_clear) struct text path = instrument_path(paths, name, file);

	return file_write_bytes(text_string(&path), bytes, size, 0600, err);
}

static int write_sets(const struct paths *paths, const char *name, const struct instrument *instrument,
		      struct error *err)
{
	_cleanup_(text_clear) struct text dir = instrument_path(paths, name, VALUESETS);

	if (instrument->set_count == 0)
		return 0;
	if (paths_make_private(text_string(&dir), err) < 0)
		return -1;
	for (size_t i = 0; i < instrument->set_count; i++) {
		char file[sizeof(VALUESETS) + 32];
		snprintf(file, sizeof(file), VALUESETS "/%03zu.json", i);
		if (write_copy(paths, name, file, instrument->sets[i].bytes, instrument->sets[i].size, err) < 0)
			return -1;
	}
	return 0;
}

static int write_all(const struct paths *paths, const char *name, const struct instrument *instrument,
		     struct error *err)
{
	const struct questionnaire_file *shipped = &instrument->shipped, *scoring = &instrument->shipped_scoring;
	const void *bytes = shipped->bytes ? (const void *)shipped->bytes : instrument->file.bytes;
	const void *rule =
		instrument->scoring_file.bytes ? instrument->scoring_file.bytes : (const void *)scoring->bytes;
	_cleanup_(text_clear) struct text dir = instrument_path(paths, name, NULL);

	if (paths_make_private(text_string(&dir), err) < 0 ||
	    write_copy(paths, name, QUESTIONNAIRE, bytes, shipped->bytes ? shipped->size : instrument->file.size, err) <
		    0)
		return -1;
	if (rule && write_copy(paths, name, SCORING, rule,
			       instrument->scoring_file.bytes ? instrument->scoring_file.size : scoring->size, err) < 0)
		return -1;
	return write_sets(paths, name, instrument, err);
}

static int put_in_place(const struct paths *paths, const char *from, const char *to, struct error *err)
{
	_cleanup_(text_clear) struct text old = instrument_path(paths, from, NULL),
					  new = instrument_path(paths, to, NULL);

	if (rename(text_string(&old), text_string(&new)) < 0 || file_sync_directory_of(text_string(&new)) < 0)
		return error_set(err, ERROR_FAILED, "cannot write '%s': %s", text_string(&new), strerror(errno));
	return 0;
}

/* Beside it under a name that nobody reads: what a crash leaves there is no questionnaire. */
static int write_list(const struct paths *paths, const struct text *list, struct error *err)
{
	static const char fresh[] = "." QUESTIONS ".new";

	return write_copy(paths, fresh, NULL, text_string(list), list->length, err) ||
			       put_in_place(paths, fresh, QUESTIONS, err)
		       ? -1
		       : 0;
}

/* Numbers first: one that was given out and not used is only a gap. */
static int number_questions(const struct paths *paths, struct questionnaire *questionnaire, struct error *err)
{
	_cleanup_(text_clear) struct text path = instrument_path(paths, QUESTIONS, NULL), list = {0};

	for (size_t i = 0; i < questionnaire->count; i++)
		for (const char *c = questionnaire->items[i].link_id; *c; c++)
			if ((unsigned char)*c < ' ')
				return error_set(err, ERROR_FAILED,
						 "a linkId with a line break or the like cannot be added");
	if (questions_number(text_string(&path), questionnaire, &list, err) < 0)
		return -1;
	return write_list(paths, &list, err);
}

static int add_locked(const struct paths *paths, const struct instrument *instrument, struct error *err)
{
	struct questionnaire questionnaire = instrument->questionnaire; /* for the ids alone; nothing else is changed */
	const char *id = questionnaire.id;
	_cleanup_(text_clear) struct text final = instrument_path(paths, id, NULL), fresh = {0};

	if (!is_id(id))
		return error_set(err, ERROR_FAILED, "its id '%s' cannot be a directory's name", id);
	if (exists(text_string(&final)))
		return error_set(err, ERROR_FAILED,
				 "'%s' was added before; take it away first with 'evenkeel instrument remove %s'", id,
				 id);
	text_appendf(&fresh, ".%s.new", id);
	if (remove_copy(paths, text_string(&fresh), err) < 0 || number_questions(paths, &questionnaire, err) < 0)
		return -1;
	if (write_all(paths, text_string(&fresh), instrument, err) == 0 &&
	    put_in_place(paths, text_string(&fresh), id, err) == 0)
		return 0;
	remove_copy(paths, text_string(&fresh), NULL);
	return -1;
}

int instrument_add(const struct paths *paths, const struct instrument *instrument, struct error *err)
{
	int lock = lock_directory(paths, err);

	if (lock < 0)
		return -1;
	int r = add_locked(paths, instrument, err);
	close(lock);
	return r;
}

static int no_such(const char *id, struct error *err)
{
	return error_set(err, ERROR_FAILED, "no questionnaire '%s' was added; 'evenkeel instrument list' shows them",
			 id);
}

int instrument_known(const struct paths *paths, const char *id, struct error *err)
{
	_cleanup_(text_clear) struct text file = instrument_path(paths, id, QUESTIONNAIRE);

	return is_id(id) && exists(text_string(&file)) ? 0 : no_such(id, err);
}

int instrument_remove(const struct paths *paths, const char *id, struct error *err)
{
	_cleanup_(text_clear) struct text gone = {0};

	if (instrument_known(paths, id, err) < 0)
		return -1;
	int lock = lock_directory(paths, err);
	if (lock < 0)
		return -1;
	text_appendf(&gone, ".%s.new", id);
	int r = remove_copy(paths, text_string(&gone), err) || put_in_place(paths, id, text_string(&gone), err) ||
				remove_copy(paths, text_string(&gone), err)
			? -1
			: 0;
	close(lock);
	return r;
}

static int is_instrument(const struct dirent *entry)
{
	return entry->d_type != DT_REG && is_id(entry->d_name);
}

int instrument_list(const struct paths *paths, struct instrument_ids *ret, struct error *err)
{
	_cleanup_(text_clear) struct text dir = instrument_path(paths, NULL, NULL);
	struct dirent **entries;
	int count = scandir(text_string(&dir), &entries, is_instrument, alphasort);

	*ret = (struct instrument_ids){0};
	if (count < 0)
		return errno == ENOENT ? 0
				       : error_set(err, ERROR_FAILED, "cannot open '%s': %s", text_string(&dir),
						   strerror(errno));
	ret->ids = mem_new((size_t)count, sizeof(*ret->ids));
	for (int i = 0; i < count; i++) {
		ret->ids[ret->count++] = mem_copy_string(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}

void instrument_ids_clear(struct instrument_ids *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		free(ids->ids[i]);
	free(ids->ids);
	*ids = (struct instrument_ids){0};
}

int instrument_open(const struct paths *paths, const char *id, enum catalogue_language language, struct instrument *ret,
		    struct error *err)
{
	_cleanup_(text_clear) struct text file = instrument_path(paths, id, QUESTIONNAIRE),
					  scoring = instrument_path(paths, id, SCORING);
	_cleanup_(text_clear) struct text sets = instrument_path(paths, id, VALUESETS),
					  questions = instrument_path(paths, QUESTIONS, NULL);

	*ret = (struct instrument){0};
	if (instrument_known(paths, id, err) < 0)
		return -1;
	struct instrument_place where = {
		.questionnaire = text_string(&file),
		.scoring = exists(text_string(&scoring)) ? text_string(&scoring) : NULL,
		.valuesets = exists(text_string(&sets)) ? text_string(&sets) : NULL,
	};
	int r = instrument_load(&where, language, ret, err);
	ret->problems.file = NULL;  /* it pointed at a path of ours */
	if (r == 0 && ret->sound) { /* one that names itself nowhere was named after its file when it was added */
		free(ret->questionnaire.id);
		ret->questionnaire.id = mem_copy_string(id);
	}
	if (r == 0 && ret->sound)
		r = questions_number(text_string(&questions), &ret->questionnaire, NULL, err);
	return r;
}

int instrument_questions(const struct paths *paths, struct text *ret, struct error *err)
{
	_cleanup_(text_clear) struct text path = instrument_path(paths, QUESTIONS, NULL);

	return questions_read(text_string(&path), ret, err);
}

int instrument_open_sound(const struct paths *paths, const char *id, enum catalogue_language language,
			  struct instrument *ret, struct error *err)
{
	if (instrument_open(paths, id, language, ret, err) < 0)
		return -1;
	return ret->sound
		       ? 0
		       : error_set(err, ERROR_FAILED, "the files of '%s' are damaged; remove it and add it again", id);
}

static int join_locked(const struct paths *paths, const char *rows, uint16_t *ret_map, struct error *err)
{
	_cleanup_(text_clear) struct text path = instrument_path(paths, QUESTIONS, NULL), list = {0}, joined = {0};

	if (questions_read(text_string(&path), &list, err) < 0 ||
	    questions_join(text_string(&list), rows, &joined, ret_map, err) < 0)
		return -1;
	if (joined.length == list.length)
		return 0;
	return write_list(paths, &joined, err);
}

int instrument_join_questions(const struct paths *paths, const char *rows, uint16_t *ret_map, struct error *err)
{
	int lock = lock_directory(paths, err);

	if (lock < 0)
		return -1;
	int r = join_locked(paths, rows, ret_map, err);
	close(lock);
	return r;
}
