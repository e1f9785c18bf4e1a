/*
 * The language that texts come in. One language for everything on a page: the setting `language`, else the first of LANGUAGE, LC_ALL,
 * LC_MESSAGES and LANG that we have, else English. It holds even where the system lacks that locale (then C.UTF-8 carries it).
 */
#ifndef EVENKEEL_LOCALE_H
#define EVENKEEL_LOCALE_H

#include <evenkeel/catalogue.h>
#include <evenkeel/config.h>

/* At the start, from the environment; so that even a fault in the settings is told in the person's language. */
void locale_begin(void);
/* Once the settings are known. */
enum catalogue_language locale_choose(enum config_language setting);

/* The country of the environment's locale, as "DE" in @ret; empty where it names none. */
void locale_country(char ret[static 3]);

#endif
