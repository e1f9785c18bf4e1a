/* The parts of a judgement on one step in one place (life.h): each looks at one promise, and notes what is broken. */
#ifndef FAULTS_JUDGE_H
#define FAULTS_JUDGE_H

#include <stdio.h>

#include "life.h"

/* Of the judgement at hand: what is there grows on the way. */
struct judge_hand {
	const struct life_step *step;
	struct life_view views[LIFE_VIEWS];
	char store[FAULT_PATH];
	enum life_end end;
	struct verdict verdict;
};
extern struct judge_hand hand;

#define BROKEN(...) snprintf(hand.verdict.words, sizeof(hand.verdict.words), __VA_ARGS__)
bool judge_good(void);

/* Before anything is opened, what a thief would find; then which state it is in, LIFE_VIEWS: in none. */
int judge_begin(const char *place, enum life_end end, struct error *err);
/* Which state's passphrase opens it; LIFE_VIEWS: none. */
int judge_view_by_passphrase(const char *place, struct error *err);
bool judge_passphrases_differ(void);
/* What was not there before and is not yet can be brought about now; all is there that is to be. Returns the state that it is in. */
int judge_check(const char *place, enum life_end end, int view, const struct error *err);
void judge_view(int view);
/* The questionnaires in @dir are those of one of @allowed, bits 1 << enum folder. */
void judge_folder(const char *dir, unsigned allowed, const char *what);
void judge_run_again(const char *place);
/* The recovery code. The passphrase is another one from here on. */
void judge_finish(int view);

#endif
