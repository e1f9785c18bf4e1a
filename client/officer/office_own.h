/* What the files of office*.c share beside office.h: where an office's own files lie and how they come to be. */
#ifndef CLIENT_OFFICER_OFFICE_OWN_H
#define CLIENT_OFFICER_OFFICE_OWN_H

#include <evenkeel/keys.h>

#include "office.h"

#define OFFICE_FILE "office.json"
#define OFFICE_SECRETS "secrets"
#define OFFICE_REGISTER "register"
#define OFFICE_LEDGER "ledger.db"
#define OFFICE_COHORTS "cohorts"
#define OFFICE_COHORT_FILE "cohort.ekc"
#define OFFICE_COHORT_KEY "key"

/* DIR/NAME. */
int office_join(const char *dir, const char *name, char ret[static PATH_SIZE], struct error *err);
/* In the office's directory. */
int office_path(const struct office *office, const char *name, char ret[static PATH_SIZE], struct error *err);
/* As office_seal_file, lying at @path until it gets its @name. */
int office_seal_at(const uint8_t key[static VAULT_KEY_SIZE], const char *path, const char *name, const void *bytes,
		   size_t size, struct error *err);

/* @dir whole; NULL: the usual place. */
int office_directory(const struct client *client, const char *dir, char ret[static PATH_SIZE], struct error *err);
/* As office_find, of a whole path; 1 with the same words: there is none. */
int office_look(const char *dir, struct office *ret, struct error *err);
/* Write office.json into @dir. */
int office_write(const struct office *office, const char *dir, struct error *err);

/* What office.json says, of which @ret gets folders and parties. -1: it does not; @ret is as it was. */
int office_json_decode(struct hpke_bytes file, struct office *ret);
/* -1: a folder's name is not UTF-8. */
int office_json_encode(const struct office *office, struct text *ret);
/* A whole path that fits. */
bool office_take_path(const char *word, char ret[static PATH_SIZE]);

/* The party's file .ekp: "EKP1" | u8 party | u8 length | name | signing key | HpkeConfig input | A's: HpkeConfig collector | signature. */
enum { OFFICE_PUBLIC_MAX = 4 + 1 + 1 + OFFICE_NAME_MAX + DAP_KEY_SIZE + 2 * HPKE_CONFIG_SIZE + DAP_SIGNATURE_SIZE };
/* 0, or why not: it is checked whole, its own signature among it. */
int office_public_decode(struct hpke_bytes file, struct office_public *ret);
/* Returns the size. */
size_t office_public_encode(const struct office_public *party, uint8_t ret[static OFFICE_PUBLIC_MAX]);
/* The party's own word that it has the key. */
void office_public_sign(struct office_public *party, const uint8_t secret[static DAP_SECRET_SIZE]);
/* ERROR_USAGE: nothing that could stand in a cohort's label. */
int office_check_name(const char *name, struct error *err);
/* Six groups of five digits, which both parties compare by telephone: "12345 67890 ...". */
enum { OFFICE_FINGERPRINT = 6 * 6 };
void office_fingerprint(const struct office_public *party, char ret[static OFFICE_FINGERPRINT]);
/* "office", "second". */
const char *office_party_word(unsigned party);

/* What the office's own files are sealed with. */
void office_seal_key(const struct vault_keys *vault, uint8_t ret[static VAULT_KEY_SIZE]);
/* Write `secrets` into @dir. */
int office_seal_keys(const struct office_keys *keys, const char *dir, struct error *err);
/* And read them: office->keys. */
int office_open_keys(struct office *office, const uint8_t master[static VAULT_MASTER_SIZE], struct error *err);
int office_read_keys(const char *dir, struct keys *ret, struct error *err);

/* First 16 hex digits. */
void office_task_name(const uint8_t task_id[static DAP_ID_SIZE], char ret[static OFFICE_TASK_HEX + 1]);
bool office_is_task(const char *name);
/* cohorts/TASK/NAME. Returns its length. */
int office_cohort_path(const char *task, const char *name, char ret[static PATH_SIZE]);
/* A cohort that was read, whose file then belongs to it. 0, or enum refusal as of cohort_decode. */
int office_take_cohort(struct file_bytes *file, struct office_cohort *ret);
/* One of the office's own files .ekc: 0; 1: there is none; -1. */
int office_read_cohort(const struct office *office, const char *task, const char *name, struct office_cohort *ret,
		       struct error *err);

#endif
