/* The questionnaires that come along, off until a person adds them: those whose authors allow it. Compiled in, read like any other file. */
#ifndef EVENKEEL_SHIPPED_H
#define EVENKEEL_SHIPPED_H

#include <evenkeel/questionnaire.h>

size_t shipped_count(void);
/* The @n-th one's name: "phq-4". */
const char *shipped_name(size_t n);
/* Its two files; false when there is none of this name. */
bool shipped_find(const char *name, struct questionnaire_file *ret_questionnaire,
		  struct questionnaire_file *ret_scoring);

#endif
