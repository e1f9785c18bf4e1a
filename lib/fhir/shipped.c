#include <evenkeel/shipped.h>

#include <string.h>

#include "shipped_data.h"

size_t shipped_count(void)
{
	return shipped_data_count;
}

const char *shipped_name(size_t n)
{
	return shipped_data[n].name;
}

bool shipped_find(const char *name, struct questionnaire_file *ret_questionnaire,
		  struct questionnaire_file *ret_scoring)
{
	for (size_t i = 0; i < shipped_data_count; i++) {
		const struct shipped_data *data = &shipped_data[i];
		if (strcmp(data->name, name) != 0)
			continue;
		*ret_questionnaire = (struct questionnaire_file){data->name, (const char *)data->questionnaire,
								 data->questionnaire_size};
		*ret_scoring = (struct questionnaire_file){data->name, (const char *)data->scoring, data->scoring_size};
		return true;
	}
	return false;
}
