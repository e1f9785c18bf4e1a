#include <stdbool.h>
#include <string.h>

#include <evenkeel/catalogue.h>

#include "catalogue_data.h"

static const char *const codes[CATALOGUE_LANGUAGES] = {"en", "zh_CN", "th"};

const char *catalogue_language_code(enum catalogue_language language)
{
	return codes[language];
}

static bool is_part(const char *part, size_t length, const char *word)
{
	return length == strlen(word) && strncmp(part, word, length) == 0;
}

enum catalogue_language catalogue_language_for(const char *locale)
{
	if (!locale)
		return CATALOGUE_EN;
	size_t language = strcspn(locale, "_-.@:");
	if (is_part(locale, language, "th"))
		return CATALOGUE_TH;
	if (!is_part(locale, language, "zh"))
		return CATALOGUE_EN;

	/* Simplified Chinese is for China and Singapore; the traditional script has no catalogue yet. */
	static const char *const simplified[] = {"", "CN", "SG", "Hans"};
	const char *where = locale + language;
	if (*where == '_' || *where == '-')
		where++;
	size_t length = strcspn(where, "_-.@:");
	for (size_t i = 0; i < sizeof(simplified) / sizeof(simplified[0]); i++)
		if (is_part(where, length, simplified[i]))
			return CATALOGUE_ZH_CN;
	return CATALOGUE_EN;
}

const struct catalogue_entry *catalogue_entries(size_t *ret_count)
{
	*ret_count = catalogue_data_entry_count;
	return catalogue_data_entries;
}

const struct catalogue_entry *catalogue_find(uint16_t id)
{
	size_t low = 0, high = catalogue_data_entry_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (catalogue_data_entries[middle].id == id)
			return &catalogue_data_entries[middle];
		if (catalogue_data_entries[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct catalogue_entry *catalogue_find_name(const char *name)
{
	for (size_t i = 0; i < catalogue_data_entry_count; i++)
		if (strcmp(catalogue_data_entries[i].name, name) == 0)
			return &catalogue_data_entries[i];
	return NULL;
}

const char *catalogue_text(uint16_t id, enum catalogue_field field, enum catalogue_language language)
{
	const struct catalogue_entry *entry = catalogue_find(id);

	return entry ? catalogue_data_texts[entry - catalogue_data_entries][language][field] : NULL;
}

const char *catalogue_phrase(const char *key, enum catalogue_language language)
{
	for (size_t i = 0; i < catalogue_data_phrase_count; i++)
		if (strcmp(catalogue_data_phrases[i].key, key) == 0)
			return catalogue_data_phrases[i].text[language];
	return NULL;
}

const struct catalogue_tip *catalogue_tips(size_t *ret_count)
{
	*ret_count = catalogue_data_tip_count;
	return catalogue_data_tips;
}

static const struct catalogue_tip_texts *tip_texts(uint16_t tip, enum catalogue_language language)
{
	for (size_t i = 0; i < catalogue_data_tip_count; i++)
		if (catalogue_data_tips[i].id == tip)
			return &catalogue_data_tip_texts[i][language];
	return NULL;
}

const char *catalogue_tip_text(uint16_t tip, enum catalogue_language language)
{
	const struct catalogue_tip_texts *texts = tip_texts(tip, language);

	return texts ? texts->text : NULL;
}

const char *catalogue_tip_first_step(uint16_t tip, enum catalogue_language language)
{
	const struct catalogue_tip_texts *texts = tip_texts(tip, language);

	return texts ? texts->first_step : NULL;
}
