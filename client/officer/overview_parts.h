/* What the pages of an overview have in common: the order of things, and words for them. */
#ifndef CLIENT_OFFICER_OVERVIEW_PARTS_H
#define CLIENT_OFFICER_OVERVIEW_PARTS_H

#include <evenkeel/trend.h>

#include "overview.h"

/* What stands together on a page, from one cell up to another. Causes are none of them: only the leading ones are told. */
struct overview_section {
	const char *title; /* marked for translation */
	unsigned first, end;
};
enum { OVERVIEW_SECTIONS = 4 };
extern const struct overview_section overview_sections[OVERVIEW_SECTIONS];

/* Is the cell told by itself? */
bool overview_has(unsigned cell);
/* Is the item told of the newest window? There causes are, as far as they lead. */
bool overview_told(const struct overview_team *team, unsigned item);
/* A cell in a few words. */
const char *overview_label(unsigned cell, enum catalogue_language language);
/* Its stable name; of RELEASE_MEAN "stress.mean". Appends. */
void overview_name(unsigned item, struct text *ret);
/* "2968-4". Appends. */
void overview_window_name(const struct release_figures *figures, struct text *ret);
int32_t overview_from(const struct release_figures *figures); /* dates, UTC: the first day and the last */
int32_t overview_to(const struct release_figures *figures);
/* "20 August to 16 September". Appends. */
void overview_period(const struct release_figures *figures, int32_t today, struct text *ret);

/* Whom it is about: the team's name, or all of them. Appends. */
void overview_title(const struct overview_team *team, struct text *ret);
/* "20-29; over three quarters of the team took part". Appends. */
void overview_people(const struct overview_team *team, const struct release_figures *figures, struct text *ret);
/* True where B has not countersigned what is shown: then what that means. Appends. */
bool overview_unsigned(const struct overview_team *team, const struct overview_window *window, struct text *ret);
/* Why a withheld figure is: a sentence. */
const char *overview_why(enum release_reason reason);
/* Whether anything of a window, as a page tells it, is withheld for @reason. */
bool overview_withholds(const struct release_figures *figures, enum release_reason reason);

/* Names of the cohorts whose bits are set in @missing; of all that a roll-up is made of. Append, nothing for one cohort. */
void overview_names(const struct overview *overview, const struct overview_team *team, uint64_t missing,
		    struct text *ret);
void overview_together(const struct overview *overview, const struct overview_team *team, struct text *ret);
/* Which teams, which window, how many took part, whether it was checked. */
void overview_head(const struct overview *overview, const struct overview_team *team, int32_t today, struct page *page);
/* Which cohorts are in a roll-up as a whole, and not in one of its figures. */
void overview_partly(const struct overview *overview, const struct overview_team *team,
		     enum catalogue_language language, struct page *page);
/* What everyone was told, once for teams of the same parties and floor. */
void overview_cautions(const struct overview *overview, void (*paragraph)(void *context, const char *words),
		       void *context);

/* "35 ± 5"; of the mean "2.2 ± 0.3"; else why it is withheld. Append. */
void overview_points(const struct release_share *share, struct text *ret);
void overview_mean(const struct release_mean *mean, struct text *ret);
/* A share with its noise on both sides, to be drawn. */
struct share overview_bar(const struct release_share *share);

/* What a measure is for, what to do, and where standards have it. Append. */
void overview_action(const struct release_measure *measure, enum catalogue_language language, struct text *ret);
void overview_standards(const struct release_measure *measure, struct text *ret);
/* How to read it: @at from 0 on, NULL at the end. */
const char *overview_help(size_t at);

#endif
