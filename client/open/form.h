/*
 * A form as a browser sends it (application/x-www-form-urlencoded): decoded where it lies, so that a passphrase or an answer is never
 * anywhere but in the memory that the caller gives and wipes. Strict: what a browser would not send is refused as a whole. Pure; fuzzed.
 */
#ifndef CLIENT_OPEN_FORM_H
#define CLIENT_OPEN_FORM_H

#include <stddef.h>

#define FORM_FIELDS_MAX 64
struct form {
	struct form_field {
		const char *name, *value; /* into the body; UTF-8 without NUL */
		size_t length;            /* of the value */
	} fields[FORM_FIELDS_MAX];
	int count;
};

/* @body has room for a NUL behind @length bytes, and is changed. -1: no form, or one with more fields than a page of ours has. */
int form_read(char *body, size_t length, struct form *ret);
/* NULL where the field is not there; of a radio button nobody pressed. */
const struct form_field *form_find(const struct form *form, const char *name);
/* "" where it is not there. */
const char *form_value(const struct form *form, const char *name);

#endif
