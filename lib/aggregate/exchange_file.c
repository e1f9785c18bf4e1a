#include <string.h>

#include "exchange_file.h"
#include "wire.h"

static int seen(void *context, uint64_t at, const uint8_t *bytes, size_t size)
{
	struct incoming *incoming = context;

	signature_verify_add(&incoming->verifying, bytes, size);
	crypto_hash_sha256_update(&incoming->hashing, bytes, size);
	return incoming->copy < 0 ? 0 : stream_write_at(incoming->copy, at, bytes, size, incoming->body.err);
}

static int check_head(int fd, uint64_t size, const struct cohort *cohort, enum exchange_type type,
		      struct dap_window window, uint8_t head[static EXCHANGE_BEFORE], struct error *err)
{
	struct exchange message;
	long have = stream_read_at(fd, 0, head, EXCHANGE_BEFORE, err);

	if (have < 0)
		return -1;
	int r = exchange_head((struct hpke_bytes){head, (size_t)have}, size, &message);
	return r ? r : exchange_is(&message, cohort, type, window);
}

int incoming_open(struct incoming *ret, int fd, int copy, const struct cohort *cohort, enum exchange_type type,
		  struct dap_window window, struct error *err)
{
	uint8_t head[EXCHANGE_BEFORE], signature[DAP_SIGNATURE_SIZE];
	uint64_t size;

	*ret = (struct incoming){.copy = copy};
	if (stream_size(fd, &size, err))
		return -1;
	int r = check_head(fd, size, cohort, type, window, head, err);
	if (r)
		return r;
	long have = stream_read_at(fd, size - sizeof(signature), signature, sizeof(signature), err);
	if (have != sizeof(signature))
		return have < 0 ? -1 : REFUSAL_MALFORMED;
	signature_verify_begin(&ret->verifying, signature, cohort->sign[exchange_sender(type)]);
	signature_verify_add(&ret->verifying, head, sizeof(head));
	crypto_hash_sha256_init(&ret->hashing);
	crypto_hash_sha256_update(&ret->hashing, head, sizeof(head));
	reader_init(&ret->body, fd, EXCHANGE_BEFORE, size - sizeof(signature), err);
	ret->body.seen = seen;
	ret->body.context = ret;
	return 0;
}

int incoming_end(struct incoming *incoming, int form, uint8_t ret_hash[static DAP_HASH_SIZE])
{
	if (reader_rest(&incoming->body))
		return -1;
	crypto_hash_sha256_update(&incoming->hashing, incoming->verifying.signature, DAP_SIGNATURE_SIZE);
	crypto_hash_sha256_final(&incoming->hashing, ret_hash);
	return signature_verify_end(&incoming->verifying) ? REFUSAL_SENDER : form;
}

void incoming_clear(struct incoming *incoming)
{
	reader_clear(&incoming->body);
}

int exchange_verify(int fd, const struct cohort *cohort, enum exchange_type type, struct dap_window window,
		    struct error *err)
{
	uint8_t hash[DAP_HASH_SIZE];
	struct incoming incoming;
	int r = incoming_open(&incoming, fd, -1, cohort, type, window, err);

	if (r == 0)
		r = incoming_end(&incoming, 0, hash);
	incoming_clear(&incoming);
	return r;
}

int outgoing_begin(struct writer *ret, int fd, enum exchange_type type, const uint8_t task_id[static DAP_ID_SIZE],
		   struct dap_window window, struct error *err)
{
	uint8_t head[EXCHANGE_BEFORE] = {0};

	writer_init(ret, fd, 0, err);
	exchange_put_head(type, task_id, window, head);
	return stream_cut(fd, 0, err) || writer_put(ret, head, sizeof(head)) ? -1 : 0;
}

/* All of a file, piece by piece. */
static int each_piece(int fd, uint64_t size, void (*take)(void *context, const uint8_t *bytes, size_t size),
		      void *context, struct error *err)
{
	struct reader reader;

	reader_init(&reader, fd, 0, size, err);
	while (!reader.failed && reader_left(&reader) > 0) {
		size_t piece = reader_left(&reader) < STREAM_ROOM ? (size_t)reader_left(&reader) : STREAM_ROOM;
		const uint8_t *bytes = reader_take(&reader, piece);
		if (bytes)
			take(context, bytes, piece);
	}
	reader_clear(&reader);
	return reader.failed ? -1 : 0;
}

static void hash_piece(void *context, const uint8_t *bytes, size_t size)
{
	crypto_hash_sha256_update(context, bytes, size);
}

int exchange_hash(int fd, uint8_t ret[static DAP_HASH_SIZE], struct error *err)
{
	crypto_hash_sha256_state state;
	uint64_t size;

	crypto_hash_sha256_init(&state);
	if (stream_size(fd, &size, err) || each_piece(fd, size, hash_piece, &state, err))
		return -1;
	crypto_hash_sha256_final(&state, ret);
	return 0;
}

static void sign_piece(void *context, const uint8_t *bytes, size_t size)
{
	signature_add(context, bytes, size);
}

static int sign(int fd, uint64_t size, const uint8_t *secret, uint8_t ret[static DAP_SIGNATURE_SIZE], struct error *err)
{
	struct signing signing;

	signature_begin(&signing, secret);
	int r = each_piece(fd, size, sign_piece, &signing, err);
	if (r == 0) {
		signature_again(&signing);
		r = each_piece(fd, size, sign_piece, &signing, err);
	}
	if (r == 0)
		return signature_end(&signing, ret) ? REFUSAL_CHANGED : 0;
	signature_clear(&signing);
	return r;
}

int outgoing_end(struct writer *writer, const uint8_t secret[static DAP_SECRET_SIZE])
{
	uint8_t length[EXCHANGE_LENGTH], signature[DAP_SIGNATURE_SIZE];
	uint64_t size = writer_place(writer);

	/* A length that has no place in its number belongs to more reports than any cohort has. */
	if (size - EXCHANGE_BEFORE > UINT32_MAX)
		return error_set(writer->err, ERROR_FAILED, "there are too many reports for one window");
	wire_put(length, size - EXCHANGE_BEFORE, sizeof(length));
	if (writer_flush(writer) || stream_write_at(writer->fd, EXCHANGE_HEAD, length, sizeof(length), writer->err))
		return -1;
	int r = sign(writer->fd, size, secret, signature, writer->err);
	return r ? r : stream_write_at(writer->fd, size, signature, sizeof(signature), writer->err);
}
