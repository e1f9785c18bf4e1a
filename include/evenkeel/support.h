/*
 * Whom a person can talk to: the employer's assistance programme and help lines by country, as support.ini names them.
 *
 * The file is INI like the settings; each section's line begins one more contact: [eap], or [line.DE] for a help line of a country.
 * No number stands in code: a wrong one is worse than none. Pure and fuzzed; reading the file is the caller's.
 */
#ifndef EVENKEEL_SUPPORT_H
#define EVENKEEL_SUPPORT_H

#include <stddef.h>

#include <evenkeel/config.h>
#include <evenkeel/error.h>

#define SUPPORT_CONTACTS_MAX 256
#define SUPPORT_VALUE_SIZE (CONFIG_LINE_MAX + 1)

struct support_contact {
	char country[CONFIG_COUNTRY_SIZE]; /* "DE"; empty = the employer's assistance programme */
	char name[SUPPORT_VALUE_SIZE];
	/* One of these two is there; the others may be empty. */
	char phone[SUPPORT_VALUE_SIZE], web[SUPPORT_VALUE_SIZE];
	char hours[SUPPORT_VALUE_SIZE], language[SUPPORT_VALUE_SIZE];
};

struct support {
	struct support_contact *contacts; /* in the order of the file */
	size_t count;
};
void support_clear(struct support *support);

/*
 * Lay the contacts of @content (a file's bytes) over @support: its assistance programmes take the place of those that were there, and its
 * help lines that of the same country's. -1: @support is unchanged, and the message begins "FILE:LINE: " with the name given as @file.
 */
int support_read(struct support *support, const char *content, size_t length, const char *file, struct error *err);

/* The first contact of @country ("" = the assistance programme) behind @before, NULL = from the start; NULL when there is none. */
const struct support_contact *support_next(const struct support *support, const char *country,
					   const struct support_contact *before);

#endif
