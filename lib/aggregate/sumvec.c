#include <evenkeel/flp.h>

static size_t inputs(const struct flp *flp)
{
	return flp->length * flp->bits;
}

static uint64_t encode(const struct flp *flp, const uint64_t *measurement, struct field128 *ret)
{
	uint64_t above = 0;

	for (size_t i = 0; i < flp->length; i++)
		above |= flp_encode_number(flp, measurement[i], ret + i * flp->bits);
	return above;
}

static void sum_bits(const struct flp *flp, const struct field128 *encoded, struct field128 *ret)
{
	for (size_t i = 0; i < flp->length; i++)
		ret[i] = flp_decode_number(flp, encoded + i * flp->bits);
}

const struct flp_circuit flp_sumvec = {.algorithm = 3, .inputs = inputs, .encode = encode, .truncate = sum_bits};
