/* What each step of a store's life begins from: makes life->base and life's views of it. */
#ifndef FAULTS_PREPARE_H
#define FAULTS_PREPARE_H

#include "life.h"

void prepare_plain(void);
void prepare_other_passphrase(void);
void prepare_lost_keys(void);
void prepare_nothing(void);
void prepare_no_backup(void);
void prepare_erasing(void);
void prepare_old_keys(void);
void prepare_forgetting(void);
void prepare_restoring(void);
void prepare_elsewhere(void);
void prepare_moving(void);
void prepare_exchanging(void);
void prepare_no_seal(void);
void prepare_restored(void);
void prepare_gaps(void);
void prepare_adding(void);
void prepare_taking_away(void);

/* The questionnaire that is added, and the one that is taken away. */
int life_add_questionnaire(const char *place, struct error *err);
int life_take_questionnaire_away(const char *place, struct error *err);

/* For whoever is shown a recovery code: @context has room for it. */
int life_keep_code(void *context, const char code[static RECOVERY_CODE_SIZE], struct error *err);

#endif
