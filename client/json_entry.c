#include "json_entry.h"

#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/shipped.h>
#include <evenkeel/text.h>

#include "json_out.h"

/* Its members that matter, where they lie. */
struct entry {
	struct json_slice id, file, valuesets, scoring;
	char *name; /* the id */
	bool twice;
};

static void entry_clear(struct entry *entry)
{
	mem_free(entry->name);
}

static int note_member(void *context, struct json_slice key, struct json_slice value)
{
	struct entry *entry = context;
	struct json_slice *place = json_slice_is(key, "\"id\"")          ? &entry->id
				   : json_slice_is(key, "\"file\"")      ? &entry->file
				   : json_slice_is(key, "\"valuesets\"") ? &entry->valuesets
				   : json_slice_is(key, "\"scoring\"")   ? &entry->scoring
									 : NULL;

	entry->twice |= place && place->bytes;
	if (place)
		*place = value;
	return 0;
}

static int fault(const char *key, struct error *err)
{
	return error_set(err, ERROR_FAILED, "'%s' is missing or out of range", key);
}

static bool is_there(struct json_slice slice)
{
	return slice.bytes && !json_slice_is(slice, "null");
}

static void copy_bytes(const void *bytes, size_t size, struct file_bytes *ret)
{
	*ret = (struct file_bytes){mem_new(size + 1, 1), size, size + 1};
	memcpy(ret->bytes, bytes, size);
}

/* The string in @slice; false when it is none, or is longer. */
static bool read_string(struct json_slice slice, size_t most, struct file_bytes *ret)
{
	/* A character is six bytes at most, as \u0041. What is no string is not even read. */
	bool fits = *slice.bytes == '"' && slice.length <= 6 * most + 2;
	_cleanup_(json_out_free) json_t *string =
		fits ? json_loadb(slice.bytes, slice.length, JSON_DECODE_ANY, NULL) : NULL;

	if (!json_is_string(string) || json_string_length(string) > most)
		return false;
	copy_bytes(json_string_value(string), json_string_length(string), ret);
	return true;
}

/* As questionnaire_read makes ids. */
static bool is_name(const char *name)
{
	return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")] == '\0';
}

static int find_name(struct entry *entry, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes name = {0};

	if (!entry->id.bytes || !read_string(entry->id, 64, &name) || !is_name((const char *)name.bytes))
		return fault("id", err);
	entry->name = mem_copy_string((const char *)name.bytes);
	return 0;
}

/* One that comes along needs no file. */
static int take_file(const struct entry *entry, struct instrument *ret, struct error *err)
{
	if (!entry->file.bytes)
		return fault("file", err);
	if (is_there(entry->file)) {
		copy_bytes(entry->file.bytes, entry->file.length, &ret->file);
		return 0;
	}
	if (shipped_find(entry->name, &ret->shipped, &ret->shipped_scoring))
		return 0;
	return error_set(
		err, ERROR_FAILED,
		"'file' is null, and no questionnaire '%s' comes along with this version of Evenkeel; update it, or "
		"put its file there",
		entry->name);
}

static int count_set(void *context, struct json_slice key, struct json_slice value)
{
	size_t *count = context;

	(void)key;
	(void)value;
	return ++*count > INSTRUMENT_VALUESETS_MAX;
}

static int take_set(void *context, struct json_slice key, struct json_slice value)
{
	struct instrument *instrument = context;
	_cleanup_(text_clear) struct text name = {0};

	(void)key;
	text_appendf(&name, "valuesets[%zu]", instrument->set_count);
	copy_bytes(value.bytes, value.length, &instrument->sets[instrument->set_count]);
	instrument->set_names[instrument->set_count++] = mem_copy_string(text_string(&name));
	return 0;
}

static int take_sets(struct json_slice list, struct instrument *ret, struct error *err)
{
	size_t count = 0;

	if (!is_there(list))
		return 0;
	if (json_skim(list, false, count_set, &count))
		return fault("valuesets", err);
	ret->sets = mem_new(count + 1, sizeof(*ret->sets));
	ret->set_names = mem_new(count + 1, sizeof(*ret->set_names));
	json_skim(list, false, take_set, ret);
	return 0;
}

static int take_parts(const struct entry *entry, struct instrument *ret, struct error *err)
{
	if (take_file(entry, ret, err) < 0 || take_sets(entry->valuesets, ret, err) < 0)
		return -1;
	if (is_there(entry->scoring) && !read_string(entry->scoring, SCORING_BYTES_MAX, &ret->scoring_file))
		return fault("scoring", err);
	return 0;
}

int json_entry_read(struct json_slice slice, enum catalogue_language language, struct instrument *ret,
		    struct error *err)
{
	_cleanup_(entry_clear) struct entry entry = {0};

	*ret = (struct instrument){0};
	if (json_skim(slice, true, note_member, &entry) || entry.twice)
		return error_set(err, ERROR_FAILED, "it is no JSON object, or has the same member twice");
	if (find_name(&entry, err) < 0 || take_parts(&entry, ret, err) < 0)
		return -1;
	/* A questionnaire that names itself nowhere is named after its file. */
	struct instrument_place names = {.questionnaire = entry.name,
					 .scoring = ret->scoring_file.bytes ? "scoring" : NULL};
	instrument_read(&names, language, ret);
	ret->problems.file = NULL;
	if (ret->sound && strcmp(ret->questionnaire.id, entry.name) != 0)
		return error_set(err, ERROR_FAILED, "'id' says '%s', but its file is '%s'; make them the same",
				 entry.name, ret->questionnaire.id);
	return 0;
}
