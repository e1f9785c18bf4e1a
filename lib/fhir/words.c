#include "loader.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TRANSLATION "http://hl7.org/fhir/StructureDefinition/translation"

static size_t primary(const char *tag)
{
	return strcspn(tag, "-_");
}

bool words_fit(const char *tag, const char *wanted)
{
	size_t length = primary(wanted);

	if (primary(tag) != length || strncasecmp(tag, wanted, length) != 0)
		return false;
	if (strncasecmp(wanted, "zh", length) != 0 || tag[length] == '\0')
		return true;
	/* Chinese has two scripts, and people who read one may not read the other. */
	return strncasecmp(tag + length + 1, "Hans", 4) == 0 || strcasecmp(tag + length + 1, "CN") == 0 ||
	       strcasecmp(tag + length + 1, "SG") == 0;
}

static const char *translation(const json_t *extension, const char *wanted)
{
	const json_t *language = fhir_extension(extension, "lang"), *content = fhir_extension(extension, "content");
	const char *tag = fhir_string(language, "valueCode"), *words = fhir_string(content, "valueString");

	if (!tag)
		tag = fhir_string(language, "valueString");
	if (!words)
		words = fhir_string(content, "valueMarkdown");
	return tag && words && words_fit(tag, wanted) ? words : NULL;
}

static const char *from_extension(const json_t *object, const char *key, const char *wanted)
{
	char beside[32];
	json_t *extension;
	size_t i;

	snprintf(beside, sizeof(beside), "_%s", key);
	json_array_foreach(fhir_list(json_object_get(object, beside), "extension"), i, extension)
	{
		const char *url = fhir_string(extension, "url");
		const char *words = url && strcmp(url, TRANSLATION) == 0 ? translation(extension, wanted) : NULL;
		if (words)
			return words;
	}
	return NULL;
}

static const char *from_designation(const json_t *object, const char *wanted)
{
	json_t *designation;
	size_t i;

	json_array_foreach(fhir_list(object, "designation"), i, designation)
	{
		const char *tag = fhir_string(designation, "language");
		if (tag && words_fit(tag, wanted) && fhir_string(designation, "value"))
			return fhir_string(designation, "value");
	}
	return NULL;
}

const char *words_of(struct loader *loader, const json_t *object, const char *key)
{
	const char *own = fhir_string(object, key), *words = NULL;

	if (loader->language) {
		loader->work += json_array_size(fhir_list(object, "designation"));
		words = from_extension(object, key, loader->language);
		if (!words)
			words = from_designation(object, loader->language);
		if (words)
			loader->translated++;
		else
			loader->untranslated += own != NULL;
	}
	return words ? words : own;
}
