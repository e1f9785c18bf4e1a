#include <string.h>

#include <sodium.h>

#include "html.h"

/* html.css, a line each. */
static const char *const lines[] = {
#include "html.css.h"
};

void html_style(struct text *ret)
{
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		text_append(ret, lines[i]);
}

void html_style_hash(struct text *ret)
{
	crypto_hash_sha256_state state;
	uint8_t hash[crypto_hash_sha256_BYTES];
	char words[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)];

	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		crypto_hash_sha256_update(&state, (const unsigned char *)lines[i], strlen(lines[i]));
	crypto_hash_sha256_final(&state, hash);
	sodium_bin2base64(words, sizeof words, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
	text_appendf(ret, "sha256-%s", words);
}
