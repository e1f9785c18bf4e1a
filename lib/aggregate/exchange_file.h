/*
 * Messages between the parties as files: read and written piece by piece, so that a request of 100,000 reports takes no more memory than
 * one of ten. A file of the exchange folder may be changed by the other party at any time, so it is read exactly once: what has to be
 * looked at again was copied, to a file that nobody else has, while its signature was verified.
 */
#ifndef AGGREGATE_EXCHANGE_FILE_H
#define AGGREGATE_EXCHANGE_FILE_H

#include <sodium.h>

#include <evenkeel/exchange.h>

#include "signature.h"
#include "stream.h"

/* Of messages in memory and in files. */
unsigned exchange_sender(enum exchange_type type);
/* @head: as much of EXCHANGE_BEFORE bytes as there is of a file of @size. The body and the signature are not returned. */
int exchange_head(struct hpke_bytes head, uint64_t size, struct exchange *ret);
int exchange_is(const struct exchange *message, const struct cohort *cohort, enum exchange_type type,
		struct dap_window window);
void exchange_put_head(enum exchange_type type, const uint8_t *task_id, struct dap_window window,
		       uint8_t ret[static EXCHANGE_HEAD]);

/* A message while it is read. */
struct incoming {
	struct reader body;
	struct verifying verifying;
	crypto_hash_sha256_state hashing;
	int copy; /* where the same bytes go, to the same places; -1: nowhere */
};
/*
 * 0 and ready for its body; refused, as exchange_open; -1. Whether it is signed shows at the end alone: until then nothing of it may
 * be believed. To be cleared in any case.
 */
int incoming_open(struct incoming *ret, int fd, int copy, const struct cohort *cohort, enum exchange_type type,
		  struct dap_window window, struct error *err);
/* 0; REFUSAL_SENDER; else what the body's decoder found, @form; -1. @ret_hash: SHA-256 of the whole file. */
int incoming_end(struct incoming *incoming, int form, uint8_t ret_hash[static DAP_HASH_SIZE]);
void incoming_clear(struct incoming *incoming);

/* A message that is written: its head, the body by writer_put, the end. */
int outgoing_begin(struct writer *ret, int fd, enum exchange_type type, const uint8_t task_id[static DAP_ID_SIZE],
		   struct dap_window window, struct error *err);
/* The length and the signature. REFUSAL_CHANGED: it was changed while it was signed; -1. */
int outgoing_end(struct writer *writer, const uint8_t secret[static DAP_SECRET_SIZE]);

/* A request's body: the rejects come first, appended to @ret_rejects unless that is NULL, then @left reports. 0, REFUSAL_MALFORMED. */
struct request {
	uint64_t rejects, reports, left;
	uint8_t before[DAP_REPORT_ID_SIZE];
};
int request_begin(struct reader *body, struct request *ret, struct text *ret_rejects);
/* The next one, valid until the next call. */
int request_next(struct reader *body, struct request *request, struct dap_init *ret);

/* A response's: the job, of which @left bytes are to come, then the rest. 0, REFUSAL_MALFORMED. */
struct response {
	uint64_t reports, left; /* reports: so far, with those that are rejected */
	uint64_t count;
	uint8_t checksum[DAP_HASH_SIZE], share[DAP_AGGREGATE_SIZE];
	uint8_t room[DAP_RESP_SIZE];
};
int response_begin(struct reader *body, struct response *ret);
int response_next(struct reader *body, struct response *response, struct dap_resp *ret);
/* Behind the job, of which what was not read is checked, too. */
int response_end(struct reader *body, struct response *response);

#endif
