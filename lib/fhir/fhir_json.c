#include "fhir_json.h"

#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

struct measure {
	size_t depth, values;
};

/* Past a string; @at stands on its opening quote. */
static const char *past_string(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\' && at + 1 < end)
			at++;
	return at;
}

/* Values are counted by what stands before them: an opening bracket or a comma. */
static struct measure measure(const char *at, const char *end)
{
	struct measure ret = {.values = 1};
	size_t depth = 0;

	for (; at < end && ret.depth <= FHIR_DEPTH_MAX; at++) {
		switch (*at) {
		case '"':
			at = past_string(at, end);
			break;
		case '{':
		case '[':
			ret.values++;
			if (++depth > ret.depth)
				ret.depth = depth;
			break;
		case '}':
		case ']':
			depth -= depth > 0;
			break;
		case ',':
			ret.values++;
			break;
		default:
			break;
		}
	}
	return ret;
}

json_t *fhir_json_read(const struct questionnaire_file *file, struct problems *problems)
{
	const char *bytes = file->bytes;
	size_t size = file->size;
	json_error_t error;

	if (size > QUESTIONNAIRE_BYTES_MAX) {
		problems_refuse(problems, NULL, N_("the file is longer than %d MiB; no questionnaire is"),
				(int)(QUESTIONNAIRE_BYTES_MAX >> 20));
		return NULL;
	}
	if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		size -= 3;
	}
	if (size == 0) {
		problems_refuse(problems, NULL, N_("it is empty; get it anew from where it came from"));
		return NULL;
	}
	struct measure measured = measure(bytes, bytes + size);
	if (measured.depth > FHIR_DEPTH_MAX || measured.values > FHIR_VALUES_MAX) {
		problems_refuse(problems, NULL,
				measured.depth > FHIR_DEPTH_MAX
					? N_("its brackets lie deeper than in any questionnaire; is it damaged?")
					: N_("it holds more values than any questionnaire; split it"));
		return NULL;
	}
	/* jansson's words quote the content; line and column are enough to find the place. */
	json_t *json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
	if (json && !json_is_object(json)) {
		json_decref(json);
		problems_refuse(problems, NULL, N_("it is JSON, but no object of FHIR"));
		return NULL;
	}
	if (!json && json_error_code(&error) == json_error_duplicate_key)
		problems_refuse(problems, NULL, N_("line %d holds the same name a second time; remove one"),
				error.line);
	else if (!json)
		problems_refuse(problems, NULL, N_("it is no sound JSON; see line %d, column %d"), error.line,
				error.column);
	return json;
}

void fhir_json_free(json_t **json)
{
	json_decref(*json);
}

const char *fhir_string(const json_t *object, const char *key)
{
	const char *string = json_string_value(json_object_get(object, key));

	return string && *string ? string : NULL;
}

json_t *fhir_list(const json_t *object, const char *key)
{
	json_t *list = json_object_get(object, key);

	return json_is_array(list) ? list : NULL;
}

bool fhir_true(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

json_t *fhir_extension(const json_t *object, const char *url)
{
	json_t *extension;
	size_t i;

	json_array_foreach(fhir_list(object, "extension"), i, extension)
	{
		const char *its = fhir_string(extension, "url");
		if (its && strcmp(its, url) == 0)
			return extension;
	}
	return NULL;
}

char *fhir_copy(const char *string)
{
	return string ? mem_copy_string(string) : NULL;
}

const char *fhir_resource(const json_t *object)
{
	const char *type = fhir_string(object, "resourceType");

	return type ? type : "";
}
