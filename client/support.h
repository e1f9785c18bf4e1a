/*
 * Whom to talk to, in words: the contacts of the site's and the person's support.ini, the notice that names the first of them where the
 * answers are a reason to, and what is true without any file. Contacts are read each time: there is no copy that could be out of date.
 */
#ifndef CLIENT_SUPPORT_H
#define CLIENT_SUPPORT_H

#include <evenkeel/support.h>

#include "command.h"
#include "page.h"

/* A file that is wrong is named on stderr and left out; -1 then, and @ret holds what the other one says. */
int support_load(const struct client *client, struct support *ret);
/* Whose help lines: the setting, else the locale's country; empty when neither says. */
void support_country(const struct client *client, char ret[static CONFIG_COUNTRY_SIZE]);
/* The countries that have lines, in the order of the file: "DE, GB". */
void support_countries(const struct support *support, struct text *ret);
/* A doctor, someone you trust, the emergency number. */
const char *support_neutral(void);
const char *support_unwatched(void);

/* What stands at the end of a page when safety rules hold: kind, short, the same whichever rule it was. Its words, and all of it. */
#define SUPPORT_NOTICE_CONTACTS 3 /* at most so many of them */
const char *support_title(void);
const char *support_words(void);
const char *support_always(void);
void support_notice(const struct client *client, struct page *page);

#endif
