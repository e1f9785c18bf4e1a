#include "instrument_load.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/shipped.h>
#include <evenkeel/text.h>

static int is_json(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static int read_set(const char *dir, const char *name, struct instrument *ret, struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};
	struct file_bytes file = {0};

	text_appendf(&path, "%s/%s", dir, name);
	if (file_bytes_read_most(text_string(&path), QUESTIONNAIRE_BYTES_MAX, &file, err) < 0)
		return -1;
	ret->sets[ret->set_count] = file;
	ret->set_names[ret->set_count++] = mem_copy_string(text_string(&path));
	return 0;
}

/* All *.json of the directory, in the order of their names. */
static int read_sets(const char *dir, struct instrument *ret, struct error *err)
{
	struct dirent **entries;
	int count = scandir(dir, &entries, is_json, alphasort), r = 0;

	if (count < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", dir, strerror(errno));
	if (count > INSTRUMENT_VALUESETS_MAX)
		r = error_set(err, ERROR_FAILED,
			      "'%s' holds more than %d files of JSON; name a directory of value sets", dir,
			      INSTRUMENT_VALUESETS_MAX);
	else if (count == 0)
		r = error_set(err, ERROR_FAILED, "'%s' holds no file that ends in .json", dir);
	ret->sets = mem_new((size_t)count, sizeof(*ret->sets));
	ret->set_names = mem_new((size_t)count, sizeof(*ret->set_names));
	for (int i = 0; i < count; i++) {
		if (r == 0)
			r = read_set(dir, entries[i]->d_name, ret, err);
		free(entries[i]);
	}
	free(entries);
	return r;
}

/* BCP 47 writes it with a '-'. */
static void language_tag(enum catalogue_language language, char ret[static 16])
{
	snprintf(ret, 16, "%s", catalogue_language_code(language));
	char *under = strchr(ret, '_');
	if (under)
		*under = '-';
}

bool instrument_comes_along(const char *name, enum catalogue_language language, struct text *ret_languages)
{
	struct questionnaire_file questionnaire, file;
	_cleanup_(problems_clear) struct problems problems = {0};
	_cleanup_(scoring_clear) struct scoring scoring = {0};
	char tag[16];

	language_tag(language, tag);
	if (!shipped_find(name, &questionnaire, &file) || scoring_read(&file, &scoring, &problems))
		return false;
	if (ret_languages && scoring.languages)
		text_append(ret_languages, scoring.languages);
	return scoring_has_language(&scoring, tag);
}

static struct questionnaire_file view(const char *name, const struct file_bytes *file)
{
	return (struct questionnaire_file){name, (const char *)file->bytes, file->size};
}

static int read_questionnaire(const struct instrument_place *place, enum catalogue_language language,
			      struct instrument *ret)
{
	struct questionnaire_file *others _cleanup_free_ = mem_new(ret->set_count, sizeof(*others));
	struct questionnaire_file file = ret->shipped.bytes ? ret->shipped : view(place->questionnaire, &ret->file);
	char tag[16];

	language_tag(language, tag);
	for (size_t i = 0; i < ret->set_count; i++)
		others[i] = view(ret->set_names[i], &ret->sets[i]);
	bool published = !ret->has_scoring || scoring_has_language(&ret->scoring, tag);
	if (!published)
		problems_note(&ret->problems, NULL,
			      "in '%s' only: no published translation for '%s' is named in the scoring file",
			      ret->scoring.languages, tag);
	return questionnaire_read(&file, others, ret->set_count, published ? tag : NULL, &ret->questionnaire,
				  &ret->problems);
}

static bool check_parts(const struct instrument_place *place, struct instrument *ret, const struct file_bytes *answers)
{
	bool fine = true;

	ret->problems.file = place->scoring;
	if (ret->has_scoring && scoring_check(&ret->scoring, &ret->questionnaire, &ret->problems) < 0)
		fine = false;
	if (place->answers) {
		struct questionnaire_file file = view(place->answers, answers);
		ret->has_answers = answers_read(&ret->questionnaire, &file, &ret->answers, &ret->problems) == 0;
	}
	return fine && (ret->has_answers || !place->answers);
}

static void check_all(const struct instrument_place *place, enum catalogue_language language, struct instrument *ret,
		      const struct file_bytes *answers)
{
	bool fine = true;

	if (place->scoring || ret->shipped_scoring.bytes) {
		struct questionnaire_file file =
			place->scoring ? view(place->scoring, &ret->scoring_file) : ret->shipped_scoring;
		ret->has_scoring = scoring_read(&file, &ret->scoring, &ret->problems) == 0;
		fine = ret->has_scoring;
	}
	if (read_questionnaire(place, language, ret) == 0)
		ret->sound = check_parts(place, ret, answers) && fine;
	ret->problems.file = place->questionnaire;
}

void instrument_read(const struct instrument_place *names, enum catalogue_language language, struct instrument *ret)
{
	check_all(names, language, ret, NULL);
}

int instrument_load(const struct instrument_place *place, enum catalogue_language language, struct instrument *ret,
		    struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes answers = {0};

	*ret = (struct instrument){0};
	/* A file of that name goes first: it's what the person sees. */
	bool shipped = access(place->questionnaire, F_OK) != 0 &&
		       shipped_find(place->questionnaire, &ret->shipped, &ret->shipped_scoring);
	if ((!shipped && file_bytes_read_most(place->questionnaire, QUESTIONNAIRE_BYTES_MAX, &ret->file, err) < 0) ||
	    (place->scoring && file_bytes_read_most(place->scoring, SCORING_BYTES_MAX, &ret->scoring_file, err) < 0) ||
	    (place->valuesets && read_sets(place->valuesets, ret, err) < 0) ||
	    (place->answers && file_bytes_read_most(place->answers, QUESTIONNAIRE_BYTES_MAX, &answers, err) < 0))
		return -1;
	check_all(place, language, ret, &answers);
	return 0;
}

void instrument_clear(struct instrument *instrument)
{
	for (size_t i = 0; i < instrument->set_count; i++) {
		file_bytes_wipe(&instrument->sets[i]);
		free(instrument->set_names[i]);
	}
	free(instrument->sets);
	free(instrument->set_names);
	file_bytes_wipe(&instrument->file);
	file_bytes_wipe(&instrument->scoring_file);
	questionnaire_clear(&instrument->questionnaire);
	scoring_clear(&instrument->scoring);
	answers_clear(&instrument->answers);
	problems_clear(&instrument->problems);
	*instrument = (struct instrument){0};
}
