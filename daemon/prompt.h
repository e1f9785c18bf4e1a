/*
 * What stands on the screen: each prompt and notice as text and buttons. Pure. Texts fit any answer; none betrays one. Buttons are
 * numbered by the enums below, in the order in which they're shown.
 */
#ifndef DAEMON_PROMPT_H
#define DAEMON_PROMPT_H

#include <evenkeel/catalogue.h>
#include <evenkeel/checkin.h>
#include <evenkeel/promptline.h>
#include <evenkeel/schedule.h>

enum prompt_break_button { BREAK_BUTTON_START, BREAK_BUTTON_LATER, BREAK_BUTTON_SKIP };
/* Without a page that can be opened, what stands behind Open moves up. */
enum prompt_review_button { REVIEW_BUTTON_OPEN, REVIEW_BUTTON_LATER, REVIEW_BUTTON_SKIP };
enum prompt_rating_button { RATING_BUTTON_HELPED, RATING_BUTTON_NOT, RATING_BUTTON_UNTRIED };
enum prompt_invite_button { INVITE_BUTTON_ANSWER, INVITE_BUTTON_LATER, INVITE_BUTTON_SKIP };

void prompt_question(const struct checkin *checkin, enum catalogue_language language, int32_t life_s,
		     struct prompt_text *ret);
void prompt_invite(int32_t life_s, struct prompt_text *ret);
/* @planned_s: how long the break is. @draw chooses the suggestion. */
void prompt_break(enum schedule_what what, int64_t planned_s, uint64_t draw, int32_t life_s, struct prompt_text *ret);
/* @page: the person's page can be opened from here; else the words name the command. */
void prompt_review(int32_t life_s, bool page, struct prompt_text *ret);

/* Notices wait for a free screen in this order; two have buttons. */
enum prompt_notice {
	NOTICE_BREAK_OVER,
	NOTICE_THANKS, /* with or without a tip */
	NOTICE_RECOVERY,
	NOTICE_LIMIT,
	NOTICE_HOURS,
	NOTICE_PAGE,    /* it could not be opened */
	NOTICE_RATING,  /* "Did it help?" */
	NOTICE_TROUBLE, /* the store refuses; the answers wait */
	NOTICE_COUNT,
};
/* How long a notice is worth showing when the screen is taken. */
int32_t prompt_notice_wait_s(enum prompt_notice notice);
/* @tip: of THANKS, 0 = none, and RATING. @page: THANKS offers the person's page, as its only button. */
void prompt_notice(enum prompt_notice notice, uint16_t tip, bool page, enum catalogue_language language,
		   struct prompt_text *ret);

#endif
