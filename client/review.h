/*
 * What a weekly review needs beside its questions, on the terminal and on the page alike: their words, where it was stopped, how it is kept,
 * and this week beside the weeks before.
 */
#ifndef CLIENT_REVIEW_H
#define CLIENT_REVIEW_H

#include <evenkeel/checkin.h>

#include "command.h"
#include "keep.h"
#include "stop.h"

size_t review_count(void);
/* The question in words, and one of its steps. */
const char *review_item_text(const struct review_item *item, enum catalogue_language language);
const char *review_step_label(const struct review_item *item, int step, enum catalogue_language language);
/* Draining or energising asks about the causes: without one there is nothing to ask. */
bool review_applies(size_t item, const struct review *review);
/* Behind the symptoms and behind the impacts: what was answered before it is kept there. */
bool review_begins_section(size_t item);

/* A review on its way. */
struct review_run {
	struct keep_context context;
	struct review review;
	size_t from;   /* the question that it began with; 0 unless an earlier one is gone on with */
	uint32_t anew; /* the stopped one that this takes the place of, until something is stored; 0 = none */
	size_t next;   /* the question that would come next; the count of them when it is done */
	int32_t day;   /* of its beginning */
};
void review_run_init(const struct client *client, struct review_run *ret);
/* One that was stopped today or yesterday, if there is one. */
bool review_run_stopped(const struct client *client, struct stop *ret);
/* From where the other one stopped, under its group. */
void review_run_go_on(struct review_run *run, const struct stop *stop);
/*
 * What was answered so far, in one transaction; @goes_on: more comes later, under the same group. Whatever a whole review is to be
 * the beginning of belongs behind the last of these calls, so that it happens wherever the review was filled.
 */
int review_run_seal(struct client *client, struct review_run *run, bool goes_on, struct error *err);
/* Where it goes on the next time; nothing once it is done. */
void review_run_remember(const struct client *client, const struct review_run *run);
bool review_is_empty(const struct review *review);
bool review_calls_for_support(const struct review *review);

/* The week in the person's own words: how much was answered; what was often or more, and what weighs most ("" = nothing). */
struct review_said {
	struct text count, symptoms, causes;
};
void review_run_said(const struct client *client, const struct review_run *run, struct review_said *ret);
void review_said_wipe(struct review_said *said);

/* This week beside the person's own earlier ones. Opens the store; the exit code. The answers are kept whatever comes of it.
 * @told: whom to talk to was said just now, and is not said again. */
int review_compare(struct client *client, bool told);

#endif
