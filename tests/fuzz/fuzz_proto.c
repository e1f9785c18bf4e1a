/* Frames from a stranger: what is taken is the frame that we would write, and no byte behind it was looked at. */
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/proto.h>

#include "fuzz/fuzz.h"

static void check(const uint8_t *bytes, size_t size)
{
	while (size > 0) {
		_cleanup_(text_clear) struct text again = {0};
		struct proto_message message;
		struct error err = {0};
		size_t used = 0;
		int rc = proto_decode(bytes, size, &message, &used, &err);
		FUZZ_CHECK(rc == 0 || rc == PROTO_MORE || (rc == -1 && err.message[0]));
		if (rc != 0)
			return;
		FUZZ_CHECK(used >= PROTO_HEADER_SIZE && used <= size && used <= PROTO_HEADER_SIZE + PROTO_BODY_MAX);
		proto_encode(&message, &again);
		FUZZ_CHECK(again.length == used && !memcmp(again.bytes, bytes, used));
		bytes += used;
		size -= used;
	}
}

/* The first byte as a type, the others as its body, so that the search need not find lengths. */
static void check_body(const uint8_t *bytes, size_t size)
{
	uint8_t header[PROTO_HEADER_SIZE] = {'E', 'V', 'K', 'C', PROTO_VERSION, bytes[0]};
	_cleanup_(text_clear) struct text frame = {0};

	header[8] = (uint8_t)(size - 1);
	header[9] = (uint8_t)((size - 1) >> 8);
	text_append_bytes(&frame, header, sizeof(header));
	text_append_bytes(&frame, bytes + 1, size - 1);
	check((const uint8_t *)frame.bytes, frame.length);
}

int FUZZ_TARGET(fuzz_proto)(const uint8_t *bytes, size_t size)
{
	check(bytes, size);
	if (size > 0)
		check_body(bytes, size);
	return 0;
}
