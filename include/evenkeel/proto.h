/*
 * The control socket's messages: one pure encoder and decoder for daemon and client. The socket is a remote control; the store
 * is the shared truth.
 *
 * A frame is 12 bytes of header and a body: "EVKC" | u8 version=1 | u8 type | u16 0 | u32 body length (at most PROTO_BODY_MAX).
 * Fields are little-endian and of fixed width; strings are u16 length | UTF-8. One request, one reply, on one connection; more
 * requests may follow. A frame of an unknown version or type is answered with PROTO_ERROR, never guessed.
 */
#ifndef EVENKEEL_PROTO_H
#define EVENKEEL_PROTO_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/schedule.h>
#include <evenkeel/text.h>

#define PROTO_VERSION 1
#define PROTO_HEADER_SIZE 12
#define PROTO_BODY_MAX 4096
#define PROTO_STRING_MAX 240
#define PROTO_FEATURES_MAX 12

enum proto_type {
	/* requests */
	PROTO_STATUS = 0x01,
	PROTO_SNOOZE = 0x02, /* minutes, 0 = the prompt's own postpone time */
	PROTO_PAUSE = 0x03,  /* minutes, 0 = until resumed, -1 = today */
	PROTO_RESUME = 0x04,
	PROTO_BUSY = 0x05,      /* on; minutes, 0 = until off */
	PROTO_NOW = 0x06,       /* what: prompt now */
	PROTO_HARD_CALL = 0x07, /* the CLI has stored it already when stored = 1, else the daemon stores it */
	PROTO_RELOAD = 0x08,
	PROTO_RECORDED = 0x09, /* what: answered in the CLI; the daemon closes its prompt */
	PROTO_UNDO = 0x0a, /* withdraw the last answers the daemon knows of; it forgets which they were upon RECORDED,
	                    * HARD_CALL stored=1 and UNDO. PROTO_ERROR with ERROR_NOTHING when it knows of none. */
	PROTO_LAST = 0x0b, /* group: the last answers, given in the CLI; UNDO withdraws these, too */
	/* replies */
	PROTO_OK = 0x80,    /* text: a line for the person, may be empty */
	PROTO_ERROR = 0x81, /* kind: the exit code; text: the message */
	PROTO_STATUS_IS = 0x82,
};

/* What an open prompt asks, so that `evenkeel checkin` puts the same questions. */
struct proto_open {
	uint8_t what;         /* enum schedule_what, WHAT_NONE */
	uint16_t symptoms[2]; /* of an open check-in, else 0 */
	uint32_t since_prompt_s;
};

struct proto_status {
	struct schedule_status schedule;
	struct proto_open open;
	char notifier[PROTO_STRING_MAX + 1];        /* "desktop (dunst 1.9.0)", "terminal", "log" */
	char notifier_why[PROTO_STRING_MAX + 1];    /* why it is not a better one; "" */
	char activity_source[PROTO_STRING_MAX + 1]; /* "X11 (xsync)", "none: working hours count as active" */
	char trouble[PROTO_STRING_MAX + 1]; /* the store's or settings' trouble in words, with the next step; "" */
	int32_t feature_count;
	char missing_features[PROTO_FEATURES_MAX][PROTO_STRING_MAX + 1];
	uint32_t pss_kib, uss_kib, threads;
	uint64_t wakeups; /* voluntary context switches since the start */
	uint64_t cpu_ms, uptime_s;
	uint8_t demo;             /* the store is a demo */
	uint32_t waiting_records; /* answers kept in memory because the store refused them */
};

struct proto_message {
	enum proto_type type;
	int32_t minutes;
	uint8_t on;     /* BUSY; HARD_CALL: stored */
	uint8_t what;   /* enum schedule_what */
	uint8_t kind;   /* ERROR: enum error_kind */
	uint32_t group; /* LAST */
	char text[PROTO_STRING_MAX + 1];
	struct proto_status status;
};

/* Append @message's frame to @ret. */
void proto_encode(const struct proto_message *message, struct text *ret);

#define PROTO_MORE 1 /* the frame is not complete yet */
/* Decode the frame at the head of @bytes. 0: *@ret_used bytes were used. PROTO_MORE. -1: not ours, end the connection. */
int proto_decode(const uint8_t *bytes, size_t length, struct proto_message *ret, size_t *ret_used, struct error *err);

#endif
