/* Numbers on the wire, the highest byte first, and bytes taken one piece after another. */
#ifndef AGGREGATE_WIRE_H
#define AGGREGATE_WIRE_H

#include <stdbool.h>

#include <evenkeel/hpke.h>
#include <evenkeel/text.h>

/* Behind the number, of @size bytes. */
uint8_t *wire_put(uint8_t *at, uint64_t number, int size);
uint8_t *wire_put_bytes(uint8_t *at, const void *bytes, size_t size);
uint64_t wire_get(const uint8_t *at, int size);
void wire_append(struct text *text, uint64_t number, int size);

static inline struct hpke_bytes wire_text(const struct text *text)
{
	return (struct hpke_bytes){(const uint8_t *)text->bytes, text->length};
}

/* The next @size bytes of @rest, which then begins behind them; NULL and nothing taken when there are fewer. */
const uint8_t *wire_take(struct hpke_bytes *rest, size_t size);
/* A number of @size bytes; false: cut off. */
bool wire_take_number(struct hpke_bytes *rest, int size, uint64_t *ret);
/* Bytes behind their length in @size bytes. */
bool wire_take_block(struct hpke_bytes *rest, int size, struct hpke_bytes *ret);

#endif
