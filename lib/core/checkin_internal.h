/* What the check-in's files share: pages of three buttons, and ID=STEP words. */
#ifndef CHECKIN_INTERNAL_H
#define CHECKIN_INTERNAL_H

#include <evenkeel/checkin.h>

#define MOMENTARY_STEPS 3
#define VALENCE_STEPS 2
#define LIST_MAX ID_CAUSE_COUNT
#define PAGE_ITEMS (CHECKIN_BUTTONS - 1) /* beside More... */

/* The groups, or the causes of the group chosen; returns how many. */
int checkin_list(const struct checkin *checkin, uint16_t ret[static LIST_MAX]);
/* Three or fewer stand on one page without More...; else two a page, and the last page's More... leads to the first. */
int checkin_pages(int count);
int checkin_page_items(int count, int page);
void checkin_count(struct checkin *checkin);

/* A word "ID=STEP" taken apart: the catalogue's entry and the number behind the '='. -1 with a message. */
int word_read(const char *word, const struct catalogue_entry **ret_entry, int *ret_step, struct error *err);

#endif
