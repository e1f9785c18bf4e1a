/* The stable names of stored codes, as JSON has them: written by json_record.c, read by json_import.c. */
#ifndef CLIENT_JSON_NAMES_H
#define CLIENT_JSON_NAMES_H

#include <stddef.h>

enum json_names {
	NAMES_KIND,
	NAMES_FLAG,
	NAMES_FORM,
	NAMES_ORIGIN,
	NAMES_HELD,
	NAMES_SCALE,
	NAMES_BREAK,
	NAMES_OUTCOME,
	NAMES_VERDICT,
};
struct name {
	unsigned code;
	const char *name;
};

const char *json_name(enum json_names names, unsigned code); /* NULL where we have none */
int json_name_code(enum json_names names, const char *name); /* -1 */
const struct name *json_name_rows(enum json_names names, size_t *ret_count);

#endif
