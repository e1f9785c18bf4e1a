#include "reversed.h"

#include <string.h>
#include <strings.h>

const struct reversed_scale *reversed_find(const struct questionnaire *questionnaire, size_t place)
{
	const char *title = questionnaire->title ? questionnaire->title : "";
	const char *code = questionnaire->items[place].loinc;

	for (size_t i = 0; i < reversed_scale_count; i++) {
		const struct reversed_scale *scale = &reversed_scales[i];
		if (scale->loinc ? code && strcmp(scale->loinc, code) == 0
				 : strncasecmp(scale->title, title, strlen(scale->title)) == 0)
			return scale;
	}
	return NULL;
}
