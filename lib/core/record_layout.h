/* The bytes of each kind of record as tables: one row a field, in order, read by the encoder and the decoder alike. */
#ifndef RECORD_LAYOUT_H
#define RECORD_LAYOUT_H

#include <evenkeel/record.h>

#define HEADER_SIZE 24
#define RESERVED_FIELD UINT16_MAX

struct record_field {
	const char *name;
	uint16_t offset; /* in struct record; RESERVED_FIELD = bytes that are zero */
	uint8_t width;   /* 1, 2, 4, 8; 16 for bytes as they are */
	uint64_t least;  /* less is a fault... */
	uint64_t known;  /* ...and more was written by a newer version; a mask where a field holds bits */
};

struct record_layout {
	const struct record_field *fields;
	size_t count;
};

struct record_layout record_header_layout(void);
/* The body's fields; count 0 for a kind that this program does not know. */
struct record_layout record_body_layout(uint8_t kind);

#endif
