#include "fixed.h"

struct fixed fixed;

void fixed_count_up(uint8_t *bytes, size_t size, uint8_t first)
{
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(first + i);
}

int fixed_prepare(void **state)
{
	(void)state;
	fixed_count_up(fixed.master, sizeof(fixed.master), 0);
	fixed_count_up(fixed.seed, sizeof(fixed.seed), 0x20);
	fixed_count_up(fixed.nonce, sizeof(fixed.nonce), 0x40);
	fixed_count_up(fixed.salt, sizeof(fixed.salt), 0x60);
	if (vault_start(NULL))
		return -1;
	vault_derive(fixed.master, &fixed.vault);
	vault_chain_start(fixed.vault.root, 0, fixed.chain);
	return 0;
}
