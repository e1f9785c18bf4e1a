/*
 * Records: what is sealed, one struct for each, and their bytes.
 *
 * Every record of the check-in class is 64 bytes, every worksheet record 1,024, whatever was answered, so that a length says
 * nothing. Layout: 24 bytes of header, then the kind's body packed in order, zeros after it; little-endian. The format is
 * final: kinds, flags, scales and question ids are append-only. design/STORE.md, section 3 is its source.
 */
#ifndef EVENKEEL_RECORD_H
#define EVENKEEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>

#define RECORD_FORMAT 1
#define RECORD_SIZE 64 /* check-in class */
#define RECORD_WORKSHEET_SIZE 1024
#define RECORD_ANSWERS_MAX 8 /* answers in one record; a prompt leaves ceil(questions / 8) records */
#define RECORD_TEXT_MAX 992  /* bytes of UTF-8 in one worksheet record */

enum record_kind {
	RECORD_ANSWERED = 0x01,
	RECORD_PARTIAL = 0x02,
	RECORD_SKIPPED = 0x03,
	RECORD_DISMISSED = 0x04,
	RECORD_EXPIRED = 0x05,
	RECORD_HELD = 0x06,
	RECORD_UNDELIVERED = 0x07,
	RECORD_WITHDRAWN = 0x08,
	RECORD_BREAK = 0x10,
	RECORD_TIP_FEEDBACK = 0x11,
	RECORD_WORKSHEET = 0x20,
	RECORD_CONTRIBUTION = 0x30,
	RECORD_ERASE = 0x40,
	RECORD_RESTORE = 0x41,
	RECORD_CLOCK = 0x42,
};

enum record_flag {
	RECORD_LATE = 1,     /* answered late: outside momentary statistics */
	RECORD_IMPORTED = 2, /* came from another machine */
	RECORD_DELAYED = 4,  /* stored later, from memory */
};

enum record_scale {
	SCALE_M3 = 1,   /* momentary, 0 not at all ... 2 a lot */
	SCALE_F5 = 2,   /* frequency, 0 never ... 4 almost always */
	SCALE_P11 = 3,  /* 0 ... 10 */
	SCALE_YN = 4,   /* 0 no, 1 yes */
	SCALE_C = 5,    /* a cause or technique endorsed, 0 or 1 */
	SCALE_V = 6,    /* a loaded instrument's own value */
	SCALE_RANK = 7, /* 0 not named, 1 first ... 3 third */
	SCALE_S5 = 8,   /* the week's stress, 0 ... 4 */
};
#define RECORD_UNANSWERED (-1) /* asked, not answered */

enum record_form { FORM_MOMENTARY = 1, FORM_REVIEW = 2, FORM_INSTRUMENT = 3, FORM_HARD_CALL = 4 };
enum record_origin { ORIGIN_PROMPT = 1, ORIGIN_SELF = 2 };

/* Why something waited; also the numbers of the scheduler's holds. */
enum record_held {
	HELD_NONE = 0,
	HELD_CALL = 1,
	HELD_BUSY = 2,
	HELD_DND = 3,
	HELD_LOCKED = 4,
	HELD_ASLEEP = 5,
	HELD_OFF_HOURS = 6,
	HELD_PAUSED = 7,
	HELD_AWAY = 8,
	HELD_OTHER_PROMPT = 9,
};

enum record_break { BREAK_MICRO = 1, BREAK_REST = 2, BREAK_DAILY = 3 };
enum record_break_outcome {
	BREAK_PLANNED = 1 << 0,
	BREAK_SHOWN = 1 << 1,
	BREAK_TAKEN = 1 << 2,
	BREAK_NATURAL = 1 << 3,
	BREAK_SKIPPED = 1 << 4,
	BREAK_POSTPONED = 1 << 5,
	BREAK_HELD = 1 << 6,
};

struct record_answer {
	uint16_t question; /* catalogue id */
	uint8_t scale;     /* enum record_scale */
	int8_t value;      /* the raw step, or RECORD_UNANSWERED */
};

struct record_prompt { /* kinds 0x01 ... 0x07; the header's count says how many answers are filled */
	struct record_answer answers[RECORD_ANSWERS_MAX];
	uint32_t since_prompt_s;
	uint8_t form;   /* enum record_form */
	uint8_t origin; /* enum record_origin */
	uint8_t hold;   /* enum record_held, with RECORD_HELD */
};

struct record_pause { /* RECORD_BREAK */
	uint8_t type; /* enum record_break */
	uint8_t held; /* enum record_held */
	uint16_t outcome;
	uint32_t due_ago_s;
	uint32_t planned_s;
	uint32_t taken_s;
	uint32_t postponed_s;
	uint16_t times_postponed;
};

struct record_worksheet {
	uint16_t exercise;              /* catalogue id; 0 = a note */
	uint16_t field;                 /* the exercise's own field number */
	uint16_t length;                /* bytes of text */
	char text[RECORD_TEXT_MAX + 1]; /* NUL-terminated here; zero-padded in the bytes */
};

struct record {
	uint8_t kind;
	uint16_t flags;
	int64_t wall_ms;   /* UTC */
	int16_t zone_min;  /* local time's minutes ahead of UTC */
	uint8_t part;      /* 0 ... parts-1 */
	uint8_t parts;     /* at least 1 */
	uint32_t group;    /* random; joins the records of one prompt, break or worksheet */
	uint8_t count;     /* answers filled, for prompts */
	uint8_t catalogue; /* catalogue version */
	union {
		struct record_prompt prompt;
		struct {
			uint32_t group;
		} withdrawn;
		struct record_pause pause;
		struct {
			uint16_t tip;
			uint8_t verdict; /* 1 helped, 2 not, 3 untried */
			uint16_t cause;
		} tip;
		struct record_worksheet worksheet;
		struct {
			uint32_t first_day;
			uint16_t days;
		} contribution;
		struct {
			uint64_t first, last;
			uint8_t mac[16];
		} range; /* ERASE, RESTORE */
		struct {
			int64_t jump_ms;
			int16_t old_zone_min, new_zone_min;
			uint8_t cause; /* 1 step, 2 zone */
		} clock;
		uint8_t raw[RECORD_WORKSHEET_SIZE - 24]; /* a kind that this program does not know */
	};
};

/* A record decoded as far as this program knows: written by a newer version. Of an unknown kind the raw body is kept, of a known
 * one the codes that are unknown stand in their fields; encoding it again gives the same bytes. Another format than RECORD_FORMAT
 * is an error. */
#define RECORD_NEWER 1

/* RECORD_SIZE, or RECORD_WORKSHEET_SIZE for the kinds 0x20 ... 0x2f. */
size_t record_size(const struct record *record);
/*
 * A contribution for @week (Unix seconds / 604800) went to the team's figures: the only trace of it, so time, zone and group are its writer's, and
 * not the week's.
 */
void record_contribution(uint64_t week, struct record *ret);
bool record_is_prompt(const struct record *record);

/* Encode into the first record_size() bytes of @ret. The record is one of ours: what record_decode would refuse is a programming
 * error. A time before 1970 or after 9999 (a clock far off) becomes the nearest that fits. */
void record_encode(const struct record *record, uint8_t ret[static RECORD_WORKSHEET_SIZE]);

/* Could record_decode have made it? 0, RECORD_NEWER, or -1 with its message. For records that came from elsewhere, not as bytes. */
int record_check(const struct record *record, struct error *err);

/*
 * Decode @size bytes. 0, RECORD_NEWER, or -1 with a message naming what is wrong (size, format, reserved bytes not zero,
 * values out of range, text that is no UTF-8): bytes that record_encode could not have made.
 */
int record_decode(const uint8_t *bytes, size_t size, struct record *ret, struct error *err);

#endif
